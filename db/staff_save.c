/* What the security administrator does with accounts. */
#include <stdio.h>
#include <string.h>

#include "db/staff_parts.h"
#include "db/stmt.h"
#include "forms/text.h"

/* ---- what can be ---- */

/* Typed on every keyboard, in one spelling only: a word, or a 工号. */
static bool is_login(const char *login)
{
	static const char first[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	static const char rest[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t len = strlen(login);

	return len >= 2 && strchr(first, login[0]) && strspn(login, rest) == len;
}

int staff_check(const struct staff *s, struct err *err)
{
	char words[256];

	if (!is_login(s->login))
		return err_set(err, ERR_INPUT,
			       _("登录名“%s”不能用：请用 2 至 31 个小写字母、数字或 . _ "
				 "-，以字母或数字开头"),
			       s->login);
	if (!s->name[0] || !text_is_clean(s->name))
		return err_set(err, ERR_INPUT, _("“%s”的姓名“%s”不能用：请照身份证填写"), s->login,
			       s->name);
	if (!s->roles)
		return err_set(err, ERR_INPUT, _("“%s”还没有岗位，请至少选一个"), s->name);
	if (!roles_may_combine(s->roles))
		return err_set(err, ERR_INPUT,
			       _("“%s”的岗位“%s”不能由一人兼任：三个管理员各由一人专任，不办业务"),
			       s->name, roles_words(s->roles, words, sizeof(words)));
	return 0;
}

static int refuse_taken(struct store *st, const struct staff *s, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_STAFF_BY_LOGIN);
	int64_t id;
	int rc;

	stmt_bind_text(q, 1, s->login);
	rc = stmt_fetch_int(q, &id, err);
	if (rc == 1)
		return err_set(err, ERR_INPUT, _("登录名“%s”已有人用，请换一个"), s->login);
	return rc;
}

/* Without a security administrator nobody could ever be let in again. */
static int keep_an_administrator(struct store *st, const struct staff *was, const struct staff *s,
				 struct err *err)
{
	unsigned admin = ROLE_BIT(ROLE_SECURITY_ADMIN);
	struct stmt *q;
	int64_t others = 0;

	if (!was->active || was->roles != admin || (s->active && s->roles == admin))
		return 0;
	q = stmt_get(st, STMT_STAFF_OTHERS_OF_ROLE);
	stmt_bind_text(q, 1, role_key(ROLE_SECURITY_ADMIN));
	stmt_bind_int(q, 2, s->id);
	if (stmt_fetch_int(q, &others, err) < 0)
		return -1;
	if (others == 0)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("“%s”是唯一的安全管理员，不能停用或改岗；请先另设一名安全管理员"),
			       was->name);
	return 0;
}

static int check_change(struct store *st, const struct actor *who, const struct staff *s,
			struct err *err)
{
	struct staff was;
	int rc = staff_load(st, s->id, &was, err);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(err, ERR_INPUT, _("没有这个账号，请刷新名单"));
	if (strcmp(was.login, s->login) != 0)
		return err_set(err, ERR_INPUT, _("登录名“%s”不能改；请停用旧账号，另建一个"),
			       was.login);
	if (who->staff == s->id && (was.roles != s->roles || was.active != s->active))
		return err_set(err, ERR_NOT_ALLOWED,
			       _("不能改自己的岗位，也不能停用自己；请另一名安全管理员办理"));
	return keep_an_administrator(st, &was, s, err);
}

/* ---- writing ---- */

static int write_row(struct store *st, const struct staff *s, const char *at, int64_t *out_id,
		     struct err *err)
{
	struct stmt *q = stmt_get(st, s->id ? STMT_STAFF_UPDATE : STMT_STAFF_ADD);
	char roles[ROLES_TEXT_SIZE];

	if (s->id)
		stmt_bind_int(q, 1, s->id);
	else
		stmt_bind_text(q, 1, s->login);
	stmt_bind_text(q, 2, s->name);
	stmt_bind_text(q, 3, roles_format(s->roles, roles));
	stmt_bind_int(q, 4, s->active);
	if (!s->id)
		stmt_bind_text(q, 5, at);
	if (stmt_run(q, err) < 0)
		return -1;
	*out_id = s->id ? s->id : store_last_id(st);
	return 0;
}

/* The row commits to the account as it now stands in the store. */
static int note_account(struct store *st, int64_t id, struct staff *out, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE], detail[ENTRY_DETAIL_SIZE];

	if (staff_load(st, id, out, err) != 1)
		return -1;
	if (staff_detail(out, detail) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	return audit_append(st,
			    &(struct audit_entry) { .act = ACT_STAFF,
						    .object = audit_object("staff", id, object),
						    .detail = detail },
			    NULL, err);
}

int staff_keep(struct store *st, const struct staff *s, const char *hash, bool first,
	       const struct moment *now, struct staff *out, struct err *err)
{
	int64_t id;

	if (write_row(st, s, now->at, &id, err) < 0)
		return -1;
	if (hash && password_keep(st, id, hash, now->at, first, err) < 0)
		return -1;
	return note_account(st, id, out, err);
}

static int save_inside(struct store *st, const struct actor *who, const struct staff *s,
		       const char *hash, struct staff *out, struct err *err)
{
	struct moment now;

	if (staff_may(st, who, ACT_STAFF, err) < 0 || staff_check(s, err) < 0 ||
	    (s->id ? check_change(st, who, s, err) : refuse_taken(st, s, err)) < 0)
		return -1;
	if (desk_clock_look(st, &now, err) < 0)
		return -1;
	return staff_keep(st, s, hash, true, &now, out, err);
}

int staff_save(struct store *st, const struct actor *who, struct staff *s,
	       const char *first_password, struct err *err)
{
	char hash[PASSWORD_HASH_SIZE], object[AUDIT_OBJECT_SIZE];
	struct staff saved;

	if (!s->id && (staff_check(s, err) < 0 ||
		       password_check(first_password, s->login, s->name, err) < 0 ||
		       password_hash(first_password, password_cost(), hash, err) < 0))
		return -1;
	if (store_begin(st, err) < 0)
		return -1;
	if (save_inside(st, who, s, s->id ? NULL : hash, &saved, err) < 0)
		return refuse_and_note(st, ACT_STAFF, audit_object("staff", s->id, object), err);
	if (store_commit(st, err) < 0)
		return -1;
	*s = saved;
	return 0;
}

/* ---- a forgotten password, a lock ---- */

/* Nobody can open the keys of somebody who forgot his password: they sign nothing any more. */
static int revoke_keys(struct store *st, int64_t staff, const char *at, struct err *err)
{
	int64_t keys[32];
	int count = 0, rc;
	struct stmt *q = stmt_get(st, STMT_KEY_OF_HOLDER);

	stmt_bind_int(q, 1, staff);
	while ((rc = stmt_step(q, err)) == 1 && count < (int)ARRAY_SIZE(keys))
		keys[count++] = stmt_int(q, 0);
	stmt_done(q);
	if (rc < 0)
		return -1;
	for (int i = 0; i < count; i++)
		if (key_revoke(st, keys[i], at, N_("口令重置"), err) < 0)
			return -1;
	return 0;
}

static int find_account(struct store *st, int64_t id, struct staff *out, struct err *err)
{
	int rc = staff_load(st, id, out, err);

	return rc == 0 ? err_set(err, ERR_INPUT, _("没有这个账号，请刷新名单")) : rc < 0 ? -1 : 0;
}

static int note(struct store *st, enum act act, int64_t staff, const char *reason, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];

	audit_object("staff", staff, object);
	return audit_append(
		st, &(struct audit_entry) { .act = act, .object = object, .reason = reason }, NULL,
		err);
}

static int reset_inside(struct store *st, const struct actor *who, int64_t id, const char *hash,
			struct err *err)
{
	struct moment now;

	if (staff_may(st, who, ACT_STAFF, err) < 0)
		return -1;
	if (who->staff == id)
		return err_set(err, ERR_NOT_ALLOWED, _("自己的口令请用“修改口令”，不能重置"));
	if (desk_clock_look(st, &now, err) < 0 ||
	    password_keep(st, id, hash, now.at, true, err) < 0 ||
	    revoke_keys(st, id, now.at, err) < 0)
		return -1;
	return note(st, ACT_STAFF, id, N_("重置口令"), err);
}

int staff_reset_password(struct store *st, const struct actor *who, int64_t id,
			 const char *first_password, struct err *err)
{
	char hash[PASSWORD_HASH_SIZE], object[AUDIT_OBJECT_SIZE];
	struct staff s;

	if (find_account(st, id, &s, err) < 0 ||
	    password_check(first_password, s.login, s.name, err) < 0 ||
	    password_hash(first_password, password_cost(), hash, err) < 0 ||
	    store_begin(st, err) < 0)
		return -1;
	if (reset_inside(st, who, id, hash, err) < 0)
		return refuse_and_note(st, ACT_STAFF, audit_object("staff", id, object), err);
	return store_commit(st, err);
}

static int unlock_inside(struct store *st, const struct actor *who, int64_t id, struct err *err)
{
	if (staff_may(st, who, ACT_UNLOCK, err) < 0)
		return -1;
	if (who->staff == id)
		return err_set(err, ERR_NOT_ALLOWED, _("不能给自己解锁，请另一名安全管理员办理"));
	if (account_forgive(st, id, err) < 0)
		return -1;
	return note(st, ACT_UNLOCK, id, NULL, err);
}

int staff_unlock(struct store *st, const struct actor *who, int64_t id, struct err *err)
{
	struct staff s;
	char object[AUDIT_OBJECT_SIZE];

	if (find_account(st, id, &s, err) < 0 || store_begin(st, err) < 0)
		return -1;
	if (unlock_inside(st, who, id, err) < 0)
		return refuse_and_note(st, ACT_UNLOCK, audit_object("staff", id, object), err);
	return store_commit(st, err);
}
