/* Acts: each text against its digest, its signature, the columns beside it, the act before and the audit, both ways. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/changes.h"
#include "db/verify_parts.h"

/* Columns of STMT_VERIFY_ACT. */
enum {
	A_ID,
	A_FILING,
	A_VERSION,
	A_ACT,
	A_STAFF,
	A_AT,
	A_TEXT,
	A_SM3,
	A_SIGNATURE,
	A_ONCE,
	A_AUDIT,
	A_PUBLIC,
	A_KEY_STAFF,
	A_REVOKED_SEQ,
	A_NO,
	A_FILING_SM3,
	A_BEFORE_SM3,
	A_BEFORE_PRIOR_SM3,
	A_PRIOR_SM3,
	A_AUDIT_ACT,
	A_AUDIT_STAFF,
	A_AUDIT_VERSION,
	A_AUDIT_OBJECT,
	A_AUDIT_DETAIL,
	A_AUDIT_RESULT,
	A_RENEWALS,
	A_COLUMNS
};

/* A row with all that it must agree with, as text; "" for NULL. */
struct act_read {
	int64_t id;
	size_t text_bytes;
	char *column[A_COLUMNS];
};

static void finish(struct act_read *a)
{
	for (int i = 0; i < A_COLUMNS; i++)
		free(a->column[i]);
}

static int read_act(struct verify *v, int64_t id, struct act_read *out)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_ACT);
	int rc;

	*out = (struct act_read) { .id = id };
	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, v->err);
	for (int i = 0; rc == 1 && i < A_COLUMNS; i++) {
		out->column[i] = strdup(stmt_text(q, i));
		if (!out->column[i])
			rc = err_set(v->err, ERR_MEMORY, _("内存不足"));
	}
	if (rc == 1)
		out->text_bytes = stmt_text_bytes(q, A_TEXT);
	stmt_done(q);
	return rc;
}

/* Does the text say this under the key? Absent and "" are one. */
static bool says(const struct canonical_reader *text, const char *key, const char *value)
{
	struct canonical_reader r = *text;
	struct canonical_line line;

	while (canonical_next(&r, &line))
		if (canonical_line_is(&line, key))
			return line.value_len == strlen(value) &&
			       (line.value_len == 0 ||
				memcmp(line.value, value, line.value_len) == 0);
	return *value == '\0';
}

/* --- The act by itself --- */

static int check_text(struct verify *v, const struct act_read *a, struct canonical_reader *out)
{
	const char *text = a->column[A_TEXT];
	char sm3[SM3_HEX_SIZE];

	if (verify_sm3(v, text, strlen(text), sm3) < 0)
		return -1;
	if (a->text_bytes != strlen(text) || strcmp(sm3, a->column[A_SM3]) != 0)
		return verify_broken(v, "act", a->id, "text",
				     _("签署的文本与它的摘要不符：被改过"));
	if (!canonical_open(out, CANONICAL_ACT, text, strlen(text)))
		return verify_broken(v, "act", a->id, "text", _("签署的文本不是规定的格式"));
	return 0;
}

static int check_signature(struct verify *v, const struct act_read *a)
{
	const char *text = a->column[A_TEXT];
	enum sm2_verdict said =
		sm2_verify(a->column[A_PUBLIC], text, strlen(text), a->column[A_SIGNATURE]);

	if (said == SM2_TROUBLE)
		return err_set(v->err, ERR_MEMORY, _("内存不足"));
	if (said == SM2_VALID)
		return 0;
	return verify_broken(v, "act", a->id, "signature", _("签名无效：%s"),
			     _(sm2_verdict_words(said)));
}

/* The act before on this filing; of an amendment's first act, the last one on the filing that it amends. */
static int check_before(struct verify *v, const struct act_read *a,
			const struct canonical_reader *text)
{
	bool is_first = !*a->column[A_BEFORE_SM3];
	const char *before = a->column[is_first ? A_BEFORE_PRIOR_SM3 : A_BEFORE_SM3];

	if (says(text, "before_sm3", before) && says(text, "prior_sm3", a->column[A_PRIOR_SM3]))
		return 0;
	if (is_first)
		return verify_broken(v, "filing", strtoll(a->column[A_FILING], NULL, 10), "prior",
				     _("它所修正的那一件与签署的文本所说的不同"));
	return verify_broken(v, "act", a->id, "before",
			     _("这次签署接不上前一次：之前的签署被改过、插入或隐去"));
}

/* The columns are for finding an act; what counts is the text. */
static int check_columns(struct verify *v, const struct act_read *a,
			 const struct canonical_reader *text)
{
	static const struct {
		const char *key;
		int column;
		const char *field;
	} rows[] = {
		{ "act", A_ACT, "act" },
		{ "filing", A_FILING, "filing" },
		{ "version", A_VERSION, "version" },
		{ "actor", A_STAFF, "staff" },
		{ "at", A_AT, "at" },
		{ "once", A_ONCE, "once" },
		{ "no", A_NO, "filing" },
		{ "filing_sm3", A_FILING_SM3, "version" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (!says(text, rows[i].key, a->column[rows[i].column]))
			return verify_broken(
				v, "act", a->id, rows[i].field,
				_("签署的文本所说的 %s 与库中不同：记录被改过或移动过"),
				rows[i].key);
	if (!says(text, "desk", v->desk.uuid))
		return verify_broken(v, "act", a->id, "desk", _("这次签署不是在这个登记台做的"));
	return check_before(v, a, text);
}

/* Clocks go back; the order is that of the audit. */
static int check_key(struct verify *v, const struct act_read *a,
		     const struct canonical_reader *text)
{
	const char *revoked = a->column[A_REVOKED_SEQ];
	char id[SM2_KEY_ID_SIZE];

	sm2_key_id(a->column[A_PUBLIC], id);
	if (!says(text, "key_id", id) || strcmp(a->column[A_KEY_STAFF], a->column[A_STAFF]) != 0)
		return verify_broken(v, "act", a->id, "key", _("签署所用的密钥不是签署人的"));
	if (*revoked && strtoll(revoked, NULL, 10) < strtoll(a->column[A_AUDIT], NULL, 10))
		return verify_broken(v, "act", a->id, "key",
				     _("签署所用的密钥在签署之前已作废（审计第 %s 条）"), revoked);
	return 0;
}

/* --- The audit --- */

static int check_audit(struct verify *v, const struct act_read *a)
{
	char object[64];
	bool about_filing = strcmp(a->column[A_FILING], "0") != 0;

	snprintf(object, sizeof(object), "filing:%s", a->column[A_FILING]);
	if (strcmp(a->column[A_AUDIT_DETAIL], a->column[A_SM3]) != 0 ||
	    strcmp(a->column[A_AUDIT_ACT], a->column[A_ACT]) != 0 ||
	    strcmp(a->column[A_AUDIT_STAFF], a->column[A_STAFF]) != 0 ||
	    strcmp(a->column[A_AUDIT_VERSION], a->column[A_VERSION]) != 0 ||
	    strcmp(a->column[A_AUDIT_RESULT], "done") != 0 ||
	    (about_filing && strcmp(a->column[A_AUDIT_OBJECT], object) != 0))
		return verify_broken(v, "act", a->id, "audit",
				     _("这次签署与它在审计中的那一条（第 %s 条）不符"),
				     a->column[A_AUDIT]);
	return 0;
}

/* The place in the chain that was seen while signing: no act can be put before it afterwards. */
static int check_seen(struct verify *v, const struct act_read *a, const char *seq, const char *head)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_AUDIT_HASH);
	int64_t at = strtoll(seq, NULL, 10);
	bool same = at == 0;
	int rc;

	stmt_bind_int(q, 1, at);
	rc = stmt_step(q, v->err);
	if (rc == 1)
		same = strcmp(stmt_text(q, 0), head) == 0 &&
		       at < strtoll(a->column[A_AUDIT], NULL, 10);
	stmt_done(q);
	if (rc < 0 || same)
		return rc < 0 ? -1 : 0;
	return verify_broken(v, "act", a->id, "audit", _("签署时所见的审计第 %s 条与库中的不同"),
			     seq);
}

static int check_head(struct verify *v, const struct act_read *a)
{
	char *seq = act_text_get(a->column[A_TEXT], "audit_seq"),
	     *head = act_text_get(a->column[A_TEXT], "audit_head");
	int rc = check_seen(v, a, seq ? seq : "", head ? head : "");

	free(seq);
	free(head);
	return rc;
}

/* The changes of fields that had been recorded when it was signed. */
static int check_history(struct verify *v, const struct act_read *a,
			 const struct canonical_reader *text)
{
	int64_t filing = strtoll(a->column[A_FILING], NULL, 10), found;
	char *count = act_text_get(a->column[A_TEXT], "history"), sm3[SM3_HEX_SIZE];
	int64_t most = count ? strtoll(count, NULL, 10) : 0;

	free(count);
	if (filing == 0)
		return 0;
	if (changes_digest(v->st, filing, most, &found, sm3, v->err) < 0)
		return -1;
	if (found == most && says(text, "history_sm3", sm3))
		return 0;
	return verify_broken(v, "filing", filing, "history",
			     _("修改史与签署时的不同：有一条被改过、插入或隐去"));
}

static int check_outcome(struct verify *v, const struct act_read *a)
{
	if (strcmp(a->column[A_ACT], act_key(ACT_RENEW)) != 0 ||
	    strcmp(a->column[A_RENEWALS], "1") == 0)
		return 0;
	return verify_broken(v, "act", a->id, "renewal",
			     _("签署过续期，库中却没有这次续期：被隐去或删除"));
}

/* Acts on a filing are held against its states, in verify_life.c. */
static int check_desk_act(struct verify *v, const struct act_read *a)
{
	const struct transition *t;

	if (strcmp(a->column[A_FILING], "0") != 0)
		return 0;
	t = workflow_find(act_by_key(a->column[A_ACT]), STATE_COUNT);
	if (!t)
		return verify_broken(v, "act", a->id, "act",
				     _("这一步要在一份申请表上签署，库中却不在任何一份上"));
	return verify_right(v, a->id, t);
}

static int check_all(struct verify *v, const struct act_read *a)
{
	struct canonical_reader text;
	int rc = check_text(v, a, &text);

	if (rc == 0)
		rc = check_signature(v, a);
	if (rc == 0)
		rc = check_columns(v, a, &text);
	if (rc == 0)
		rc = check_key(v, a, &text);
	if (rc == 0)
		rc = check_audit(v, a);
	if (rc == 0)
		rc = check_outcome(v, a);
	if (rc == 0)
		rc = check_history(v, a, &text);
	if (rc == 0)
		rc = check_head(v, a);
	return rc == 0 ? check_desk_act(v, a) : rc;
}

static int check_act(struct verify *v, int64_t id)
{
	struct act_read a;
	int rc = read_act(v, id, &a);

	if (rc == 1)
		rc = check_all(v, &a);
	finish(&a);
	v->out->acts++;
	return rc;
}

/* --- Renewals: the row against the text of its act --- */

static int check_renewal(struct verify *v, int64_t id)
{
	static const char *const keys[] = { "policy", "document", "until", "act" };
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_RENEWAL);
	struct canonical_reader text;
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, v->err);
	if (rc == 1) {
		const char *said = stmt_text(q, 4);
		bool same = canonical_open(&text, CANONICAL_ACT, said, strlen(said));

		for (int i = 0; same && i < (int)ARRAY_SIZE(keys); i++)
			same = says(&text, keys[i], stmt_text(q, i));
		rc = same ? 0
			  : verify_broken(v, "renewal", id, NULL,
					  _("续期登记与签署的文本不同：被改过"));
	}
	stmt_done(q);
	return rc;
}

int verify_acts(struct verify *v)
{
	int rc = verify_each(v, "act", STMT_VERIFY_NEXT_ACT, check_act);

	return rc == 0 ? verify_each(v, "renewal", STMT_VERIFY_NEXT_RENEWAL, check_renewal) : rc;
}

/* --- What the audit mentions is there --- */

/* Kinds of objects whose rows the audit names, and where they are. A filing that was never submitted may be gone. */
static const struct {
	const char *kind, *table;
	enum stmt_id is_there;
} objects[] = {
	{ "filing", "filing", STMT_VERIFY_IS_FILING },
	{ "staff", "staff", STMT_VERIFY_IS_STAFF },
	{ "institution", "institution", STMT_VERIFY_IS_INSTITUTION },
	{ "doctor", "doctor", STMT_VERIFY_IS_DOCTOR },
	{ "seal", "seal", STMT_VERIFY_IS_SEAL },
	{ "key", "sign_key", STMT_VERIFY_IS_KEY },
	{ "peer", "peer", STMT_VERIFY_IS_PEER },
	{ "import", "import", STMT_VERIFY_IS_IMPORT },
};

static int check_object(struct verify *v, const struct audit_row *row, size_t kind, int64_t id)
{
	int64_t there;
	int rc = verify_number(v, objects[kind].is_there, id, &there);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	return verify_broken(v, objects[kind].table, id, NULL,
			     _("审计第 %lld 条提到它，库中却没有：被隐去或删除"),
			     (long long)row->seq);
}

static int check_mentioned(struct verify *v, const struct audit_row *row)
{
	const char *colon = strchr(row->object, ':');

	for (size_t i = 0; colon && i < ARRAY_SIZE(objects); i++) {
		size_t len = strlen(objects[i].kind);
		bool needed =
			strcmp(objects[i].kind, "filing") == 0 ? row->version > 0 : row->detail[0];

		if (needed && len == (size_t)(colon - row->object) &&
		    memcmp(row->object, objects[i].kind, len) == 0)
			return check_object(v, row, i, strtoll(colon + 1, NULL, 10));
	}
	return 0;
}

static int check_signed(struct verify *v, const struct audit_row *row)
{
	int64_t act;
	int rc = verify_number(v, STMT_VERIFY_ACT_OF_AUDIT, row->seq, &act);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	return verify_broken(v, "audit", row->seq, "act",
			     _("审计第 %lld 条记有签署，库中却没有那次签署：被隐去或删除"),
			     (long long)row->seq);
}

/* Who changed accounts or the register was allowed to, by the register of that time. Those of the set-up were changed before
 * anybody could sign in. */
static int check_administrator(struct verify *v, const struct audit_row *row, enum act act)
{
	const struct transition *t = workflow_find(act, STATE_COUNT);
	unsigned roles;

	if (row->staff == 0 || (act != ACT_STAFF && act != ACT_REGISTRY && act != ACT_UNLOCK))
		return 0;
	if (verify_roles(v, row->staff, row->seq, &roles) < 0)
		return -1;
	if (t && t->roles & roles)
		return 0;
	return verify_broken(v, "audit", row->seq, "role",
			     _("审计第 %lld 条由当时没有这个岗位的人办理"), (long long)row->seq);
}

static int look_at_row(void *ctx, const struct audit_row *row, struct err *err)
{
	enum act act = act_by_key(row->act);
	int rc = 0;

	(void)err;
	if (strcmp(row->result, "done") != 0)
		return 0;
	if (act != ACT_COUNT && act_flags(act) & ACT_IS_SIGNED)
		rc = check_signed(ctx, row);
	if (rc == 0)
		rc = check_administrator(ctx, row, act);
	if (rc == 0)
		rc = verify_bundle_told(ctx, row);
	if (rc == 0 && act == ACT_PRINT)
		rc = verify_print_of(ctx, row);
	return rc == 0 ? check_mentioned(ctx, row) : rc;
}

int verify_audited(struct verify *v)
{
	return audit_walk(v->st, 1, look_at_row, v, v->err);
}
