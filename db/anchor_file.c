#include "db/anchor_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/store_file.h"

#define LINES_MOST 100000 /* of one file: centuries of day sheets */

char *anchor_file_path(const struct store *st)
{
	char *path;

	return asprintf(&path, "%s.anchors", store_path(st)) < 0 ? NULL : path;
}

/* --- Adding --- */

/* What a crash left half written stays, on a line of its own. */
static bool ends_torn(int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char last = '\n';

	return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

static int write_line(int fd, const struct anchor *a)
{
	char line[ANCHOR_LINE_SIZE], text[ANCHOR_LINE_SIZE + 2];
	int len;

	anchor_format(a, line);
	len = snprintf(text, sizeof(text), "%s%s\n", ends_torn(fd) ? "\n" : "", line);
	return write(fd, text, (size_t)len) == len && fsync(fd) == 0 ? 0 : -1;
}

static int append(const char *path, const struct anchor *a)
{
	bool is_new = access(path, F_OK) < 0;
	int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int rc = fd < 0 ? -1 : write_line(fd, a);

	if (fd >= 0 && close(fd) < 0)
		rc = -1;
	return rc == 0 && is_new ? store_file_sync_folder(path) : rc;
}

int anchor_file_append(struct store *st, const struct anchor *a, struct err *err)
{
	char *path = anchor_file_path(st);
	int rc;

	if (!path)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	rc = append(path, a);
	if (rc < 0)
		err_set(err, ERR_STORAGE, _("锚点写不进“%s”（%s），请检查磁盘和权限"), path,
			err_system(errno));
	free(path);
	return rc;
}

/* --- Reading --- */

/* Blanks and line ends around a line come from printers and editors of others. */
static char *trim(char *line)
{
	size_t len;

	line += strspn(line, " \t\r\n");
	for (len = strlen(line); len > 0 && strchr(" \t\r\n", line[len - 1]);)
		line[--len] = '\0';
	return line;
}

/* 0, or -1 when memory is out. */
static int keep(struct anchor **list, size_t *count, const struct anchor *a)
{
	struct anchor *grown = *count % 16 ? *list : realloc(*list, (*count + 16) * sizeof(*grown));

	if (!grown)
		return -1;
	*list = grown;
	grown[(*count)++] = *a;
	return 0;
}

/* A line longer than any anchor comes in pieces, none of which is one. */
static int read_lines(FILE *in, struct anchor **out, size_t *out_count, size_t *out_bad)
{
	char buf[ANCHOR_LINE_SIZE + 2], *line;
	struct anchor a;
	bool begins = true;

	for (size_t number = 0; number < LINES_MOST && fgets(buf, sizeof(buf), in);) {
		bool piece = !begins;

		number += begins;
		begins = strchr(buf, '\n') != NULL;
		line = trim(buf);
		if (!*line && !piece)
			continue;
		if (piece || !anchor_parse(line, &a))
			*out_bad = *out_bad ? *out_bad : number;
		else if (keep(out, out_count, &a) < 0)
			return -1;
	}
	return 0;
}

int anchor_file_read(const char *path, struct anchor **out, size_t *out_count, size_t *out_bad,
		     struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat is;
	FILE *in;
	int rc;

	*out = NULL;
	*out_count = *out_bad = 0;
	if (fd >= 0 && (fstat(fd, &is) < 0 || !S_ISREG(is.st_mode))) {
		close(fd);
		return err_set(err, ERR_INPUT, _("“%s”不是普通文件，读不了锚点"), path);
	}
	in = fd < 0 ? NULL : fdopen(fd, "r");
	if (!in)
		return err_set(err, ERR_INPUT, _("打不开“%s”（%s）"), path, err_system(errno));
	rc = read_lines(in, out, out_count, out_bad);
	fclose(in);
	if (rc == 0)
		return 0;
	free(*out);
	*out = NULL;
	return err_set(err, ERR_MEMORY, _("内存不足"));
}
