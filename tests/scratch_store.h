/* A store in a scratch folder of its own, and filings to put into it. */
#ifndef TESTS_SCRATCH_STORE_H
#define TESTS_SCRATCH_STORE_H

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/test.h"

#include "db/filings.h"
#include "db/stmt.h"
#include "db/store.h"

struct scratch {
	char folder[64];
	char path[96]; /* of the store, not there yet */
	struct store *st;
};

__attribute__((unused)) static struct store *open_store(const char *path)
{
	struct store *st = NULL;
	struct err err = { 0 };

	if (store_open(path, STORE_READ_WRITE, &st, &err) < 0)
		fail_msg("%s", err.msg);
	return st;
}

__attribute__((unused)) static void scratch_folder(struct scratch *s)
{
	*s = (struct scratch) { .folder = "store.XXXXXX" };
	assert_non_null(mkdtemp(s->folder));
	snprintf(s->path, sizeof(s->path), "%s/desk.db", s->folder);
}

__attribute__((unused)) static void scratch_store(struct scratch *s)
{
	scratch_folder(s);
	s->st = open_store(s->path);
}

__attribute__((unused)) static void scratch_remove(struct scratch *s)
{
	DIR *folder = opendir(s->folder);
	char path[400];

	store_close(s->st);
	for (struct dirent *e; folder && (e = readdir(folder));) {
		snprintf(path, sizeof(path), "%s/%s", s->folder, e->d_name);
		unlink(path);
	}
	closedir(folder);
	rmdir(s->folder);
}

/* A new record of one person; release with filing_record_finish(). */
__attribute__((unused)) static struct filing_record person(const char *name, const char *certno,
							   const char *tel)
{
	struct filing_record r = { .policy = "leshan-2023-28/1", .route = "in_hospital" };

	filing_set(&r.filing, FIELD_PSN_NAME, name);
	filing_set(&r.filing, FIELD_CERTNO, certno);
	filing_set(&r.filing, FIELD_TEL, tel);
	return r;
}

__attribute__((unused)) static void save(struct store *st, struct filing_record *r)
{
	struct err err = { 0 };

	if (filings_save(st, r, 0, &err) < 0)
		fail_msg("%s", err.msg);
}

/* Put a stored filing into a state without the acts that lead there: for what only looks at states. The record then stands as
 * it would after an act of somebody else. */
__attribute__((unused)) static void put_in_state(struct store *st, struct filing_record *r,
						 enum filing_state state)
{
	struct err err = { 0 };
	int64_t seq = 0;
	struct stmt *q;

	if (store_begin(st, &err) < 0 ||
	    stmt_fetch_int(stmt_get(st, STMT_SAVE_SEQ_NEXT), &seq, &err) < 0)
		fail_msg("%s", err.msg);
	q = stmt_get(st, STMT_FILING_STATE);
	stmt_bind_int(q, 1, r->id);
	stmt_bind_int(q, 2, seq);
	stmt_bind_text(q, 3, r->saved_at);
	stmt_bind_text(q, 4, state_name(state));
	stmt_bind_text(q, 5, state_name(r->state));
	if (stmt_run(q, &err) < 0 || store_changes(st) != 1 || store_commit(st, &err) < 0)
		fail_msg("%s", err.msg);
	r->state = state;
	r->revision++;
}

/* What filings_search() finds in any state. */
__attribute__((unused)) static int search(struct store *st, const char *text,
					  struct filing_brief *out, size_t space, size_t *out_total)
{
	const struct filing_query query = { text, STATE_COUNT };
	struct err err = { 0 };

	if (filings_search(st, &query, out, space, out_total, &err) < 0)
		fail_msg("%s", err.msg);
	return 0;
}

#endif
