/* The keys of people and of the seals they keep: made, opened with a password, revoked. */
#include <stdio.h>
#include <string.h>

#include "db/setup.h"
#include "db/staff_parts.h"
#include "db/stmt.h"

void held_key_finish(struct held_key *k)
{
	sm2_destroy(k->key);
	explicit_bzero(k, sizeof(*k));
}

int held_key_make(struct store *st, const char *password, struct held_key *out, struct err *err)
{
	unsigned char secret[DESK_SECRET_SIZE];
	struct held_key k = { 0 };
	int rc = desk_secret_load(st, secret, err);

	if (rc == 0)
		rc = sm2_generate(&k.key, err);
	if (rc == 0)
		rc = keybox_close(k.key, password, secret, k.box, err);
	explicit_bzero(secret, sizeof(secret));
	if (rc < 0)
		held_key_finish(&k);
	else
		*out = k;
	return rc;
}

static int open_box(struct store *st, const char *box, const char *password, struct sm2_key **out,
		    struct err *err)
{
	unsigned char secret[DESK_SECRET_SIZE];
	int rc = desk_secret_load(st, secret, err);

	if (rc == 0)
		rc = keybox_open(box, password, secret, out, err);
	explicit_bzero(secret, sizeof(secret));
	return rc;
}

/* The live key of a person or of his seal: 1 with its id and box, 0, -1. */
static int find_key(struct store *st, int64_t staff, int64_t seal, struct held_key *out,
		    struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_KEY_FIND);
	int rc;

	stmt_bind_int(q, 1, staff);
	if (seal)
		stmt_bind_int(q, 2, seal);
	rc = stmt_step(q, err);
	if (rc == 1) {
		out->id = stmt_int(q, 0);
		stmt_copy_text(q, 2, out->box, sizeof(out->box));
	}
	stmt_done(q);
	return rc;
}

int held_key_obtain(struct store *st, int64_t staff, int64_t seal, const char *password,
		    struct held_key *out, struct err *err)
{
	struct held_key k = { 0 };
	int rc = find_key(st, staff, seal, &k, err);

	if (rc == 0)
		return held_key_make(st, password, out, err);
	if (rc < 0 || open_box(st, k.box, password, &k.key, err) < 0) {
		held_key_finish(&k);
		return -1;
	}
	*out = k;
	return 0;
}

static int add_key(struct store *st, int64_t staff, int64_t seal, const char *public,
		   const char *box, const char *at, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_KEY_ADD);

	if (staff)
		stmt_bind_int(q, 1, staff);
	if (seal)
		stmt_bind_int(q, 2, seal);
	stmt_bind_text(q, 3, public);
	stmt_bind_text(q, 4, box);
	stmt_bind_text(q, 5, at);
	return stmt_run(q, err);
}

int key_digest(int64_t id, int64_t staff, int64_t seal, const char *public, char out[SM3_HEX_SIZE])
{
	char text[SM2_PUBLIC_SIZE + 96];
	int len = snprintf(text, sizeof(text), "mtdesk-key/1 %lld %lld %lld %s", (long long)id,
			   (long long)staff, (long long)seal, public);

	return sm3_hex_of(text, (size_t)len, out);
}

/* Whose key it is, from the store. */
static int read_owner(struct store *st, int64_t key, int64_t *out_staff, int64_t *out_seal,
		      char out_public[SM2_PUBLIC_SIZE], struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_KEY_BY_ID);
	int rc;

	stmt_bind_int(q, 1, key);
	rc = stmt_step(q, err);
	if (rc == 1) {
		*out_staff = stmt_int(q, 0);
		*out_seal = stmt_int(q, 1);
		stmt_copy_text(q, 2, out_public, SM2_PUBLIC_SIZE);
	}
	stmt_done(q);
	return rc == 0 ? err_set(err, ERR_STORAGE, _("库里没有第 %lld 号密钥"), (long long)key)
		       : rc;
}

/* The row names the key for people (its id) and commits to key and owner (the digest). */
static int note_key(struct store *st, int64_t key, const char *event, const char *reason,
		    struct err *err)
{
	char object[AUDIT_OBJECT_SIZE], public[SM2_PUBLIC_SIZE], id[SM2_KEY_ID_SIZE], sum[SM3_HEX_SIZE],
		detail[96], words[256];
	int64_t staff, seal;

	if (read_owner(st, key, &staff, &seal, public, err) < 0)
		return -1;
	if (key_digest(key, staff, seal, public, sum) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	sm2_key_id(public, id);
	snprintf(detail, sizeof(detail), "%s %s", event, sum);
	snprintf(words, sizeof(words), "%s %s", reason, id);
	return audit_append(st,
			    &(struct audit_entry) { .act = ACT_KEY,
						    .object = audit_object("key", key, object),
						    .reason = words,
						    .detail = detail },
			    NULL, err);
}

int held_key_keep(struct store *st, int64_t staff, int64_t seal, const struct moment *now,
		  struct held_key *k, struct err *err)
{
	char public[SM2_PUBLIC_SIZE];
	struct held_key other = { 0 };
	int rc;

	if (k->id)
		return 0;
	rc = staff ? find_key(st, staff, seal, &other, err) : 0;
	explicit_bzero(&other, sizeof(other));
	if (rc != 0)
		return rc < 0 ? -1
			      : err_set(err, ERR_CONFLICT, _("签名密钥刚刚在别处生成，请再试一次"));
	sm2_public(k->key, public);
	if (add_key(st, staff, seal, public, k->box, now->at, err) < 0)
		return -1;
	k->id = store_last_id(st);
	return note_key(st, k->id, "made", N_("生成密钥"), err);
}

int key_revoke(struct store *st, int64_t key, const char *at, const char *reason, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_KEY_REVOKE);

	stmt_bind_int(q, 1, key);
	stmt_bind_text(q, 2, at);
	stmt_bind_text(q, 3, reason);
	if (stmt_run(q, err) < 0)
		return -1;
	return note_key(st, key, "revoked", reason, err);
}

/* ---- under another password ---- */

static int list_keys(struct store *st, const struct account *a, struct wrapped_keys *k,
		     struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_KEY_OF_HOLDER);
	int rc;

	k->count = 0;
	stmt_bind_int(q, 1, a->id);
	while ((rc = stmt_step(q, err)) == 1 && k->count < WRAPPED_MOST) {
		k->keys[k->count].id = stmt_int(q, 0);
		stmt_copy_text(q, 1, k->keys[k->count].box, KEYBOX_SIZE);
		k->count++;
	}
	stmt_done(q);
	if (rc == 1)
		return err_set(err, ERR_INPUT, _("“%s”名下的密钥超过 %d 把，请先停用不用的印章"),
			       a->name, WRAPPED_MOST);
	return rc;
}

static int wrap_anew(char box[KEYBOX_SIZE], const char *old, const char *new,
		     const unsigned char *secret, struct err *err)
{
	struct sm2_key *key = NULL;
	int rc = keybox_open(box, old, secret, &key, err);

	if (rc == 0)
		rc = keybox_close(key, new, secret, box, err);
	sm2_destroy(key);
	return rc;
}

int wrapped_keys_make(struct store *st, const struct account *a, const char *old, const char *new,
		      struct wrapped_keys *out, struct err *err)
{
	unsigned char secret[DESK_SECRET_SIZE];
	int rc = list_keys(st, a, out, err);

	if (rc == 0)
		rc = desk_secret_load(st, secret, err);
	for (int i = 0; rc == 0 && i < out->count; i++)
		rc = wrap_anew(out->keys[i].box, old, new, secret, err);
	explicit_bzero(secret, sizeof(secret));
	return rc;
}

int wrapped_keys_keep(struct store *st, const struct wrapped_keys *k, struct err *err)
{
	for (int i = 0; i < k->count; i++) {
		struct stmt *q = stmt_get(st, STMT_KEY_WRAP);

		stmt_bind_int(q, 1, k->keys[i].id);
		stmt_bind_text(q, 2, k->keys[i].box);
		if (stmt_run(q, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- seals ---- */

static int check_keeper(struct store *st, const struct actor *a, int64_t seal, struct err *err)
{
	struct seal s;
	int rc = seal_load(st, seal, &s, err);

	if (rc < 0)
		return -1;
	if (rc == 0 || !s.active)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("这枚印章不在名册里或已停用，请医保负责人核对名册"));
	if (s.keeper != a->staff)
		return err_set(err, ERR_NOT_ALLOWED, _("“%s”不由您保管，请保管人用印"), s.name);
	return 0;
}

/* After the key derivations: still the keeper, and the key in its place. */
static int keep_seal_key(struct store *st, const struct account *a, const struct actor *who,
			 int64_t seal, struct held_key *k, struct err *err)
{
	struct moment now;

	if (desk_clock_look(st, &now, err) < 0 || account_unchanged(st, a, err) < 0 ||
	    check_keeper(st, who, seal, err) < 0)
		return -1;
	return held_key_keep(st, a->id, seal, &now, k, err);
}

static int keep_alone(struct store *st, const struct account *a, const struct actor *who,
		      int64_t seal, struct held_key *k, struct err *err)
{
	if (store_begin(st, err) < 0)
		return -1;
	if (keep_seal_key(st, a, who, seal, k, err) < 0) {
		store_rollback(st);
		return -1;
	}
	return store_commit(st, err);
}

int staff_open_seal(struct store *st, const struct actor *a, const char *password, int64_t seal,
		    struct sm2_key **out_key, int64_t *out_key_id, struct err *err)
{
	struct account account;
	struct held_key k = { 0 };
	int rc;

	if (check_keeper(st, a, seal, err) < 0)
		return -1;
	rc = attempt_password(st, a->staff, NULL, password, &account, err);
	if (rc != ATTEMPT_RIGHT || held_key_obtain(st, a->staff, seal, password, &k, err) < 0)
		return -1;
	if (keep_alone(st, &account, a, seal, &k, err) < 0) {
		held_key_finish(&k);
		return -1;
	}
	*out_key = k.key;
	*out_key_id = k.id;
	k.key = NULL;
	held_key_finish(&k);
	store_confirm(st, a->staff);
	return 0;
}
