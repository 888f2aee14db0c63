#include "db/material_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/child.h"
#include "db/plain_file.h"

#define PIECE 65536
#define PDFINFO_SECONDS 10
#define PDFINFO_MEMORY ((size_t)512 << 20)

static int fault(const char *path, int error, struct err *err)
{
	return err_set(err, ERR_INPUT, _("读不了“%.300s”：%s"), path, err_system(error));
}

/* ---- a stranger's file ---- */

int material_open(const char *path, int64_t *out_bytes, struct err *err)
{
	int fd = plain_file_open(path, out_bytes, err);

	if (fd < 0)
		return -1;
	if (*out_bytes == 0)
		err_set(err, ERR_INPUT, _("“%.300s”是空文件，请重新扫描"), path);
	else if (*out_bytes > MATERIAL_BYTES_MOST)
		err_set(err, ERR_INPUT, _("“%.300s”超过 %d MiB，请降低扫描分辨率或分成几份"), path,
			MATERIAL_BYTES_MOST >> 20);
	else
		return fd;
	close(fd);
	return -1;
}

/* ---- what it is ---- */

// clang-format off
static const struct {
	const char *type, *magic;
	size_t len;
} types[] = {
	{ "image/png",       "\x89PNG\r\n\x1a\n", 8 },
	{ "image/jpeg",      "\xff\xd8\xff",      3 },
	{ "application/pdf", "%PDF-",             5 },
};
// clang-format on

/* The number behind "Pages:" at the beginning of a line of pdfinfo's; 0 when there is none. */
static int64_t pages_said(const char *text)
{
	static const char word[] = "Pages:";

	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, word, strlen(word)) == 0)
			return strtoll(line + strlen(word), NULL, 10);
	}
	return 0;
}

static int count_pages(int fd, const char *shown, int64_t *out, struct err *err)
{
	static const char *const argv[] = { "pdfinfo", "/dev/stdin", NULL };
	const struct child c = { .argv = argv,
				 .in = fd,
				 .out = -1,
				 .seconds = PDFINFO_SECONDS,
				 .memory = PDFINFO_MEMORY };
	char text[8192];
	int rc = child_run(&c, text, sizeof(text), err);

	if (rc < 0)
		return -1;
	*out = rc == 0 ? pages_said(text) : 0;
	if (*out < 1)
		return err_set(err, ERR_INPUT,
			       _("“%.300s”打不开，可能已损坏或设了口令，请另存为不带口令的 PDF"),
			       shown);
	if (*out > MATERIAL_PAGES_MOST)
		return err_set(err, ERR_INPUT, _("“%.300s”有 %lld 页，最多 %d 页，请分成几份"),
			       shown, (long long)*out, MATERIAL_PAGES_MOST);
	return 0;
}

const char *material_type(const void *head, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (len >= types[i].len && memcmp(head, types[i].magic, types[i].len) == 0)
			return types[i].type;
	return NULL;
}

int material_look_at(int fd, const char *shown, char type[32], int64_t *out_pages, struct err *err)
{
	const char *found;
	char head[8] = "";
	ssize_t n = pread(fd, head, sizeof(head), 0);

	if (n < 0)
		return fault(shown, errno, err);
	found = material_type(head, (size_t)n);
	if (!found)
		return err_set(err, ERR_INPUT, _("“%.300s”不是 PNG、JPEG 或 PDF，请转换后再附上"),
			       shown);
	snprintf(type, 32, "%s", found);
	*out_pages = 1;
	return strcmp(type, "application/pdf") == 0 ? count_pages(fd, shown, out_pages, err) : 0;
}

int material_look(const char *path, char type[32], int64_t *out_bytes, int64_t *out_pages,
		  struct err *err)
{
	int fd = material_open(path, out_bytes, err), rc;

	if (fd < 0)
		return -1;
	rc = material_look_at(fd, path, type, out_pages, err);
	close(fd);
	return rc;
}

/* ---- keeping it ---- */

/* A new folder lasts only when the folder above it is on the disk. */
static int open_folder(const char *folder)
{
	bool made = mkdir(folder, 0700) == 0;
	int fd = made || errno == EEXIST
			 ? open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
			 : -1;
	int above;

	if (fd < 0 || !made)
		return fd;
	above = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (above < 0 || fsync(above) < 0) {
		close(fd);
		fd = -1;
	}
	if (above >= 0)
		close(above);
	return fd;
}

static int write_all(int fd, const char *buf, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, buf, len);

		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0) {
			buf += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/* Read `in` to its end, into the digest and (unless -1) into `out`. Returns how many bytes, at most one more than a file may
 * have; -1 with errno: of reading, -2: of writing. */
static int64_t pump(int in, int out, struct sm3 *s)
{
	char piece[PIECE];
	int64_t total = 0;
	ssize_t n;

	while (total <= MATERIAL_BYTES_MOST) {
		n = read(in, piece, sizeof(piece));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -1 : total;
		sm3_add(s, piece, (size_t)n);
		if (out >= 0 && write_all(out, piece, (size_t)n) < 0)
			return -2;
		total += n;
	}
	return total;
}

static int64_t pump_digest(int in, int out, char sm3[SM3_HEX_SIZE])
{
	struct sm3 *s = sm3_create();
	unsigned char digest[SM3_SIZE];
	int64_t total = -1;

	errno = ENOMEM;
	if (s) {
		total = pump(in, out, s);
		if (total >= 0 && !sm3_end(s, digest))
			total = -1;
		else if (total >= 0)
			hex_encode(digest, sizeof(digest), sm3);
	}
	sm3_destroy(s);
	return total;
}

/* A name that nobody else has, for the time until the digest is known. */
static int open_temporary(int folder, char *name, size_t size)
{
	unsigned char random[8];
	char hex[2 * sizeof(random) + 1];

	if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
		return -1;
	hex_encode(random, sizeof(random), hex);
	snprintf(name, size, ".new-%s", hex);
	return openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

static int no_room(const char *folder, struct err *err)
{
	return err_set(err, ERR_STORAGE, _("存不进材料文件夹“%.300s”：%s"), folder,
		       err_system(errno));
}

struct keeping {
	const char *folder, *path;
	int in, out, at; /* the stranger's file, ours, the folder */
	char name[32];   /* ours, for now */
};

static int copy(struct keeping *k, struct material *m, struct err *err)
{
	struct stat before, after;
	int64_t total = -1;

	if (fstat(k->in, &before) == 0)
		total = pump_digest(k->in, k->out, m->sm3);
	if (total == -2)
		return no_room(k->folder, err);
	if (total < 0 || fstat(k->in, &after) < 0)
		return fault(k->path, errno, err);
	if (total != before.st_size || plain_file_changed(&before, &after))
		return err_set(err, ERR_INPUT, _("“%.300s”还在变化，请等扫描或复制完成后再附上"),
			       k->path);
	m->bytes = total;
	return 0;
}

/* What is looked at is our copy, so that what was found out holds for the bytes that are kept. */
static int take_in(struct keeping *k, struct material *m, struct err *err)
{
	if (copy(k, m, err) < 0 || material_look_at(k->out, k->path, m->type, &m->pages, err) < 0)
		return -1;
	if (fsync(k->out) < 0 || renameat(k->at, k->name, k->at, m->sm3) < 0)
		return no_room(k->folder, err);
	k->name[0] = '\0';
	return fsync(k->at) < 0 ? no_room(k->folder, err) : 0;
}

static void close_one(int fd)
{
	if (fd >= 0)
		close(fd);
}

int material_keep(const char *folder, const char *path, struct material *m, struct err *err)
{
	struct keeping k = { .folder = folder, .path = path, .out = -1, .at = -1 };
	int64_t bytes;
	int rc = -1;

	k.in = material_open(path, &bytes, err);
	if (k.in < 0)
		return -1;
	k.at = open_folder(folder);
	if (k.at >= 0)
		k.out = open_temporary(k.at, k.name, sizeof(k.name));
	rc = k.out < 0 ? no_room(folder, err) : take_in(&k, m, err);
	if (k.out >= 0 && k.name[0])
		unlinkat(k.at, k.name, 0);
	close_one(k.out);
	close_one(k.at);
	close_one(k.in);
	return rc;
}

int material_digest(const char *path, char sm3[SM3_HEX_SIZE], int64_t *out_bytes, struct err *err)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	int64_t total = fd < 0 ? -1 : pump_digest(fd, -1, sm3);

	if (total < 0)
		fault(path, errno, err);
	close_one(fd);
	*out_bytes = total;
	return total < 0 ? -1 : 0;
}

/* ---- bytes that come in pieces ---- */

int material_sink_begin(const char *folder, struct material_sink *k, struct err *err)
{
	*k = (struct material_sink) { .folder = folder, .out = -1, .at = open_folder(folder) };
	k->s = sm3_create();
	if (k->at >= 0 && k->s)
		k->out = open_temporary(k->at, k->name, sizeof(k->name));
	if (k->out >= 0)
		return 0;
	no_room(folder, err);
	material_sink_drop(k);
	return -1;
}

int material_sink_add(struct material_sink *k, const void *data, size_t len, struct err *err)
{
	sm3_add(k->s, data, len);
	return write_all(k->out, data, len) < 0 ? no_room(k->folder, err) : 0;
}

int material_sink_end(struct material_sink *k, const char *sm3, struct err *err)
{
	unsigned char digest[SM3_SIZE];
	char hex[SM3_HEX_SIZE] = "";
	int rc = 0;

	if (sm3_end(k->s, digest))
		hex_encode(digest, sizeof(digest), hex);
	if (strcmp(hex, sm3) != 0)
		rc = err_set(err, ERR_INPUT, _("材料的内容与它的摘要不符"));
	else if (fsync(k->out) < 0 || renameat(k->at, k->name, k->at, sm3) < 0)
		rc = no_room(k->folder, err);
	else
		k->name[0] = '\0';
	if (rc == 0 && fsync(k->at) < 0)
		rc = no_room(k->folder, err);
	material_sink_drop(k);
	return rc;
}

void material_sink_drop(struct material_sink *k)
{
	if (k->out >= 0 && k->name[0])
		unlinkat(k->at, k->name, 0);
	close_one(k->out);
	close_one(k->at);
	sm3_destroy(k->s);
	*k = (struct material_sink) { .out = -1, .at = -1 };
}
