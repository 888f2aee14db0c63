/* Any bytes as an SM2 signature and as a public key, bare and in hexadecimal: nothing but the one signature that is right
 * passes, and a second reader of DER agrees on what has the right form. */
#include "tests/fuzz/fuzz.h"

#include "forms/sm2.h"

/* The example of GB/T 32918.5, annex A: the one key and signature of this text that may be found valid. */
#define TEXT "message digest"
#define PUBLIC                                                                                     \
	"0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"                       \
	"ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
#define SIGNATURE                                                                                  \
	"3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"               \
	"022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"

static const uint8_t order[] = { 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
				 0xff, 0xff, 0xff, 0xff, 0xff, 0x72, 0x03, 0xdf, 0x6b, 0x21, 0xc6,
				 0x05, 0x2b, 0x53, 0xbb, 0xf4, 0x09, 0x39, 0xd5, 0x41, 0x23 };

/* One number of a signature, written as shortly as DER demands and from 1 to n - 1; how many bytes it takes, or 0. */
static size_t number_at(const uint8_t *at, size_t left)
{
	uint8_t padded[32] = { 0 };
	size_t len;

	if (left < 3 || at[0] != 0x02 || at[1] == 0 || at[1] > 33 || left < 2u + at[1] ||
	    at[2] >= 0x80)
		return 0;
	len = at[1];
	if (at[2] == 0 && (len == 1 || at[3] < 0x80))
		return 0; /* zero itself, or a zero too many */
	if (len == 33 && at[2] != 0)
		return 0;
	if (len == 33)
		memcpy(padded, at + 3, 32);
	else
		memcpy(padded + 32 - len, at + 2, len);
	return memcmp(padded, order, 32) < 0 ? 2 + len : 0;
}

static bool is_strict(const uint8_t *der, size_t size)
{
	size_t first, second;

	if (size < 2 || size > SM2_SIGNATURE_MAX || der[0] != 0x30 || der[1] >= 0x80 ||
	    der[1] != size - 2)
		return false;
	first = number_at(der + 2, size - 2);
	if (first == 0)
		return false;
	second = number_at(der + 2 + first, size - 2 - first);
	return second > 0 && 2 + first + second == size;
}

static void judge_signature(const char *hex)
{
	enum sm2_verdict v = sm2_verify(PUBLIC, TEXT, strlen(TEXT), hex);
	uint8_t der[SM2_SIGNATURE_MAX];
	size_t len = strlen(hex) / 2;
	bool strict = len <= sizeof(der) && hex_decode(hex, der, len) && is_strict(der, len);

	PROMISE(v != SM2_BAD_KEY && v != SM2_TROUBLE, "the key is good");
	PROMISE((v == SM2_BAD_SIGNATURE) == !strict,
		"two readers do not agree on a signature's form");
	PROMISE((v == SM2_VALID) == (strcmp(hex, SIGNATURE) == 0), "another signature is valid");
}

static void judge_public(const char *hex)
{
	enum sm2_verdict v = sm2_verify(hex, TEXT, strlen(TEXT), SIGNATURE);
	char *pem = sm2_public_pem(hex), id[SM2_KEY_ID_SIZE];

	sm2_key_id(hex, id);
	PROMISE(v != SM2_BAD_SIGNATURE && v != SM2_TROUBLE, "the signature is of the right form");
	PROMISE((v == SM2_BAD_KEY) == !pem, "a key is good here and bad there");
	PROMISE((v == SM2_VALID) == (strcmp(hex, PUBLIC) == 0), "valid for another key");
	PROMISE(v == SM2_BAD_KEY || strlen(id) == SM2_KEY_ID_SIZE - 1,
		"a good key without a number");
	free(pem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), bare[2 * 2 * SM2_SIGNATURE_MAX + 1];

	judge_signature(text);
	judge_public(text);
	if (size <= 2 * SM2_SIGNATURE_MAX) {
		hex_encode(data, size, bare);
		judge_signature(bare);
		judge_public(bare);
	}
	free(text);
	return 0;
}
