/* Covers db/verify: forgeries whose digests were made right again, as far as that goes without the keys. */
#include "tests/reliability/tamper.h"

#define ROWS_MOST 400

static int read_chain(const char *folder, struct audit_row *rows)
{
	struct store *st = NULL;
	struct err err = { 0 };
	char path[64];
	int count;

	snprintf(path, sizeof(path), "%s/desk.db", folder);
	if (store_open(path, STORE_READ_ONLY, &st, &err) < 0)
		fail_msg("%s", err.msg);
	count = audit_list(st, 0, rows, ROWS_MOST, &err);
	store_close(st);
	assert_in_range(count, 50, ROWS_MOST - 1);
	return count;
}

/* Another reason in row `at`, and the right hashes from there to row `to`. */
static void forge(int64_t at, int64_t to)
{
	static struct audit_row rows[ROWS_MOST];
	int count = read_chain(CLEAN, rows);
	FILE *out = fopen("forged.sql", "w");
	char last[SM3_HEX_SIZE] = "";

	assert_non_null(out);
	for (int i = count - 1; i >= 0; i--) {
		struct audit_row *r = &rows[i];

		if (r->seq < at || r->seq > to)
			continue;
		if (r->seq == at)
			snprintf(r->reason, sizeof(r->reason), "%s", "另一个理由");
		else
			memcpy(r->prev, last, sizeof(r->prev));
		assert_true(audit_row_hash(r, last));
		fprintf(out,
			"UPDATE audit SET reason = '%s', prev = '%s', hash = '%s' WHERE seq = "
			"%lld;\n",
			r->reason, r->prev, last, (long long)r->seq);
	}
	assert_int_equal(fclose(out), 0);
	hurt_begin();
	hurt_edit(".read forged.sql");
}

static void forget_anchors(void)
{
	hurt_edit("DELETE FROM anchor;");
	shell("rm -f " HURT "/desk.db.anchors");
}

/* How many rows of the copy do not have the hash that their own content makes. */
static int rows_with_wrong_hash(void)
{
	static struct audit_row rows[ROWS_MOST];
	int count = read_chain(HURT, rows), wrong = 0;

	for (int i = 0; i < count; i++) {
		char want[SM3_HEX_SIZE];

		wrong += !audit_row_hash(&rows[i], want) || strcmp(want, rows[i].hash) != 0;
	}
	return wrong;
}

static void verify__finds__a_row_with_its_hash_made_right(void **unused)
{
	(void)unused;
	forge(12, 12);
	/* Each row by itself is right: without the hash of the row before, nothing would be seen. */
	assert_int_equal(rows_with_wrong_hash(), 0);
	assert_true(looks_sound());
	expect_broken(NULL, 0, "audit 13 prev", "one row hashed anew");
}

static void verify__finds__a_chain_made_right_to_its_end(void **unused)
{
	char where[64];
	char *first = ask_sqlite(CLEAN, "SELECT min(seq) FROM anchor");

	(void)unused;
	forge(12, INT64_MAX);
	snprintf(where, sizeof(where), "anchor %s head", first);
	expect_broken(NULL, 0, where, "against the anchor in the store");
	/* Whoever signed had seen the chain as it was. */
	forget_anchors();
	expect_broken(NULL, 0, "act 1 audit", "against what the signers saw");
	free(first);
}

/* Behind the last act only an anchor in other hands can tell. */
static void verify__needs__an_anchor_for_the_end(void **unused)
{
	char where[64];

	(void)unused;
	forge(end.size, end.size);
	forget_anchors();
	assert_int_equal(verify_folder(HURT, NULL, 0).result, VERIFY_UNPROVEN);
	snprintf(where, sizeof(where), "anchor %lld head", (long long)end.size);
	expect_broken(&end, 1, where, "the last row hashed anew");
}

/* Text and digest agree again, in the audit too; the signature does not. */
static void verify__finds__a_text_with_its_digest_made_right(void **unused)
{
	char *text = ask_sqlite(CLEAN, "SELECT replace(text, 'dr_title:12:主治医师', "
				       "'dr_title:12:主任医师') FROM act WHERE id = 2");
	char sm3[SM3_HEX_SIZE], sql[400];

	(void)unused;
	/* The last line end went with the answer's. */
	text[strlen(text)] = '\n';
	assert_int_equal(sm3_hex_of(text, strlen(text), sm3), 0);
	snprintf(sql, sizeof(sql),
		 "UPDATE act SET text = replace(text, 'dr_title:12:主治医师', "
		 "'dr_title:12:主任医师'), sm3 = '%s' WHERE id = 2;",
		 sm3);
	hurt_begin();
	hurt_edit(sql);
	expect_broken(NULL, 0, "act 2 signature", "a text with its digest");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verify__finds__a_row_with_its_hash_made_right),
		cmocka_unit_test(verify__finds__a_chain_made_right_to_its_end),
		cmocka_unit_test(verify__needs__an_anchor_for_the_end),
		cmocka_unit_test(verify__finds__a_text_with_its_digest_made_right),
	};

	return cmocka_run_group_tests(tests, make_clean, NULL);
}
