/* A whole file from one encoding to another. Declared in db/encoding.h.
 *
 * The text passes in pieces; a character cut by the end of a piece waits for the next one. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "db/encoding_codes.h"

#define PIECE 65536

struct pieces {
	struct encoding_way way;
	char in[PIECE], out[PIECE * ENCODING_GROWTH + 1];
	size_t held; /* bytes in `in` that wait */
	bool begun, last;
};

static int cannot_read(struct err *err)
{
	return err_set(err, ERR_INPUT, _("文件读到一半读不下去了：%s"), err_system(errno));
}

static int cannot_write(struct err *err)
{
	return err_set(err, ERR_STORAGE, _("结果写不下去了：%s；请换一个位置"), err_system(errno));
}

static int fill(struct pieces *p, FILE *in, struct err *err)
{
	size_t n;

	errno = 0;
	n = fread(p->in + p->held, 1, sizeof(p->in) - p->held, in);
	p->held += n;
	p->last = p->held < sizeof(p->in);
	return ferror(in) ? cannot_read(err) : 0;
}

/* Bytes of the mark that the file begins with. GBK has none of its own; one of GB18030 tells who wrote the file. */
static size_t mark_before(const struct pieces *p)
{
	const char *mark =
		encoding_mark(p->way.from == ENCODING_GBK ? ENCODING_GB18030 : p->way.from);
	size_t len = strlen(mark);

	return p->held >= len && memcmp(p->in, mark, len) == 0 ? len : 0;
}

static int carry_piece(struct pieces *p, FILE *out, struct encoding_fault *fault, struct err *err)
{
	size_t skip = p->begun ? 0 : mark_before(p), used, made;

	p->begun = true;
	p->way.offset += skip;
	made = encoding_carry(&p->way, p->in + skip, p->held - skip, p->last, p->out, &used, fault);
	if (fault->kind != ENCODING_FINE)
		return 1;
	p->held -= skip + used;
	memmove(p->in, p->in + skip + used, p->held);
	errno = 0;
	return !out || fwrite(p->out, 1, made, out) == made ? 0 : cannot_write(err);
}

int encoding_convert(FILE *in, enum encoding from, FILE *out, enum encoding to, bool mark,
		     struct encoding_fault *fault, uint64_t *out_private, struct err *err)
{
	struct pieces *p = calloc(1, sizeof(*p));
	int rc = 0;

	*fault = (struct encoding_fault) { 0 };
	if (!p)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	p->way = (struct encoding_way) { .from = from, .to = to, .line = 1, .column = 1 };
	errno = 0;
	if (mark && out && fputs(encoding_mark(to), out) == EOF)
		rc = cannot_write(err);
	while (rc == 0 && !p->last) {
		rc = fill(p, in, err);
		if (rc == 0)
			rc = carry_piece(p, out, fault, err);
	}
	if (out_private)
		*out_private = p->way.private_use;
	free(p);
	return rc;
}
