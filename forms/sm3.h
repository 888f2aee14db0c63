/* SM3 digests (GB/T 32905), through OpenSSL. */
#ifndef FORMS_SM3_H
#define FORMS_SM3_H

#include "forms/err.h"

#define SM3_SIZE 32
#define SM3_HEX_SIZE 65

struct sm3; /* a running digest */

/* NULL: memory is out, or the library lacks SM3. */
struct sm3 *sm3_create(void);
void sm3_add(struct sm3 *s, const void *data, size_t len);
/* The length as 8 bytes, most significant first, then the bytes: no two lists of parts digest alike. */
void sm3_add_part(struct sm3 *s, const void *data, size_t len);
/* The digest of all that was added; false when anything failed on the way. The running digest can only be destroyed then. */
bool sm3_end(struct sm3 *s, unsigned char out[SM3_SIZE]);
void sm3_destroy(struct sm3 *s);

/* One piece. Returns 0 or -1. */
int sm3_of(const void *data, size_t len, unsigned char out[SM3_SIZE]);
int sm3_hex_of(const void *data, size_t len, char out[SM3_HEX_SIZE]);
int hmac_sm3(const void *key, size_t key_len, const void *data, size_t len, unsigned char out[SM3_SIZE]);

/* 2 * len lower-case digits and a NUL. */
void hex_encode(const void *data, size_t len, char *out);
/* Exactly `len` bytes from lower-case hexadecimal; false for anything else. */
bool hex_decode(const char *hex, unsigned char *out, size_t len);

#endif
