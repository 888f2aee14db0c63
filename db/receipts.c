/* Receipts: the word of the other desk that a bundle arrived. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/bundle_parts.h"
#include "db/staff_parts.h"
#include "db/stmt.h"
#include "db/text_line.h"

#define KIND "mtdesk-receipt/1"

/* ---- the line ---- */

/* What is signed. Each part is one word, so the time stands as "2026-11-22T09:15:02". */
static int format_signed(const struct receipt *r, char out[RECEIPT_SIZE])
{
	return snprintf(out, RECEIPT_SIZE, KIND " %s %s %lld %s %.10sT%.8s %s", r->receiver,
			r->sender, (long long)r->number, r->sm3, r->at,
			strlen(r->at) > 11 ? r->at + 11 : "", *r->gaps ? r->gaps : "-");
}

int receipt_make(const struct receipt *r, const struct sm2_key *key, char out[RECEIPT_SIZE],
		 struct err *err)
{
	char signature[SM2_SIGNATURE_HEX_SIZE];
	int len = format_signed(r, out);

	if (sm2_sign(key, out, (size_t)len, signature, err) < 0)
		return -1;
	snprintf(out + len, RECEIPT_SIZE - (size_t)len, " %s\n", signature);
	return 0;
}

static bool has_shape(const char *text, const char *shape)
{
	for (; *shape; shape++, text++)
		if (*shape == 'x'   ? !*text || !strchr("0123456789abcdef", *text)
		    : *shape == '0' ? *text < '0' || *text > '9'
				    : *text != *shape)
			return false;
	return *text == '\0';
}

static bool is_sound(const struct receipt *r)
{
	static const char uuid[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	return has_shape(r->receiver, uuid) && has_shape(r->sender, uuid) &&
	       has_shape(r->at, "0000-00-00 00:00:00") && r->number >= 1 &&
	       r->number <= ENVELOPE_NUMBER_MOST && strlen(r->sm3) == SM3_HEX_SIZE - 1 &&
	       strspn(r->sm3, "0123456789abcdef") == SM3_HEX_SIZE - 1 &&
	       strspn(r->gaps, "0123456789,-+") == strlen(r->gaps);
}

/* Put together again it must be the same line: another spelling of the same is another line. */
bool receipt_read(const char *line, struct receipt *out, char signature[SM2_SIGNATURE_HEX_SIZE])
{
	char kind[sizeof(KIND)], number[12], again[RECEIPT_SIZE];
	struct receipt r = { 0 };
	const char *rest = line;
	size_t len;

	if (!text_line_word(&rest, kind, sizeof(kind)) || strcmp(kind, KIND) != 0 ||
	    !text_line_word(&rest, r.receiver, sizeof(r.receiver)) ||
	    !text_line_word(&rest, r.sender, sizeof(r.sender)) ||
	    !text_line_word(&rest, number, sizeof(number)) ||
	    !text_line_word(&rest, r.sm3, sizeof(r.sm3)) ||
	    !text_line_word(&rest, r.at, sizeof(r.at)) ||
	    !text_line_word(&rest, r.gaps, sizeof(r.gaps)) ||
	    !text_line_word(&rest, signature, SM2_SIGNATURE_HEX_SIZE) || *rest)
		return false;
	r.number = strtoll(number, NULL, 10);
	if (r.at[10] == 'T')
		r.at[10] = ' ';
	if (strcmp(r.gaps, "-") == 0)
		r.gaps[0] = '\0';
	if (!is_sound(&r))
		return false;
	len = (size_t)format_signed(&r, again);
	if (strlen(line) != len + 1 + strlen(signature) || memcmp(line, again, len) != 0)
		return false;
	*out = r;
	return true;
}

bool receipt_is_signed(const struct receipt *r, const char *signature, const char *public_hex)
{
	char text[RECEIPT_SIZE];
	int len = format_signed(r, text);

	return sm2_verify(public_hex, text, (size_t)len, signature) == SM2_VALID;
}

/* ---- taking one in ---- */

struct reception {
	struct store *st;
	struct receipt receipt;
	struct peer peer;
	bool again;
};

/* Is it about a bundle of this desk, from the desk that the bundle was for? */
static int look(struct reception *c, const char *line, struct err *err)
{
	char signature[SM2_SIGNATURE_HEX_SIZE];
	struct desk_identity desk;
	int rc;

	if (!receipt_read(line, &c->receipt, signature))
		return err_set(err, ERR_INPUT, _("这个文件不是数据包的回执"));
	if (bundle_desk(c->st, &desk, err) < 0)
		return -1;
	if (strcmp(c->receipt.sender, desk.uuid) != 0)
		return err_set(err, ERR_NOT_ALLOWED, _("这张回执不是给本台的"));
	rc = peer_by_uuid(c->st, c->receipt.receiver, &c->peer, err);
	if (rc == 0)
		return err_set(err, ERR_NOT_ALLOWED, _("出具回执的台不在往来台里，不能采信"));
	if (rc < 0)
		return -1;
	if (!receipt_is_signed(&c->receipt, signature, c->peer.public))
		return err_set(err, ERR_NOT_ALLOWED, _("回执的签名不对：不是“%s”所签，或被改动过"),
			       c->peer.name);
	return 0;
}

/* Which bundle of ours it means: 0, or -1. */
static int find_bundle(struct reception *c, struct err *err)
{
	struct stmt *q = stmt_get(c->st, STMT_BUNDLE_OUT_GET);
	bool same = false;
	int rc;

	stmt_bind_int(q, 1, c->peer.id);
	stmt_bind_int(q, 2, c->receipt.number);
	rc = stmt_step(q, err);
	if (rc == 1) {
		same = strcmp(stmt_text(q, 0), c->receipt.sm3) == 0;
		c->again = !stmt_is_null(q, 1);
	}
	stmt_done(q);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(err, ERR_NOT_ALLOWED, _("回执说的第 %lld 号数据包，本台没有做过"),
			       (long long)c->receipt.number);
	return same ? 0
		    : err_set(err, ERR_NOT_ALLOWED,
			      _("回执所说的内容与本台做的第 %lld 号数据包不同，请与“%s”核对"),
			      (long long)c->receipt.number, c->peer.name);
}

static int mark(struct reception *c, struct err *err)
{
	char detail[BUNDLE_DETAIL_SIZE];
	struct stmt *q;

	if (c->again)
		return 0;
	q = stmt_get(c->st, STMT_BUNDLE_OUT_RECEIVED);
	stmt_bind_int(q, 1, c->peer.id);
	stmt_bind_int(q, 2, c->receipt.number);
	stmt_bind_text(q, 3, c->receipt.at);
	if (stmt_run(q, err) < 0)
		return -1;
	snprintf(detail, sizeof(detail), "receipt %lld %s %.10sT%.8s", (long long)c->receipt.number,
		 c->receipt.sm3, c->receipt.at, c->receipt.at + 11);
	return bundle_note(c->st, c->peer.id, detail, NULL, err);
}

static int take_in(struct reception *c, const struct actor *who, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];

	if (store_begin(c->st, err) < 0)
		return -1;
	if (staff_may(c->st, who, ACT_BUNDLE, err) < 0 || find_bundle(c, err) < 0)
		return refuse_and_note(c->st, ACT_BUNDLE, audit_object("peer", c->peer.id, object),
				       err);
	if (mark(c, err) < 0) {
		store_rollback(c->st);
		return -1;
	}
	return store_commit(c->st, err);
}

int bundle_receipt(struct store *st, const struct actor *who, const char *path,
		   struct bundle_result *out, struct err *err)
{
	struct reception c = { .st = st };
	char line[RECEIPT_SIZE];

	if (bundle_may(st, who, err) < 0 || text_line_load(path, line, sizeof(line), err) < 0)
		return -1;
	if (look(&c, line, err) < 0)
		return refuse_and_note(st, ACT_BUNDLE, "", err);
	if (take_in(&c, who, err) < 0)
		return -1;
	*out = (struct bundle_result) { .number = c.receipt.number, .again = c.again };
	snprintf(out->peer, sizeof(out->peer), "%s", c.peer.name);
	snprintf(out->path, sizeof(out->path), "%.4095s", path);
	snprintf(out->sm3, sizeof(out->sm3), "%s", c.receipt.sm3);
	bundle_gaps_words(c.receipt.gaps, out->gaps, sizeof(out->gaps));
	return 0;
}
