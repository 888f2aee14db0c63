/* SM2 signatures with SM3 (GB/T 32918.2, .5), through OpenSSL; the signer's ID is 1234567812345678, 16 bytes, set before
 * the first byte (OpenSSL has no default). A signature is strict DER: re-encoding gives the same bytes, 1 <= r,s < n. */
#ifndef FORMS_SM2_H
#define FORMS_SM2_H

#include "forms/sm3.h"

#define SM2_ID "1234567812345678"
#define SM2_PUBLIC_SIZE 131 /* 04 x y in hexadecimal, NUL included */
#define SM2_SIGNATURE_MAX 80
#define SM2_PRIVATE_SIZE 32

struct sm2_key; /* a private key in memory; wiped when destroyed */

int sm2_generate(struct sm2_key **out, struct err *err);
/* From the 32 bytes of the number, most significant first; the point is computed. */
int sm2_from_private(const unsigned char d[SM2_PRIVATE_SIZE], struct sm2_key **out,
		     struct err *err);
void sm2_private(const struct sm2_key *k, unsigned char out[SM2_PRIVATE_SIZE]);
void sm2_public(const struct sm2_key *k, char out[SM2_PUBLIC_SIZE]);
void sm2_destroy(struct sm2_key *k);

/* The digest of the public point, as short as people can compare: first 16 hexadecimal digits of SM3. */
#define SM2_KEY_ID_SIZE 17
void sm2_key_id(const char *public_hex, char out[SM2_KEY_ID_SIZE]);

/* Sign bytes; the DER signature in lower-case hexadecimal. */
#define SM2_SIGNATURE_HEX_SIZE (2 * SM2_SIGNATURE_MAX + 1)
int sm2_sign(const struct sm2_key *k, const void *data, size_t len,
	     char out[SM2_SIGNATURE_HEX_SIZE], struct err *err);

/* The bare form of a signature, where room is short: r, then s, 32 bytes each. From DER and back; false for a signature that
 * sm2_verify() finds of no right form, and for numbers that are none. */
#define SM2_BARE_SIZE 64
bool sm2_bare(const char *signature_hex, unsigned char out[SM2_BARE_SIZE]);
bool sm2_of_bare(const unsigned char bare[SM2_BARE_SIZE], char out[SM2_SIGNATURE_HEX_SIZE]);

/* What is wrong with a signature, in the order in which it is looked at. */
enum sm2_verdict {
	SM2_VALID,
	SM2_BAD_KEY,       /* not a point of the curve */
	SM2_BAD_SIGNATURE, /* not strict DER, or r, s out of range */
	SM2_MISMATCH,      /* of another text or another key */
	SM2_TROUBLE,       /* memory */
};
enum sm2_verdict sm2_verify(const char *public_hex, const void *data, size_t len,
			    const char *signature_hex);
/* N_() words. */
const char *sm2_verdict_words(enum sm2_verdict v);

/* "-----BEGIN PUBLIC KEY-----" for other programs. The caller frees it; NULL when the key is none. */
char *sm2_public_pem(const char *public_hex);

#endif
