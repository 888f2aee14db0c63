/* Covers forms/identity: every kind of document, cleaning, wounds, dates, divisions, chosen types, the
 * key under which a person is found again. The day of application is 2026-11-22 throughout. */
#include "tests/test.h"

#include "forms/country.h"
#include "forms/identity.h"
#include "forms/text.h"

static const struct date today = { 2026, 11, 22 };

/* The codes of all findings in order, joined by commas. */
static void join_codes(const struct findings *f, char *out, size_t size)
{
	out[0] = '\0';
	for (size_t i = 0; i < f->count; i++)
		snprintf(out + strlen(out), size - strlen(out), "%s%s", i ? "," : "",
			 finding_code_name(f->list[i].code));
}

struct row {
	const char *text, *hint;
	bool valid;
	const char *codes, *type, *gend, *birth;
	const char *why;
};

static void expect_row(const struct row *row)
{
	struct findings f = { 0 };
	struct identity id;
	char codes[256], birth[DATE_TEXT_SIZE];
	bool valid = identity_read(row->text, row->hint, today, &id, &f);

	join_codes(&f, codes, sizeof(codes));
	if (valid != row->valid || id.valid != row->valid || strcmp(codes, row->codes) != 0)
		fail_msg("%s: '%s' %s with '%s'", row->why, row->text, valid ? "valid" : "invalid",
			 codes);
	if (row->type ? !id.cert_type || strcmp(id.cert_type, row->type) != 0
		      : id.cert_type != NULL)
		fail_msg("%s: '%s' is of type %s", row->why, row->text, id.cert_type);
	if (strcmp(id.gend, row->gend) != 0)
		fail_msg("%s: '%s' has sex '%s'", row->why, row->text, id.gend);
	if (strcmp(date_format(id.birth, birth), row->birth) != 0)
		fail_msg("%s: '%s' born '%s'", row->why, row->text, birth);
	assert_true(valid == (findings_errors(&f, FIELD_NONE) == 0));
	assert_true(identity_read(row->text, row->hint, today, &id, NULL) == valid);
	findings_finish(&f);
}

static void expect_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		expect_row(&rows[i]);
}

// clang-format off
static void identity_read__recognises__every_kind(void **unused)
{
	static const struct row rows[] = {
		{ "511102199003076634", NULL, true, "", "01", "1", "1990-03-07", "citizen, a man" },
		{ "511102199003076626", NULL, true, "", "01", "2", "1990-03-07", "citizen, a woman" },
		{ "51110219900307003X", NULL, true, "", "01", "1", "1990-03-07", "check character X" },
		{ "11010519491231002X", NULL, true, "", "01", "2", "1949-12-31", "the standard's example" },
		{ "512632196002290033", NULL, true, "", "01", "1", "1960-02-29", "峨边 of long ago, a leap day" },
		{ "519004198901010020", NULL, true, "", "01", "2", "1989-01-01", "峨眉山市 of 1988 to 1990" },
		{ "511181195001010014", NULL, true, "", "01", "1", "1950-01-01", "a code younger than its holder" },
		{ "142301195001010015", NULL, true, "", "01", "1", "1950-01-01", "孝义 before 2003" },
		{ "441900199003070016", NULL, true, "", "01", "1", "1990-03-07", "东莞 has no districts" },
		{ "620201199003070017", NULL, true, "", "01", "1", "1990-03-07", "嘉峪关's other code" },
		{ "511199199003070012", NULL, true, "id_county", "01", "1", "1990-03-07", "an unknown county of Sichuan" },
		{ "511102199003080000", NULL, true, "", "01", "2", "1990-03-08", "ends in 000 and is right" },
		{ "511102900307663", NULL, true, "id_fifteen", "01", "1", "1990-03-07", "15 digits" },
		{ "512632600229003", NULL, true, "id_fifteen", "01", "1", "1960-02-29", "15 digits, 峨边" },
		{ "511102900307996", NULL, true, "id_fifteen,id_sequence", "01", "2", "1990-03-07", "a sequence for centenarians" },
		{ "810000199003070015", NULL, true, "", "17", "1", "1990-03-07", "resident from Hong Kong" },
		{ "820000199003070025", NULL, true, "", "17", "2", "1990-03-07", "resident from Macao" },
		{ "830000199003070035", NULL, true, "", "17", "1", "1990-03-07", "resident from Taiwan" },
		{ "932682198501010017", NULL, true, "", "07", "1", "1985-01-01", "permanent resident, Saudi specimen" },
		{ "911124198108030024", NULL, true, "", "07", "2", "1981-08-03", "permanent resident, Canadian specimen" },
		{ "911999198108030029", NULL, true, "id_nationality", "07", "2", "1981-08-03", "no country has 999" },
		{ "KAZ110090123105", NULL, true, "", "07", "", "1990-12-31", "permanent resident of before 2023" },
		{ "CAN510010022802", NULL, true, "", "07", "", "2010-02-28", "born in this century" },
		{ "CAN510000022906", NULL, true, "", "07", "", "2000-02-29", "00 is 2000" },
		{ "CAN510026112300", NULL, true, "", "07", "", "1926-11-23", "26 is 1926 when it is not over" },
		{ "QQQ110090123106", NULL, true, "id_nationality", "07", "", "1990-12-31", "no country is QQQ" },
		{ "H12345678", NULL, true, "", "04", "", "", "home-return permit, Hong Kong" },
		{ "M12345678", NULL, true, "", "05", "", "", "home-return permit, Macao" },
		{ "H1234567801", NULL, true, "id_historic", "04", "", "", "the card of 1999, first reissue" },
		{ "M1234567800", NULL, true, "id_historic", "05", "", "", "the card of 1999" },
		{ "HA1234567", NULL, true, "", "04", "", "", "of 2024, Hong Kong" },
		{ "MA1234567", NULL, true, "", "05", "", "", "of 2024, Macao" },
		{ "12345678", NULL, true, "", "06", "", "", "台胞证" },
		{ "0123456789", NULL, true, "id_historic", "06", "", "", "台胞证, the booklet" },
		{ "0123456789B", NULL, true, "id_historic", "06", "", "", "the booklet with its letter" },
		{ "E12345678", NULL, true, "", "16", "", "", "Chinese passport" },
		{ "EA1234567", NULL, true, "", "16", "", "", "Chinese passport, second letter" },
		{ "EI1234567", NULL, false, "id_character", "16", "", "", "no Chinese passport has an I" },
		{ "EO1234567", NULL, false, "id_character", "16", "", "", "nor an O" },
		{ "G12345678", NULL, true, "id_historic", "16", "", "", "Chinese passport of before 2012" },
		{ "X510101001", NULL, true, "", "990201", "", "", "birth certificate" },
		{ "X710101001", NULL, false, "id_province", "990201", "", "", "birth certificate of no province" },
		{ "C12345678", NULL, true, "id_travel_permit", "99", "", "", "a mainlander's travel permit" },
		{ "CA1234567", NULL, true, "id_travel_permit", "99", "", "", "a mainlander's travel permit, card" },
		{ "123456789", NULL, true, "", "08", "", "", "passport of nine digits" },
		{ "AB1234567", NULL, true, "", "08", "", "", "passport with letters" },
		{ "P123456", NULL, true, "", "08", "", "", "a short passport" },
		{ "南字第01234567号", NULL, true, "", "02", "", "", "officer" },
		{ "武字第1234567号", NULL, true, "", "03", "", "", "armed police" },
	};

	(void)unused;
	expect_rows(rows, ARRAY_SIZE(rows));
}

static void identity_read__finds__what_is_wrong(void **unused)
{
	static const struct row rows[] = {
		{ "511102199003076635", NULL, false, "id_checksum", "01", "1", "1990-03-07", "wrong check character" },
		{ "51110219900307663X", NULL, false, "id_checksum", "01", "1", "1990-03-07", "X where 4 belongs" },
		{ "511102199003070663", NULL, false, "id_checksum", "01", "2", "1990-03-07", "two swapped" },
		{ "511102199002300016", NULL, false, "id_date", "01", "1", "", "30 February" },
		{ "511102199013010014", NULL, false, "id_date", "01", "1", "", "a thirteenth month" },
		{ "511102190002290013", NULL, false, "id_date", "01", "1", "", "1900 had no 29 February" },
		{ "511102210002290019", NULL, false, "id_date", "01", "1", "", "nor will 2100" },
		{ "51110220000229001X", NULL, true, "", "01", "1", "2000-02-29", "2000 had one" },
		{ "511102202611230011", NULL, false, "id_future", "01", "1", "2026-11-23", "born tomorrow" },
		{ "511102202611220016", NULL, true, "", "01", "1", "2026-11-22", "born today" },
		{ "511102190611220010", NULL, true, "", "01", "1", "1906-11-22", "120 years today" },
		{ "511102189912310011", NULL, true, "id_old", "01", "1", "1899-12-31", "more than 120 years" },
		{ "161102199003070018", NULL, false, "id_province", "01", "1", "1990-03-07", "no province 16" },
		{ "710000199003070011", NULL, false, "id_province", "01", "1", "1990-03-07", "Taiwan's residents have 83" },
		{ "711102199003070010", NULL, false, "id_province", "01", "1", "1990-03-07", "no citizen number begins with 71" },
		{ "001102199003070013", NULL, false, "id_province", "01", "1", "1990-03-07", "no province 00" },
		{ "161102199002300018", NULL, false, "id_province,id_date,id_checksum", "01", "1", "", "all that can be wrong" },
		{ "810001199003070011", NULL, false, "id_prefix", "17", "1", "1990-03-07", "a district of Hong Kong" },
		{ "810000199003070016", NULL, false, "id_checksum", "17", "1", "1990-03-07", "resident, wrong check" },
		{ "911124198108030028", NULL, false, "id_checksum", "07", "2", "1981-08-03", "a library's wrong specimen" },
		{ "999124198108030026", NULL, false, "id_province", "07", "2", "1981-08-03", "no province 99" },
		{ "932682198502300016", NULL, false, "id_date", "07", "1", "", "permanent resident, no day" },
		{ "932682203001010014", NULL, false, "id_future", "07", "1", "2030-01-01", "permanent resident, not born" },
		{ "KAZ110090123106", NULL, false, "id_checksum", "07", "", "1990-12-31", "earlier card, wrong check" },
		{ "CAN510010022909", NULL, false, "id_date", "07", "", "", "29 February 2010" },
		{ "USA110090133107", NULL, false, "id_date", "07", "", "", "earlier card, no day" },
		{ "511102000229001", NULL, false, "id_date,id_fifteen", "01", "1", "", "15 digits: 00 is 1900" },
		{ "511102900230001", NULL, false, "id_date,id_fifteen", "01", "1", "", "15 digits: 30 February" },
		{ "161102900307001", NULL, false, "id_province,id_fifteen", "01", "1", "1990-03-07", "15 digits: no province" },
		{ "51110290030700X", NULL, false, "id_character", "01", "", "", "15 digits never end in X" },
		{ "5111021990030766", NULL, false, "id_length", "01", "", "", "16 digits" },
		{ "51110219900307663", NULL, false, "id_length", "01", "", "", "17 digits" },
		{ "5111021990030766344", NULL, false, "id_length", "01", "", "", "19 digits" },
		{ "5111021990030700X", NULL, false, "id_length", "01", "", "", "17 with X" },
		{ "51110219900307", NULL, false, "id_length", "01", "", "", "14 digits" },
		{ "13812345678", NULL, false, "id_length", "01", "", "", "a telephone number" },
		{ "5111021990030766O4", NULL, false, "id_character", "01", "", "", "letter O" },
		{ "X11102199003076634", NULL, false, "id_character", "01", "", "", "X in front" },
		{ "51110219900X076634", NULL, false, "id_character", "01", "", "", "X in the middle" },
		{ "51110219900307003\u0425", NULL, false, "id_character", NULL, "", "", "Cyrillic Х" },
		{ "51110219900307003\u03a7", NULL, false, "id_character", NULL, "", "", "Greek Χ" },
		{ "51110219900307003\u00d7", NULL, false, "id_character", NULL, "", "", "×" },
		{ "511102-19900307-6634", NULL, false, "id_character", NULL, "", "", "hyphens" },
		{ "身份证", NULL, false, "id_character", NULL, "", "", "words" },
		{ "ABC", NULL, false, "id_format", NULL, "", "", "letters only" },
		{ "ABCDEFGH", NULL, false, "id_format", NULL, "", "", "a passport has digits" },
		{ "12345", NULL, false, "id_format", NULL, "", "", "five digits" },
		{ "\xFF" "11102199003076634", NULL, false, "id_format", NULL, "", "", "not UTF-8" },
	};

	(void)unused;
	expect_rows(rows, ARRAY_SIZE(rows));
}

static void identity_read__finds__spreadsheet_wounds(void **unused)
{
	static const struct row rows[] = {
		{ "5.11102E+17", NULL, false, "id_wounded", NULL, "", "", "as shown" },
		{ "5.11102199003077E+17", NULL, false, "id_wounded", NULL, "", "", "with all its digits" },
		{ "5.11102e+17", NULL, false, "id_wounded,id_cleaned", NULL, "", "", "small e" },
		{ "5E+17", NULL, false, "id_wounded", NULL, "", "", "rounded to one digit" },
		{ "511102199003077000", NULL, false, "id_wounded", "01", "2", "1990-03-07", "15 digits kept" },
		{ "932682198501010000", NULL, false, "id_wounded", "07", "2", "1985-01-01", "a foreigner's card" },
		{ "511102199003076608.0", NULL, false, "id_wounded", NULL, "", "", "a decimal point" },
		{ "#########", NULL, false, "id_wounded", NULL, "", "", "a column too narrow" },
		{ "5.11102E+17", "01", false, "id_wounded", "01", "", "", "whatever type was chosen" },
	};

	(void)unused;
	expect_rows(rows, ARRAY_SIZE(rows));
}

static void identity_read__cleans__what_keyboards_add(void **unused)
{
	static const struct {
		const char *text, *certno;
		bool noted;
		const char *why;
	} rows[] = {
		{ "51110219900307003X", "51110219900307003X", false, "clean" },
		{ "51110219900307003x", "51110219900307003X", true, "small x" },
		{ "５１１１０２１９９００３０７００３Ｘ", "51110219900307003X", true, "full-width" },
		{ "５１１１０２１９９００３０７００３ｘ", "51110219900307003X", true, "full-width small x" },
		{ "51110219900307003Ⅹ", "51110219900307003X", true, "Roman ten" },
		{ "51110219900307003ⅹ", "51110219900307003X", true, "small Roman ten" },
		{ "511102 19900307 003X", "51110219900307003X", true, "blanks between" },
		{ "　51110219900307003X　", "51110219900307003X", true, "ideographic blanks" },
		{ "\t51110219900307003X", "51110219900307003X", true, "a leading tab" },
		{ "'51110219900307003X", "51110219900307003X", true, "a leading apostrophe" },
		{ "’51110219900307003X", "51110219900307003X", true, "a typographic apostrophe" },
		{ "\ufeff51110219900307003X\r\n", "51110219900307003X", true, "a mark and a line end" },
		{ "\u202d51110219900307003X\u202c", "51110219900307003X", true, "direction marks" },
		{ "511102\u200b19900307003X", "51110219900307003X", true, "zero width" },
		{ "h12345678", "H12345678", true, "a small letter" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct findings f = { 0 };
		struct identity id;
		char codes[256];

		if (!identity_read(rows[i].text, NULL, today, &id, &f) ||
		    strcmp(id.certno, rows[i].certno) != 0)
			fail_msg("%s: '%s' became '%s'", rows[i].why, rows[i].text, id.certno);
		join_codes(&f, codes, sizeof(codes));
		if (strcmp(codes, rows[i].noted ? "id_cleaned" : "") != 0)
			fail_msg("%s: '%s'", rows[i].why, codes);
		findings_finish(&f);
	}
}

static void identity_read__honours__the_chosen_type(void **unused)
{
	static const struct row rows[] = {
		{ "511102199003076634", "01", true, "", "01", "1", "1990-03-07", "as chosen" },
		{ "511102199003076634", "1", true, "", "01", "1", "1990-03-07", "1 is read as 01" },
		{ "511102199003076634", "", true, "", "01", "1", "1990-03-07", "nothing chosen" },
		{ "511102900307663", "01", true, "id_fifteen", "01", "1", "1990-03-07", "15 digits are a citizen's too" },
		{ "511102199003076634", "08", false, "id_type_mismatch", "01", "1", "1990-03-07", "a citizen number is no passport" },
		{ "H12345678", "01", false, "id_type_mismatch", "04", "", "", "a permit is no citizen number" },
		{ "H12345678", "04", true, "", "04", "", "", "Hong Kong" },
		{ "H12345678", "05", false, "id_type_mismatch", "04", "", "", "Hong Kong is not Macao" },
		{ "M12345678", "04", false, "id_type_mismatch", "05", "", "", "Macao is not Hong Kong" },
		{ "K12345678", "04", true, "", "04", "", "", "passport of Hong Kong" },
		{ "KJ1234567", "04", true, "", "04", "", "", "passport of Hong Kong, two letters" },
		{ "MB1234567", "05", true, "", "05", "", "", "passport of Macao" },
		{ "E12345678", "08", true, "", "08", "", "", "a foreign passport may look Chinese" },
		{ "EI1234567", "08", true, "", "08", "", "", "and may have an I" },
		{ "EI1234567", "16", false, "id_character", "16", "", "", "a Chinese one may not" },
		{ "12345678", "08", true, "", "08", "", "", "a foreign passport of eight digits" },
		{ "AB12345678901", "08", false, "id_type_mismatch", "08", "", "", "too long for a passport" },
		{ "12345678", "06", true, "", "06", "", "", "台胞证" },
		{ "830000199003070035", "06", false, "id_type_mismatch", "17", "1", "1990-03-07", "a residence permit is no 台胞证" },
		{ "810000199003070015", "17", true, "", "17", "1", "1990-03-07", "residence permit" },
		{ "810000199003070015", "01", false, "id_type_mismatch", "17", "1", "1990-03-07", "is no citizen number" },
		{ "932682198501010017", "01", false, "id_type_mismatch", "07", "1", "1985-01-01", "a foreigner's card is none either" },
		{ "511102199003076634", "07", false, "id_type_mismatch", "01", "1", "1990-03-07", "nor the other way round" },
		{ "X510101001", "990201", true, "", "990201", "", "", "birth certificate" },
		{ "511102199003", "01", false, "id_length", "01", "", "", "a citizen number half typed" },
		{ "51110219", "01", false, "id_length", "01", "", "", "eight digits of one" },
		{ "511102199003076O34", "01", false, "id_character", "01", "", "", "a letter in one" },
		{ "511102199003076635", "01", false, "id_checksum", "01", "1", "1990-03-07", "a wrong one" },
		{ "川军字第0123号", "02", true, "", "02", "", "", "officer" },
		{ "51110219900307663443", "09", true, "", "09", "", "", "disability card: number and grade" },
		{ "A12345678", "90", true, "", "90", "", "", "social security card" },
		{ "AB-12/3(4)", "99", true, "", "99", "", "", "other documents" },
		{ "AB;12345", "99", false, "id_character", "99", "", "", "a semicolon is in none" },
		{ "123", "99", false, "id_type_mismatch", "99", "", "", "too short for any" },
		{ "511102199003076634", "77", false, "id_type_unknown", "01", "1", "1990-03-07", "no such type, the number still read" },
		{ "511102199003076635", "77", false, "id_type_unknown,id_checksum", "01", "1", "1990-03-07", "both wrong" },
		{ "", "01", true, "", NULL, "", "", "no number" },
		{ "", "77", false, "id_type_unknown", NULL, "", "", "no number, no such type" },
	};

	(void)unused;
	expect_rows(rows, ARRAY_SIZE(rows));
}
// clang-format on

static void identity_read__puts__findings_on_their_fields(void **unused)
{
	struct findings f = { 0 };
	struct identity id;

	(void)unused;
	identity_read("511102199003076635", "77", today, &id, &f);
	assert_int_equal(f.list[0].field, FIELD_PSN_CERT_TYPE);
	assert_string_equal(f.list[0].arg[0], "77");
	assert_int_equal(f.list[1].field, FIELD_CERTNO);
	assert_string_equal(f.list[1].arg[0], "511***********6635");
	findings_finish(&f);
}

static void identity_read__shows__which_character_is_foreign(void **unused)
{
	struct findings f = { 0 };
	struct identity id;

	(void)unused;
	identity_read("51110219900307003\u0425", NULL, today, &id, &f);
	assert_string_equal(f.list[0].arg[0], "511***********003\u0425");
	assert_string_equal(f.list[0].arg[1], "\u0425 U+0425");
	findings_clear(&f);
	identity_read("5111021990030766O4", NULL, today, &id, &f);
	assert_string_equal(f.list[0].arg[1], "O");
	findings_finish(&f);
}

static void identity_read__upgrades__fifteen_digits(void **unused)
{
	struct identity id;

	(void)unused;
	identity_read("511102900307663", NULL, today, &id, NULL);
	assert_string_equal(id.certno, "511102900307663");
	assert_string_equal(id.certno18, "511102199003076634");
	identity_read("512632600229003", NULL, today, &id, NULL);
	assert_string_equal(id.certno18, "512632196002290033");
	identity_read("511102199003076634", NULL, today, &id, NULL);
	assert_string_equal(id.certno18, "");
}

static void identity_read__shows__no_whole_number_in_any_argument(void **unused)
{
	static const char *const texts[] = { "511102199003076635", "511102900307663",
					     "5111021990030766O4", "51110219900307663",
					     "KAZ110090123106",    "161102199003070018",
					     "C12345678",          "511102189912310011" };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct findings f = { 0 };
		struct identity id;

		identity_read(texts[i], NULL, today, &id, &f);
		assert_true(f.count > 0);
		for (size_t n = 0; n < f.count; n++)
			if (strstr(f.list[n].arg[0], texts[i]) ||
			    strstr(f.list[n].arg[1], texts[i]))
				fail_msg("%s shows '%s'", finding_code_name(f.list[n].code),
					 texts[i]);
		findings_finish(&f);
	}
}

/* ISO 7064 MOD 11-2 promises both. */
static void identity_check_character__catches__every_slip(void **unused)
{
	static const char right[] = "511102199003076634";

	(void)unused;
	for (int place = 0; place < 17; place++)
		for (char digit = '0'; digit <= '9'; digit++) {
			char number[19];

			memcpy(number, right, sizeof(number));
			number[place] = digit;
			if ((identity_check_character(number) == right[17]) !=
			    (digit == right[place]))
				fail_msg("%c at %d", digit, place);
		}
	for (int place = 0; place < 16; place++) {
		char number[19];

		memcpy(number, right, sizeof(number));
		number[place] = right[place + 1];
		number[place + 1] = right[place];
		if ((identity_check_character(number) == right[17]) !=
		    (right[place] == right[place + 1]))
			fail_msg("swapped at %d", place);
	}
}

static void identity_read__survives__hostile_text(void **unused)
{
	char *text = malloc(100001);
	static const char *const pieces[] = {
		"1", "乐", "X", "e\u0301", "\u202e", "H", "字第", "号"
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
		struct findings f = { 0 };
		struct identity id;
		size_t n = strlen(pieces[i]), len = 0;

		while (len + n <= 100000) {
			memcpy(text + len, pieces[i], n);
			len += n;
		}
		text[len] = '\0';
		identity_read(text, NULL, today, &id, &f);
		assert_true(strlen(id.certno) < sizeof(id.certno));
		assert_true(text_valid(id.certno, strlen(id.certno), NULL));
		findings_finish(&f);
	}
	free(text);
}

static void identity_person_key__is_one__for_one_person(void **unused)
{
	static const struct {
		const char *certno, *key, *why;
	} rows[] = {
		{ "511102900307663", "511102199003076634", "15 digits" },
		{ "511102199003076634", "511102199003076634", "and its upgrade" },
		{ "51110219900307003x", "51110219900307003X", "small x" },
		{ "５１１１０２９００３０７６６３", "511102199003076634", "15 full-width digits" },
		{ "H1234567801", "H12345678", "a reissue" },
		{ "H1234567802", "H12345678", "the next reissue" },
		{ "H12345678", "H12345678", "the present card" },
		{ "m1234567800", "M12345678", "Macao" },
		{ "HA1234567", "HA1234567", "the card of 2024" },
		{ "0123456789", "0123456789", "ten digits stay" },
		{ "", "", "nothing" },
		{ "\xFF", "", "not UTF-8" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char key[CERTNO_SIZE];

		identity_person_key(rows[i].certno, key);
		if (strcmp(key, rows[i].key) != 0)
			fail_msg("%s: '%s'", rows[i].why, key);
	}
}

static void cert_type_find__knows__the_dictionary(void **unused)
{
	size_t count = 0;

	(void)unused;
	for (const struct cert_type *t = cert_types(); t->code; t++, count++)
		assert_ptr_equal(cert_type_find(t->code), t);
	assert_int_equal(count, 20);
	assert_string_equal(cert_type_find("9")->code, "09");
	assert_null(cert_type_find(""));
	assert_null(cert_type_find("18"));
	assert_null(cert_type_find("001"));
	assert_null(cert_type_find("0"));
}

static void country_known__knows__letters_and_numbers(void **unused)
{
	static const char *const good[] = { "CHN", "156", "CAN", "124", "SAU", "682", "KAZ",
					    "398", "SSD", "728", "SDN", "729", "736" };
	static const char *const bad[] = { "QQQ", "999", "000", "", "C", "12", "HNx" };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		if (!country_known(good[i]))
			fail_msg("%s", good[i]);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (country_known(bad[i]))
			fail_msg("%s", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(identity_read__recognises__every_kind),
		cmocka_unit_test(identity_read__finds__what_is_wrong),
		cmocka_unit_test(identity_read__finds__spreadsheet_wounds),
		cmocka_unit_test(identity_read__cleans__what_keyboards_add),
		cmocka_unit_test(identity_read__honours__the_chosen_type),
		cmocka_unit_test(identity_read__puts__findings_on_their_fields),
		cmocka_unit_test(identity_read__shows__which_character_is_foreign),
		cmocka_unit_test(identity_read__upgrades__fifteen_digits),
		cmocka_unit_test(identity_read__shows__no_whole_number_in_any_argument),
		cmocka_unit_test(identity_check_character__catches__every_slip),
		cmocka_unit_test(identity_read__survives__hostile_text),
		cmocka_unit_test(identity_person_key__is_one__for_one_person),
		cmocka_unit_test(cert_type_find__knows__the_dictionary),
		cmocka_unit_test(country_known__knows__letters_and_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
