/* Filings against the texts that were signed of them, and against what their acts made of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/filings_parts.h"
#include "db/search_keys.h"
#include "db/verify_parts.h"

/* --- Versions by themselves --- */

static int check_version(struct verify *v, struct stmt *q)
{
	const char *text = stmt_text(q, 2);
	int64_t filing = stmt_int(q, 0);
	struct canonical_reader r;
	char sm3[SM3_HEX_SIZE];

	if (verify_sm3(v, text, strlen(text), sm3) < 0)
		return -1;
	if (stmt_text_bytes(q, 2) != strlen(text) || strcmp(sm3, stmt_text(q, 3)) != 0)
		return verify_broken(v, "filing_version", filing, "text",
				     _("第 %lld 版的文本与它的摘要不符：被改过"),
				     (long long)stmt_int(q, 1));
	if (!canonical_open(&r, CANONICAL_FILING, text, strlen(text)))
		return verify_broken(v, "filing_version", filing, "text",
				     _("第 %lld 版的文本不是规定的格式"),
				     (long long)stmt_int(q, 1));
	v->out->versions++;
	return 0;
}

static int check_versions_of(struct verify *v, int64_t filing)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_VERSIONS);
	int rc = 0, found = 0;

	stmt_bind_int(q, 1, filing);
	while (found == 0 && (rc = stmt_step(q, v->err)) == 1)
		found = check_version(v, q);
	stmt_done(q);
	return rc < 0 ? -1 : found;
}

int verify_versions(struct verify *v)
{
	return verify_each(v, "filing_version", STMT_VERIFY_NEXT_VERSION, check_versions_of);
}

/* --- The columns against the text --- */

/* Which of two evidence lists' entries differs; NULL: none. */
static const char *differing_evidence(const struct evidence *a, const struct evidence *b)
{
	for (size_t i = 0; i < a->count; i++) {
		const struct evidence_entry *x = &a->entries[i], *y = evidence_find(b, x->key);

		if (!y || strcmp(x->value, y->value) != 0 || strcmp(x->unit, y->unit) != 0 ||
		    strcmp(x->note, y->note) != 0)
			return x->key;
	}
	return NULL;
}

static int name_difference(struct verify *v, const struct filing_record *r,
			   const struct filing *signed_as)
{
	const char *key;
	char field[80];

	for (int i = 0; i < FIELD_COUNT; i++)
		if (!(fields[i].flags & FIELD_ACT) &&
		    strcmp(filing_get(&r->filing, (enum field_id)i),
			   filing_get(signed_as, (enum field_id)i)) != 0)
			return verify_broken(v, "filing", r->id, fields[i].key,
					     _("“%s”与签署的文本不同：被改过"), _(fields[i].label));
	key = differing_evidence(&signed_as->evidence, &r->filing.evidence);
	key = key ? key : differing_evidence(&r->filing.evidence, &signed_as->evidence);
	snprintf(field, sizeof(field), "evidence.%.60s", key ? key : "");
	if (key)
		return verify_broken(v, "filing", r->id, field, _("证据与签署的文本不同：被改过"));
	return verify_broken(v, "filing", r->id, "route", _("办理途径与签署的文本不同：被改过"));
}

static int compare_text(struct verify *v, const struct filing_record *r, const char *text)
{
	struct filing signed_as = { 0 };
	char route[sizeof(r->route)], salt[CANONICAL_SALT_SIZE];
	struct canonical now = { 0 };
	int rc = 0;

	if (canonical_parse_filing(text, strlen(text), &signed_as, route, sizeof(route), salt) < 0)
		rc = verify_broken(v, "filing_version", r->id, "text",
				   _("第 %lld 版的文本不是规定的格式"), (long long)r->version);
	else if (canonical_filing(&r->filing, r->route, salt, &now) < 0)
		rc = err_set(v->err, ERR_MEMORY, _("内存不足"));
	else if (strcmp(now.text, text) != 0)
		rc = name_difference(v, r, &signed_as);
	canonical_finish(&now);
	filing_finish(&signed_as);
	return rc;
}

static int check_signed_fields(struct verify *v, const struct filing_record *r)
{
	char *text = NULL;
	int rc = acts_filing_text(v->st, r->id, r->version, &text, v->err);

	if (rc == 0)
		rc = verify_broken(v, "filing_version", r->id, NULL, _("缺少第 %lld 版的文本"),
				   (long long)r->version);
	else if (rc == 1)
		rc = compare_text(v, r, text);
	free(text);
	return rc;
}

static int check_act_fields(struct verify *v, const struct filing_record *r,
			    const struct verify_life *life)
{
	for (int i = 0; i < FIELD_COUNT; i++) {
		const char *want = life->values[i] ? life->values[i] : "";

		if (fields[i].flags & FIELD_ACT &&
		    strcmp(want, filing_get(&r->filing, (enum field_id)i)) != 0)
			return verify_broken(v, "filing", r->id, fields[i].key,
					     _("“%s”与签署所填的不同：被改过"), _(fields[i].label));
	}
	return 0;
}

/* --- The state --- */

/* How many amendments of it were filed. */
static int filed_amendments(struct verify *v, int64_t filing, int64_t *out)
{
	return verify_number(v, STMT_VERIFY_AMENDMENTS_FILED, filing, out) < 0 ? -1 : 0;
}

static int check_state(struct verify *v, const struct filing_record *r,
		       const struct verify_life *life)
{
	enum filing_state want = life->state;
	int64_t filed = 0;

	if (filed_amendments(v, r->id, &filed) < 0)
		return -1;
	if (want == STATE_FILED && filed > 0)
		want = STATE_SUPERSEDED;
	/* What was returned is a draft again once somebody saved it. */
	if (r->state == want || (want == STATE_RETURNED && r->state == STATE_DRAFT))
		return 0;
	return verify_broken(v, "filing", r->id, "state", _("状态是“%s”，按签署应是“%s”"),
			     r->state == STATE_COUNT ? "?" : _(state_label(r->state)),
			     _(state_label(want)));
}

static int check_version_count(struct verify *v, const struct filing_record *r,
			       const struct verify_life *life)
{
	int64_t stored = 0;

	if (r->version != life->last_version)
		return verify_broken(v, "filing", r->id, "version",
				     _("版次是 %lld，按签署应是 %lld"), (long long)r->version,
				     (long long)life->last_version);
	if (life->last_version - life->first_version + 1 != life->submits && life->submits > 0)
		return verify_broken(v, "filing", r->id, "version",
				     _("提交的版次不连续：有一次提交缺失"));
	if (verify_number(v, STMT_VERIFY_VERSION_COUNT, r->id, &stored) < 0)
		return -1;
	if (stored != life->submits)
		return verify_broken(v, "filing_version", r->id, NULL,
				     _("存有 %lld 版文本，签署过 %lld 次提交"), (long long)stored,
				     (long long)life->submits);
	return 0;
}

static int check_filing_no(struct verify *v, const struct filing_record *r,
			   const struct verify_life *life)
{
	const char *want = life->filing_no ? life->filing_no : "";

	/* An amendment bears the number of the filing that it amends, from whenever on. */
	if (strcmp(r->filing_no, want) == 0 || (r->prior && !life->filed))
		return 0;
	return verify_broken(v, "filing", r->id, "filing_no",
			     _("备案号“%s”与签署的“%s”不同：被改过"), r->filing_no, want);
}

/* --- What amends what --- */

/* The filing that this one amends: filed, with an act of amendment, with the version before, and under the same number. */
static int check_prior(struct verify *v, const struct filing_record *r,
		       const struct verify_life *life)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_PRIOR);
	bool fits = false, same_no = false;
	int rc;

	stmt_bind_int(q, 1, r->prior);
	rc = stmt_step(q, v->err);
	if (rc == 1) {
		fits = stmt_int(q, 2) > 0 &&
		       (!life->submits || life->first_version == stmt_int(q, 0) + 1);
		same_no =
			strcmp(r->filing_no, "") == 0 || strcmp(r->filing_no, stmt_text(q, 1)) == 0;
	}
	stmt_done(q);
	if (rc < 0)
		return -1;
	if (!fits)
		return verify_broken(v, "filing", r->id, "prior", _("它所修正的那一件与签署不符"));
	if (!same_no)
		return verify_broken(v, "filing", r->id, "filing_no",
				     _("备案号与它所修正的那一件不同"));
	return 0;
}

static int check_lineage(struct verify *v, const struct filing_record *r,
			 const struct verify_life *life)
{
	int64_t amendments = 0;

	if (!r->prior && life->submits > 0 && life->first_version != 1)
		return verify_broken(v, "filing", r->id, "prior",
				     _("版次接着另一件，却没有记下它所修正的那一件"));
	if (verify_number(v, STMT_VERIFY_AMENDMENT_COUNT, r->id, &amendments) < 0)
		return -1;
	if (amendments > life->amends)
		return verify_broken(v, "filing", r->id, NULL,
				     _("有 %lld 份修正件，签署的修正只有 %lld 次"),
				     (long long)amendments, (long long)life->amends);
	return r->prior ? check_prior(v, r, life) : 0;
}

/* --- All of one filing --- */

static bool is_open(enum filing_state state)
{
	return state == STATE_DRAFT || state == STATE_RETURNED;
}

static int check_search_words(struct verify *v, const struct filing_record *r)
{
	int rc = search_keys_check(v->st, r->id, r->no, r->filing_no, &r->filing, v->err);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	return verify_broken(v, "search_key", r->id, NULL,
			     _("查找用的词与此件的内容不符：查询会漏掉或错认它"));
}

static int check_record(struct verify *v, const struct filing_record *r,
			const struct verify_life *life)
{
	int rc = check_state(v, r, life);

	if (rc == 0)
		rc = check_version_count(v, r, life);
	if (rc == 0)
		rc = check_lineage(v, r, life);
	if (rc == 0)
		rc = check_filing_no(v, r, life);
	if (rc == 0 && !is_open(r->state))
		rc = check_signed_fields(v, r);
	if (rc == 0 && !is_open(r->state))
		rc = check_act_fields(v, r, life);
	return rc == 0 ? check_search_words(v, r) : rc;
}

static int check_filing(struct verify *v, int64_t id)
{
	struct filing_record r = { 0 };
	struct verify_life life = { 0 };
	int rc = filing_load_here(v->st, id, &r, v->err);

	if (rc == 1 && r.state == STATE_HISTORY) {
		rc = verify_history(v, &r);
	} else if (rc == 1) {
		v->out->filings++;
		rc = verify_life_read(v, id, &life);
		if (rc == 0)
			rc = check_record(v, &r, &life);
	}
	verify_life_finish(&life);
	filing_record_finish(&r);
	return rc;
}

int verify_filings(struct verify *v)
{
	return verify_each(v, "filing", STMT_VERIFY_NEXT_FILING, check_filing);
}
