#include "db/peers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/staff_parts.h"
#include "db/stmt.h"
#include "db/text_line.h"
#include "forms/text.h"

#define CARD_KIND "mtdesk-desk/1"
#define TRAINING_CARD_KIND "mtdesk-training-desk/1"

const char *key_groups(const char *key_id, char out[KEY_GROUPS_SIZE])
{
	snprintf(out, KEY_GROUPS_SIZE, "%.4s %.4s %.4s %.4s", key_id,
		 strlen(key_id) > 4 ? key_id + 4 : "", strlen(key_id) > 8 ? key_id + 8 : "",
		 strlen(key_id) > 12 ? key_id + 12 : "");
	return out;
}

/* ---- cards ---- */

/* What is signed. Returns its length; negative or PEER_CARD_SIZE and more: it does not fit. */
static int format_signed(const struct peer *p, char out[PEER_CARD_SIZE])
{
	return snprintf(out, PEER_CARD_SIZE, "%s %s %s %s %s",
			p->training ? TRAINING_CARD_KIND : CARD_KIND, p->uuid, p->code, p->name,
			p->public);
}

static void from_identity(struct store *st, const struct desk_identity *d, struct peer *out)
{
	*out = (struct peer) { .training = store_kind(st) == STORE_TRAINING };
	snprintf(out->uuid, sizeof(out->uuid), "%s", d->uuid);
	snprintf(out->code, sizeof(out->code), "%s", d->institution.code);
	snprintf(out->name, sizeof(out->name), "%s", d->institution.name);
	snprintf(out->public, sizeof(out->public), "%s", d->public);
}

static int sign_card(struct store *st, char *card, struct err *err)
{
	char signature[SM2_SIGNATURE_HEX_SIZE];
	size_t len = strlen(card);
	struct sm2_key *key = NULL;
	int rc = desk_key_open(st, &key, err);

	if (rc == 0)
		rc = sm2_sign(key, card, len, signature, err);
	sm2_destroy(key);
	if (rc == 0 && len + 1 + strlen(signature) >= PEER_CARD_SIZE)
		rc = err_set(err, ERR_INPUT, _("本台机构的名称太长，做不成名片"));
	if (rc == 0)
		snprintf(card + len, PEER_CARD_SIZE - len, " %s", signature);
	return rc;
}

int peer_card_make(struct store *st, char out[PEER_CARD_SIZE], struct err *err)
{
	struct desk_identity desk;
	struct peer self;
	int there = desk_identity_load(st, &desk, err), len;

	if (there < 1)
		return there < 0 ? -1
				 : err_set(err, ERR_INPUT, _("本台还没有建立，请先打开登记台建台"));
	from_identity(st, &desk, &self);
	len = format_signed(&self, out);
	if (len < 0 || len >= PEER_CARD_SIZE)
		return err_set(err, ERR_INPUT, _("本台机构的名称太长，做不成名片"));
	return sign_card(st, out, err);
}

/* Cut the last word off a text; NULL when it has but one. */
static char *take_last(char *text)
{
	char *blank = strrchr(text, ' ');

	if (!blank)
		return NULL;
	*blank = '\0';
	return blank + 1;
}

/* The name stands in the middle, for it alone may hold blanks. */
static bool take_apart(char *card, struct peer *out, char signature[SM2_SIGNATURE_HEX_SIZE])
{
	const char *last = take_last(card), *public = last ? take_last(card) : NULL, *rest = card;
	char kind[sizeof(TRAINING_CARD_KIND)];

	if (!public || strlen(last) >= SM2_SIGNATURE_HEX_SIZE ||
	    strlen(public) != SM2_PUBLIC_SIZE - 1)
		return false;
	snprintf(signature, SM2_SIGNATURE_HEX_SIZE, "%s", last);
	snprintf(out->public, sizeof(out->public), "%s", public);
	if (!text_line_word(&rest, kind, sizeof(kind)) ||
	    !text_line_word(&rest, out->uuid, sizeof(out->uuid)) ||
	    !text_line_word(&rest, out->code, sizeof(out->code)) ||
	    strlen(rest) >= sizeof(out->name))
		return false;
	snprintf(out->name, sizeof(out->name), "%s", rest);
	out->training = strcmp(kind, TRAINING_CARD_KIND) == 0;
	return out->training || strcmp(kind, CARD_KIND) == 0;
}

static bool is_uuid(const char *text)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	for (size_t i = 0; i < sizeof(shape); i++)
		if (shape[i] == 'x' ? !text[i] || !strchr("0123456789abcdef", text[i])
				    : text[i] != shape[i])
			return false;
	return true;
}

/* What institution_check() would let stand in a register. */
static bool is_sound(const struct peer *p)
{
	static const char code_bytes[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

	return is_uuid(p->uuid) && *p->code && strspn(p->code, code_bytes) == strlen(p->code) &&
	       *p->name && text_is_clean(p->name);
}

int peer_card_read(const char *line, struct peer *out, struct err *err)
{
	char card[PEER_CARD_SIZE], again[PEER_CARD_SIZE], signature[SM2_SIGNATURE_HEX_SIZE];
	struct peer p = { .active = true };
	bool read;

	read = strlen(line) < sizeof(card);
	if (read) {
		memcpy(card, line, strlen(line) + 1);
		read = take_apart(card, &p, signature) && is_sound(&p);
	}
	if (!read)
		return err_set(err, ERR_INPUT, _("这不是登记台的名片，请向对方重新要一张"));
	format_signed(&p, again);
	if (sm2_verify(p.public, again, strlen(again), signature) != SM2_VALID)
		return err_set(err, ERR_INPUT,
			       _("名片的签名不对：内容被改动过，请向对方重新要一张"));
	sm2_key_id(p.public, p.key_id);
	*out = p;
	return 0;
}

int peer_card_load(const char *path, struct peer *out, struct err *err)
{
	char line[PEER_CARD_SIZE];

	return text_line_load(path, line, sizeof(line), err) < 0 ? -1
								 : peer_card_read(line, out, err);
}

/* ---- reading ---- */

static void from_row(struct store *st, struct stmt *q, struct peer *out)
{
	*out = (struct peer) { .id = stmt_int(q, 0),
			       .active = stmt_int(q, 6) == 1,
			       .training = store_kind(st) == STORE_TRAINING };
	stmt_copy_text(q, 1, out->uuid, sizeof(out->uuid));
	stmt_copy_text(q, 2, out->code, sizeof(out->code));
	stmt_copy_text(q, 3, out->name, sizeof(out->name));
	stmt_copy_text(q, 4, out->public, sizeof(out->public));
	stmt_copy_text(q, 5, out->added_at, sizeof(out->added_at));
	sm2_key_id(out->public, out->key_id);
}

int peers_list(struct store *st, struct peer *out, int space, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_PEER_LIST);
	int count = 0, rc = 0;

	while (count < space && (rc = stmt_step(q, err)) == 1)
		from_row(st, q, &out[count++]);
	stmt_done(q);
	return rc < 0 ? -1 : count;
}

static int take_one(struct store *st, struct stmt *q, struct peer *out, struct err *err)
{
	int rc = stmt_step(q, err);

	if (rc == 1)
		from_row(st, q, out);
	stmt_done(q);
	return rc;
}

int peer_by_uuid(struct store *st, const char *uuid, struct peer *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_PEER_BY_UUID);

	stmt_bind_text(q, 1, uuid);
	return take_one(st, q, out, err);
}

int peer_load(struct store *st, int64_t id, struct peer *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_PEER_BY_ID);

	stmt_bind_int(q, 1, id);
	return take_one(st, q, out, err);
}

#define PEERS_MOST 1000

int peer_find(struct store *st, const char *word, struct peer *out, struct err *err)
{
	struct peer *all = calloc(PEERS_MOST, sizeof(*all));
	int count = all ? peers_list(st, all, PEERS_MOST, err)
			: err_set(err, ERR_MEMORY, _("内存不足")),
	    found = 0;

	for (int i = 0; i < count; i++)
		if (strcmp(all[i].name, word) == 0 || strcmp(all[i].code, word) == 0) {
			*out = all[i];
			found++;
		}
	free(all);
	if (count < 0 || found == 1)
		return count < 0 ? -1 : 1;
	err_set(err, ERR_INPUT,
		found ? _("往来台里叫“%.200s”的不止一个，请写机构编号")
		      : _("往来台里没有“%.200s”；请先用对方的名片登记"),
		word);
	return 0;
}

/* ---- taking up ---- */

int peer_digest(const struct peer *p, char out[SM3_HEX_SIZE])
{
	const char *parts[] = { p->uuid, p->code, p->name, p->public, p->active ? "1" : "0" };
	struct sm3 *s = sm3_create();
	unsigned char digest[SM3_SIZE];
	char id[24];
	bool done;

	if (!s)
		return -1;
	snprintf(id, sizeof(id), "%lld", (long long)p->id);
	sm3_add_part(s, id, strlen(id));
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		sm3_add_part(s, parts[i], strlen(parts[i]));
	done = sm3_end(s, digest);
	sm3_destroy(s);
	if (!done)
		return -1;
	hex_encode(digest, sizeof(digest), out);
	return 0;
}

static int check_kind(struct store *st, const struct peer *p, struct err *err)
{
	bool training = store_kind(st) == STORE_TRAINING;
	struct desk_identity desk;
	int there;

	if (p->training != training)
		return err_set(err, ERR_NOT_ALLOWED,
			       training ? _("这是正式登记台的名片，培训台不能与它往来")
					: _("这是培训台的名片，正式登记台不能与它往来"));
	there = desk_identity_load(st, &desk, err);
	if (there < 1)
		return there < 0 ? -1
				 : err_set(err, ERR_INPUT, _("本台还没有建立，请先打开登记台建台"));
	return strcmp(desk.uuid, p->uuid) != 0
		       ? 0
		       : err_set(err, ERR_NOT_ALLOWED, _("这是本台自己的名片；请用对方的名片登记"));
}

/* A desk has one key for ever: another key under its number is another desk, or somebody who plays it. */
static int check_known(struct store *st, struct peer *p, struct err *err)
{
	struct peer known;
	int rc = peer_by_uuid(st, p->uuid, &known, err);

	if (rc < 1)
		return rc;
	if (strcmp(known.public, p->public) != 0)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("“%s”已登记，密钥是 %s，与这张名片的 %s 不同；请当面核对"),
			       known.name, known.key_id, p->key_id);
	p->id = known.id;
	snprintf(p->added_at, sizeof(p->added_at), "%s", known.added_at);
	return 0;
}

static int write_row(struct store *st, const struct actor *who, struct peer *p, struct err *err)
{
	struct stmt *q;

	if (!p->id)
		timestamp_now(p->added_at);
	q = stmt_get(st, p->id ? STMT_PEER_UPDATE : STMT_PEER_ADD);
	stmt_bind_text(q, 1, p->uuid);
	stmt_bind_text(q, 2, p->code);
	stmt_bind_text(q, 3, p->name);
	stmt_bind_int(q, 4, p->active);
	if (!p->id) {
		stmt_bind_text(q, 5, p->public);
		stmt_bind_text(q, 6, p->added_at);
		if (who->staff)
			stmt_bind_int(q, 7, who->staff);
	}
	if (stmt_run(q, err) < 0)
		return -1;
	if (!p->id)
		p->id = store_last_id(st);
	return 0;
}

static int note_peer(struct store *st, const struct peer *p, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE], digest[SM3_HEX_SIZE];

	if (peer_digest(p, digest) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	return audit_append(st,
			    &(struct audit_entry) { .act = ACT_PEER,
						    .object = audit_object("peer", p->id, object),
						    .detail = digest },
			    NULL, err);
}

int peer_save(struct store *st, const struct actor *who, struct peer *p, struct err *err)
{
	struct peer saved = *p;
	char object[AUDIT_OBJECT_SIZE];

	if (store_begin(st, err) < 0)
		return -1;
	if (staff_may(st, who, ACT_PEER, err) < 0 || check_kind(st, &saved, err) < 0 ||
	    check_known(st, &saved, err) < 0)
		return refuse_and_note(st, ACT_PEER, audit_object("peer", saved.id, object), err);
	if (write_row(st, who, &saved, err) < 0 || note_peer(st, &saved, err) < 0) {
		store_rollback(st);
		return -1;
	}
	if (store_commit(st, err) < 0)
		return -1;
	sm2_key_id(saved.public, saved.key_id);
	*p = saved;
	return 0;
}
