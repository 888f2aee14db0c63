/* Peers against the audit; bundles against the audit, both ways; received filings against what their desks signed, the digest
 * that the audit commits to, and the files that came with them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/materials.h"
#include "db/peers.h"
#include "db/received_parts.h"
#include "db/verify_parts.h"

#define REGISTERED "received " /* the detail of a registration from a received filing begins so */

/* Columns of STMT_VERIFY_BUNDLES_OUT and _IN. */
enum { B_NUMBER, B_SM3, B_FILINGS, B_AUDIT, B_ACT, B_OBJECT, B_RESULT, B_DETAIL, B_ROWS, B_STRAY };

/* ---- peers ---- */

static int check_entry(struct verify *v, int64_t id)
{
	char said[ENTRY_DETAIL_SIZE] = "", digest[SM3_HEX_SIZE];
	struct peer p;
	int rc = peer_load(v->st, id, &p, v->err);

	if (rc < 0 || verify_detail(v, ACT_PEER, "peer", id, INT64_MAX, said) < 0)
		return -1;
	if (peer_digest(&p, digest) < 0)
		return err_set(v->err, ERR_MEMORY, _("内存不足"));
	if (strcmp(digest, said) == 0)
		return 0;
	return verify_broken(v, "peer", id, NULL, _("往来台“%s”与审计所记的不同：被改过或插入"),
			     p.name);
}

/* ---- bundles ---- */

/* "out 3 SM3 12", "in 3 SM3 SM3": the row of the audit says it to the letter. */
static bool audit_says(struct stmt *q, int64_t peer, const char *way, const char *last)
{
	char object[AUDIT_OBJECT_SIZE], detail[BUNDLE_DETAIL_SIZE];

	snprintf(detail, sizeof(detail), "%s %lld %s %s", way, (long long)stmt_int(q, B_NUMBER),
		 stmt_text(q, B_SM3), last);
	return strcmp(stmt_text(q, B_ACT), act_key(ACT_BUNDLE)) == 0 &&
	       strcmp(stmt_text(q, B_OBJECT), audit_object("peer", peer, object)) == 0 &&
	       strcmp(stmt_text(q, B_RESULT), "done") == 0 &&
	       strcmp(stmt_text(q, B_DETAIL), detail) == 0;
}

static int digest_rows(struct verify *v, int64_t peer, int64_t number, char out[SM3_HEX_SIZE])
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_BUNDLE_ROWS);
	struct sm3 *s = sm3_create();
	unsigned char digest[SM3_SIZE];
	int rc;

	stmt_bind_int(q, 1, peer);
	stmt_bind_int(q, 2, number);
	while ((rc = stmt_step(q, v->err)) == 1 && s)
		sm3_add(s, stmt_text(q, 0), strlen(stmt_text(q, 0)));
	stmt_done(q);
	if (rc >= 0 && (!s || !sm3_end(s, digest)))
		rc = err_set(v->err, ERR_MEMORY, _("内存不足"));
	sm3_destroy(s);
	if (rc < 0)
		return -1;
	hex_encode(digest, sizeof(digest), out);
	return 0;
}

static int check_rows(struct verify *v, struct stmt *q, const char *table)
{
	if (stmt_int(q, B_ROWS) == stmt_int(q, B_FILINGS) && stmt_int(q, B_STRAY) == 0)
		return 0;
	return verify_broken(v, table, stmt_int(q, B_NUMBER), "filings",
			     _("数据包所含的件与登记的数目不同：有件被隐去或插入"));
}

static int check_out(struct verify *v, struct stmt *q, int64_t peer, int64_t expected)
{
	char filings[24];

	snprintf(filings, sizeof(filings), "%lld", (long long)stmt_int(q, B_FILINGS));
	if (stmt_int(q, B_NUMBER) != expected)
		return verify_broken(v, "bundle_out", expected, NULL,
				     _("做过的数据包缺第 %lld 号：被隐去或删除"),
				     (long long)expected);
	if (!audit_says(q, peer, "out", filings))
		return verify_broken(v, "bundle_out", expected, "audit",
				     _("数据包与它在审计中的那一条不符"));
	return check_rows(v, q, "bundle_out");
}

static int check_in(struct verify *v, struct stmt *q, int64_t peer)
{
	int64_t number = stmt_int(q, B_NUMBER);
	char digest[SM3_HEX_SIZE];

	if (digest_rows(v, peer, number, digest) < 0)
		return -1;
	if (!audit_says(q, peer, "in", digest))
		return verify_broken(v, "bundle_in", number, "audit",
				     _("收到的数据包与它在审计中的那一条不符：包或其中的件被改过"));
	return check_rows(v, q, "bundle_in");
}

static int check_bundles(struct verify *v, int64_t peer, bool out)
{
	struct stmt *q = stmt_get(v->st, out ? STMT_VERIFY_BUNDLES_OUT : STMT_VERIFY_BUNDLES_IN);
	int64_t expected = 1;
	int rc = 0, found = 0;

	stmt_bind_int(q, 1, peer);
	while (found == 0 && (rc = stmt_step(q, v->err)) == 1)
		found = out ? check_out(v, q, peer, expected++) : check_in(v, q, peer);
	stmt_done(q);
	return rc < 0 ? -1 : found;
}

static int check_peer(struct verify *v, int64_t id)
{
	int rc = check_entry(v, id);

	if (rc == 0)
		rc = check_bundles(v, id, true);
	return rc == 0 ? check_bundles(v, id, false) : rc;
}

/* ---- received filings ---- */

static const char *field_of(const struct received_full *r, const struct filing *content,
			    const char *materials)
{
	const struct bundle_version *newest = bundle_filing_newest(&r->filing);
	const struct received *b = &r->brief;
	const struct {
		const char *column, *stored, *signed_as;
	} rows[] = {
		{ "text", r->text, newest->text },
		{ "no", b->no, r->filing.no },
		{ "filing_no", b->filing_no, r->filing.filing_no },
		{ "state", state_name(b->state), state_name(r->filing.state) },
		{ "psn_name", b->psn_name, filing_get(content, FIELD_PSN_NAME) },
		{ "certno", b->certno, filing_get(content, FIELD_CERTNO) },
		{ "disease", b->disease, filing_get(content, FIELD_OPSP_DISE_CODE) },
		{ "materials", r->materials, materials },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (strcmp(rows[i].stored, rows[i].signed_as) != 0)
			return rows[i].column;
	return b->version == newest->version ? NULL : "version";
}

/* The columns say what the signed texts say. */
static int check_columns(struct verify *v, const struct received_full *r)
{
	char *materials = bundle_filing_materials(&r->filing), route[64];
	struct filing content = { 0 };
	const char *wrong;
	int rc = 0;

	if (!materials)
		return err_set(v->err, ERR_MEMORY, _("内存不足"));
	wrong = bundle_filing_fields(&r->filing, &content, route, sizeof(route), NULL) < 0
			? "acts"
			: field_of(r, &content, materials);
	if (wrong)
		rc = verify_broken(v, "received", r->brief.id, wrong,
				   _("收到的件与对方签署的文本不同：被改过"));
	filing_finish(&content);
	free(materials);
	return rc;
}

static int check_files(struct verify *v, const struct received_full *r)
{
	for (size_t i = 0; i < r->filing.materials_count; i++) {
		const struct bundle_material *b = &r->filing.materials[i];
		struct material m = { .bytes = b->bytes };
		struct err why = { 0 };

		snprintf(m.sm3, sizeof(m.sm3), "%s", b->sm3);
		snprintf(m.name, sizeof(m.name), "%s", b->name);
		v->out->materials++;
		if (*m.sm3 && materials_check(v->st, &m, &why) < 0)
			return verify_broken(v, "received", r->brief.id, "file", "%s", why.msg);
	}
	return 0;
}

static int check_link(struct verify *v, int64_t id)
{
	int64_t told = 0;
	int rc = verify_number(v, STMT_VERIFY_REGISTERED, id, &told);

	if (rc < 0)
		return -1;
	return told == 1 ? 0
			 : verify_broken(v, "received", id, "filing",
					 _("收到的件所指的接办与审计所记的不同：被改过"));
}

static int check_loaded(struct verify *v, const struct received_full *r)
{
	struct err why = { 0 };
	int rc = check_columns(v, r);

	if (rc == 0 && bundle_filing_check(&r->filing, r->peer.uuid, &why) < 0)
		rc = verify_broken(v, "received", r->brief.id, "acts", "%s", why.msg);
	if (rc == 0 && !r->sound)
		rc = verify_broken(v, "received", r->brief.id, "sm3",
				   _("收到的件与它的摘要不符：被改过"));
	if (rc == 0)
		rc = check_link(v, r->brief.id);
	return rc == 0 ? check_files(v, r) : rc;
}

static int check_received(struct verify *v, int64_t id)
{
	struct err why = { 0 };
	struct received_full r;
	int rc = received_load(v->st, id, &r, &why);

	if (rc == 1) {
		rc = check_loaded(v, &r);
		received_full_finish(&r);
		return rc;
	}
	if (rc < 0 && why.code != ERR_INPUT) {
		if (v->err)
			*v->err = why;
		return -1;
	}
	return verify_broken(v, "received", id, "acts", _("收到的件的文本不是规定的格式：被改过"));
}

int verify_bundles(struct verify *v)
{
	int rc = verify_each(v, "peer", STMT_VERIFY_NEXT_PEER, check_peer);

	return rc == 0 ? verify_each(v, "received", STMT_VERIFY_NEXT_RECEIVED, check_received) : rc;
}

/* ---- what the audit says of bundles is there ---- */

/* "received 3" about "filing:12": that filing was registered from that row, which still says so. */
static int check_registered(struct verify *v, const struct audit_row *row)
{
	int64_t id = strtoll(row->detail + strlen(REGISTERED), NULL, 10), filing = 0;
	char object[AUDIT_OBJECT_SIZE];

	if (verify_number(v, STMT_VERIFY_RECEIVED_FILING, id, &filing) < 0)
		return -1;
	if (strcmp(audit_object("filing", filing, object), row->object) == 0)
		return 0;
	return verify_broken(v, "received", id, "filing",
			     _("收到的件所指的接办与审计所记的不同：被改过"));
}

int verify_bundle_told(struct verify *v, const struct audit_row *row)
{
	int64_t there;

	if (act_by_key(row->act) == ACT_REGISTER &&
	    strncmp(row->detail, REGISTERED, strlen(REGISTERED)) == 0)
		return check_registered(v, row);
	if (act_by_key(row->act) != ACT_BUNDLE ||
	    (strncmp(row->detail, "out ", 4) != 0 && strncmp(row->detail, "in ", 3) != 0))
		return 0;
	if (verify_number(v, STMT_VERIFY_BUNDLE_OF_AUDIT, row->seq, &there) < 0)
		return -1;
	return there == 1 ? 0
			  : verify_broken(v, "audit", row->seq, "bundle",
					  _("审计第 %lld 条记有数据包，库中却没有：被隐去或删除"),
					  (long long)row->seq);
}
