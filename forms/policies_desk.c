/* What this desk decided about packs: documents that prolong one, and packs that it does not use. */
#include "forms/policies_parts.h"

#include <stdlib.h>
#include <string.h>

#include "forms/text.h"

/* ---- renewals ---- */

static void renewal_finish(struct policies_renewal *r)
{
	free(r->id);
	free(r->document);
}

int policies_renew(struct policies *ps, const char *id, const char *document, struct date until,
		   struct err *err)
{
	struct policies_renewal r = { strdup(id), strdup(document), until };
	struct policies_renewal *list =
		reallocarray(ps->renewals, ps->renewals_count + 1, sizeof(*list));

	if (list)
		ps->renewals = list;
	if (!list || !r.id || !r.document) {
		renewal_finish(&r);
		return err_set(err, ERR_MEMORY, _("内存不足"));
	}
	list[ps->renewals_count++] = r;
	return 0;
}

void policies_forget_renewals(struct policies *ps)
{
	for (size_t i = 0; i < ps->renewals_count; i++)
		renewal_finish(&ps->renewals[i]);
	free(ps->renewals);
	ps->renewals = NULL;
	ps->renewals_count = 0;
}

static bool own_last_day(const struct policy *p, struct date *out)
{
	return p->to && date_parse(p->to, out) == 0;
}

bool policies_last_day(const struct policies *ps, const struct policy *p, struct date *out)
{
	if (!own_last_day(p, out))
		return false;
	for (size_t i = 0; i < ps->renewals_count; i++)
		if (strcmp(ps->renewals[i].id, p->id) == 0 &&
		    date_compare(ps->renewals[i].until, *out) > 0)
			*out = ps->renewals[i].until;
	return true;
}

int policies_check_renewal(const struct policies *ps, const char *id, struct date until,
			   struct err *err)
{
	const struct policy *p = policies_find(ps, id);
	char text[DATE_TEXT_SIZE];
	struct date last;

	if (!p)
		return err_set(err, ERR_INPUT, _("没有装入政策包“%.80s”；请从列表中选择"), id);
	if (!policies_last_day(ps, p, &last))
		return err_set(err, ERR_INPUT,
			       _("%.200s本身没有期限，不用续期；请选它所依据、已期满的文件"),
			       p->document);
	if (date_compare(until, last) <= 0)
		return err_set(err, ERR_INPUT, _("%.200s已有效至 %s；续期应晚于这一天"),
			       p->document, date_format(last, text));
	return 0;
}

/* The first document that was recorded for p and reaches to that day, where p's own term does not. */
static const char *renewed_itself(const struct policies *ps, const struct policy *p, struct date on)
{
	struct date last;

	if (!own_last_day(p, &last) || date_compare(on, last) <= 0)
		return NULL;
	for (size_t i = 0; i < ps->renewals_count; i++)
		if (strcmp(ps->renewals[i].id, p->id) == 0 &&
		    date_compare(ps->renewals[i].until, on) >= 0)
			return ps->renewals[i].document;
	return NULL;
}

static const char *renewed(const struct policies *ps, const struct policy *p, const char *insutype,
			   struct date on, int levels, const struct policy **out_pack)
{
	const char *document = renewed_itself(ps, p, on);

	if (document) {
		*out_pack = p;
		return document;
	}
	for (unsigned i = 0; !document && levels && i < p->extends_count; i++) {
		const struct policy *base = policies_find(ps, p->extends[i]);

		if (base && policy_insures(base, insutype))
			document = renewed(ps, base, insutype, on, levels - 1, out_pack);
	}
	return document;
}

const char *policy_renewed_by_for(const struct policies *ps, const struct policy *p,
				  const char *insutype, struct date on,
				  const struct policy **out_pack)
{
	const struct policy *pack = NULL;
	const char *document = renewed(ps, p, insutype, on, POLICY_LEVELS_MAX, &pack);

	if (out_pack)
		*out_pack = pack;
	return document;
}

const char *policy_renewed_by(const struct policies *ps, const struct policy *p, struct date on)
{
	return policy_renewed_by_for(ps, p, NULL, on, NULL);
}

/* ---- packs that are not used ---- */

int policies_leave_out(struct policies *ps, const char *ids, struct err *err)
{
	(void)err; /* nothing here can fail: what is not loaded cannot be left out */
	for (size_t i = 0; i < ps->count; i++)
		ps->slots[i].left_out = ids && text_lists(ids, ps->slots[i].policy->id);
	return 0;
}

bool policies_is_left_out(const struct policies *ps, const struct policy *p)
{
	for (size_t i = 0; i < ps->count; i++)
		if (ps->slots[i].policy == p)
			return ps->slots[i].left_out;
	return false;
}

size_t policies_reach(const struct policies *ps, const struct policy *p, const char *region)
{
	return policies_is_left_out(ps, p) ? 0 : policy_reach(p, region);
}
