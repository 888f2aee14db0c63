/* What a sheet says, gathered from the store. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/audit.h"
#include "db/imports.h"
#include "db/materials.h"
#include "db/notices.h"
#include "db/prints_parts.h"
#include "forms/sheet_code.h"

void sheet_finish(struct sheet *s)
{
	for (int i = 0; i < s->acts_count; i++)
		act_row_finish(&s->acts[i]);
	free(s->acts);
	free(s->stored);
	free(s->materials);
	free(s->qr);
	notice_finish(&s->notice);
	check_result_finish(&s->result);
	filing_record_finish(&s->record);
	*s = (struct sheet) { 0 };
}

static int memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
}

/* ---- the acts and their marks ---- */

static int read_acts(struct store *st, struct sheet *s, struct err *err)
{
	int n;

	s->acts = calloc(SHEET_ACTS_MOST, sizeof(*s->acts));
	if (!s->acts)
		return memory(err);
	n = acts_of_filing(st, s->record.id, s->acts, SHEET_ACTS_MOST, err);
	if (n < 0)
		return -1;
	s->acts_count = n;
	return acts_marks(st, s->record.id, &s->marks, err);
}

/* Does what was signed last still say what the fields say? A filing that came back is open to changes. */
static bool stands(const struct sheet *s)
{
	return s->record.version > 0 && s->record.state != STATE_DRAFT &&
	       s->record.state != STATE_RETURNED;
}

/* The last of these acts over the version that stands now, or NULL. */
static const struct act_row *last_act(const struct sheet *s, enum act a, enum act or)
{
	for (int i = stands(s) ? s->acts_count : 0; i > 0; i--) {
		const struct act_row *r = &s->acts[i - 1];

		if (r->version == s->record.version && (r->act == a || r->act == or))
			return r;
	}
	return NULL;
}

static struct paper_mark mark_of(const struct act_mark *m, const struct act_row *r)
{
	return (struct paper_mark) { .there = m->there,
				     .level = m->level,
				     .who = m->who,
				     .when = m->when,
				     .code = m->code,
				     .key_id = m->there && r ? r->key_id : "" };
}

static void set_marks(struct sheet *s)
{
	const struct act_row *submit = last_act(s, ACT_SUBMIT, ACT_SUBMIT);
	const struct act_row *certify = last_act(s, ACT_CERTIFY, ACT_CERTIFY_SEEN);
	struct paper_facts *f = &s->facts;
	char *title = certify ? act_text_get(certify->text, "dr_title") : NULL;

	if (submit)
		f->submitted = (struct paper_mark) { true,       MARK_DESK,    submit->staff_name,
						     submit->at, submit->code, submit->key_id };
	f->certified = mark_of(&s->marks.certified, certify);
	f->sealed = mark_of(&s->marks.sealed, last_act(s, ACT_SEAL, ACT_SEAL));
	f->filed = mark_of(&s->marks.filed, last_act(s, ACT_FILE, ACT_FILE));
	snprintf(s->doctor_title, sizeof(s->doctor_title), "%s", title ? title : "");
	free(title);
	f->seal_name = s->marks.seal_name;
	f->ended = s->marks.ended;
	f->doctor_title = s->doctor_title;
	f->doctor_code = filing_get(&s->record.filing, FIELD_DIAG_DR_CODG);
}

/* ---- what the packs say ---- */

/* The packs and editions as they were signed; before that as they were pinned when the filing was saved. */
static void name_policies(struct sheet *s)
{
	char *signed_over = NULL;

	for (int i = stands(s) ? s->acts_count : 0; i > 0 && !signed_over; i--)
		if (s->acts[i - 1].version == s->record.version)
			signed_over = act_text_get(s->acts[i - 1].text, "policies");
	snprintf(s->policies, sizeof(s->policies), "%s",
		 signed_over && *signed_over ? signed_over : s->record.policy);
	free(signed_over);
}

/* A pack "ID/EDITION" of which this desk has another edition now: what the sheet works out of the packs is by that one. */
static void name_change(const struct policies *ps, const char *word, size_t len, char *out,
			size_t size)
{
	size_t id = strcspn(word, "/"), used = strlen(out);
	char name[128];
	const struct policy *p;

	snprintf(name, sizeof(name), "%.*s", (int)(id < len ? id : len), word);
	p = policies_find(ps, name);
	if (p && id < len && strtoul(word + id + 1, NULL, 10) != p->edition)
		snprintf(out + used, size - used, _("（现用第 %u 版）"), p->edition);
}

static void add_changes(struct sheet *s)
{
	char signed_over[sizeof(s->policies)];
	const char *at = signed_over;

	memcpy(signed_over, s->policies, sizeof(signed_over));
	s->policies[0] = '\0';
	while (*at) {
		size_t len = strcspn(at, " "), used = strlen(s->policies);

		snprintf(s->policies + used, sizeof(s->policies) - used, "%s%.*s", used ? " " : "",
			 (int)len, at);
		name_change(s->check.policies, at, len, s->policies, sizeof(s->policies));
		at += len + strspn(at + len, " ");
	}
}

static void name_prescription(struct sheet *s)
{
	const struct filing *f = &s->record.filing;
	const struct policy *p = policies_rule(s->check.policies, s->check.region,
					       filing_get(f, FIELD_OPSP_DISE_CODE),
					       filing_get(f, FIELD_INSUTYPE), RULE_PRESCRIPTION);

	if (p)
		snprintf(s->prescription, sizeof(s->prescription), _("%u–%u 周（%s）"),
			 p->prescription->least, p->prescription->most, p->document);
}

static void judge(struct sheet *s, const struct check_context *ctx)
{
	const struct filing *f = &s->record.filing;

	s->check = *ctx;
	s->check.complete = false;
	s->check.route = notices_route(&s->record, ctx);
	filing_check(f, &s->check, &s->result);
	snprintf(s->route, sizeof(s->route), "%s",
		 s->check.route ? s->check.route->name : s->record.route);
	if (benefit_terms(ctx->policies, ctx->region, filing_get(f, FIELD_OPSP_DISE_CODE),
			  filing_get(f, FIELD_INSUTYPE), &s->terms))
		s->facts.terms = &s->terms;
	name_prescription(s);
	name_policies(s);
	add_changes(s);
}

/* ---- materials, what is missing, where history came from ---- */

static int read_materials(struct store *st, struct sheet *s, struct err *err)
{
	int n;

	s->stored = calloc(SHEET_MATERIALS_MOST, sizeof(*s->stored));
	s->materials = calloc(SHEET_MATERIALS_MOST, sizeof(*s->materials));
	if (!s->stored || !s->materials)
		return memory(err);
	n = materials_list(st, s->record.id, s->stored, SHEET_MATERIALS_MOST, err);
	for (int i = 0; i < n; i++) {
		const struct material *m = &s->stored[i];

		s->materials[i] = (struct act_material) { m->kind,   m->name,  m->sm3,  m->issued,
							  m->issuer, m->bytes, m->pages };
	}
	s->facts.materials = s->materials;
	s->facts.materials_count = n > 0 ? (size_t)n : 0;
	return n < 0 ? -1 : 0;
}

/* What demands completeness is told as missing, whatever the form itself still leaves open. */
static int read_notice(struct store *st, struct sheet *s, struct err *err)
{
	struct check_context complete = s->check;

	complete.complete = true;
	s->facts.notice = &s->notice;
	return notices_make(st, &s->record, &complete, &s->notice, err);
}

static int read_source(struct store *st, struct sheet *s, struct err *err)
{
	if (s->record.state != STATE_HISTORY)
		return 0;
	return imports_source(st, s->record.id, s->source, sizeof(s->source), err) < 0 ? -1 : 0;
}

/* ---- a filing ---- */

static void set_filing(struct sheet *s)
{
	struct paper_facts *f = &s->facts;
	const struct act_row *submit = last_act(s, ACT_SUBMIT, ACT_SUBMIT);

	snprintf(s->code, sizeof(s->code), "%s", submit ? submit->code : "");
	f->filing = &s->record.filing;
	f->check = &s->check;
	f->result = &s->result;
	f->state = s->record.state;
	f->version = s->record.version;
	f->no = s->record.no;
	f->stored_at = s->record.created_at;
	f->filing_no = s->record.filing_no;
	f->route = s->route;
	f->policies = s->policies;
	f->code = s->code;
	f->prescription = s->prescription;
	f->source = s->source;
}

static int gather_filing(struct store *st, int64_t id, const struct check_context *ctx,
			 struct sheet *s, struct err *err)
{
	int found = filings_load(st, id, &s->record, err);

	if (found == 0)
		return err_set(err, ERR_CONFLICT, "%s", _("这份申请表已不在库中；请重新查询"));
	if (found < 0 || read_acts(st, s, err) < 0)
		return -1;
	judge(s, ctx);
	set_marks(s);
	set_filing(s);
	if (read_materials(st, s, err) < 0 || read_notice(st, s, err) < 0)
		return -1;
	return read_source(st, s, err);
}

/* ---- the code ---- */

static void copy_day(char out[DATE_TEXT_SIZE], const struct act_mark *m)
{
	if (m->there)
		snprintf(out, DATE_TEXT_SIZE, "%.10s", m->when);
}

static int digest_version(struct store *st, const struct sheet *s, char out[SM3_HEX_SIZE],
			  struct err *err)
{
	char *text = NULL;
	int rc = acts_filing_text(st, s->record.id, s->record.version, &text, err);

	if (rc == 0)
		rc = err_set(err, ERR_STORAGE, "%s",
			     _("库里没有此件所签署的文本；请用 mtdesk verify 核对"));
	else if (rc == 1)
		rc = sm3_hex_of(text, strlen(text), out) == 0 ? 0 : memory(err);
	free(text);
	return rc;
}

static int fill_code(struct store *st, const struct sheet *s, struct sheet_code *c, struct err *err)
{
	const struct filing *f = &s->record.filing;
	char head[SM3_HEX_SIZE];

	*c = (struct sheet_code) { .version = s->record.version };
	snprintf(c->desk, sizeof(c->desk), "%s", s->desk.uuid);
	snprintf(c->no, sizeof(c->no), "%s",
		 *s->record.filing_no ? s->record.filing_no : s->record.no);
	sheet_code_mask_name(filing_get(f, FIELD_PSN_NAME), c->name);
	sheet_code_last4(filing_get(f, FIELD_CERTNO), c->last4);
	snprintf(c->disease, sizeof(c->disease), "%s", filing_get(f, FIELD_OPSP_DISE_CODE));
	copy_day(c->certified, &s->marks.certified);
	copy_day(c->filed, &s->marks.filed);
	sm2_key_id(s->desk.public, c->key_id);
	if (digest_version(st, s, c->sm3, err) < 0 || audit_head(st, &c->audit_size, head, err) < 0)
		return -1;
	snprintf(c->audit_head, sizeof(c->audit_head), "%.32s", head);
	return 0;
}

int sheet_make_code(struct store *st, struct sheet *s, struct err *err)
{
	struct sheet_code c;
	struct sm2_key *key = NULL;
	int rc = fill_code(st, s, &c, err);

	if (rc == 0 && !(s->qr = calloc(1, SHEET_CODE_SIZE)))
		rc = memory(err);
	if (rc == 0)
		rc = desk_key_open(st, &key, err);
	if (rc == 0)
		rc = sheet_code_make(&c, key, s->qr, err);
	sm2_destroy(key);
	s->facts.qr = s->qr;
	return rc;
}

/* Nothing is signed yet, or nothing that counts: a training desk claims nothing. */
static bool has_code(struct store *st, const struct sheet *s, enum paper kind)
{
	return (paper_flags(kind) & PAPER_HAS_CODE) && *s->desk.uuid && stands(s) &&
	       store_kind(st) == STORE_DESK;
}

/* ---- the day ---- */

static void add_line(struct sheet *s, const char *label, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void add_line(struct sheet *s, const char *label, const char *fmt, ...)
{
	size_t i = s->facts.lines_count;
	va_list ap;

	if (i >= SHEET_LINES_MOST)
		return;
	va_start(ap, fmt);
	vsnprintf(s->values[i], sizeof(s->values[i]), fmt, ap);
	va_end(ap);
	s->lines[i] = (struct paper_line) { label, s->values[i] };
	s->facts.lines_count++;
}

static int gather_day(struct store *st, struct date day, struct sheet *s, struct err *err)
{
	struct day_total totals[ACT_COUNT];
	size_t count;

	if (day_sheet(st, day, &s->day, err) < 0)
		return -1;
	count = day_totals(&s->day, totals);
	for (size_t i = 0; i < count; i++)
		add_line(s, _(totals[i].label), "%lld", (long long)totals[i].count);
	add_line(s, _("未办成"), "%lld", (long long)s->day.refused);
	if (s->day.last_seq)
		add_line(s, _("审计链"), _("第 %lld 行至第 %lld 行"), (long long)s->day.first_seq,
			 (long long)s->day.last_seq);
	else
		add_line(s, _("审计链"), "%s", _("本日没有一行"));
	if (s->day.anchor.size)
		anchor_format(&s->day.anchor, s->anchor);
	s->facts.day = s->day.day;
	s->facts.anchor = s->anchor;
	s->facts.lines = s->lines;
	return 0;
}

/* ---- the sheet ---- */

static int set_sheet(struct store *st, const struct actor *who, int nth, struct sheet *s,
		     struct err *err)
{
	timestamp_now(s->printed_at);
	if (desk_identity_load(st, &s->desk, err) < 0)
		return -1;
	s->facts = (struct paper_facts) {
		.printed_at = s->printed_at,
		.printed_by = who ? who->name : "",
		.nth = nth,
		.desk = s->desk.uuid,
		.institution = s->desk.institution.name,
		.training = store_kind(st) == STORE_TRAINING,
	};
	return 0;
}

int sheet_gather(struct store *st, const struct actor *who, const struct print_request *req,
		 const struct check_context *ctx, int nth, struct sheet *out, struct err *err)
{
	int rc;

	*out = (struct sheet) { 0 };
	rc = set_sheet(st, who, nth, out, err);
	if (rc < 0 || req->ruler || req->blank) {
		/* A blank form still bears the title of the region's pack. */
		out->check = *ctx;
		out->facts.check = &out->check;
		return rc;
	}
	if (!(paper_flags(req->kind) & PAPER_OF_FILING))
		return gather_day(st, req->day, out, err);
	rc = gather_filing(st, req->filing, ctx, out, err);
	if (rc == 0 && has_code(st, out, req->kind))
		rc = sheet_make_code(st, out, err);
	return rc;
}
