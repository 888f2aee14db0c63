#include "db/spill.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int no_room(struct err *err)
{
	return err_set(err, ERR_STORAGE, _("临时文件夹放不下了：%s；请清出磁盘空间"),
		       err_system(errno));
}

int spill_init(struct spill *s, struct err *err)
{
	*s = (struct spill) { .file = tmpfile() };
	return s->file ? 0 : no_room(err);
}

void spill_finish(struct spill *s)
{
	if (s->file)
		fclose(s->file);
	for (size_t i = 0; i < SPILL_PAGES; i++)
		free(s->pages[i].bytes);
	*s = (struct spill) { 0 };
}

int spill_add(struct spill *s, const void *bytes, size_t len, struct err *err)
{
	if (len > 0 && fwrite(bytes, 1, len, s->file) != len)
		return no_room(err);
	s->size += len;
	return 0;
}

/* As many bytes of the page as there are. */
static int load(const struct spill *s, uint64_t number, char *bytes)
{
	uint64_t from = number * SPILL_PAGE, left = s->size - from;
	size_t want = left < SPILL_PAGE ? (size_t)left : SPILL_PAGE;

	for (size_t got = 0; got < want;) {
		ssize_t n = pread(fileno(s->file), bytes + got, want - got, (off_t)(from + got));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		got += (size_t)n;
	}
	return 0;
}

static const char *page(struct spill *s, uint64_t number, struct err *err)
{
	struct spill_page *p = &s->pages[number % SPILL_PAGES];
	bool there = p->bytes && p->number == number;

	if (there)
		return p->bytes;
	if (!p->bytes)
		p->bytes = malloc(SPILL_PAGE);
	if (!p->bytes) {
		err_set(err, ERR_MEMORY, "%s", _("内存不足"));
		return NULL;
	}
	p->number = number;
	if (fflush(s->file) != 0 || load(s, number, p->bytes) < 0) {
		no_room(err);
		free(p->bytes);
		p->bytes = NULL;
	}
	return p->bytes;
}

int spill_read(struct spill *s, uint64_t at, void *out, size_t len, struct err *err)
{
	char *to = out;

	while (len > 0) {
		const char *bytes = page(s, at / SPILL_PAGE, err);
		size_t from = (size_t)(at % SPILL_PAGE), n = SPILL_PAGE - from;

		if (!bytes)
			return -1;
		n = n < len ? n : len;
		memcpy(to, bytes + from, n);
		to += n;
		at += n;
		len -= n;
	}
	return 0;
}
