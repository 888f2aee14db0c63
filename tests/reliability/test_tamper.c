/* Covers db/verify: whatever somebody with the file changes, hides, inserts, overwrites or destroys is found, and where.
 *
 * The rows are edits by the sqlite3 command line on copies of one store that has seen every kind of act. Beside each stands
 * what SQLite's own integrity check says of it: a verification that only asked it would miss nearly all. */
#include "tests/reliability/tamper.h"

static void verify__is_silent__on_the_clean_store(void **unused)
{
	struct verify_report r = verify_folder(CLEAN, NULL, 0);

	(void)unused;
	if (r.result != VERIFY_UNPROVEN)
		fail_msg("%s: %s", r.where, r.msg);
	assert_int_equal(r.acts, 35);
	assert_int_equal(r.filings, 10);
	assert_int_equal(r.versions, 9);
	assert_true(r.rows > 70 && r.materials > 20);
	assert_int_equal(r.anchors, 2);
	r = verify_folder(CLEAN, &end, 1);
	assert_int_equal(r.result, VERIFY_SOUND);
	assert_int_equal(r.covered, end.size);
}

/* --- Edits of rows --- */

struct edit {
	const char *sql;
	const char *where; /* or a question to the clean store that answers with it */
	const char *why;
};

// clang-format off
/* 伪造: what was never done. */
static const struct edit inserted[] = {
	{ "INSERT INTO filing (no, state, created_at, saved_at, psn_name, opsp_dise_code) VALUES "
	  "('20261122-0999', 'filed', '2026-11-22 10:00:00', '2026-11-22 10:00:00', '张三', 'M00105');",
	  "SELECT 'filing '||(max(id)+1)||' state' FROM filing", "a filing that nobody signed" },
	{ "INSERT INTO act SELECT 99, 4, version, act, staff, at, text, replace(sm3, substr(sm3,1,3), 'fff'), key, signature, 'x', "
	  "2 FROM act WHERE id = 4;", "act 99 text", "an act that was copied" },
	{ "INSERT INTO audit SELECT seq + 1, at, boot, mono, clock, staff, role, session, act, object, version, result, reason, detail, "
	  "hash, replace(hash, substr(hash,1,3), 'fff') FROM audit ORDER BY seq DESC LIMIT 1;",
	  "SELECT 'audit '||(max(seq)+1) FROM audit", "a row of the audit" },
	{ "INSERT INTO doctor (code, name, title, institution) VALUES ('D511102000999', '李四', '医师', 1);",
	  "doctor 2", "a doctor" },
	{ "INSERT INTO staff (login, name, roles, created_at) VALUES ('evil', '李四', 'head', '2026-11-22 10:00:00');",
	  "staff 9", "a person without a password" },
	{ "INSERT INTO staff (login, name, roles, created_at) VALUES ('evil', '李四', 'head', '2026-11-22 10:00:00'); "
	  "INSERT INTO password (staff, hash, set_at, first) SELECT 9, hash, set_at, 0 FROM password WHERE staff = 1;",
	  "staff 9", "a person" },
	{ "INSERT INTO institution (code, name, kind, level, region, certifies, files) VALUES "
	  "('H51110200099', '某医院', 'hospital', 3, '5111', 1, 1);", "institution 2", "an institution" },
	{ "INSERT INTO seal (institution, name, keeper) VALUES (1, '公章', 1);", "seal 2", "a seal" },
	{ "INSERT INTO sign_key (staff, public, private, created_at) SELECT 3, replace(public, substr(public, 9, 4), 'beef'), private, "
	  "created_at FROM sign_key WHERE id = 1;", "SELECT 'sign_key '||(max(id)+1) FROM sign_key", "a key" },
	{ "INSERT INTO key_revocation (key, at, reason) VALUES (2, '2026-01-01 00:00:00', 'x');",
	  "key_revocation 2", "a revocation" },
	{ "INSERT INTO filing_version SELECT 1, 2, text, sm3 FROM filing_version WHERE filing = 1;",
	  "filing_version 1", "a version" },
	{ "INSERT INTO material (filing, kind, name, type, bytes, pages, sm3, issued, issuer, added_at, staff) VALUES "
	  "(1, 'other', 'x.png', '', 0, 1, '', '2026-11-01', 'x', '2026-11-22 10:00:00', 1);",
	  "SELECT 'material '||(max(id)+1) FROM material", "a paper" },
	{ "INSERT INTO renewal (policy, document, until, act) VALUES ('shanxi-2024-4', 'x', '2030-01-01', 28);",
	  "renewal 2", "a renewal" },
	{ "INSERT INTO filing_evidence (filing, key, value) VALUES (1, 'kf_ring', 'true');",
	  "filing 1 evidence.kf_ring", "evidence" },
	{ "INSERT INTO search_key (key, kind, filing) VALUES ('李四', 10, 1);", "search_key 1", "a word to be found by" },
	{ "INSERT INTO filing_serial (prefix, year, last) VALUES ('H51110200001', '2025', 1);",
	  "filing_serial H51110200001-2025-00001-B", "a number of another year" },
};

/* 变造: what was done, otherwise. */
static const struct edit changed[] = {
	{ "UPDATE filing SET psn_name = '李四' WHERE id = 1;", "filing 1 psn_name", "a name" },
	{ "UPDATE filing SET certno = '511102199003076642' WHERE id = 1;", "filing 1 certno", "a number" },
	{ "UPDATE filing SET opsp_dise_code = 'M01904' WHERE id = 9;", "filing 9 opsp_dise_code", "a disease" },
	{ "UPDATE filing SET symp_dscr = symp_dscr || '。' WHERE id = 4;", "filing 4 symp_dscr", "a narrative" },
	{ "UPDATE filing SET memo = 'x' WHERE id = 7;", "filing 7 memo", "a field that was empty" },
	{ "UPDATE filing SET route = 'elsewhere' WHERE id = 1;", "filing 1 route", "the way" },
	{ "UPDATE filing SET diag_dr_name = '李四' WHERE id = 1;", "filing 1 diag_dr_name", "who certified" },
	{ "UPDATE filing SET begndate = '2026-01-01' WHERE id = 1;", "filing 1 begndate", "from when on" },
	{ "UPDATE filing SET enddate = '2036-01-01' WHERE id = 9;", "filing 9 enddate", "until when" },
	{ "UPDATE filing SET state = 'filed' WHERE id = 6;", "filing 6 state", "a revocation undone" },
	{ "UPDATE filing SET state = 'filed' WHERE id = 4;", "filing 4 state", "filed without an act" },
	{ "UPDATE filing SET state = 'filed' WHERE id = 2;", "filing 2 state", "what was superseded lives again" },
	{ "UPDATE filing SET state = 'draft' WHERE id = 1;", "filing 1 state", "what was filed is open again" },
	{ "UPDATE filing SET state = 'filed' WHERE id = 8;", "filing 8 state", "a draft filed" },
	{ "UPDATE filing SET version = 3 WHERE id = 3;", "filing 3 version", "a count of versions" },
	{ "UPDATE filing SET prior = 1 WHERE id = 3;", "filing 3 prior", "an amendment of another" },
	{ "UPDATE filing SET prior = NULL WHERE id = 3;", "filing 3 prior", "an amendment of none" },
	{ "UPDATE filing SET prior = 1 WHERE id = 8;", "filing 1", "a draft made an amendment" },
	{ "UPDATE filing SET no = '20261122-0777' WHERE id = 1;", "act 1 filing", "another number of receipt" },
	{ "UPDATE filing_evidence SET value = '85' WHERE filing = 1;", "filing 1 evidence.ceruloplasmin", "evidence" },
	{ "UPDATE filing_evidence SET unit = 'g/L' WHERE filing = 1;", "filing 1 evidence.ceruloplasmin", "a unit" },
	{ "UPDATE filing_version SET text = replace(text, '咳嗽三月', '咳嗽九月') WHERE filing = 1;",
	  "filing_version 1 text", "the text of a version" },
	{ "UPDATE act SET text = replace(text, '李建国', '李建中') WHERE id = 2;", "act 2 text", "the text of an act" },
	{ "UPDATE act SET at = '2026-01-01 00:00:00' WHERE id = 2;", "act 2 at", "when" },
	{ "UPDATE act SET staff = 1 WHERE id = 2;", "act 2 staff", "who" },
	{ "UPDATE act SET act = 'decline' WHERE id = 2;", "act 2 act", "what" },
	{ "UPDATE act SET key = (SELECT key FROM act WHERE id = 1) WHERE id = 2;", "act 2 signature", "by which key" },
	{ "UPDATE act SET version = 2 WHERE id = 2;", "act 2 version", "of which version" },
	{ "UPDATE act SET filing = 4 WHERE id = 3;", "act 3 filing", "a seal moved to another filing" },
	{ "UPDATE act SET audit = 3 WHERE id = 3;", "SELECT 'audit '||audit||' act' FROM act WHERE id = 3", "another row of the audit" },
	{ "UPDATE act SET signature = (SELECT b.signature FROM act b WHERE b.id = CASE act.id WHEN 2 THEN 6 ELSE 2 END) "
	  "WHERE id IN (2, 6);", "act 2 signature", "two signatures swapped" },
	{ "UPDATE act SET signature = substr(signature, 1, 40) || 'abcd' || substr(signature, 45) WHERE id = 7;",
	  "act 7 signature", "some bytes of a signature" },
	{ "UPDATE act SET signature = signature || '00' WHERE id = 7;", "act 7 signature", "a byte behind a signature" },
	{ "UPDATE act SET once = 'x' WHERE id = 5;", "act 5 once", "the key of an act" },
	{ "UPDATE audit SET reason = '改' WHERE seq = 12;", "audit 12", "a reason in the audit" },
	{ "UPDATE audit SET reason = CAST(x'610062' AS TEXT) WHERE seq = 12;", "audit 12", "a reason with a NUL" },
	{ "UPDATE audit SET staff = 1 WHERE seq = 30;", "audit 30", "who, in the audit" },
	{ "UPDATE audit SET at = '2020-01-01 00:00:00' WHERE seq = 30;", "audit 30", "when, in the audit" },
	{ "UPDATE audit SET result = 'refused' WHERE seq = 30;", "audit 30", "a step made a refusal" },
	{ "UPDATE audit SET hash = replace(hash, substr(hash,1,3), 'fff') WHERE seq = 30;", "audit 30", "a hash" },
	{ "UPDATE audit SET seq = seq + 1000 WHERE seq > 20;", "audit 21", "rows renumbered with a gap" },
	{ "DELETE FROM audit WHERE seq = 20; UPDATE audit SET seq = seq - 1 WHERE seq > 20;", "audit 20", "rows moved up over one taken out" },
	{ "UPDATE audit SET seq = 10000 WHERE seq = 20; UPDATE audit SET seq = 20 WHERE seq = 21; UPDATE audit SET seq = 21 WHERE seq = 10000;",
	  "audit 20", "two rows swapped" },
	{ "UPDATE staff SET name = name || CAST(x'0061' AS TEXT) WHERE id = 1;", "staff 1", "a NUL and more behind a name" },
	{ "UPDATE filing SET psn_name = psn_name || CAST(x'0061' AS TEXT) WHERE id = 9;", "filing 9", "a NUL and more behind a person's name" },
	{ "UPDATE staff SET roles = 'clerk head' WHERE id = 1;", "staff 1", "roles" },
	{ "UPDATE staff SET name = '李四' WHERE id = 3;", "staff 3", "a person's name" },
	{ "UPDATE staff SET active = 0 WHERE id = 7;", "staff 7", "an account switched off" },
	{ "UPDATE staff SET roles = 'clerk' WHERE id = 2;", "staff 2", "roles set back to what they were" },
	{ "UPDATE doctor SET code = 'D511102000999' WHERE id = 1;", "doctor 1", "a doctor's code" },
	{ "UPDATE doctor_disease SET disease = 'M01904';", "doctor 1", "what a doctor may certify" },
	{ "UPDATE institution SET level = 1;", "institution 1", "a level" },
	{ "UPDATE institution SET code = 'H51110200099';", "institution 1", "an institution's code" },
	{ "UPDATE institution_disease SET disease = 'M01904';", "institution 1", "what an institution is designated for" },
	{ "UPDATE seal SET keeper = 1;", "seal 1", "who keeps a seal" },
	{ "UPDATE seal SET name = '公章';", "seal 1", "a seal's name" },
	{ "UPDATE desk SET uuid = '00000000-0000-4000-8000-000000000000';", "desk", "who the desk is" },
	{ "UPDATE desk SET prefix = 'X';", "desk", "the prefix of numbers" },
	{ "UPDATE sign_key SET public = replace(public, substr(public, 9, 4), 'beef') WHERE id = (SELECT key FROM desk);",
	  "desk", "the desk's public key" },
	{ "UPDATE sign_key SET public = replace(public, substr(public, 9, 4), 'beef') WHERE id = (SELECT key FROM act WHERE id = 2);",
	  "SELECT 'sign_key '||key||' public' FROM act WHERE id = 2", "a doctor's public key" },
	{ "UPDATE sign_key SET public = 'x'||substr(public,2) WHERE id = 2; UPDATE sign_key SET public = (SELECT public FROM sign_key "
	  "WHERE id = 3) || '' WHERE id = 2 AND 0; UPDATE sign_key SET staff = 1 WHERE id = (SELECT key FROM act WHERE id = 2);",
	  "sign_key 2 public", "keys exchanged" },
	{ "UPDATE renewal SET until = '2038-04-30';", "renewal 1", "until when a policy was renewed" },
	{ "UPDATE filing SET filing_no = (SELECT filing_no FROM filing WHERE id = 6) WHERE id = 1;",
	  "filing 1 filing_no", "another's number" },
	{ "UPDATE filing_serial SET last = last + 1;", "filing_serial H51110200001-2026-00006-B", "a number that was never given" },
	{ "UPDATE filing_serial SET last = last - 1;", "filing 10 filing_no", "a number that would be given again" },
	{ "UPDATE material SET pages = 9 WHERE id = 1;", "material 1", "the pages of a paper" },
	{ "UPDATE material SET kind = 'x' WHERE id = 2;", "material 2", "the kind of a paper" },
	{ "UPDATE material SET sm3 = replace(sm3, substr(sm3,1,3), 'fff') WHERE sm3 <> '' AND filing = 1;",
	  "SELECT 'material '||min(id) FROM material WHERE sm3 <> ''", "the digest of a scan" },
	{ "UPDATE search_key SET key = '李四' WHERE filing = 9 AND kind = 10;", "search_key 9", "a word to be found by" },
	{ "UPDATE anchor SET root = replace(root, substr(root,1,3), 'fff') WHERE seq = (SELECT min(seq) FROM anchor);",
	  "SELECT 'anchor '||min(seq)||' root' FROM anchor", "the root of an anchor" },
	{ "UPDATE anchor SET at = '2026-01-01 00:00:00' WHERE seq = (SELECT min(seq) FROM anchor);",
	  "SELECT 'anchor '||min(seq)||' signature' FROM anchor", "the time of an anchor" },
};

/* 隐匿: what was done is not there. */
static const struct edit hidden[] = {
	{ "DELETE FROM filing WHERE id = 1;", "filing 1", "a filing" },
	{ "DELETE FROM filing WHERE id = 5;", "filing 5", "a filing that was returned" },
	{ "DELETE FROM act WHERE id = 3;", "SELECT 'audit '||audit||' act' FROM act WHERE id = 3", "an act" },
	{ "DELETE FROM act WHERE id = 27; DELETE FROM renewal;", "SELECT 'audit '||audit||' act' FROM act WHERE id = 27", "a renewal with its act" },
	{ "DELETE FROM renewal;", "act 27 renewal", "a renewal" },
	{ "DELETE FROM audit WHERE seq = 40;", "audit 40", "a row of the audit" },
	{ "DELETE FROM audit WHERE seq <= 5;", "audit 1", "the beginning of the audit" },
	{ "DELETE FROM filing_version WHERE filing = 1;", "act 1 version", "a version" },
	{ "DELETE FROM staff WHERE id = 4;", "staff 4", "a person" },
	{ "DELETE FROM doctor_disease; DELETE FROM doctor;", "doctor 1", "a doctor" },
	{ "DELETE FROM seal;", "seal 1", "a seal" },
	{ "DELETE FROM sign_key WHERE id = (SELECT key FROM act WHERE id = 2);",
	  "SELECT 'sign_key '||key FROM act WHERE id = 2", "a key" },
	{ "DELETE FROM desk;", "desk", "who the desk is" },
	{ "DELETE FROM material WHERE filing = 1 AND sm3 <> '';", "filing 1 material", "a scan" },
	{ "UPDATE material SET removed_at = '2026-11-22 10:00:00' WHERE filing = 1 AND sm3 <> '';", "filing 1 material", "a scan said to be taken away" },
	{ "DELETE FROM filing_evidence WHERE filing = 1;", "filing 1 evidence.ceruloplasmin", "evidence" },
	{ "DELETE FROM search_key WHERE filing = 1 AND kind = 10;", "search_key 1", "a word to be found by" },
	{ "DELETE FROM filing_serial;", "filing 1 filing_no", "the count of numbers" },
};

/* 涂改 and 销毁: overwritten, or gone as a whole. */
static const struct edit destroyed[] = {
	{ "UPDATE filing SET psn_name = NULL, certno = NULL, tel = NULL WHERE id = 1;", "filing 1 psn_name", "a person blotted out" },
	{ "UPDATE act SET text = 'x', signature = 'x' WHERE id = 1;", "act 1 text", "an act blotted out" },
	{ "UPDATE audit SET reason = '', detail = '', object = '' WHERE seq > 30;", "audit 31", "the audit blotted out" },
	{ "UPDATE filing_change SET after = 'x' WHERE filing = 1 AND field = 'tel';", "filing 1 history", "what a cell was changed to" },
	{ "UPDATE filing_change SET staff = 7 WHERE filing = 1;", "filing 1 history", "who changed the cells" },
	{ "DELETE FROM filing_change WHERE filing = 1 AND field = 'tel';", "filing 1 history", "a change" },
	{ "DELETE FROM act;", "SELECT 'audit '||min(audit)||' act' FROM act", "all acts" },
	{ "DELETE FROM audit;", "audit 1", "the whole audit" },
	{ "DELETE FROM renewal; DELETE FROM act; DELETE FROM filing_version; DELETE FROM material; DELETE FROM search_key; "
	  "DELETE FROM filing_change; DELETE FROM filing_evidence; DELETE FROM filing;",
	  "SELECT 'audit '||min(audit)||' act' FROM act", "all filings with all that hangs on them" },
};
// clang-format on

/* The copy is broken, at this place; false with a message when it is not. */
static bool is_found(const struct anchor *anchors, size_t count, const char *where, const char *why)
{
	struct verify_report r = verify_folder(HURT, anchors, count);

	if (r.result == VERIFY_BROKEN && strcmp(r.where, where) == 0 && r.msg[0])
		return true;
	print_message("%s: found at “%s”, not at “%s”: %s\n", why, r.where, where, r.msg);
	return false;
}

/* Every row must be found; most of them are nothing to SQLite. */
static void check_edits(const struct edit *list, size_t count)
{
	size_t found = 0, sound = 0;

	for (size_t i = 0; i < count; i++) {
		bool asks = strncmp(list[i].where, "SELECT ", 7) == 0;
		char *where = asks ? ask_sqlite(CLEAN, list[i].where) : strdup(list[i].where);

		hurt_begin();
		hurt_edit(list[i].sql);
		found += is_found(NULL, 0, where, list[i].why);
		sound += looks_sound();
		free(where);
	}
	print_message("%zu of %zu found; the integrity check alone misses %zu\n", found, count,
		      sound);
	assert_int_equal(found, count);
	assert_true(sound * 10 >= count * 9);
}

static void verify__finds__what_was_inserted(void **unused)
{
	(void)unused;
	check_edits(inserted, ARRAY_SIZE(inserted));
}

static void verify__finds__what_was_changed(void **unused)
{
	(void)unused;
	check_edits(changed, ARRAY_SIZE(changed));
}

static void verify__finds__what_was_hidden(void **unused)
{
	(void)unused;
	check_edits(hidden, ARRAY_SIZE(hidden));
}

static void verify__finds__what_was_destroyed(void **unused)
{
	(void)unused;
	check_edits(destroyed, ARRAY_SIZE(destroyed));
}

/* --- The schema and the pages --- */

static void verify__names__the_object_that_was_altered(void **unused)
{
	// clang-format off
	static const struct edit rows[] = {
		{ "DROP TRIGGER audit_stays;", "schema trigger audit_stays", "a trigger dropped" },
		{ "DROP TRIGGER act_remains;", "schema trigger act_remains", "another" },
		{ "DROP TRIGGER audit_stays; CREATE TRIGGER audit_stays BEFORE UPDATE ON audit WHEN 0 BEGIN SELECT RAISE(ABORT, 'x'); END;",
		  "schema trigger audit_stays", "a trigger that never fires" },
		{ "CREATE TRIGGER quiet AFTER INSERT ON act BEGIN UPDATE filing SET memo = 'x'; END;", "schema trigger quiet", "a trigger too many" },
		{ "CREATE VIEW v AS SELECT * FROM act;", "schema view v", "a view" },
		{ "DROP INDEX act_filing;", "schema index act_filing", "an index dropped" },
		{ "ALTER TABLE staff ADD COLUMN note TEXT;", "schema table staff", "a column" },
		{ "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (length(hash) = 64)', '') "
		  "WHERE name = 'audit';", "schema table audit", "a check taken away" },
		{ "CREATE TABLE act2 AS SELECT * FROM act; PRAGMA foreign_keys = OFF; DROP TABLE act; ALTER TABLE act2 RENAME TO act;",
		  "schema index act_at", "a table made anew" },
		{ ".imposter act_filing hand\nDELETE FROM hand WHERE id = 2;", "file", "an index without one act" },
		{ ".imposter sqlite_autoindex_staff_1 hand\nUPDATE hand SET login = 'wmm' WHERE login = 'wm';", "file", "an index with another login" },
	};
	// clang-format on
	size_t found = 0;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		hurt_begin();
		hurt_run(rows[i].sql);
		found += is_found(NULL, 0, rows[i].where, rows[i].why);
	}
	assert_int_equal(found, ARRAY_SIZE(rows));
}

static void verify__finds__damage_to_files(void **unused)
{
	static const struct {
		const char *command, *where, *why;
	} rows[] = {
		{ "truncate -s 40000 " HURT "/desk.db", "file", "pages cut off" },
		{ "dd if=/dev/zero of=" HURT
		  "/desk.db bs=4096 seek=30 count=1 conv=notrunc status=none",
		  "file", "a page of zeros" },
		{ "rm " HURT "/desk.db.materials/*",
		  "SELECT 'material '||min(id)||' file' FROM material WHERE sm3 <> ''",
		  "a scan removed" },
		{ "for f in " HURT "/desk.db.materials/*; do chmod u+w $f; printf x >> $f; done",
		  "SELECT 'material '||min(id)||' file' FROM material WHERE sm3 <> ''",
		  "a scan changed" },
	};
	size_t found = 0;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		bool asks = strncmp(rows[i].where, "SELECT ", 7) == 0;
		char *where = asks ? ask_sqlite(CLEAN, rows[i].where) : strdup(rows[i].where);

		hurt_begin();
		shell("%s", rows[i].command);
		found += is_found(NULL, 0, where, rows[i].why);
		free(where);
	}
	assert_int_equal(found, ARRAY_SIZE(rows));
}

/* --- Every column that something signed or audited speaks for --- */

static void verify__finds__a_change_of_any_bound_column(void **unused)
{
	// clang-format off
	static const struct { const char *table, *row, *columns; } tables[] = {
		{ "audit", "seq = 33", "seq at boot mono clock staff role session act object version result reason detail prev hash" },
		{ "act", "id = 13", "filing version act staff at text sm3 key signature once audit" },
		{ "act", "id = 27", "filing version act staff at text sm3 key signature once audit" },
		{ "filing_version", "filing = 3", "filing version text sm3" },
		{ "filing", "id = 9", "no state route version prior filing_no psn_name gend age brdy insutype certno psn_cert_type tel "
		  "opsp_dise_code opsp_dise_name dise_type_code appy_date appy_sign symp_dscr memo agnter_name agnter_certno agnter_tel "
		  "agnter_rlts diag_dr_name diag_dr_codg hosp_ide_date rx_weeks ide_fixmedins_name ide_fixmedins_no fixmedins_name "
		  "fixmedins_code opter_name opt_time begndate enddate" },
		{ "filing", "id = 3", "state version prior filing_no" },
		{ "filing_evidence", "filing = 1", "filing key value unit note" },
		{ "filing_serial", "1", "prefix year last" },
		{ "staff", "id = 3", "id login name roles active" },
		{ "institution", "id = 1", "id code name kind level region certifies files active" },
		{ "institution_disease", "1", "institution disease" },
		{ "doctor", "id = 1", "id code name title institution staff active" },
		{ "doctor_disease", "1", "doctor disease" },
		{ "seal", "id = 1", "id institution name keeper active" },
		{ "sign_key", "id = 3", "id staff seal public" },
		{ "desk", "1", "uuid institution key prefix created_at" },
		{ "renewal", "1", "policy document until act" },
		{ "material", "id = 3", "filing kind name bytes pages sm3 issued issuer removed_at" },
		{ "anchor", "seq = (SELECT min(seq) FROM anchor)", "seq head root at signature" },
		{ "search_key", "filing = 9 AND kind = 10", "key kind filing" },
	};
	// clang-format on
	size_t edits = 0, found = 0;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		char *columns = strdup(tables[i].columns), *rest = columns, *column;

		while ((column = strsep(&rest, " "))) {
			char sql[600];
			struct verify_report r;

			/* A number grows, a text gets a character more, and what must keep its length another one. */
			snprintf(sql, sizeof(sql),
				 "PRAGMA ignore_check_constraints = ON; UPDATE %s SET %s = CASE "
				 "WHEN typeof(%s) = 'integer' OR "
				 "'%s' IN ('prior', 'filing', 'seal', 'keeper') THEN coalesce(%s, "
				 "0) + 1000 WHEN length(%s) IN (64, 130) THEN "
				 "substr(%s, 1, 20) || CASE substr(%s, 21, 1) WHEN '0' THEN '1' "
				 "ELSE '0' END || substr(%s, 22) "
				 "ELSE coalesce(%s, '') || 'x' END WHERE %s;",
				 tables[i].table, column, column, column, column, column, column,
				 column, column, column, tables[i].row);
			hurt_begin();
			hurt_edit(sql);
			r = verify_folder(HURT, NULL, 0);
			if (r.result != VERIFY_BROKEN)
				print_message("%s.%s is bound by nothing\n", tables[i].table,
					      column);
			edits++;
			found += r.result == VERIFY_BROKEN;
		}
		free(columns);
	}
	print_message("%zu of %zu columns found\n", found, edits);
	assert_int_equal(found, edits);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verify__is_silent__on_the_clean_store),
		cmocka_unit_test(verify__finds__what_was_inserted),
		cmocka_unit_test(verify__finds__what_was_changed),
		cmocka_unit_test(verify__finds__what_was_hidden),
		cmocka_unit_test(verify__finds__what_was_destroyed),
		cmocka_unit_test(verify__names__the_object_that_was_altered),
		cmocka_unit_test(verify__finds__damage_to_files),
		cmocka_unit_test(verify__finds__a_change_of_any_bound_column),
	};

	return cmocka_run_group_tests(tests, make_clean, NULL);
}
