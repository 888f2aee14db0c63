/* The sample of supervision. Declared in db/supervise.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts_parts.h"
#include "db/filing_row.h"
#include "db/stmt.h"
#include "db/supervise.h"
#include "forms/act_text.h"

/* A filing with its lot. */
struct lot {
	char digest[SM3_HEX_SIZE];
	int64_t filing;
	bool override;
};

/* The smallest lots so far, in order, and every override. */
struct draw {
	const struct sample_ask *ask;
	struct lot *lots;
	int count;
	int64_t *overrides;
	size_t overrides_count, overrides_space;
	int64_t population;
};

static void draw_finish(struct draw *d)
{
	free(d->lots);
	free(d->overrides);
	*d = (struct draw) { 0 };
}

static int cast_lot(const char *seed, int64_t filing, char out[SM3_HEX_SIZE])
{
	char text[SEED_SIZE + 24];
	int len = snprintf(text, sizeof(text), "%s:%lld", seed, (long long)filing);

	return sm3_hex_of(text, (size_t)len, out);
}

/* Keep the lot if it is among the smallest: in its place, and the largest goes. */
static void keep_lot(struct draw *d, const struct lot *lot)
{
	int at = d->count;

	while (at > 0 && strcmp(lot->digest, d->lots[at - 1].digest) < 0)
		at--;
	if (at == d->ask->size)
		return;
	if (d->count < d->ask->size)
		d->count++;
	memmove(d->lots + at + 1, d->lots + at, (size_t)(d->count - 1 - at) * sizeof(*d->lots));
	d->lots[at] = *lot;
}

static int keep_override(struct draw *d, int64_t filing)
{
	if (d->overrides_count == d->overrides_space) {
		size_t space = d->overrides_space ? 2 * d->overrides_space : 64;
		int64_t *more = realloc(d->overrides, space * sizeof(*more));

		if (!more)
			return -1;
		d->overrides = more;
		d->overrides_space = space;
	}
	d->overrides[d->overrides_count++] = filing;
	return 0;
}

static bool is_override(const char *certification)
{
	char *reason = act_text_get(certification, "override");
	bool is = reason && *reason;

	free(reason);
	return is;
}

static int take_filing(struct draw *d, int64_t filing, const char *certification, struct err *err)
{
	struct lot lot = { .filing = filing, .override = is_override(certification) };

	d->population++;
	if (cast_lot(d->ask->seed, filing, lot.digest) < 0 ||
	    (lot.override && keep_override(d, filing) < 0))
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	keep_lot(d, &lot);
	return 0;
}

static int draw_all(struct store *st, struct draw *d, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SAMPLE_FILED);
	char first[DATE_TEXT_SIZE], after[DATE_TEXT_SIZE];
	int rc;

	stmt_bind_text(q, 1, date_format(d->ask->from, first));
	stmt_bind_text(q, 2, date_format(date_add_days(d->ask->to, 1), after));
	while ((rc = stmt_step(q, err)) == 1)
		if (take_filing(d, stmt_int(q, 0), stmt_text(q, 1), err) < 0) {
			rc = -1;
			break;
		}
	stmt_done(q);
	return rc;
}

static int load_brief(struct store *st, int64_t id, struct filing_brief *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_FILING_BRIEF);
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, err);
	if (rc == 1)
		filing_brief_read(q, out);
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

static bool is_drawn(const struct draw *d, int64_t filing)
{
	for (int i = 0; i < d->count; i++)
		if (d->lots[i].filing == filing)
			return true;
	return false;
}

static int list_drawn(struct store *st, const struct draw *d, struct sample_row *out, int space,
		      struct err *err)
{
	int n = 0;

	for (int i = 0; i < d->count && n < space; i++) {
		out[n] = (struct sample_row) { .drawn = true, .override = d->lots[i].override };
		if (load_brief(st, d->lots[i].filing, &out[n++].brief, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < d->overrides_count && n < space; i++) {
		if (is_drawn(d, d->overrides[i]))
			continue;
		out[n] = (struct sample_row) { .override = true };
		if (load_brief(st, d->overrides[i], &out[n++].brief, err) < 0)
			return -1;
	}
	return n;
}

static const char *role_of(const struct actor *who)
{
	return !who ? NULL
		    : role_key(who->roles & ROLE_BIT(ROLE_AUDITOR) ? ROLE_AUDITOR : ROLE_HEAD);
}

/* What was drawn stands in the audit with its seed: nobody draws until he likes the answer, unseen. */
static int note_draw(struct store *st, const struct actor *who, const struct draw *d,
		     struct err *err)
{
	char first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE], detail[256];

	snprintf(detail, sizeof(detail),
		 "seed=%s size=%d from=%s to=%s population=%lld drawn=%d overrides=%zu",
		 d->ask->seed, d->ask->size, date_format(d->ask->from, first),
		 date_format(d->ask->to, last), (long long)d->population, d->count,
		 d->overrides_count);
	return audit_note(st,
			  &(struct audit_entry) { .act = ACT_SUPERVISE,
						  .object = "sample",
						  .role = role_of(who),
						  .detail = detail },
			  err);
}

static int check_ask(const struct sample_ask *ask, struct err *err)
{
	if (!*ask->seed || strlen(ask->seed) >= SEED_SIZE)
		return err_set(err, ERR_INPUT,
			       _("抽样种子“%.64s”不能用，请写 1 至 %d 个字节的字或数"), ask->seed,
			       SEED_SIZE - 1);
	if (ask->size < 1 || ask->size > SAMPLE_MOST)
		return err_set(err, ERR_INPUT, _("抽样件数“%d”不能用，请写 1 至 %d"), ask->size,
			       SAMPLE_MOST);
	if (date_compare(ask->from, ask->to) > 0)
		return err_set(err, ERR_INPUT, "%s", _("起始日期晚于截止日期，请对调"));
	return 0;
}

static int may_draw(struct store *st, const struct actor *who, struct err *err)
{
	struct actor now;
	struct err why = { 0 };

	if (!who || (actor_now(st, who, &now, &why) == 0 &&
		     workflow_check(now.roles, ACT_SUPERVISE, STATE_COUNT, &why) == 0))
		return 0;
	if (why.code == ERR_NOT_ALLOWED)
		audit_note(st,
			   &(struct audit_entry) { .act = ACT_SUPERVISE,
						   .object = "sample",
						   .refused = true,
						   .reason = why.msg },
			   NULL);
	if (err)
		*err = why;
	return -1;
}

int sample_draw(struct store *st, const struct actor *who, const struct sample_ask *ask,
		struct sample_row *out, int space, int64_t *out_population, struct err *err)
{
	struct draw d = { .ask = ask };
	int n = -1;

	if (check_ask(ask, err) < 0 || may_draw(st, who, err) < 0)
		return -1;
	d.lots = calloc((size_t)ask->size, sizeof(*d.lots));
	if (!d.lots)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (store_read_begin(st, err) == 0) {
		if (draw_all(st, &d, err) == 0)
			n = list_drawn(st, &d, out, space, err);
		store_read_end(st);
	}
	if (n >= 0 && note_draw(st, who, &d, err) < 0)
		n = -1;
	if (n >= 0)
		*out_population = d.population;
	draw_finish(&d);
	return n;
}
