/* SM2 public-key encryption (GB/T 32918.4) of a few bytes, through OpenSSL: the ciphertext is the DER of GM/T 0009, which
 * `openssl pkeyutl -decrypt` opens too. */
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>

#include "forms/envelope.h"
#include "forms/sm2_parts.h"

#define SEALED_BYTES_MOST ((SM2_SEALED_SIZE - 1) / 2)

static bool encrypt(EVP_PKEY *pkey, const void *data, size_t len, unsigned char *out,
		    size_t *out_len)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, pkey, NULL);
	bool done = ctx && EVP_PKEY_encrypt_init(ctx) == 1 &&
		    EVP_PKEY_encrypt(ctx, out, out_len, data, len) == 1;

	EVP_PKEY_CTX_free(ctx);
	ERR_clear_error();
	return done;
}

int sm2_seal(const char *public_hex, const void *data, size_t len, char out[SM2_SEALED_SIZE],
	     struct err *err)
{
	unsigned char sealed[SEALED_BYTES_MOST];
	size_t size = sizeof(sealed);
	bool trouble, done;
	EVP_PKEY *pkey = sm2_public_pkey(public_hex, &trouble);

	if (!pkey && !trouble)
		return err_set(err, ERR_INPUT, _("对方的公钥不是 SM2 曲线上的点"));
	done = pkey && len > 0 && len <= SM2_SEAL_MOST && encrypt(pkey, data, len, sealed, &size);
	EVP_PKEY_free(pkey);
	if (!done)
		return err_set(err, ERR_MEMORY, _("未能用对方的公钥加密，请重试"));
	hex_encode(sealed, size, out);
	return 0;
}

/* OpenSSL may ask for more room than the text then takes. */
static bool decrypt(EVP_PKEY *pkey, const unsigned char *sealed, size_t len, unsigned char *out,
		    size_t *out_len)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, pkey, NULL);
	size_t need = 0;
	bool done = ctx && EVP_PKEY_decrypt_init(ctx) == 1 &&
		    EVP_PKEY_decrypt(ctx, NULL, &need, sealed, len) == 1 && need <= *out_len &&
		    EVP_PKEY_decrypt(ctx, out, out_len, sealed, len) == 1;

	EVP_PKEY_CTX_free(ctx);
	ERR_clear_error();
	return done;
}

int sm2_open(const struct sm2_key *k, const char *sealed_hex, void *out, size_t size,
	     size_t *out_len, struct err *err)
{
	unsigned char sealed[SEALED_BYTES_MOST], plain[SEALED_BYTES_MOST];
	size_t len = strlen(sealed_hex), plain_len = sizeof(plain);
	bool done = len > 0 && len % 2 == 0 && len / 2 <= sizeof(sealed) &&
		    hex_decode(sealed_hex, sealed, len / 2) &&
		    decrypt(sm2_private_pkey(k), sealed, len / 2, plain, &plain_len) &&
		    plain_len <= size;

	if (done) {
		memcpy(out, plain, plain_len);
		*out_len = plain_len;
	}
	explicit_bzero(plain, sizeof(plain));
	return done ? 0 : err_set(err, ERR_NOT_ALLOWED, _("不是给本台的：用本台的密钥打不开"));
}
