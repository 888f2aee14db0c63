/* Setting the desk up, and who it is ever after. */
#include "db/setup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/registry_parts.h"
#include "db/schema/schema.h"
#include "db/settings.h"
#include "db/setup_parts.h"
#include "db/staff_parts.h"

/* ---- who it is ---- */

static int read_desk(struct store *st, struct desk_identity *out, int64_t *out_institution,
		     struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DESK);
	int rc = stmt_step(q, err);

	if (rc == 1) {
		stmt_copy_text(q, 0, out->uuid, sizeof(out->uuid));
		*out_institution = stmt_int(q, 1);
		out->key = stmt_int(q, 2);
		stmt_copy_text(q, 3, out->prefix, sizeof(out->prefix));
		stmt_copy_text(q, 4, out->created_at, sizeof(out->created_at));
		stmt_copy_text(q, 5, out->public, sizeof(out->public));
	}
	stmt_done(q);
	return rc;
}

int desk_identity_load(struct store *st, struct desk_identity *out, struct err *err)
{
	struct desk_identity d = { 0 };
	int64_t institution;
	int rc = read_desk(st, &d, &institution, err);

	if (rc == 1)
		rc = institution_load(st, institution, &d.institution, err);
	if (rc == 1)
		*out = d;
	return rc;
}

static int read_box(struct store *st, char out[KEYBOX_SIZE], struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DESK_KEY);
	int rc = stmt_step(q, err);

	if (rc == 1)
		stmt_copy_text(q, 0, out, KEYBOX_SIZE);
	stmt_done(q);
	if (rc == 0)
		return err_set(err, ERR_INPUT, _("本台还没有建立，请先打开登记台建台"));
	return rc < 0 ? -1 : 0;
}

int desk_key_open(struct store *st, struct sm2_key **out, struct err *err)
{
	unsigned char secret[DESK_SECRET_SIZE];
	char box[KEYBOX_SIZE];
	int rc;

	if (read_box(st, box, err) < 0 || desk_secret_load(st, secret, err) < 0)
		return -1;
	rc = keybox_open(box, NULL, secret, out, err);
	explicit_bzero(secret, sizeof(secret));
	return rc;
}

/* ---- what is derived before the transaction ---- */

struct made_person {
	char hash[PASSWORD_HASH_SIZE];
	struct held_key own, seal;
};

struct made {
	struct desk_identity desk;
	struct held_key key;
	struct made_person people[SETUP_PEOPLE_MAX];
};

static void finish(struct made *m)
{
	if (!m)
		return;
	held_key_finish(&m->key);
	for (size_t i = 0; i < SETUP_PEOPLE_MAX; i++) {
		held_key_finish(&m->people[i].own);
		held_key_finish(&m->people[i].seal);
	}
	explicit_bzero(m, sizeof(*m));
	free(m);
}

/* A random UUID, RFC 9562 version 4. */
static int make_uuid(char out[37], struct err *err)
{
	unsigned char b[16];
	char hex[33];

	if (random_bytes(b, sizeof(b), err) < 0)
		return -1;
	b[6] = (unsigned char)((b[6] & 0x0F) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
	hex_encode(b, sizeof(b), hex);
	snprintf(out, 37, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
	return 0;
}

static int make_key(const char *password, int cost, const unsigned char *secret,
		    struct held_key *out, struct err *err)
{
	if (sm2_generate(&out->key, err) < 0)
		return -1;
	return keybox_close_at(out->key, password, cost, secret, out->box, err);
}

static int make_people(struct made *m, const struct setup *s, const unsigned char *secret,
		       struct err *err)
{
	int cost = s->cost ? s->cost : password_cost();

	for (size_t i = 0; i < s->count; i++) {
		const struct first_person *p = &s->people[i];

		if (password_hash(p->password, cost, m->people[i].hash, err) < 0 ||
		    make_key(p->password, cost, secret, &m->people[i].own, err) < 0)
			return -1;
		if (p->seal[0] && make_key(p->password, cost, secret, &m->people[i].seal, err) < 0)
			return -1;
	}
	return 0;
}

static int make(struct store *st, const struct setup *s, struct made *m, struct err *err)
{
	unsigned char secret[DESK_SECRET_SIZE];
	int rc = desk_secret_make(st, secret, err);

	if (rc == 0)
		rc = make_uuid(m->desk.uuid, err);
	if (rc == 0)
		rc = make_key(NULL, 0, secret, &m->key, err);
	if (rc == 0)
		rc = make_people(m, s, secret, err);
	explicit_bzero(secret, sizeof(secret));
	if (rc < 0)
		return -1;
	sm2_public(m->key.key, m->desk.public);
	m->desk.institution = s->institution;
	snprintf(m->desk.prefix, sizeof(m->desk.prefix), "%.31s",
		 s->prefix[0] ? s->prefix : s->institution.code);
	return 0;
}

/* ---- the transaction ---- */

/* Row 1 of the audit. */
static int note_desk(struct store *st, const struct desk_identity *d, struct err *err)
{
	const struct audit_desk desk = { .uuid = d->uuid,
					 .prefix = d->prefix,
					 .created_at = d->created_at,
					 .public = d->public,
					 .institution = d->institution.id,
					 .schema = SCHEMA_STEPS };
	char digest[SM3_HEX_SIZE];

	if (audit_desk_digest(&desk, digest) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	return audit_append(
		st, &(struct audit_entry) { .act = ACT_SET_UP, .object = "desk", .detail = digest },
		NULL, err);
}

static int add_desk(struct store *st, const struct desk_identity *d, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DESK_ADD);

	stmt_bind_text(q, 1, d->uuid);
	stmt_bind_int(q, 2, d->institution.id);
	stmt_bind_int(q, 3, d->key);
	stmt_bind_text(q, 4, d->prefix);
	stmt_bind_text(q, 5, d->created_at);
	return stmt_run(q, err);
}

/* The row of the set-up comes before those of the institution and of the desk's key. */
static int write_desk(struct store *st, struct made *m, const struct moment *now, struct err *err)
{
	struct desk_identity *d = &m->desk;

	d->institution.id = 0;
	d->institution.active = true;
	snprintf(d->created_at, sizeof(d->created_at), "%s", now->at);
	if (institution_write(st, &d->institution, err) < 0 || note_desk(st, d, err) < 0 ||
	    institution_note(st, &d->institution, err) < 0 ||
	    held_key_keep(st, 0, 0, now, &m->key, err) < 0)
		return -1;
	d->key = m->key.id;
	return add_desk(st, d, err);
}

static int write_doctor(struct store *st, const struct first_person *p, const struct staff *s,
			int64_t institution, struct err *err)
{
	struct doctor d = p->doctor;

	if (!d.code[0])
		return 0;
	d.id = 0;
	d.institution = institution;
	d.staff = s->id;
	d.active = true;
	snprintf(d.name, sizeof(d.name), "%s", s->name);
	return doctor_keep(st, &d, err);
}

static int write_seal(struct store *st, const struct first_person *p, const struct staff *s,
		      int64_t institution, const struct moment *now, struct held_key *key,
		      struct err *err)
{
	struct seal l = { .institution = institution, .keeper = s->id, .active = true };

	if (!p->seal[0])
		return 0;
	snprintf(l.name, sizeof(l.name), "%s", p->seal);
	if (seal_keep(st, &l, err) < 0)
		return -1;
	return held_key_keep(st, s->id, l.id, now, key, err);
}

static int write_person(struct store *st, const struct first_person *p, struct made_person *m,
			int64_t institution, const struct moment *now, struct err *err)
{
	struct staff s = p->staff;

	s.id = 0;
	s.active = true;
	if (staff_keep(st, &s, m->hash, false, now, &s, err) < 0 ||
	    held_key_keep(st, s.id, 0, now, &m->own, err) < 0 ||
	    write_doctor(st, p, &s, institution, err) < 0)
		return -1;
	return write_seal(st, p, &s, institution, now, &m->seal, err);
}

static int write_settings(struct store *st, const struct setup *s, struct err *err)
{
	struct settings settings;

	if (settings_load(st, &settings, err) < 0)
		return -1;
	snprintf(settings.region, sizeof(settings.region), "%s", s->institution.region);
	snprintf(settings.packs_off, sizeof(settings.packs_off), "%s", s->packs_off);
	return settings_keep(st, &settings, err);
}

static int refuse_second(struct store *st, struct err *err)
{
	struct desk_identity d;
	int rc = desk_identity_load(st, &d, err);

	if (rc == 1)
		return err_set(err, ERR_CONFLICT, _("本台已建立（%s，%s），不能再建一次"),
			       d.institution.name, d.created_at);
	return rc;
}

static int write_all(struct store *st, const struct setup *s, struct made *m, struct err *err)
{
	struct moment now;

	if (refuse_second(st, err) < 0 || desk_clock_look(st, &now, err) < 0 ||
	    write_desk(st, m, &now, err) < 0)
		return -1;
	for (size_t i = 0; i < s->count; i++)
		if (write_person(st, &s->people[i], &m->people[i], m->desk.institution.id, &now,
				 err) < 0)
			return -1;
	return write_settings(st, s, err);
}

static int commit(struct store *st, const struct setup *s, struct made *m, struct err *err)
{
	if (store_begin(st, err) < 0)
		return -1;
	if (write_all(st, s, m, err) < 0) {
		store_rollback(st);
		return -1;
	}
	return store_commit(st, err);
}

int setup_commit(struct store *st, const struct setup *s, struct err *err)
{
	struct made *m;
	int rc;

	if (refuse_second(st, err) < 0 || setup_check(s, err) < 0)
		return -1;
	m = calloc(1, sizeof(*m));
	if (!m)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	rc = make(st, s, m, err);
	if (rc == 0)
		rc = commit(st, s, m, err);
	finish(m);
	return rc;
}
