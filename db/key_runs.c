#include "db/key_runs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARENA_SIZE (16u << 20)  /* bytes of words in one run */
#define ENTRIES_MOST (1u << 20) /* of one run */
#define READ_SIZE (32u << 10)   /* bytes of each run that are read ahead */
#define RECORD_MOST (10 + KEY_RUNS_TEXT_MOST)

/* A record, in memory and in the file alike: length of the key, kind, filing (8 bytes as they lie in memory), key. */
static size_t record_size(const unsigned char *r)
{
	return 10u + r[0];
}

static int64_t record_filing(const unsigned char *r)
{
	int64_t filing;

	memcpy(&filing, r + 2, sizeof(filing));
	return filing;
}

struct entry {
	uint64_t head; /* the key's first 8 bytes as a number: most comparisons end here */
	uint32_t at;   /* of the record in the arena */
};

/* A run in the file, read through a window. */
struct run {
	off_t next, end; /* of what is not in the window yet */
	unsigned char *window;
	size_t from, to; /* what of it is not handed out */
};

struct key_runs {
	char *folder;
	int fd; /* -1: everything fits into memory so far */
	off_t size;
	uint64_t count;
	unsigned char *arena;
	size_t used;
	struct entry *entries;
	size_t entries_count, at; /* `at`: handed out, when nothing went to the file */
	struct run *runs;
	size_t runs_count;
	size_t *heap; /* runs by their first record, least first */
	size_t heap_count;
	bool advance; /* the least run's record was handed out and has to go */
	char key[KEY_RUNS_TEXT_MOST + 1];
};

struct key_runs *key_runs_create(const char *folder)
{
	struct key_runs *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->fd = -1;
	r->folder = strdup(folder);
	r->arena = malloc(ARENA_SIZE);
	r->entries = malloc(ENTRIES_MOST * sizeof(*r->entries));
	if (r->folder && r->arena && r->entries)
		return r;
	key_runs_destroy(r);
	return NULL;
}

void key_runs_destroy(struct key_runs *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->runs_count; i++)
		free(r->runs[i].window);
	if (r->fd >= 0)
		close(r->fd);
	free(r->folder);
	free(r->arena);
	free(r->entries);
	free(r->runs);
	free(r->heap);
	free(r);
}

uint64_t key_runs_count(const struct key_runs *r)
{
	return r->count;
}

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, _("内存不足"));
}

static int disk_trouble(struct err *err)
{
	return err_set(err, ERR_STORAGE, _("排序用的临时文件读写出错：%s"), err_system(errno));
}

/* --- Order: key, kind, filing --- */

static int compare_records(const unsigned char *a, const unsigned char *b)
{
	size_t len = a[0] < b[0] ? a[0] : b[0];
	int order = memcmp(a + 10, b + 10, len);
	int64_t x = record_filing(a), y = record_filing(b);

	if (order == 0)
		order = a[0] - b[0];
	if (order == 0)
		order = a[1] - b[1];
	return order ? order : (x > y) - (x < y);
}

static uint64_t head_of(const char *key, size_t len)
{
	uint64_t head = 0;

	for (size_t i = 0; i < 8; i++)
		head = head << 8 | (i < len ? (unsigned char)key[i] : 0);
	return head;
}

static int compare_entries(const void *a, const void *b, void *arena)
{
	const struct entry *x = a, *y = b;
	const unsigned char *records = arena;

	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	return compare_records(records + x->at, records + y->at);
}

static void sort_entries(struct key_runs *r)
{
	qsort_r(r->entries, r->entries_count, sizeof(*r->entries), compare_entries, r->arena);
}

/* --- Runs to the file --- */

/* A file that is gone with its descriptor, whatever becomes of us. */
static int open_nameless(const char *folder)
{
	char name[4096];
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	/* Not every file system can. */
	if (fd >= 0 ||
	    snprintf(name, sizeof(name), "%s/.mtdesk-sort.XXXXXX", folder) >= (int)sizeof(name))
		return fd;
	fd = mkostemp(name, O_CLOEXEC);
	if (fd >= 0)
		unlink(name);
	return fd;
}

static int write_all(struct key_runs *r, const unsigned char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(r->fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		bytes += n;
		len -= (size_t)n;
		r->size += n;
	}
	return 0;
}

/* The sorted records in pieces of READ_SIZE. */
static int write_records(struct key_runs *r, unsigned char *piece)
{
	size_t len = 0;

	for (size_t i = 0; i < r->entries_count; i++) {
		const unsigned char *record = r->arena + r->entries[i].at;

		if (len + record_size(record) > READ_SIZE) {
			if (write_all(r, piece, len) < 0)
				return -1;
			len = 0;
		}
		memcpy(piece + len, record, record_size(record));
		len += record_size(record);
	}
	return write_all(r, piece, len);
}

static int add_run(struct key_runs *r, struct err *err)
{
	struct run *grown = realloc(r->runs, (r->runs_count + 1) * sizeof(*grown));

	if (!grown)
		return no_memory(err);
	r->runs = grown;
	grown[r->runs_count] = (struct run) { .next = r->size, .window = malloc(READ_SIZE) };
	if (!grown[r->runs_count].window)
		return no_memory(err);
	r->runs_count++;
	return 0;
}

static int spill(struct key_runs *r, struct err *err)
{
	struct run *run;

	if (r->fd < 0 && (r->fd = open_nameless(r->folder)) < 0)
		return disk_trouble(err);
	if (add_run(r, err) < 0)
		return -1;
	run = &r->runs[r->runs_count - 1];
	sort_entries(r);
	if (write_records(r, run->window) < 0)
		return disk_trouble(err);
	run->end = r->size;
	r->entries_count = r->used = 0;
	return 0;
}

int key_runs_add(struct key_runs *r, const char *key, int kind, int64_t filing, struct err *err)
{
	size_t len = strnlen(key, KEY_RUNS_TEXT_MOST);
	unsigned char *record;

	if ((r->used + RECORD_MOST > ARENA_SIZE || r->entries_count == ENTRIES_MOST) &&
	    spill(r, err) < 0)
		return -1;
	record = r->arena + r->used;
	record[0] = (unsigned char)len;
	record[1] = (unsigned char)kind;
	memcpy(record + 2, &filing, sizeof(filing));
	memcpy(record + 10, key, len);
	r->entries[r->entries_count++] = (struct entry) { head_of(key, len), (uint32_t)r->used };
	r->used += 10 + len;
	r->count++;
	return 0;
}

/* --- Merging --- */

/* Have a whole record at the window's front, if the run has one left. 1, 0 none, -1. */
static int fill(struct key_runs *r, struct run *run, struct err *err)
{
	size_t left = run->to - run->from, want;
	ssize_t n;

	if (left > 0 && left >= record_size(run->window + run->from))
		return 1;
	if (run->next == run->end)
		return 0;
	memmove(run->window, run->window + run->from, left);
	run->from = 0;
	run->to = left;
	while (run->to < READ_SIZE && run->next < run->end) {
		want = READ_SIZE - run->to;
		if ((off_t)want > run->end - run->next)
			want = (size_t)(run->end - run->next);
		n = pread(r->fd, run->window + run->to, want, run->next);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return disk_trouble(err);
		run->to += (size_t)n;
		run->next += n;
	}
	return 1;
}

static const unsigned char *first_of(const struct key_runs *r, size_t heap)
{
	const struct run *run = &r->runs[r->heap[heap]];

	return run->window + run->from;
}

static void sift_down(struct key_runs *r, size_t i)
{
	for (;;) {
		size_t least = i, moved;

		for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < r->heap_count; child++)
			if (compare_records(first_of(r, child), first_of(r, least)) < 0)
				least = child;
		if (least == i)
			return;
		moved = r->heap[i];
		r->heap[i] = r->heap[least];
		r->heap[least] = moved;
		i = least;
	}
}

static int make_heap(struct key_runs *r, struct err *err)
{
	r->heap = malloc(r->runs_count * sizeof(*r->heap));
	if (!r->heap)
		return no_memory(err);
	for (size_t i = 0; i < r->runs_count; i++) {
		int rc = fill(r, &r->runs[i], err);

		if (rc < 0)
			return -1;
		if (rc == 1)
			r->heap[r->heap_count++] = i;
	}
	for (size_t i = r->heap_count; i-- > 0;)
		sift_down(r, i);
	return 0;
}

int key_runs_sort(struct key_runs *r, struct err *err)
{
	if (r->runs_count == 0) {
		sort_entries(r);
		return 0;
	}
	if (r->entries_count > 0 && spill(r, err) < 0)
		return -1;
	free(r->arena);
	free(r->entries);
	r->arena = NULL;
	r->entries = NULL;
	return make_heap(r, err);
}

/* The least record; 1, 0 none, -1. */
static int take_merged(struct key_runs *r, const unsigned char **out, struct err *err)
{
	if (r->advance) {
		struct run *run = &r->runs[r->heap[0]];
		int rc;

		run->from += record_size(run->window + run->from);
		rc = fill(r, run, err);
		if (rc < 0)
			return -1;
		if (rc == 0)
			r->heap[0] = r->heap[--r->heap_count];
		sift_down(r, 0);
	}
	r->advance = r->heap_count > 0;
	if (!r->advance)
		return 0;
	*out = first_of(r, 0);
	return 1;
}

static int take_sorted(struct key_runs *r, const unsigned char **out)
{
	if (r->at == r->entries_count)
		return 0;
	*out = r->arena + r->entries[r->at++].at;
	return 1;
}

int key_runs_next(struct key_runs *r, struct key_run_entry *out, struct err *err)
{
	const unsigned char *record;
	int rc = r->runs_count ? take_merged(r, &record, err) : take_sorted(r, &record);

	if (rc != 1)
		return rc;
	memcpy(r->key, record + 10, record[0]);
	r->key[record[0]] = '\0';
	*out = (struct key_run_entry) { r->key, record[1], record_filing(record) };
	return 1;
}
