#include "forms/identity_kinds.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "forms/country.h"
#include "forms/division.h"
#include "forms/text.h"

/* Older than this is asked about, never refused. */
#define OLD_AGE 120

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

/* --- findings --------------------------------------------------------------------------------- */

void judging_add(struct judging *j, enum field_id field, enum finding_code code, const char *a,
		 const char *b)
{
	findings_add(j->found, field, code, a, b);
	j->wrong |= finding_code_level(code) == LEVEL_FIELD;
}

/* A finding whose {1} is the number, masked. */
void judging_about(struct judging *j, enum finding_code code, const char *b)
{
	char masked[FINDING_ARG_SIZE];

	text_mask_certno(j->no, masked, sizeof(masked));
	judging_add(j, FIELD_CERTNO, code, masked, b);
}

static void note(struct judging *j, enum finding_code code, const char *a)
{
	judging_add(j, FIELD_CERTNO, code, a, NULL);
}

/* The character at s is in no number. A foreign letter may look like the right one, so its code point
 * is shown as well. */
void judging_character(struct judging *j, const char *s)
{
	char shown[32];
	size_t n;
	uint32_t cp = text_codepoint(s, &n);

	if (cp < 0x80)
		snprintf(shown, sizeof(shown), "%c", (int)cp);
	else
		snprintf(shown, sizeof(shown), "%.*s U+%04X", (int)n, s, (unsigned)cp);
	judging_about(j, FINDING_ID_CHARACTER, shown);
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
	judging_about(j, FINDING_ID_PROVINCE, province);
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
		judging_about(j, FINDING_ID_DATE, shown);
		return;
	}
	j->out->birth = birth;
	if (!date_is_set(j->on))
		return;
	if (date_compare(birth, j->on) > 0)
		judging_about(j, FINDING_ID_FUTURE, shown);
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
		judging_about(j, FINDING_ID_WOUNDED, NULL);
	else
		judging_about(j, FINDING_ID_CHECKSUM, NULL);
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

void identity_upgrade(const char *fifteen, char out[19])
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
	identity_upgrade(j->no, j->out->certno18);
	note(j, FINDING_ID_FIFTEEN, j->out->certno18 + 14);
	if (digits_value(j->no + 12, 3) >= 996)
		note(j, FINDING_ID_SEQUENCE, j->no + 12);
}

static void judge_residence_permit(struct judging *j)
{
	if (strncmp(j->no + 2, "0000", 4) != 0)
		judging_about(j, FINDING_ID_PREFIX, "810000、820000、830000");
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
		judging_about(j, FINDING_ID_CHECKSUM, NULL);
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
	judging_character(j, j->no + 1);
}

static void judge_travel_permit(struct judging *j)
{
	judging_about(j, FINDING_ID_TRAVEL_PERMIT, NULL);
}

/* In a pattern d is a digit, a a letter, e a letter but I and O, n a letter or digit, o an n or
 * nothing, x a digit or X; all else is itself. The first row that fits counts. */
// clang-format off
static const struct kind kinds[] = {
	{ "81dddddddddddddddx", "17",     N_("香港居民居住证"), judge_residence_permit, KNOWN_SHAPE },
	{ "82dddddddddddddddx", "17",     N_("澳门居民居住证"), judge_residence_permit, KNOWN_SHAPE },
	{ "83dddddddddddddddx", "17",     N_("台湾居民居住证"), judge_residence_permit, KNOWN_SHAPE },
	{ "9ddddddddddddddddx", "07",     N_("外国人永久居留身份证"), judge_permanent18, KNOWN_SHAPE },
	{ "dddddddddddddddddx", CERT_CITIZEN,  N_("居民身份证"), judge_citizen, KNOWN_SHAPE },
	{ "ddddddddddddddd",    CERT_CITIZEN,  N_("居民身份证旧号 15 位"), judge_citizen15, KNOWN_SHAPE },
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

size_t identity_digits(const char *s)
{
	size_t digits = 0;

	for (; *s; s++)
		digits += isdigit((unsigned char)*s) != 0;
	return digits;
}

/* Does the whole of s have this shape? A number without a digit is none. */
bool identity_fits(const char *s, const char *pattern)
{
	if (identity_digits(s) == 0)
		return false;
	while (*s && *pattern && character_fits(*s, *pattern)) {
		s++;
		pattern++;
	}
	return !*s && (!*pattern || *pattern == 'o');
}

const struct kind *kind_by_shape(const char *no)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if ((kinds[i].use & KNOWN_SHAPE) && identity_fits(no, kinds[i].pattern))
			return &kinds[i];
	return NULL;
}

/* The kind of this number when `type` was chosen, or NULL when it is none of that type. */
const struct kind *kind_of_type(const char *no, const char *type)
{
	const struct kind *shape = kind_by_shape(no);

	if (shape && strcmp(shape->type, type) == 0)
		return shape;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if ((kinds[i].use & WITH_TYPE) && strcmp(kinds[i].type, type) == 0 &&
		    identity_fits(no, kinds[i].pattern))
			return &kinds[i];
	return NULL;
}

void kind_judge(struct judging *j, const struct kind *kind)
{
	j->out->cert_type = kind->type;
	j->out->kind = kind->label;
	if (kind->judge)
		kind->judge(j);
}
