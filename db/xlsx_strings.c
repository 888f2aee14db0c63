/* The shared strings of a workbook. Declared in xlsx_parts.h.
 *
 * A sheet's cells name them by number, and a workbook may hold as many as its sheets have cells: they wait on the disk. Cells refer to
 * them roughly in the order in which they stand, so that reading them back costs little. */
#include "db/xlsx_parts.h"

#include <stdlib.h>
#include <string.h>

#define STRINGS_MOST ((uint64_t)1 << 25)
#define TEXT_MOST ((uint64_t)1 << 31)
/* In the index, of a string that is longer than a cell may be: its text is not kept. */
#define TOO_LONG ((uint64_t)1 << 63)

struct reading {
	struct xlsx_strings *to;
	struct xml_state {
		unsigned phonetic; /* how deep in readings that stand above the text */
		bool inside, in_text;
	} at;
	struct xlsx_xml xml;
	char text[XLSX_STRING_BYTES];
	size_t len;
	bool too_long;
};

int xlsx_strings_init(struct xlsx_strings *s, struct err *err)
{
	*s = (struct xlsx_strings) { 0 };
	return spill_init(&s->text, err) < 0 || spill_init(&s->index, err) < 0 ? -1 : 0;
}

void xlsx_strings_finish(struct xlsx_strings *s)
{
	spill_finish(&s->text);
	spill_finish(&s->index);
}

/* ---- reading them ---- */

static void on_start(void *ctx, const char *name, const char *const *attributes)
{
	struct reading *r = ctx;

	(void)attributes;
	if (strcmp(name, "si") == 0) {
		r->at = (struct xml_state) { .inside = true };
		r->len = 0;
		r->too_long = false;
	} else if (strcmp(name, "rPh") == 0) {
		r->at.phonetic++;
	} else if (strcmp(name, "t") == 0) {
		r->at.in_text = r->at.inside && r->at.phonetic == 0;
	}
}

static void on_text(void *ctx, const char *text, size_t len)
{
	struct reading *r = ctx;

	if (!r->at.in_text || r->too_long)
		return;
	if (len > sizeof(r->text) - r->len) {
		r->too_long = true;
		return;
	}
	memcpy(r->text + r->len, text, len);
	r->len += len;
}

/* The index holds where each string begins; the next one's beginning is its end. */
static int keep(struct reading *r, struct err *err)
{
	struct xlsx_strings *s = r->to;
	uint64_t at = s->text.size | (r->too_long ? TOO_LONG : 0);

	if (s->count == STRINGS_MOST || s->text.size > TEXT_MOST)
		return err_set(err, ERR_INPUT, "%s",
			       _("工作簿里的文字太多，没有读；请分成几份，或改用 CSV"));
	if (r->too_long)
		r->len = 0;
	r->len = xlsx_unescape(r->text, r->len);
	if (spill_add(&s->index, &at, sizeof(at), err) < 0 ||
	    spill_add(&s->text, r->text, r->len, err) < 0)
		return -1;
	s->count++;
	return 0;
}

static void on_end(void *ctx, const char *name)
{
	struct reading *r = ctx;
	struct err why = { 0 };

	if (strcmp(name, "t") == 0)
		r->at.in_text = false;
	else if (strcmp(name, "rPh") == 0)
		r->at.phonetic -= r->at.phonetic > 0;
	if (strcmp(name, "si") != 0)
		return;
	r->at.inside = false;
	if (keep(r, &why) < 0)
		xlsx_xml_stop(&r->xml, &why);
}

int xlsx_strings_read(struct xlsx_strings *s, xlsx_read_fn read, void *arg, struct err *err)
{
	static const struct xlsx_handlers handlers = { on_start, on_end, on_text };
	struct reading *r = calloc(1, sizeof(*r));
	uint64_t end;
	int rc;

	if (!r)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	r->to = s;
	rc = xlsx_xml_init(&r->xml, read, arg, &handlers, r, err);
	if (rc == 0)
		rc = xlsx_xml_run(&r->xml, err);
	xlsx_xml_finish(&r->xml);
	free(r);
	end = s->text.size;
	return rc < 0 ? -1 : spill_add(&s->index, &end, sizeof(end), err);
}

/* ---- handing them out ---- */

int xlsx_string(struct xlsx_strings *s, uint64_t i, char *out, size_t size, size_t *out_len,
		struct err *err)
{
	uint64_t at[2];

	if (i >= s->count)
		return 0;
	if (spill_read(&s->index, i * sizeof(at[0]), at, sizeof(at), err) < 0)
		return -1;
	at[1] &= ~TOO_LONG;
	if (at[0] & TOO_LONG || at[1] - at[0] > size)
		return 0;
	*out_len = (size_t)(at[1] - at[0]);
	return spill_read(&s->text, at[0], out, *out_len, err) < 0 ? -1 : 1;
}
