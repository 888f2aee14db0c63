/* A private key at rest: SM4-CBC + HMAC-SM3 (encrypt, then MAC) under a key from password x desk secret.
 *
 *     "kb1$" salt "$" iv "$" ciphertext "$" mac     (the salt is a yescrypt setting; the rest is hexadecimal)
 *
 * The desk secret lies in a file of its own beside the store, so that a stolen copy of the store alone is no ground for
 * guessing passwords. Text that is not of this form, or whose MAC differs, does not open; which of password and secret
 * was wrong cannot be told. */
#ifndef FORMS_KEYBOX_H
#define FORMS_KEYBOX_H

#include "forms/sm2.h"

#define DESK_SECRET_SIZE 32
#define KEYBOX_SIZE 512

/* password NULL: the desk's own key, under the secret alone. */
int keybox_close(const struct sm2_key *k, const char *password, const unsigned char secret[DESK_SECRET_SIZE],
		 char out[KEYBOX_SIZE], struct err *err);
/* The same at another cost than this machine's (password_cost): where the password is no secret. */
int keybox_close_at(const struct sm2_key *k, const char *password, int cost, const unsigned char secret[DESK_SECRET_SIZE],
		    char out[KEYBOX_SIZE], struct err *err);
/* 0, or -1 with ERR_NOT_ALLOWED when password or secret do not fit. */
int keybox_open(const char *box, const char *password, const unsigned char secret[DESK_SECRET_SIZE], struct sm2_key **out,
		struct err *err);

/* Bytes from the system's generator. */
int random_bytes(void *out, size_t len, struct err *err);

#endif
