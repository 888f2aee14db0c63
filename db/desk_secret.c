/* The desk's secret: 32 random bytes in hexadecimal, in FILE.secret beside the store, so that a stolen copy of the store
 * alone opens no key. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/setup_parts.h"
#include "db/store_file.h"
#include "forms/sm3.h"

#define LINE_SIZE (2 * DESK_SECRET_SIZE + 1) /* with its line feed */

static char *secret_path(struct store *st, const char *ending)
{
	char *path;

	return asprintf(&path, "%s.secret%s", store_path(st), ending) < 0 ? NULL : path;
}

static bool read_line(int fd, char line[LINE_SIZE + 1])
{
	struct stat s;

	return fstat(fd, &s) == 0 && S_ISREG(s.st_mode) &&
	       read(fd, line, LINE_SIZE + 1) == LINE_SIZE && line[LINE_SIZE - 1] == '\n';
}

static int load(const char *path, unsigned char out[DESK_SECRET_SIZE], struct err *err)
{
	char line[LINE_SIZE + 1];
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC), rc = 0;

	if (fd < 0)
		return err_set(err, ERR_STORAGE, _("打不开密钥文件“%s”（%s），请从备份放回原处"),
			       path, err_system(errno));
	if (!read_line(fd, line))
		rc = -1;
	close(fd);
	line[LINE_SIZE - 1] = '\0';
	if (rc == 0 && !hex_decode(line, out, DESK_SECRET_SIZE))
		rc = -1;
	explicit_bzero(line, sizeof(line));
	return rc == 0 ? 0
		       : err_set(err, ERR_STORAGE, _("密钥文件“%s”已损坏，请从备份放回原处"), path);
}

int desk_secret_load(struct store *st, unsigned char out[DESK_SECRET_SIZE], struct err *err)
{
	char *path = secret_path(st, "");
	int rc = path ? load(path, out, err) : err_set(err, ERR_MEMORY, _("内存不足"));

	free(path);
	return rc;
}

/* ---- making it ---- */

static bool write_line(int fd)
{
	unsigned char secret[DESK_SECRET_SIZE];
	char line[LINE_SIZE + 1];
	bool done = random_bytes(secret, sizeof(secret), NULL) == 0;

	hex_encode(secret, sizeof(secret), line);
	line[LINE_SIZE - 1] = '\n';
	done = done && write(fd, line, LINE_SIZE) == LINE_SIZE && fsync(fd) == 0;
	explicit_bzero(secret, sizeof(secret));
	explicit_bzero(line, sizeof(line));
	return done;
}

/* The name is given to a file that is whole already, and only when nobody has it: two desks that are set up at once, or one
 * that was interrupted, end with one secret. */
static bool make(const char *path, char *fresh)
{
	int fd = mkostemp(fresh, O_CLOEXEC);
	bool done;

	if (fd < 0)
		return false;
	done = fchmod(fd, 0600) == 0 && write_line(fd);
	done = close(fd) == 0 && done && (link(fresh, path) == 0 || errno == EEXIST);
	unlink(fresh);
	return done && store_file_sync_folder(path) == 0;
}

int desk_secret_make(struct store *st, unsigned char out[DESK_SECRET_SIZE], struct err *err)
{
	char *path = secret_path(st, ""), *fresh = secret_path(st, ".XXXXXX");
	int rc = 0;

	if (!path || !fresh)
		rc = err_set(err, ERR_MEMORY, _("内存不足"));
	else if (access(path, F_OK) < 0 && !make(path, fresh))
		rc = err_set(err, ERR_STORAGE, _("写不了密钥文件“%s”（%s），请检查磁盘和权限"),
			     path, err_system(errno));
	if (rc == 0)
		rc = load(path, out, err);
	free(path);
	free(fresh);
	return rc;
}
