/* Covers forms/sm3: digests, parts that cannot run into each other, HMAC, hexadecimal. */
#include "tests/test.h"

#include "forms/sm3.h"

static void sm3__digests__the_published_examples(void **unused)
{
	// clang-format off
	static const struct { const char *text, *digest, *why; } rows[] = {
		{ "abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", "GB/T 32905, A.1" },
		{ "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
		  "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732", "GB/T 32905, A.2" },
		{ "", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b", "nothing" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char hex[SM3_HEX_SIZE];

		assert_int_equal(sm3_hex_of(rows[i].text, strlen(rows[i].text), hex), 0);
		if (strcmp(hex, rows[i].digest) != 0)
			fail_msg("%s: %s", rows[i].why, hex);
	}
}

static void sm3_add__gives__the_same_in_pieces(void **unused)
{
	static const char text[] =
		"abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd";
	unsigned char whole[SM3_SIZE], pieces[SM3_SIZE];

	(void)unused;
	assert_int_equal(sm3_of(text, strlen(text), whole), 0);
	for (size_t cut = 0; cut <= strlen(text); cut++) {
		struct sm3 *s = sm3_create();

		assert_non_null(s);
		sm3_add(s, text, cut);
		sm3_add(s, NULL, 0);
		sm3_add(s, text + cut, strlen(text) - cut);
		assert_true(sm3_end(s, pieces));
		assert_memory_equal(whole, pieces, SM3_SIZE);
		sm3_destroy(s);
	}
}

static void parts(const char *a, const char *b, unsigned char out[SM3_SIZE])
{
	struct sm3 *s = sm3_create();

	assert_non_null(s);
	sm3_add_part(s, a, strlen(a));
	if (b)
		sm3_add_part(s, b, strlen(b));
	assert_true(sm3_end(s, out));
	sm3_destroy(s);
}

static void sm3_add_part__keeps__parts_apart(void **unused)
{
	static const struct {
		const char *a, *b, *c, *d, *why;
	} rows[] = {
		{ "ab", "c", "a", "bc", "the border moved" },
		{ "abc", "", "abc", NULL, "an empty part more" },
		{ "", "abc", "abc", "", "an empty part before or behind" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		unsigned char x[SM3_SIZE], y[SM3_SIZE];

		parts(rows[i].a, rows[i].b, x);
		parts(rows[i].c, rows[i].d, y);
		if (memcmp(x, y, SM3_SIZE) == 0)
			fail_msg("the same digest: %s", rows[i].why);
	}
}

static void sm3_add_part__writes__eight_bytes_of_length(void **unused)
{
	static const char same[] = "\0\0\0\0\0\0\0\3abc";
	unsigned char x[SM3_SIZE], y[SM3_SIZE];

	(void)unused;
	parts("abc", NULL, x);
	assert_int_equal(sm3_of(same, sizeof(same) - 1, y), 0);
	assert_memory_equal(x, y, SM3_SIZE);
}

static void sm3_end__answers__only_once(void **unused)
{
	unsigned char out[SM3_SIZE];
	struct sm3 *s = sm3_create();

	(void)unused;
	assert_non_null(s);
	assert_true(sm3_end(s, out));
	assert_false(sm3_end(s, out));
	sm3_destroy(s);
	sm3_destroy(NULL);
}

/* RFC 2104 over GB/T 32905, counted out with the digest alone. */
static void reference_hmac(const unsigned char *key, size_t len, const char *text,
			   unsigned char out[SM3_SIZE])
{
	unsigned char pads[2][64], inner[SM3_SIZE], block[64] = { 0 };
	struct sm3 *s = sm3_create();

	if (len > sizeof(block))
		assert_int_equal(sm3_of(key, len, block), 0);
	else
		memcpy(block, key, len);
	for (size_t i = 0; i < sizeof(block); i++) {
		pads[0][i] = block[i] ^ 0x36;
		pads[1][i] = block[i] ^ 0x5c;
	}
	assert_non_null(s);
	sm3_add(s, pads[0], 64);
	sm3_add(s, text, strlen(text));
	assert_true(sm3_end(s, inner));
	sm3_destroy(s);
	s = sm3_create();
	assert_non_null(s);
	sm3_add(s, pads[1], 64);
	sm3_add(s, inner, sizeof(inner));
	assert_true(sm3_end(s, out));
	sm3_destroy(s);
}

static void hmac_sm3__agrees__with_its_definition(void **unused)
{
	static const size_t lengths[] = { 0, 1, 16, 31, 32, 63, 64, 65, 200 };
	unsigned char key[200], x[SM3_SIZE], y[SM3_SIZE];

	(void)unused;
	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (unsigned char)(i * 7 + 1);
	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		assert_int_equal(hmac_sm3(key, lengths[i], "门特登记台", strlen("门特登记台"), x),
				 0);
		reference_hmac(key, lengths[i], "门特登记台", y);
		if (memcmp(x, y, SM3_SIZE) != 0)
			fail_msg("another value with a key of %zu bytes", lengths[i]);
	}
}

static void hex_decode__refuses__what_is_not_lower_case_hexadecimal(void **unused)
{
	// clang-format off
	static const struct { const char *hex; bool good; const char *why; } rows[] = {
		{ "00ff7f",   true,  "three bytes" },
		{ "00ff7",    false, "half a byte short" },
		{ "00ff",     false, "a byte short" },
		{ "00ff7f0",  false, "half a byte more" },
		{ "00ff7f00", false, "a byte more" },
		{ "00FF7F",   false, "capital letters" },
		{ "0x00ff",   false, "a prefix" },
		{ " 0ff7f",   false, "a blank" },
		{ "00fg7f",   false, "no digit" },
		{ "",         false, "nothing" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		unsigned char out[3];
		char again[7];

		if (hex_decode(rows[i].hex, out, sizeof(out)) != rows[i].good)
			fail_msg("'%s': %s", rows[i].hex, rows[i].why);
		if (!rows[i].good)
			continue;
		hex_encode(out, sizeof(out), again);
		assert_string_equal(again, rows[i].hex);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sm3__digests__the_published_examples),
		cmocka_unit_test(sm3_add__gives__the_same_in_pieces),
		cmocka_unit_test(sm3_add_part__keeps__parts_apart),
		cmocka_unit_test(sm3_add_part__writes__eight_bytes_of_length),
		cmocka_unit_test(sm3_end__answers__only_once),
		cmocka_unit_test(hmac_sm3__agrees__with_its_definition),
		cmocka_unit_test(hex_decode__refuses__what_is_not_lower_case_hexadecimal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
