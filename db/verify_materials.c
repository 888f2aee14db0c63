/* Materials: the rows against what the last act of their filing says of them, and the files against the rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/materials.h"
#include "db/verify_parts.h"

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

/* A scan of the seal may have come after the last act that names materials. */
static int compare_rows(struct verify *v, int64_t filing, struct stmt *q,
			struct canonical_reader *r)
{
	struct canonical_line line;
	bool more = next_material(r, &line);
	int rc;

	while ((rc = stmt_step(q, v->err)) == 1) {
		const char *key = more ? differs(*r, line, q) : lines[0].key;

		if (!key)
			more = next_material(r, &line);
		else if (strcmp(stmt_text(q, 1), "seal_scan") != 0)
			return verify_broken(
				v, "material", stmt_int(q, 0), NULL,
				_("材料“%s”与签署的文本所列的（%s）不同：被改过、换过或插入"),
				stmt_text(q, 2), key);
	}
	if (rc < 0 || !more)
		return rc;
	return verify_broken(v, "filing", filing, "material",
			     _("签署的文本列有一份材料，库中却没有：被隐去或删除"));
}

/* The text of the last act over the filing as it now stands; NULL: none, or (with -1 in *rc) trouble. */
static char *last_text(struct verify *v, int64_t filing, int *rc)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_LAST_TEXT);
	char *text = NULL;

	stmt_bind_int(q, 1, filing);
	*rc = stmt_step(q, v->err);
	if (*rc == 1) {
		text = strdup(stmt_text(q, 0));
		*rc = text ? 0 : err_set(v->err, ERR_MEMORY, _("内存不足"));
	}
	stmt_done(q);
	return text;
}

static int check_rows(struct verify *v, int64_t filing)
{
	struct canonical_reader r;
	int rc;
	char *text = last_text(v, filing, &rc);
	struct stmt *q;

	if (!text)
		return rc;
	if (canonical_open(&r, CANONICAL_ACT, text, strlen(text))) {
		q = stmt_get(v->st, STMT_VERIFY_MATERIALS);
		stmt_bind_int(q, 1, filing);
		rc = compare_rows(v, filing, q, &r);
		stmt_done(q);
	}
	free(text);
	return rc;
}

/* --- The files --- */

static int check_file(struct verify *v, const struct material *m)
{
	struct err why = { 0 };

	v->out->materials++;
	if (!*m->sm3 || materials_check(v->st, m, &why) == 0)
		return 0;
	return verify_broken(v, "material", m->id, "file", "%s", why.msg);
}

static int check_files(struct verify *v, int64_t filing, int64_t count)
{
	struct material *list = calloc((size_t)count + 1, sizeof(*list));
	int found, rc = 0;

	if (!list)
		return err_set(v->err, ERR_MEMORY, _("内存不足"));
	found = materials_list(v->st, filing, list, (int)count, v->err);
	for (int i = 0; i < found && rc == 0; i++)
		rc = check_file(v, &list[i]);
	free(list);
	return found < 0 ? -1 : rc;
}

static int check_materials_of(struct verify *v, int64_t filing)
{
	int64_t count = 0;
	int rc = check_rows(v, filing);

	if (rc == 0 && verify_number(v, STMT_VERIFY_MATERIAL_COUNT, filing, &count) < 0)
		rc = -1;
	return rc == 0 && count > 0 ? check_files(v, filing, count) : rc;
}

int verify_materials(struct verify *v)
{
	return verify_each(v, "filing", STMT_VERIFY_NEXT_FILING, check_materials_of);
}
