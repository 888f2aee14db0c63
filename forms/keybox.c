#include "forms/keybox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include "forms/password.h"

#define FORM "kb1$"
#define BLOCK 16     /* of SM4; its key and its start value have this length too */
#define KEYS_SIZE 48 /* SM4 key, then MAC key */

/* A box taken apart. */
struct parts {
	char salt[PASSWORD_HASH_SIZE]; /* "" of the desk's own key */
	unsigned char iv[BLOCK], sealed[SM2_PRIVATE_SIZE], mac[SM3_SIZE];
};

int random_bytes(void *out, size_t len, struct err *err)
{
	unsigned char *at = out;

	while (len > 0) {
		ssize_t n = getrandom(at, len, 0);

		if (n < 0 && errno != EINTR)
			return err_set(err, ERR_STORAGE, _("系统的随机数不可用：%s"),
				       err_system(errno));
		if (n > 0) {
			at += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/* ---- keys ---- */

/* 48 bytes out of what the password was stretched to: HMAC-SM3 under the desk secret over purpose and block number. */
static int expand(const char *stretched, const unsigned char secret[DESK_SECRET_SIZE],
		  unsigned char out[KEYS_SIZE])
{
	char text[sizeof("mtdesk-keybox/1 0 ") + PASSWORD_HASH_SIZE];
	unsigned char blocks[2][SM3_SIZE];
	int rc = 0;

	for (int i = 0; i < 2 && rc == 0; i++) {
		int len = snprintf(text, sizeof(text), "mtdesk-keybox/1 %d %s", i, stretched);

		rc = hmac_sm3(secret, DESK_SECRET_SIZE, text, (size_t)len, blocks[i]);
	}
	memcpy(out, blocks, KEYS_SIZE);
	explicit_bzero(text, sizeof(text));
	explicit_bzero(blocks, sizeof(blocks));
	return rc;
}

static int derive(const char *password, const char *salt,
		  const unsigned char secret[DESK_SECRET_SIZE], unsigned char out[KEYS_SIZE],
		  struct err *err)
{
	char stretched[PASSWORD_HASH_SIZE] = "";
	int rc = 0;

	if (password)
		rc = password_stretch(password, salt, stretched, err);
	if (rc == 0 && expand(stretched, secret, out))
		rc = err_set(err, ERR_MEMORY, _("内存不足，未能处理密钥"));
	explicit_bzero(stretched, sizeof(stretched));
	return rc;
}

/* ---- SM4-CBC ---- */

/* Two whole blocks, so nothing is filled up. */
static bool sm4(bool closing, const unsigned char key[BLOCK], const unsigned char iv[BLOCK],
		const unsigned char in[SM2_PRIVATE_SIZE], unsigned char out[SM2_PRIVATE_SIZE])
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int len = 0, rest = 0;
	bool done = ctx && EVP_CipherInit_ex(ctx, EVP_sm4_cbc(), NULL, key, iv, closing) == 1 &&
		    EVP_CIPHER_CTX_set_padding(ctx, 0) == 1 &&
		    EVP_CipherUpdate(ctx, out, &len, in, SM2_PRIVATE_SIZE) == 1 &&
		    EVP_CipherFinal_ex(ctx, out + len, &rest) == 1 &&
		    len + rest == SM2_PRIVATE_SIZE;

	EVP_CIPHER_CTX_free(ctx);
	ERR_clear_error();
	return done;
}

/* ---- the text of a box ---- */

/* Everything before the MAC, with the "$" that ends it: what the MAC is of. Returns its length. */
static size_t write_body(const struct parts *p, char out[KEYBOX_SIZE])
{
	char iv[2 * sizeof(p->iv) + 1], sealed[2 * sizeof(p->sealed) + 1];

	hex_encode(p->iv, sizeof(p->iv), iv);
	hex_encode(p->sealed, sizeof(p->sealed), sealed);
	return (size_t)snprintf(out, KEYBOX_SIZE, FORM "%s$%s$%s$", p->salt, iv, sealed);
}

static int mac_of(const struct parts *p, const unsigned char keys[KEYS_SIZE],
		  unsigned char out[SM3_SIZE])
{
	char body[KEYBOX_SIZE];

	return hmac_sm3(keys + BLOCK, KEYS_SIZE - BLOCK, body, write_body(p, body), out);
}

/* The last part of a text that ends at *end, as bytes; *end moves to the "$" before it. */
static bool take_last(char *text, size_t *end, unsigned char *out, size_t len)
{
	if (*end < 2 * len + 1 || text[*end - 2 * len - 1] != '$')
		return false;
	text[*end] = '\0';
	*end -= 2 * len + 1;
	return hex_decode(text + *end + 1, out, len);
}

static bool read_box(const char *box, struct parts *out)
{
	char text[KEYBOX_SIZE];
	size_t end = strlen(box), begin = strlen(FORM);

	if (end >= sizeof(text) || strncmp(box, FORM, begin) != 0)
		return false;
	memcpy(text, box, end + 1);
	if (!take_last(text, &end, out->mac, sizeof(out->mac)) ||
	    !take_last(text, &end, out->sealed, sizeof(out->sealed)) ||
	    !take_last(text, &end, out->iv, sizeof(out->iv)) || end < begin ||
	    end - begin >= sizeof(out->salt))
		return false;
	memcpy(out->salt, text + begin, end - begin);
	out->salt[end - begin] = '\0';
	return true;
}

/* ---- closing and opening ---- */

static int fill(struct parts *p, const struct sm2_key *k, const unsigned char keys[KEYS_SIZE],
		struct err *err)
{
	unsigned char d[SM2_PRIVATE_SIZE];
	bool done;

	sm2_private(k, d);
	done = sm4(true, keys, p->iv, d, p->sealed) && mac_of(p, keys, p->mac) == 0;
	explicit_bzero(d, sizeof(d));
	return done ? 0 : err_set(err, ERR_MEMORY, _("内存不足，未能处理密钥"));
}

int keybox_close_at(const struct sm2_key *k, const char *password, int cost,
		    const unsigned char secret[DESK_SECRET_SIZE], char out[KEYBOX_SIZE],
		    struct err *err)
{
	unsigned char keys[KEYS_SIZE];
	struct parts p = { 0 };
	size_t len;
	int rc = -1;

	if (password && password_setting(cost, p.salt, err))
		return -1;
	if (random_bytes(p.iv, sizeof(p.iv), err) == 0 &&
	    derive(password, p.salt, secret, keys, err) == 0)
		rc = fill(&p, k, keys, err);
	explicit_bzero(keys, sizeof(keys));
	if (rc)
		return -1;
	len = write_body(&p, out);
	hex_encode(p.mac, sizeof(p.mac), out + len);
	return 0;
}

int keybox_close(const struct sm2_key *k, const char *password,
		 const unsigned char secret[DESK_SECRET_SIZE], char out[KEYBOX_SIZE],
		 struct err *err)
{
	return keybox_close_at(k, password, password_cost(), secret, out, err);
}

/* The key under the MAC was made by us, so that a number out of range is no less a wrong box. */
static bool unseal(const struct parts *p, const unsigned char keys[KEYS_SIZE], struct sm2_key **out)
{
	unsigned char mac[SM3_SIZE], d[SM2_PRIVATE_SIZE];
	bool done = mac_of(p, keys, mac) == 0 && CRYPTO_memcmp(mac, p->mac, sizeof(mac)) == 0 &&
		    sm4(false, keys, p->iv, p->sealed, d) && sm2_from_private(d, out, NULL) == 0;

	explicit_bzero(d, sizeof(d));
	return done;
}

static int refuse(struct err *err)
{
	return err_set(err, ERR_NOT_ALLOWED, _("密钥打不开：口令不符，或不是本机的密钥"));
}

int keybox_open(const char *box, const char *password, const unsigned char secret[DESK_SECRET_SIZE],
		struct sm2_key **out, struct err *err)
{
	unsigned char keys[KEYS_SIZE];
	struct err trouble = { 0 };
	struct parts p = { 0 };
	bool opened;

	if (!read_box(box, &p) || (*p.salt != '\0') != (password != NULL))
		return refuse(err);
	if (derive(password, p.salt, secret, keys, &trouble))
		return trouble.code == ERR_MEMORY ? err_set(err, ERR_MEMORY, "%s", trouble.msg)
						  : refuse(err);
	opened = unseal(&p, keys, out);
	explicit_bzero(keys, sizeof(keys));
	return opened ? 0 : refuse(err);
}
