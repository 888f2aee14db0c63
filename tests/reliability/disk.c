#include "tests/reliability/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SECTOR 512
#define FDS_MOST 1024
#define NAMES_MOST 4
#define FD_FOLDER (-2)

enum step_kind {
	STEP_WRITE,
	STEP_TRUNCATE,
	STEP_SYNC,
	STEP_CREATE,
	STEP_REMOVE,
	STEP_FOLDER,
	STEP_MARK
};

struct step {
	enum step_kind kind;
	int node, name;
	size_t at, len; /* of a write; a truncation's new length is `len` */
	unsigned char *data;
};

struct list {
	size_t *steps, count, space;
};

/* A file, whatever names it has: what is flushed, and the steps that are not. */
struct node {
	unsigned char *bytes;
	size_t len, space;
	struct list loose;
};

static struct {
	char folder[512];
	bool recording;
	char names[NAMES_MOST][64];
	int name_count, node_count;
	int node_of_name[NAMES_MOST]; /* while recording; -1: no such file */
	int node_of_fd[FDS_MOST];     /* node + 1, FD_FOLDER, or 0 */
	struct step *steps;
	size_t count, space;

	/* The walk. */
	size_t place, marks;
	struct node *nodes;
	int flushed_name[NAMES_MOST]; /* node, or -1 */
	struct list loose_names;
} disk;

static void *must(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

/* ---- the record ---- */

static void add(struct step s)
{
	if (disk.count == disk.space) {
		disk.space = disk.space ? 2 * disk.space : 1024;
		disk.steps = must(realloc(disk.steps, disk.space * sizeof(*disk.steps)));
	}
	disk.steps[disk.count++] = s;
}

/* The name's place in the table, or -1 when the path is not one that is recorded. */
static int name_of(const char *path)
{
	size_t n = strlen(disk.folder);
	const char *name = path + n + 1;

	if (!disk.recording || strncmp(path, disk.folder, n) != 0 || path[n] != '/' ||
	    strchr(name, '/') || strstr(name, ".lock"))
		return -1;
	for (int i = 0; i < disk.name_count; i++)
		if (strcmp(disk.names[i], name) == 0)
			return i;
	if (disk.name_count == NAMES_MOST)
		abort();
	snprintf(disk.names[disk.name_count], sizeof(disk.names[0]), "%s", name);
	disk.node_of_name[disk.name_count] = -1;
	return disk.name_count++;
}

static void note_open(const char *path, int fd)
{
	int name = name_of(path);

	if (fd < 0 || fd >= FDS_MOST || !disk.recording)
		return;
	if (strcmp(path, disk.folder) == 0)
		disk.node_of_fd[fd] = FD_FOLDER;
	if (name < 0)
		return;
	if (disk.node_of_name[name] < 0) {
		disk.node_of_name[name] = disk.node_count++;
		add((struct step) {
			.kind = STEP_CREATE, .name = name, .node = disk.node_of_name[name] });
	}
	disk.node_of_fd[fd] = disk.node_of_name[name] + 1;
}

static int node_of(int fd)
{
	return disk.recording && fd >= 0 && fd < FDS_MOST ? disk.node_of_fd[fd] - 1 : -1;
}

static int note_sync(int fd)
{
	int node = node_of(fd);

	if (node >= 0)
		add((struct step) { .kind = STEP_SYNC, .node = node });
	else if (node == FD_FOLDER - 1)
		add((struct step) { .kind = STEP_FOLDER });
	return 0;
}

/* ---- in place of the C library ---- */

int open64(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;
	int fd;

	va_start(args, flags);
	mode = va_arg(args, mode_t);
	va_end(args);
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	note_open(path, fd);
	return fd;
}

int close(int fd)
{
	if (fd >= 0 && fd < FDS_MOST)
		disk.node_of_fd[fd] = 0;
	return (int)syscall(SYS_close, fd);
}

ssize_t pwrite64(int fd, const void *data, size_t len, off64_t at)
{
	ssize_t n = syscall(SYS_pwrite64, fd, data, len, at);
	int node = node_of(fd);

	if (node >= 0 && n > 0)
		add((struct step) { .kind = STEP_WRITE,
				    .node = node,
				    .at = (size_t)at,
				    .len = (size_t)n,
				    .data = memcpy(must(malloc((size_t)n)), data, (size_t)n) });
	return n;
}

int ftruncate64(int fd, off64_t len)
{
	int rc = (int)syscall(SYS_ftruncate, fd, len), node = node_of(fd);

	if (node >= 0 && rc == 0)
		add((struct step) { .kind = STEP_TRUNCATE, .node = node, .len = (size_t)len });
	return rc;
}

int fdatasync(int fd)
{
	return note_sync(fd);
}

int fsync(int fd)
{
	return note_sync(fd);
}

int unlink(const char *path)
{
	int rc = (int)syscall(SYS_unlink, path), name = rc == 0 ? name_of(path) : -1;

	if (name >= 0) {
		add((struct step) { .kind = STEP_REMOVE, .name = name });
		disk.node_of_name[name] = -1;
	}
	return rc;
}

/* ---- recording ---- */

void disk_record(const char *folder)
{
	snprintf(disk.folder, sizeof(disk.folder), "%s", folder);
	disk.recording = true;
}

void disk_stop(void)
{
	disk.recording = false;
}

void disk_mark(void)
{
	add((struct step) { .kind = STEP_MARK });
}

static void forget_walk(void)
{
	for (int i = 0; disk.nodes && i < disk.node_count; i++) {
		free(disk.nodes[i].bytes);
		free(disk.nodes[i].loose.steps);
	}
	free(disk.nodes);
	disk.nodes = NULL;
	disk.loose_names.count = disk.place = disk.marks = 0;
}

void disk_forget(void)
{
	forget_walk();
	for (size_t i = 0; i < disk.count; i++)
		free(disk.steps[i].data);
	free(disk.steps);
	free(disk.loose_names.steps);
	memset(&disk, 0, sizeof(disk));
}

/* ---- the walk ---- */

static void list_add(struct list *l, size_t step)
{
	if (l->count == l->space) {
		l->space = l->space ? 2 * l->space : 64;
		l->steps = must(realloc(l->steps, l->space * sizeof(*l->steps)));
	}
	l->steps[l->count++] = step;
}

static void set_length(struct node *n, size_t len)
{
	if (len > n->space) {
		n->space = 2 * len;
		n->bytes = must(realloc(n->bytes, n->space));
	}
	if (len > n->len)
		memset(n->bytes + n->len, 0, len - n->len);
	n->len = len;
}

static void apply(struct node *n, const struct step *s)
{
	if (s->kind == STEP_TRUNCATE) {
		set_length(n, s->len);
		return;
	}
	if (s->at + s->len > n->len)
		set_length(n, s->at + s->len);
	memcpy(n->bytes + s->at, s->data, s->len);
}

static void flush(struct node *n)
{
	for (size_t i = 0; i < n->loose.count; i++)
		apply(n, &disk.steps[n->loose.steps[i]]);
	n->loose.count = 0;
}

static void apply_name(int *names, const struct step *s)
{
	names[s->name] = s->kind == STEP_CREATE ? s->node : -1;
}

void disk_rewind(void)
{
	forget_walk();
	disk.nodes = must(calloc((size_t)disk.node_count + 1, sizeof(*disk.nodes)));
	for (int i = 0; i < NAMES_MOST; i++)
		disk.flushed_name[i] = -1;
}

bool disk_next(void)
{
	const struct step *s = &disk.steps[disk.place];

	if (disk.place == disk.count)
		return false;
	switch (s->kind) {
	case STEP_WRITE:
	case STEP_TRUNCATE:
		list_add(&disk.nodes[s->node].loose, disk.place);
		break;
	case STEP_SYNC:
		flush(&disk.nodes[s->node]);
		break;
	case STEP_CREATE:
	case STEP_REMOVE:
		list_add(&disk.loose_names, disk.place);
		break;
	case STEP_FOLDER:
		for (size_t i = 0; i < disk.loose_names.count; i++)
			apply_name(disk.flushed_name, &disk.steps[disk.loose_names.steps[i]]);
		disk.loose_names.count = 0;
		break;
	case STEP_MARK:
		disk.marks++;
		break;
	}
	disk.place++;
	return true;
}

size_t disk_marks(void)
{
	return disk.marks;
}

size_t disk_steps(void)
{
	return disk.count;
}

/* ---- states ---- */

/* How the loose steps of one failure fare. */
enum fate { FATE_NONE, FATE_ALL, FATE_SOME, FATE_TORN, FATE_SHUFFLED, FATE_COUNT };

static unsigned roll(unsigned *seed, unsigned sides)
{
	return (unsigned)rand_r(seed) % sides;
}

static void apply_torn(struct node *n, const struct step *s, unsigned *seed)
{
	if (s->kind == STEP_TRUNCATE) {
		apply(n, s);
		return;
	}
	if (s->at + s->len > n->len && roll(seed, 2))
		set_length(n, s->at + s->len);
	for (size_t from = 0, to; from < s->len; from = to) {
		to = ((s->at + from) / SECTOR + 1) * SECTOR - s->at;
		to = to < s->len ? to : s->len;
		if (roll(seed, 2))
			apply(n, &(struct step) { .kind = STEP_WRITE,
						  .at = s->at + from,
						  .len = to - from,
						  .data = s->data + from });
	}
}

static void shuffle(size_t *steps, size_t count, unsigned *seed)
{
	for (size_t i = count; i > 1; i--) {
		size_t k = roll(seed, (unsigned)i), swap = steps[i - 1];

		steps[i - 1] = steps[k];
		steps[k] = swap;
	}
}

static void suffer(struct node *n, const struct list *loose, enum fate fate, unsigned *seed)
{
	size_t *order = must(malloc((loose->count + 1) * sizeof(*order)));

	if (loose->count)
		memcpy(order, loose->steps, loose->count * sizeof(*order));
	if (fate == FATE_SHUFFLED)
		shuffle(order, loose->count, seed);
	for (size_t i = 0; i < loose->count; i++) {
		const struct step *s = &disk.steps[order[i]];

		if (fate == FATE_NONE || (fate != FATE_ALL && roll(seed, 2)))
			continue;
		if (fate == FATE_ALL || fate == FATE_SOME)
			apply(n, s);
		else
			apply_torn(n, s, seed);
	}
	free(order);
}

static void write_file(const char *path, const struct node *n)
{
	FILE *out = must(fopen(path, "wb"));

	if (n->len && fwrite(n->bytes, 1, n->len, out) != n->len)
		abort();
	fclose(out);
}

static void make_file(const char *path, const struct node *from, enum fate fate, unsigned *seed)
{
	struct node n = { .bytes = must(malloc(from->len + 1)),
			  .len = from->len,
			  .space = from->len };

	if (from->len)
		memcpy(n.bytes, from->bytes, from->len);
	suffer(&n, &from->loose, fate, seed);
	write_file(path, &n);
	free(n.bytes);
}

static void make_state(const char *folder, enum fate fate, unsigned *seed)
{
	int names[NAMES_MOST];

	memcpy(names, disk.flushed_name, sizeof(names));
	for (size_t i = 0; i < disk.loose_names.count; i++)
		if (fate == FATE_ALL || (fate != FATE_NONE && roll(seed, 2)))
			apply_name(names, &disk.steps[disk.loose_names.steps[i]]);
	for (int i = 0; i < disk.name_count; i++) {
		char path[700];

		snprintf(path, sizeof(path), "%s/%s", folder, disk.names[i]);
		unlink(path);
		if (names[i] >= 0)
			make_file(path, &disk.nodes[names[i]], fate, seed);
	}
}

void disk_fail(const char *folder, unsigned *seed)
{
	make_state(folder, (enum fate)roll(seed, FATE_COUNT), seed);
}

void disk_settle(const char *folder)
{
	unsigned seed = 0;

	make_state(folder, FATE_ALL, &seed);
}
