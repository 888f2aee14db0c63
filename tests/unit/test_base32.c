/* Covers forms/base32: the examples of RFC 4648 without their padding, every length, and what no bytes make. */
#include "tests/test.h"

#include "forms/base32.h"

// clang-format off
static const struct { const char *bytes, *text; } examples[] = {
	{ "", "" }, { "f", "MY" }, { "fo", "MZXQ" }, { "foo", "MZXW6" }, { "foob", "MZXW6YQ" }, { "fooba", "MZXW6YTB" },
	{ "foobar", "MZXW6YTBOI" },
};
// clang-format on

static void base32__agrees__with_the_standard(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(examples); i++) {
		size_t len = strlen(examples[i].bytes), back_len = 99;
		unsigned char back[16];
		char text[32];

		base32_encode(examples[i].bytes, len, text);
		assert_string_equal(text, examples[i].text);
		assert_int_equal(strlen(text), BASE32_CHARS(len));
		assert_true(base32_decode(text, back, sizeof(back), &back_len));
		assert_int_equal(back_len, len);
		assert_memory_equal(back, examples[i].bytes, len);
	}
}

static void base32__keeps__every_byte(void **unused)
{
	unsigned char bytes[256], back[256];
	char text[BASE32_CHARS(256) + 1];
	size_t back_len;

	(void)unused;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(255 - i);
	for (size_t len = 0; len <= sizeof(bytes); len++) {
		base32_encode(bytes, len, text);
		assert_true(base32_decode(text, back, len, &back_len));
		assert_int_equal(back_len, len);
		assert_memory_equal(back, bytes, len);
		assert_true(len == 0 || !base32_decode(text, back, len - 1, &back_len));
	}
}

static void base32_decode__refuses__what_no_bytes_make(void **unused)
{
	// clang-format off
	static const struct { const char *text, *why; } rows[] = {
		{ "M",        "five bits" },
		{ "MZX",      "fifteen bits" },
		{ "MZXW6Y",   "thirty bits" },
		{ "MZ",       "bits left over" },
		{ "MZXW6YR",  "bits left over at the end" },
		{ "my",       "small letters" },
		{ "M0",       "a zero" },
		{ "M1",       "a one" },
		{ "M8",       "an eight" },
		{ "MY======", "padding" },
		{ "MY ",      "a blank" },
		{ "MY\n",     "a line end" },
		{ "\xCE\x9CY", "a Greek letter" },
	};
	// clang-format on
	unsigned char out[16];
	size_t len;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (base32_decode(rows[i].text, out, sizeof(out), &len))
			fail_msg("accepted: %s", rows[i].why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base32__agrees__with_the_standard),
		cmocka_unit_test(base32__keeps__every_byte),
		cmocka_unit_test(base32_decode__refuses__what_no_bytes_make),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
