/* Entries of the register and keys, against the digest that the audit holds of each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/verify_parts.h"

int verify_detail(struct verify *v, enum act act, const char *kind, int64_t id, int64_t before,
		  char out[ENTRY_DETAIL_SIZE])
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_LAST_DETAIL);
	char object[AUDIT_OBJECT_SIZE];
	int rc;

	stmt_bind_text(q, 1, audit_object(kind, id, object));
	stmt_bind_text(q, 2, act_key(act));
	stmt_bind_int(q, 3, before);
	rc = stmt_step(q, v->err);
	if (rc == 1)
		stmt_copy_text(q, 0, out, ENTRY_DETAIL_SIZE);
	stmt_done(q);
	return rc;
}

static int check_entry(struct verify *v, enum act act, const char *kind, int64_t id, int made,
		       const char *want)
{
	char detail[ENTRY_DETAIL_SIZE];
	int rc;

	if (made < 0)
		return err_set(v->err, ERR_MEMORY, _("内存不足"));
	rc = verify_detail(v, act, kind, id, INT64_MAX, detail);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return verify_broken(v, kind, id, NULL,
				     _("名册中的这一项没有审计记录：不是由登记台写入的"));
	if (strcmp(detail, want) != 0)
		return verify_broken(v, kind, id, NULL,
				     _("名册中的这一项与审计中最后一次登记的不同：被改过"));
	return 0;
}

/* A row that cannot be read whole, such as an account without its password. */
static int unreadable(struct verify *v, const char *kind, int64_t id)
{
	return verify_broken(v, kind, id, NULL,
			     _("名册中的这一项不完整：不是由登记台写入的，或被改过"));
}

static int check_staff(struct verify *v, int64_t id)
{
	struct staff s;
	char detail[ENTRY_DETAIL_SIZE];
	int rc = staff_load(v->st, id, &s, v->err);

	if (rc != 1)
		return rc < 0 ? -1 : unreadable(v, "staff", id);
	return check_entry(v, ACT_STAFF, "staff", id, staff_detail(&s, detail), detail);
}

static int check_institution(struct verify *v, int64_t id)
{
	struct institution i;
	char digest[SM3_HEX_SIZE];
	int rc = institution_load(v->st, id, &i, v->err);

	if (rc != 1)
		return rc < 0 ? -1 : unreadable(v, "institution", id);
	return check_entry(v, ACT_REGISTRY, "institution", id, institution_digest(&i, digest),
			   digest);
}

static int check_doctor(struct verify *v, int64_t id)
{
	struct doctor d;
	char detail[ENTRY_DETAIL_SIZE];
	int rc = doctor_load(v->st, id, &d, v->err);

	if (rc != 1)
		return rc < 0 ? -1 : unreadable(v, "doctor", id);
	return check_entry(v, ACT_REGISTRY, "doctor", id, doctor_detail(&d, detail), detail);
}

static int check_seal(struct verify *v, int64_t id)
{
	struct seal s;
	char detail[ENTRY_DETAIL_SIZE];
	int rc = seal_load(v->st, id, &s, v->err);

	if (rc != 1)
		return rc < 0 ? -1 : unreadable(v, "seal", id);
	return check_entry(v, ACT_REGISTRY, "seal", id, seal_detail(&s, detail), detail);
}

/* --- Keys --- */

struct key_row {
	char digest[SM3_HEX_SIZE];
	bool revoked;
};

static int read_key(struct verify *v, int64_t id, struct key_row *out)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_KEY);
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, v->err);
	if (rc == 1) {
		out->revoked = stmt_int(q, 3);
		if (key_digest(id, stmt_int(q, 0), stmt_int(q, 1), stmt_text(q, 2), out->digest) <
		    0)
			rc = err_set(v->err, ERR_MEMORY, _("内存不足"));
	}
	stmt_done(q);
	return rc;
}

/* "made DIGEST" or, last, "revoked DIGEST". */
static int check_key(struct verify *v, int64_t id)
{
	struct key_row k;
	char detail[ENTRY_DETAIL_SIZE], want[256];
	int rc = read_key(v, id, &k);

	if (rc != 1)
		return rc < 0 ? -1 : unreadable(v, "sign_key", id);
	rc = verify_detail(v, ACT_KEY, "key", id, INT64_MAX, detail);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return verify_broken(v, "sign_key", id, NULL,
				     _("这把密钥没有审计记录：不是由登记台生成的"));
	snprintf(want, sizeof(want), "made %s", k.digest);
	if (!k.revoked && strcmp(detail, want) == 0)
		return 0;
	snprintf(want, sizeof(want), "revoked %s", k.digest);
	if (k.revoked && strcmp(detail, want) == 0)
		return 0;
	if (strstr(detail, k.digest))
		return verify_broken(v, "key_revocation", id, NULL,
				     _("这把密钥是否已作废，库中与审计中不一致"));
	return verify_broken(v, "sign_key", id, "public",
			     _("这把密钥的公钥或持有人与审计中登记的不同：被换过"));
}

int verify_registry(struct verify *v)
{
	static const struct {
		const char *table;
		enum stmt_id next;
		int (*look)(struct verify *v, int64_t id);
	} tables[] = {
		{ "sign_key", STMT_VERIFY_NEXT_KEY, check_key },
		{ "institution", STMT_VERIFY_NEXT_INSTITUTION, check_institution },
		{ "staff", STMT_VERIFY_NEXT_STAFF, check_staff },
		{ "doctor", STMT_VERIFY_NEXT_DOCTOR, check_doctor },
		{ "seal", STMT_VERIFY_NEXT_SEAL, check_seal },
	};
	int rc = 0;

	for (size_t i = 0; i < ARRAY_SIZE(tables) && rc == 0; i++)
		rc = verify_each(v, tables[i].table, tables[i].next, tables[i].look);
	return rc;
}
