/* Covers forms/sm2 against a second program: what either of the two signs the other verifies, and both
 * refuse the same. Keys, texts and signatures go through files in the scratch folder. */
#include "tests/test.h"

#include "forms/sm2.h"

#define ID "distid:" SM2_ID
#define ID_WITH_NUL "hexdistid:3132333435363738313233343536373800"
#define ID_OTHER "distid:ALICE123@YAHOO.COM"

#define EXAMPLE_PUBLIC                                                                             \
	"0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"                       \
	"ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
#define EXAMPLE_SIGNATURE                                                                          \
	"3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"               \
	"022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"

// clang-format off
static const char *const texts[] = {
	"", "\n", "x", "message digest", "mtdesk-act/1\n", "门特登记台",
	"mtdesk-filing/1\npsn_name:9:张晓燕\nmemo:-\n", "a\r\nb\tc\\", "0123456789abcdef0123456789abcdef",
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
	"认定\n", "不予认定\n", "退回\n", "用印\n", "备案\n", "修正\n", "撤销\n", "到期\n", "复核意见\n", "䶮㼆𠮷\n",
};
// clang-format on

static void put_file(const char *name, const void *data, size_t len)
{
	FILE *f = fopen(name, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static size_t get_file(const char *name, unsigned char *out, size_t size)
{
	FILE *f = fopen(name, "rb");
	size_t len;

	assert_non_null(f);
	len = fread(out, 1, size, f);
	fclose(f);
	return len;
}

/* Run a command line; true when it ends with 0. */
static bool run(const char *command)
{
	int rc = system(command);

	assert_true(rc != -1);
	return rc == 0;
}

static void put_signature(const char *hex)
{
	unsigned char der[SM2_SIGNATURE_MAX];

	assert_true(strlen(hex) / 2 <= sizeof(der) && hex_decode(hex, der, strlen(hex) / 2));
	put_file("text.sig", der, strlen(hex) / 2);
}

static void put_public(const char *public_hex)
{
	char *pem = sm2_public_pem(public_hex);

	assert_non_null(pem);
	put_file("key.pub.pem", pem, strlen(pem));
	free(pem);
}

/* What openssl says of the files text, text.sig and key.pub.pem. `id` is a -sigopt; NULL: none is given. */
static bool openssl_verifies(const char *id)
{
	char command[256];

	snprintf(command, sizeof(command),
		 "openssl dgst -sm3 -verify key.pub.pem %s%s -signature text.sig text >said 2>&1",
		 id ? "-sigopt " : "", id ? id : "");
	return run(command);
}

static void openssl_signs(const char *id, char out[SM2_SIGNATURE_HEX_SIZE])
{
	unsigned char der[SM2_SIGNATURE_MAX];
	char command[256];
	size_t len;

	snprintf(command, sizeof(command),
		 "openssl dgst -sm3 -sign key.pem %s%s -out text.sig text >said 2>&1",
		 id ? "-sigopt " : "", id ? id : "");
	assert_true(run(command));
	len = get_file("text.sig", der, sizeof(der));
	hex_encode(der, len, out);
}

/* A key that openssl made: key.pem, and its point. */
static void openssl_key(char public[SM2_PUBLIC_SIZE])
{
	unsigned char der[256];
	size_t len;

	assert_true(run("openssl genpkey -algorithm SM2 -out key.pem 2>said"));
	assert_true(run("openssl pkey -in key.pem -pubout -outform DER -out key.der 2>said"));
	len = get_file("key.der", der, sizeof(der));
	assert_true(len > 65);
	hex_encode(der + len - 65, 65, public);
}

static void openssl__verifies__the_example_of_the_standard(void **unused)
{
	(void)unused;
	put_public(EXAMPLE_PUBLIC);
	put_signature(EXAMPLE_SIGNATURE);
	put_file("text", "message digest", 14);
	assert_true(openssl_verifies(ID));
	assert_false(openssl_verifies(NULL));
	assert_false(openssl_verifies(ID_WITH_NUL));
	put_file("text", "message digest\n", 15);
	assert_false(openssl_verifies(ID));
}

static void openssl__verifies__what_we_sign(void **unused)
{
	char public[SM2_PUBLIC_SIZE], signature[SM2_SIGNATURE_HEX_SIZE];
	struct sm2_key *k = NULL;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		if (i % 8 == 0) {
			sm2_destroy(k);
			assert_int_equal(sm2_generate(&k, NULL), 0);
			sm2_public(k, public);
			put_public(public);
		}
		put_file("text", texts[i], strlen(texts[i]));
		assert_int_equal(sm2_sign(k, texts[i], strlen(texts[i]), signature, NULL), 0);
		put_signature(signature);
		if (!openssl_verifies(ID))
			fail_msg("openssl refuses '%s'", texts[i]);
	}
	assert_false(openssl_verifies(NULL));
	assert_false(openssl_verifies(ID_WITH_NUL));
	assert_false(openssl_verifies(ID_OTHER));
	sm2_destroy(k);
}

static void sm2_verify__accepts__what_openssl_signs(void **unused)
{
	char public[SM2_PUBLIC_SIZE], signature[SM2_SIGNATURE_HEX_SIZE];

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		if (i % 8 == 0)
			openssl_key(public);
		put_file("text", texts[i], strlen(texts[i]));
		openssl_signs(ID, signature);
		if (sm2_verify(public, texts[i], strlen(texts[i]), signature) != SM2_VALID)
			fail_msg("refused '%s'", texts[i]);
	}
}

static void sm2_verify__refuses__other_ids(void **unused)
{
	static const struct {
		const char *id, *why;
	} rows[] = {
		{ NULL, "no ID" },
		{ ID_WITH_NUL, "the ID with its NUL" },
		{ ID_OTHER, "another ID" },
		{ "distid:123456781234567", "a character short" },
	};
	char public[SM2_PUBLIC_SIZE], signature[SM2_SIGNATURE_HEX_SIZE];

	(void)unused;
	openssl_key(public);
	put_file("text", texts[6], strlen(texts[6]));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		enum sm2_verdict v;

		openssl_signs(rows[i].id, signature);
		v = sm2_verify(public, texts[6], strlen(texts[6]), signature);
		if (v != SM2_MISMATCH)
			fail_msg("%s: %s", rows[i].why, sm2_verdict_words(v));
	}
}

/* A digit of the frame and of both numbers, one at a time. */
static void openssl__refuses__what_we_refuse(void **unused)
{
	static const size_t places[] = { 0, 1, 2, 3, 20, 37, 38, 50, 69 };
	char public[SM2_PUBLIC_SIZE], signature[SM2_SIGNATURE_HEX_SIZE];
	struct sm2_key *k = NULL;

	(void)unused;
	assert_int_equal(sm2_generate(&k, NULL), 0);
	sm2_public(k, public);
	put_public(public);
	put_file("text", texts[6], strlen(texts[6]));
	assert_int_equal(sm2_sign(k, texts[6], strlen(texts[6]), signature, NULL), 0);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		char was = signature[2 * places[i]];

		signature[2 * places[i]] = was == '0' ? '1' : '0';
		put_signature(signature);
		if (sm2_verify(public, texts[6], strlen(texts[6]), signature) == SM2_VALID ||
		    openssl_verifies(ID))
			fail_msg("accepted with byte %zu changed", places[i]);
		signature[2 * places[i]] = was;
	}
	sm2_destroy(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(openssl__verifies__the_example_of_the_standard),
		cmocka_unit_test(openssl__verifies__what_we_sign),
		cmocka_unit_test(sm2_verify__accepts__what_openssl_signs),
		cmocka_unit_test(sm2_verify__refuses__other_ids),
		cmocka_unit_test(openssl__refuses__what_we_refuse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
