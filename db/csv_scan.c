#include "db/csv_scan.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "db/table_in.h"

#define FIRST_WINDOW 65536
/* A record, its line end, and as much again as one read brings. */
#define WINDOW_MOST (2 * (size_t)TABLE_ROW_BYTES)
/* Line ends in the cells of one record: more than people write, and few enough that lines which each open a quote for all
 * that follow are not read to the end again and again. */
#define BREAKS_MOST 250

/* ---- the window ---- */

int csv_source_init(struct csv_source *s, FILE *in)
{
	*s = (struct csv_source) { .in = in, .buf = malloc(FIRST_WINDOW), .space = FIRST_WINDOW };
	return s->buf ? 0 : -1;
}

void csv_source_finish(struct csv_source *s)
{
	free(s->buf);
	s->buf = NULL;
}

void csv_source_skip(struct csv_source *s, size_t n)
{
	s->start += n;
	s->offset += n;
}

/* Room for one more read. What is in the window never fills the largest one: a record is given up before. */
static bool make_room(struct csv_source *s)
{
	char *more;

	memmove(s->buf, s->buf + s->start, s->end - s->start);
	s->end -= s->start;
	s->start = 0;
	if (s->end < s->space)
		return true;
	assert(s->space < WINDOW_MOST);
	more = realloc(s->buf, 2 * s->space);
	if (!more)
		return false;
	s->buf = more;
	s->space *= 2;
	return true;
}

static void read_more(struct csv_source *s)
{
	size_t n = 0;

	errno = 0;
	if (make_room(s)) {
		n = fread(s->buf + s->end, 1, s->space - s->end, s->in);
		if (s->digest)
			sm3_add(s->digest, s->buf + s->end, n);
		s->end += n;
	} else {
		s->failed = ENOMEM;
	}
	if (n > 0)
		return;
	s->ended = true;
	if (ferror(s->in))
		s->failed = errno ? errno : EIO;
}

/* Byte i of the window, read in when it is not there yet; -1 behind the file's end. */
static inline int byte_at(struct csv_source *s, size_t i)
{
	while (s->start + i >= s->end) {
		if (s->ended)
			return -1;
		read_more(s);
	}
	return (unsigned char)s->buf[s->start + i];
}

static bool is_line_end(int c)
{
	return c == '\n' || c == '\r';
}

/* How long the line end at i is. */
static size_t line_end_at(struct csv_source *s, size_t i)
{
	return byte_at(s, i) == '\r' && byte_at(s, i + 1) == '\n' ? 2 : 1;
}

char csv_separator(struct csv_source *s)
{
	static const char marks[] = { ',', '\t', ';' };
	size_t counts[ARRAY_SIZE(marks)] = { 0 }, best = 0, i = 0;
	bool quoted = false;
	int c;

	while (is_line_end(byte_at(s, i)) && i < TABLE_ROW_BYTES)
		i++;
	for (; i < TABLE_ROW_BYTES && (c = byte_at(s, i)) >= 0 && !is_line_end(c); i++) {
		quoted ^= c == '"';
		for (size_t k = 0; k < ARRAY_SIZE(marks) && !quoted; k++)
			counts[k] += c == marks[k];
	}
	for (size_t k = 1; k < ARRAY_SIZE(marks); k++)
		if (counts[k] > counts[best])
			best = k;
	return marks[best];
}

/* ---- one record ---- */

enum place { CELL_BEGINS, PLAIN, QUOTED, QUOTE_SEEN, CELL_ENDED };

struct scan {
	struct csv_source *s;
	struct csv_record *rec;
	char separator;
	enum place place;
	struct csv_cell cell; /* the one that is being read */
	size_t first, first_end,
		opened; /* the first line end inside quotes, its length, the quote that is open there */
	size_t broken; /* line ends inside quotes */
	bool ended;
};

static void cell_end(struct scan *k)
{
	if (k->rec->count < TABLE_CELLS_MOST)
		k->rec->cells[k->rec->count] = k->cell;
	k->rec->count++;
}

static void record_end(struct scan *k, size_t i, size_t end)
{
	cell_end(k);
	k->rec->len = i;
	k->rec->end = end;
	k->rec->lines = k->broken + 1;
	k->ended = true;
}

/* A separator or a line end; false when the byte is neither. */
static bool step_over(struct scan *k, size_t i, int c)
{
	if (c == k->separator) {
		cell_end(k);
		k->place = CELL_BEGINS;
		return true;
	}
	if (!is_line_end(c))
		return false;
	record_end(k, i, line_end_at(k->s, i));
	return true;
}

static void step_begin(struct scan *k, size_t i, int c)
{
	k->cell = (struct csv_cell) { .at = i };
	if (c == '"') {
		k->cell.at = i + 1;
		k->cell.quoted = true;
		k->place = QUOTED;
	} else if (!step_over(k, i, c)) {
		k->cell.len = 1;
		k->place = PLAIN;
	}
}

/* A CRLF counts once: by its LF. */
static void step_quoted(struct scan *k, size_t i, int c)
{
	if (c == '"') {
		k->place = QUOTE_SEEN;
		return;
	}
	if (!is_line_end(c) || line_end_at(k->s, i) == 2)
		return;
	if (k->broken++ > 0)
		return;
	k->first_end = c == '\n' && i > 0 && byte_at(k->s, i - 1) == '\r' ? 2 : 1;
	k->first = i + 1 - k->first_end;
	k->opened = k->cell.at - 1;
}

static void note(struct scan *k, enum csv_quirk quirk, size_t at)
{
	if (k->rec->quirk != CSV_FINE)
		return;
	k->rec->quirk = quirk;
	k->rec->quirk_at = at;
}

static void step_behind(struct scan *k, size_t i, int c)
{
	if (step_over(k, i, c) || c == ' ')
		return;
	note(k, CSV_STRAY, i);
	k->place = PLAIN;
}

static void step_quote(struct scan *k, size_t i, int c)
{
	if (c == '"') {
		k->cell.doubled = true;
		k->place = QUOTED;
		return;
	}
	k->cell.len = i - 1 - k->cell.at;
	k->place = CELL_ENDED;
	step_behind(k, i, c);
}

static void step(struct scan *k, size_t i, int c)
{
	switch (k->place) {
	case CELL_BEGINS:
		step_begin(k, i, c);
		break;
	case PLAIN:
		if (!step_over(k, i, c) && !k->cell.quoted)
			k->cell.len++;
		break;
	case QUOTED:
		step_quoted(k, i, c);
		break;
	case QUOTE_SEEN:
		step_quote(k, i, c);
		break;
	case CELL_ENDED:
		step_behind(k, i, c);
		break;
	}
}

/* Nothing but the first line is taken. What went wrong behind it is put down to the quote that was open at its end. */
static void give_up(struct scan *k)
{
	if (k->rec->quirk == CSV_FINE || k->rec->quirk_at > k->first) {
		k->rec->quirk = CSV_UNCLOSED;
		k->rec->quirk_at = k->opened;
	}
	k->rec->len = k->first;
	k->rec->end = k->first_end;
	k->rec->lines = 1;
	k->ended = true;
}

/* The file ends inside the record. */
static void file_end(struct scan *k, size_t i)
{
	if (k->place == QUOTED && k->broken) {
		give_up(k);
		return;
	}
	if (k->place == QUOTED)
		note(k, CSV_UNCLOSED, k->cell.at - 1);
	if (k->place == CELL_BEGINS)
		k->cell = (struct csv_cell) { .at = i };
	if (k->place == QUOTE_SEEN)
		k->cell.len = i - 1 - k->cell.at;
	record_end(k, i, 0);
}

/* Leave a line behind that does not fit into the window, but for its end. */
static void pass_over(struct scan *k)
{
	struct csv_source *s = k->s;
	int c;

	csv_source_skip(s, TABLE_ROW_BYTES);
	while ((c = byte_at(s, 0)) >= 0 && !is_line_end(c))
		csv_source_skip(s, 1);
	*k->rec = (struct csv_record) { .cells = k->rec->cells,
					.end = c < 0 ? 0 : line_end_at(s, 0),
					.lines = 1,
					.quirk = CSV_TOO_LONG };
	k->ended = true;
}

/* Quotes that go wrong in one line are not trusted to hold others together. */
static bool went_wrong(const struct scan *k)
{
	return k->broken && k->rec->quirk != CSV_FINE;
}

int csv_scan(struct csv_source *s, char separator, struct csv_record *rec)
{
	struct scan k = { .s = s, .rec = rec, .separator = separator };

	*rec = (struct csv_record) { .cells = rec->cells };
	if (byte_at(s, 0) < 0)
		return 0;
	for (size_t i = 0; !k.ended; i++) {
		int c = i < TABLE_ROW_BYTES ? byte_at(s, i) : 0;

		if (c < 0)
			file_end(&k, i);
		else if (i < TABLE_ROW_BYTES)
			step(&k, i, c);
		else if (k.broken)
			give_up(&k);
		else
			pass_over(&k);
		if (went_wrong(&k) || (k.broken > BREAKS_MOST && !k.ended))
			give_up(&k);
	}
	if (rec->quirk == CSV_FINE && rec->count > TABLE_CELLS_MOST)
		rec->quirk = CSV_TOO_MANY;
	rec->bytes = s->buf + s->start;
	return 1;
}
