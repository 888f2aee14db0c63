/* Setting the desk up: who it is, and its first people, in one transaction. */
#ifndef DB_SETUP_H
#define DB_SETUP_H

#include "db/registry.h"
#include "db/staff.h"

/* The desk's own facts, read by desk_identity_load(). */
struct desk_identity {
	char uuid[37], prefix[32], created_at[20];
	struct institution institution;
	int64_t key;
	char public[SM2_PUBLIC_SIZE];
};

struct first_person {
	struct staff staff;
	const char *
		password; /* chosen by the person at the keyboard: nothing has to be changed later */
	struct doctor doctor; /* code "" : not a doctor */
	char seal[128];       /* name of the seal that he keeps; "": none */
};

#define SETUP_PEOPLE_MAX 16

struct setup {
	struct institution institution;
	char prefix[32]; /* of 备案号; "": the institution's code */
	char packs_off
		[256]; /* the setting of that name: ids of packs that this desk does without */
	struct first_person people[SETUP_PEOPLE_MAX];
	size_t count;
	int cost; /* of passwords and keys; 0: what this machine affords (password_cost) */
};

/* What is still wrong: 0, or -1 with field, value and remedy. At least one of each administrator, three different
 * people, good passwords, roles that combine, logins that differ. */
int setup_check(const struct setup *s, struct err *err);
/* Make the desk: secret, desk key, institution, people with their keys, doctors, seals, and row 1 of the audit; its key
 * derivations take some 0.4 s a person. ERR_CONFLICT when it is set up already. */
int setup_commit(struct store *st, const struct setup *s, struct err *err);

/* 1 and *out, 0 when the desk is not set up yet, -1. */
int desk_identity_load(struct store *st, struct desk_identity *out, struct err *err);

/* The desk's secret, from the file beside the store (FILE.secret, 0600). */
int desk_secret_load(struct store *st, unsigned char out[DESK_SECRET_SIZE], struct err *err);
/* The desk's own key. */
int desk_key_open(struct store *st, struct sm2_key **out, struct err *err);

#endif
