/* The README of a proof: what lies in the folder, the commands that verify it, and what each line of the texts means. */
#ifndef DB_PROOF_README_H
#define DB_PROOF_README_H

#include <stdio.h>

#include "db/acts.h"

#define PROOF_NAME_SIZE 64

/* One signed act, and its files without their endings. */
struct proof_act {
	struct act_row row;
	char name[PROOF_NAME_SIZE]; /* "02-certify" */
};

/* One version as it was submitted. */
struct proof_version {
	int64_t filing, version;
	char *text; /* owned */
	char sm3[SM3_HEX_SIZE];
	char name[PROOF_NAME_SIZE]; /* "version-1.txt" */
};

/* All that a proof holds: acts in order, and each version once. */
struct proof {
	struct filing_record record;
	struct proof_act *acts;
	struct proof_version *versions;
	size_t acts_count, versions_count;
};

/* Write it; whether that worked is what ferror() says. Commands stand on lines of their own behind two blanks. */
void proof_readme(const struct proof *p, FILE *out);

#endif
