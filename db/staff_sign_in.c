/* Signing in and out, and the password again before an act. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/process.h"
#include "db/settings.h"
#include "db/staff_parts.h"
#include "db/stmt.h"

/* ---- one desk a person ---- */

static int mark_session(struct store *st, int64_t staff, const char *at, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SESSION_SIGN_IN);
	char place[PROCESS_TERMINAL_SIZE];

	stmt_bind_int(q, 1, store_session(st));
	if (staff) {
		stmt_bind_int(q, 2, staff);
		stmt_bind_text(q, 3, process_terminal(place, sizeof(place)));
		stmt_bind_text(q, 4, at);
	}
	return stmt_run(q, err);
}

/* Another running desk at which this person is signed in: 1 with its place and time, 0, -1. */
static int find_other_desk(struct store *st, int64_t staff, char place[PROCESS_TERMINAL_SIZE],
			   char since[20], struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SESSION_OF_STAFF);
	bool found = false;
	int rc = 0;

	stmt_bind_int(q, 1, staff);
	stmt_bind_int(q, 2, store_session(st));
	while (!found && (rc = stmt_step(q, err)) == 1) {
		struct process p = { .pid = stmt_int(q, 1), .started = stmt_int(q, 2) };

		stmt_copy_text(q, 3, p.boot, sizeof(p.boot));
		stmt_copy_text(q, 4, place, PROCESS_TERMINAL_SIZE);
		stmt_copy_text(q, 5, since, 20);
		found = process_alive(&p);
	}
	stmt_done(q);
	return found ? 1 : rc;
}

int desk_take(struct store *st, const struct account *a, const struct moment *now, struct err *err)
{
	char place[PROCESS_TERMINAL_SIZE], since[20];
	int rc = find_other_desk(st, a->id, place, since, err);

	if (rc < 0)
		return -1;
	if (rc == 1)
		return err_set(err, ERR_CONFLICT,
			       _("“%s”已在另一个登记台登录（%s，%s "
				 "起），请先在那里退出登录，再在这里登录"),
			       a->name, place[0] ? place : _("终端不详"), since);
	return store_session(st) ? mark_session(st, a->id, now->at, err) : 0;
}

/* ---- signing in ---- */

/* A password too old is changed before anything else; the number of days is a setting. */
static int is_old(struct store *st, const struct account *a, const struct moment *now, bool *out,
		  struct err *err)
{
	struct settings s;
	struct date set, today;
	char day[DATE_TEXT_SIZE];
	int days;

	if (settings_load(st, &s, err) < 0)
		return -1;
	days = (int)strtol(s.password_days, NULL, 10);
	snprintf(day, sizeof(day), "%.10s", a->set_at);
	*out = false;
	if (days <= 0 || date_parse(day, &set) < 0)
		return 0;
	snprintf(day, sizeof(day), "%.10s", now->at);
	*out = date_parse(day, &today) == 0 && date_days_between(set, today) > days;
	return 0;
}

/* What one sign-in carries from the derivations to its transaction. */
struct entering {
	struct account account;
	struct actor actor;
	struct held_key key;
	char rehashed[PASSWORD_HASH_SIZE]; /* "": the hash is as strong as today's */
	struct wrapped_keys wrapped;       /* with it, what the password opens */
	bool must_change;
};

/* The passwords of a training store stand on its screen: they stay cheap, and signing in is quick. */
static int strengthen(struct store *st, const char *password, struct entering *e, struct err *err)
{
	if (store_kind(st) == STORE_TRAINING || !password_is_weak(e->account.hash))
		return 0;
	if (wrapped_keys_make(st, &e->account, password, password, &e->wrapped, err) < 0)
		return -1;
	return password_hash(password, password_cost(), e->rehashed, err);
}

static int keep_rehashed(struct store *st, int statement, const struct entering *e, struct err *err)
{
	struct stmt *q = stmt_get(st, statement);

	stmt_bind_int(q, 1, e->account.id);
	stmt_bind_text(q, 2, e->account.hash);
	stmt_bind_text(q, 3, e->rehashed);
	return stmt_run(q, err);
}

static int note_entry(struct store *st, const struct entering *e, const char *refusal,
		      struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];

	audit_object("staff", e->account.id, object);
	return audit_append(st,
			    &(struct audit_entry) { .act = ACT_SIGN_IN,
						    .object = object,
						    .refused = refusal != NULL,
						    .reason = refusal },
			    NULL, err);
}

/* The password was right, and that is all: nobody is signed in, which the audit says. */
static int end_outside(struct store *st, const struct entering *e, const char *reason,
		       struct err *err)
{
	store_set_actor(st, NULL);
	return note_entry(st, e, reason, err);
}

static int write_entry(struct store *st, struct entering *e, const struct moment *now,
		       struct err *err)
{
	if (held_key_keep(st, e->account.id, 0, now, &e->key, err) < 0)
		return -1;
	if (e->rehashed[0] && (keep_rehashed(st, STMT_PASSWORD_REHASH, e, err) < 0 ||
			       keep_rehashed(st, STMT_PASSWORD_PAST_REHASH, e, err) < 0 ||
			       wrapped_keys_keep(st, &e->wrapped, err) < 0))
		return -1;
	return note_entry(st, e, NULL, err);
}

/* Returns what signing in came to, or -1 with *out_kept telling whether the transaction is worth keeping. */
static int enter(struct store *st, struct entering *e, bool *out_kept, struct err *err)
{
	struct moment now;
	struct err unused;

	*out_kept = false;
	if (desk_clock_look(st, &now, err) < 0 || account_unchanged(st, &e->account, err) < 0 ||
	    account_actor(st, &e->account, &e->actor, err) < 0)
		return -1;
	if (e->must_change) {
		*out_kept = end_outside(st, e, N_("须先修改口令"), err) == 0;
		return *out_kept ? SIGN_IN_MUST_CHANGE : -1;
	}
	store_set_actor(st, &e->actor);
	if (desk_take(st, &e->account, &now, err) < 0) {
		*out_kept = err && err->code == ERR_CONFLICT &&
			    end_outside(st, e, N_("已在另一个登记台登录"), &unused) == 0;
		return -1;
	}
	*out_kept = write_entry(st, e, &now, err) == 0;
	return *out_kept ? SIGN_IN_DONE : -1;
}

static int enter_alone(struct store *st, struct entering *e, struct err *err)
{
	struct actor before = *store_actor(st);
	bool kept;
	int rc;

	if (store_begin(st, err) < 0)
		return -1;
	rc = enter(st, e, &kept, err);
	if (!kept)
		store_rollback(st);
	else if (store_commit(st, rc < 0 ? NULL : err) < 0)
		rc = -1;
	if (rc != SIGN_IN_DONE)
		store_set_actor(st, &before);
	return rc;
}

/* The key derivations of an entry. Somebody who has to change his password gets no key yet. */
static int prepare(struct store *st, const char *password, struct entering *e, struct err *err)
{
	struct moment now;
	bool old;

	if (desk_clock_peek(st, &now, err) < 0 || is_old(st, &e->account, &now, &old, err) < 0)
		return -1;
	e->must_change = e->account.first || old;
	if (e->must_change)
		return 0;
	if (strengthen(st, password, e, err) < 0)
		return -1;
	return held_key_obtain(st, e->account.id, 0, password, &e->key, err);
}

int staff_sign_in(struct store *st, const char *login, const char *password, struct actor *out,
		  struct sm2_key **out_key, struct err *err)
{
	// clang-format off
	static const enum sign_in refused[] = {
		[ATTEMPT_WRONG] = SIGN_IN_WRONG, [ATTEMPT_LOCKED] = SIGN_IN_LOCKED,
	};
	// clang-format on
	struct entering e = { 0 };
	int rc = attempt_password(st, 0, login, password, &e.account, err);

	if (rc != ATTEMPT_RIGHT)
		return rc < 0 ? -1 : (int)refused[rc];
	rc = prepare(st, password, &e, err);
	if (rc == 0)
		rc = enter_alone(st, &e, err);
	if (rc == SIGN_IN_DONE || rc == SIGN_IN_MUST_CHANGE)
		*out = e.actor;
	if (rc == SIGN_IN_DONE && out_key) {
		*out_key = e.key.key;
		e.key.key = NULL;
	}
	held_key_finish(&e.key);
	return rc;
}

/* ---- the password again ---- */

int staff_confirm(struct store *st, const struct actor *a, const char *password,
		  struct sm2_key **out_key, struct err *err)
{
	struct account account;
	struct held_key key = { 0 };
	int rc = a->staff ? attempt_password(st, a->staff, NULL, password, &account, err)
			  : err_set(err, ERR_NOT_ALLOWED, _("还没有人登录，请先登录"));

	if (rc == ATTEMPT_WRONG)
		err_set(err, ERR_NOT_ALLOWED, _("口令不对，没有办理；请再输一次"));
	if (rc != ATTEMPT_RIGHT || account_unchanged(st, &account, err) < 0)
		return -1;
	if (!out_key) {
		store_confirm(st, a->staff);
		return 0;
	}
	if (held_key_obtain(st, a->staff, 0, password, &key, err) < 0)
		return -1;
	if (!key.id) {
		held_key_finish(&key);
		return err_set(err, ERR_NOT_ALLOWED, _("“%s”的签名密钥已撤销，请退出后重新登录"),
			       a->name);
	}
	*out_key = key.key;
	key.key = NULL;
	held_key_finish(&key);
	store_confirm(st, a->staff);
	return 0;
}

/* ---- signing out ---- */

static int write_exit(struct store *st, int64_t staff, enum act how, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];

	audit_object("staff", staff, object);
	if (store_session(st) && mark_session(st, 0, NULL, err) < 0)
		return -1;
	return audit_append(st, &(struct audit_entry) { .act = how, .object = object }, NULL, err);
}

int staff_sign_out(struct store *st, enum act how, struct err *err)
{
	int64_t staff = store_actor(st)->staff;
	int rc;

	if (!staff)
		return 0;
	rc = store_begin(st, err);
	if (rc == 0 && write_exit(st, staff, how, err) < 0) {
		store_rollback(st);
		rc = -1;
	} else if (rc == 0) {
		rc = store_commit(st, err);
	}
	/* Whatever the store says: nobody acts in his name any more. */
	store_set_actor(st, NULL);
	return rc;
}
