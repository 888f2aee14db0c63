/* The day sheet: what was done in a day, and the anchor under it. Declared in db/supervise.h. */
#include <stdio.h>
#include <string.h>

#include "db/acts_parts.h"
#include "db/setup.h"
#include "db/stmt.h"
#include "db/supervise.h"

static void take_act(struct stmt *q, struct day_sheet *sheet)
{
	enum act act = act_by_key(stmt_text(q, 0));
	int64_t first = stmt_int(q, 3), last = stmt_int(q, 4);

	if (strcmp(stmt_text(q, 1), "refused") == 0)
		sheet->refused += stmt_int(q, 2);
	else if (act != ACT_COUNT)
		sheet->by_act[act] += stmt_int(q, 2);
	if (sheet->first_seq == 0 || first < sheet->first_seq)
		sheet->first_seq = first;
	if (last > sheet->last_seq)
		sheet->last_seq = last;
}

static int count_day(struct store *st, struct date day, struct day_sheet *sheet, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DAY_ACTS);
	char next[DATE_TEXT_SIZE];
	int rc;

	stmt_bind_text(q, 1, sheet->day);
	stmt_bind_text(q, 2, date_format(date_add_days(day, 1), next));
	while ((rc = stmt_step(q, err)) == 1)
		take_act(q, sheet);
	stmt_done(q);
	return rc;
}

static void name_day(const char *day, char *out, size_t size)
{
	snprintf(out, size, "day:%s", day);
}

/* The anchor that the last closing made: the first one that covers its row. */
static int find_anchor(struct store *st, const char *day, struct anchor *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DAY_ANCHOR);
	char object[32];
	int rc;

	name_day(day, object, sizeof(object));
	stmt_bind_text(q, 1, object);
	rc = stmt_step(q, err);
	if (rc == 1) {
		out->size = stmt_int(q, 0);
		stmt_copy_text(q, 1, out->root, sizeof(out->root));
		stmt_copy_text(q, 2, out->head, sizeof(out->head));
		stmt_copy_text(q, 3, out->at, sizeof(out->at));
		stmt_copy_text(q, 4, out->signature, sizeof(out->signature));
	}
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

static int name_desk(struct store *st, struct day_sheet *sheet, struct err *err)
{
	struct desk_identity desk;

	if (sheet->anchor.size == 0)
		return 0;
	if (desk_identity_load(st, &desk, err) < 0)
		return -1;
	snprintf(sheet->anchor.desk, sizeof(sheet->anchor.desk), "%s", desk.uuid);
	return 0;
}

int day_sheet(struct store *st, struct date day, struct day_sheet *out, struct err *err)
{
	struct day_sheet sheet = { 0 };
	int rc;

	date_format(day, sheet.day);
	if (store_read_begin(st, err) < 0)
		return -1;
	rc = count_day(st, day, &sheet, err);
	if (rc == 0)
		rc = find_anchor(st, sheet.day, &sheet.anchor, err);
	store_read_end(st);
	if (rc < 0 || name_desk(st, &sheet, err) < 0)
		return -1;
	*out = sheet;
	return 0;
}

size_t day_totals(const struct day_sheet *sheet, struct day_total out[ACT_COUNT])
{
	size_t n = 0;

	for (int a = 0; a < ACT_COUNT; a++) {
		bool desk = (act_flags((enum act)a) & ACT_IS_DESK) != 0;

		if (!desk || sheet->by_act[a])
			out[n++] = (struct day_total) { act_label((enum act)a), sheet->by_act[a],
							desk };
	}
	return n;
}

/* The totals that the closing's row commits to, as far as they are acts on filings: "submit=3 certify=2". */
static void sum_up(const struct day_sheet *sheet, char *out, size_t size)
{
	size_t len = 0;

	out[0] = '\0';
	for (int a = 0; a < ACT_COUNT && len < size; a++)
		if (sheet->by_act[a] > 0 && !(act_flags((enum act)a) & ACT_IS_DESK))
			len += (size_t)snprintf(out + len, size - len, "%s%s=%lld", len ? " " : "",
						act_key((enum act)a), (long long)sheet->by_act[a]);
}

static const char *closing_role(const struct actor *who)
{
	return role_key(who->roles & ROLE_BIT(ROLE_CLERK) ? ROLE_CLERK : ROLE_HEAD);
}

static int note_closing(struct store *st, const struct actor *who, const struct day_sheet *sheet,
			bool refused, const char *reason, struct err *err)
{
	char object[32], totals[256];

	name_day(sheet->day, object, sizeof(object));
	sum_up(sheet, totals, sizeof(totals));
	return audit_note(st,
			  &(struct audit_entry) { .act = ACT_DAY_CLOSE,
						  .object = object,
						  .refused = refused,
						  .role = refused ? NULL : closing_role(who),
						  .reason = reason,
						  .detail = totals },
			  err);
}

int day_close(struct store *st, const struct actor *who, struct date day, struct day_sheet *out,
	      struct err *err)
{
	struct day_sheet sheet;
	struct actor now = { 0 };
	struct err why = { 0 };

	if (day_sheet(st, day, &sheet, err) < 0)
		return -1;
	if (actor_now(st, who, &now, &why) < 0 ||
	    workflow_check(now.roles, ACT_DAY_CLOSE, STATE_COUNT, &why) < 0) {
		if (why.code == ERR_NOT_ALLOWED)
			note_closing(st, who, &sheet, true, why.msg, NULL);
		if (err)
			*err = why;
		return -1;
	}
	if (note_closing(st, &now, &sheet, false, NULL, err) < 0 ||
	    anchor_make(st, &sheet.anchor, err) < 0)
		return -1;
	return day_sheet(st, day, out, err);
}
