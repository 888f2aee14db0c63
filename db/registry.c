/* The register as it stands in the store. */
#include "db/registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/registry_parts.h"
#include "forms/text.h"

/* ---- lists of diseases ---- */

/* In order of code, parted by blanks. */
static int read_diseases(struct store *st, int statement, int64_t id, char *out, size_t size,
			 struct err *err)
{
	struct stmt *q = stmt_get(st, statement);
	size_t len = 0;
	int rc;

	out[0] = '\0';
	stmt_bind_int(q, 1, id);
	while ((rc = stmt_step(q, err)) == 1 && len < size)
		len += (size_t)snprintf(out + len, size - len, "%s%s", len ? " " : "",
					stmt_text(q, 0));
	stmt_done(q);
	/* A list cut off would be another list. */
	if (len >= size)
		return err_set(err, ERR_INPUT, _("病种清单太长，读不全；全部病种请写 *"));
	return rc;
}

/* ---- institutions ---- */

static void institution_from_row(struct stmt *q, struct institution *out)
{
	bool agency = strcmp(stmt_text(q, 3), "agency") == 0;

	*out = (struct institution) { .id = stmt_int(q, 0),
				      .kind = agency ? INSTITUTION_AGENCY : INSTITUTION_HOSPITAL,
				      .level = (int)stmt_int(q, 4),
				      .certifies = stmt_int(q, 6),
				      .files = stmt_int(q, 7),
				      .active = stmt_int(q, 8) };
	stmt_copy_text(q, 1, out->code, sizeof(out->code));
	stmt_copy_text(q, 2, out->name, sizeof(out->name));
	stmt_copy_text(q, 5, out->region, sizeof(out->region));
}

static int institution_diseases(struct store *st, struct institution *i, struct err *err)
{
	return read_diseases(st, STMT_INSTITUTION_DISEASE_LIST, i->id, i->diseases,
			     sizeof(i->diseases), err);
}

/* A part of name or code, however it is typed. */
static bool contains(const struct institution *i, const char *folded)
{
	char *name = text_fold(i->name), *code = text_fold(i->code);
	bool found = (name && strstr(name, folded)) || (code && strstr(code, folded));

	free(name);
	free(code);
	return found;
}

static int list_rows(struct store *st, const char *folded, struct institution *out, int space,
		     struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_INSTITUTION_LIST);
	int count = 0, rc = 0;

	while (count < space && (rc = stmt_step(q, err)) == 1) {
		institution_from_row(q, &out[count]);
		if (contains(&out[count], folded))
			count++;
	}
	stmt_done(q);
	return rc < 0 ? -1 : count;
}

int institutions_list(struct store *st, const char *text, struct institution *out, int space,
		      struct err *err)
{
	char *folded = text_fold(text ? text : "");
	int count;

	if (!folded)
		return err_set(err, ERR_INPUT, _("读不懂要找的文字，请重新录入"));
	count = list_rows(st, folded, out, space, err);
	free(folded);
	for (int i = 0; i < count; i++)
		if (institution_diseases(st, &out[i], err) < 0)
			return -1;
	return count;
}

/* The one row of a statement that is bound already. */
static int fetch_institution(struct store *st, struct stmt *q, struct institution *out,
			     struct err *err)
{
	int rc = stmt_step(q, err);

	if (rc == 1)
		institution_from_row(q, out);
	stmt_done(q);
	return rc == 1 && institution_diseases(st, out, err) < 0 ? -1 : rc;
}

int institution_load(struct store *st, int64_t id, struct institution *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_INSTITUTION_BY_ID);

	stmt_bind_int(q, 1, id);
	return fetch_institution(st, q, out, err);
}

int institution_find(struct store *st, const char *code_or_name, struct institution *out,
		     struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_INSTITUTION_FIND);

	stmt_bind_text(q, 1, code_or_name);
	return fetch_institution(st, q, out, err);
}

/* ---- doctors ---- */

static void doctor_from_row(struct stmt *q, struct doctor *out)
{
	*out = (struct doctor) { .id = stmt_int(q, 0),
				 .institution = stmt_int(q, 4),
				 .staff = stmt_int(q, 5),
				 .active = stmt_int(q, 6) };
	stmt_copy_text(q, 1, out->code, sizeof(out->code));
	stmt_copy_text(q, 2, out->name, sizeof(out->name));
	stmt_copy_text(q, 3, out->title, sizeof(out->title));
}

static int doctor_diseases(struct store *st, struct doctor *d, struct err *err)
{
	return read_diseases(st, STMT_DOCTOR_DISEASE_LIST, d->id, d->diseases, sizeof(d->diseases),
			     err);
}

int doctors_list(struct store *st, int64_t institution, struct doctor *out, int space,
		 struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DOCTOR_LIST);
	int count = 0, rc = 0;

	stmt_bind_int(q, 1, institution);
	while (count < space && (rc = stmt_step(q, err)) == 1)
		doctor_from_row(q, &out[count++]);
	stmt_done(q);
	for (int i = 0; rc >= 0 && i < count; i++)
		rc = doctor_diseases(st, &out[i], err);
	return rc < 0 ? -1 : count;
}

static int fetch_doctor(struct store *st, struct stmt *q, struct doctor *out, struct err *err)
{
	int rc = stmt_step(q, err);

	if (rc == 1)
		doctor_from_row(q, out);
	stmt_done(q);
	return rc == 1 && doctor_diseases(st, out, err) < 0 ? -1 : rc;
}

int doctor_load(struct store *st, int64_t id, struct doctor *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DOCTOR_BY_ID);

	stmt_bind_int(q, 1, id);
	return fetch_doctor(st, q, out, err);
}

int doctor_find(struct store *st, const char *code, struct doctor *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DOCTOR_BY_CODE);

	stmt_bind_text(q, 1, code);
	return fetch_doctor(st, q, out, err);
}

int doctors_count(struct store *st, int64_t institution, const char *disease, unsigned *out,
		  struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DOCTOR_COUNT);
	int64_t count = 0;

	stmt_bind_int(q, 1, institution);
	stmt_bind_text(q, 2, disease);
	if (stmt_fetch_int(q, &count, err) < 0)
		return -1;
	*out = (unsigned)count;
	return 0;
}

/* ---- seals ---- */

static void seal_from_row(struct stmt *q, struct seal *out)
{
	*out = (struct seal) { .id = stmt_int(q, 0),
			       .institution = stmt_int(q, 1),
			       .keeper = stmt_int(q, 3),
			       .active = stmt_int(q, 4) };
	stmt_copy_text(q, 2, out->name, sizeof(out->name));
}

int seals_list(struct store *st, int64_t institution, struct seal *out, int space, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SEAL_LIST);
	int count = 0, rc = 0;

	stmt_bind_int(q, 1, institution);
	while (count < space && (rc = stmt_step(q, err)) == 1)
		seal_from_row(q, &out[count++]);
	stmt_done(q);
	return rc < 0 ? -1 : count;
}

int seal_load(struct store *st, int64_t id, struct seal *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SEAL_BY_ID);
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, err);
	if (rc == 1)
		seal_from_row(q, out);
	stmt_done(q);
	return rc;
}

/* ---- digests ---- */

/* Parts of one digest; a kind of entry gives its values in one order for ever. */
static void add_text(struct sm3 *s, const char *text)
{
	sm3_add_part(s, text, strlen(text));
}

static void add_number(struct sm3 *s, int64_t n)
{
	char text[32];

	snprintf(text, sizeof(text), "%lld", (long long)n);
	add_text(s, text);
}

static int end_digest(struct sm3 *s, char out[SM3_HEX_SIZE])
{
	unsigned char digest[SM3_SIZE];
	bool done = sm3_end(s, digest);

	sm3_destroy(s);
	if (done)
		hex_encode(digest, sizeof(digest), out);
	return done ? 0 : -1;
}

int institution_digest(const struct institution *i, char out[SM3_HEX_SIZE])
{
	struct sm3 *s = sm3_create();

	if (!s)
		return -1;
	add_text(s, "mtdesk-institution/1");
	add_number(s, i->id);
	add_text(s, i->code);
	add_text(s, i->name);
	add_text(s, institution_kind_name(i->kind));
	add_number(s, i->level);
	add_text(s, i->region);
	add_number(s, i->certifies);
	add_number(s, i->files);
	add_number(s, i->active);
	add_text(s, i->diseases);
	return end_digest(s, out);
}

int doctor_digest(const struct doctor *d, char out[SM3_HEX_SIZE])
{
	struct sm3 *s = sm3_create();

	if (!s)
		return -1;
	add_text(s, "mtdesk-doctor/1");
	add_number(s, d->id);
	add_text(s, d->code);
	add_text(s, d->name);
	add_text(s, d->title);
	add_number(s, d->institution);
	add_number(s, d->staff);
	add_number(s, d->active);
	add_text(s, d->diseases);
	return end_digest(s, out);
}

int seal_digest(const struct seal *l, char out[SM3_HEX_SIZE])
{
	struct sm3 *s = sm3_create();

	if (!s)
		return -1;
	add_text(s, "mtdesk-seal/1");
	add_number(s, l->id);
	add_number(s, l->institution);
	add_text(s, l->name);
	add_number(s, l->keeper);
	add_number(s, l->active);
	return end_digest(s, out);
}

int doctor_detail(const struct doctor *d, char out[ENTRY_DETAIL_SIZE])
{
	char digest[SM3_HEX_SIZE];

	if (doctor_digest(d, digest) < 0)
		return -1;
	snprintf(out, ENTRY_DETAIL_SIZE, "%s active=%d staff=%lld code=%s", digest, d->active,
		 (long long)d->staff, d->code);
	return 0;
}

int seal_detail(const struct seal *l, char out[ENTRY_DETAIL_SIZE])
{
	char digest[SM3_HEX_SIZE];

	if (seal_digest(l, digest) < 0)
		return -1;
	snprintf(out, ENTRY_DETAIL_SIZE, "%s active=%d keeper=%lld", digest, l->active,
		 (long long)l->keeper);
	return 0;
}

const char *institution_kind_name(enum institution_kind kind)
{
	return kind == INSTITUTION_AGENCY ? "agency" : "hospital";
}
