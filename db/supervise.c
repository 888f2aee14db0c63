/* What waits, and what ends soon. The rest of db/supervise.h stands in supervise_*.c. */
#include "db/supervise.h"

#include <stdio.h>

#include "db/filing_row.h"
#include "db/stmt.h"

#define SOON_DAYS 30
#define LATER_DAYS 90

static int count_state(struct store *st, enum filing_state state, int64_t *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_FILING_COUNT_STATE);

	stmt_bind_text(q, 1, state_name(state));
	return stmt_fetch_int(q, out, err) < 0 ? -1 : 0;
}

static int count_waiting(struct store *st, struct work_counts *out, struct err *err)
{
	const struct {
		enum filing_state state;
		int64_t *count;
	} lists[] = {
		{ STATE_READY, &out->to_certify }, { STATE_CERTIFIED, &out->to_seal },
		{ STATE_SEALED, &out->to_file },   { STATE_RETURNED, &out->returned },
		{ STATE_DRAFT, &out->drafts },
	};

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (count_state(st, lists[i].state, lists[i].count, err) < 0)
			return -1;
	return 0;
}

static int find_oldest(struct store *st, char *out, size_t size, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OLDEST_READY);
	int rc = stmt_step(q, err);

	if (rc == 1)
		stmt_copy_text(q, 0, out, size);
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

/* The last days of each: of what has passed up to yesterday ("0" stands before every date), of what comes from today on. */
static void due_range(struct date today, enum due which, char first[DATE_TEXT_SIZE],
		      char last[DATE_TEXT_SIZE])
{
	static const int days[] = {
		[DUE_PASSED] = -1, [DUE_30] = SOON_DAYS, [DUE_90] = LATER_DAYS
	};

	if (which == DUE_PASSED)
		snprintf(first, DATE_TEXT_SIZE, "0");
	else
		date_format(today, first);
	date_format(date_add_days(today, days[which]), last);
}

static struct stmt *get_due(struct store *st, int id, struct date today, enum due which)
{
	struct stmt *q = stmt_get(st, id);
	char first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];

	due_range(today, which, first, last);
	stmt_bind_text(q, 1, first);
	stmt_bind_text(q, 2, last);
	return q;
}

static int count_ending(struct store *st, struct date today, struct work_counts *out,
			struct err *err)
{
	int64_t *const counts[] = {
		[DUE_PASSED] = &out->due_0, [DUE_30] = &out->due_30, [DUE_90] = &out->due_90
	};

	for (int which = DUE_PASSED; which <= DUE_90; which++)
		if (stmt_fetch_int(get_due(st, STMT_DUE_COUNT, today, (enum due)which),
				   counts[which], err) < 0)
			return -1;
	return 0;
}

/* Serials are "20261122-0007": those of a day stand between its '-' and the next character. */
static int count_registered(struct store *st, struct date day, int64_t *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_REGISTERED_COUNT);
	char from[16], to[16];

	snprintf(from, sizeof(from), "%04d%02d%02d-", day.year, day.month, day.day);
	snprintf(to, sizeof(to), "%04d%02d%02d.", day.year, day.month, day.day);
	stmt_bind_text(q, 1, from);
	stmt_bind_text(q, 2, to);
	return stmt_fetch_int(q, out, err) < 0 ? -1 : 0;
}

static int count_acts(struct store *st, struct date day, enum act act, int64_t *out,
		      struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_ACT_COUNT);
	char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];

	stmt_bind_text(q, 1, date_format(day, from));
	stmt_bind_text(q, 2, date_format(date_add_days(day, 1), to));
	stmt_bind_text(q, 3, act_key(act));
	return stmt_fetch_int(q, out, err) < 0 ? -1 : 0;
}

static int count_today(struct store *st, struct date day, struct work_counts *out, struct err *err)
{
	int64_t here = 0, seen = 0;

	if (count_registered(st, day, &out->registered, err) < 0 ||
	    count_acts(st, day, ACT_CERTIFY, &here, err) < 0 ||
	    count_acts(st, day, ACT_CERTIFY_SEEN, &seen, err) < 0)
		return -1;
	out->certified = here + seen;
	return count_acts(st, day, ACT_FILE, &out->filed, err);
}

int work_count(struct store *st, struct date today, struct work_counts *out, struct err *err)
{
	struct work_counts w = { 0 };
	int rc = -1;

	if (store_read_begin(st, err) < 0)
		return -1;
	if (count_waiting(st, &w, err) == 0 && count_ending(st, today, &w, err) == 0 &&
	    count_today(st, today, &w, err) == 0)
		rc = find_oldest(st, w.oldest_ready, sizeof(w.oldest_ready), err);
	store_read_end(st);
	if (rc == 0)
		*out = w;
	return rc;
}

int due_list(struct store *st, struct date today, enum due which, struct filing_brief *out,
	     char (*out_end)[11], int space, struct err *err)
{
	struct stmt *q = get_due(st, STMT_DUE_LIST, today, which);
	int rc, n = 0;

	stmt_bind_int(q, 3, space);
	while ((rc = stmt_step(q, err)) == 1 && n < space) {
		filing_brief_read(q, &out[n]);
		stmt_copy_text(q, 12, out_end[n++], sizeof(out_end[0]));
	}
	stmt_done(q);
	return rc < 0 ? -1 : n;
}
