/* Proof: a filing's signed texts as files that other programs verify.
 *
 * DIR gets, for each act, NN-act.txt (the text), NN-act.sig (DER), NN-act.pub.pem; for each version version-N.txt; and
 * README.txt with the openssl commands and what each line of the texts means. */
#ifndef DB_PROOF_H
#define DB_PROOF_H

#include "db/acts.h"

#define PROOF_README "README.txt"

/* DIR is made; it must not exist, or be empty. The acts of the filings that this one amends belong to it. 0, or -1 (then the
 * files made so far are gone again); ERR_NOT_ALLOWED: nothing was ever signed. */
int proof_export(struct store *st, int64_t filing, const char *dir, struct err *err);

#endif
