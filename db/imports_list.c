/* Imports that came to their end, and where a filing of history came from. */
#include <stdio.h>
#include <string.h>

#include "db/imports_parts.h"

void import_facts_read(struct stmt *q, struct import_facts *out)
{
	*out = (struct import_facts) { .id = stmt_int(q, 0),
				       .bytes = stmt_int(q, 3),
				       .rows = stmt_int(q, 5),
				       .skipped = stmt_int(q, 6),
				       .rejected = stmt_int(q, 7),
				       .staff = stmt_int(q, 10),
				       .audit = stmt_int(q, 12) };
	stmt_copy_text(q, 1, out->name, sizeof(out->name));
	stmt_copy_text(q, 2, out->encoding, sizeof(out->encoding));
	stmt_copy_text(q, 4, out->sm3, sizeof(out->sm3));
	stmt_copy_text(q, 8, out->digest, sizeof(out->digest));
	stmt_copy_text(q, 9, out->merged_at, sizeof(out->merged_at));
	stmt_copy_text(q, 11, out->staff_name, sizeof(out->staff_name));
}

static void add_text(struct sm3 *sum, const char *text)
{
	sm3_add_part(sum, text, strlen(text));
}

static void add_number(struct sm3 *sum, int64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)n);
	add_text(sum, text);
}

int import_detail(const struct import_facts *f, char out[IMPORT_DETAIL_SIZE])
{
	struct sm3 *sum = sm3_create();
	unsigned char hash[SM3_SIZE];
	char hex[SM3_HEX_SIZE];
	bool done = sum != NULL;

	if (done) {
		add_text(sum, "mtdesk-import/1");
		add_number(sum, f->id);
		add_text(sum, f->name);
		add_text(sum, f->encoding);
		add_number(sum, f->bytes);
		add_text(sum, f->sm3);
		add_number(sum, f->rows);
		add_number(sum, f->skipped);
		add_number(sum, f->rejected);
		add_text(sum, f->digest);
		add_number(sum, f->staff);
		add_text(sum, f->merged_at);
		done = sm3_end(sum, hash);
	}
	sm3_destroy(sum);
	if (!done)
		return -1;
	hex_encode(hash, sizeof(hash), hex);
	snprintf(out, IMPORT_DETAIL_SIZE, "%s rows %lld skipped %lld rejected %lld", hex,
		 (long long)f->rows, (long long)f->skipped, (long long)f->rejected);
	return 0;
}

static void show_row(const struct import_facts *f, struct import_row *out)
{
	*out = (struct import_row) {
		.id = f->id, .rows = f->rows, .skipped = f->skipped, .rejected = f->rejected
	};
	snprintf(out->name, sizeof(out->name), "%s", f->name);
	snprintf(out->encoding, sizeof(out->encoding), "%s", f->encoding);
	snprintf(out->sm3, sizeof(out->sm3), "%s", f->sm3);
	snprintf(out->merged_at, sizeof(out->merged_at), "%s", f->merged_at);
	snprintf(out->staff_name, sizeof(out->staff_name), "%s", f->staff_name);
}

int imports_list(struct store *st, struct import_row *out, int space, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_IMPORT_LIST);
	struct import_facts f;
	int count = 0, rc = 0;

	stmt_bind_int(q, 1, space);
	while (count < space && (rc = stmt_step(q, err)) == 1) {
		import_facts_read(q, &f);
		show_row(&f, &out[count++]);
	}
	stmt_done(q);
	return rc < 0 ? -1 : count;
}

/* The import and the line of a filing: 1, 0 it is no history, -1. */
static int find_line(struct store *st, int64_t filing, int64_t *out_import, int64_t *out_line,
		     struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_HISTORY_ROW);
	int rc;

	stmt_bind_int(q, 1, filing);
	rc = stmt_step(q, err);
	if (rc == 1 && stmt_is_null(q, 0))
		rc = 0;
	if (rc == 1) {
		*out_import = stmt_int(q, 0);
		*out_line = stmt_int(q, 1);
	}
	stmt_done(q);
	return rc;
}

static int load_facts(struct store *st, int64_t import, struct import_facts *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_IMPORT_BY_ID);
	int rc;

	stmt_bind_int(q, 1, import);
	rc = stmt_step(q, err);
	if (rc == 1)
		import_facts_read(q, out);
	stmt_done(q);
	return rc;
}

int imports_source(struct store *st, int64_t filing, char *out, size_t size, struct err *err)
{
	struct import_facts f;
	int64_t import = 0, line = 0;
	int rc = find_line(st, filing, &import, &line, err);

	if (rc == 1)
		rc = load_facts(st, import, &f, err);
	if (rc != 1)
		return rc;
	if (*f.staff_name)
		/* TRANSLATORS: a file, the line in it, its SM3, when, and who read it in. */
		snprintf(out, size, _("“%s”第 %lld 行，SM3 %s，%s 由 %s 导入"), f.name,
			 (long long)line, f.sm3, f.merged_at, f.staff_name);
	else
		snprintf(out, size, _("“%s”第 %lld 行，SM3 %s，%s 导入"), f.name, (long long)line,
			 f.sm3, f.merged_at);
	return 1;
}
