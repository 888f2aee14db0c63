/* From a scene to the text that is signed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts_parts.h"
#include "forms/layout.h"

#define PACKS_MOST 16

/* Values of the facts that have no place of their own in the scene. */
struct room {
	struct act_material *materials;
	const struct policy *packs[PACKS_MOST];
	size_t packs_count;
	char policies[512], policies_sm3[SM3_HEX_SIZE], layout_sm3[SM3_HEX_SIZE], items[256],
		basis[96];
};

/* ---- the packs ---- */

/* A pack, and those it rests on. */
static void add_pack(struct room *r, const struct policies *ps, const struct policy *p, int levels)
{
	if (!p)
		return;
	for (size_t i = 0; i < r->packs_count; i++)
		if (r->packs[i] == p)
			return;
	if (r->packs_count < PACKS_MOST)
		r->packs[r->packs_count++] = p;
	for (unsigned i = 0; levels && i < p->extends_count; i++)
		add_pack(r, ps, policies_find(ps, p->extends[i]), levels - 1);
}

static int digest_packs(struct room *r, const struct policies *ps)
{
	struct sm3 *sum = sm3_create();
	unsigned char digest[SM3_SIZE];
	bool done;

	if (!sum)
		return -1;
	for (size_t i = 0; i < r->packs_count; i++) {
		const char *id = r->packs[i]->id, *sm3 = policy_digest(ps, r->packs[i]);

		sm3_add_part(sum, id, strlen(id));
		sm3_add_part(sum, sm3, strlen(sm3));
	}
	done = sm3_end(sum, digest);
	sm3_destroy(sum);
	if (done)
		hex_encode(digest, sizeof(digest), r->policies_sm3);
	return done ? 0 : -1;
}

/* The packs that speak of this filing: form, ways, criteria. Of an act of the desk: the pack it is about. */
static int name_packs(const struct scene *s, struct room *r)
{
	const struct policies *ps = s->ctx->policies;
	const char *insutype = filing_get(&s->now.filing, FIELD_INSUTYPE);
	size_t len = 0;

	if (s->now.id == 0) {
		add_pack(r, ps, policies_find(ps, s->req->policy), 0);
	} else {
		add_pack(r, ps, policies_form(ps, s->ctx->region), POLICY_LEVELS_MAX);
		add_pack(r, ps, policies_routes(ps, s->ctx->region, insutype), POLICY_LEVELS_MAX);
		add_pack(r, ps, s->result.basis.criteria ? s->result.basis.policy : NULL,
			 POLICY_LEVELS_MAX);
	}
	for (size_t i = 0; i < r->packs_count && len < sizeof(r->policies); i++)
		len += (size_t)snprintf(r->policies + len, sizeof(r->policies) - len, "%s%s/%u",
					i ? " " : "", r->packs[i]->id, r->packs[i]->edition);
	return digest_packs(r, ps);
}

/* ---- the judgement ---- */

static void name_judgement(const struct scene *s, struct room *r)
{
	static const char *const values[] = {
		[TRI_NO] = "no", [TRI_YES] = "yes", [TRI_UNKNOWN] = "unknown"
	};
	const struct judgement *j = &s->result.judgement;
	size_t len = 0;

	if (!s->result.basis.criteria)
		return;
	snprintf(r->basis, sizeof(r->basis), "%s %s", s->result.basis.policy->id,
		 s->result.basis.binding ? "binding" : "reference");
	for (size_t i = 0; i < j->items_count && len < sizeof(r->items); i++)
		len += (size_t)snprintf(r->items + len, sizeof(r->items) - len, "%s%s:%s",
					i ? " " : "", j->items[i].item->no,
					values[j->items[i].value]);
}

static int list_materials(const struct scene *s, struct room *r)
{
	r->materials = calloc(s->materials_count + 1, sizeof(*r->materials));
	if (!r->materials)
		return -1;
	for (size_t i = 0; i < s->materials_count; i++) {
		const struct material *m = &s->materials[i];

		r->materials[i] = (struct act_material) { m->kind,   m->name,  m->sm3,  m->issued,
							  m->issuer, m->bytes, m->pages };
	}
	return 0;
}

/* ---- the facts ---- */

static void fill_filing(const struct scene *s, const struct room *r, struct act_facts *f)
{
	f->filing = s->now.id;
	f->no = s->now.no;
	f->version = s->version;
	f->filing_sm3 = s->sm3;
	f->prior_sm3 = s->prior_sm3;
	f->layout = LAYOUT_LESHAN_ID;
	f->layout_sm3 = r->layout_sm3;
	f->verdict = s->result.basis.criteria ? verdict_name(s->result.judgement.verdict) : NULL;
	f->items = r->items;
	f->basis = r->basis;
	f->materials = r->materials;
	f->materials_count = s->materials_count;
	f->before_sm3 = s->before_sm3;
	f->history = s->history;
	f->history_sm3 = s->history_sm3;
}

static void fill_actor(const struct scene *s, const struct signing *at, const char *once,
		       struct act_facts *f)
{
	f->actor = s->who.staff;
	f->actor_name = s->who.name;
	f->role = role_used(s->who.roles, s->req->act, s->step->from);
	f->key_id = at->key_id;
	f->at = at->at;
	f->clock = at->clock_doubtful ? "doubtful" : "ok";
	f->audit_seq = at->audit_seq;
	f->audit_head = at->audit_head;
	f->once = once;
	f->filing_no = *at->filing_no ? at->filing_no : s->now.filing_no;
}

static void fill_certification(const struct scene *s, struct act_facts *f)
{
	f->dr_title = s->doctor.title;
	f->override = s->override;
	f->mark = s->req->act == ACT_CERTIFY ? "desk" : "ink";
}

/* Who declined stands nowhere in the form: the text alone says it. */
static void fill_decline(const struct scene *s, struct act_facts *f)
{
	f->dr_name = s->doctor.name;
	f->dr_code = s->doctor.code;
	f->dr_title = s->doctor.title;
}

static const char *yes_or_no(bool yes)
{
	return yes ? "yes" : "no";
}

/* What is said of ink is said of ink alone. */
static void fill_seal(const struct scene *s, struct act_facts *f)
{
	bool ink = s->req->mark == MARK_INK;

	f->mark = ink ? "ink" : "desk";
	f->seal_name = s->seal.id ? s->seal.name : s->req->seal_name;
	f->seal_institution = s->seal_institution;
	f->legible = ink ? yes_or_no(s->req->legible) : NULL;
	f->over_date = ink ? yes_or_no(s->req->over_date) : NULL;
	f->name_equal = ink ? yes_or_no(s->req->name_equal) : NULL;
	f->scan_sm3 = s->scan_sm3;
}

static void fill_renewal(const struct scene *s, struct act_facts *f)
{
	f->policy = s->req->policy;
	f->document = s->req->document;
	f->until = s->req->until;
}

/* Acts that say more than who, when and about what. */
static void (*const fillers[ACT_COUNT])(const struct scene *s, struct act_facts *f) = {
	[ACT_CERTIFY] = fill_certification, [ACT_CERTIFY_SEEN] = fill_certification,
	[ACT_DECLINE] = fill_decline,       [ACT_SEAL] = fill_seal,
	[ACT_RENEW] = fill_renewal,
};

int scene_text(const struct scene *s, const struct signing *at, const char *once, char **out,
	       struct err *err)
{
	struct room r = { 0 };
	struct act_facts f = { .act = s->req->act,
			       .desk = s->desk.uuid,
			       .policies = r.policies,
			       .policies_sm3 = r.policies_sm3,
			       .reason = s->override ? NULL : s->req->reason };
	struct canonical c;
	int rc;

	rc = name_packs(s, &r) < 0 || list_materials(s, &r) < 0 ||
			     layout_digest(&layout_leshan, r.layout_sm3) < 0
		     ? -1
		     : 0;
	name_judgement(s, &r);
	if (s->now.id)
		fill_filing(s, &r, &f);
	fill_actor(s, at, once, &f);
	act_facts_fill(&f, &s->after);
	if (fillers[s->req->act])
		fillers[s->req->act](s, &f);
	if (rc == 0 && act_text_make(&f, &c) == 0)
		*out = c.text;
	else
		rc = err_set(err, ERR_MEMORY, _("内存不足"));
	free(r.materials);
	return rc;
}

/* ---- comparing ---- */

static bool is_of_the_moment(const struct canonical_line *l)
{
	static const char *const keys[] = { "at",     "clock",     "audit_seq", "audit_head",
					    "key_id", "filing_no", "once" };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (canonical_line_is(l, keys[i]))
			return true;
	return false;
}

static bool same_line(const struct canonical_line *a, const struct canonical_line *b)
{
	if (a->key_len != b->key_len || memcmp(a->key, b->key, a->key_len) != 0)
		return false;
	if (is_of_the_moment(a))
		return true;
	return !a->value == !b->value && a->value_len == b->value_len &&
	       (!a->value || memcmp(a->value, b->value, a->value_len) == 0);
}

bool acts_same_but_for_the_moment(const char *a, const char *b)
{
	struct canonical_reader left, right;
	struct canonical_line l, r;

	if (!canonical_open(&left, CANONICAL_ACT, a, strlen(a)) ||
	    !canonical_open(&right, CANONICAL_ACT, b, strlen(b)))
		return false;
	while (canonical_next(&left, &l))
		if (!canonical_next(&right, &r) || !same_line(&l, &r))
			return false;
	return !canonical_next(&right, &r);
}
