/* Proof: a filing's signed texts as files that other programs verify.
 *
 * DIR gets, for each act, NN-act.txt (the text), NN-act.sig (DER), NN-act.pub.pem; for each version version-N.txt; and a
 * README with the openssl commands and what each line of the texts means. */
#ifndef DB_PROOF_H
#define DB_PROOF_H

#include "db/acts.h"

/* DIR is made; it must not exist, or be empty. 0 or -1. */
int proof_export(struct store *st, int64_t filing, const char *dir, struct err *err);

#endif
