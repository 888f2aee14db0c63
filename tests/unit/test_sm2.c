/* Covers forms/sm2: the example of GB/T 32918.5, keys, strict signatures, and what the signer's ID binds. */
#include "tests/test.h"

#include "forms/sm2.h"

/* GB/T 32918.5-2017, annex A: private key, public key, and the signature of "message digest". */
#define EXAMPLE_D "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"
#define EXAMPLE_X "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
#define EXAMPLE_Y "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
#define EXAMPLE_R "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
#define EXAMPLE_S "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
#define EXAMPLE_PUBLIC "04" EXAMPLE_X EXAMPLE_Y
#define EXAMPLE_SIGNATURE "3046022100" EXAMPLE_R "022100" EXAMPLE_S
#define EXAMPLE_TEXT "message digest"
#define ORDER "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123"

static enum sm2_verdict verify_example(const char *public_hex, const char *signature)
{
	return sm2_verify(public_hex, EXAMPLE_TEXT, strlen(EXAMPLE_TEXT), signature);
}

static struct sm2_key *example_key(void)
{
	unsigned char d[SM2_PRIVATE_SIZE];
	struct sm2_key *k = NULL;

	assert_true(hex_decode(EXAMPLE_D, d, sizeof(d)));
	assert_int_equal(sm2_from_private(d, &k, NULL), 0);
	return k;
}

static void sm2_verify__accepts__the_example_of_the_standard(void **unused)
{
	struct sm2_key *k = example_key();
	char public[SM2_PUBLIC_SIZE];

	(void)unused;
	sm2_public(k, public);
	assert_string_equal(public, EXAMPLE_PUBLIC);
	assert_int_equal(verify_example(EXAMPLE_PUBLIC, EXAMPLE_SIGNATURE), SM2_VALID);
	sm2_destroy(k);
}

/* The row's signature is looked at with the example's text and key. */
static void sm2_verify__refuses__signatures_of_another_form(void **unused)
{
	// clang-format off
	static const struct { const char *signature; enum sm2_verdict verdict; const char *why; } rows[] = {
		{ EXAMPLE_SIGNATURE "00",                          SM2_BAD_SIGNATURE, "a byte behind it" },
		{ "3047022100" EXAMPLE_R "022100" EXAMPLE_S "00",  SM2_BAD_SIGNATURE, "a byte in it" },
		{ "308146022100" EXAMPLE_R "022100" EXAMPLE_S,     SM2_BAD_SIGNATURE, "a long length" },
		{ "304702220000" EXAMPLE_R "022100" EXAMPLE_S,     SM2_BAD_SIGNATURE, "a zero too many" },
		{ "30450220" EXAMPLE_R "022100" EXAMPLE_S,         SM2_BAD_SIGNATURE, "r below zero" },
		{ "30450221" "00" EXAMPLE_R "0220" EXAMPLE_S,      SM2_BAD_SIGNATURE, "s below zero" },
		{ "3080022100" EXAMPLE_R "022100" EXAMPLE_S "0000", SM2_BAD_SIGNATURE, "an open length" },
		{ EXAMPLE_R EXAMPLE_S,                             SM2_BAD_SIGNATURE, "r and s bare" },
		{ "3026020100022100" EXAMPLE_S,                    SM2_BAD_SIGNATURE, "r is 0" },
		{ "3026022100" EXAMPLE_R "020100",                 SM2_BAD_SIGNATURE, "s is 0" },
		{ "3046022100" ORDER "022100" EXAMPLE_S,           SM2_BAD_SIGNATURE, "r is n" },
		{ "3046022100" EXAMPLE_R "022100" ORDER,           SM2_BAD_SIGNATURE, "s is n" },
		{ "304702220100" EXAMPLE_R "022100" EXAMPLE_S,     SM2_BAD_SIGNATURE, "r above 256 bits" },
		{ "3046022100" EXAMPLE_S "022100" EXAMPLE_R,       SM2_MISMATCH,      "r and s swapped" },
		{ "3006020101020101",                              SM2_MISMATCH,      "in range, and no signature" },
		{ "",                                              SM2_BAD_SIGNATURE, "nothing" },
		{ "3",                                             SM2_BAD_SIGNATURE, "half a byte" },
		{ "30",                                            SM2_BAD_SIGNATURE, "a byte" },
		{ "3000",                                          SM2_BAD_SIGNATURE, "no numbers" },
		{ NULL,                                            SM2_BAD_SIGNATURE, "none" },
		{ "3046022100" "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3" "022100" EXAMPLE_S,
		  SM2_BAD_SIGNATURE, "capital letters" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		enum sm2_verdict v = verify_example(EXAMPLE_PUBLIC, rows[i].signature);

		if (v != rows[i].verdict)
			fail_msg("%s: %s", rows[i].why, sm2_verdict_words(v));
	}
}

static void sm2_verify__refuses__keys_off_the_curve(void **unused)
{
	// clang-format off
	static const struct { const char *public; const char *why; } rows[] = {
		{ "04" EXAMPLE_Y EXAMPLE_X,                     "x and y swapped" },
		{ "04" EXAMPLE_X EXAMPLE_X,                     "no point" },
		{ "04" "0000000000000000000000000000000000000000000000000000000000000000"
		  "0000000000000000000000000000000000000000000000000000000000000000", "zeros" },
		{ "06" EXAMPLE_X EXAMPLE_Y,                     "hybrid form, even y" },
		{ "07" EXAMPLE_X EXAMPLE_Y,                     "hybrid form" },
		{ "03" EXAMPLE_X,                               "compressed form" },
		{ "00",                                         "the point at infinity" },
		{ EXAMPLE_X EXAMPLE_Y,                          "no first byte" },
		{ EXAMPLE_PUBLIC "00",                          "a byte more" },
		{ "04" "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
		  "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", "a point of P-256" },
		{ "04" "fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff" EXAMPLE_Y, "x is p" },
		{ "",                                           "nothing" },
		{ NULL,                                         "none" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		enum sm2_verdict v = verify_example(rows[i].public, EXAMPLE_SIGNATURE);

		if (v != SM2_BAD_KEY)
			fail_msg("%s: %s", rows[i].why, sm2_verdict_words(v));
	}
}

static void sm2_from_private__refuses__numbers_out_of_range(void **unused)
{
	// clang-format off
	static const struct { const char *d; bool good; const char *why; } rows[] = {
		{ EXAMPLE_D, true, "the standard's" },
		{ "0000000000000000000000000000000000000000000000000000000000000001", true, "1" },
		{ "0000000000000000000000000000000000000000000000000000000000000000", false, "0" },
		{ "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54121", true, "n - 2" },
		{ "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122", false, "n - 1" },
		{ ORDER, false, "n" },
		{ "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false, "all ones" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		unsigned char d[SM2_PRIVATE_SIZE], again[SM2_PRIVATE_SIZE];
		struct sm2_key *k = NULL;
		struct err err = { 0 };
		int rc;

		assert_true(hex_decode(rows[i].d, d, sizeof(d)));
		rc = sm2_from_private(d, &k, &err);
		if ((rc == 0) != rows[i].good || (rc && (k || err.code != ERR_INPUT)))
			fail_msg("%s", rows[i].why);
		if (rc)
			continue;
		sm2_private(k, again);
		assert_memory_equal(d, again, sizeof(d));
		sm2_destroy(k);
	}
}

static void sm2_sign__is_verified__only_as_it_was(void **unused)
{
	static const char *const texts[] = { "", "x", "mtdesk-act/1\n", "门特登记台\n认定\n" };
	struct sm2_key *mine = NULL, *other = NULL;
	char public[SM2_PUBLIC_SIZE], foreign[SM2_PUBLIC_SIZE], signature[SM2_SIGNATURE_HEX_SIZE];

	(void)unused;
	assert_int_equal(sm2_generate(&mine, NULL), 0);
	assert_int_equal(sm2_generate(&other, NULL), 0);
	sm2_public(mine, public);
	sm2_public(other, foreign);
	assert_string_not_equal(public, foreign);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		size_t len = strlen(texts[i]);

		assert_int_equal(sm2_sign(mine, texts[i], len, signature, NULL), 0);
		assert_int_equal(sm2_verify(public, texts[i], len, signature), SM2_VALID);
		assert_int_equal(sm2_verify(foreign, texts[i], len, signature), SM2_MISMATCH);
		assert_int_equal(sm2_verify(public, texts[i], len + 1, signature), SM2_MISMATCH);
		assert_int_equal(sm2_verify(public, "another", 7, signature), SM2_MISMATCH);
	}
	sm2_destroy(mine);
	sm2_destroy(other);
	sm2_destroy(NULL);
}

static void sm2_sign__is_strict__in_every_length(void **unused)
{
	struct sm2_key *k = example_key();
	size_t shortest = SIZE_MAX, longest = 0;

	(void)unused;
	for (int i = 0; i < 1000; i++) {
		char signature[SM2_SIGNATURE_HEX_SIZE];

		assert_int_equal(sm2_sign(k, &i, sizeof(i), signature, NULL), 0);
		if (sm2_verify(EXAMPLE_PUBLIC, &i, sizeof(i), signature) != SM2_VALID)
			fail_msg("own signature refused: %s", signature);
		shortest = strlen(signature) < shortest ? strlen(signature) : shortest;
		longest = strlen(signature) > longest ? strlen(signature) : longest;
	}
	assert_true(longest == 2 * 72 && shortest < longest);
	sm2_destroy(k);
}

static void sm2_key_id__names__a_key_shortly(void **unused)
{
	unsigned char point[65], digest[SM3_SIZE];
	char id[SM2_KEY_ID_SIZE], wanted[SM3_HEX_SIZE];

	(void)unused;
	assert_true(hex_decode(EXAMPLE_PUBLIC, point, sizeof(point)));
	assert_int_equal(sm3_of(point, sizeof(point), digest), 0);
	hex_encode(digest, sizeof(digest), wanted);
	sm2_key_id(EXAMPLE_PUBLIC, id);
	assert_int_equal(strlen(id), 16);
	assert_int_equal(strncmp(id, wanted, 16), 0);
	sm2_key_id("04", id);
	assert_string_equal(id, "");
}

static void sm2_public_pem__is__none_of_a_bad_key(void **unused)
{
	char *pem = sm2_public_pem(EXAMPLE_PUBLIC);

	(void)unused;
	assert_non_null(pem);
	assert_int_equal(strncmp(pem, "-----BEGIN PUBLIC KEY-----\n", 27), 0);
	free(pem);
	assert_null(sm2_public_pem("04" EXAMPLE_Y EXAMPLE_X));
	assert_null(sm2_public_pem(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sm2_verify__accepts__the_example_of_the_standard),
		cmocka_unit_test(sm2_verify__refuses__signatures_of_another_form),
		cmocka_unit_test(sm2_verify__refuses__keys_off_the_curve),
		cmocka_unit_test(sm2_from_private__refuses__numbers_out_of_range),
		cmocka_unit_test(sm2_sign__is_verified__only_as_it_was),
		cmocka_unit_test(sm2_sign__is_strict__in_every_length),
		cmocka_unit_test(sm2_key_id__names__a_key_shortly),
		cmocka_unit_test(sm2_public_pem__is__none_of_a_bad_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
