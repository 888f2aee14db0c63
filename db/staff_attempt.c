/* One look at a password: counted first, then compared; and the locks that too many failures bring. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "db/staff_parts.h"
#include "db/stmt.h"

#define FAILURES_A_LOCK 5
#define LOCK_FIRST (15 * 60) /* seconds; each further lock is twice as long */
#define LOCK_MOST (24 * 60 * 60)
#define SECOND INT64_C(1000000000)

/* ---- locks ---- */

static int64_t lock_seconds(int64_t locks)
{
	int64_t seconds = LOCK_FIRST;

	for (int64_t i = 1; i < locks && seconds < LOCK_MOST; i++)
		seconds *= 2;
	return seconds < LOCK_MOST ? seconds : LOCK_MOST;
}

static void wall_text(int64_t wall, char out[20])
{
	time_t t = (time_t)wall;
	struct tm local;

	*out = '\0';
	if (localtime_r(&t, &local))
		strftime(out, 20, "%Y-%m-%d %H:%M:%S", &local);
}

bool account_is_locked(const struct account *a, const struct moment *now)
{
	if (!a->locked_boot[0])
		return false;
	if (strcmp(a->locked_boot, now->boot) == 0)
		return now->mono < a->locked_mono;
	return now->doubtful || strcmp(now->at, a->locked_wall) < 0;
}

void account_locked_until(const struct account *a, const struct moment *now, char out[20])
{
	*out = '\0';
	if (!account_is_locked(a, now))
		return;
	if (strcmp(a->locked_boot, now->boot) == 0)
		/* What the monotonic clock leaves, said by the wall clock as it stands now. */
		wall_text(now->wall + (a->locked_mono - now->mono + SECOND - 1) / SECOND, out);
	else
		snprintf(out, 20, "%s", a->locked_wall);
}

static int keep_lock(struct store *st, struct account *a, const struct moment *now, struct err *err)
{
	int64_t seconds = lock_seconds(a->locks);
	struct stmt *q;

	snprintf(a->locked_boot, sizeof(a->locked_boot), "%s", now->boot);
	a->locked_mono = now->mono + seconds * SECOND;
	wall_text(now->wall + seconds, a->locked_wall);
	q = stmt_get(st, STMT_PASSWORD_LOCK);
	stmt_bind_int(q, 1, a->id);
	stmt_bind_int(q, 2, a->locks);
	stmt_bind_text(q, 3, a->locked_boot);
	stmt_bind_int(q, 4, a->locked_mono);
	stmt_bind_text(q, 5, a->locked_wall);
	return stmt_run(q, err);
}

/* A lock of an earlier boot ends by the wall clock. While that is doubtful the lock begins anew on this boot's own clock, so
 * that setting the clock neither shortens a lock nor makes one last for ever. */
static int carry_lock_over(struct store *st, struct account *a, const struct moment *now,
			   struct err *err)
{
	if (!a->locked_boot[0] || strcmp(a->locked_boot, now->boot) == 0 || !now->doubtful)
		return 0;
	return keep_lock(st, a, now, err);
}

int account_forgive(struct store *st, int64_t staff, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_PASSWORD_FORGIVE);

	stmt_bind_int(q, 1, staff);
	return stmt_run(q, err);
}

/* ---- counting ---- */

/* The failure is counted, and with the fifth the account is locked, before anybody knows whether it is one: nothing that
 * happens afterwards, a kill included, can lower the count. */
static int count_failure(struct store *st, struct account *a, const struct moment *now,
			 struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_PASSWORD_COUNT);

	stmt_bind_int(q, 1, a->id);
	if (stmt_run(q, err) < 0)
		return -1;
	a->failures++;
	if (a->failures % FAILURES_A_LOCK != 0)
		return 0;
	a->locks++;
	return keep_lock(st, a, now, err);
}

static int note_refusal(struct store *st, int64_t staff, const char *reason, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE] = "";

	if (staff)
		audit_object("staff", staff, object);
	return audit_append(
		st,
		&(struct audit_entry) {
			.act = ACT_SIGN_IN, .object = object, .refused = true, .reason = reason },
		NULL, err);
}

static int refuse_locked(const struct account *a, const struct moment *now, struct err *err)
{
	char until[20];

	account_locked_until(a, now, until);
	return err_set(err, ERR_NOT_ALLOWED,
		       _("口令多次不对，账号“%s”已锁定至 %s；急用请找安全管理员解锁"), a->login,
		       until);
}

/* Both the known and the unknown login look at the clock, which writes: the commit costs both the same. */
static int count_in(struct store *st, int64_t id, const char *login, struct account *a,
		    struct moment *now, struct err *err)
{
	int found;

	if (desk_clock_look(st, now, err) < 0)
		return -1;
	found = account_load(st, id, login, a, err);
	if (found <= 0)
		return found < 0 ? -1 : ATTEMPT_RIGHT;
	if (carry_lock_over(st, a, now, err) < 0)
		return -1;
	if (!account_is_locked(a, now))
		return count_failure(st, a, now, err) < 0 ? -1 : ATTEMPT_RIGHT;
	refuse_locked(a, now, err);
	return note_refusal(st, a->id, N_("账号锁定中"), err) < 0 ? -1 : ATTEMPT_LOCKED;
}

/* Whether the password may be looked at: RIGHT it may, LOCKED it may not. */
static int count_alone(struct store *st, int64_t id, const char *login, struct account *a,
		       struct moment *now, struct err *err)
{
	int rc;

	if (store_begin(st, err) < 0)
		return -1;
	rc = count_in(st, id, login, a, now, err);
	if (rc < 0) {
		store_rollback(st);
		return -1;
	}
	return store_commit(st, err) < 0 ? -1 : rc;
}

static int note_alone(struct store *st, const struct account *a, const char *reason,
		      struct err *err)
{
	if (store_begin(st, err) < 0)
		return -1;
	if (note_refusal(st, a->id, reason, err) < 0) {
		store_rollback(st);
		return -1;
	}
	return store_commit(st, err);
}

static int forgive_alone(struct store *st, int64_t staff, struct err *err)
{
	if (store_begin(st, err) < 0)
		return -1;
	if (account_forgive(st, staff, err) < 0) {
		store_rollback(st);
		return -1;
	}
	return store_commit(st, err);
}

static bool looks_right(const struct account *a, const char *password)
{
	if (a->id)
		return password_matches(password, a->hash);
	password_spend(password);
	return false;
}

/* A wrong login, a wrong password and an account that is switched off read the same. */
static int refuse_wrong(struct store *st, const struct account *a, const struct moment *now,
			bool right, struct err *err)
{
	const char *reason = !a->id ? N_("登录名不对") : right ? N_("账号已停用") : N_("口令不对");

	if (note_alone(st, a, reason, err) < 0)
		return -1;
	if (a->id && account_is_locked(a, now)) {
		refuse_locked(a, now, err);
		return ATTEMPT_LOCKED;
	}
	err_set(err, ERR_NOT_ALLOWED,
		_("登录名或口令不对，请核对大小写后再试；连续 %d 次不对，账号会锁定"),
		FAILURES_A_LOCK);
	return ATTEMPT_WRONG;
}

int attempt_password(struct store *st, int64_t id, const char *login, const char *password,
		     struct account *out, struct err *err)
{
	struct account a = { 0 };
	struct moment now;
	bool right;
	int rc = count_alone(st, id, login, &a, &now, err);

	if (rc != ATTEMPT_RIGHT)
		return rc;
	right = looks_right(&a, password);
	if (!right || !a.active)
		return refuse_wrong(st, &a, &now, right, err);
	if (forgive_alone(st, a.id, err) < 0)
		return -1;
	*out = a;
	return ATTEMPT_RIGHT;
}
