/* Staff: accounts, roles, passwords and personal keys; signing in.
 *
 * A failure is counted and committed before the password is looked at and taken back after a success, so that a kill
 * lowers no count. Five failures lock for 15 minutes, each further lock for twice as long, at most a day; only the security
 * administrator unlocks earlier. A lock ends by the monotonic clock within one boot, and by the wall clock after a restart
 * while that is not doubtful. Every step leaves its row in the audit. */
#ifndef DB_STAFF_H
#define DB_STAFF_H

#include "db/actor.h"
#include "forms/keybox.h"

struct staff {
	int64_t id; /* 0: new */
	char login[32], name[256];
	unsigned roles;
	bool active;
	/* Read only: */
	bool must_change; /* the password was given by somebody else */
	bool locked;
	char locked_until[20]; /* "" when not locked */
	char password_set_at[20];
	char key_id[SM2_KEY_ID_SIZE]; /* "" before the first sign-in with an own password */
};

/* All accounts in order of login; how many (at most space), or -1. */
int staff_list(struct store *st, struct staff *out, int space, struct err *err);
int staff_load(struct store *st, int64_t id, struct staff *out, struct err *err); /* 1, 0, -1 */
/* The name for an id, "" when there is none. */
int staff_name(struct store *st, int64_t id, char *out, size_t size, struct err *err);

/* Can this account be: login, name, roles? 0, or -1 with ERR_INPUT. */
int staff_check(const struct staff *s, struct err *err);

/* Create (with a first password, to be changed at the first sign-in) or change name, roles, active. `who` must be a security
 * administrator, and nobody changes his own roles. Roles must combine. ERR_NOT_ALLOWED or ERR_INPUT with the reason. */
int staff_save(struct store *st, const struct actor *who, struct staff *s,
	       const char *first_password, struct err *err);
/* A new first password for somebody who forgot his: his key is revoked, since nobody can open it any more. */
int staff_reset_password(struct store *st, const struct actor *who, int64_t id,
			 const char *first_password, struct err *err);
int staff_unlock(struct store *st, const struct actor *who, int64_t id, struct err *err);

/* What signing in came to. */
enum sign_in { SIGN_IN_DONE, SIGN_IN_MUST_CHANGE, SIGN_IN_WRONG, SIGN_IN_LOCKED };

/* Sign in by login. DONE: *out is the actor, the store writes in his name from now on, and *out_key (may be NULL) gets his
 * opened key, for acts of the open session. MUST_CHANGE: *out is set, nobody is signed in yet; staff_change_password()
 * comes first. WRONG and LOCKED: err->msg says what to do (a wrong login and a wrong password read the same and take
 * equally long). -1: trouble; with ERR_CONFLICT the person is signed in at another desk (where, and since when), and comes
 * in here as soon as he has left there. */
int staff_sign_in(struct store *st, const char *login, const char *password, struct actor *out,
		  struct sm2_key **out_key, struct err *err);
/* The same person again, before an act: 0 with the opened key, or -1 with ERR_NOT_ALLOWED (counted like a sign-in). */
int staff_confirm(struct store *st, const struct actor *a, const char *password,
		  struct sm2_key **out_key, struct err *err);
/* Nobody is signed in any more. `how` is ACT_SIGN_OUT or ACT_LOCK. */
int staff_sign_out(struct store *st, enum act how, struct err *err);

/* Change one's own password: the old one is asked for, the new one must be good and not one of the last five. The personal
 * key (and the keys of the seals he keeps) are wrapped anew; the first own password makes the personal key. When nobody was
 * signed in (SIGN_IN_MUST_CHANGE), he is now. *out_key (may be NULL) as in staff_sign_in(). */
int staff_change_password(struct store *st, const struct actor *a, const char *old, const char *new,
			  struct sm2_key **out_key, struct err *err);

/* Open the key of a seal that this person keeps; made at the first use. */
int staff_open_seal(struct store *st, const struct actor *a, const char *password, int64_t seal,
		    struct sm2_key **out_key, int64_t *out_key_id, struct err *err);

/* The id of a person's key that is not revoked; 1, 0, -1. */
int staff_key(struct store *st, int64_t staff, int64_t *out_key, char out_public[SM2_PUBLIC_SIZE],
	      struct err *err);

/* The digest that a row of ACT_STAFF about "staff:ID" begins with whenever the account changes (id, login, name, roles,
 * active). Rows without one (a new first password) change none of these. 0 or -1. */
int staff_digest(const struct staff *s, char out[SM3_HEX_SIZE]);
/* What that row says: the digest, and in plain what the right to act rests on, so that every act can be held against the
 * entry of its time: "DIGEST active=1 roles=clerk doctor". 0 or -1. */
#define ENTRY_DETAIL_SIZE 256
int staff_detail(const struct staff *s, char out[ENTRY_DETAIL_SIZE]);

/* ... and a row of ACT_KEY about "key:ID": its detail is "made DIGEST" or "revoked DIGEST". staff and seal are 0 where the
 * key has none. */
int key_digest(int64_t id, int64_t staff, int64_t seal, const char *public_hex,
	       char out[SM3_HEX_SIZE]);

#endif
