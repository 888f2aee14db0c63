#include "db/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/store_file.h"
#include "forms/sm3.h"

static int refuse_place(const char *path, int error, struct err *err)
{
	return err_set(err, ERR_INPUT, _("不能在“%.300s”建立文件（%s），请换一个位置"), path,
		       err_system(error));
}

static int refuse_taken(const char *path, struct err *err)
{
	return err_set(err, ERR_INPUT, _("已有文件“%.300s”，请换一个名字"), path);
}

/* May the name be taken? A rename would put a file in the place of a device. */
static int check_place(const struct new_file *f, struct err *err)
{
	size_t len = strlen(f->path);
	struct stat st;

	if (len == 0 || f->path[len - 1] == '/')
		return refuse_place(f->path, EISDIR, err);
	if (lstat(f->path, &st) < 0)
		return errno == ENOENT ? 0 : refuse_place(f->path, errno, err);
	if (S_ISLNK(st.st_mode))
		return err_set(err, ERR_INPUT, _("“%.300s”是链接，请给出文件本身的位置"), f->path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_INPUT, _("“%.300s”不是普通文件，请换一个名字"), f->path);
	return f->replace ? 0 : refuse_taken(f->path, err);
}

/* The folder of the file, which the caller frees. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return strdup(".");
	return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

/* A name in the same folder that nobody else has; the caller frees it. */
static char *name_beside(const char *path)
{
	const char *slash = strrchr(path, '/');
	unsigned char random[8];
	char hex[2 * sizeof(random) + 1], *name = NULL;

	if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
		return NULL;
	hex_encode(random, sizeof(random), hex);
	if (asprintf(&name, "%.*s.new-%s", slash ? (int)(slash - path + 1) : 0, path, hex) < 0)
		return NULL;
	return name;
}

/* Without a name, so that nothing is left even by a kill. Not every file system can, and it needs /proc to get a name later. */
static int open_nameless(struct new_file *f)
{
	char *folder = folder_of(f->path);
	int fd = folder ? open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600) : -1;

	free(folder);
	if (fd < 0)
		return -1;
	if (asprintf(&f->writing, "/proc/self/fd/%d", fd) < 0)
		f->writing = NULL;
	if (f->writing && access(f->writing, F_OK) == 0)
		return fd;
	free(f->writing);
	f->writing = NULL;
	close(fd);
	return -1;
}

static int open_named(struct new_file *f)
{
	int fd;

	f->beside = name_beside(f->path);
	f->writing = f->beside ? strdup(f->beside) : NULL;
	if (!f->writing)
		return -1;
	fd = open(f->beside, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0) {
		free(f->beside);
		f->beside = NULL;
	}
	return fd;
}

int new_file_begin(struct new_file *f, const char *path, bool replace, struct err *err)
{
	int fd;

	*f = (struct new_file) { .path = strdup(path), .replace = replace };
	if (!f->path)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (check_place(f, err) < 0) {
		new_file_abandon(f);
		return -1;
	}
	fd = open_nameless(f);
	if (fd < 0)
		fd = open_named(f);
	f->out = fd < 0 ? NULL : fdopen(fd, "w");
	if (f->out)
		return 0;
	refuse_place(path, errno, err);
	if (fd >= 0)
		close(fd);
	new_file_abandon(f);
	return -1;
}

/* Give a nameless file a name that is free. */
static int link_as(const struct new_file *f, const char *name)
{
	return linkat(AT_FDCWD, f->writing, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

/* The file's own name. On file systems without RENAME_NOREPLACE the look at the beginning has to do. */
static int take_name(struct new_file *f)
{
	int rc;

	if (!f->beside && !f->replace)
		return link_as(f, f->path);
	if (!f->beside) {
		f->beside = name_beside(f->path);
		if (!f->beside || link_as(f, f->beside) < 0)
			return -1;
	}
	rc = f->replace ? -1 : renameat2(AT_FDCWD, f->beside, AT_FDCWD, f->path, RENAME_NOREPLACE);
	if (rc < 0 && (f->replace || errno == EINVAL || errno == ENOSYS))
		rc = rename(f->beside, f->path);
	if (rc == 0) {
		free(f->beside);
		f->beside = NULL;
	}
	return rc;
}

static int digest_of(int fd, char out[SM3_HEX_SIZE])
{
	struct sm3 *s = sm3_create();
	unsigned char digest[SM3_SIZE];
	char piece[65536];
	off_t at = 0;
	ssize_t n = -1;
	bool done;

	while (s && (n = pread(fd, piece, sizeof(piece), at)) > 0) {
		sm3_add(s, piece, (size_t)n);
		at += n;
	}
	done = s && n == 0 && sm3_end(s, digest);
	sm3_destroy(s);
	if (done)
		hex_encode(digest, sizeof(digest), out);
	return done ? 0 : -1;
}

int new_file_read_back(struct new_file *f, const char *sm3, struct err *err)
{
	int fd = fileno(f->out);
	char found[SM3_HEX_SIZE];

	errno = 0;
	if (fflush(f->out) != 0 || ferror(f->out) || fsync(fd) < 0)
		return err_set(err, ERR_STORAGE, _("没有写成“%.300s”（%s），请换一个位置"), f->path,
			       err_system(errno ? errno : EIO));
	(void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	if (digest_of(fd, found) == 0 && strcmp(found, sm3) == 0)
		return 0;
	return err_set(err, ERR_STORAGE, _("写到“%.300s”的内容读回来不一样，请换一个盘"), f->path);
}

int new_file_end(struct new_file *f, struct err *err)
{
	int rc = 0;

	errno = 0;
	if (fflush(f->out) != 0 || ferror(f->out) || fsync(fileno(f->out)) < 0)
		rc = err_set(err, ERR_STORAGE, _("没有写成“%.300s”（%s），请换一个位置"), f->path,
			     err_system(errno ? errno : EIO));
	else if (take_name(f) < 0)
		rc = errno == EEXIST ? refuse_taken(f->path, err)
				     : refuse_place(f->path, errno, err);
	else if (store_file_sync_folder(f->path) < 0)
		rc = err_set(err, ERR_STORAGE, _("“%.300s”已写成，但没有确认存到盘上：%s"), f->path,
			     err_system(errno));
	new_file_abandon(f);
	return rc;
}

void new_file_abandon(struct new_file *f)
{
	if (f->out)
		fclose(f->out);
	if (f->beside)
		unlink(f->beside);
	free(f->beside);
	free(f->writing);
	free(f->path);
	*f = (struct new_file) { 0 };
}
