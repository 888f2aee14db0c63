#include "db/plain_file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int fault(const char *path, struct err *err)
{
	return err_set(err, ERR_INPUT, _("读不了“%.300s”：%s"), path, err_system(errno));
}

static int check_kind(const char *path, const struct stat *st, struct err *err)
{
	if (S_ISLNK(st->st_mode))
		return err_set(err, ERR_INPUT, _("“%.300s”是链接，请给出文件本身的位置"), path);
	if (S_ISDIR(st->st_mode))
		return err_set(err, ERR_INPUT, _("“%.300s”是文件夹，请选其中的一个文件"), path);
	if (!S_ISREG(st->st_mode))
		return err_set(err, ERR_INPUT, _("“%.300s”不是普通文件，请选一个普通文件"), path);
	return 0;
}

/* Looked at before it is opened, since opening alone can move a tape; looked at again once it is open, since the name may
 * have changed hands between. */
int plain_file_open(const char *path, int64_t *out_bytes, struct err *err)
{
	struct stat before, st;
	int fd;

	if (lstat(path, &before) < 0)
		return fault(path, err);
	if (check_kind(path, &before, err) < 0)
		return -1;
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return fault(path, err);
	if (fstat(fd, &st) < 0)
		fault(path, err);
	else if (st.st_dev != before.st_dev || st.st_ino != before.st_ino)
		err_set(err, ERR_INPUT, _("“%.300s”刚才被换掉了，请再试一次"), path);
	else if (check_kind(path, &st, err) == 0) {
		*out_bytes = st.st_size;
		return fd;
	}
	close(fd);
	return -1;
}

static bool same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool plain_file_changed(const struct stat *a, const struct stat *b)
{
	return a->st_size != b->st_size || !same_time(a->st_mtim, b->st_mtim) ||
	       !same_time(a->st_ctim, b->st_ctim);
}
