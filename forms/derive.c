/* filing_derive(): what one field tells about others. */
#include "forms/filing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/person_name.h"
#include "forms/phone.h"
#include "forms/text.h"

/* Replace a field's text by its cleaned spelling; whether it was typed or derived stays as it is. */
static int respell(struct filing *f, enum field_id id, const char *text)
{
	bool derived = f->derived[id];

	if (strcmp(filing_get(f, id), text) == 0)
		return 0;
	if (filing_set(f, id, text))
		return -1;
	f->derived[id] = derived;
	return 0;
}

/* Set a field that follows from another, unless a person typed it. */
static int derive(struct filing *f, enum field_id id, const char *text)
{
	if (f->value[id] && !f->derived[id])
		return 0;
	if (filing_set(f, id, text))
		return -1;
	f->derived[id] = f->value[id] != NULL;
	return 0;
}

static const char *chosen_cert_type(const struct filing *f)
{
	return f->derived[FIELD_PSN_CERT_TYPE] ? NULL : filing_get(f, FIELD_PSN_CERT_TYPE);
}

static struct date application_day(const struct filing *f, const struct check_context *ctx)
{
	struct date day;

	return date_parse(filing_get(f, FIELD_APPY_DATE), &day) ? ctx->today : day;
}

static int normalise_certno(struct filing *f, const struct check_context *ctx)
{
	struct identity id;

	identity_read(filing_get(f, FIELD_CERTNO), chosen_cert_type(f), application_day(f, ctx),
		      &id, NULL);
	return id.valid ? respell(f, FIELD_CERTNO, id.certno) : 0;
}

static int normalise_name(struct filing *f)
{
	char *name = person_name_read(filing_get(f, FIELD_PSN_NAME), FIELD_PSN_NAME, NULL);
	int rc = name ? respell(f, FIELD_PSN_NAME, name) : -1;

	free(name);
	return rc;
}

static int normalise_tel(struct filing *f)
{
	char tel[TEL_SIZE];

	return phone_read(filing_get(f, FIELD_TEL), tel, NULL) ? respell(f, FIELD_TEL, tel) : 0;
}

static int normalise_date(struct filing *f, enum field_id id)
{
	struct date day;
	char text[DATE_TEXT_SIZE];

	if (date_parse_typed(filing_get(f, id), &day))
		return 0;
	return respell(f, id, date_format(day, text));
}

static int normalise_number(struct filing *f, enum field_id id)
{
	char *text = strdup(filing_get(f, id));
	int rc;

	if (!text)
		return -1;
	text_narrow(text);
	rc = respell(f, id, text);
	free(text);
	return rc;
}

/* The field just left, in its stored spelling. A text that its rule cannot read stays as it was typed. */
static int normalise(struct filing *f, enum field_id id, const struct check_context *ctx)
{
	if (id == FIELD_NONE || !f->value[id])
		return 0;
	if (id == FIELD_CERTNO)
		return normalise_certno(f, ctx);
	if (id == FIELD_PSN_NAME)
		return normalise_name(f);
	if (id == FIELD_TEL)
		return normalise_tel(f);
	if (fields[id].flags & FIELD_DATE)
		return normalise_date(f, id);
	if (fields[id].flags & FIELD_NUMBER)
		return normalise_number(f, id);
	return 0;
}

static int derive_person(struct filing *f, const struct check_context *ctx)
{
	struct date on = application_day(f, ctx);
	struct identity id;
	char birth[DATE_TEXT_SIZE] = "", age[8] = "";

	identity_read(filing_get(f, FIELD_CERTNO), chosen_cert_type(f), on, &id, NULL);
	if (id.valid && date_is_set(id.birth)) {
		date_format(id.birth, birth);
		snprintf(age, sizeof(age), "%d", date_age(id.birth, on));
	}
	return derive(f, FIELD_GEND, id.valid ? id.gend : NULL) || derive(f, FIELD_BRDY, birth) ||
			       derive(f, FIELD_AGE, age) ||
			       derive(f, FIELD_PSN_CERT_TYPE, id.valid ? id.cert_type : NULL)
		       ? -1
		       : 0;
}

/* A disease typed by its name gets its code, one typed by its code its name; the pair gives the type code. */
static int derive_disease(struct filing *f, enum field_id changed, const struct check_context *ctx)
{
	const struct policy_code *row = NULL;
	struct code_hit hit;
	size_t count = 0;

	if (changed == FIELD_OPSP_DISE_NAME) {
		enum code_match m = codetable_search(
			ctx->codes, filing_get(f, FIELD_OPSP_DISE_NAME), &hit, 1, &count);

		row = count == 1 && (m == MATCH_EXACT || m == MATCH_FOLDED) ? hit.row : NULL;
		if (row && respell(f, FIELD_OPSP_DISE_NAME, row->name))
			return -1;
		f->derived[FIELD_OPSP_DISE_CODE] = true;
		if (derive(f, FIELD_OPSP_DISE_CODE, row ? row->code : NULL))
			return -1;
	} else if (changed == FIELD_OPSP_DISE_CODE) {
		row = codetable_code(ctx->codes, filing_get(f, FIELD_OPSP_DISE_CODE));
		if (derive(f, FIELD_OPSP_DISE_NAME, row ? row->name : NULL))
			return -1;
	}
	row = codetable_pair(ctx->codes, filing_get(f, FIELD_OPSP_DISE_CODE),
			     filing_get(f, FIELD_INSUTYPE));
	return derive(f, FIELD_DISE_TYPE_CODE, row ? row->type_code : NULL);
}

int filing_derive(struct filing *f, enum field_id changed, const struct check_context *ctx)
{
	if (normalise(f, changed, ctx))
		return -1;
	if (derive_person(f, ctx))
		return -1;
	return derive_disease(f, changed, ctx);
}
