#include "forms/merkle.h"

#include <stdlib.h>
#include <string.h>

/* Leaves and nodes are digested under different first bytes, so that no node passes for a leaf. */
static int digest_leaf(const unsigned char row[SM3_SIZE], unsigned char out[SM3_SIZE])
{
	unsigned char text[1 + SM3_SIZE] = { 0 };

	memcpy(text + 1, row, SM3_SIZE);
	return sm3_of(text, sizeof(text), out);
}

static int digest_node(const unsigned char left[SM3_SIZE], const unsigned char right[SM3_SIZE],
		       unsigned char out[SM3_SIZE])
{
	unsigned char text[1 + 2 * SM3_SIZE] = { 1 };

	memcpy(text + 1, left, SM3_SIZE);
	memcpy(text + 1 + SM3_SIZE, right, SM3_SIZE);
	return sm3_of(text, sizeof(text), out);
}

/* root[k] is the root of a perfect tree of 2^k rows, there when bit k of the count is set: adding a row is counting on
 * by one, and a carry joins two trees. */
int merkle_add(struct merkle *m, const unsigned char row[SM3_SIZE])
{
	unsigned char carry[SM3_SIZE];
	size_t k = 0;

	if (m->count == UINT64_MAX || digest_leaf(row, carry))
		return -1;
	for (; m->count >> k & 1; k++)
		if (digest_node(m->root[k], carry, carry))
			return -1;
	memcpy(m->root[k], carry, SM3_SIZE);
	m->count++;
	return 0;
}

int merkle_root(const struct merkle *m, unsigned char out[SM3_SIZE])
{
	unsigned char root[SM3_SIZE];
	bool begun = false;

	if (m->count == 0)
		return sm3_of("", 0, out);
	for (size_t k = 0; k < ARRAY_SIZE(m->root); k++) {
		if (!(m->count >> k & 1))
			continue;
		if (!begun)
			memcpy(root, m->root[k], SM3_SIZE);
		else if (digest_node(m->root[k], root, root))
			return -1;
		begun = true;
	}
	memcpy(out, root, SM3_SIZE);
	return 0;
}

/* One level up, in place: neighbours are joined, a last one without a neighbour is promoted. Returns how many nodes are
 * left, 0 on failure. */
static uint64_t join_level(unsigned char (*nodes)[SM3_SIZE], uint64_t count)
{
	for (uint64_t i = 0; i + 1 < count; i += 2)
		if (digest_node(nodes[i], nodes[i + 1], nodes[i / 2]))
			return 0;
	if (count % 2 == 1)
		memmove(nodes[count / 2], nodes[count - 1], SM3_SIZE);
	return count / 2 + count % 2;
}

static int climb(unsigned char (*nodes)[SM3_SIZE], uint64_t count, uint64_t at,
		 unsigned char path[64][SM3_SIZE], size_t *out_count)
{
	size_t n = 0;

	for (; count > 1; at /= 2) {
		if ((at ^ 1) < count)
			memcpy(path[n++], nodes[at ^ 1], SM3_SIZE);
		count = join_level(nodes, count);
		if (count == 0)
			return -1;
	}
	*out_count = n;
	return 0;
}

int merkle_path(const unsigned char (*rows)[SM3_SIZE], uint64_t count, uint64_t at,
		unsigned char path[64][SM3_SIZE], size_t *out_count)
{
	unsigned char(*nodes)[SM3_SIZE];
	int rc = 0;

	if (at >= count)
		return -1;
	nodes = calloc(count, sizeof(*nodes));
	if (!nodes)
		return -1;
	for (uint64_t i = 0; i < count && rc == 0; i++)
		rc = digest_leaf(rows[i], nodes[i]);
	if (rc == 0)
		rc = climb(nodes, count, at, path, out_count);
	free(nodes);
	return rc;
}

bool merkle_proves(const unsigned char row[SM3_SIZE], uint64_t at, uint64_t count,
		   const unsigned char path[64][SM3_SIZE], size_t path_count,
		   const unsigned char root[SM3_SIZE])
{
	unsigned char node[SM3_SIZE];
	size_t used = 0;

	if (at >= count || path_count > 64 || digest_leaf(row, node))
		return false;
	for (; count > 1; at /= 2, count = count / 2 + count % 2) {
		int rc;

		if ((at ^ 1) >= count)
			continue;
		if (used == path_count)
			return false;
		rc = at % 2 == 0 ? digest_node(node, path[used], node)
				 : digest_node(path[used], node, node);
		if (rc)
			return false;
		used++;
	}
	return used == path_count && memcmp(node, root, SM3_SIZE) == 0;
}
