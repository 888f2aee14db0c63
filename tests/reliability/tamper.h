/* A store that is hurt the way somebody with the file hurts it: copied, and edited by the sqlite3 command line.
 *
 * The folder CLEAN holds the sound store "desk.db" and the files beside it; hurt_begin() makes the folder HURT a copy of it. An
 * edit drops the triggers, which refuse it, and puts them back afterwards word by word. */
#ifndef TESTS_RELIABILITY_TAMPER_H
#define TESTS_RELIABILITY_TAMPER_H

#include "tests/office.h"

#include "db/anchors.h"
#include "db/audit.h"
#include "db/verify.h"
#include "tests/pictures.h"

#define CLEAN "clean"
#define HURT "hurt"

/* Run a shell line of the test's own making; it must succeed. */
__attribute__((format(printf, 1, 2))) static inline void shell(const char *fmt, ...)
{
	char *line = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&line, fmt, ap) < 0)
		fail_msg("no memory");
	va_end(ap);
	if (system(line) != 0)
		fail_msg("failed: %s", line);
	free(line);
}

/* What sqlite3 answers to a question, its lines parted by LF; the caller frees it. */
static inline char *ask_path(const char *path, const char *sql)
{
	char *line = NULL, *text = calloc(1, 1 << 16);
	size_t len;
	FILE *in;

	if (asprintf(&line, "sqlite3 -bail %s \"%s\"", path, sql) < 0 || !text)
		fail_msg("no memory");
	in = popen(line, "re");
	if (!in)
		fail_msg("%s", line);
	len = fread(text, 1, (1 << 16) - 1, in);
	if (pclose(in) != 0)
		fail_msg("failed: %s", line);
	while (len > 0 && text[len - 1] == '\n')
		text[--len] = '\0';
	free(line);
	return text;
}

static inline char *ask_sqlite(const char *folder, const char *sql)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/desk.db", folder);
	return ask_path(path, sql);
}

static inline void hurt_begin(void)
{
	shell("rm -rf " HURT " && cp -r " CLEAN " " HURT);
}

/* The statements that take the triggers of the clean store away and put them back. Called once. */
static inline void triggers_learn(void)
{
	shell("sqlite3 " CLEAN "/desk.db \"SELECT 'DROP TRIGGER '||name||';' FROM sqlite_schema "
	      "WHERE type = 'trigger' ORDER BY name\" > drop.sql");
	shell("sqlite3 " CLEAN
	      "/desk.db \"SELECT sql||';' FROM sqlite_schema WHERE type = 'trigger' "
	      "ORDER BY name\" > back.sql");
}

static inline void write_sql(const char *sql)
{
	FILE *out = fopen("edit.sql", "w");

	assert_non_null(out);
	assert_true(fputs(sql, out) >= 0 && fputs("\n", out) >= 0);
	assert_int_equal(fclose(out), 0);
}

/* Edit the copy as if no trigger were there. */
static inline void hurt_edit(const char *sql)
{
	write_sql(sql);
	shell("(echo 'PRAGMA synchronous = OFF; BEGIN;'; cat drop.sql edit.sql back.sql; echo "
	      "'COMMIT;') | sqlite3 -bail " HURT "/desk.db > said.txt 2>&1 || "
	      "{ cat said.txt edit.sql; false; }");
}

/* Run sqlite3 on the copy as it is: for what changes the schema itself. */
static inline void hurt_run(const char *sql)
{
	write_sql(sql);
	shell("sqlite3 -bail " HURT
	      "/desk.db < edit.sql > said.txt 2>&1 || { cat said.txt; false; }");
}

static inline struct verify_report verify_folder(const char *folder, const struct anchor *anchors,
						 size_t count)
{
	struct verify_report r = { 0 };
	struct err err = { 0 };
	char path[64];

	snprintf(path, sizeof(path), "%s/desk.db", folder);
	if (verify_store(path, anchors, count, &r, &err) < 0)
		fail_msg("%s could not be verified: %s", path, err.msg);
	return r;
}

/* The copy must be found broken at this place. */
static inline void expect_broken(const struct anchor *anchors, size_t count, const char *where,
				 const char *why)
{
	struct verify_report r = verify_folder(HURT, anchors, count);

	if (r.result != VERIFY_BROKEN)
		fail_msg("not found: %s (expected at %s)", why, where);
	if (strcmp(r.where, where) != 0 || !r.msg[0])
		fail_msg("%s: found at “%s”, not at “%s”: %s", why, r.where, where, r.msg);
}

/* Does SQLite's own check call the copy sound? */
static inline bool looks_sound(void)
{
	char *said = ask_sqlite(HURT, "PRAGMA integrity_check");
	bool ok = strcmp(said, "ok") == 0;

	free(said);
	return ok;
}

static inline struct anchor take_anchor(struct store *st)
{
	struct err err = { 0 };
	struct anchor a;

	if (anchor_make(st, &a, &err) < 0)
		fail_msg("anchor: %s", err.msg);
	return a;
}

/* Move the store of an office, closed by this, to a folder. */
static inline void office_keep(struct office *o, const char *folder)
{
	char from[sizeof(o->s.folder)];

	for (size_t i = 0; i < OFFICE_PEOPLE; i++)
		sm2_destroy(o->keys[i]);
	sm2_destroy(o->seal_key);
	world_close(&o->w);
	store_close(o->s.st);
	snprintf(from, sizeof(from), "%s", o->s.folder);
	shell("rm -rf %s && mv %s %s", folder, from, folder);
}

/* --- A life of the desk in steps --- */

static inline int64_t register_one(struct office *o, unsigned person, enum filing_state to)
{
	int64_t id = office_register(o, "wm", person);

	office_bring(o, id, to);
	return id;
}

/* A certificate from elsewhere, with ink on it; and values with units. */
static inline void file_from_elsewhere(struct office *o, unsigned person)
{
	struct filing_record r = office_filing(o, person);
	struct act_request seen = { .act = ACT_CERTIFY_SEEN,
				    .dr_name = "王医生",
				    .ide_name = "四川大学华西医院",
				    .ide_date = "2026-11-20" };
	struct act_request seal = { .act = ACT_SEAL,
				    .seal_name = "医疗保险专用章",
				    .mark = MARK_INK,
				    .legible = true,
				    .over_date = true,
				    .name_equal = true };
	int64_t id;

	snprintf(r.route, sizeof(r.route), "%s", "elsewhere");
	filing_set(&r.filing, FIELD_AGNTER_NAME, "张建国");
	filing_set(&r.filing, FIELD_AGNTER_CERTNO, "511102199003076642");
	filing_set(&r.filing, FIELD_AGNTER_TEL, "13800000011");
	filing_set(&r.filing, FIELD_AGNTER_RLTS, "1");
	id = office_park(o, "zl", &r);
	filing_record_finish(&r);
	office_step(o, "zl", ACT_SUBMIT, id);
	seen.filing = seal.filing = id;
	office_do(o, "zl", &seen, NULL);
	office_do(o, "cf", &seal, NULL);
	office_step(o, "wm", ACT_FILE, id);
}

static inline void add_scan(struct office *o, int64_t filing)
{
	struct material m = { .filing = filing,
			      .kind = "other",
			      .issued = "2026-11-18",
			      .issuer = "乐山市人民医院" };
	struct err err = { 0 };

	put_png("scan.png", 40, 30, 0x336699);
	if (materials_add(o->st, office_who(o, "wm"), &m, "scan.png", &err) < 0)
		fail_msg("%s", err.msg);
}

static inline void change_people(struct office *o)
{
	struct staff s;
	struct doctor d;
	struct err err = { 0 };

	assert_int_equal(staff_load(o->st, 2, &s, &err), 1);
	s.roles |= ROLE_BIT(ROLE_HEAD);
	if (staff_save(o->st, office_who(o, "aq"), &s, NULL, &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(doctor_load(o->st, 1, &d, &err), 1);
	snprintf(d.title, sizeof(d.title), "%s", "副主任医师");
	if (doctor_save(o->st, office_who(o, "hzr"), &d, &err) < 0)
		fail_msg("%s", err.msg);
}

static inline void register_with_scan(struct office *o)
{
	struct filing_record r = office_filing(o, 1);
	int64_t id;

	evidence_set(&r.filing.evidence, "ceruloplasmin", "185", "mg/L", "2026-11-01");
	id = office_park(o, "wm", &r);
	filing_record_finish(&r);
	add_scan(o, id);
	office_bring(o, id, STATE_FILED);
}

static inline void renew(struct office *o)
{
	const struct act_request req = { .act = ACT_RENEW,
					 .policy = "shanxi-2024-3",
					 .document = "晋医保发〔2026〕9号",
					 .until = "2028-04-30" };

	office_do(o, "hzr", &req, NULL);
}

/* The steps of one life, which has seen every kind of act: 0 when it is over. Ids are the same in every life. */
static inline int life_step(struct office *o, int step)
{
	switch (step) {
	case 0: /* filing 1, acts 1-4 */
		register_with_scan(o);
		return 1;
	case 1: /* filing 2, acts 5-8 */
		register_one(o, 2, STATE_FILED);
		return 1;
	case 2: /* act 9, which begins filing 3 */
		office_step(o, "hzr", ACT_AMEND, 2);
		return 1;
	case 3: /* acts 10-13: filing 3 supersedes filing 2 */
		office_bring(o, 3, STATE_FILED);
		return 1;
	case 4: /* filing 4, acts 14-16 */
		register_one(o, 4, STATE_SEALED);
		return 1;
	case 5: /* filing 5, acts 17-19 */
		office_step(o, "hzr", ACT_RETURN, register_one(o, 5, STATE_CERTIFIED));
		return 1;
	case 6: /* filing 6, acts 20-24 */
		office_step(o, "hzr", ACT_REVOKE, register_one(o, 6, STATE_FILED));
		return 1;
	case 7: /* filing 7, acts 25-26 */
		office_step(o, "ljg", ACT_DECLINE, register_one(o, 7, STATE_READY));
		return 1;
	case 8: /* filing 8 */
		register_one(o, 8, STATE_DRAFT);
		return 1;
	case 9:
		change_people(o);
		return 1;
	case 10: /* act 27 */
		renew(o);
		return 1;
	case 11: /* filing 9, acts 28-31 */
		register_one(o, 9, STATE_FILED);
		return 1;
	case 12: /* filing 10, acts 32-35 */
		file_from_elsewhere(o, 11);
		return 1;
	}
	return 0;
}

/* The store CLEAN at the end of that life, with a row behind the last act that no signer has seen. */
__attribute__((unused)) static struct anchor end; /* in other hands */

__attribute__((unused)) static int make_clean(void **unused)
{
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	for (int step = 0; life_step(&o, step); step++)
		if (step == 4)
			take_anchor(o.st);
	/* What no act has seen. */
	assert_int_equal(
		audit_note(o.st, &(struct audit_entry) { .act = ACT_STOP, .object = "desk" }, NULL),
		0);
	end = take_anchor(o.st);
	office_keep(&o, CLEAN);
	triggers_learn();
	return 0;
}

#endif
