/* Requests to a file: gathered, numbered and written in short steps, so that a screen stays alive. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/national_parts.h"
#include "db/new_file.h"
#include "db/outbox_parts.h"
#include "db/stmt.h"

#define NAMED_MOST 10000 /* filings left out that are named; the rest is counted */

struct national_writer {
	struct national_scene scene;
	struct national_result result;
	struct msgid_maker numbers;
	struct new_file file;
	struct sm3 *sum;
	FILE *missing, *nowhere;
	size_t missing_size;
	char infno[8], *path;
	int64_t ledger; /* outbox_file; 0: not begun */
	int64_t after;  /* the outbox row looked at last */
	bool named;     /* the file has its name */
};

/* Relative to where we stand now: after a crash somebody else looks for it. */
static char *absolute(const char *path)
{
	char *here = *path == '/' ? strdup("") : getcwd(NULL, 0), *whole = NULL;

	if (here && asprintf(&whole, "%s%s%s", here, *here ? "/" : "", path) < 0)
		whole = NULL;
	free(here);
	return whole;
}

static int open_parts(struct national_writer *w, const struct actor *who, const char *path,
		      struct err *err)
{
	w->path = absolute(path);
	w->sum = sm3_create();
	w->missing = open_memstream(&w->result.missing, &w->missing_size);
	w->nowhere = fopen("/dev/null", "we");
	if (!w->path || !w->sum || !w->missing || !w->nowhere)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (national_scene_open(w->scene.st, who, &w->scene, err) < 0 ||
	    new_file_begin(&w->file, w->path, false, err) < 0 ||
	    outbox_file_begin(w->scene.st, who, w->infno, w->path, &w->ledger, err) < 0)
		return -1;
	return msgid_begin(w->scene.st, national_code(&w->scene),
			   site_get(w->scene.site, "msgid_digit"), &w->numbers, err);
}

int national_open(struct store *st, const struct actor *who, const char *infno, const char *path,
		  struct national_writer **out, struct err *err)
{
	struct national_writer *w;

	if (strcmp(infno, "2503") != 0 && strcmp(infno, "2504") != 0)
		return err_set(err, ERR_INPUT, _("没有“%.20s”这种报送；有 2503 和 2504"), infno);
	if (outbox_refresh(st, err) < 0)
		return -1;
	w = calloc(1, sizeof(*w));
	if (!w)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	w->scene.st = st;
	snprintf(w->infno, sizeof(w->infno), "%s", infno);
	if (open_parts(w, who, path, err) == 0) {
		*out = w;
		return 0;
	}
	national_close(w, NULL);
	return -1;
}

/* ---- one request ---- */

/* Is it to be left out? Then what it lacks is said. */
static bool is_left(struct national_writer *w, const struct national_request *r)
{
	char before[80];
	FILE *out = w->result.left < NAMED_MOST ? w->missing : w->nowhere;

	snprintf(before, sizeof(before), _("受理号 %s  "), r->no);
	if (national_lacks(&w->scene, r, before, out) == 0)
		return false;
	w->result.left++;
	return true;
}

static int write_line(struct national_writer *w, int64_t row, const struct national_request *r,
		      const char *msgid, struct err *err)
{
	char *line = national_line(r);
	struct outbox_request kept = { .msgid = msgid,
				       .outbox = row,
				       .line = (int64_t)w->result.written + 1 };
	int rc = 0;

	if (!line || sm3_hex_of(line, strlen(line), kept.sm3) < 0)
		rc = err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (rc == 0)
		rc = outbox_file_add(w->scene.st, w->ledger, &kept, err);
	if (rc == 0) {
		fprintf(w->file.out, "%s\n", line);
		sm3_add(w->sum, line, strlen(line));
		sm3_add(w->sum, "\n", 1);
		w->result.written++;
	}
	free(line);
	return rc;
}

static int write_row(struct national_writer *w, int64_t row, struct err *err)
{
	struct national_request r = { 0 };
	struct outbox_row o;
	char msgid[MSGID_SIZE];
	int rc = outbox_load(w->scene.st, row, &o, err);

	if (rc <= 0)
		return rc;
	rc = msgid_next(w->scene.st, &w->numbers, msgid, err);
	if (rc == 0)
		rc = national_gather(&w->scene, o.filing, w->infno, msgid, &r, err);
	if (rc == 1 && is_left(w, &r))
		w->numbers.next--;
	else if (rc == 1)
		rc = write_line(w, row, &r, msgid, err);
	national_request_finish(&r);
	return rc < 0 ? -1 : 0;
}

/* ---- steps ---- */

static int next_rows(struct national_writer *w, int64_t *rows, struct err *err)
{
	struct stmt *q = stmt_get(w->scene.st, STMT_OUTBOX_UNSENT);
	int n = 0, rc = 0;

	stmt_bind_text(q, 1, w->infno);
	stmt_bind_int(q, 2, w->after);
	stmt_bind_int(q, 3, OUTBOX_BATCH);
	while (n < OUTBOX_BATCH && (rc = stmt_step(q, err)) == 1)
		rows[n++] = stmt_int(q, 0);
	stmt_done(q);
	return rc < 0 ? -1 : n;
}

/* How many rows were looked at, or -1. */
static int write_some(struct national_writer *w, struct err *err)
{
	int64_t rows[OUTBOX_BATCH];
	int n;

	if (store_begin(w->scene.st, err) < 0)
		return -1;
	n = next_rows(w, rows, err);
	for (int i = 0; i < n; i++) {
		if (write_row(w, rows[i], err) < 0) {
			store_rollback(w->scene.st);
			return -1;
		}
		w->after = rows[i];
	}
	return store_commit(w->scene.st, err) < 0 ? -1 : n;
}

/* Its name is given to it when the ledger knows its digest; whatever fails behind that, the file itself says whether it left. */
static int give_name(struct national_writer *w, struct err *err)
{
	unsigned char digest[SM3_SIZE];

	if (!sm3_end(w->sum, digest))
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	hex_encode(digest, sizeof(digest), w->result.sm3);
	if (outbox_file_whole(w->scene.st, w->ledger, w->result.sm3, (int64_t)w->result.written,
			      err) < 0)
		return -1;
	w->named = true;
	if (new_file_end(&w->file, err) < 0)
		return -1;
	return outbox_file_sent(w->scene.st, w->ledger, err);
}

int national_step(struct national_writer *w, struct err *err)
{
	int n = write_some(w, err);

	if (n != 0)
		return n < 0 ? -1 : 1;
	if (w->result.written == 0)
		return 0;
	return give_name(w, err);
}

const struct national_result *national_so_far(const struct national_writer *w)
{
	return &w->result;
}

static void name_rest(struct national_writer *w)
{
	if (w->result.left > NAMED_MOST)
		fprintf(w->missing, _("另有 %llu 件没有列出\n"),
			(unsigned long long)(w->result.left - NAMED_MOST));
}

void national_close(struct national_writer *w, struct national_result *out)
{
	if (w->missing) {
		name_rest(w);
		fclose(w->missing);
	}
	if (w->nowhere)
		fclose(w->nowhere);
	new_file_abandon(&w->file);
	if (w->ledger)
		outbox_file_settle(w->scene.st, w->ledger, NULL);
	national_scene_finish(&w->scene);
	sm3_destroy(w->sum);
	free(w->path);
	if (out)
		*out = w->result;
	else
		free(w->result.missing);
	free(w);
}

int national_export(struct store *st, const struct actor *who, const char *infno, const char *path,
		    struct national_result *out, struct err *err)
{
	struct national_writer *w;
	int rc;

	*out = (struct national_result) { 0 };
	if (national_open(st, who, infno, path, &w, err) < 0)
		return -1;
	while ((rc = national_step(w, err)) == 1)
		;
	national_close(w, out);
	return rc;
}
