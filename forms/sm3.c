#include "forms/sm3.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

struct sm3 {
	EVP_MD_CTX *ctx;
	bool over; /* ended or failed: there is no digest any more */
};

struct sm3 *sm3_create(void)
{
	struct sm3 *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->ctx = EVP_MD_CTX_new();
	if (!s->ctx || EVP_DigestInit_ex(s->ctx, EVP_sm3(), NULL) != 1) {
		sm3_destroy(s);
		return NULL;
	}
	return s;
}

void sm3_add(struct sm3 *s, const void *data, size_t len)
{
	if (len > 0 && EVP_DigestUpdate(s->ctx, data, len) != 1)
		s->over = true;
}

void sm3_add_part(struct sm3 *s, const void *data, size_t len)
{
	unsigned char length[8];

	for (size_t i = 0; i < sizeof(length); i++)
		length[i] = (unsigned char)((uint64_t)len >> (56 - 8 * i));
	sm3_add(s, length, sizeof(length));
	sm3_add(s, data, len);
}

bool sm3_end(struct sm3 *s, unsigned char out[SM3_SIZE])
{
	bool done = !s->over && EVP_DigestFinal_ex(s->ctx, out, NULL) == 1;

	s->over = true;
	return done;
}

void sm3_destroy(struct sm3 *s)
{
	if (!s)
		return;
	EVP_MD_CTX_free(s->ctx);
	free(s);
}

int sm3_of(const void *data, size_t len, unsigned char out[SM3_SIZE])
{
	return EVP_Digest(len > 0 ? data : "", len, out, NULL, EVP_sm3(), NULL) == 1 ? 0 : -1;
}

int sm3_hex_of(const void *data, size_t len, char out[SM3_HEX_SIZE])
{
	unsigned char digest[SM3_SIZE];

	if (sm3_of(data, len, digest))
		return -1;
	hex_encode(digest, sizeof(digest), out);
	return 0;
}

int hmac_sm3(const void *key, size_t key_len, const void *data, size_t len,
	     unsigned char out[SM3_SIZE])
{
	if (key_len > INT32_MAX)
		return -1;
	return HMAC(EVP_sm3(), key_len > 0 ? key : "", (int)key_len,
		    len > 0 ? data : (const void *)"", len, out, NULL)
		       ? 0
		       : -1;
}

void hex_encode(const void *data, size_t len, char *out)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *bytes = data;

	for (size_t i = 0; i < len; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * len] = '\0';
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_decode(const char *hex, unsigned char *out, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		int high = digit_value(hex[2 * i]), low;

		if (high < 0)
			return false;
		low = digit_value(hex[2 * i + 1]);
		if (low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return hex[2 * len] == '\0';
}
