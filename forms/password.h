/* Passwords: what is a good one, and its hash (libxcrypt yescrypt; SM3 alone is never a password hash).
 *
 * At least 10 characters of 3 of the 4 classes, none of the well-known ones, and nothing of the person's own name or login
 * in it. */
#ifndef FORMS_PASSWORD_H
#define FORMS_PASSWORD_H

#include "forms/err.h"

#define PASSWORD_LEAST 10
#define PASSWORD_MOST 128 /* bytes */
#define PASSWORD_HASH_SIZE 128
#define PASSWORD_PAST 5 /* so many of the past are not taken again */

/* Cost of yescrypt on this machine: 8 (about 190 ms and 129 MiB), 7 below 1 GiB of memory. A development build believes
 * MTDESK_KDF_COST, so that tests need not wait. */
int password_cost(void);

/* Is it good enough for this person? 0, or -1 with the reason and the remedy. */
int password_check(const char *password, const char *login, const char *name, struct err *err);

int password_hash(const char *password, int cost, char out[PASSWORD_HASH_SIZE], struct err *err);
/* Compares in constant time. */
bool password_matches(const char *password, const char *hash);
/* Was the hash made with less than today's cost? */
bool password_is_weak(const char *hash);
/* The cost that a yescrypt setting or hash asks for, 1 to 11; 0 when it is none that this desk makes. */
int password_cost_of(const char *setting);
/* A fresh setting with random salt for password_stretch(). */
int password_setting(int cost, char out[PASSWORD_HASH_SIZE], struct err *err);
/* yescrypt of the password under a setting: the hash, which begins with the setting. For keys as well (keybox); the caller
 * wipes it then. */
int password_stretch(const char *password, const char *setting, char out[PASSWORD_HASH_SIZE], struct err *err);
/* Spend as long as a real comparison does: for a login that is not there. */
void password_spend(const char *password);

#endif
