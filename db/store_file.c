#include "db/store_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "db/store.h"

// clang-format off
/* f_type of statfs(2), from the manual page and linux/magic.h. */
static const struct { unsigned magic; const char *name; } network_kinds[] = {
	{ 0x00006969, "NFS" },  { 0x0000517B, "SMB" },    { 0xFF534D42, "CIFS" },
	{ 0xFE534D42, "SMB2" }, { 0x5346414F, "AFS" },    { 0x73757245, "Coda" },
	{ 0x0000564C, "NCP" },  { 0x01021997, "9P" },     { 0x00C36400, "Ceph" },
	{ 0x0BD00BD0, "Lustre" }, { 0x786F4256, "vboxsf" }, { 0x01161970, "GFS2" },
	{ 0x7461636F, "OCFS2" }, { 0x6B414653, "AFS" },
};
// clang-format on

#define FUSE_MAGIC 0x65735546

char *store_default_path(void)
{
	const char *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");
	char *path = NULL;
	int rc = -1;

	/* The base directory specification: a relative XDG_DATA_HOME counts as unset. */
	if (data && data[0] == '/')
		rc = asprintf(&path, "%s/mtdesk/mtdesk.db", data);
	else if (home && home[0])
		rc = asprintf(&path, "%s/.local/share/mtdesk/mtdesk.db", home);
	return rc < 0 ? NULL : path;
}

/* A new folder lasts only when the folder above it is on the disk. */
static int sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd < 0 ? -1 : fsync(fd);

	if (fd >= 0)
		close(fd);
	return rc;
}

static int make_folder(char *path)
{
	char *slash = strrchr(path, '/');
	int rc;

	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return 0;
	if (errno != ENOENT || !slash || slash == path)
		return -1;
	*slash = '\0';
	rc = make_folder(path);
	if (rc == 0)
		rc = sync_folder(path);
	*slash = '/';
	if (rc < 0 || (mkdir(path, 0700) < 0 && errno != EEXIST))
		return -1;
	return 0;
}

int store_file_resolve(const char *path, bool create, char **out, struct err *err)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	char *folder =
		slash ? strndup(path, (size_t)(slash - path) + (slash == path)) : strdup(".");
	char *real = NULL, *whole = NULL;
	int rc = -1;

	if (!folder)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	if (!*name)
		err_set(err, ERR_INPUT, _("“%s”不是库文件的名称"), path);
	else if (create && make_folder(folder) < 0)
		err_set(err, ERR_STORAGE, _("建不了文件夹“%s”：%s"), folder, err_system(errno));
	else if (!(real = realpath(folder, NULL)))
		err_set(err, ERR_STORAGE, _("打不开文件夹“%s”：%s"), folder, err_system(errno));
	else if (asprintf(&whole, "%s/%s", strcmp(real, "/") ? real : "", name) < 0)
		err_set(err, ERR_MEMORY, _("内存不足"));
	else
		rc = 0;
	if (rc == 0)
		*out = whole;
	free(real);
	free(folder);
	return rc;
}

/* The name of the network file system that holds the folder of `path`, or NULL when it is local. A
 * FUSE file system is local when a block device is behind it (an NTFS or exFAT disk), which its
 * device number tells. */
static const char *network_kind(const char *path)
{
	char *folder = strndup(path, (size_t)(strrchr(path, '/') - path) + 1);
	const char *kind = NULL;
	struct statfs fs;
	struct stat st;

	if (folder && statfs(folder, &fs) == 0 && stat(folder, &st) == 0) {
		for (size_t i = 0; i < ARRAY_SIZE(network_kinds); i++)
			if ((unsigned)fs.f_type == network_kinds[i].magic)
				kind = network_kinds[i].name;
		if ((unsigned)fs.f_type == FUSE_MAGIC && major(st.st_dev) == 0)
			kind = "FUSE";
	}
	free(folder);
	return kind;
}

int store_file_check(const char *path, bool *out_exists, struct err *err)
{
	const char *kind = network_kind(path);
	struct stat st;

	if (kind)
		return err_set(err, ERR_INPUT,
			       _("“%s”在网络文件系统（%s）上，断电或断网会丢件，请放到本机磁盘"),
			       path, kind);
	*out_exists = lstat(path, &st) == 0;
	if (!*out_exists && errno != ENOENT)
		return err_set(err, ERR_STORAGE, _("打不开“%s”：%s"), path, err_system(errno));
	if (!*out_exists)
		return 0;
	if (S_ISLNK(st.st_mode))
		return err_set(err, ERR_INPUT, _("“%s”是符号链接，请直接写出库文件本身的位置"),
			       path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_INPUT, _("“%s”不是普通文件，不能作库文件"), path);
	/* Each name would have a journal of its own, and a crash could then not be undone. */
	if (st.st_nlink > 1)
		return err_set(err, ERR_INPUT, _("“%s”另有别名（硬链接），请删去别名后再打开"),
			       path);
	return 0;
}

int store_file_make_private(const char *path, struct err *err)
{
	struct stat st;

	if (stat(path, &st) == 0 && (st.st_mode & 077) == 0)
		return 0;
	/* A medium without permissions (FAT) keeps its own; what can be made private is. */
	if (chmod(path, 0600) < 0 && errno != EPERM && errno != EROFS)
		return err_set(err, ERR_STORAGE, _("改不了“%s”的权限：%s"), path,
			       err_system(errno));
	return 0;
}

bool store_file_has_journal(const char *path)
{
	char *journal = NULL;
	struct stat st;
	bool has;

	if (asprintf(&journal, "%s-journal", path) < 0)
		return true;
	has = lstat(journal, &st) == 0 && st.st_size > 0;
	free(journal);
	return has;
}

int ticket_open(const char *path, struct err *err)
{
	char *name = NULL;
	int fd;

	if (asprintf(&name, "%s.lock", path) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		err_set(err, ERR_STORAGE, _("建不了锁文件“%s”：%s"), name, err_system(errno));
	free(name);
	return fd;
}

int ticket_find(const char *path)
{
	char *name = NULL;
	int fd;

	if (asprintf(&name, "%s.lock", path) < 0)
		return -1;
	fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	free(name);
	return fd;
}

static void wake_up(int signal_number)
{
	(void)signal_number;
}

static int64_t monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Queue in the kernel, which serves in order of arrival. An alarm ends the wait should the holder
 * hang; it rings again and again, so that one that comes just before flock() is not missed. */
static int wait_in_line(int fd, int ms)
{
	const struct itimerval ring = { .it_value = { ms / 1000, ms % 1000 * 1000 },
					.it_interval.tv_usec = 50000 };
	const struct sigaction quiet = { .sa_handler = wake_up };
	int64_t deadline = monotonic_ms() + ms;
	struct itimerval old_ring;
	struct sigaction old_action;
	int rc;

	sigaction(SIGALRM, &quiet, &old_action);
	setitimer(ITIMER_REAL, &ring, &old_ring);
	do
		rc = flock(fd, LOCK_EX);
	while (rc < 0 && errno == EINTR && monotonic_ms() < deadline);
	setitimer(ITIMER_REAL, &old_ring, NULL);
	sigaction(SIGALRM, &old_action, NULL);
	return rc;
}

int ticket_take(int fd, int ms, struct err *err)
{
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 || wait_in_line(fd, ms) == 0)
		return 0;
	return err_set(err, ERR_BUSY, _("另一个登记台正在保存，请稍候再试"));
}

void ticket_return(int fd)
{
	flock(fd, LOCK_UN);
}

void ticket_close(int fd)
{
	if (fd >= 0)
		close(fd);
}

int store_file_sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder =
		slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
	int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	int rc = fd < 0 ? -1 : fsync(fd);

	if (fd >= 0)
		close(fd);
	free(folder);
	return rc;
}
