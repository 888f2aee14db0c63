/* Changing one's own password. */
#include <stdio.h>
#include <string.h>

#include "db/setup.h"
#include "db/staff_parts.h"
#include "db/stmt.h"

/* What a change carries from the derivations to its transaction. */
struct changing {
	struct account account;
	char hash[PASSWORD_HASH_SIZE];
	struct wrapped_keys keys;
	struct held_key own; /* opened, or new */
};

static void finish(struct changing *c)
{
	held_key_finish(&c->own);
	explicit_bzero(c, sizeof(*c));
}

/* ---- looking and deriving ---- */

static int refuse_past(struct store *st, int64_t staff, const char *new, struct err *err)
{
	char past[PASSWORD_PAST][PASSWORD_HASH_SIZE];
	struct stmt *q = stmt_get(st, STMT_PASSWORD_PAST_LIST);
	int count = 0, rc;

	stmt_bind_int(q, 1, staff);
	stmt_bind_int(q, 2, PASSWORD_PAST);
	while ((rc = stmt_step(q, err)) == 1)
		stmt_copy_text(q, 0, past[count++], PASSWORD_HASH_SIZE);
	stmt_done(q);
	for (int i = 0; rc == 0 && i < count; i++)
		if (password_matches(new, past[i]))
			rc = err_set(err, ERR_INPUT, _("新口令与最近 %d 次用过的相同，请另换一个"),
				     PASSWORD_PAST);
	explicit_bzero(past, sizeof(past));
	return rc;
}

/* His own key opened under the old password, or a new one under the new. */
static int own_key(struct store *st, struct changing *c, const char *old, const char *new,
		   struct err *err)
{
	char public[SM2_PUBLIC_SIZE];
	int64_t id;
	int rc = staff_key(st, c->account.id, &id, public, err);

	if (rc < 0)
		return -1;
	return rc == 1 ? held_key_obtain(st, c->account.id, 0, old, &c->own, err)
		       : held_key_make(st, new, &c->own, err);
}

static int prepare(struct store *st, struct changing *c, const char *old, const char *new,
		   struct err *err)
{
	if (password_check(new, c->account.login, c->account.name, err) < 0 ||
	    refuse_past(st, c->account.id, new, err) < 0 || own_key(st, c, old, new, err) < 0 ||
	    wrapped_keys_make(st, &c->account, old, new, &c->keys, err) < 0)
		return -1;
	return password_hash(new, password_cost(), c->hash, err);
}

/* ---- writing ---- */

static int add_past(struct store *st, int64_t staff, const char *hash, const char *at,
		    struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_PASSWORD_PAST_ADD);

	stmt_bind_int(q, 1, staff);
	stmt_bind_text(q, 2, at);
	stmt_bind_text(q, 3, hash);
	if (stmt_run(q, err) < 0)
		return -1;
	q = stmt_get(st, STMT_PASSWORD_PAST_PRUNE);
	stmt_bind_int(q, 1, staff);
	stmt_bind_int(q, 2, PASSWORD_PAST);
	return stmt_run(q, err);
}

int password_keep(struct store *st, int64_t staff, const char *hash, const char *at, bool first,
		  struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_PASSWORD_SET);

	stmt_bind_int(q, 1, staff);
	stmt_bind_text(q, 2, hash);
	stmt_bind_text(q, 3, at);
	stmt_bind_int(q, 4, first);
	if (stmt_run(q, err) < 0)
		return -1;
	return add_past(st, staff, hash, at, err);
}

static int note(struct store *st, enum act act, int64_t staff, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];

	audit_object("staff", staff, object);
	return audit_append(st, &(struct audit_entry) { .act = act, .object = object }, NULL, err);
}

static int write_change(struct store *st, struct changing *c, bool enters, struct err *err)
{
	struct moment now;

	if (desk_clock_look(st, &now, err) < 0 || account_unchanged(st, &c->account, err) < 0 ||
	    (enters && desk_take(st, &c->account, &now, err) < 0) ||
	    password_keep(st, c->account.id, c->hash, now.at, false, err) < 0 ||
	    wrapped_keys_keep(st, &c->keys, err) < 0 ||
	    held_key_keep(st, c->account.id, 0, &now, &c->own, err) < 0 ||
	    note(st, ACT_PASSWORD, c->account.id, err) < 0)
		return -1;
	return enters ? note(st, ACT_SIGN_IN, c->account.id, err) : 0;
}

/* Is this person signed in at this desk? The lock leaves its person standing as the store's actor, and only the session's
 * row tells that he is out. A store without a session (a command's) knows its actor alone. 1, 0, -1. */
static int is_in(struct store *st, int64_t staff, struct err *err)
{
	struct stmt *q;
	int64_t here = 0;

	if (store_actor(st)->staff != staff || !store_session(st))
		return store_actor(st)->staff == staff;
	q = stmt_get(st, STMT_SESSION_STAFF);
	stmt_bind_int(q, 1, store_session(st));
	return stmt_fetch_int(q, &here, err) < 0 ? -1 : here == staff;
}

/* In his own name, whoever stood at the desk before. */
static int change_within(struct store *st, struct changing *c, const struct actor *who,
			 struct err *err)
{
	int in = is_in(st, c->account.id, err);

	if (in < 0)
		return -1;
	if (!in)
		store_set_actor(st, who);
	return write_change(st, c, !in, err);
}

/* Somebody who had to change his password first is signed in by the change itself. */
static int change(struct store *st, struct changing *c, struct err *err)
{
	struct actor before = *store_actor(st), who;
	int rc;

	if (account_actor(st, &c->account, &who, err) < 0 || store_begin(st, err) < 0)
		return -1;
	rc = change_within(st, c, &who, err);
	if (rc < 0)
		store_rollback(st);
	else
		rc = store_commit(st, err);
	if (rc < 0)
		store_set_actor(st, &before);
	return rc;
}

int staff_change_password(struct store *st, const struct actor *a, const char *old, const char *new,
			  struct sm2_key **out_key, struct err *err)
{
	struct changing c = { 0 };
	int rc = attempt_password(st, a->staff, NULL, old, &c.account, err);

	if (rc == ATTEMPT_WRONG)
		err_set(err, ERR_NOT_ALLOWED, _("原口令不对，没有修改；请再输一次"));
	if (rc != ATTEMPT_RIGHT)
		return -1;
	rc = prepare(st, &c, old, new, err);
	if (rc == 0)
		rc = change(st, &c, err);
	if (rc == 0 && out_key) {
		*out_key = c.own.key;
		c.own.key = NULL;
	}
	finish(&c);
	return rc;
}
