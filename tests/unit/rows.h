/* Filings and acts as rows put in from outside, for what only counts them: sqlite3 does not ask for the rows that others refer to, and the
 * acts' texts hold only the lines that supervision reads. */
#ifndef TESTS_UNIT_ROWS_H
#define TESTS_UNIT_ROWS_H

#include "tests/scratch_store.h"

#include "forms/act_text.h"

/* The sqlite3 program at the store's file; what is put between begin and end comes in at once. */
__attribute__((unused)) static FILE *put_begin(struct scratch *s)
{
	char command[200];
	FILE *db;

	snprintf(command, sizeof(command), "sqlite3 -bail '%s'", s->path);
	db = popen(command, "w");
	assert_non_null(db);
	fputs("BEGIN;\n", db);
	return db;
}

__attribute__((unused)) static void put_end(FILE *db)
{
	fputs("COMMIT;\n", db);
	assert_int_equal(pclose(db), 0);
}

__attribute__((unused)) static void put(struct scratch *s, const char *sql)
{
	FILE *db = put_begin(s);

	fprintf(db, "%s;\n", sql);
	put_end(db);
}

/* A literal and what follows it; NULL stays NULL. */
static void put_text(FILE *db, const char *text, const char *after)
{
	if (!text)
		fputs("NULL", db);
	else
		fprintf(db, "'%s'", text);
	fputs(after, db);
}

struct put_filing {
	int id;
	const char *no, *state;
	int version, prior;
	const char *enddate, *disease, *doctor, *doctor_code, *tel, *certno, *created_at;
};

__attribute__((unused)) static void put_filing_row(FILE *db, const struct put_filing *f)
{
	fputs("INSERT INTO filing (no, state, created_at, enddate, opsp_dise_name, diag_dr_name, "
	      "diag_dr_codg, tel, "
	      "certno, id, save_seq, version, prior, saved_at, psn_name, opsp_dise_code) VALUES (",
	      db);
	put_text(db, f->no, ", ");
	put_text(db, f->state, ", ");
	put_text(db, f->created_at ? f->created_at : "2026-11-22 09:00:00", ", ");
	put_text(db, f->enddate, ", ");
	put_text(db, f->disease ? f->disease : "肝豆状核变性", ", ");
	put_text(db, f->doctor, ", ");
	put_text(db, f->doctor_code, ", ");
	put_text(db, f->tel, ", ");
	put_text(db, f->certno, ", ");
	fprintf(db, "%d, %d, %d, nullif(%d, 0), '2026-11-22 09:00:00', '吉克木呷', 'M01904');\n",
		f->id, f->id, f->version, f->prior);
}

struct put_act {
	int filing, version, staff;
	const char *act, *at;
	const char *doctor, *doctor_code, *institution,
		*override; /* lines of its text; NULL: none */
};

__attribute__((unused)) static void put_act_row(FILE *db, const struct put_act *a)
{
	static int n;
	struct canonical text = { 0 };

	n++;
	canonical_begin(&text, CANONICAL_ACT);
	canonical_add(&text, "dr_name", a->doctor);
	canonical_add(&text, "dr_code", a->doctor_code);
	canonical_add(&text, "ide_name", a->institution);
	canonical_add(&text, "override", a->override);
	fputs("INSERT INTO act (act, at, text, filing, version, staff, sm3, key, signature, once, "
	      "audit) VALUES (",
	      db);
	put_text(db, a->act, ", ");
	put_text(db, a->at, ", ");
	put_text(db, text.text, ", ");
	fprintf(db, "%d, %d, %d, '%064d', 1, 's', '%d', %d);\n", a->filing, a->version,
		a->staff ? a->staff : 1, n, n, n);
	canonical_finish(&text);
}

#endif
