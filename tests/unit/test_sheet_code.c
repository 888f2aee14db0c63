/* Covers forms/sheet_code: round trips, the budget of 193 bytes, every changed bit, and texts that are no codes.
 *
 *   test_sheet_code [COUNT]     so many random codes instead of 300 */
#include "tests/test.h"

#include "forms/calendar.h"
#include "forms/sheet_code.h"

static struct sm2_key *key;
static char public_key[SM2_PUBLIC_SIZE], key_id[SM2_KEY_ID_SIZE];
static unsigned long rounds = 300;

static int make_key(void **unused)
{
	(void)unused;
	if (sm2_generate(&key, NULL) < 0)
		return -1;
	sm2_public(key, public_key);
	sm2_key_id(public_key, key_id);
	return 0;
}

static int drop_key(void **unused)
{
	(void)unused;
	sm2_destroy(key);
	return 0;
}

static struct sheet_code usual(void)
{
	struct sheet_code c = {
		.desk = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
		.no = "H51110200001-2026-00017-K",
		.version = 1,
		.name = "张*",
		.last4 = "643X",
		.disease = "M01904",
		.certified = "2026-11-22",
		.filed = "2026-11-23",
		.sm3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
		.audit_size = 4711,
		.audit_head = "debe9ff92275b8a138604889c18e5a4d",
	};

	memcpy(c.key_id, key_id, sizeof(c.key_id));
	return c;
}

static void make(const struct sheet_code *c, char out[SHEET_CODE_SIZE])
{
	struct err err = { 0 };

	if (sheet_code_make(c, key, out, &err) < 0)
		fail_msg("%s", err.msg);
}

static bool same(const struct sheet_code *a, const struct sheet_code *b)
{
	return strcmp(a->desk, b->desk) == 0 && strcmp(a->no, b->no) == 0 &&
	       a->version == b->version && strcmp(a->name, b->name) == 0 &&
	       strcmp(a->last4, b->last4) == 0 && strcmp(a->disease, b->disease) == 0 &&
	       strcmp(a->certified, b->certified) == 0 && strcmp(a->filed, b->filed) == 0 &&
	       strcmp(a->sm3, b->sm3) == 0 && a->audit_size == b->audit_size &&
	       strcmp(a->audit_head, b->audit_head) == 0 && strcmp(a->key_id, b->key_id) == 0;
}

/* Read and found valid, and the same as what was made. */
static void comes_back(const struct sheet_code *c, const char *text, const char *why)
{
	struct sheet_code_signed s;
	struct sheet_code back;
	struct err err = { 0 };

	if (sheet_code_read(text, &back, &s, &err) < 0)
		fail_msg("%s: %s", why, err.msg);
	if (!same(c, &back))
		fail_msg("%s: came back as another", why);
	if (sheet_code_verify(&s, public_key) != SM2_VALID)
		fail_msg("%s: not valid", why);
}

// clang-format off
static const struct { const char *name, *masked; } names[] = {
	{ "张晓燕", "张*" }, { "䶮", "䶮*" }, { "𠮷田", "𠮷*" }, { "阿木木呷", "阿*" }, { "SMITH JOHN", "S*" },
	{ "\U00030000x", "\U00030000*" }, { "é", "é*" }, { "", "" },
};
static const struct { const char *certno, *last4, *why; } ends[] = {
	{ "51110219900307664X", "664X",   "a citizen number" },
	{ "H12345678",          "5678",   "a permit" },
	{ "南字第01234567号",   "567号",  "an officer's card" },
	{ "𠮷𠮷",               "𠮷",     "characters of four bytes" },
	{ "一二三四",           "三四",   "characters of three bytes" },
	{ "12",                 "12",     "a short one" },
	{ "",                   "",       "none" },
};
// clang-format on

static void sheet_code_masks__keep__the_first_character_and_the_last_four(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char out[16];

		sheet_code_mask_name(names[i].name, out);
		assert_string_equal(out, names[i].masked);
	}
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		char out[8];

		sheet_code_last4(ends[i].certno, out);
		if (strcmp(out, ends[i].last4) != 0)
			fail_msg("%s: %s", ends[i].why, out);
	}
}

static void sheet_code__comes_back__as_it_was_made(void **unused)
{
	struct sheet_code c = usual(), other;
	char text[SHEET_CODE_SIZE];

	(void)unused;
	make(&c, text);
	comes_back(&c, text, "the usual one");
	other = c;
	other.certified[0] = other.filed[0] = '\0';
	make(&other, text);
	comes_back(&other, text, "only submitted");
	memcpy(other.no, "20261122-0007", 14);
	make(&other, text);
	comes_back(&other, text, "a number of two groups and one");
}

static void longest(struct sheet_code *c)
{
	memset(c->no, 'Z', SHEET_CODE_NO_MOST);
	c->no[SHEET_CODE_NO_MOST] = '\0';
	c->version = 65535;
	snprintf(c->name, sizeof(c->name), "%s", "𠮷*");
	snprintf(c->last4, sizeof(c->last4), "%s", "7号号"); /* 7 bytes */
	snprintf(c->disease, sizeof(c->disease), "%s", "M99999");
	snprintf(c->certified, sizeof(c->certified), "%s", "2169-06-05");
	snprintf(c->filed, sizeof(c->filed), "%s", "1990-01-01");
	c->audit_size = (INT64_C(1) << 40) - 1;
}

static void sheet_code_make__fits__the_longest_of_everything(void **unused)
{
	struct sheet_code c = usual();
	char text[SHEET_CODE_SIZE];

	(void)unused;
	longest(&c);
	make(&c, text);
	comes_back(&c, text, "the longest");
	assert_int_equal(strlen(text), BASE32_CHARS(SHEET_CODE_BYTES));
	assert_int_equal(strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), strlen(text));
}

/* One part each is made wrong. */
static void sheet_code_make__refuses__what_does_not_fit(void **unused)
{
	// clang-format off
	static const struct { const char *part, *text, *why; } rows[] = {
		{ "desk", "", "no desk" },
		{ "desk", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f", "a digit short" },
		{ "desk", "0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9", "capital letters" },
		{ "desk", "0a1b2c3d4-e5f-6071-8293-a4b5c6d7e8f9", "a hyphen elsewhere" },
		{ "desk", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8g9", "no digit" },
		{ "no", "", "no number" },
		{ "no", "2026 1122", "a blank" },
		{ "no", "h-1", "a small letter" },
		{ "no", "号1", "no letter of a number" },
		{ "name", "", "no name" },
		{ "name", "张晓燕", "not masked" },
		{ "name", "张晓*", "two characters" },
		{ "name", "*", "a star alone" },
		{ "name", " *", "a blank" },
		{ "name", "\xFF*", "not UTF-8" },
		{ "name", "\xE2\x80\xAE*", "right to left" },
		{ "last4", "", "no document" },
		{ "last4", "12345", "five" },
		{ "last4", "1\n", "a line end" },
		{ "last4", "\xFF", "not UTF-8" },
		{ "disease", "", "no disease" },
		{ "disease", "M0190", "four digits" },
		{ "disease", "M019044", "six digits" },
		{ "disease", "N01904", "another letter" },
		{ "disease", "M0190A", "no digit" },
		{ "certified", "2026-2-3", "not written out" },
		{ "certified", "1989-12-31", "too early" },
		{ "certified", "2169-06-06", "too late" },
		{ "filed", "2026-02-30", "no day" },
		{ "sm3", "", "no digest" },
		{ "sm3", "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0", "capital letters" },
		{ "audit_head", "debe9ff92275b8a138604889c18e5a4", "a digit short" },
		{ "key_id", "0123", "too short" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct sheet_code c = usual();
		const struct {
			const char *part;
			char *at;
			size_t size;
		} parts[] = {
			{ "desk", c.desk, sizeof(c.desk) },
			{ "no", c.no, sizeof(c.no) },
			{ "name", c.name, sizeof(c.name) },
			{ "last4", c.last4, sizeof(c.last4) },
			{ "disease", c.disease, sizeof(c.disease) },
			{ "certified", c.certified, sizeof(c.certified) },
			{ "filed", c.filed, sizeof(c.filed) },
			{ "sm3", c.sm3, sizeof(c.sm3) },
			{ "audit_head", c.audit_head, sizeof(c.audit_head) },
			{ "key_id", c.key_id, sizeof(c.key_id) },
		};
		char text[SHEET_CODE_SIZE];
		struct err err = { 0 };

		for (size_t p = 0; p < ARRAY_SIZE(parts); p++)
			if (strcmp(parts[p].part, rows[i].part) == 0)
				snprintf(parts[p].at, parts[p].size, "%s", rows[i].text);
		if (sheet_code_make(&c, key, text, &err) == 0)
			fail_msg("made with %s", rows[i].why);
		assert_int_equal(err.code, ERR_INPUT);
	}
}

static void sheet_code_make__refuses__numbers_out_of_range(void **unused)
{
	static const int64_t versions[] = { 0, -1, 65536, INT64_MAX };
	static const int64_t sizes[] = { 0, -1, INT64_C(1) << 40, INT64_MAX };
	char text[SHEET_CODE_SIZE];
	struct sheet_code c;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(versions); i++) {
		c = usual();
		c.version = versions[i];
		assert_int_equal(sheet_code_make(&c, key, text, NULL), -1);
		c = usual();
		c.audit_size = sizes[i];
		assert_int_equal(sheet_code_make(&c, key, text, NULL), -1);
	}
}

/* ---- many ---- */

static uint64_t state = 20261123;

static uint64_t random_below(uint64_t limit)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (state * UINT64_C(2685821657736338717) >> 11) % limit;
}

static void random_of(const char *letters, size_t len, char *out)
{
	for (size_t i = 0; i < len; i++)
		out[i] = letters[random_below(strlen(letters))];
	out[len] = '\0';
}

static void random_day(char out[DATE_TEXT_SIZE])
{
	const struct date d = { 1990 + (int)random_below(179), 1 + (int)random_below(12),
				1 + (int)random_below(28) };

	*out = '\0';
	if (random_below(5) > 0)
		date_format(d, out);
}

static struct sheet_code random_code(void)
{
	static const char hex[] = "0123456789abcdef";
	struct sheet_code c = usual();
	char digits[37];

	random_of(hex, 32, digits);
	snprintf(c.desk, sizeof(c.desk), "%.8s-%.4s-%.4s-%.4s-%.12s", digits, digits + 8,
		 digits + 12, digits + 16, digits + 20);
	random_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-", 1 + random_below(SHEET_CODE_NO_MOST),
		  c.no);
	c.version = 1 + (int64_t)random_below(65535);
	sheet_code_mask_name(names[random_below(ARRAY_SIZE(names) - 1)].name, c.name);
	sheet_code_last4(ends[random_below(ARRAY_SIZE(ends) - 1)].certno, c.last4);
	c.disease[0] = 'M';
	random_of("0123456789", 5, c.disease + 1);
	random_day(c.certified);
	random_day(c.filed);
	random_of(hex, 64, c.sm3);
	c.audit_size = 1 + (int64_t)random_below((INT64_C(1) << 40) - 1);
	random_of(hex, 32, c.audit_head);
	random_of(hex, 16, c.key_id);
	return c;
}

static void sheet_code__comes_back__whatever_it_says(void **unused)
{
	char text[SHEET_CODE_SIZE];

	(void)unused;
	for (unsigned long i = 0; i < rounds; i++) {
		struct sheet_code c = random_code();

		make(&c, text);
		comes_back(&c, text, "a random one");
		assert_true(strlen(text) <= BASE32_CHARS(SHEET_CODE_BYTES));
	}
}

/* ---- changed ---- */

static bool found_valid(const char *text)
{
	struct sheet_code_signed s;
	struct sheet_code c;

	return sheet_code_read(text, &c, &s, NULL) == 0 &&
	       sheet_code_verify(&s, public_key) == SM2_VALID;
}

static void sheet_code__shows__every_changed_bit(void **unused)
{
	struct sheet_code c = usual();
	unsigned char bytes[SHEET_CODE_BYTES];
	char text[SHEET_CODE_SIZE];
	size_t len;

	(void)unused;
	make(&c, text);
	assert_true(base32_decode(text, bytes, sizeof(bytes), &len));
	for (size_t bit = 0; bit < 8 * len; bit++) {
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		base32_encode(bytes, len, text);
		if (found_valid(text))
			fail_msg("bit %zu", bit);
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	base32_encode(bytes, len, text);
	assert_true(found_valid(text));
}

/* Whatever stands on the sheet to be compared: with another word there, the old signature does not hold. */
static void sheet_code__shows__every_changed_word(void **unused)
{
	struct sheet_code c = usual(), other;
	unsigned char bytes[SHEET_CODE_BYTES], others[SHEET_CODE_BYTES];
	char text[SHEET_CODE_SIZE];
	size_t len, others_len;

	(void)unused;
	make(&c, text);
	assert_true(base32_decode(text, bytes, sizeof(bytes), &len));
	for (int i = 0; i < 12; i++) {
		other = c;
		char *const words[] = { other.desk,       other.no,    other.name, other.last4,
					other.disease,    other.filed, other.sm3,  other.certified,
					other.audit_head, other.key_id };
		if (i == 10)
			other.version++;
		else if (i == 11)
			other.audit_size--;
		else if (i == 2)
			snprintf(other.name, sizeof(other.name), "%s", "章*");
		else
			words[i][strlen(words[i]) - 1] ^= 1;
		make(&other, text);
		assert_true(base32_decode(text, others, sizeof(others), &others_len));
		memcpy(others + others_len - SM2_BARE_SIZE, bytes + len - SM2_BARE_SIZE,
		       SM2_BARE_SIZE);
		base32_encode(others, others_len, text);
		if (found_valid(text))
			fail_msg("word %d", i);
	}
}

static void sheet_code__shows__another_desks_key(void **unused)
{
	struct sheet_code c = usual(), back;
	struct sheet_code_signed s;
	struct sm2_key *other;
	char text[SHEET_CODE_SIZE], other_public[SM2_PUBLIC_SIZE];

	(void)unused;
	make(&c, text);
	assert_int_equal(sm2_generate(&other, NULL), 0);
	sm2_public(other, other_public);
	assert_int_equal(sheet_code_read(text, &back, &s, NULL), 0);
	assert_int_equal(sheet_code_verify(&s, other_public), SM2_MISMATCH);
	assert_int_equal(sheet_code_verify(&s, "04"), SM2_BAD_KEY);
	sm2_destroy(other);
}

/* ---- texts that are no codes ---- */

/* The bytes of the usual code with these ones put at an offset. */
static void with_bytes(size_t at, const char *hex, char out[SHEET_CODE_SIZE])
{
	struct sheet_code c = usual();
	unsigned char bytes[SHEET_CODE_BYTES];
	size_t len;

	make(&c, out);
	assert_true(base32_decode(out, bytes, sizeof(bytes), &len));
	assert_true(at + strlen(hex) / 2 <= len);
	assert_true(hex_decode(hex, bytes + at, strlen(hex) / 2));
	base32_encode(bytes, len, out);
}

static void sheet_code_read__refuses__what_is_never_written(void **unused)
{
	/* "H51110200001-2026-00017-K" is 25 characters: 17 bytes behind its length, which stands at 17. */
	enum {
		NO = 17,
		VERSION = NO + 18,
		NAME = VERSION + 2,
		LAST4 = NAME + 3,
		DISEASE = LAST4 + 5,
		DAYS = DISEASE + 3,
		AUDIT = DAYS + 4 + 32,
		SIGNATURE = AUDIT + 5 + 16 + 8
	};
	// clang-format off
	static const struct { size_t at; const char *hex, *why; } rows[] = {
		{ 0, "00", "format 0" }, { 0, "02", "format 2" },
		{ NO, "00", "no number" }, { NO, "2e", "a number too long" }, { NO, "ff", "longer than the code" },
		{ NO + 1, "ffff", "a group that is no three letters" },
		{ NO, "16", "one group less: what follows is no code" },
		{ VERSION, "0000", "version 0" },
		{ NAME, "000000", "a name of NUL" }, { NAME, "00d800", "a lone surrogate" }, { NAME, "110000", "beyond Unicode" },
		{ NAME, "00202e", "right to left" }, { NAME, "000009", "a tab" }, { NAME, "00212b", "not normal form C" },
		{ LAST4, "00", "no document" }, { LAST4, "08", "eight bytes" },
		{ LAST4 + 1, "00", "a NUL in it" }, { LAST4 + 1, "1b", "an escape in it" }, { LAST4 + 1, "ff", "not UTF-8" },
		{ DISEASE, "0186a0", "disease 100000" },
		{ AUDIT, "0000000000", "an audit of no rows" },
		{ SIGNATURE, "0000000000000000000000000000000000000000000000000000000000000000", "r is 0" },
		{ SIGNATURE + 32, "0000000000000000000000000000000000000000000000000000000000000000", "s is 0" },
		{ SIGNATURE, "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123", "r is n" },
		{ SIGNATURE + 32, "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "s is above n" },
	};
	// clang-format on
	struct sheet_code_signed s;
	struct sheet_code c;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char text[SHEET_CODE_SIZE];
		struct err err = { 0 };

		with_bytes(rows[i].at, rows[i].hex, text);
		if (sheet_code_read(text, &c, &s, &err) == 0)
			fail_msg("read: %s", rows[i].why);
		assert_int_equal(err.code, ERR_INPUT);
	}
}

static void sheet_code_read__refuses__cut_and_strange_texts(void **unused)
{
	static const char *const strange[] = {
		"",         "A",     "AAAAAAAA", "https://example.com/", "张晓燕", "\x1b[2J",
		"\xFF\xFE", "%s%n%", "'; --"
	};
	struct sheet_code c = usual(), back;
	struct sheet_code_signed s;
	char text[SHEET_CODE_SIZE], longer[2 * SHEET_CODE_SIZE];
	size_t len;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(strange); i++)
		assert_int_equal(sheet_code_read(strange[i], &back, &s, NULL), -1);
	make(&c, text);
	snprintf(longer, sizeof(longer), "%sA", text);
	assert_int_equal(sheet_code_read(longer, &back, &s, NULL), -1);
	snprintf(longer, sizeof(longer), "%sAAAAAAAA", text);
	assert_int_equal(sheet_code_read(longer, &back, &s, NULL), -1);
	snprintf(longer, sizeof(longer), "%s%s", text, text);
	assert_int_equal(sheet_code_read(longer, &back, &s, NULL), -1);
	for (len = strlen(text); len-- > 0;) {
		text[len] = '\0';
		assert_int_equal(sheet_code_read(text, &back, &s, NULL), -1);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sheet_code_masks__keep__the_first_character_and_the_last_four),
		cmocka_unit_test(sheet_code__comes_back__as_it_was_made),
		cmocka_unit_test(sheet_code_make__fits__the_longest_of_everything),
		cmocka_unit_test(sheet_code_make__refuses__what_does_not_fit),
		cmocka_unit_test(sheet_code_make__refuses__numbers_out_of_range),
		cmocka_unit_test(sheet_code__comes_back__whatever_it_says),
		cmocka_unit_test(sheet_code__shows__every_changed_bit),
		cmocka_unit_test(sheet_code__shows__every_changed_word),
		cmocka_unit_test(sheet_code__shows__another_desks_key),
		cmocka_unit_test(sheet_code_read__refuses__what_is_never_written),
		cmocka_unit_test(sheet_code_read__refuses__cut_and_strange_texts),
	};

	if (argc > 1)
		rounds = strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests(tests, make_key, drop_key);
}
