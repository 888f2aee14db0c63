#include "forms/identity.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/country.h"
#include "forms/division.h"
#include "forms/text.h"

/* Older than this is asked about, never refused. */
#define OLD_AGE 120

#define CITIZEN "01"

// clang-format off
static const struct cert_type types[] = {
	{ "01", N_("居民身份证（户口簿）") },
	{ "02", N_("军官证") },
	{ "03", N_("武警警官证") },
	{ "04", N_("香港特区护照/港澳居民来往内地通行证") },
	{ "05", N_("澳门特区护照/港澳居民来往内地通行证") },
	{ "06", N_("台湾居民来往大陆通行证") },
	{ "07", N_("外国人永久居留证") },
	{ "08", N_("外国人护照") },
	{ "09", N_("残疾人证") },
	{ "10", N_("军烈属证明") },
	{ "11", N_("外国人就业证") },
	{ "12", N_("外国专家证") },
	{ "13", N_("外国人常驻记者证") },
	{ "14", N_("台港澳人员就业证") },
	{ "15", N_("回国（来华）定居专家证") },
	{ "16", N_("中国护照") },
	{ "17", N_("港澳台居民居住证") },
	{ "90", N_("社会保障卡") },
	{ "99", N_("其他身份证件") },
	{ "990201", N_("医学出生证明") },
	{ NULL, NULL },
};
// clang-format on

const struct cert_type *cert_types(void)
{
	return types;
}

const struct cert_type *cert_type_find(const char *code)
{
	for (const struct cert_type *t = types; t->code; t++)
		if (strcmp(t->code, code) == 0 ||
		    (t->code[0] == '0' && strcmp(t->code + 1, code) == 0))
			return t;
	return NULL;
}

char identity_check_character(const char digits[17])
{
	int p = 0;

	/* ISO 7064 MOD 11-2 */
	for (int i = 0; i < 17; i++)
		p = (p + digits[i] - '0') * 2 % 11;
	return "0123456789X"[(12 - p) % 11];
}

/* ICAO 9303: weights 7, 3, 1; letters count from A = 10. */
static char icao_check_digit(const char *s, size_t count)
{
	static const int weights[] = { 7, 3, 1 };
	int sum = 0;

	for (size_t i = 0; i < count; i++) {
		int value = isdigit((unsigned char)s[i]) ? s[i] - '0' : s[i] - 'A' + 10;

		sum += value * weights[i % 3];
	}
	return (char)('0' + sum % 10);
}

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

/* --- findings --------------------------------------------------------------------------------- */

/* A number being judged: what is known of it so far, and where findings go. */
struct judging {
	const char *no; /* cleaned, whole */
	struct date on;
	struct identity *out;
	struct findings *found;
	bool wrong;
};

static void add(struct judging *j, enum field_id field, enum finding_code code, const char *a,
		const char *b)
{
	findings_add(j->found, field, code, a, b);
	j->wrong |= finding_code_level(code) == LEVEL_FIELD;
}

/* A finding whose {1} is the number, masked. */
static void about_number(struct judging *j, enum finding_code code, const char *b)
{
	char masked[FINDING_ARG_SIZE];

	text_mask_certno(j->no, masked, sizeof(masked));
	add(j, FIELD_CERTNO, code, masked, b);
}

static void note(struct judging *j, enum finding_code code, const char *a)
{
	add(j, FIELD_CERTNO, code, a, NULL);
}

/* The character at s is in no number. A foreign letter may look like the right one, so its code point
 * is shown as well. */
static void wrong_character(struct judging *j, const char *s)
{
	char shown[32];
	size_t n;
	uint32_t cp = text_codepoint(s, &n);

	if (cp < 0x80)
		snprintf(shown, sizeof(shown), "%c", (int)cp);
	else
		snprintf(shown, sizeof(shown), "%.*s U+%04X", (int)n, s, (unsigned)cp);
	about_number(j, FINDING_ID_CHARACTER, shown);
}

/* --- the parts of a number -------------------------------------------------------------------- */

static int digits_value(const char *s, int count)
{
	int value = 0;

	for (int i = 0; i < count; i++)
		value = value * 10 + s[i] - '0';
	return value;
}

static void judge_province(struct judging *j, const char *at)
{
	char province[3];

	if (division_is_province(at))
		return;
	text_copy(province, sizeof(province), at);
	about_number(j, FINDING_ID_PROVINCE, province);
}

static void judge_division(struct judging *j)
{
	char code[7];

	judge_province(j, j->no);
	if (!division_is_province(j->no) || division_find(j->no, NULL) != DIVISION_UNKNOWN)
		return;
	text_copy(code, sizeof(code), j->no);
	note(j, FINDING_ID_COUNTY, code);
}

static void judge_birth(struct judging *j, struct date birth)
{
	char shown[48];

	snprintf(shown, sizeof(shown), "%04d-%02d-%02d", birth.year, birth.month, birth.day);
	if (!date_valid(birth)) {
		about_number(j, FINDING_ID_DATE, shown);
		return;
	}
	j->out->birth = birth;
	if (!date_is_set(j->on))
		return;
	if (date_compare(birth, j->on) > 0)
		about_number(j, FINDING_ID_FUTURE, shown);
	else if (date_age(birth, j->on) > OLD_AGE)
		note(j, FINDING_ID_OLD, shown);
}

static void judge_birth8(struct judging *j, const char *at)
{
	judge_birth(j, (struct date) { digits_value(at, 4), digits_value(at + 4, 2),
				       digits_value(at + 6, 2) });
}

static void judge_birth6(struct judging *j, const char *at, int century)
{
	judge_birth(j, (struct date) { century + digits_value(at, 2), digits_value(at + 2, 2),
				       digits_value(at + 4, 2) });
}

/* The last digit of the sequence: odd for men. */
static void take_sex(struct judging *j, char digit)
{
	j->out->gend[0] = (digit - '0') % 2 ? '1' : '2';
	j->out->gend[1] = '\0';
}

/* A spreadsheet keeps 15 digits of a number and writes 000 for the rest. */
static void judge_check_character(struct judging *j)
{
	if (j->no[17] == identity_check_character(j->no))
		return;
	if (strcmp(j->no + 15, "000") == 0)
		about_number(j, FINDING_ID_WOUNDED, NULL);
	else
		about_number(j, FINDING_ID_CHECKSUM, NULL);
}

static void judge_birth_sex_check(struct judging *j)
{
	judge_birth8(j, j->no + 6);
	take_sex(j, j->no[16]);
	judge_check_character(j);
}

/* --- kinds ------------------------------------------------------------------------------------ */

/* GB 11643-1999 */
static void judge_citizen(struct judging *j)
{
	judge_division(j);
	judge_birth_sex_check(j);
}

static void upgrade(const char *fifteen, char out[19])
{
	memcpy(out, fifteen, 6);
	memcpy(out + 6, "19", 2);
	memcpy(out + 8, fifteen + 6, 9);
	out[17] = identity_check_character(out);
	out[18] = '\0';
}

/* GB 11643-1989: always born in 19YY. The sequences 996 to 999 were kept for people born in 18YY. */
static void judge_citizen15(struct judging *j)
{
	judge_division(j);
	judge_birth6(j, j->no + 6, 1900);
	take_sex(j, j->no[14]);
	upgrade(j->no, j->out->certno18);
	note(j, FINDING_ID_FIFTEEN, j->out->certno18 + 14);
	if (digits_value(j->no + 12, 3) >= 996)
		note(j, FINDING_ID_SEQUENCE, j->no + 12);
}

static void judge_residence_permit(struct judging *j)
{
	if (strncmp(j->no + 2, "0000", 4) != 0)
		about_number(j, FINDING_ID_PREFIX, "810000、820000、830000");
	judge_birth_sex_check(j);
}

static void judge_nationality(struct judging *j, const char *at)
{
	char code[4];

	text_copy(code, sizeof(code), at);
	if (!country_known(code))
		note(j, FINDING_ID_NATIONALITY, code);
}

/* Since 2023-12: 9, province, nationality, birth, sequence, check. */
static void judge_permanent18(struct judging *j)
{
	judge_province(j, j->no + 1);
	judge_nationality(j, j->no + 3);
	judge_birth_sex_check(j);
}

/* Before: nationality, place, YYMMDD, sequence, check. The century is the latest that fits. */
static void judge_permanent15(struct judging *j)
{
	struct date born = { 2000 + digits_value(j->no + 7, 2), digits_value(j->no + 9, 2),
			     digits_value(j->no + 11, 2) };
	bool young = date_is_set(j->on) && date_compare(born, j->on) <= 0;

	judge_nationality(j, j->no);
	judge_birth6(j, j->no + 7, young ? 2000 : 1900);
	if (j->no[14] != icao_check_digit(j->no, 14))
		about_number(j, FINDING_ID_CHECKSUM, NULL);
}

static void judge_birth_certificate(struct judging *j)
{
	judge_province(j, j->no + 1);
}

static void judge_historic(struct judging *j)
{
	note(j, FINDING_ID_HISTORIC, _(j->out->kind));
}

/* Chinese passports have no I and no O in the second place, so that neither is taken for a digit. */
static void judge_passport_letter(struct judging *j)
{
	wrong_character(j, j->no + 1);
}

static void judge_travel_permit(struct judging *j)
{
	about_number(j, FINDING_ID_TRAVEL_PERMIT, NULL);
}

/* In a pattern d is a digit, a a letter, e a letter but I and O, n a letter or digit, o an n or
 * nothing, x a digit or X; all else is itself. The first row that fits counts. KNOWN_SHAPE tells its
 * kind by itself; WITH_TYPE counts only, and then even against an earlier row, when its type was chosen. */
enum kind_use { KNOWN_SHAPE = 1, WITH_TYPE = 2 };

// clang-format off
static const struct kind {
	const char *pattern, *type, *label;
	void (*judge)(struct judging *j); /* NULL: the shape says all */
	unsigned use; /* of enum kind_use */
} kinds[] = {
	{ "81dddddddddddddddx", "17",     N_("香港居民居住证"), judge_residence_permit, KNOWN_SHAPE },
	{ "82dddddddddddddddx", "17",     N_("澳门居民居住证"), judge_residence_permit, KNOWN_SHAPE },
	{ "83dddddddddddddddx", "17",     N_("台湾居民居住证"), judge_residence_permit, KNOWN_SHAPE },
	{ "9ddddddddddddddddx", "07",     N_("外国人永久居留身份证"), judge_permanent18, KNOWN_SHAPE },
	{ "dddddddddddddddddx", CITIZEN,  N_("居民身份证"), judge_citizen, KNOWN_SHAPE },
	{ "ddddddddddddddd",    CITIZEN,  N_("居民身份证旧号 15 位"), judge_citizen15, KNOWN_SHAPE },
	{ "aaadddddddddddd",    "07",     N_("外国人永久居留证（2023 年前）"), judge_permanent15, KNOWN_SHAPE },
	{ "Hdddddddd",          "04",     N_("港澳居民来往内地通行证"), NULL, KNOWN_SHAPE },
	{ "Mdddddddd",          "05",     N_("港澳居民来往内地通行证"), NULL, KNOWN_SHAPE },
	{ "Hdddddddddd",        "04",     N_("1999 版港澳居民来往内地通行证"), judge_historic, KNOWN_SHAPE },
	{ "Mdddddddddd",        "05",     N_("1999 版港澳居民来往内地通行证"), judge_historic, KNOWN_SHAPE },
	{ "HAddddddd",          "04",     N_("港澳居民来往内地通行证（非中国籍）"), NULL, KNOWN_SHAPE },
	{ "MAddddddd",          "05",     N_("港澳居民来往内地通行证（非中国籍）"), NULL, KNOWN_SHAPE },
	{ "dddddddd",           "06",     N_("台湾居民来往大陆通行证"), NULL, KNOWN_SHAPE },
	{ "dddddddddd",         "06",     N_("台湾居民来往大陆通行证本式"), judge_historic, KNOWN_SHAPE },
	{ "dddddddddda",        "06",     N_("台湾居民来往大陆通行证本式"), judge_historic, KNOWN_SHAPE },
	{ "Edddddddd",          "16",     N_("中国护照"), NULL, KNOWN_SHAPE },
	{ "Eeddddddd",          "16",     N_("中国护照"), NULL, KNOWN_SHAPE },
	{ "Eaddddddd",          "16",     N_("中国护照"), judge_passport_letter, KNOWN_SHAPE },
	{ "Gdddddddd",          "16",     N_("G 字头中国护照"), judge_historic, KNOWN_SHAPE },
	{ "addddddddd",         "990201", N_("医学出生证明"), judge_birth_certificate, KNOWN_SHAPE },
	{ "Cdddddddd",          "99",     N_("往来港澳通行证"), judge_travel_permit, KNOWN_SHAPE },
	{ "Caddddddd",          "99",     N_("往来港澳通行证"), judge_travel_permit, KNOWN_SHAPE },
	{ "Kdddddddd",          "04",     N_("香港特区护照"), NULL, WITH_TYPE },
	{ "Kaddddddd",          "04",     N_("香港特区护照"), NULL, WITH_TYPE },
	{ "Haddddddd",          "04",     N_("香港特区护照"), NULL, WITH_TYPE },
	{ "Maddddddd",          "05",     N_("澳门特区护照"), NULL, WITH_TYPE },
	{ "nnnnnnooo",          "08",     N_("外国护照"), NULL, KNOWN_SHAPE | WITH_TYPE },
	{ "nnnnnooooooo",       "08",     N_("外国护照"), NULL, WITH_TYPE },
};
// clang-format on

/* --- recognition ------------------------------------------------------------------------------ */

static bool character_fits(char c, char pattern)
{
	switch (pattern) {
	case 'd':
		return isdigit((unsigned char)c);
	case 'a':
		return isupper((unsigned char)c);
	case 'e':
		return isupper((unsigned char)c) && c != 'I' && c != 'O';
	case 'n':
	case 'o':
		return isdigit((unsigned char)c) || isupper((unsigned char)c);
	case 'x':
		return isdigit((unsigned char)c) || c == 'X';
	}
	return c == pattern;
}

static size_t count_digits(const char *s)
{
	size_t digits = 0;

	for (; *s; s++)
		digits += isdigit((unsigned char)*s) != 0;
	return digits;
}

/* Does the whole of s have this shape? A number without a digit is none. */
static bool fits(const char *s, const char *pattern)
{
	if (count_digits(s) == 0)
		return false;
	while (*s && *pattern && character_fits(*s, *pattern)) {
		s++;
		pattern++;
	}
	return !*s && (!*pattern || *pattern == 'o');
}

static const struct kind *kind_by_shape(const char *no)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if ((kinds[i].use & KNOWN_SHAPE) && fits(no, kinds[i].pattern))
			return &kinds[i];
	return NULL;
}

/* The kind of this number when `type` was chosen, or NULL when it is none of that type. */
static const struct kind *kind_of_type(const char *no, const char *type)
{
	const struct kind *shape = kind_by_shape(no);

	if (shape && strcmp(shape->type, type) == 0)
		return shape;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if ((kinds[i].use & WITH_TYPE) && strcmp(kinds[i].type, type) == 0 &&
		    fits(no, kinds[i].pattern))
			return &kinds[i];
	return NULL;
}

static void judge_kind(struct judging *j, const struct kind *kind)
{
	j->out->cert_type = kind->type;
	j->out->kind = kind->label;
	if (kind->judge)
		kind->judge(j);
}

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
		if (!character_fits(*no, 'n'))
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
		wrong_character(j, s);
		return;
	}
	if (chars < 4 || chars > 50 || count_digits(j->no) == 0)
		add(j, FIELD_PSN_CERT_TYPE, FINDING_ID_TYPE_MISMATCH, _(type->label), NULL);
}

/* Officers' cards read 某字第…号; those of the armed police begin with 武. */
static const struct cert_type *officer_type(const char *no)
{
	size_t len = strlen(no), mark = strlen("号");

	if (!strstr(no, "字第") || count_digits(no) == 0 || len < mark ||
	    strcmp(no + len - mark, "号") != 0)
		return NULL;
	return cert_type_find(strncmp(no, "武", strlen("武")) == 0 ? "03" : "02");
}

/* --- judging ---------------------------------------------------------------------------------- */

/* Was this meant for a citizen's number? Two thirds of digits are taken for that, from 12 places on,
 * where no other document has so many, and 11 digits, which nothing else has. */
static bool looks_citizen(const char *no)
{
	size_t len = strlen(no), digits = count_digits(no);

	return (len >= 12 && digits * 3 >= len * 2) || (len == 11 && digits == 11);
}

/* A citizen's number with a wrong length, or with a letter where only X may stand, and that last. */
static void judge_malformed(struct judging *j)
{
	size_t len = strlen(j->no), good = strspn(j->no, "0123456789");
	char shown[24];

	j->out->cert_type = CITIZEN;
	snprintf(shown, sizeof(shown), "%zu", len);
	if (len != 15 && len != 18)
		about_number(j, FINDING_ID_LENGTH, shown);
	if (good < len && !(len != 15 && good == len - 1 && j->no[good] == 'X'))
		wrong_character(j, j->no + good);
}

/* The number is of another kind than was chosen: said once, and what it does say is still read. */
static void judge_mismatch(struct judging *j, const struct cert_type *type)
{
	const struct kind *shape = kind_by_shape(j->no);
	struct findings *found = j->found;

	add(j, FIELD_PSN_CERT_TYPE, FINDING_ID_TYPE_MISMATCH, _(type->label), NULL);
	j->found = NULL;
	if (shape)
		judge_kind(j, shape);
	j->found = found;
}

static void judge_as(struct judging *j, const struct cert_type *type)
{
	const struct kind *kind = kind_of_type(j->no, type->code);
	bool digits_only = count_digits(j->no) == strlen(j->no);

	if (kind)
		judge_kind(j, kind);
	else if (strcmp(type->code, CITIZEN) == 0 &&
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
		judge_kind(j, kind);
	else if (looks_citizen(j->no))
		judge_malformed(j);
	else
		about_number(j, FINDING_ID_UNKNOWN, NULL);
}

static void judge_number(struct judging *j, const struct cert_type *type)
{
	const char *odd = foreign_character(j->no);
	const struct cert_type *officer = type ? NULL : officer_type(j->no);

	if (is_wounded(j->no))
		about_number(j, FINDING_ID_WOUNDED, NULL);
	else if (officer || (type && is_free_type(type->code)))
		judge_free(j, officer ? officer : type);
	else if (odd)
		wrong_character(j, odd);
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
		add(j, FIELD_PSN_CERT_TYPE, FINDING_ID_TYPE_UNKNOWN, code, NULL);
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
		note(j, FINDING_ID_CLEANED, NULL);
}

bool identity_read(const char *text, const char *cert_type, struct date on, struct identity *out,
		   struct findings *f)
{
	char *no = cleaned(text);
	struct judging j = { .no = no ? no : "", .on = on, .out = out, .found = f };

	*out = (struct identity) { 0 };
	text_copy(out->certno, sizeof(out->certno), j.no);
	if (no)
		judge_text(&j, text, cert_type);
	else
		about_number(&j, FINDING_ID_UNKNOWN, NULL);
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
	if (fits(no, "ddddddddddddddd"))
		upgrade(no, eighteen);
	text_copy(out, CERTNO_SIZE, fits(no, "ddddddddddddddd") ? eighteen : no);
	if (fits(no, "Hdddddddddd") || fits(no, "Mdddddddddd"))
		out[9] = '\0';
	free(no);
}
