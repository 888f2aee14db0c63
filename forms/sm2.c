#include "forms/sm2.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include "forms/sm2_parts.h"

#define POINT_SIZE 65 /* 04 x y */
#define NUMBER_SIZE 32

struct sm2_key {
	unsigned char d[SM2_PRIVATE_SIZE];
	unsigned char point[POINT_SIZE];
	EVP_PKEY *pkey;
};

/* The order n of the recommended curve (GB/T 32918.5). */
static const unsigned char order[NUMBER_SIZE] = {
	0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xff, 0xff, 0xff, 0x72, 0x03, 0xdf, 0x6b, 0x21, 0xc6,
	0x05, 0x2b, 0x53, 0xbb, 0xf4, 0x09, 0x39, 0xd5, 0x41, 0x23,
};

/* ---- keys for OpenSSL ---- */

/* What both kinds of key are made of; d NULL: a public key. */
static OSSL_PARAM *key_params(const unsigned char point[POINT_SIZE], const BIGNUM *d)
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	OSSL_PARAM *params = NULL;

	if (build && OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0) &&
	    OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, POINT_SIZE) &&
	    (!d || OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, d)))
		params = OSSL_PARAM_BLD_to_param(build);
	OSSL_PARAM_BLD_free(build);
	return params;
}

/* Takes a point only when it lies on the curve. *out stays NULL when it does not; -1 when memory is out. */
static int make_pkey(const unsigned char point[POINT_SIZE], const BIGNUM *d, EVP_PKEY **out)
{
	OSSL_PARAM *params = key_params(point, d);
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
	int rc = -1;

	if (params && ctx && EVP_PKEY_fromdata_init(ctx) == 1) {
		if (EVP_PKEY_fromdata(ctx, out, d ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY,
				      params) != 1)
			*out = NULL;
		rc = 0;
	}
	EVP_PKEY_CTX_free(ctx);
	OSSL_PARAM_free(params);
	return rc;
}

EVP_PKEY *sm2_public_pkey(const char *public_hex, bool *out_trouble)
{
	unsigned char point[POINT_SIZE];
	EVP_PKEY *pkey = NULL;

	*out_trouble = false;
	if (!public_hex || !hex_decode(public_hex, point, sizeof(point)) ||
	    point[0] != POINT_CONVERSION_UNCOMPRESSED)
		return NULL;
	*out_trouble = make_pkey(point, NULL, &pkey) != 0;
	return pkey;
}

EVP_PKEY *sm2_private_pkey(const struct sm2_key *k)
{
	return k->pkey;
}

/* ---- making keys ---- */

static bool point_of(const BIGNUM *d, unsigned char out[POINT_SIZE])
{
	EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_sm2);
	EC_POINT *point = group ? EC_POINT_new(group) : NULL;
	bool done = point && EC_POINT_mul(group, point, d, NULL, NULL, NULL) == 1 &&
		    EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, out, POINT_SIZE,
				       NULL) == POINT_SIZE;

	EC_POINT_free(point);
	EC_GROUP_free(group);
	return done;
}

/* 1 <= d <= n - 2: of n - 1 the signing equation has no solution (GB/T 32918.1). */
static bool private_in_range(const BIGNUM *d)
{
	BIGNUM *last = BN_bin2bn(order, sizeof(order), NULL);
	bool good = last && BN_sub_word(last, 2) == 1 && !BN_is_zero(d) && BN_cmp(d, last) <= 0;

	BN_free(last);
	return good;
}

static struct sm2_key *key_of(const BIGNUM *d)
{
	struct sm2_key *k = calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	if (BN_bn2binpad(d, k->d, sizeof(k->d)) != sizeof(k->d) || !point_of(d, k->point) ||
	    make_pkey(k->point, d, &k->pkey) || !k->pkey) {
		sm2_destroy(k);
		return NULL;
	}
	return k;
}

int sm2_from_private(const unsigned char d[SM2_PRIVATE_SIZE], struct sm2_key **out, struct err *err)
{
	BIGNUM *number = BN_bin2bn(d, SM2_PRIVATE_SIZE, BN_secure_new());
	struct sm2_key *k;

	if (!number)
		return err_set(err, ERR_MEMORY, _("内存不足，未能读出私钥"));
	if (!private_in_range(number)) {
		BN_clear_free(number);
		return err_set(err, ERR_INPUT, _("私钥不在 SM2 规定的范围内"));
	}
	BN_set_flags(number, BN_FLG_CONSTTIME);
	k = key_of(number);
	BN_clear_free(number);
	ERR_clear_error();
	if (!k)
		return err_set(err, ERR_MEMORY, _("内存不足，未能读出私钥"));
	*out = k;
	return 0;
}

int sm2_generate(struct sm2_key **out, struct err *err)
{
	BIGNUM *space = BN_bin2bn(order, sizeof(order), NULL), *d = BN_secure_new();
	unsigned char bytes[SM2_PRIVATE_SIZE];
	int rc = -1;

	/* A number below n - 2, and one more. */
	if (space && d && BN_sub_word(space, 2) == 1 && BN_priv_rand_range(d, space) == 1 &&
	    BN_add_word(d, 1) == 1 && BN_bn2binpad(d, bytes, sizeof(bytes)) == sizeof(bytes))
		rc = sm2_from_private(bytes, out, err);
	else
		err_set(err, ERR_STORAGE, _("系统的随机数不可用，未能生成密钥"));
	explicit_bzero(bytes, sizeof(bytes));
	BN_clear_free(d);
	BN_free(space);
	return rc;
}

void sm2_private(const struct sm2_key *k, unsigned char out[SM2_PRIVATE_SIZE])
{
	memcpy(out, k->d, sizeof(k->d));
}

void sm2_public(const struct sm2_key *k, char out[SM2_PUBLIC_SIZE])
{
	hex_encode(k->point, sizeof(k->point), out);
}

void sm2_destroy(struct sm2_key *k)
{
	if (!k)
		return;
	EVP_PKEY_free(k->pkey);
	explicit_bzero(k, sizeof(*k));
	free(k);
}

void sm2_key_id(const char *public_hex, char out[SM2_KEY_ID_SIZE])
{
	unsigned char point[POINT_SIZE], digest[SM3_SIZE];

	*out = '\0';
	if (hex_decode(public_hex, point, sizeof(point)) &&
	    sm3_of(point, sizeof(point), digest) == 0)
		hex_encode(digest, (SM2_KEY_ID_SIZE - 1) / 2, out);
}

/* ---- signing ---- */

/* Signing and verifying take the signer's ID as a parameter of their first call, so that no byte can come before it. */
static void id_params(OSSL_PARAM params[2])
{
	static char id[] = SM2_ID;

	params[0] = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_DIST_ID, id, strlen(SM2_ID));
	params[1] = OSSL_PARAM_construct_end();
}

static bool sign_bytes(EVP_PKEY *pkey, const void *data, size_t len, unsigned char *out,
		       size_t *out_len)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	OSSL_PARAM params[2];
	bool done;

	id_params(params);
	done = ctx && EVP_DigestSignInit_ex(ctx, NULL, "SM3", NULL, NULL, pkey, params) == 1 &&
	       EVP_DigestSign(ctx, out, out_len, data, len) == 1;
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return done;
}

int sm2_sign(const struct sm2_key *k, const void *data, size_t len,
	     char out[SM2_SIGNATURE_HEX_SIZE], struct err *err)
{
	unsigned char signature[SM2_SIGNATURE_MAX];
	size_t size = sizeof(signature);

	if (!sign_bytes(k->pkey, data, len, signature, &size))
		return err_set(err, ERR_MEMORY, _("签名未能做出，请重试"));
	hex_encode(signature, size, out);
	return 0;
}

/* ---- verifying ---- */

static bool number_in_range(const BIGNUM *number)
{
	unsigned char bytes[NUMBER_SIZE];

	return !BN_is_negative(number) && !BN_is_zero(number) &&
	       BN_bn2binpad(number, bytes, sizeof(bytes)) == sizeof(bytes) &&
	       memcmp(bytes, order, sizeof(bytes)) < 0;
}

/* One signature has one form: what is read must be written again as the same bytes. */
static bool strict_der(const unsigned char *der, size_t len)
{
	const unsigned char *at = der;
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)len);
	unsigned char *again = NULL;
	int again_len;
	bool good = false;

	if (!sig)
		return false;
	again_len = i2d_ECDSA_SIG(sig, &again);
	if (again_len > 0 && (size_t)again_len == len && at == der + len)
		good = memcmp(der, again, len) == 0 && number_in_range(ECDSA_SIG_get0_r(sig)) &&
		       number_in_range(ECDSA_SIG_get0_s(sig));
	OPENSSL_free(again);
	ECDSA_SIG_free(sig);
	return good;
}

static bool read_signature(const char *hex, unsigned char out[SM2_SIGNATURE_MAX], size_t *out_len)
{
	size_t len = hex ? strlen(hex) : 0;

	if (len == 0 || len % 2 == 1 || len / 2 > SM2_SIGNATURE_MAX ||
	    !hex_decode(hex, out, len / 2))
		return false;
	*out_len = len / 2;
	return strict_der(out, *out_len);
}

static enum sm2_verdict verify_bytes(EVP_PKEY *pkey, const void *data, size_t len,
				     const unsigned char *signature, size_t signature_len)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	OSSL_PARAM params[2];
	enum sm2_verdict v = SM2_TROUBLE;

	id_params(params);
	if (ctx && EVP_DigestVerifyInit_ex(ctx, NULL, "SM3", NULL, NULL, pkey, params) == 1)
		v = EVP_DigestVerify(ctx, signature, signature_len, data, len) == 1 ? SM2_VALID
										    : SM2_MISMATCH;
	EVP_MD_CTX_free(ctx);
	return v;
}

enum sm2_verdict sm2_verify(const char *public_hex, const void *data, size_t len,
			    const char *signature_hex)
{
	unsigned char signature[SM2_SIGNATURE_MAX];
	size_t signature_len;
	bool trouble;
	EVP_PKEY *pkey = sm2_public_pkey(public_hex, &trouble);
	enum sm2_verdict v;

	if (!pkey)
		v = trouble ? SM2_TROUBLE : SM2_BAD_KEY;
	else if (!read_signature(signature_hex, signature, &signature_len))
		v = SM2_BAD_SIGNATURE;
	else
		v = verify_bytes(pkey, len > 0 ? data : "", len, signature, signature_len);
	EVP_PKEY_free(pkey);
	ERR_clear_error();
	return v;
}

const char *sm2_verdict_words(enum sm2_verdict v)
{
	switch (v) {
	case SM2_VALID:
		return N_("签名有效");
	case SM2_BAD_KEY:
		return N_("公钥不是 SM2 曲线上的点");
	case SM2_BAD_SIGNATURE:
		return N_("签名的编码或数值不合规定");
	case SM2_MISMATCH:
		return N_("签名与文本或公钥不符");
	case SM2_TROUBLE:
		return N_("内存不足，未能验签");
	}
	return "";
}

/* ---- the bare form ---- */

bool sm2_bare(const char *signature_hex, unsigned char out[SM2_BARE_SIZE])
{
	unsigned char der[SM2_SIGNATURE_MAX];
	const unsigned char *at = der;
	ECDSA_SIG *sig = NULL;
	size_t len;
	bool done;

	if (read_signature(signature_hex, der, &len))
		sig = d2i_ECDSA_SIG(NULL, &at, (long)len);
	done = sig && BN_bn2binpad(ECDSA_SIG_get0_r(sig), out, NUMBER_SIZE) == NUMBER_SIZE &&
	       BN_bn2binpad(ECDSA_SIG_get0_s(sig), out + NUMBER_SIZE, NUMBER_SIZE) == NUMBER_SIZE;
	ECDSA_SIG_free(sig);
	ERR_clear_error();
	return done;
}

/* Takes over r and s. */
static ECDSA_SIG *signature_of(BIGNUM *r, BIGNUM *s)
{
	ECDSA_SIG *sig = ECDSA_SIG_new();

	if (sig && r && s && ECDSA_SIG_set0(sig, r, s) == 1)
		return sig;
	ECDSA_SIG_free(sig);
	BN_free(r);
	BN_free(s);
	return NULL;
}

bool sm2_of_bare(const unsigned char bare[SM2_BARE_SIZE], char out[SM2_SIGNATURE_HEX_SIZE])
{
	ECDSA_SIG *sig = signature_of(BN_bin2bn(bare, NUMBER_SIZE, NULL),
				      BN_bin2bn(bare + NUMBER_SIZE, NUMBER_SIZE, NULL));
	unsigned char *der = NULL;
	int len = sig ? i2d_ECDSA_SIG(sig, &der) : -1;
	bool good = len > 0 && len <= SM2_SIGNATURE_MAX && strict_der(der, (size_t)len);

	if (good)
		hex_encode(der, (size_t)len, out);
	OPENSSL_free(der);
	ECDSA_SIG_free(sig);
	ERR_clear_error();
	return good;
}

/* ---- for other programs ---- */

char *sm2_public_pem(const char *public_hex)
{
	bool trouble;
	EVP_PKEY *pkey = sm2_public_pkey(public_hex, &trouble);
	BIO *out = pkey ? BIO_new(BIO_s_mem()) : NULL;
	char *text, *pem = NULL;
	long len;

	if (out && PEM_write_bio_PUBKEY(out, pkey) == 1) {
		len = BIO_get_mem_data(out, &text);
		pem = strndup(text, (size_t)len);
	}
	BIO_free(out);
	EVP_PKEY_free(pkey);
	ERR_clear_error();
	return pem;
}
