#include "forms/identity.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/identity_kinds.h"
#include "forms/text.h"

/* --- cleaning --------------------------------------------------------------------------------- */

static bool is_quote(uint32_t cp)
{
	return cp == '\'' || cp == '`' || cp == 0x2018 || cp == 0x2019;
}

/* The half-width, upper-case form of cp; 0 for what is left out. The Roman numeral ten is what some
 * input methods offer for X. Letters that only look like X stay, and are found. */
static uint32_t plain_form(uint32_t cp)
{
	if (text_is_blank(cp))
		return 0;
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		cp = cp - 0xFF01 + '!';
	if (cp == 0x2169 || cp == 0x2179)
		return 'X';
	return cp >= 'a' && cp <= 'z' ? cp - 'a' + 'A' : cp;
}

/* Clean `text` into a string the caller frees; NULL when it is not UTF-8 or memory is out. */
static char *cleaned(const char *text)
{
	char *clean = text_clean(text, strlen(text), NULL), *to = clean;
	const char *from = clean;
	size_t n;

	while (clean && *from) {
		uint32_t cp = plain_form(text_codepoint(from, &n));
		char one[5];

		from += n;
		if (cp == 0 || (to == clean && is_quote(cp)))
			continue;
		n = text_put(cp, one);
		memcpy(to, one, n);
		to += n;
	}
	if (clean)
		*to = '\0';
	return clean;
}

/* --- wounds and foreign characters -------------------------------------------------------------- */

/* What spreadsheets make of a long number: 5.11102E+17, 511102199003076608.0, ####. */
static bool is_wounded(const char *no)
{
	size_t digits = strspn(no, "0123456789");
	const char *rest = no + digits;

	if (digits == 0)
		return *no == '#' && strspn(no, "#") == strlen(no);
	if (*rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	if (strncmp(rest, "E+", 2) == 0)
		return rest[2] && strspn(rest + 2, "0123456789") == strlen(rest + 2);
	return digits >= 6 && !*rest && no[digits] == '.';
}

/* The first character that is neither a half-width letter nor a digit, or NULL. */
static const char *foreign_character(const char *no)
{
	for (; *no; no++)
		if (!isdigit((unsigned char)*no) && !isupper((unsigned char)*no))
			return no;
	return NULL;
}

/* --- documents whose numbers follow no known rule --------------------------------------------- */

static bool is_free_type(const char *type)
{
	static const char *const free_types[] = { "02", "03", "09", "10", "11", "12",
						  "13", "14", "15", "90", "99" };

	for (size_t i = 0; i < ARRAY_SIZE(free_types); i++)
		if (strcmp(type, free_types[i]) == 0)
			return true;
	return false;
}

/* Only characters and length are known: 南字第01234567号, letters, digits, hyphens, brackets. */
static void judge_free(struct judging *j, const struct cert_type *type)
{
	size_t chars = text_chars(j->no), n;

	j->out->cert_type = type->code;
	j->out->kind = type->label;
	for (const char *s = j->no; *s; s += n) {
		uint32_t cp = text_codepoint(s, &n);

		if (text_is_han(cp) || (cp < 0x80 && (isalnum((int)cp) || strchr("-()/", (int)cp))))
			continue;
		judging_character(j, s);
		return;
	}
	if (chars < 4 || chars > 50 || identity_digits(j->no) == 0)
		judging_add(j, FIELD_PSN_CERT_TYPE, FINDING_ID_TYPE_MISMATCH, _(type->label), NULL);
}

/* Officers' cards read 某字第…号; those of the armed police begin with 武. */
static const struct cert_type *officer_type(const char *no)
{
	size_t len = strlen(no), mark = strlen("号");

	if (!strstr(no, "字第") || identity_digits(no) == 0 || len < mark ||
	    strcmp(no + len - mark, "号") != 0)
		return NULL;
	return cert_type_find(strncmp(no, "武", strlen("武")) == 0 ? "03" : "02");
}

/* --- judging ---------------------------------------------------------------------------------- */

/* Was this meant for a citizen's number? Two thirds of digits are taken for that, from 12 places on,
 * where no other document has so many, and 11 digits, which nothing else has. */
static bool looks_citizen(const char *no)
{
	size_t len = strlen(no), digits = identity_digits(no);

	return (len >= 12 && digits * 3 >= len * 2) || (len == 11 && digits == 11);
}

/* A citizen's number with a wrong length, or with a letter where only X may stand, and that last. */
static void judge_malformed(struct judging *j)
{
	size_t len = strlen(j->no), good = strspn(j->no, "0123456789");
	char shown[24];

	j->out->cert_type = CERT_CITIZEN;
	snprintf(shown, sizeof(shown), "%zu", len);
	if (len != 15 && len != 18)
		judging_about(j, FINDING_ID_LENGTH, shown);
	if (good < len && !(len != 15 && good == len - 1 && j->no[good] == 'X'))
		judging_character(j, j->no + good);
}

/* The number is of another kind than was chosen: said once, and what it does say is still read. */
static void judge_mismatch(struct judging *j, const struct cert_type *type)
{
	const struct kind *shape = kind_by_shape(j->no);
	struct findings *found = j->found;

	judging_add(j, FIELD_PSN_CERT_TYPE, FINDING_ID_TYPE_MISMATCH, _(type->label), NULL);
	j->found = NULL;
	if (shape)
		kind_judge(j, shape);
	j->found = found;
}

static void judge_as(struct judging *j, const struct cert_type *type)
{
	const struct kind *kind = kind_of_type(j->no, type->code);
	bool digits_only = identity_digits(j->no) == strlen(j->no);

	if (kind)
		kind_judge(j, kind);
	else if (strcmp(type->code, CERT_CITIZEN) == 0 &&
		 (kind_by_shape(j->no) ? digits_only && strlen(j->no) < 15
				       : digits_only || looks_citizen(j->no)))
		judge_malformed(j);
	else
		judge_mismatch(j, type);
}

static void judge_by_shape(struct judging *j)
{
	const struct kind *kind = kind_by_shape(j->no);

	if (kind)
		kind_judge(j, kind);
	else if (looks_citizen(j->no))
		judge_malformed(j);
	else
		judging_about(j, FINDING_ID_UNKNOWN, NULL);
}

static void judge_number(struct judging *j, const struct cert_type *type)
{
	const char *odd = foreign_character(j->no);
	const struct cert_type *officer = type ? NULL : officer_type(j->no);

	if (is_wounded(j->no))
		judging_about(j, FINDING_ID_WOUNDED, NULL);
	else if (officer || (type && is_free_type(type->code)))
		judge_free(j, officer ? officer : type);
	else if (odd)
		judging_character(j, odd);
	else if (type)
		judge_as(j, type);
	else
		judge_by_shape(j);
}

/* The chosen type's row; an unknown one is said, and the number is then recognised by itself. */
static const struct cert_type *chosen_type(struct judging *j, const char *code)
{
	const struct cert_type *type;

	if (!code || !*code)
		return NULL;
	type = cert_type_find(code);
	if (!type)
		judging_add(j, FIELD_PSN_CERT_TYPE, FINDING_ID_TYPE_UNKNOWN, code, NULL);
	return type;
}

static void judge_text(struct judging *j, const char *text, const char *cert_type)
{
	const struct cert_type *type = chosen_type(j, cert_type);

	if (!*j->no)
		return;
	if (type)
		j->out->cert_type = type->code;
	judge_number(j, type);
	if (strcmp(text, j->no) != 0)
		judging_add(j, FIELD_CERTNO, FINDING_ID_CLEANED, NULL, NULL);
}

bool identity_read(const char *text, const char *cert_type, struct date on, struct identity *out,
		   struct findings *f)
{
	char *no = cleaned(text);
	struct judging j = { .no = no ? no : "", .on = on, .out = out, .found = f };

	*out = (struct identity) { 0 };
	/* A number that was cut would be another number. */
	if (strlen(j.no) < sizeof(out->certno))
		text_copy(out->certno, sizeof(out->certno), j.no);
	if (no)
		judge_text(&j, text, cert_type);
	else
		judging_about(&j, FINDING_ID_UNKNOWN, NULL);
	out->valid = !j.wrong;
	free(no);
	return out->valid;
}

void identity_person_key(const char *certno, char out[CERTNO_SIZE])
{
	char *no = cleaned(certno);
	char eighteen[19];

	out[0] = '\0';
	if (!no)
		return;
	if (identity_fits(no, "ddddddddddddddd"))
		identity_upgrade(no, eighteen);
	text_copy(out, CERTNO_SIZE, identity_fits(no, "ddddddddddddddd") ? eighteen : no);
	if (identity_fits(no, "Hdddddddddd") || identity_fits(no, "Mdddddddddd"))
		out[9] = '\0';
	free(no);
}
