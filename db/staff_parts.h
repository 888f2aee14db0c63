/* What the staff files share: the account as it stands in the store, one counted look at a password, and keys that are
 * opened or made before the transaction that keeps them.
 *
 * A key derivation takes a fifth of a second and is never done inside a transaction. So each step has two halves: look and
 * derive, then write, where the write makes sure that nothing changed in between. */
#ifndef DB_STAFF_PARTS_H
#define DB_STAFF_PARTS_H

#include "db/audit.h"
#include "db/desk_clock.h"
#include "db/staff.h"
#include "forms/password.h"

struct account {
	int64_t id;
	char login[32], name[256];
	unsigned roles;
	bool active;
	char hash[PASSWORD_HASH_SIZE], set_at[20];
	bool first; /* the password was given by somebody else */
	int64_t failures, locks;
	char locked_boot[64],
		locked_wall[20]; /* "" when no lock was ever set, or it was taken back */
	int64_t locked_mono;
};

/* By id, or by login when the id is 0. 1, 0, -1. */
int account_load(struct store *st, int64_t id, const char *login, struct account *out,
		 struct err *err);
bool account_is_locked(const struct account *a, const struct moment *now);
/* In words of the wall clock, "" when it is not locked. */
void account_locked_until(const struct account *a, const struct moment *now, char out[20]);
/* The actor that this account makes, with his place in the doctor register. */
int account_actor(struct store *st, const struct account *a, struct actor *out, struct err *err);
/* Inside a transaction: still active, and still with the password that was looked at? */
int account_unchanged(struct store *st, const struct account *a, struct err *err);
/* Inside a transaction: what guessing cost is taken back. */
int account_forgive(struct store *st, int64_t staff, struct err *err);

/* One look at a password, counted and committed beforehand, and taken back when it was right. WRONG and LOCKED have left
 * their row in the audit, and err says what to do. -1: trouble. */
enum attempt { ATTEMPT_RIGHT, ATTEMPT_WRONG, ATTEMPT_LOCKED };
int attempt_password(struct store *st, int64_t id, const char *login, const char *password,
		     struct account *out, struct err *err);

/* Inside a transaction: this person is at this desk from now on. ERR_CONFLICT when he is at another already. */
int desk_take(struct store *st, const struct account *a, const struct moment *now, struct err *err);

/* A key of a person (seal 0) or of a seal that he keeps, opened with his password, or made new (id 0). */
struct held_key {
	int64_t id;
	struct sm2_key *key;
	char box[KEYBOX_SIZE];
};

int held_key_obtain(struct store *st, int64_t staff, int64_t seal, const char *password,
		    struct held_key *out, struct err *err);
int held_key_make(struct store *st, const char *password, struct held_key *out, struct err *err);
/* Inside a transaction: a new one is stored and audited; nothing for one that was there. */
int held_key_keep(struct store *st, int64_t staff, int64_t seal, const struct moment *now,
		  struct held_key *k, struct err *err);
void held_key_finish(struct held_key *k); /* destroys the key that nobody took */

/* All keys that a person's password opens, his own and those of the seals he keeps, under another password, or under the same
 * at today's cost. */
#define WRAPPED_MOST 32
struct wrapped_keys {
	int count;
	struct {
		int64_t id;
		char box[KEYBOX_SIZE];
	} keys[WRAPPED_MOST];
};

int wrapped_keys_make(struct store *st, const struct account *a, const char *old, const char *new,
		      struct wrapped_keys *out, struct err *err);
/* Inside a transaction. */
int wrapped_keys_keep(struct store *st, const struct wrapped_keys *k, struct err *err);

/* Inside a transaction: a key signs nothing any more. `reason` is in Chinese words. */
int key_revoke(struct store *st, int64_t key, const char *at, const char *reason, struct err *err);

/* Inside a transaction: a password in force from now on. */
int password_keep(struct store *st, int64_t staff, const char *hash, const char *at, bool first,
		  struct err *err);

/* Inside a transaction: write the account (and a password, unless the hash is NULL) with its row in the audit. */
int staff_keep(struct store *st, const struct staff *s, const char *hash, bool first,
	       const struct moment *now, struct staff *out, struct err *err);


/* What may this person do now, asked of the store and not of the actor: 0, or -1 with ERR_NOT_ALLOWED. */
int staff_may(struct store *st, const struct actor *who, enum act act, struct err *err);
/* Nothing of the transaction remains; when somebody wanted what he may not, a row in the audit does. Returns -1 with err as
 * it was. */
int refuse_and_note(struct store *st, enum act act, const char *object, struct err *err);

#endif
