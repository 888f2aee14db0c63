/* Covers db/filings and db/search_keys: saving, numbering, conflicts, finding, the person seen
 * before. */
#include <sys/wait.h>

#include "tests/scratch_store.h"

#include "db/changes.h"
#include "db/drafts.h"
#include "forms/text.h"

static struct filing_record load_no(struct store *st, const char *no)
{
	struct filing_record r = { 0 };
	struct err err = { 0 };

	if (filings_load_no(st, no, &r, &err) != 1)
		fail_msg("no filing %s: %s", no, err.msg);
	return r;
}

static int64_t save_person(struct store *st, const char *name, const char *certno, const char *tel)
{
	struct filing_record r = person(name, certno, tel);
	int64_t id;

	save(st, &r);
	id = r.id;
	filing_record_finish(&r);
	return id;
}

static void filings_save__round_trips__every_field(void **unused)
{
	struct filing_record r = person("", "", ""), back;
	struct scratch s;
	char text[64];

	(void)unused;
	scratch_store(&s);
	for (int i = 0; i < FIELD_COUNT; i++) {
		snprintf(text, sizeof(text), "“%s” 第%d行\n'; DROP TABLE filing;-- %%_ 𠮷",
			 fields[i].key, i);
		filing_set(&r.filing, (enum field_id)i, text);
	}
	r.filing.derived[FIELD_AGE] = r.filing.derived[FIELD_BRDY] = true;
	r.state = STATE_FILED; /* no state but by an act: it is stored as a draft */
	evidence_set(&r.filing.evidence, "ceruloplasmin", "<20", "mg/L", "2026-11-01 报告");
	evidence_set(&r.filing.evidence, "atp7b", "false", NULL, NULL);
	save(s.st, &r);
	assert_int_equal(r.revision, 1);
	assert_string_equal(r.created_at, r.saved_at);

	back = load_no(s.st, r.no);
	assert_true(filing_equal(&back.filing, &r.filing));
	assert_memory_equal(back.filing.derived, r.filing.derived, sizeof(r.filing.derived));
	assert_int_equal(back.id, r.id);
	assert_int_equal(back.revision, 1);
	assert_int_equal(r.state, STATE_DRAFT);
	assert_int_equal(back.state, STATE_DRAFT);
	assert_string_equal(back.policy, "leshan-2023-28/1");
	assert_string_equal(back.route, "in_hospital");
	assert_string_equal(back.saved_at, r.saved_at);
	filing_record_finish(&back);

	/* What was emptied is gone. */
	filing_set(&r.filing, FIELD_MEMO, "");
	evidence_set(&r.filing.evidence, "atp7b", NULL, NULL, NULL);
	save(s.st, &r);
	back = load_no(s.st, r.no);
	assert_true(filing_equal(&back.filing, &r.filing));
	assert_int_equal(back.revision, 2);
	assert_string_equal(back.created_at, r.created_at);
	filing_record_finish(&back);
	filing_record_finish(&r);
	scratch_remove(&s);
}

static void filings_save__numbers__by_day(void **unused)
{
	struct scratch s;
	struct filing_record r = { 0 };
	char want[32];

	(void)unused;
	scratch_store(&s);
	for (int i = 1; i <= 3; i++) {
		r = (struct filing_record) { 0 };
		save(s.st, &r);
		snprintf(want, sizeof(want), "%.4s%.2s%.2s-%04d", r.created_at, r.created_at + 5,
			 r.created_at + 8, i);
		/* Midnight may pass between two saves; then the serial begins anew. */
		if (strcmp(r.no, want) != 0 && strcmp(r.no + 8, "-0001") != 0)
			fail_msg("the filing %d of the day got %s, not %s", i, r.no, want);
	}
	filing_record_finish(&r);
	scratch_remove(&s);
}

static void filings_save__refuses__an_older_revision(void **unused)
{
	struct filing_record mine = person("张小燕", "", ""), theirs, now;
	struct draft d = { 0 };
	struct err err = { 0 };
	struct store *other;
	struct scratch s;
	int64_t orphans;

	(void)unused;
	scratch_store(&s);
	other = open_store(s.path);
	assert_int_equal(session_open(s.st, &err), 0);
	save(s.st, &mine);
	assert_int_equal(drafts_save(s.st, &d, &err), 0);
	theirs = load_no(other, mine.no);
	filing_set(&theirs.filing, FIELD_TEL, "13900000000");
	save(other, &theirs);

	filing_set(&mine.filing, FIELD_TEL, "13800000000");
	assert_int_equal(filings_save(s.st, &mine, d.id, &err), -1);
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_non_null(strstr(err.msg, theirs.saved_at));
	assert_int_equal(mine.revision, 1);
	now = load_no(s.st, mine.no);
	assert_string_equal(filing_get(&now.filing, FIELD_TEL), "13900000000");
	assert_int_equal(now.revision, 2);

	/* The draft is still there: its session ends, and it is an orphan. */
	store_close(s.st);
	s.st = NULL;
	assert_int_equal(drafts_count_orphans(other, &orphans, &err), 0);
	assert_int_equal(orphans, 1);

	mine.id = 99;
	assert_int_equal(filings_save(other, &mine, 0, &err), -1);
	assert_int_equal(err.code, ERR_CONFLICT);
	filing_record_finish(&mine);
	filing_record_finish(&theirs);
	filing_record_finish(&now);
	store_close(other);
	scratch_remove(&s);
}

/* Signed content stays: whatever state acts led to, only a draft and a returned filing take a save. No act leads to history;
 * test_imports covers it. */
static void filings_save__refuses__what_was_signed(void **unused)
{
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	for (int state = STATE_DRAFT; state < STATE_HISTORY; state++) {
		bool open = state == STATE_DRAFT || state == STATE_RETURNED;
		struct filing_record r = person("张小燕", "", ""), now;
		struct err err = { 0 };

		save(s.st, &r);
		put_in_state(s.st, &r, (enum filing_state)state);
		filing_set(&r.filing, FIELD_TEL, "13900000000");
		if (filings_save(s.st, &r, 0, &err) != (open ? 0 : -1))
			fail_msg("%s: %s", state_name((enum filing_state)state), err.msg);
		now = load_no(s.st, r.no);
		assert_string_equal(filing_get(&now.filing, FIELD_TEL), open ? "13900000000" : "");
		assert_int_equal(now.state, open ? STATE_DRAFT : state);
		assert_int_equal(r.state, now.state);
		if (!open && (err.code != ERR_NOT_ALLOWED ||
			      !strstr(err.msg, state_label((enum filing_state)state)) ||
			      !strstr(err.msg, "请先退回")))
			fail_msg("%s", err.msg);
		filing_record_finish(&now);
		filing_record_finish(&r);
	}
	scratch_remove(&s);
}

/* "field before after" of the changes of one save, as they were written. */
static void expect_changes(struct store *st, const struct filing_record *r, const char *want,
			   const char *why)
{
	static struct filing_change changes[64];
	char got[2000] = "";
	size_t len = 0;
	int count = changes_list(st, r->id, 0, changes, ARRAY_SIZE(changes), NULL);

	for (int i = count - 1; i >= 0; i--) {
		assert_string_equal(changes[i].who, "");
		if (changes[i].revision == r->revision)
			len += (size_t)snprintf(got + len, sizeof(got) - len, "%s[%s>%s]",
						changes[i].field, changes[i].before,
						changes[i].after);
	}
	if (strcmp(got, want) != 0)
		fail_msg("%s: %s", why, got);
}

static void changes__tell__each_difference(void **unused)
{
	static char monster[60001];
	static struct filing_change change;
	struct filing_record r = { .route = "in_hospital" };
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	filing_set(&r.filing, FIELD_PSN_NAME, "张小燕");
	evidence_set(&r.filing.evidence, "kf_ring", "true", "", "");
	save(s.st, &r);
	expect_changes(s.st, &r, "psn_name[>张小燕]evidence.kf_ring[>true]route[>in_hospital]",
		       "a new filing begins with nothing");
	save(s.st, &r);
	expect_changes(s.st, &r, "", "a save of the same");
	filing_set(&r.filing, FIELD_PSN_NAME, NULL);
	filing_set(&r.filing, FIELD_TEL, "1");
	filing_set(&r.filing, FIELD_DIAG_DR_NAME, "李建国");
	evidence_set(&r.filing.evidence, "kf_ring", NULL, NULL, NULL);
	evidence_set(&r.filing.evidence, "ceruloplasmin", "<20", "mg/dL", "报告");
	snprintf(r.route, sizeof(r.route), "%s", "elsewhere");
	save(s.st, &r);
	expect_changes(s.st, &r,
		       "psn_name[张小燕>]tel[>1]evidence.kf_ring[true>]"
		       "evidence.ceruloplasmin[><20 mg/dL，报告]route[in_hospital>elsewhere]",
		       "gone, come and changed; what acts fill is told by acts");
	evidence_set(&r.filing.evidence, "ceruloplasmin", "<20", "mg/dL", "");
	save(s.st, &r);
	expect_changes(s.st, &r, "evidence.ceruloplasmin[<20 mg/dL，报告><20 mg/dL]", "a note");

	/* Kept whole, shown cut between characters. */
	for (int i = 0; i < 20000; i++)
		memcpy(monster + 3 * i, "王", 3);
	filing_set(&r.filing, FIELD_MEMO, monster);
	save(s.st, &r);
	assert_int_equal(changes_list(s.st, r.id, 0, &change, 1, NULL), 1);
	assert_true(text_valid(change.after, strlen(change.after), NULL));
	assert_true(strlen(change.after) > 1500);
	filing_record_finish(&r);
	scratch_remove(&s);
}

static void filings_load__finds_none(void **unused)
{
	static const char *const nos[] = { "", "20261122-0001", "%", "' OR 1=1" };
	struct filing_record r = { 0 };
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	for (size_t i = 0; i < ARRAY_SIZE(nos); i++)
		assert_int_equal(filings_load_no(s.st, nos[i], &r, &err), 0);
	assert_int_equal(filings_load(s.st, 1, &r, &err), 0);
	assert_int_equal(filings_person(s.st, "", 0, &r, &err), 0);
	assert_int_equal(filings_person(s.st, "510104199003071234", 0, &r, &err), 0);
	scratch_remove(&s);
}

/* --- Finding --- */

/* The names found, newest first, as one text. */
static const char *found(struct store *st, const char *query, char *out, size_t size)
{
	struct filing_brief hits[8];
	size_t total = 99, len = 0;

	out[0] = '\0';
	search(st, query, hits, ARRAY_SIZE(hits), &total);
	for (size_t i = 0; i < total && i < ARRAY_SIZE(hits); i++)
		len += (size_t)snprintf(out + len, size - len, "%s%s", len ? " " : "",
					hits[i].psn_name);
	return out;
}

static void filings_search__finds(void **unused)
{
	static const struct {
		const char *query, *want, *why;
	} cases[] = {
		{ "", "买买提·伊敏 曾静 张伟 王小明 张小燕", "nothing asked: all, newest first" },
		{ "张小燕", "张小燕", "the whole name" },
		{ "小燕", "张小燕", "two characters from the middle" },
		{ "张", "张伟 张小燕", "a surname, newest first" },
		{ "小", "王小明 张小燕", "one character from the middle" },
		{ "张燕", "", "characters that do not stand together" },
		{ "zxy", "张小燕", "initials" },
		{ "ZX", "张小燕", "initials begun, in capitals" },
		{ "zhangx", "张小燕", "a spelling begun" },
		{ "zeng", "曾静", "the reading as a surname" },
		{ "cj", "曾静", "another reading" },
		{ "510104199003071234", "张小燕", "a whole document number" },
		{ "510104 19900307 1234", "张小燕", "the same with blanks" },
		{ "５１０１０４１９９００３０７１２３４", "张小燕", "the same in full width" },
		{ "51010419900307", "张小燕", "the number begun" },
		{ "1234", "张小燕", "its last four" },
		{ "002x", "王小明", "its last four with a check letter in lower case" },
		{ "13912345678", "王小明", "a telephone number" },
		{ "1391", "王小明", "a telephone number begun" },
		{ "买买提·伊敏", "买买提·伊敏", "a name with a middle dot" },
		{ "买买提•伊敏", "买买提·伊敏", "another dot" },
		{ "伊敏", "买买提·伊敏", "the part after the dot" },
		{ "%", "", "a wildcard of SQL is a letter" },
		{ "_", "", "and so is the other" },
		{ "' OR 1=1 --", "", "SQL is a word" },
		{ "\xFF\xFE", "", "no UTF-8" },
		{ "   ", "", "blanks alone" },
		{ "\xF4\x8F\xBF\xBF", "", "the last code point" },
	};
	struct scratch s;
	char names[2600];

	(void)unused;
	scratch_store(&s);
	save_person(s.st, "张小燕", "510104199003071234", "13812345678");
	save_person(s.st, "王小明", "11010519491231002X", "13912345678");
	save_person(s.st, "张伟", "", "");
	save_person(s.st, "曾静", "H1234567801", "0833-2123456");
	save_person(s.st, "买买提·伊敏", "E12345678", "");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (strcmp(found(s.st, cases[i].query, names, sizeof(names)), cases[i].want) != 0)
			fail_msg("'%s' found '%s', not '%s': %s", cases[i].query, names,
				 cases[i].want, cases[i].why);
	scratch_remove(&s);
}

static void filings_search__finds__by_number(void **unused)
{
	struct filing_record r = person("张小燕", "", "");
	struct filing_brief hit;
	struct scratch s;
	size_t total;

	(void)unused;
	scratch_store(&s);
	save(s.st, &r);
	assert_int_equal(search(s.st, r.no, &hit, 1, &total), 0);
	assert_int_equal(total, 1);
	assert_int_equal(hit.id, r.id);
	assert_int_equal(hit.state, STATE_DRAFT);
	assert_string_equal(hit.no, r.no);
	assert_int_equal(search(s.st, "0001", &hit, 1, &total), 0);
	assert_int_equal(total, 1);
	filing_record_finish(&r);
	scratch_remove(&s);
}

static void filings_search__ranks__whole_words_and_surnames_first(void **unused)
{
	static const struct {
		const char *query, *want, *why;
	} cases[] = {
		{ "明", "明 明伟 王明", "the whole name, then its beginning, then its middle" },
		{ "sw", "孙伟 单伟", "newest first among usual readings" },
		{ "dw", "丁伟 单伟", "the usual reading before another, though older" },
	};
	struct scratch s;
	char names[2600];

	(void)unused;
	scratch_store(&s);
	save_person(s.st, "明", "", "");
	save_person(s.st, "明伟", "", "");
	save_person(s.st, "丁伟", "", "");
	save_person(s.st, "单伟", "", "");
	save_person(s.st, "孙伟", "", "");
	save_person(s.st, "王明", "", "");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (strcmp(found(s.st, cases[i].query, names, sizeof(names)), cases[i].want) != 0)
			fail_msg("'%s' found '%s', not '%s': %s", cases[i].query, names,
				 cases[i].want, cases[i].why);
	scratch_remove(&s);
}

static void filings_search__follows__a_change(void **unused)
{
	struct filing_record r = person("张小燕", "510104199003071234", "13812345678");
	struct scratch s;
	char names[2600];

	(void)unused;
	scratch_store(&s);
	save(s.st, &r);
	save_person(s.st, "王小明", "", "");
	filing_set(&r.filing, FIELD_PSN_NAME, "李小燕");
	filing_set(&r.filing, FIELD_TEL, "");
	save(s.st, &r);
	assert_string_equal(found(s.st, "张小燕", names, sizeof(names)), "");
	assert_string_equal(found(s.st, "1381", names, sizeof(names)), "");
	assert_string_equal(found(s.st, "lxy", names, sizeof(names)), "李小燕");
	/* The one saved last comes first. */
	assert_string_equal(found(s.st, "小", names, sizeof(names)), "李小燕 王小明");
	assert_string_equal(found(s.st, "", names, sizeof(names)), "李小燕 王小明");
	filing_record_finish(&r);
	scratch_remove(&s);
}

static void filings_search__counts__beyond_the_space(void **unused)
{
	struct filing_brief hits[2];
	struct scratch s;
	size_t total;

	(void)unused;
	scratch_store(&s);
	for (int i = 0; i < 5; i++)
		save_person(s.st, "王明", "", "");
	assert_int_equal(search(s.st, "wm", hits, 2, &total), 0);
	assert_int_equal(total, 5);
	assert_int_equal(search(s.st, "", hits, 2, &total), 0);
	assert_int_equal(total, 5);
	assert_int_equal(search(s.st, "王", NULL, 0, &total), 0);
	assert_int_equal(total, 5);
	scratch_remove(&s);
}

/* Enough words to take the other way through the search: a name of the same character thirty times
 * has thirty endings that begin alike. The list must not show which way was taken. */
static void filings_search__lists__wide_hits_alike(void **unused)
{
	static struct filing_brief hits[170];
	struct filing_record early = person("王", "", "");
	struct scratch s;
	char name[100] = "";
	size_t total;

	(void)unused;
	for (int i = 0; i < 30; i++)
		memcpy(name + 3 * i, "王", 4);
	scratch_store(&s);
	save(s.st, &early);
	for (int i = 0; i < 160; i++) {
		struct filing_record r = person(i % 2 ? name : "张王", "", "");

		save(s.st, &r);
		filing_record_finish(&r);
	}
	assert_int_equal(search(s.st, "王", hits, ARRAY_SIZE(hits), &total), 0);
	assert_int_equal(total, 161);
	assert_string_equal(hits[0].psn_name, "王");
	for (int i = 1; i < 161; i++) {
		if (strcmp(hits[i].psn_name, i <= 80 ? name : "张王") != 0)
			fail_msg("row %d is %s", i, hits[i].psn_name);
		if (i != 1 && i != 81 && hits[i].id >= hits[i - 1].id)
			fail_msg("row %d is newer than the row above", i);
	}
	/* Saved anew, it comes first among its like. */
	filing_set(&early.filing, FIELD_PSN_NAME, name);
	save(s.st, &early);
	assert_int_equal(search(s.st, "王", hits, 1, &total), 0);
	assert_int_equal(total, 161);
	assert_int_equal(hits[0].id, early.id);
	filing_record_finish(&early);
	scratch_remove(&s);
}

/* The list of a state is the whole list without the others, whichever way the search takes. */
static void filings_search__keeps__to_a_state(void **unused)
{
	static struct filing_brief all[120], hits[120];
	static const struct {
		const char *text;
		enum filing_state state;
		size_t total;
		const char *why;
	} cases[] = {
		{ "", STATE_DRAFT, 60, "every one of the state" },
		{ "", STATE_FILED, 30, "every one of another state" },
		{ "", STATE_REVOKED, 0, "a state that none is in" },
		{ "王", STATE_DRAFT, 20, "many words: the wide way" },
		{ "王", STATE_SEALED, 10, "the wide way, another state" },
		{ "王", STATE_REVOKED, 0, "the wide way, none" },
		{ "张", STATE_DRAFT, 20, "few words: the narrow way" },
		{ "李", STATE_FILED, 10, "the narrow way, another state" },
		{ "李", STATE_REVOKED, 0, "the narrow way, none" },
	};
	/* Name and state go round in different steps, so that each name has several states. */
	static const char *const names[] = { "W", "李明", "张明" };
	static const enum filing_state states[] = { STATE_DRAFT, STATE_FILED, STATE_DRAFT,
						    STATE_SEALED };
	char wide[60 * 3 + 1] = "";
	struct scratch s;

	(void)unused;
	for (int i = 0; i < 60; i++)
		memcpy(wide + 3 * i, "王", 4);
	scratch_store(&s);
	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		const char *name = names[i % ARRAY_SIZE(names)];
		struct filing_record r = person(*name == 'W' ? wide : name, "", "");

		save(s.st, &r);
		put_in_state(s.st, &r, states[i % ARRAY_SIZE(states)]);
		filing_record_finish(&r);
	}
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct filing_query query = { cases[i].text, cases[i].state };
		size_t total, total_all, n = 0;

		search(s.st, cases[i].text, all, ARRAY_SIZE(all), &total_all);
		assert_int_equal(filings_search(s.st, &query, hits, ARRAY_SIZE(hits), &total, NULL),
				 0);
		if (total != cases[i].total)
			fail_msg("%s: %zu, not %zu", cases[i].why, total, cases[i].total);
		for (size_t k = 0; k < total_all; k++)
			if (all[k].state == cases[i].state && all[k].id != hits[n++].id)
				fail_msg("%s: row %zu differs", cases[i].why, n - 1);
	}
	scratch_remove(&s);
}

/* Nothing typed is refused, however long; a list shows its beginning, cut between characters. */
static void filings_search__takes__monstrous_text(void **unused)
{
	static char name[30001], query[40001];
	struct filing_brief hit;
	struct scratch s;
	size_t total;

	(void)unused;
	for (int i = 0; i < 10000; i++)
		memcpy(name + 3 * i, "王", 3);
	for (int i = 0; i < 10000; i++)
		memcpy(query + 4 * i, "a b ", 4);
	scratch_store(&s);
	save_person(s.st, name, name, name);
	assert_int_equal(search(s.st, "王王", &hit, 1, &total), 0);
	assert_int_equal(total, 1);
	assert_true(text_valid(hit.psn_name, strlen(hit.psn_name), NULL));
	assert_int_equal(strlen(hit.psn_name), 255);
	assert_int_equal(search(s.st, name, &hit, 1, &total), 0);
	assert_int_equal(total, 1);
	assert_int_equal(search(s.st, query, &hit, 1, &total), 0);
	assert_int_equal(total, 0);
	scratch_remove(&s);
}

/* --- People and numbers --- */

static void filings_person__finds__the_newest(void **unused)
{
	/* The example pair of GB 11643: a 15-digit number and its upgrade. */
	static const char old_no[] = "110105491231002", new_no[] = "11010519491231002X";
	struct filing_record r = { 0 };
	struct err err = { 0 };
	struct scratch s;
	int64_t first, second, third;

	(void)unused;
	scratch_store(&s);
	first = save_person(s.st, "王甲", old_no, "");
	second = save_person(s.st, "王乙", "11010519491231002x", "");
	third = save_person(s.st, "王丙", "510104199003071234", "");
	assert_int_equal(filings_person(s.st, old_no, 0, &r, &err), 1);
	assert_int_equal(r.id, second);
	assert_string_equal(filing_get(&r.filing, FIELD_PSN_NAME), "王乙");
	filing_record_finish(&r);
	assert_int_equal(filings_person(s.st, new_no, second, &r, &err), 1);
	assert_int_equal(r.id, first);
	filing_record_finish(&r);
	assert_int_equal(filings_person(s.st, "510104199003071234", third, &r, &err), 0);
	/* The beginning of a number is nobody. */
	assert_int_equal(filings_person(s.st, "11010519491231", 0, &r, &err), 0);
	scratch_remove(&s);
}

static void filings_last_value__is__of_the_last_save(void **unused)
{
	struct filing_record r = person("张小燕", "", "13812345678");
	struct scratch s;
	char value[8];

	(void)unused;
	scratch_store(&s);
	assert_int_equal(filings_last_value(s.st, FIELD_PSN_NAME, value, sizeof(value), NULL), 0);
	assert_string_equal(value, "");
	save(s.st, &r);
	save_person(s.st, "王小明", "", "");
	assert_int_equal(filings_last_value(s.st, FIELD_PSN_NAME, value, sizeof(value), NULL), 0);
	assert_string_equal(value, "王小");
	assert_int_equal(filings_last_value(s.st, FIELD_TEL, value, sizeof(value), NULL), 0);
	assert_string_equal(value, "");
	save(s.st, &r);
	assert_int_equal(filings_last_value(s.st, FIELD_TEL, value, sizeof(value), NULL), 0);
	assert_string_equal(value, "1381234");
	filing_record_finish(&r);
	scratch_remove(&s);
}

static void filings_count__counts(void **unused)
{
	struct filing_record r = { 0 };
	struct filing_counts counts;
	struct date day;
	struct scratch s;
	char text[DATE_TEXT_SIZE];

	(void)unused;
	scratch_store(&s);
	save_person(s.st, "王小明", "", "");
	save_person(s.st, "张小燕", "", "");
	save(s.st, &r);
	put_in_state(s.st, &r, STATE_FILED);
	snprintf(text, sizeof(text), "%.10s", r.saved_at);
	assert_int_equal(date_parse(text, &day), 0);
	assert_int_equal(filings_count(s.st, day, &counts, NULL), 0);
	assert_int_equal(counts.by_state[STATE_DRAFT], 2);
	assert_int_equal(counts.by_state[STATE_FILED], 1);
	assert_int_equal(counts.by_state[STATE_REVOKED], 0);
	assert_int_equal(counts.today, 3);
	assert_int_equal(filings_count(s.st, date_add_days(day, 1), &counts, NULL), 0);
	assert_int_equal(counts.today, 0);
	filing_record_finish(&r);
	scratch_remove(&s);
}

/* --- Many desks --- */

#define DESKS 8
#define SAVES 15

static int be_a_desk(const char *path, int desk)
{
	struct store *st = NULL;
	struct err err = { 0 };
	int rc = store_open(path, STORE_READ_WRITE, &st, &err);

	for (int i = 0; i < SAVES && rc == 0; i++) {
		struct filing_record r = { 0 };
		char name[32];

		snprintf(name, sizeof(name), "desk %d save %d", desk, i);
		filing_set(&r.filing, FIELD_PSN_NAME, name);
		rc = filings_save(st, &r, 0, &err);
		filing_record_finish(&r);
	}
	if (rc < 0)
		fprintf(stderr, "desk %d: %s\n", desk, err.msg);
	store_close(st);
	return rc < 0;
}

static void filings_save__loses_nothing__between_many_desks(void **unused)
{
	static struct filing_brief hits[DESKS * SAVES];
	pid_t desks[DESKS];
	struct scratch s;
	struct err err = { 0 };
	size_t total;

	(void)unused;
	scratch_folder(&s);
	store_close(open_store(s.path));
	for (int i = 0; i < DESKS; i++)
		if ((desks[i] = fork()) == 0)
			_exit(be_a_desk(s.path, i));
	for (int i = 0; i < DESKS; i++) {
		int status;

		waitpid(desks[i], &status, 0);
		assert_int_equal(status, 0);
	}
	s.st = open_store(s.path);
	assert_int_equal(search(s.st, "", hits, ARRAY_SIZE(hits), &total), 0);
	assert_int_equal(total, DESKS * SAVES);
	for (size_t i = 1; i < total; i++)
		if (strcmp(hits[i].no, hits[i - 1].no) >= 0)
			fail_msg("%s was saved before %s", hits[i].no, hits[i - 1].no);
	if (store_verify(s.st, &err) < 0)
		fail_msg("%s", err.msg);
	scratch_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filings_save__round_trips__every_field),
		cmocka_unit_test(filings_save__numbers__by_day),
		cmocka_unit_test(filings_save__refuses__an_older_revision),
		cmocka_unit_test(filings_save__refuses__what_was_signed),
		cmocka_unit_test(changes__tell__each_difference),
		cmocka_unit_test(filings_load__finds_none),
		cmocka_unit_test(filings_search__finds),
		cmocka_unit_test(filings_search__finds__by_number),
		cmocka_unit_test(filings_search__ranks__whole_words_and_surnames_first),
		cmocka_unit_test(filings_search__follows__a_change),
		cmocka_unit_test(filings_search__counts__beyond_the_space),
		cmocka_unit_test(filings_search__lists__wide_hits_alike),
		cmocka_unit_test(filings_search__keeps__to_a_state),
		cmocka_unit_test(filings_search__takes__monstrous_text),
		cmocka_unit_test(filings_person__finds__the_newest),
		cmocka_unit_test(filings_last_value__is__of_the_last_save),
		cmocka_unit_test(filings_count__counts),
		cmocka_unit_test(filings_save__loses_nothing__between_many_desks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
