/* SM2 keys as OpenSSL takes them: what signing (sm2.c) and encrypting (sm2_seal.c) share. */
#ifndef FORMS_SM2_PARTS_H
#define FORMS_SM2_PARTS_H

#include <openssl/evp.h>

#include "forms/sm2.h"

/* The public key of a point in hexadecimal, in its uncompressed form only: a point has one name, and key numbers are made
 * of it. The caller frees it; NULL: no point of the curve, or (*out_trouble) memory is out. */
EVP_PKEY *sm2_public_pkey(const char *public_hex, bool *out_trouble);

/* The key's own, borrowed. */
EVP_PKEY *sm2_private_pkey(const struct sm2_key *k);

#endif
