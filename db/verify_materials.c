/* Materials: the rows against what the acts of their filing say of them, and the files against the rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/materials.h"
#include "db/verify_parts.h"

#define SEAL_SCAN "seal_scan"

/* The lines of one material in an act's text, in their order, with the columns of STMT_VERIFY_MATERIALS. */
static const struct {
	const char *key;
	int column;
} lines[] = {
	{ "material", 1 },        { "material_name", 2 }, { "material_bytes", 3 },
	{ "material_pages", 4 },  { "material_sm3", 5 },  { "material_issued", 6 },
	{ "material_issuer", 7 },
};

/* Step to the first line of the next material. */
static bool next_material(struct canonical_reader *r, struct canonical_line *out)
{
	while (canonical_next(r, out))
		if (canonical_line_is(out, lines[0].key))
			return true;
	return false;
}

/* Is the material that begins with `line` the row? NULL: yes; else the key that differs. */
static const char *differs(struct canonical_reader r, struct canonical_line line, struct stmt *q)
{
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		const char *want = stmt_text(q, lines[i].column);

		if (i > 0 && !canonical_next(&r, &line))
			return lines[i].key;
		if (!canonical_line_is(&line, lines[i].key) || line.value_len != strlen(want) ||
		    (line.value_len && memcmp(line.value, want, line.value_len) != 0))
			return lines[i].key;
	}
	return NULL;
}

/* --- As it stands: the rows that were not taken away, and the last act --- */

struct last_act {
	char *text;          /* NULL: nothing is signed over the filing as it now stands */
	bool awaits_sealing; /* scans of the seal come and go until it is sealed */
};

/* 0 or -1; the caller frees the text. */
static int read_last(struct verify *v, int64_t filing, struct last_act *out)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_LAST_TEXT);
	int rc;

	*out = (struct last_act) { 0 };
	stmt_bind_int(q, 1, filing);
	rc = stmt_step(q, v->err);
	if (rc == 1) {
		out->text = strdup(stmt_text(q, 0));
		out->awaits_sealing = state_by_name(stmt_text(q, 1)) == STATE_CERTIFIED;
		if (!out->text)
			rc = err_set(v->err, ERR_MEMORY, _("内存不足"));
	}
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

static bool is_free_line(const struct last_act *last, const struct canonical_line *line)
{
	return last->awaits_sealing && line->value_len == strlen(SEAL_SCAN) &&
	       memcmp(line->value, SEAL_SCAN, line->value_len) == 0;
}

/* The next material of the text that must have its row. */
static bool next_bound(struct canonical_reader *r, const struct last_act *last,
		       struct canonical_line *out)
{
	bool more = next_material(r, out);

	while (more && is_free_line(last, out))
		more = next_material(r, out);
	return more;
}

static int compare_rows(struct verify *v, int64_t filing, const struct last_act *last,
			struct stmt *q, struct canonical_reader *r)
{
	struct canonical_line line;
	bool more = next_bound(r, last, &line);
	int rc;

	while ((rc = stmt_step(q, v->err)) == 1) {
		const char *key;

		if (last->awaits_sealing && strcmp(stmt_text(q, 1), SEAL_SCAN) == 0)
			continue;
		key = more ? differs(*r, line, q) : lines[0].key;
		if (key)
			return verify_broken(
				v, "material", stmt_int(q, 0), NULL,
				_("材料“%s”与签署的文本所列的（%s）不同：被改过、换过或插入"),
				stmt_text(q, 2), key);
		more = next_bound(r, last, &line);
	}
	if (rc < 0 || !more)
		return rc;
	return verify_broken(v, "filing", filing, "material",
			     _("签署的文本列有一份材料，库中却没有：被隐去或删除"));
}

static int check_rows(struct verify *v, int64_t filing)
{
	struct canonical_reader r;
	struct last_act last;
	int rc = read_last(v, filing, &last);

	if (rc == 0 && last.text &&
	    canonical_open(&r, CANONICAL_ACT, last.text, strlen(last.text))) {
		struct stmt *q = stmt_get(v->st, STMT_VERIFY_MATERIALS);

		stmt_bind_int(q, 1, filing);
		rc = compare_rows(v, filing, &last, q, &r);
		stmt_done(q);
	}
	free(last.text);
	return rc;
}

/* --- As it was: whatever an act lists has its row, taken away since or not --- */

/* Acts list materials in the order of their rows: each is found behind the one before. */
static int find_all(struct verify *v, int64_t act, struct canonical_reader *r, struct stmt *ever)
{
	struct canonical_line line;

	while (next_material(r, &line)) {
		int rc = stmt_step(ever, v->err);

		while (rc == 1 && differs(*r, line, ever))
			rc = stmt_step(ever, v->err);
		if (rc < 0)
			return -1;
		if (rc == 0)
			return verify_broken(v, "act", act, "material",
					     _("签署的文本列有一份材料，库中却没有：被隐去或删除"));
	}
	return 0;
}

static int check_act(struct verify *v, int64_t filing, int64_t act, const char *text)
{
	struct canonical_reader r;
	struct stmt *ever;
	int rc;

	if (!canonical_open(&r, CANONICAL_ACT, text, strlen(text)))
		return 0;
	ever = stmt_get(v->st, STMT_VERIFY_MATERIALS_EVER);
	stmt_bind_int(ever, 1, filing);
	rc = find_all(v, act, &r, ever);
	stmt_done(ever);
	return rc;
}

static int check_acts(struct verify *v, int64_t filing)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_LIFE);
	int rc = 0, found = 0;

	stmt_bind_int(q, 1, filing);
	while (found == 0 && (rc = stmt_step(q, v->err)) == 1)
		found = check_act(v, filing, stmt_int(q, 0), stmt_text(q, 3));
	stmt_done(q);
	return rc < 0 ? -1 : found;
}

/* --- The files, which stay when their material is taken away --- */

static int check_file(struct verify *v, struct stmt *q)
{
	struct material m = { .id = stmt_int(q, 0), .bytes = stmt_int(q, 3) };
	struct err why = { 0 };

	stmt_copy_text(q, 2, m.name, sizeof(m.name));
	stmt_copy_text(q, 5, m.sm3, sizeof(m.sm3));
	v->out->materials++;
	if (!*m.sm3 || materials_check(v->st, &m, &why) == 0)
		return 0;
	return verify_broken(v, "material", m.id, "file", "%s", why.msg);
}

static int check_files(struct verify *v, int64_t filing)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_MATERIALS_EVER);
	int rc = 0, found = 0;

	stmt_bind_int(q, 1, filing);
	while (found == 0 && (rc = stmt_step(q, v->err)) == 1)
		found = check_file(v, q);
	stmt_done(q);
	return rc < 0 ? -1 : found;
}

static int check_materials_of(struct verify *v, int64_t filing)
{
	int rc = check_rows(v, filing);

	if (rc == 0)
		rc = check_acts(v, filing);
	return rc == 0 ? check_files(v, filing) : rc;
}

int verify_materials(struct verify *v)
{
	return verify_each(v, "filing", STMT_VERIFY_NEXT_FILING, check_materials_of);
}
