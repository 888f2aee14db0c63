/* Filling a training store: the desk and its registers, then every filing by its acts, as people would have done them. */
#include <stdio.h>
#include <string.h>

#include "db/settings.h"
#include "db/training_stage.h"

#define REGION_WILSON "1411" /* 吕梁: the way of WAY_REGISTERED */

static int make_filing(struct training_stage *s, const struct training_person *p, struct err *err)
{
	struct filing_record r = { 0 };
	char last[DATE_TEXT_SIZE];
	int rc;

	training_plan_days(s, p, last);
	rc = training_write_filing(s, p, &r, err);
	store_set_actor(s->st, &training_seat(s, ROLE_CLERK, 0)->actor);
	if (rc == 0)
		rc = filings_save(s->st, &r, 0, err);
	if (rc == 0 && p->state != STATE_DRAFT)
		rc = training_show_papers(s, p, r.id, err);
	if (rc == 0)
		rc = training_walk(s, p, r.id, last, err);
	filing_record_finish(&r);
	return rc;
}

static int make_filings(struct training_stage *s, const char *region, struct err *err)
{
	bool wilson = strcmp(region, REGION_WILSON) == 0;

	if (training_move_to(s, region, err) < 0)
		return -1;
	for (size_t i = 0; i < training_people_count(); i++) {
		const struct training_person *p = training_person(i);

		if ((p->way == WAY_REGISTERED) == wilson && make_filing(s, p, err) < 0)
			return -1;
	}
	return 0;
}

static int keep_settings(struct training_stage *s, const char *region, struct err *err)
{
	struct settings set;

	if (settings_load(s->st, &set, err) < 0)
		return -1;
	snprintf(set.region, sizeof(set.region), "%s", region);
	/* Nobody keeps a training password secret; nobody has to change one. */
	snprintf(set.password_days, sizeof(set.password_days), "0");
	return settings_save(s->st, &set, err);
}

static int fill(struct training_stage *s, const char *region, struct err *err)
{
	bool wilson = strcmp(region, REGION_WILSON) == 0;

	if (training_set_up(s->st, err) < 0 || training_take_seats(s, err) < 0 ||
	    training_fill_registers(s, err) < 0)
		return -1;
	if (make_filings(s, wilson ? TRAINING_REGION : REGION_WILSON, err) < 0 ||
	    make_filings(s, wilson ? REGION_WILSON : TRAINING_REGION, err) < 0)
		return -1;
	return keep_settings(s, s->check.region, err);
}

int training_fill(struct store *st, const struct check_context *ctx, struct err *err)
{
	struct training_stage s = { .st = st, .today = ctx->today, .check = *ctx };
	int rc;

	if (store_kind(st) != STORE_TRAINING)
		return err_set(err, ERR_NOT_ALLOWED, "%s", _("这不是培训库，不能填入示例"));
	rc = fill(&s, ctx->region, err);
	training_leave_seats(&s);
	codetable_finish(&s.codes);
	return rc;
}
