/* Covers forms/merkle: the root of any number of rows, paths of every row, and forged proofs. */
#include "tests/test.h"

#include "forms/merkle.h"

#define ROWS 70

static unsigned char rows[ROWS][SM3_SIZE];

static int fill_rows(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ROWS; i++) {
		char text[32];
		int len = snprintf(text, sizeof(text), "row %zu", i);

		if (sm3_of(text, (size_t)len, rows[i]))
			return -1;
	}
	return 0;
}

/* The root by its definition: split at the largest power of two below the count. */
static void reference_root(size_t from, size_t count, unsigned char out[SM3_SIZE])
{
	unsigned char text[1 + 2 * SM3_SIZE];
	size_t left = 1;

	if (count == 1) {
		text[0] = 0;
		memcpy(text + 1, rows[from], SM3_SIZE);
		assert_int_equal(sm3_of(text, 1 + SM3_SIZE, out), 0);
		return;
	}
	while (left * 2 < count)
		left *= 2;
	text[0] = 1;
	reference_root(from, left, text + 1);
	reference_root(from + left, count - left, text + 1 + SM3_SIZE);
	assert_int_equal(sm3_of(text, sizeof(text), out), 0);
}

static void merkle_root__agrees__with_its_definition(void **unused)
{
	struct merkle m = { 0 };
	unsigned char root[SM3_SIZE], wanted[SM3_SIZE];

	(void)unused;
	assert_int_equal(merkle_root(&m, root), 0);
	assert_int_equal(sm3_of("", 0, wanted), 0);
	assert_memory_equal(root, wanted, SM3_SIZE);
	for (size_t n = 1; n <= ROWS; n++) {
		assert_int_equal(merkle_add(&m, rows[n - 1]), 0);
		assert_int_equal(merkle_root(&m, root), 0);
		reference_root(0, n, wanted);
		assert_memory_equal(root, wanted, SM3_SIZE);
	}
}

/* A proof under test. */
struct proof {
	uint64_t at, count;
	unsigned char row[SM3_SIZE], root[SM3_SIZE], path[64][SM3_SIZE];
	size_t path_count;
};

static struct proof make_proof(uint64_t at, uint64_t count)
{
	struct proof p = { .at = at, .count = count };

	memcpy(p.row, rows[at], SM3_SIZE);
	reference_root(0, count, p.root);
	assert_int_equal(merkle_path(rows, count, at, p.path, &p.path_count), 0);
	return p;
}

static bool proves(const struct proof *p)
{
	return merkle_proves(p->row, p->at, p->count, p->path, p->path_count, p->root);
}

static void merkle_path__proves__every_row_of_every_tree(void **unused)
{
	(void)unused;
	for (uint64_t count = 1; count <= ROWS; count++)
		for (uint64_t at = 0; at < count; at++) {
			struct proof p = make_proof(at, count);

			if (!proves(&p))
				fail_msg("row %d of %d is not proved", (int)at, (int)count);
		}
}

static void refuse(const struct proof *p, const char *why)
{
	if (proves(p))
		fail_msg("row %d of %d, path of %zu: %s", (int)p->at, (int)p->count, p->path_count,
			 why);
}

static void forge_places(const struct proof *right)
{
	for (uint64_t at = 0; at <= right->count; at++) {
		struct proof p = *right;

		p.at = at;
		if (at != right->at)
			refuse(&p, "another place");
	}
}

/* A count is proved as far as the shape of the path depends on it: other counts in which this row has the same neighbours
 * on the same sides cannot be told apart, all others must be. The root's own record says the count. */
static void forge_counts(const struct proof *right)
{
	static const uint64_t counts[] = { 0, 1, UINT64_MAX, UINT64_MAX / 2 + 1 };

	for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
		struct proof p = *right;

		p.count = counts[i];
		if (counts[i] != right->count)
			refuse(&p, "another count");
	}
}

static void forge_bytes(const struct proof *right)
{
	for (size_t byte = 0; byte < SM3_SIZE; byte++) {
		struct proof p = *right;

		p.row[byte] ^= 1;
		refuse(&p, "another row");
		p = *right;
		p.root[byte] ^= 0x80;
		refuse(&p, "another root");
		for (size_t n = 0; n < right->path_count; n++) {
			p = *right;
			p.path[n][byte] ^= 0x10;
			refuse(&p, "another neighbour");
		}
	}
}

static void forge_lengths(const struct proof *right)
{
	struct proof p = *right;

	for (p.path_count = 0; p.path_count <= 65; p.path_count++)
		if (p.path_count != right->path_count)
			refuse(&p, "another length");
}

/* A node of the tree given out for a row: the first byte keeps it from being one. */
static void forge_leaf(const struct proof *right)
{
	struct proof p = *right;
	unsigned char text[2 * SM3_SIZE];

	if (right->path_count == 0 || right->at != 0)
		return;
	memcpy(text, right->row, SM3_SIZE);
	memcpy(text + SM3_SIZE, right->path[0], SM3_SIZE);
	assert_int_equal(sm3_of(text, sizeof(text), p.row), 0);
	p.path_count--;
	memmove(p.path[0], right->path[1], p.path_count * SM3_SIZE);
	for (p.count = 1; p.count < right->count; p.count++)
		refuse(&p, "a node as a row");
}

static void merkle_proves__refuses__forged_proofs(void **unused)
{
	static const uint64_t counts[] = { 1, 2, 3, 5, 7, 8, 21, 64, 70 };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(counts); i++)
		for (uint64_t at = 0; at < counts[i]; at += 1 + counts[i] / 7) {
			struct proof right = make_proof(at, counts[i]);

			assert_true(proves(&right));
			forge_places(&right);
			forge_counts(&right);
			forge_bytes(&right);
			forge_lengths(&right);
			forge_leaf(&right);
		}
}

static void merkle_path__refuses__a_row_that_is_not_there(void **unused)
{
	unsigned char path[64][SM3_SIZE];
	size_t count;

	(void)unused;
	assert_int_equal(merkle_path(rows, 5, 5, path, &count), -1);
	assert_int_equal(merkle_path(rows, 0, 0, path, &count), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(merkle_root__agrees__with_its_definition),
		cmocka_unit_test(merkle_path__proves__every_row_of_every_tree),
		cmocka_unit_test(merkle_proves__refuses__forged_proofs),
		cmocka_unit_test(merkle_path__refuses__a_row_that_is_not_there),
	};

	return cmocka_run_group_tests(tests, fill_rows, NULL);
}
