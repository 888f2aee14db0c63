#include "db/pack_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "forms/policy.h"

#define PACK_MAX_BYTES (1u << 20)

/* The whole file, at most the size that a pack may have. Returns its length, or -1. */
static ssize_t read_whole(const char *path, char *buf, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t len = 0;
	ssize_t n = -1;

	if (fd < 0)
		return -1;
	while (len < size && (n = read(fd, buf + len, size - len)) > 0)
		len += (size_t)n;
	close(fd);
	return n < 0 ? -1 : (ssize_t)len;
}

static int write_whole(int fd, const char *buf, size_t len)
{
	for (size_t at = 0; at < len;) {
		ssize_t n = write(fd, buf + at, len - at);

		if (n < 0)
			return -1;
		at += (size_t)n;
	}
	return fsync(fd);
}

static int sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

	if (fd < 0)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

/* Write beside the place, then take the place in one step: a power cut leaves the old pack or the new one. */
static int replace(const char *folder, const char *id, const char *buf, size_t len)
{
	char *beside = NULL, *place = NULL;
	int fd = -1, rc = -1;

	if (asprintf(&beside, "%s/.%s.new", folder, id) < 0 ||
	    asprintf(&place, "%s/%s.yaml", folder, id) < 0)
		goto out;
	unlink(beside);
	fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 || write_whole(fd, buf, len) || rename(beside, place))
		goto out;
	rc = sync_folder(folder);
out:
	if (fd >= 0)
		close(fd);
	free(beside);
	free(place);
	return rc;
}

/* Make the folder and those above it. */
static int make_folders(const char *folder)
{
	char *path = strdup(folder);
	int rc = path ? 0 : -1;

	for (char *slash = path ? strchr(path + 1, '/') : NULL; slash && rc == 0;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		rc = mkdir(path, 0700) && errno != EEXIST ? -1 : 0;
		*slash = '/';
	}
	if (rc == 0)
		rc = mkdir(folder, 0700) && errno != EEXIST ? -1 : 0;
	free(path);
	return rc;
}

int pack_folder_install(const char *folder, const char *path, char *out_id, size_t size,
			struct err *err)
{
	struct policy *p = NULL;
	char *buf = malloc(PACK_MAX_BYTES);
	ssize_t len = buf ? read_whole(path, buf, PACK_MAX_BYTES) : -1;
	int rc = -1;

	if (len < 0)
		err_set(err, ERR_INPUT, _("读不出政策包：%s"), err_system(errno));
	else if (policy_read(buf, (size_t)len, path, &p, err) == 0) {
		if (make_folders(folder) || replace(folder, p->id, buf, (size_t)len))
			err_set(err, ERR_STORAGE, _("写不进政策包文件夹：%s"), err_system(errno));
		else
			rc = snprintf(out_id, size, "%s", p->id) < 0 ? -1 : 0;
	}
	policy_free(p);
	free(buf);
	return rc;
}
