/* Where the training store lies, and its wiping. What fills it stands in training_fill.c. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/training.h"

char *training_default_path(void)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	char *path = NULL;
	int rc = -1;

	if (data && *data == '/')
		rc = asprintf(&path, "%s/mtdesk-training/training.db", data);
	else if (home && *home)
		rc = asprintf(&path, "%s/.local/share/mtdesk-training/training.db", home);
	return rc < 0 ? NULL : path;
}

/* ---- wiping ---- */

static int remove_file(const char *path, struct err *err)
{
	if (unlink(path) == 0 || errno == ENOENT)
		return 0;
	return err_set(err, ERR_STORAGE, _("删不掉“%s”（%s），培训库没有重置"), path,
		       err_system(errno));
}

static int remove_beside(const char *store, const char *ending, struct err *err)
{
	char *path;
	int rc;

	if (asprintf(&path, "%s%s", store, ending) < 0)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	rc = remove_file(path, err);
	free(path);
	return rc;
}

static int empty_folder(const char *folder, DIR *d, struct err *err)
{
	int rc = 0;

	for (struct dirent *e; rc == 0 && (e = readdir(d));) {
		char *path;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (asprintf(&path, "%s/%s", folder, e->d_name) < 0)
			return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
		rc = remove_file(path, err);
		free(path);
	}
	return rc;
}

static int remove_materials(const char *store, struct err *err)
{
	char *folder;
	DIR *d;
	int rc = 0;

	if (asprintf(&folder, "%s.materials", store) < 0)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	d = opendir(folder);
	if (d) {
		rc = empty_folder(folder, d, err);
		closedir(d);
		rmdir(folder);
	}
	free(folder);
	return rc;
}

/* The lock file stays: another desk may hold it. The store goes last, so that a wiping that was cut off is seen as a store and
 * wiped again. */
static int wipe(const char *path, struct err *err)
{
	static const char *const beside[] = { ".anchors", ".secret", "-journal" };

	if (remove_materials(path, err) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(beside); i++)
		if (remove_beside(path, beside[i], err) < 0)
			return -1;
	return remove_file(path, err);
}

int training_refill(struct store **st, const struct check_context *ctx, struct err *err)
{
	char *path;
	int rc;

	if (store_kind(*st) != STORE_TRAINING)
		return err_set(err, ERR_NOT_ALLOWED, "%s", _("这不是培训库，不能清空"));
	path = strdup(store_path(*st));
	if (!path)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	store_close(*st);
	*st = NULL;
	rc = wipe(path, err);
	if (rc == 0)
		rc = store_open_kind(path, STORE_TRAINING, STORE_READ_WRITE, st, err);
	if (rc == 0)
		rc = training_fill(*st, ctx, err);
	free(path);
	return rc;
}
