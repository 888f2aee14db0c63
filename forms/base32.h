/* Base32 (RFC 4648, capital letters) without padding: what people type and what a QR code holds in its alphanumeric mode. */
#ifndef FORMS_BASE32_H
#define FORMS_BASE32_H

#include "forms/base.h"

/* Characters that so many bytes take, the NUL not counted. */
#define BASE32_CHARS(bytes) (((bytes)*8 + 4) / 5)

/* `out` holds BASE32_CHARS(len) + 1. */
void base32_encode(const void *data, size_t len, char *out);

/* Strict: false for another letter, a length that no bytes have, bits left over that are not 0, or more than `space` bytes. */
bool base32_decode(const char *text, unsigned char *out, size_t space, size_t *out_len);

#endif
