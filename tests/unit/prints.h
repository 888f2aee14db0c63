/* What the tests of printed sheets share: an office, a filing in it, and a sheet of that filing. */
#ifndef TESTS_UNIT_PRINTS_H
#define TESTS_UNIT_PRINTS_H

#include "tests/office.h"

#include "db/audit.h"
#include "db/prints_parts.h"
#include "db/verify.h"

#define SHEET "sheet.pdf"

/* The whole of a file, which the caller frees; NULL: it is not there. */
static inline char *sheet_read(const char *path, size_t *out_len)
{
	FILE *in = fopen(path, "r");
	char *text = NULL;

	if (!in)
		return NULL;
	fseek(in, 0, SEEK_END);
	*out_len = (size_t)ftell(in);
	rewind(in);
	text = calloc(1, *out_len + 1);
	assert_non_null(text);
	assert_int_equal(fread(text, 1, *out_len, in), *out_len);
	fclose(in);
	return text;
}

static inline int sheet_try(struct office *o, const char *login, const struct print_request *req,
			    struct print_result *out, struct err *err)
{
	*out = (struct print_result) { 0 };
	return prints_make(o->st, office_who(o, login), req, &o->ctx, out, err);
}

static inline struct print_result sheet_print(struct office *o, const char *login,
					      const struct print_request *req)
{
	struct print_result done;
	struct err err = { 0 };

	if (sheet_try(o, login, req, &done, &err) < 0)
		fail_msg("%s of %lld: %s", paper_key(req->kind), (long long)req->filing, err.msg);
	return done;
}

/* How often this kind was counted for the filing. */
static inline int sheet_count(struct office *o, int64_t filing, const char *kind)
{
	struct print_row rows[200];
	struct err err = { 0 };
	int n = prints_of_filing(o->st, filing, rows, ARRAY_SIZE(rows), &err), count = 0;

	if (n < 0)
		fail_msg("%s", err.msg);
	for (int i = 0; i < n; i++)
		count += strcmp(rows[i].kind, kind) == 0;
	return count;
}

/* The text layer of a PDF as pdftotext reads it; the caller frees it. */
static inline char *sheet_text(const char *path)
{
	char command[256], *text = calloc(1, 1 << 16);
	FILE *in;

	assert_non_null(text);
	snprintf(command, sizeof(command), "pdftotext -layout -enc UTF-8 '%s' -", path);
	in = popen(command, "r");
	assert_non_null(in);
	assert_true(fread(text, 1, (1 << 16) - 1, in) > 0);
	assert_int_equal(pclose(in), 0);
	return text;
}

/* Whatever happened: the store still proves itself. */
static inline void sheet_finish_office(struct office *o)
{
	struct verify_report report;
	struct err err = { 0 };

	if (verify_store(o->s.path, NULL, 0, &report, &err) < 0)
		fail_msg("%s", err.msg);
	if (report.result == VERIFY_BROKEN)
		fail_msg("%s: %s", report.where, report.msg);
	office_close(o);
	unlink(SHEET);
}

#endif
