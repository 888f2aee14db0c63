/* Covers db/audit: what a row's hash binds, how rows follow each other, and that a row lives and dies with its
 * transaction. */
#include "tests/scratch_store.h"

#include "db/audit.h"
#include "db/stmt.h"

static const struct audit_row sample = {
	.seq = 2,
	.mono = 5000000001,
	.staff = 3,
	.session = 4,
	.version = 1,
	.at = "2026-11-22 09:15:02",
	.boot = "0f4c0a3e-7b53-4d9a-8a25-3f7f2c1f9b11",
	.clock = "ok",
	.role = "doctor",
	.act = "certify",
	.object = "filing:12",
	.result = "done",
	.reason = "病历齐全",
	.detail = "d1",
	.prev = "0000000000000000000000000000000000000000000000000000000000000000",
};

static int append(struct store *st, const struct audit_entry *e, int64_t *seq)
{
	struct err err = { 0 };

	if (store_begin(st, &err) < 0 || audit_append(st, e, seq, &err) < 0 ||
	    store_commit(st, &err) < 0)
		fail_msg("%s", err.msg);
	return 0;
}

/* --- The hash --- */

static void write_part(FILE *out, const char *text)
{
	size_t len = strlen(text);

	for (int i = 7; i >= 0; i--)
		fputc((int)(len >> (8 * i) & 0xFF), out);
	fwrite(text, 1, len, out);
}

/* The bytes of the sample row as db/audit.h describes them, written down once more. */
static void write_sample(const char *path)
{
	static const char *const parts[] = {
		"mtdesk-audit/1",
		"2",
		sample.at,
		sample.boot,
		"5000000001",
		"ok",
		"3",
		"doctor",
		"4",
		"certify",
		"filing:12",
		"1",
		"done",
		"病历齐全",
		"d1",
		sample.prev,
	};
	FILE *out = fopen(path, "wb");

	assert_non_null(out);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		write_part(out, parts[i]);
	fclose(out);
}

static void audit_row_hash__is_what_openssl_says(void **unused)
{
	char hash[SM3_HEX_SIZE], line[128] = "";
	FILE *in;

	(void)unused;
	write_sample("row.bin");
	in = popen("openssl dgst -sm3 -r row.bin", "re");
	assert_non_null(in);
	assert_non_null(fgets(line, sizeof(line), in));
	assert_int_equal(pclose(in), 0);
	unlink("row.bin");
	assert_true(audit_row_hash(&sample, hash));
	assert_memory_equal(hash, line, 64);
}

#define TEXT(name, text)                                                                           \
	{                                                                                          \
#name, offsetof(struct audit_row, name), text, 0                                   \
	}
#define NUMBER(name)                                                                               \
	{                                                                                          \
#name, offsetof(struct audit_row, name), NULL, 77                                  \
	}

static void audit_row_hash__binds__every_column(void **unused)
{
	static const struct {
		const char *column;
		size_t at;
		const char *text;
		int64_t number;
	} rows[] = {
		NUMBER(seq),
		TEXT(at, "2026-11-22 09:15:03"),
		TEXT(boot, "another"),
		NUMBER(mono),
		TEXT(clock, "doubtful"),
		NUMBER(staff),
		TEXT(role, "head"),
		NUMBER(session),
		TEXT(act, "decline"),
		TEXT(object, "filing:13"),
		NUMBER(version),
		TEXT(result, "refused"),
		TEXT(reason, ""),
		TEXT(detail, "d2"),
		TEXT(prev, "0000000000000000000000000000000000000000000000000000000000000001"),
	};
	char hash[SM3_HEX_SIZE], other[SM3_HEX_SIZE];

	(void)unused;
	assert_true(audit_row_hash(&sample, hash));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct audit_row r = sample;

		if (rows[i].text)
			memcpy((char *)&r + rows[i].at, rows[i].text, strlen(rows[i].text) + 1);
		else
			memcpy((char *)&r + rows[i].at, &rows[i].number, sizeof(rows[i].number));
		assert_true(audit_row_hash(&r, other));
		if (strcmp(hash, other) == 0)
			fail_msg("%s is not in the hash", rows[i].column);
	}
}

static void audit_row_hash__binds__where_a_column_ends(void **unused)
{
	char hash[SM3_HEX_SIZE], other[SM3_HEX_SIZE];
	struct audit_row a = sample, b = sample;

	(void)unused;
	snprintf(a.reason, sizeof(a.reason), "%s", "病历");
	snprintf(a.detail, sizeof(a.detail), "%s", "齐全");
	snprintf(b.reason, sizeof(b.reason), "%s", "病历齐");
	snprintf(b.detail, sizeof(b.detail), "%s", "全");
	assert_true(audit_row_hash(&a, hash) && audit_row_hash(&b, other));
	assert_string_not_equal(hash, other);
}

/* --- The chain --- */

static void audit_append__links__each_row_to_the_one_before(void **unused)
{
	static const struct audit_entry entries[] = {
		{ .act = ACT_SET_UP, .object = "desk", .detail = "d" },
		{ .act = ACT_SIGN_IN, .object = "staff:1", .refused = true, .reason = "口令不对" },
		{ .act = ACT_SUBMIT, .object = "filing:1", .version = 1, .role = "clerk" },
	};
	char want[SM3_HEX_SIZE], head[SM3_HEX_SIZE];
	struct audit_row rows[4];
	struct err err = { 0 };
	struct scratch s;
	int64_t seq = -1;

	(void)unused;
	scratch_store(&s);
	assert_int_equal(audit_head(s.st, &seq, head, &err), 0);
	assert_int_equal(seq, 0);
	assert_string_equal(head, sample.prev);
	for (size_t i = 0; i < ARRAY_SIZE(entries); i++) {
		append(s.st, &entries[i], &seq);
		assert_int_equal(seq, i + 1);
	}
	assert_int_equal(audit_list(s.st, 0, rows, 4, &err), 3);
	assert_string_equal(rows[2].prev, sample.prev);
	assert_string_equal(rows[1].prev, rows[2].hash);
	assert_string_equal(rows[0].prev, rows[1].hash);
	for (int i = 0; i < 3; i++) {
		assert_true(audit_row_hash(&rows[i], want));
		assert_string_equal(rows[i].hash, want);
	}
	assert_string_equal(rows[1].result, "refused");
	assert_string_equal(rows[1].reason, "口令不对");
	assert_int_equal(audit_head(s.st, &seq, head, &err), 0);
	assert_int_equal(seq, 3);
	assert_string_equal(head, rows[0].hash);
	scratch_remove(&s);
}

static void audit_append__names__who_and_where(void **unused)
{
	const struct actor a = { .staff = 7, .login = "wm", .name = "王敏" };
	const struct audit_entry e = { .act = ACT_VIEW, .object = "filing:1" };
	struct audit_row row;
	struct scratch s;

	(void)unused;
	setenv("MTDESK_NOW", "2026-11-22 09:15:02", 1);
	scratch_store(&s);
	store_set_actor(s.st, &a);
	append(s.st, &e, NULL);
	assert_int_equal(audit_list(s.st, 0, &row, 1, NULL), 1);
	assert_int_equal(row.staff, 7);
	assert_string_equal(row.at, "2026-11-22 09:15:02");
	assert_string_equal(row.clock, "ok");
	assert_true(strlen(row.boot) > 8 && row.mono > 0);
	scratch_remove(&s);
	unsetenv("MTDESK_NOW");
}

static void audit_append__goes__with_its_transaction(void **unused)
{
	const struct audit_entry e = { .act = ACT_SUBMIT, .object = "filing:1" };
	char head[SM3_HEX_SIZE];
	struct scratch s;
	int64_t seq;

	(void)unused;
	scratch_store(&s);
	assert_int_equal(store_begin(s.st, NULL), 0);
	assert_int_equal(audit_append(s.st, &e, &seq, NULL), 0);
	store_rollback(s.st);
	assert_int_equal(audit_head(s.st, &seq, head, NULL), 0);
	assert_int_equal(seq, 0);
	assert_int_equal(audit_note(s.st, &e, NULL), 0);
	assert_int_equal(audit_head(s.st, &seq, head, NULL), 0);
	assert_int_equal(seq, 1);
	scratch_remove(&s);
}

/* What does not fit is cut between characters before it is hashed, so that the row reads back as it was hashed. */
static void audit_append__cuts__long_words(void **unused)
{
	struct audit_entry e = { .act = ACT_RETURN, .object = "filing:1" };
	char reason[900] = "x", want[SM3_HEX_SIZE];
	struct audit_row row;
	struct scratch s;

	(void)unused;
	for (int i = 0; i < 290; i++)
		memcpy(reason + 1 + 3 * i, "理", 4);
	e.reason = reason;
	scratch_store(&s);
	append(s.st, &e, NULL);
	assert_int_equal(audit_list(s.st, 0, &row, 1, NULL), 1);
	assert_int_equal(strlen(row.reason), 1 + 3 * 170);
	assert_true(audit_row_hash(&row, want));
	assert_string_equal(row.hash, want);
	scratch_remove(&s);
}

/* --- Reading --- */

struct walked {
	int64_t count, last, stop_at;
};

static int count_row(void *ctx, const struct audit_row *row, struct err *err)
{
	struct walked *w = ctx;

	(void)err;
	assert_int_equal(row->seq, w->last + 1);
	w->last = row->seq;
	w->count++;
	return row->seq == w->stop_at ? 5 : 0;
}

static void audit_walk__visits__each_row_once(void **unused)
{
	const struct audit_entry e = { .act = ACT_START, .object = "desk" };
	struct walked all = { 0 }, some = { .last = 99, .stop_at = 250 };
	struct audit_row rows[8];
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	assert_int_equal(store_begin(s.st, NULL), 0);
	for (int i = 0; i < 300; i++)
		assert_int_equal(audit_append(s.st, &e, NULL, NULL), 0);
	assert_int_equal(store_commit(s.st, NULL), 0);
	assert_int_equal(audit_walk(s.st, 1, count_row, &all, NULL), 0);
	assert_int_equal(all.count, 300);
	assert_int_equal(audit_walk(s.st, 100, count_row, &some, NULL), 5);
	assert_int_equal(some.count, 151);
	assert_int_equal(audit_list(s.st, 100, rows, 8, NULL), 8);
	assert_int_equal(rows[0].seq, 99);
	assert_int_equal(rows[7].seq, 92);
	scratch_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(audit_row_hash__is_what_openssl_says),
		cmocka_unit_test(audit_row_hash__binds__every_column),
		cmocka_unit_test(audit_row_hash__binds__where_a_column_ends),
		cmocka_unit_test(audit_append__links__each_row_to_the_one_before),
		cmocka_unit_test(audit_append__names__who_and_where),
		cmocka_unit_test(audit_append__goes__with_its_transaction),
		cmocka_unit_test(audit_append__cuts__long_words),
		cmocka_unit_test(audit_walk__visits__each_row_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
