/* The code of a sheet held against a store: is it this desk's, and does the sheet say what was signed? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts.h"
#include "db/audit.h"
#include "db/peers.h"
#include "db/prints.h"
#include "db/stmt.h"
#include "forms/sheet_code.h"

#define ACTS_MOST 128
#define AMENDMENTS_MOST 128

struct held {
	struct store *st;
	FILE *out;
	struct err *err;
	struct sheet_code code;
	struct sheet_code_signed sign;
	struct desk_identity desk; /* uuid "": the store has none */
	bool ours, wrong;
};

/* ---- findings ---- */

static void say(struct held *h, bool good, const char *label, const char *text)
{
	h->wrong |= !good;
	fprintf(h->out, "%s\t%s\t%s\n", good ? _("相符") : _("不符"), label, text);
}

/* What the sheet says beside what the store says. */
static void compare(struct held *h, const char *label, const char *sheet, const char *store)
{
	char text[256];

	if (strcmp(sheet, store) == 0) {
		say(h, true, label, *sheet ? sheet : _("（无）"));
		return;
	}
	snprintf(text, sizeof(text), _("单上“%s”，库中“%s”"), sheet, store);
	say(h, false, label, text);
}

/* ---- the signature ---- */

/* Is it signed with this key, which is the one it names? */
static bool fits(const struct held *h, const char *public)
{
	char id[SM2_KEY_ID_SIZE];

	sm2_key_id(public, id);
	return strcmp(id, h->code.key_id) == 0 && sheet_code_verify(&h->sign, public) == SM2_VALID;
}

/* A key that the desk itself signs with, or did before. 1, 0, -1. */
static int signed_here(struct held *h, bool *out_current)
{
	struct stmt *q = stmt_get(h->st, STMT_PRINT_KEYS);
	int rc, found = 0;

	while (!found && (rc = stmt_step(q, h->err)) == 1) {
		found = fits(h, stmt_text(q, 0));
		*out_current = stmt_int(q, 1) != 0;
	}
	stmt_done(q);
	return rc < 0 ? -1 : found;
}

static int check_ours(struct held *h)
{
	bool current = false;
	int rc = signed_here(h, &current);

	if (rc < 0)
		return -1;
	if (rc == 0)
		say(h, false, _("签名"), _("不是本台的签名：内容被改过，或不是本台打印的"));
	else
		say(h, true, _("签名"),
		    current ? _("本台签名有效") : _("本台以前的密钥所签，签名有效"));
	return 0;
}

static int check_peer(struct held *h)
{
	struct peer peer = { 0 };
	char text[512];
	int known = peer_by_uuid(h->st, h->code.desk, &peer, h->err);
	bool good = known == 1 && fits(h, peer.public);

	if (known < 0)
		return -1;
	if (known == 0)
		snprintf(text, sizeof(text), _("出自别的台（%s），本库不认识它，无法核对签名"),
			 h->code.desk);
	else if (good)
		snprintf(text, sizeof(text), _("往来台“%s”签名有效"), peer.name);
	else
		snprintf(text, sizeof(text), _("不是往来台“%s”的签名：内容被改过，或不是它打印的"),
			 peer.name);
	say(h, good, _("签名"), text);
	return 0;
}

/* ---- where the audit stood ---- */

struct seen_row {
	int64_t seq;
	char hash[SM3_HEX_SIZE];
};

static int take_row(void *ctx, const struct audit_row *row, struct err *err)
{
	struct seen_row *seen = ctx;

	(void)err;
	seen->seq = row->seq;
	snprintf(seen->hash, sizeof(seen->hash), "%s", row->hash);
	return 1;
}

static int check_audit(struct held *h)
{
	struct seen_row seen = { 0 };
	char text[128];
	bool good;

	if (audit_walk(h->st, h->code.audit_size, take_row, &seen, h->err) < 0)
		return -1;
	good = seen.seq == h->code.audit_size && strncmp(seen.hash, h->code.audit_head, 32) == 0;
	if (good)
		snprintf(text, sizeof(text), _("打印时到第 %lld 行，链头一致"),
			 (long long)h->code.audit_size);
	else if (seen.seq)
		snprintf(text, sizeof(text), _("第 %lld 行的链头与单上的不同：审计被改过"),
			 (long long)h->code.audit_size);
	else
		snprintf(text, sizeof(text),
			 _("打印时有第 %lld 行，库中没有：审计被截去，或这是较早的备份"),
			 (long long)h->code.audit_size);
	say(h, good, _("审计链"), text);
	return 0;
}

/* ---- the filing ---- */

/* The last of these acts over the version; its text's value of `key`, the day of it. */
static void day_of(const struct act_row *acts, int n, int64_t version, enum act a, enum act or,
		   const char *key, char out[DATE_TEXT_SIZE])
{
	out[0] = '\0';
	for (int i = n; i > 0 && !*out; i--) {
		char *value = acts[i - 1].version == version &&
					      (acts[i - 1].act == a || acts[i - 1].act == or)
				      ? act_text_get(acts[i - 1].text, key)
				      : NULL;

		snprintf(out, DATE_TEXT_SIZE, "%.10s", value ? value : "");
		free(value);
	}
}

/* A sheet may be older than the act: then it rightly says nothing of it. */
static void compare_day(struct held *h, const char *label, const char *sheet, const char *store)
{
	char text[128];

	if (*sheet || !*store) {
		compare(h, label, sheet, store);
		return;
	}
	snprintf(text, sizeof(text), _("打印时还没有；%s 办理"), store);
	say(h, true, label, text);
}

static int check_days(struct held *h, int64_t filing)
{
	struct act_row *acts = calloc(ACTS_MOST, sizeof(*acts));
	char certified[DATE_TEXT_SIZE], filed[DATE_TEXT_SIZE];
	int n = acts ? acts_of_filing(h->st, filing, acts, ACTS_MOST, h->err)
		     : err_set(h->err, ERR_MEMORY, "%s", _("内存不足"));

	day_of(acts, n, h->code.version, ACT_CERTIFY, ACT_CERTIFY_SEEN, "ide_date", certified);
	day_of(acts, n, h->code.version, ACT_FILE, ACT_FILE, "opt_time", filed);
	for (int i = 0; i < n; i++)
		act_row_finish(&acts[i]);
	free(acts);
	if (n < 0)
		return -1;
	compare_day(h, _("认定日期"), h->code.certified, certified);
	compare_day(h, _("备案日期"), h->code.filed, filed);
	return 0;
}

/* What the sheet masks, of the text that was signed. */
static void compare_person(struct held *h, const char *psn_name, const char *certno,
			   const char *disease)
{
	char name[16], last4[8];

	sheet_code_mask_name(psn_name, name);
	sheet_code_last4(certno, last4);
	compare(h, _("姓名"), h->code.name, name);
	compare(h, _("证件后四位"), h->code.last4, last4);
	compare(h, _("病种编码"), h->code.disease, disease);
}

static int compare_digest(struct held *h, const char *text)
{
	char sm3[SM3_HEX_SIZE];

	if (sm3_hex_of(text, strlen(text), sm3))
		return err_set(h->err, ERR_MEMORY, "%s", _("内存不足"));
	if (strcmp(sm3, h->code.sm3) == 0)
		say(h, true, _("全文"), _("与签署的文本逐字相同"));
	else
		say(h, false, _("全文"), _("与库中签署的文本不同"));
	return 0;
}

static int compare_text(struct held *h, const char *text)
{
	char route[64], salt[CANONICAL_SALT_SIZE];
	struct filing f = { 0 };

	if (canonical_parse_filing(text, strlen(text), &f, route, sizeof(route), salt))
		say(h, false, _("全文"), _("库中的文本已损坏；请用 mtdesk verify 核对全库"));
	else
		compare_person(h, filing_get(&f, FIELD_PSN_NAME), filing_get(&f, FIELD_CERTNO),
			       filing_get(&f, FIELD_OPSP_DISE_CODE));
	filing_finish(&f);
	return compare_digest(h, text);
}

/* A sheet that was true when it was printed may hold no more. */
static int check_state(struct held *h, const struct filing_record *r)
{
	struct act_marks marks;
	char text[1400];

	if (acts_marks(h->st, r->id, &marks, h->err) < 0)
		return -1;
	if (r->version != h->code.version) {
		snprintf(text, sizeof(text), _("单上是第 %lld 版，现在是第 %lld 版"),
			 (long long)h->code.version, (long long)r->version);
		say(h, false, _("版本"), text);
		return 0;
	}
	snprintf(text, sizeof(text), _("第 %lld 版，现为%s"), (long long)r->version,
		 *marks.ended ? marks.ended : _(state_label(r->state)));
	say(h, !*marks.ended, _("版本"), text);
	return 0;
}

/* The filing whose version it is: versions count on through amendments. 1 with *r and *out_text, 0, -1. */
static int find_version(struct held *h, struct filing_record *r, char **out_text)
{
	int rc = filings_load_no(h->st, h->code.no, r, h->err);

	for (int i = 0; rc == 1 && i < AMENDMENTS_MOST; i++) {
		int64_t prior = r->prior;

		rc = acts_filing_text(h->st, r->id, h->code.version, out_text, h->err);
		if (rc != 0 || !prior)
			return rc;
		filing_record_finish(r);
		rc = filings_load(h->st, prior, r, h->err);
	}
	return rc;
}

static int check_filing(struct held *h)
{
	struct filing_record r = { 0 };
	char *text = NULL, said[160];
	int rc = find_version(h, &r, &text);

	if (rc == 0) {
		snprintf(said, sizeof(said), _("库中没有“%s”的第 %lld 版"), h->code.no,
			 (long long)h->code.version);
		say(h, false, _("受理号或备案号"), said);
	} else if (rc == 1) {
		say(h, true, _("受理号或备案号"), h->code.no);
		rc = compare_text(h, text) < 0 || check_days(h, r.id) < 0 || check_state(h, &r) < 0
			     ? -1
			     : 0;
	}
	free(text);
	filing_record_finish(&r);
	return rc;
}

/* What came from the peer in a bundle; its days and its audit stand at that desk. */
static int check_received(struct held *h)
{
	struct stmt *q = stmt_get(h->st, STMT_PRINT_RECEIVED);
	char said[160];
	int rc;

	stmt_bind_text(q, 1, h->code.desk);
	stmt_bind_text(q, 2, h->code.no);
	stmt_bind_int(q, 3, h->code.version);
	rc = stmt_step(q, h->err);
	if (rc == 1) {
		say(h, true, _("受理号或备案号"), h->code.no);
		compare_person(h, stmt_text(q, 0), stmt_text(q, 1), stmt_text(q, 2));
		rc = compare_digest(h, stmt_text(q, 3));
	} else if (rc == 0) {
		snprintf(said, sizeof(said), _("没有收到过那个台的“%s”第 %lld 版"), h->code.no,
			 (long long)h->code.version);
		say(h, false, _("受理号或备案号"), said);
	}
	stmt_done(q);
	return rc;
}

/* ---- all of it ---- */

static int look(struct held *h)
{
	if (desk_identity_load(h->st, &h->desk, h->err) < 0)
		return -1;
	h->ours = strcmp(h->desk.uuid, h->code.desk) == 0;
	if (!h->ours)
		return check_peer(h) < 0 || check_received(h) < 0 ? -1 : 0;
	return check_ours(h) < 0 || check_filing(h) < 0 || check_audit(h) < 0 ? -1 : 0;
}

int prints_verify_code(struct store *st, const char *payload, char **out, struct err *err)
{
	struct held h = { .st = st, .err = err };
	char *text = NULL;
	size_t size;
	int rc;

	if (sheet_code_read(payload, &h.code, &h.sign, err) < 0)
		return -1;
	h.out = open_memstream(&text, &size);
	if (!h.out)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	rc = look(&h);
	if (fclose(h.out) != 0 && rc == 0)
		rc = err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (rc < 0) {
		free(text);
		return -1;
	}
	*out = text;
	return h.wrong;
}
