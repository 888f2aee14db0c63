/* A Merkle tree over the rows of the audit: leaf = SM3(00 | row hash), node = SM3(01 | left | right), a node without a
 * neighbour is promoted. One row can be shown to stand in the tree without showing any other. */
#ifndef FORMS_MERKLE_H
#define FORMS_MERKLE_H

#include "forms/sm3.h"

/* The frontier: the roots of the perfect trees so far. A zeroed struct is the empty tree. */
struct merkle {
	uint64_t count;
	unsigned char root[64][SM3_SIZE];
};

int merkle_add(struct merkle *m, const unsigned char row[SM3_SIZE]);
/* Root of all that was added; SM3 of nothing for the empty tree. */
int merkle_root(const struct merkle *m, unsigned char out[SM3_SIZE]);

/* The neighbours from row `at` (0-based) of `count` rows up to the root, at most 64; their number in *out_count. */
int merkle_path(const unsigned char (*rows)[SM3_SIZE], uint64_t count, uint64_t at, unsigned char path[64][SM3_SIZE],
		size_t *out_count);
/* Does the path lead from the row to the root? Every wrong length, place or byte says no. */
bool merkle_proves(const unsigned char row[SM3_SIZE], uint64_t at, uint64_t count, const unsigned char path[64][SM3_SIZE],
		   size_t path_count, const unsigned char root[SM3_SIZE]);

#endif
