/* Changes of the register, each with its row in the audit. */
#include <stdio.h>
#include <string.h>

#include "db/registry_parts.h"
#include "db/setup.h"
#include "db/staff_parts.h"

static int note_entry(struct store *st, const char *kind, int64_t id, const char *detail,
		      struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];

	audit_object(kind, id, object);
	return audit_append(
		st,
		&(struct audit_entry) { .act = ACT_REGISTRY, .object = object, .detail = detail },
		NULL, err);
}

static int add_disease(struct store *st, int statement, int64_t id, const char *word,
		       struct err *err)
{
	struct stmt *q = stmt_get(st, statement);

	stmt_bind_int(q, 1, id);
	stmt_bind_text(q, 2, word);
	return stmt_run(q, err);
}

static int write_diseases(struct store *st, int delete, int add, int64_t id, const char *diseases,
			  struct err *err)
{
	struct stmt *q = stmt_get(st, delete);

	stmt_bind_int(q, 1, id);
	if (stmt_run(q, err) < 0)
		return -1;
	while (*diseases) {
		size_t len = strcspn(diseases, " ");
		char word[32];

		snprintf(word, sizeof(word), "%.*s", (int)len, diseases);
		if (len && add_disease(st, add, id, word, err) < 0)
			return -1;
		diseases += len + (diseases[len] == ' ');
	}
	return 0;
}

static int refuse_gone(int rc, struct err *err)
{
	return rc == 0 ? err_set(err, ERR_CONFLICT, _("名册里没有这一条，请刷新名册")) : -1;
}

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, _("内存不足"));
}

/* ---- institutions ---- */

/* Numbers, signatures and row 1 of the audit rest on the desk's own code. */
static int check_own(struct store *st, const struct institution *i, struct err *err)
{
	struct desk_identity desk;
	int rc = i->id ? desk_identity_load(st, &desk, err) : 0;

	if (rc < 1 || desk.institution.id != i->id)
		return rc < 0 ? -1 : 0;
	if (strcmp(desk.institution.code, i->code) != 0)
		return err_set(err, ERR_INPUT, _("本台机构的编号“%s”已写入备案号和审计，不能改"),
			       desk.institution.code);
	if (!i->active)
		return err_set(err, ERR_INPUT, _("“%s”是本台机构，不能停用"), i->name);
	return 0;
}

static int check_institution(struct store *st, const struct institution *i, struct err *err)
{
	struct institution other;
	int rc;

	if (institution_check(i, err) < 0 || check_own(st, i, err) < 0)
		return -1;
	rc = institution_find(st, i->code, &other, err);
	if (rc == 1 && other.id != i->id && strcmp(other.code, i->code) == 0)
		return err_set(err, ERR_INPUT, _("机构编号“%s”已登记为“%s”，请核对编号"), i->code,
			       other.name);
	return rc < 0 ? -1 : 0;
}

static int write_row(struct store *st, const struct institution *i, int64_t *out_id,
		     struct err *err)
{
	struct stmt *q = stmt_get(st, i->id ? STMT_INSTITUTION_UPDATE : STMT_INSTITUTION_ADD);

	if (i->id)
		stmt_bind_int(q, 1, i->id);
	stmt_bind_text(q, 2, i->code);
	stmt_bind_text(q, 3, i->name);
	stmt_bind_text(q, 4, institution_kind_name(i->kind));
	stmt_bind_int(q, 5, i->level);
	stmt_bind_text(q, 6, i->region);
	stmt_bind_int(q, 7, i->certifies);
	stmt_bind_int(q, 8, i->files);
	stmt_bind_int(q, 9, i->active);
	if (stmt_run(q, err) < 0)
		return -1;
	*out_id = i->id ? i->id : store_last_id(st);
	return 0;
}

int institution_write(struct store *st, struct institution *i, struct err *err)
{
	int64_t id;
	int rc;

	if (check_institution(st, i, err) < 0 || write_row(st, i, &id, err) < 0 ||
	    write_diseases(st, STMT_INSTITUTION_DISEASE_DELETE, STMT_INSTITUTION_DISEASE_ADD, id,
			   i->diseases, err) < 0)
		return -1;
	rc = institution_load(st, id, i, err);
	return rc == 1 ? 0 : refuse_gone(rc, err);
}

int institution_note(struct store *st, const struct institution *i, struct err *err)
{
	char digest[SM3_HEX_SIZE];

	return institution_digest(i, digest) < 0
		       ? no_memory(err)
		       : note_entry(st, "institution", i->id, digest, err);
}

int institution_keep(struct store *st, struct institution *i, struct err *err)
{
	return institution_write(st, i, err) < 0 ? -1 : institution_note(st, i, err);
}

/* ---- doctors ---- */

/* The account signs under the register's name: they must be one person's. */
static int check_account(struct store *st, const struct doctor *d, struct err *err)
{
	struct staff s;
	int rc = staff_load(st, d->staff, &s, err);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(err, ERR_INPUT, _("“%s”的账号不存在，请重新选择"), d->name);
	if (strcmp(s.name, d->name) != 0)
		return err_set(err, ERR_INPUT, _("账号“%s”的姓名是“%s”，与医师“%s”不一致，请核对"),
			       s.login, s.name, d->name);
	if (!(s.roles & ROLE_BIT(ROLE_DOCTOR)))
		return err_set(err, ERR_INPUT, _("账号“%s”没有认定医师岗位，请先找安全管理员设岗"),
			       s.login);
	return 0;
}

static int find_taken_account(struct store *st, const struct doctor *d, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DOCTOR_BY_STAFF);
	int64_t id = 0;

	stmt_bind_int(q, 1, d->staff);
	if (stmt_fetch_int(q, &id, err) < 0)
		return -1;
	if (id && id != d->id)
		return err_set(err, ERR_INPUT, _("“%s”的账号已登记给另一条医师记录，请核对"),
			       d->name);
	return 0;
}

static int check_doctor(struct store *st, const struct doctor *d, struct err *err)
{
	struct doctor other;
	struct institution i;
	int rc;

	if (doctor_check(d, err) < 0)
		return -1;
	rc = institution_load(st, d->institution, &i, err);
	if (rc == 0)
		return err_set(err, ERR_INPUT, _("“%s”所在的机构不在名册里，请先登记机构"),
			       d->name);
	if (rc < 0 ||
	    (d->staff && (check_account(st, d, err) < 0 || find_taken_account(st, d, err) < 0)))
		return -1;
	rc = doctor_find(st, d->code, &other, err);
	if (rc == 1 && other.id != d->id)
		return err_set(err, ERR_INPUT, _("医师代码“%s”已登记为“%s”，请核对代码"), d->code,
			       other.name);
	return rc < 0 ? -1 : 0;
}

static int write_doctor(struct store *st, const struct doctor *d, int64_t *out_id, struct err *err)
{
	struct stmt *q = stmt_get(st, d->id ? STMT_DOCTOR_UPDATE : STMT_DOCTOR_ADD);

	if (d->id)
		stmt_bind_int(q, 1, d->id);
	stmt_bind_text(q, 2, d->code);
	stmt_bind_text(q, 3, d->name);
	stmt_bind_text(q, 4, d->title);
	stmt_bind_int(q, 5, d->institution);
	if (d->staff)
		stmt_bind_int(q, 6, d->staff);
	stmt_bind_int(q, 7, d->active);
	if (stmt_run(q, err) < 0)
		return -1;
	*out_id = d->id ? d->id : store_last_id(st);
	return 0;
}

int doctor_keep(struct store *st, struct doctor *d, struct err *err)
{
	char detail[ENTRY_DETAIL_SIZE];
	int64_t id;
	int rc;

	if (check_doctor(st, d, err) < 0 || write_doctor(st, d, &id, err) < 0 ||
	    write_diseases(st, STMT_DOCTOR_DISEASE_DELETE, STMT_DOCTOR_DISEASE_ADD, id, d->diseases,
			   err) < 0)
		return -1;
	rc = doctor_load(st, id, d, err);
	if (rc != 1)
		return refuse_gone(rc, err);
	return doctor_detail(d, detail) < 0 ? no_memory(err)
					    : note_entry(st, "doctor", id, detail, err);
}

/* ---- seals ---- */

/* A key of this desk may stand for the desk's own institution only. */
static int check_keeper(struct store *st, const struct seal *s, const struct institution *i,
			struct err *err)
{
	struct desk_identity desk;
	struct staff keeper;
	int rc = desk_identity_load(st, &desk, err);

	if (rc < 0)
		return -1;
	if (rc == 1 && desk.institution.id != s->institution)
		return err_set(err, ERR_INPUT,
			       _("“%s”不是本台机构，它的印章只能核对墨印，不设保管人"), i->name);
	rc = staff_load(st, s->keeper, &keeper, err);
	if (rc < 0)
		return -1;
	if (rc == 0 || !(keeper.roles & ROLE_BIT(ROLE_SEAL_KEEPER)))
		return err_set(err, ERR_INPUT,
			       _("“%s”的保管人没有用印人岗位，请先找安全管理员设岗"), s->name);
	return 0;
}

static int check_seal(struct store *st, const struct seal *s, struct err *err)
{
	struct institution i;
	int rc;

	if (seal_check(s, err) < 0)
		return -1;
	rc = institution_load(st, s->institution, &i, err);
	if (rc == 0)
		return err_set(err, ERR_INPUT, _("“%s”所属的机构不在名册里，请先登记机构"),
			       s->name);
	if (rc < 0)
		return -1;
	return s->keeper ? check_keeper(st, s, &i, err) : 0;
}

static int write_seal(struct store *st, const struct seal *s, int64_t *out_id, struct err *err)
{
	struct stmt *q = stmt_get(st, s->id ? STMT_SEAL_UPDATE : STMT_SEAL_ADD);

	if (s->id)
		stmt_bind_int(q, 1, s->id);
	stmt_bind_int(q, 2, s->institution);
	stmt_bind_text(q, 3, s->name);
	if (s->keeper)
		stmt_bind_int(q, 4, s->keeper);
	stmt_bind_int(q, 5, s->active);
	if (stmt_run(q, err) < 0)
		return -1;
	*out_id = s->id ? s->id : store_last_id(st);
	return 0;
}

/* The seal went into other hands, or out of use: what the former keeper can open signs nothing any more. */
static int revoke_others(struct store *st, const struct seal *s, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_KEY_OF_SEAL);
	struct moment now;
	int64_t keys[16];
	int count = 0, rc;

	stmt_bind_int(q, 1, s->id);
	if (s->keeper && s->active)
		stmt_bind_int(q, 2, s->keeper);
	while ((rc = stmt_step(q, err)) == 1 && count < (int)ARRAY_SIZE(keys))
		keys[count++] = stmt_int(q, 0);
	stmt_done(q);
	if (rc < 0 || desk_clock_look(st, &now, err) < 0)
		return -1;
	for (int i = 0; i < count; i++)
		if (key_revoke(st, keys[i], now.at, N_("印章移交或停用"), err) < 0)
			return -1;
	return 0;
}

int seal_keep(struct store *st, struct seal *s, struct err *err)
{
	char detail[ENTRY_DETAIL_SIZE];
	int64_t id;
	int rc;

	if (check_seal(st, s, err) < 0 || write_seal(st, s, &id, err) < 0)
		return -1;
	rc = seal_load(st, id, s, err);
	if (rc != 1)
		return refuse_gone(rc, err);
	if (seal_detail(s, detail) < 0)
		return no_memory(err);
	return note_entry(st, "seal", id, detail, err) < 0 ? -1 : revoke_others(st, s, err);
}

/* ---- by the head ---- */

typedef int keep_fn(struct store *st, void *entry, struct err *err);

static int keep_institution(struct store *st, void *entry, struct err *err)
{
	return institution_keep(st, entry, err);
}

static int keep_doctor(struct store *st, void *entry, struct err *err)
{
	return doctor_keep(st, entry, err);
}

static int keep_seal(struct store *st, void *entry, struct err *err)
{
	return seal_keep(st, entry, err);
}

static int save_entry(struct store *st, const struct actor *who, const char *object, keep_fn *keep,
		      void *entry, struct err *err)
{
	if (store_begin(st, err) < 0)
		return -1;
	if (staff_may(st, who, ACT_REGISTRY, err) < 0)
		return refuse_and_note(st, ACT_REGISTRY, object, err);
	if (keep(st, entry, err) < 0) {
		store_rollback(st);
		return -1;
	}
	return store_commit(st, err);
}

int institution_save(struct store *st, const struct actor *who, struct institution *i,
		     struct err *err)
{
	struct institution saved = *i;
	char object[AUDIT_OBJECT_SIZE];

	if (save_entry(st, who, audit_object("institution", i->id, object), keep_institution, &saved,
		       err) < 0)
		return -1;
	*i = saved;
	return 0;
}

int doctor_save(struct store *st, const struct actor *who, struct doctor *d, struct err *err)
{
	struct doctor saved = *d;
	char object[AUDIT_OBJECT_SIZE];

	if (save_entry(st, who, audit_object("doctor", d->id, object), keep_doctor, &saved, err) < 0)
		return -1;
	*d = saved;
	return 0;
}

int seal_save(struct store *st, const struct actor *who, struct seal *s, struct err *err)
{
	struct seal saved = *s;
	char object[AUDIT_OBJECT_SIZE];

	if (save_entry(st, who, audit_object("seal", s->id, object), keep_seal, &saved, err) < 0)
		return -1;
	*s = saved;
	return 0;
}
