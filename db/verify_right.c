/* Whether signers had the right to what they signed: by the register as it stood at that place of the audit, whatever the
 * register says today. Somebody with the file can make himself a doctor for an hour; the chain does not know him as one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/verify_parts.h"

/* What the act says of itself. */
struct signed_act {
	int64_t id, staff, audit;
	int64_t key_seal;       /* 0: a person's own key */
	int64_t certifications; /* by the same person, earlier on this filing */
	enum act act;
	char *role, *dr_code, *mark; /* NULL: the text does not say */
};

static void finish(struct signed_act *a)
{
	free(a->role);
	free(a->dr_code);
	free(a->mark);
}

static int read_act(struct verify *v, int64_t id, struct signed_act *out)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_RIGHT);
	int rc;

	*out = (struct signed_act) { .id = id };
	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, v->err);
	if (rc == 1) {
		const char *text = stmt_text(q, 4);

		out->act = act_by_key(stmt_text(q, 0));
		out->staff = stmt_int(q, 1);
		out->audit = stmt_int(q, 2);
		out->key_seal = stmt_int(q, 3);
		out->role = act_text_get(text, "role");
		out->dr_code = act_text_get(text, "dr_code");
		out->mark = act_text_get(text, "mark");
		out->certifications = stmt_int(q, 5);
	}
	stmt_done(q);
	return rc;
}

/* --- Roles --- */

int verify_roles(struct verify *v, int64_t staff, int64_t before, unsigned *out)
{
	static const char on[] = " active=1 roles=";
	char detail[ENTRY_DETAIL_SIZE];
	const char *words;
	int rc = verify_detail(v, ACT_STAFF, "staff", staff, before, detail);

	*out = 0;
	if (rc != 1)
		return rc;
	words = strchr(detail, ' ');
	if (words && strncmp(words, on, strlen(on)) == 0 && !roles_parse(words + strlen(on), out))
		*out = 0;
	return 0;
}

/* The role that the text names must be one that may, and one that the signer had. */
static int check_role(struct verify *v, const struct signed_act *a, const struct transition *t)
{
	enum role role = a->role ? role_by_key(a->role) : ROLE_COUNT;
	unsigned roles;

	if (verify_roles(v, a->staff, a->audit, &roles) < 0)
		return -1;
	if (role != ROLE_COUNT && t->roles & roles & ROLE_BIT(role))
		return 0;
	return verify_broken(v, "act", a->id, "role", _("这一步由没有这个岗位权限的人签署"));
}

/* --- Doctors --- */

static int check_doctor(struct verify *v, const struct signed_act *a)
{
	char want[ENTRY_DETAIL_SIZE];
	struct stmt *q;
	int64_t found;
	int rc;

	if (a->act != ACT_CERTIFY && a->act != ACT_DECLINE)
		return 0;
	snprintf(want, sizeof(want), " active=1 staff=%lld code=%s", (long long)a->staff,
		 a->dr_code ? a->dr_code : "");
	q = stmt_get(v->st, STMT_VERIFY_DOCTOR_AT);
	stmt_bind_int(q, 1, a->audit);
	stmt_bind_text(q, 2, want);
	rc = stmt_fetch_int(q, &found, v->err);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	return verify_broken(v, "act", a->id, "doctor", _("签署时医师代码“%s”在名册中不属于签署人"),
			     a->dr_code ? a->dr_code : "");
}

/* --- Seals --- */

static int check_keeper(struct verify *v, const struct signed_act *a)
{
	char detail[ENTRY_DETAIL_SIZE], want[64];
	const char *words;
	int rc = verify_detail(v, ACT_REGISTRY, "seal", a->key_seal, a->audit, detail);

	if (rc < 0)
		return -1;
	snprintf(want, sizeof(want), " active=1 keeper=%lld", (long long)a->staff);
	words = rc == 1 ? strchr(detail, ' ') : NULL;
	if (words && strcmp(words, want) == 0)
		return 0;
	return verify_broken(v, "act", a->id, "seal", _("用印时这枚印章不由签署人保管"));
}

/* A seal of this desk is a key that stands for the seal; all else is signed by a person in his own name. */
static int check_seal(struct verify *v, const struct signed_act *a)
{
	bool of_seal = a->act == ACT_SEAL && a->mark && strcmp(a->mark, "desk") == 0;

	if (a->act == ACT_SEAL && a->certifications > 0)
		return verify_broken(v, "act", a->id, "staff", _("认定和用印由同一人签署"));
	if (of_seal != (a->key_seal != 0))
		return verify_broken(v, "act", a->id, "key",
				     of_seal ? _("用印所用的密钥不是印章的密钥")
					     : _("签署所用的密钥是印章的，不是签署人自己的"));
	return of_seal ? check_keeper(v, a) : 0;
}

int verify_right(struct verify *v, int64_t act, const struct transition *t)
{
	struct signed_act a;
	int rc = read_act(v, act, &a);

	if (rc == 0)
		rc = verify_broken(v, "act", act, "key", _("签署所用的密钥不是签署人的"));
	else if (rc == 1)
		rc = check_role(v, &a, t);
	if (rc == 0)
		rc = check_doctor(v, &a);
	if (rc == 0)
		rc = check_seal(v, &a);
	finish(&a);
	return rc;
}
