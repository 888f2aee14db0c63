#include "db/statements.h"

/* The columns of the fields come from the field table: inside a statement, X is defined for one of
 * these shapes and forms/field.def is read. A named parameter takes the number after the highest
 * one before it, so the fields follow the numbered parameters in the field table's order. */
#define COLUMN(name, key, label, chars, flags, help) ", " #key
#define DRAFT_COLUMN(name, key, label, chars, flags, help) ", d." #key
#define ASSIGNMENT(name, key, label, chars, flags, help) ", " #key " = :" #key

#define PARAMETER(name, key, label, chars, flags, help) ", :" #key

#define MATERIAL_COLUMNS                                                                           \
	"id, filing, kind, name, type, bytes, pages, sm3, issued, issuer, added_at, staff"

#define BRIEF_COLUMNS                                                                              \
	"f.id, f.no, f.state, f.psn_name, f.gend, f.age, f.certno, f.tel, f.insutype, "            \
	"f.opsp_dise_code, f.opsp_dise_name, f.saved_at"

/* Rows of an import that did not come to its end are seen by nobody. */
#define IS_SEEN(f)                                                                                 \
	"(" f ".import IS NULL OR EXISTS (SELECT 1 FROM import i WHERE i.id = " f                  \
	".import AND i.merged_at IS NOT NULL))"

#define AUDIT_COLUMNS                                                                              \
	"seq, at, boot, mono, clock, staff, role, session, act, object, version, result, reason, " \
	"detail, prev, hash"
/* Of keys k: those that were not revoked. */
#define KEY_IS_LIVE "NOT EXISTS (SELECT 1 FROM key_revocation r WHERE r.key = k.id)"

#define IMPORT_COLUMNS                                                                             \
	"i.id, i.name, i.encoding, i.bytes, i.sm3, i.rows, i.skipped, i.rejected, i.digest, "      \
	"i.merged_at, coalesce(i.staff, 0), s.name, coalesce(i.audit, 0)"

#define STAFF_COLUMNS                                                                              \
	"s.id, s.login, s.name, s.roles, s.active, p.first, p.set_at, p.locked_boot, "             \
	"p.locked_mono, p.locked_wall, (SELECT k.public FROM sign_key k WHERE k.staff = s.id "     \
	"AND k.seal IS NULL AND " KEY_IS_LIVE " ORDER BY k.id DESC LIMIT 1) "                      \
	"FROM staff s JOIN password p ON p.staff = s.id"

#define ACCOUNT_COLUMNS                                                                            \
	"s.id, s.login, s.name, s.roles, s.active, p.hash, p.set_at, p.first, p.failures, "        \
	"p.locks, p.locked_boot, p.locked_mono, p.locked_wall "                                    \
	"FROM staff s JOIN password p ON p.staff = s.id"

#define INSTITUTION_COLUMNS                                                                        \
	"id, code, name, kind, level, region, certifies, files, active FROM institution"

#define DOCTOR_COLUMNS "id, code, name, title, institution, staff, active FROM doctor"

#define SEAL_COLUMNS "id, institution, name, keeper, active FROM seal"

#define OUTBOX_COLUMNS                                                                             \
	"o.id, o.filing, o.infno, f.no, f.filing_no, f.psn_name, f.opsp_dise_name, o.msgid, "      \
	"o.serial, o.infcode, o.error, o.sent_at, o.replied_at, o.file, o.state, f.state "         \
	"FROM outbox o JOIN filing f ON f.id = o.filing "
#define PEER_COLUMNS "id, uuid, code, name, public, added_at, active"

/* `f` is the filing that was registered here from this or another row of the same filing. */
#define RECEIVED_FIELDS                                                                            \
	"r.id, r.peer, r.number, r.version, coalesce(f.id, 0), r.no, r.filing_no, r.psn_name, "    \
	"r.certno, r.disease, p.name, b.at, r.state, f.no"
#define RECEIVED_TABLES                                                                            \
	" FROM received r JOIN peer p ON p.id = r.peer "                                           \
	"JOIN bundle_in b ON b.peer = r.peer AND b.number = r.number LEFT JOIN filing f "          \
	"ON f.id = (SELECT max(x.filing) FROM received x WHERE x.peer = r.peer AND x.no = r.no)"
#define RECEIVED_COLUMNS RECEIVED_FIELDS RECEIVED_TABLES
#define RECEIVED_FULL_COLUMNS                                                                      \
	RECEIVED_FIELDS ", r.text, r.acts, r.materials, r.sm3" RECEIVED_TABLES

// clang-format off
const char *const stmt_sql[STMT_COUNT] = {
	[STMT_DATA_VERSION] = "PRAGMA data_version",
	[STMT_QUICK_CHECK] = "PRAGMA quick_check",
	[STMT_INTEGRITY_CHECK] = "PRAGMA integrity_check",
	[STMT_FOREIGN_KEY_CHECK] = "PRAGMA foreign_key_check",

	/* --- Sessions --- */
	/* A session that is made anew keeps its person, if this file knows him. */
	[STMT_SESSION_ADD] =
		"INSERT INTO session (pid, started, boot, opened_at, staff, place, signed_in_at) "
		"VALUES (?1, ?2, ?3, ?4, (SELECT id FROM staff WHERE id = ?5), ?6, ?7)",
	[STMT_SESSION_DELETE] = "DELETE FROM session WHERE id = ?1",
	[STMT_SESSION_LIST] = "SELECT id, pid, started, boot FROM session",
	[STMT_SESSION_SIGN_IN] =
		"UPDATE session SET staff = ?2, place = ?3, signed_in_at = ?4 WHERE id = ?1",
	[STMT_SESSION_OF_STAFF] =
		"SELECT id, pid, started, boot, place, signed_in_at FROM session "
		"WHERE staff = ?1 AND id <> ?2",
	[STMT_SESSION_STAFF] = "SELECT staff FROM session WHERE id = ?1",

	/* --- Prints --- */
	[STMT_PRINT_REVISION] = "SELECT revision FROM filing WHERE id = ?1",
	[STMT_PRINT_LAST] = "SELECT coalesce(max(nth), 0) FROM print WHERE filing = ?1 AND kind = ?2",
	[STMT_PRINT_LAST_OF_DAY] =
		"SELECT coalesce(max(nth), 0) FROM print WHERE day = ?1 AND day <> '' AND kind = ?2",
	/* Of a desk that is set up the time and the person are those of the row in the audit. */
	[STMT_PRINT_ADD] =
		"INSERT INTO print (filing, version, kind, nth, pages, sm3, way, day, at, staff, audit) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, coalesce(?8, ''), "
			"coalesce((SELECT at FROM audit WHERE seq = ?10), ?9), "
			"(SELECT staff FROM audit WHERE seq = ?10), ?10)",
	[STMT_PRINT_LIST] =
		"SELECT p.kind, p.way, p.at, s.name, p.nth, p.pages FROM print p LEFT JOIN staff s ON s.id = p.staff "
		"WHERE p.filing = ?1 ORDER BY p.id DESC LIMIT ?2",
	[STMT_PRINT_LIST_OF_DAY] =
		"SELECT p.kind, p.way, p.at, s.name, p.nth, p.pages FROM print p LEFT JOIN staff s ON s.id = p.staff "
		"WHERE p.day = ?1 AND p.day <> '' ORDER BY p.id DESC LIMIT ?2",
	[STMT_PRINTER_GET] = "SELECT dx, dy FROM printer WHERE name = ?1",
	[STMT_PRINTER_SAVE] =
		"INSERT INTO printer (name, dx, dy) VALUES (?1, ?2, ?3) "
		"ON CONFLICT (name) DO UPDATE SET dx = excluded.dx, dy = excluded.dy",
	/* Keys that the desk itself ever signed with, the newest first. */
	[STMT_PRINT_KEYS] =
		"SELECT public, id = (SELECT key FROM desk) FROM sign_key WHERE staff IS NULL AND seal IS NULL ORDER BY id DESC",
	[STMT_PRINT_RECEIVED] =
		"SELECT r.psn_name, r.certno, r.disease, r.text FROM received r JOIN peer p ON p.id = r.peer "
		"WHERE p.uuid = ?1 AND (r.no = ?2 OR r.filing_no = ?2) AND r.version = ?3 ORDER BY r.id DESC LIMIT 1",
	[STMT_VERIFY_PRINT] =
		"SELECT p.kind, p.nth, p.pages, p.sm3, p.way, p.day, coalesce(p.filing, 0), p.version, p.at, "
			"coalesce(p.staff, 0), coalesce(p.audit, 0), coalesce(a.seq, 0), a.act, a.object, a.version, a.at, "
			"coalesce(a.staff, 0), a.result, a.detail, "
			"p.nth = 1 OR EXISTS (SELECT 1 FROM print o WHERE o.filing = p.filing AND o.kind = p.kind AND o.nth = p.nth - 1) "
				"OR EXISTS (SELECT 1 FROM print o WHERE o.day = p.day AND o.day <> '' AND o.kind = p.kind AND o.nth = p.nth - 1), "
			"EXISTS (SELECT 1 FROM print o WHERE o.id < p.id AND o.audit IS NOT NULL) "
		"FROM print p LEFT JOIN audit a ON a.seq = p.audit WHERE p.id = ?1",
	[STMT_VERIFY_NEXT_PRINT] = "SELECT id FROM print WHERE id > ?1 ORDER BY id LIMIT 1",
	[STMT_VERIFY_PRINT_OF_AUDIT] = "SELECT id FROM print WHERE audit = ?1",

	/* --- Filings --- */
	[STMT_SERIAL_NEXT] =
		"INSERT INTO serial (day, last) VALUES (?1, 1) "
		"ON CONFLICT (day) DO UPDATE SET last = last + 1 RETURNING last",
	[STMT_SAVE_SEQ_NEXT] = "UPDATE save_counter SET last = last + 1 RETURNING last",
	[STMT_FILING_ADD] =
		"INSERT INTO filing (no, created_at, saved_at) VALUES (?1, ?2, ?2)",
	[STMT_FILING_UPDATE] =
		"UPDATE filing SET revision = revision + 1, save_seq = ?3, save_key = ?4, state = ?5, "
		"policy = ?6, route = ?7, saved_at = ?8, derived = ?9"
#define X ASSIGNMENT
#include "forms/field.def"
#undef X
		" WHERE id = ?1 AND revision = ?2",
	[STMT_FILING_SAVED_AT] = "SELECT saved_at FROM filing WHERE id = ?1",
	[STMT_FILING_BY_SAVE_KEY] =
		"SELECT id, no, revision, created_at, saved_at FROM filing WHERE save_key = ?1",
	[STMT_FILING_BY_ID] =
		"SELECT id, no, revision, state, policy, route, created_at, saved_at, version, prior, "
		"filing_no, derived"
#define X COLUMN
#include "forms/field.def"
#undef X
		" FROM filing WHERE id = ?1",
	/* 受理号, or 备案号: of a case its last version. */
	[STMT_FILING_BY_NO] =
		"SELECT id FROM (SELECT id, 0 AS place, 0 AS version FROM filing f WHERE no = ?1 AND " IS_SEEN("f")
			" UNION ALL SELECT id, 1, version FROM filing f WHERE filing_no = ?1 AND " IS_SEEN("f") ") "
		"ORDER BY place, version DESC, id DESC LIMIT 1",
	[STMT_FILING_LAST] =
		"SELECT id"
#define X COLUMN
#include "forms/field.def"
#undef X
		" FROM filing WHERE save_seq IS NOT NULL ORDER BY save_seq DESC LIMIT 1",
	[STMT_FILING_OF_PERSON] =
		"SELECT f.id FROM (SELECT filing FROM search_key WHERE key = ?1 AND kind = ?2 "
			"UNION ALL SELECT filing FROM history_key WHERE key = ?1 AND kind = ?2) k "
		"JOIN filing f ON f.id = k.filing WHERE k.filing <> ?3 AND " IS_SEEN("f")
		" ORDER BY f.psn_name IS NULL, f.tel IS NULL, f.save_seq DESC, f.id DESC LIMIT 1",
	/* History counts by its imports: there may be a million of it. */
	[STMT_FILING_COUNT] =
		"SELECT (SELECT count(*) FROM filing WHERE save_seq IS NOT NULL) + "
		"(SELECT coalesce(sum(rows), 0) FROM import WHERE merged_at IS NOT NULL)",
	[STMT_FILING_COUNT_STATE] = "SELECT count(*) FROM filing WHERE state = ?1",
	[STMT_FILING_COUNT_STATES] =
		"SELECT state, count(*) FROM filing WHERE state < 'history' GROUP BY state "
		"UNION ALL SELECT state, count(*) FROM filing WHERE state > 'history' GROUP BY state "
		"UNION ALL SELECT 'history', coalesce(sum(rows), 0) FROM import WHERE merged_at IS NOT NULL",
	[STMT_FILING_COUNT_DAY] =
		"SELECT count(*) FROM filing WHERE import IS NULL AND saved_at >= ?1 AND saved_at < ?2",
	[STMT_FILING_LIST] =
		"SELECT " BRIEF_COLUMNS " FROM filing f WHERE f.save_seq IS NOT NULL "
		"ORDER BY f.save_seq DESC LIMIT ?1",
	[STMT_FILING_LIST_STATE] =
		"SELECT " BRIEF_COLUMNS " FROM filing f WHERE f.state = ?2 "
		"ORDER BY f.save_seq DESC LIMIT ?1",
	[STMT_FILING_BRIEF] = "SELECT " BRIEF_COLUMNS " FROM filing f WHERE f.id = ?1",
	[STMT_FILING_ORDER] = "SELECT id FROM filing ORDER BY save_seq DESC",
	[STMT_FILING_ORDER_STATE] =
		"SELECT id FROM filing WHERE state = ?1 ORDER BY save_seq DESC",
	[STMT_FILING_MAX] = "SELECT max(id) FROM filing",
	/* A filing may be hit through several words; its best counts. A whole word beats any
	 * beginning of one, except the rest of a name and unusual readings (KEY_NAME_PART and on). */
	[STMT_FILING_SEARCH] =
		"SELECT " BRIEF_COLUMNS ", h.total FROM ("
			"SELECT k.filing AS id, k.rank AS rank, s.save_seq AS save_seq, count(*) OVER () AS total "
			"FROM (SELECT filing, min(CASE WHEN key = ?1 AND kind < 12 THEN 0 ELSE kind END) AS rank "
				"FROM (SELECT key, kind, filing FROM search_key WHERE key >= ?1 AND key < ?2 "
				"UNION ALL SELECT key, kind, filing FROM history_key WHERE key >= ?1 AND key < ?2) "
				"GROUP BY filing) k "
			"JOIN filing s ON s.id = k.filing WHERE (?4 IS NULL OR s.state = ?4) AND " IS_SEEN("s")
			" ORDER BY k.rank, s.save_seq DESC, s.id DESC LIMIT ?3) h "
		"JOIN filing f ON f.id = h.id ORDER BY h.rank, h.save_seq DESC, h.id DESC",
	[STMT_SEARCH_COUNT] =
		"SELECT count(*) FROM (SELECT 1 FROM search_key WHERE key >= ?1 AND key < ?2 "
		"UNION ALL SELECT 1 FROM history_key WHERE key >= ?1 AND key < ?2 LIMIT ?3)",
	[STMT_SEARCH_WORDS] =
		"SELECT filing, CASE WHEN key = ?1 AND kind < 12 THEN 0 ELSE kind END "
		"FROM search_key WHERE key >= ?1 AND key < ?2 UNION ALL "
		"SELECT filing, CASE WHEN key = ?1 AND kind < 12 THEN 0 ELSE kind END "
		"FROM history_key WHERE key >= ?1 AND key < ?2",
	[STMT_FILING_EVIDENCE_DELETE] = "DELETE FROM filing_evidence WHERE filing = ?1",
	[STMT_FILING_EVIDENCE_ADD] =
		"INSERT INTO filing_evidence (filing, key, value, unit, note) VALUES (?1, ?2, ?3, ?4, ?5)",
	[STMT_FILING_EVIDENCE_LIST] =
		"SELECT key, value, unit, note FROM filing_evidence WHERE filing = ?1",

	/* --- History (db/imports.h) --- */
	[STMT_IMPORT_ADD] =
		"INSERT INTO import (session, pid, started, boot, staff, name, encoding, bytes, sm3, begun_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '', ?9)",
	[STMT_IMPORT_STAGED] = "SELECT id, pid, started, boot, digest FROM import WHERE merged_at IS NULL",
	[STMT_IMPORT_MARK] = "UPDATE import SET digest = ?2 WHERE id = ?1",
	[STMT_IMPORT_MERGE] =
		"UPDATE import SET sm3 = ?2, rows = ?3, skipped = ?4, rejected = ?5, digest = ?6, merged_at = ?7, audit = ?8 "
		"WHERE id = ?1",
	[STMT_IMPORT_DELETE] = "DELETE FROM import WHERE id = ?1",
	[STMT_IMPORT_BY_ID] =
		"SELECT " IMPORT_COLUMNS " FROM import i LEFT JOIN staff s ON s.id = i.staff WHERE i.id = ?1",
	[STMT_IMPORT_LIST] =
		"SELECT " IMPORT_COLUMNS " FROM import i LEFT JOIN staff s ON s.id = i.staff "
		"WHERE i.merged_at IS NOT NULL ORDER BY i.id DESC LIMIT ?1",
	[STMT_IMPORT_SAME] =
		"SELECT i.merged_at FROM import i WHERE i.sm3 = ?1 AND i.merged_at IS NOT NULL ORDER BY i.id LIMIT 1",
	[STMT_HISTORY_ADD] =
		"INSERT INTO filing (no, state, import, import_line, import_sm3, import_state, filing_no, created_at, saved_at, "
		"derived"
#define X COLUMN
#include "forms/field.def"
#undef X
		") VALUES (?1, 'history', ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8"
#define X PARAMETER
#include "forms/field.def"
#undef X
		")",
	[STMT_HISTORY_ROW] = "SELECT import, import_line, import_sm3, import_state FROM filing WHERE id = ?1",
	[STMT_HISTORY_LIST] =
		"SELECT " BRIEF_COLUMNS " FROM import i CROSS JOIN filing f ON f.import = i.id WHERE i.merged_at IS NOT NULL "
		"ORDER BY i.id DESC, f.import_line DESC LIMIT ?1",
	[STMT_HISTORY_COUNT] = "SELECT coalesce(sum(rows), 0) FROM import WHERE merged_at IS NOT NULL",
	[STMT_HISTORY_STAGED] =
		"SELECT f.id FROM import i CROSS JOIN filing f ON f.import = i.id WHERE i.merged_at IS NULL",
	[STMT_HISTORY_KNOWN] =
		"SELECT 1 FROM history_digest d JOIN filing f ON f.id = d.filing WHERE d.head = ?1 AND f.import_sm3 = ?2 LIMIT 1",
	/* What this desk itself filed on that day needs no history. */
	[STMT_HISTORY_LIVE] =
		"SELECT 1 FROM search_key k JOIN filing f ON f.id = k.filing "
		"WHERE k.key = ?1 AND k.kind = ?2 AND f.opsp_dise_code = ?3 AND f.insutype = ?4 AND f.opt_time = ?5 "
		"AND f.state IN ('filed', 'superseded', 'revoked', 'expired') LIMIT 1",
	[STMT_HISTORY_DUPLICATE] =
		"SELECT f.no FROM history_key k JOIN filing f ON f.id = k.filing "
		"WHERE k.key = ?1 AND k.kind = ?2 AND f.opsp_dise_code = ?3 AND f.insutype = ?4 AND " IS_SEEN("f")
		" ORDER BY f.id DESC LIMIT 1",
	[STMT_HISTORY_DIGEST_ADD] = "INSERT INTO history_digest (head, filing) VALUES (?1, ?2)",
	[STMT_HISTORY_KEY_ADD] = "INSERT INTO history_key (key, kind, filing) VALUES (?1, ?2, ?3)",
	[STMT_HISTORY_KEY_IS] = "SELECT 1 FROM history_key WHERE key = ?1 AND kind = ?2 AND filing = ?3",
	[STMT_HISTORY_KEY_COUNT] = "SELECT count(*) FROM history_key",
	[STMT_HISTORY_DIGEST_IS] = "SELECT 1 FROM history_digest WHERE head = ?1 AND filing = ?2",
	[STMT_HISTORY_DIGEST_COUNT] = "SELECT count(*) FROM history_digest",
	/* Clearing, piece by piece: a place some way on, and what lies before it of filings ?from to ?to. */
	[STMT_HISTORY_SPAN] =
		"SELECT min(id), max(id), (SELECT digest <> '' FROM import WHERE id = ?1) FROM filing WHERE import = ?1",
	[STMT_HISTORY_CLEAR] =
		"DELETE FROM filing WHERE id IN (SELECT id FROM filing WHERE import = ?1 ORDER BY import_line LIMIT ?2)",
	[STMT_HISTORY_KEY_PLACE] =
		"SELECT key, kind, filing FROM history_key WHERE (key, kind, filing) > (?1, ?2, ?3) "
		"ORDER BY key, kind, filing LIMIT 1 OFFSET ?4",
	[STMT_HISTORY_KEY_CLEAR] =
		"DELETE FROM history_key WHERE (key, kind, filing) > (?1, ?2, ?3) AND (key, kind, filing) <= (?4, ?5, ?6) "
		"AND filing >= ?7 AND filing <= ?8",
	[STMT_HISTORY_DIGEST_PLACE] =
		"SELECT head, filing FROM history_digest WHERE (head, filing) > (?1, ?2) ORDER BY head, filing LIMIT 1 OFFSET ?3",
	[STMT_HISTORY_DIGEST_CLEAR] =
		"DELETE FROM history_digest WHERE (head, filing) > (?1, ?2) AND (head, filing) <= (?3, ?4) "
		"AND filing >= ?5 AND filing <= ?6",
	[STMT_VERIFY_NEXT_IMPORT] = "SELECT id FROM import WHERE id > ?1 ORDER BY id LIMIT 1",
	[STMT_VERIFY_IS_IMPORT] = "SELECT 1 FROM import WHERE id = ?1",
	[STMT_VERIFY_NEXT_HISTORY] =
		"SELECT import_line, import_sm3, import_state FROM filing WHERE import = ?1 AND import_line > ?2 ORDER BY import_line LIMIT ?3",
	[STMT_VERIFY_AUDIT_IMPORT] = "SELECT act, object, detail, result FROM audit WHERE seq = ?1",
	[STMT_VERIFY_MERGED] = "SELECT count(*), count(merged_at) FROM import",

	/* --- Search keys --- */
	[STMT_SEARCH_KEY_LIST] =
		"SELECT kind, key FROM search_key WHERE filing = ?1 ORDER BY kind, key",
	[STMT_SEARCH_KEY_DELETE] = "DELETE FROM search_key WHERE filing = ?1",
	[STMT_SEARCH_KEY_ADD] = "INSERT INTO search_key (key, kind, filing) VALUES (?1, ?2, ?3)",

	/* --- Drafts --- */
	[STMT_DRAFT_ADD] = "INSERT INTO draft (session, updated_at, staff) VALUES (?1, ?2, ?3)",
	[STMT_DRAFT_UPDATE] =
		"UPDATE draft SET filing = (SELECT id FROM filing WHERE id = ?3), revision = ?4, state = ?5, policy = ?6, route = ?7, "
		"updated_at = ?8, screen = ?9, cell = ?10, cursor = ?11, editing = ?12, "
		"cell_text = ?13, cell_unit = ?14, staff = ?15, derived = ?16"
#define X ASSIGNMENT
#include "forms/field.def"
#undef X
		" WHERE id = ?1 AND session = ?2 AND (staff IS NULL OR staff = ?15)",
	[STMT_DRAFT_MINE] = "SELECT 1 FROM draft WHERE id = ?1 AND session = ?2",
	[STMT_DRAFT_BY_ID] =
		"SELECT d.id, d.filing, f.no, d.revision, d.state, d.policy, d.route, f.created_at, "
		"f.saved_at, d.updated_at, d.screen, d.cell, d.cursor, d.editing, d.cell_text, "
		"d.cell_unit, f.version, f.prior, f.filing_no, d.derived"
#define X DRAFT_COLUMN
#include "forms/field.def"
#undef X
		" FROM draft d LEFT JOIN filing f ON f.id = d.filing WHERE d.id = ?1",
	[STMT_DRAFT_ADOPT] = "UPDATE draft SET session = ?2, staff = ?3 WHERE id = ?1",
	[STMT_DRAFT_RELEASE] = "UPDATE draft SET session = NULL WHERE id = ?1 AND session = ?2",
	[STMT_DRAFT_DELETE] = "DELETE FROM draft WHERE id = ?1",
	/* A draft is shown to nobody but its owner; what was typed before anybody had signed in is anybody's. */
	[STMT_DRAFT_COUNTS] =
		"SELECT session, count(*) FROM draft WHERE staff IS NULL OR staff = ?1 GROUP BY session",
	[STMT_DRAFT_NEWEST_ORPHAN] =
		"SELECT id FROM draft WHERE session IS NULL AND (staff IS NULL OR staff = ?1) "
		"ORDER BY updated_at DESC, id DESC LIMIT 1",
	[STMT_DRAFT_BRIEFS] =
		"SELECT session, psn_name, opsp_dise_name, screen, cell, updated_at FROM draft "
		"WHERE staff IS NULL OR staff = ?1 ORDER BY updated_at DESC, id DESC",
	[STMT_DRAFT_SESSIONS_OF_FILING] =
		"SELECT session FROM draft WHERE filing = ?1 AND session IS NOT NULL AND session <> ?2",
	[STMT_DRAFT_EVIDENCE_DELETE] = "DELETE FROM draft_evidence WHERE draft = ?1",
	[STMT_DRAFT_EVIDENCE_ADD] =
		"INSERT INTO draft_evidence (draft, key, value, unit, note) VALUES (?1, ?2, ?3, ?4, ?5)",
	[STMT_DRAFT_EVIDENCE_LIST] =
		"SELECT key, value, unit, note FROM draft_evidence WHERE draft = ?1",

	/* --- Settings --- */
	[STMT_SETTING_LIST] = "SELECT key, value FROM setting",
	[STMT_SETTING_SET] =
		"INSERT INTO setting (key, value) VALUES (?1, coalesce(?2, '')) "
		"ON CONFLICT (key) DO UPDATE SET value = excluded.value",

	/* --- Audit and clock --- */
	[STMT_AUDIT_HEAD] = "SELECT seq, hash FROM audit WHERE seq = (SELECT max(seq) FROM audit)",
	[STMT_AUDIT_ADD] =
		"INSERT INTO audit (" AUDIT_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, coalesce(?7, ''), "
		"?8, ?9, coalesce(?10, ''), ?11, ?12, coalesce(?13, ''), coalesce(?14, ''), ?15, ?16)",
	[STMT_AUDIT_LIST] =
		"SELECT " AUDIT_COLUMNS " FROM audit WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2",
	[STMT_AUDIT_WALK] =
		"SELECT " AUDIT_COLUMNS " FROM audit WHERE seq >= ?1 ORDER BY seq LIMIT ?2",
	[STMT_CLOCK_LAST] = "SELECT doubtful, boot, mono, wall FROM clock",
	[STMT_CLOCK_KEEP] =
		"INSERT INTO clock (one, doubtful, boot, mono, wall) VALUES (1, ?1, ?2, ?3, ?4) "
		"ON CONFLICT (one) DO UPDATE SET doubtful = excluded.doubtful, boot = excluded.boot, "
		"mono = excluded.mono, wall = excluded.wall",

	/* --- Staff --- */
	[STMT_STAFF_LIST] = "SELECT " STAFF_COLUMNS " ORDER BY s.login",
	[STMT_STAFF_BY_ID] = "SELECT " STAFF_COLUMNS " WHERE s.id = ?1",
	[STMT_STAFF_NAME] = "SELECT name FROM staff WHERE id = ?1",
	[STMT_STAFF_BY_LOGIN] = "SELECT id FROM staff WHERE login = ?1",
	[STMT_STAFF_ADD] =
		"INSERT INTO staff (login, name, roles, active, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
	[STMT_STAFF_UPDATE] = "UPDATE staff SET name = ?2, roles = ?3, active = ?4 WHERE id = ?1",
	[STMT_STAFF_OTHERS_OF_ROLE] =
		"SELECT count(*) FROM staff WHERE roles = ?1 AND active = 1 AND id <> ?2",
	[STMT_ACCOUNT_BY_ID] = "SELECT " ACCOUNT_COLUMNS " WHERE s.id = ?1",
	[STMT_ACCOUNT_BY_LOGIN] = "SELECT " ACCOUNT_COLUMNS " WHERE s.login = ?1",
	[STMT_PASSWORD_COUNT] = "UPDATE password SET failures = failures + 1 WHERE staff = ?1",
	[STMT_PASSWORD_LOCK] =
		"UPDATE password SET locks = ?2, locked_boot = ?3, locked_mono = ?4, locked_wall = ?5 "
		"WHERE staff = ?1",
	[STMT_PASSWORD_FORGIVE] =
		"UPDATE password SET failures = 0, locks = 0, locked_boot = NULL, locked_mono = NULL, "
		"locked_wall = NULL WHERE staff = ?1",
	[STMT_PASSWORD_SET] =
		"INSERT INTO password (staff, hash, set_at, first) VALUES (?1, ?2, ?3, ?4) "
		"ON CONFLICT (staff) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at, "
		"first = excluded.first, failures = 0, locks = 0, locked_boot = NULL, "
		"locked_mono = NULL, locked_wall = NULL",
	[STMT_PASSWORD_REHASH] = "UPDATE password SET hash = ?3 WHERE staff = ?1 AND hash = ?2",
	[STMT_PASSWORD_PAST_ADD] =
		"INSERT INTO password_past (staff, set_at, hash) VALUES (?1, ?2, ?3)",
	[STMT_PASSWORD_PAST_LIST] =
		"SELECT hash FROM password_past WHERE staff = ?1 ORDER BY rowid DESC LIMIT ?2",
	[STMT_PASSWORD_PAST_REHASH] =
		"UPDATE password_past SET hash = ?3 WHERE staff = ?1 AND hash = ?2",
	[STMT_PASSWORD_PAST_PRUNE] =
		"DELETE FROM password_past WHERE staff = ?1 AND rowid NOT IN "
		"(SELECT rowid FROM password_past WHERE staff = ?1 ORDER BY rowid DESC LIMIT ?2)",
	[STMT_KEY_ADD] =
		"INSERT INTO sign_key (staff, seal, public, private, created_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5)",
	[STMT_KEY_BY_ID] = "SELECT staff, seal, public FROM sign_key WHERE id = ?1",
	[STMT_KEY_FIND] =
		"SELECT k.id, k.public, k.private FROM sign_key k WHERE k.staff = ?1 AND k.seal IS ?2 "
		"AND " KEY_IS_LIVE " ORDER BY k.id DESC LIMIT 1",
	[STMT_KEY_OF_HOLDER] =
		"SELECT k.id, k.private FROM sign_key k WHERE k.staff = ?1 AND " KEY_IS_LIVE,
	[STMT_KEY_OF_SEAL] =
		"SELECT k.id FROM sign_key k WHERE k.seal = ?1 AND k.staff IS NOT ?2 "
		"AND " KEY_IS_LIVE,
	[STMT_KEY_WRAP] = "UPDATE sign_key SET private = ?2 WHERE id = ?1",
	[STMT_KEY_REVOKE] = "INSERT INTO key_revocation (key, at, reason) VALUES (?1, ?2, ?3)",

	/* --- Register --- */
	[STMT_INSTITUTION_LIST] = "SELECT " INSTITUTION_COLUMNS " ORDER BY name, id",
	[STMT_INSTITUTION_BY_ID] = "SELECT " INSTITUTION_COLUMNS " WHERE id = ?1",
	[STMT_INSTITUTION_FIND] =
		"SELECT " INSTITUTION_COLUMNS " WHERE code = ?1 OR name = ?1 "
		"ORDER BY code <> ?1, active DESC, id LIMIT 1",
	[STMT_INSTITUTION_ADD] =
		"INSERT INTO institution (code, name, kind, level, region, certifies, files, active) "
		"VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[STMT_INSTITUTION_UPDATE] =
		"UPDATE institution SET code = ?2, name = ?3, kind = ?4, level = ?5, region = ?6, "
		"certifies = ?7, files = ?8, active = ?9 WHERE id = ?1",
	[STMT_INSTITUTION_DISEASE_LIST] =
		"SELECT disease FROM institution_disease WHERE institution = ?1 ORDER BY disease",
	[STMT_INSTITUTION_DISEASE_DELETE] = "DELETE FROM institution_disease WHERE institution = ?1",
	[STMT_INSTITUTION_DISEASE_ADD] =
		"INSERT INTO institution_disease (institution, disease) VALUES (?1, ?2) "
		"ON CONFLICT DO NOTHING",
	[STMT_DOCTOR_LIST] =
		"SELECT " DOCTOR_COLUMNS " WHERE ?1 = 0 OR institution = ?1 ORDER BY name, id",
	[STMT_DOCTOR_BY_ID] = "SELECT " DOCTOR_COLUMNS " WHERE id = ?1",
	[STMT_DOCTOR_BY_CODE] = "SELECT " DOCTOR_COLUMNS " WHERE code = ?1",
	[STMT_DOCTOR_OF_STAFF] = "SELECT id FROM doctor WHERE staff = ?1 AND active = 1",
	[STMT_DOCTOR_BY_STAFF] = "SELECT id FROM doctor WHERE staff = ?1",
	[STMT_DOCTOR_COUNT] =
		"SELECT count(*) FROM doctor d WHERE d.institution = ?1 AND d.active = 1 AND EXISTS "
		"(SELECT 1 FROM doctor_disease x WHERE x.doctor = d.id AND x.disease IN ('*', ?2))",
	[STMT_DOCTOR_ADD] =
		"INSERT INTO doctor (code, name, title, institution, staff, active) "
		"VALUES (?2, ?3, coalesce(?4, ''), ?5, ?6, ?7)",
	[STMT_DOCTOR_UPDATE] =
		"UPDATE doctor SET code = ?2, name = ?3, title = coalesce(?4, ''), institution = ?5, "
		"staff = ?6, active = ?7 WHERE id = ?1",
	[STMT_DOCTOR_DISEASE_LIST] =
		"SELECT disease FROM doctor_disease WHERE doctor = ?1 ORDER BY disease",
	[STMT_DOCTOR_DISEASE_DELETE] = "DELETE FROM doctor_disease WHERE doctor = ?1",
	[STMT_DOCTOR_DISEASE_ADD] =
		"INSERT INTO doctor_disease (doctor, disease) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
	[STMT_SEAL_LIST] =
		"SELECT " SEAL_COLUMNS " WHERE ?1 = 0 OR institution = ?1 ORDER BY name, id",
	[STMT_SEAL_BY_ID] = "SELECT " SEAL_COLUMNS " WHERE id = ?1",
	[STMT_SEAL_ADD] =
		"INSERT INTO seal (institution, name, keeper, active) VALUES (?2, ?3, ?4, ?5)",
	[STMT_SEAL_UPDATE] =
		"UPDATE seal SET institution = ?2, name = ?3, keeper = ?4, active = ?5 WHERE id = ?1",

	/* --- Set-up --- */
	[STMT_DESK_ADD] =
		"INSERT INTO desk (one, uuid, institution, key, prefix, created_at) "
		"VALUES (1, ?1, ?2, ?3, ?4, ?5)",
	[STMT_DESK] =
		"SELECT d.uuid, d.institution, d.key, d.prefix, d.created_at, k.public "
		"FROM desk d JOIN sign_key k ON k.id = d.key",
	[STMT_DESK_KEY] = "SELECT k.private FROM desk d JOIN sign_key k ON k.id = d.key",

	/* --- Acts --- */
	[STMT_ACT_ACTOR] =
		"SELECT s.name, s.roles, s.active, d.id FROM staff s LEFT JOIN doctor d ON d.staff = s.id "
		"WHERE s.id = ?1",
	[STMT_ACT_KEY] =
		"SELECT k.staff, k.seal, k.public, r.at FROM sign_key k "
		"LEFT JOIN key_revocation r ON r.key = k.id WHERE k.id = ?1",
	[STMT_ACT_BY_ONCE] = "SELECT id, at, text FROM act WHERE once = ?1",
	[STMT_ACT_LAST] = "SELECT sm3 FROM act WHERE filing = ?1 ORDER BY id DESC LIMIT 1",
	[STMT_ACT_CERTIFIED_BY] =
		"SELECT 1 FROM act WHERE filing = ?1 AND staff = ?2 AND act IN ('certify', 'certify_seen') "
		"LIMIT 1",
	[STMT_ACT_ADD] =
		"INSERT INTO act (filing, version, act, staff, at, text, sm3, key, signature, once, audit) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
	[STMT_ACT_LIST] =
		"SELECT a.id, a.filing, a.version, a.act, a.staff, a.at, a.sm3, a.key, a.audit, a.text, "
		"a.signature, k.public, s.name FROM act a JOIN sign_key k ON k.id = a.key "
		"JOIN staff s ON s.id = a.staff WHERE a.filing = ?1 ORDER BY a.id",
	[STMT_VERSION_ADD] =
		"INSERT INTO filing_version (filing, version, text, sm3) VALUES (?1, ?2, ?3, ?4)",
	[STMT_VERSION_GET] =
		"SELECT text, sm3 FROM filing_version WHERE filing = ?1 AND version = ?2",
	[STMT_VERSION_BEFORE] =
		"SELECT sm3 FROM filing_version WHERE filing = ?1 AND version < ?2 "
		"ORDER BY version DESC LIMIT 1",
	/* The fields that acts fill, in the field table's order; a submitted filing takes no others. */
	[STMT_FILING_ACT] =
		"UPDATE filing SET revision = revision + 1, save_seq = ?3, saved_at = ?4, state = ?5, "
		"version = ?6, filing_no = ?7, diag_dr_name = ?8, diag_dr_codg = ?9, hosp_ide_date = ?10, "
		"rx_weeks = ?11, ide_fixmedins_name = ?12, ide_fixmedins_no = ?13, fixmedins_name = ?14, "
		"fixmedins_code = ?15, opter_name = ?16, opt_time = ?17, begndate = ?18, enddate = ?19 "
		"WHERE id = ?1 AND revision = ?2",
	[STMT_FILING_STATE] =
		"UPDATE filing SET revision = revision + 1, save_seq = ?2, saved_at = ?3, state = ?4 "
		"WHERE id = ?1 AND state = ?5",
	[STMT_FILING_NO_NEXT] =
		"INSERT INTO filing_serial (prefix, year, last) VALUES (?1, ?2, 1) "
		"ON CONFLICT (prefix, year) DO UPDATE SET last = last + 1 RETURNING last",
	[STMT_AMENDMENT_OPEN] =
		"SELECT no FROM filing WHERE prior = ?1 "
		"AND state IN ('draft', 'returned', 'ready', 'certified', 'sealed') LIMIT 1",
	[STMT_AMENDMENT_NEWEST] = "SELECT id FROM filing WHERE prior = ?1 ORDER BY id DESC LIMIT 1",
	/* What was filed as an amendment stays one, whatever became of it later. */
	[STMT_AMENDMENT_FILED] =
		"SELECT id FROM filing WHERE prior = ?1 AND filing_no IS NOT NULL ORDER BY id DESC LIMIT 1",
	[STMT_AMENDMENT_LINK] = "UPDATE filing SET prior = ?2 WHERE id = ?1",
	[STMT_AMENDMENT_MATERIALS] =
		"INSERT INTO material (filing, kind, name, type, bytes, pages, sm3, issued, issuer, added_at, staff) "
		"SELECT ?2, kind, name, type, bytes, pages, sm3, issued, issuer, added_at, staff FROM material "
		"WHERE filing = ?1 AND removed_at IS NULL AND kind <> 'seal_scan' ORDER BY id",
	[STMT_DUPLICATE] =
		"SELECT f.id FROM search_key k JOIN filing f ON f.id = k.filing "
		"WHERE k.key = ?1 AND k.kind = ?2 AND f.opsp_dise_code = ?3 AND f.insutype = ?4 "
		"AND f.state IN ('ready', 'certified', 'sealed', 'filed') AND f.id <> ?5 "
		"AND f.id <> coalesce((SELECT prior FROM filing WHERE id = ?5), 0) "
		"ORDER BY f.id DESC LIMIT 1",
	[STMT_RENEWAL_ADD] =
		"INSERT INTO renewal (policy, document, until, act) VALUES (?1, ?2, ?3, ?4)",
	[STMT_RENEWAL_LIST] =
		"SELECT r.policy, r.document, r.until, a.text FROM renewal r JOIN act a ON a.id = r.act "
		"ORDER BY r.id",

	/* --- Materials --- */
	[STMT_MATERIAL_STATE] = "SELECT state FROM filing WHERE id = ?1",
	[STMT_MATERIAL_SAME] =
		"SELECT id FROM material "
		"WHERE filing = ?1 AND kind = ?2 AND sm3 = ?3 AND removed_at IS NULL",
	[STMT_MATERIAL_ADD] =
		"INSERT INTO material (filing, kind, name, type, bytes, pages, sm3, issued, issuer, "
		"added_at, staff) VALUES (?1, ?2, coalesce(?3, ''), coalesce(?4, ''), ?5, ?6, "
		"coalesce(?7, ''), coalesce(?8, ''), coalesce(?9, ''), ?10, ?11)",
	[STMT_MATERIAL_LIST] =
		"SELECT " MATERIAL_COLUMNS " FROM material "
		"WHERE filing = ?1 AND removed_at IS NULL ORDER BY id LIMIT ?2",
	[STMT_MATERIAL_BY_ID] =
		"SELECT " MATERIAL_COLUMNS " FROM material WHERE id = ?1 AND removed_at IS NULL",
	[STMT_MATERIAL_KINDS] =
		"SELECT DISTINCT kind FROM material WHERE filing = ?1 AND removed_at IS NULL",
	[STMT_MATERIAL_REMOVE] = "UPDATE material SET removed_at = ?2 WHERE id = ?1",
	[STMT_MATERIAL_RANK] =
		"SELECT count(*) FROM material WHERE filing = ?1 AND removed_at IS NULL AND id <= ?2",
	[STMT_MATERIAL_NAMED] = "SELECT text FROM act WHERE filing = ?1 ORDER BY id DESC LIMIT 1",

	/* --- Changes --- */
	[STMT_CHANGE_ADD] =
		"INSERT INTO filing_change (filing, revision, at, staff, field, before, after) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[STMT_CHANGE_LIST] =
		"SELECT c.revision, c.at, s.name, c.field, c.before, c.after FROM filing_change c "
		"LEFT JOIN staff s ON s.id = c.staff WHERE c.filing = ?1 ORDER BY c.id DESC LIMIT ?2 OFFSET ?3",
	[STMT_CHANGE_WALK] =
		"SELECT revision, at, staff, field, before, after FROM filing_change "
		"WHERE filing = ?1 ORDER BY id LIMIT ?2",

	/* --- Anchors --- */
	[STMT_ANCHOR_AT] = "SELECT seq, head, root, at, signature FROM anchor WHERE seq = ?1",
	[STMT_ANCHOR_ADD] =
		"INSERT INTO anchor (seq, head, root, at, signature) VALUES (?1, ?2, ?3, ?4, ?5)",
	[STMT_ANCHOR_LIST] = "SELECT seq, head, root, at, signature FROM anchor ORDER BY seq",

	/* --- Verification --- */
	[STMT_VERIFY_LAST_DETAIL] =
		"SELECT detail FROM audit WHERE object = ?1 AND act = ?2 AND result = 'done' AND detail <> '' "
		"AND seq < ?3 ORDER BY seq DESC LIMIT 1",
	/* The doctor's entry with these words in force at that time: the last one of its doctor. */
	[STMT_VERIFY_DOCTOR_AT] =
		"SELECT 1 FROM audit a WHERE a.object > 'doctor:' AND a.object < 'doctor;' AND a.act = 'registry' AND "
		"a.result = 'done' AND a.seq < ?1 AND substr(a.detail, 65) = ?2 AND NOT EXISTS (SELECT 1 FROM audit b "
		"WHERE b.object = a.object AND b.seq > a.seq AND b.seq < ?1 AND b.act = 'registry' AND b.result = 'done' AND "
		"b.detail <> '') LIMIT 1",
	[STMT_VERIFY_RIGHT] =
		"SELECT a.act, a.staff, a.audit, coalesce(k.seal, 0), a.text, (SELECT count(*) FROM act c WHERE "
		"c.filing = a.filing AND c.id < a.id AND c.staff = a.staff AND c.act IN ('certify', 'certify_seen')) "
		"FROM act a JOIN sign_key k ON k.id = a.key WHERE a.id = ?1",
	[STMT_VERIFY_KEY] =
		"SELECT coalesce(k.staff, 0), coalesce(k.seal, 0), k.public, r.key IS NOT NULL FROM sign_key k "
		"LEFT JOIN key_revocation r ON r.key = k.id WHERE k.id = ?1",
	[STMT_VERIFY_ACT] =
		"SELECT a.id, coalesce(a.filing, 0), a.version, a.act, a.staff, a.at, a.text, a.sm3, a.signature, a.once, "
		"a.audit, k.public, k.staff, (SELECT min(w.seq) FROM audit w WHERE w.object = 'key:' || a.key AND w.act = 'key' AND "
		"w.result = 'done' AND w.detail > 'revoked ' AND w.detail < 'revoked!'), f.no, v.sm3, "
		"(SELECT p.sm3 FROM act p WHERE p.filing = a.filing AND p.id < a.id ORDER BY p.id DESC LIMIT 1), "
		"(SELECT p.sm3 FROM act p WHERE p.filing = f.prior AND p.id < a.id ORDER BY p.id DESC LIMIT 1), "
		"coalesce((SELECT w.sm3 FROM filing_version w WHERE w.filing = a.filing AND w.version < a.version "
		"ORDER BY w.version DESC LIMIT 1), (SELECT w.sm3 FROM filing_version w WHERE w.filing = f.prior AND "
		"w.version < a.version ORDER BY w.version DESC LIMIT 1)), u.act, u.staff, u.version, u.object, u.detail, u.result, "
		"(SELECT count(*) FROM renewal n WHERE n.act = a.id) FROM act a LEFT JOIN sign_key k ON k.id = a.key "
		"LEFT JOIN filing f ON f.id = a.filing "
		"LEFT JOIN filing_version v ON v.filing = a.filing AND v.version = a.version "
		"LEFT JOIN audit u ON u.seq = a.audit WHERE a.id = ?1",
	[STMT_VERIFY_AUDIT_HASH] = "SELECT hash FROM audit WHERE seq = ?1",
	[STMT_VERIFY_RENEWAL] =
		"SELECT r.policy, r.document, r.until, a.act, a.text FROM renewal r JOIN act a ON a.id = r.act WHERE r.id = ?1",
	[STMT_VERIFY_ACT_OF_AUDIT] = "SELECT id FROM act WHERE audit = ?1",
	[STMT_VERIFY_LIFE] = "SELECT id, act, version, text FROM act WHERE filing = ?1 ORDER BY id",
	[STMT_VERIFY_VERSIONS] =
		"SELECT filing, version, text, sm3 FROM filing_version WHERE filing = ?1 ORDER BY version",
	[STMT_VERIFY_VERSION_COUNT] = "SELECT count(*) FROM filing_version WHERE filing = ?1",
	[STMT_VERIFY_AMENDMENTS_FILED] =
		"SELECT count(*) FROM filing f WHERE f.prior = ?1 AND EXISTS (SELECT 1 FROM act a WHERE a.filing = f.id AND "
		"a.act = 'file')",
	[STMT_VERIFY_AMENDMENT_COUNT] = "SELECT count(*) FROM filing WHERE prior = ?1",
	[STMT_VERIFY_PRIOR] =
		"SELECT f.version, f.filing_no, (SELECT count(*) FROM act a WHERE a.filing = f.id AND a.act = 'amend') "
		"FROM filing f WHERE f.id = ?1",
	[STMT_VERIFY_SERIES] = "SELECT prefix, year, last FROM filing_serial ORDER BY prefix, year",
	[STMT_VERIFY_SERIES_LAST] = "SELECT last FROM filing_serial WHERE prefix = ?1 AND year = ?2",
	[STMT_VERIFY_FILING_OF_NO] =
		"SELECT id FROM filing WHERE filing_no = ?1 AND state <> 'history' LIMIT 1",
	[STMT_VERIFY_LIVE_OF_NO] = "SELECT count(*) FROM filing WHERE filing_no = ?1 AND state = 'filed'",
	[STMT_VERIFY_NO_OF_FILING] = "SELECT filing_no FROM filing WHERE id = ?1",
	[STMT_VERIFY_MATERIALS] =
		"SELECT id, kind, name, bytes, pages, sm3, issued, issuer FROM material WHERE filing = ?1 AND "
		"removed_at IS NULL ORDER BY id",
	[STMT_VERIFY_MATERIALS_EVER] =
		"SELECT id, kind, name, bytes, pages, sm3, issued, issuer FROM material WHERE filing = ?1 ORDER BY id",
	[STMT_VERIFY_LAST_TEXT] =
		"SELECT a.text, f.state FROM act a JOIN filing f ON f.id = a.filing WHERE f.id = ?1 AND "
		"f.state NOT IN ('draft', 'returned') ORDER BY a.id DESC LIMIT 1",
	[STMT_VERIFY_IS_FILING] = "SELECT 1 FROM filing WHERE id = ?1",
	[STMT_VERIFY_IS_STAFF] = "SELECT 1 FROM staff WHERE id = ?1",
	[STMT_VERIFY_IS_INSTITUTION] = "SELECT 1 FROM institution WHERE id = ?1",
	[STMT_VERIFY_IS_DOCTOR] = "SELECT 1 FROM doctor WHERE id = ?1",
	[STMT_VERIFY_IS_SEAL] = "SELECT 1 FROM seal WHERE id = ?1",
	[STMT_VERIFY_IS_KEY] = "SELECT 1 FROM sign_key WHERE id = ?1",
	[STMT_VERIFY_NEXT_KEY] = "SELECT id FROM sign_key WHERE id > ?1 ORDER BY id LIMIT 1",
	[STMT_VERIFY_NEXT_INSTITUTION] = "SELECT id FROM institution WHERE id > ?1 ORDER BY id LIMIT 1",
	[STMT_VERIFY_NEXT_STAFF] = "SELECT id FROM staff WHERE id > ?1 ORDER BY id LIMIT 1",
	[STMT_VERIFY_NEXT_DOCTOR] = "SELECT id FROM doctor WHERE id > ?1 ORDER BY id LIMIT 1",
	[STMT_VERIFY_NEXT_SEAL] = "SELECT id FROM seal WHERE id > ?1 ORDER BY id LIMIT 1",
	[STMT_VERIFY_NEXT_ACT] = "SELECT id FROM act WHERE id > ?1 ORDER BY id LIMIT 1",
	[STMT_VERIFY_NEXT_RENEWAL] = "SELECT id FROM renewal WHERE id > ?1 ORDER BY id LIMIT 1",
	[STMT_VERIFY_NEXT_VERSION] =
		"SELECT filing FROM filing_version WHERE filing > ?1 ORDER BY filing LIMIT 1",
	[STMT_VERIFY_NEXT_FILING] = "SELECT id FROM filing WHERE id > ?1 ORDER BY id LIMIT 1",

	/* --- Work lists --- */
	[STMT_WORK_LIST] =
		"SELECT " BRIEF_COLUMNS ", f.revision, "
			"coalesce((SELECT a.at FROM act a WHERE a.filing = f.id ORDER BY a.id DESC LIMIT 1), f.saved_at) AS since "
		"FROM filing f WHERE f.state = ?1 ORDER BY since, f.id LIMIT ?2",
	[STMT_WORK_AMENDMENT] =
		"SELECT " BRIEF_COLUMNS " FROM filing f WHERE f.prior = ?1 ORDER BY f.id DESC LIMIT 1",

	/* --- Supervision --- */
	[STMT_OLDEST_READY] =
		"SELECT min(a.at) FROM filing f JOIN act a ON a.filing = f.id AND a.version = f.version "
		"WHERE f.state = 'ready' AND a.act = 'submit'",
	/* Without statistics SQLite takes the index of the states, and most of an archive is filed. */
	[STMT_DUE_COUNT] =
		"SELECT count(*) FROM filing INDEXED BY filing_by_end "
		"WHERE state = 'filed' AND enddate >= ?1 AND enddate <= ?2",
	[STMT_DUE_LIST] =
		"SELECT " BRIEF_COLUMNS ", f.enddate FROM filing f INDEXED BY filing_by_end "
		"WHERE f.state = 'filed' AND f.enddate >= ?1 AND f.enddate <= ?2 ORDER BY f.enddate, f.id LIMIT ?3",
	[STMT_REGISTERED_COUNT] = "SELECT count(*) FROM filing WHERE no > ?1 AND no < ?2",
	[STMT_ACT_COUNT] = "SELECT count(*) FROM act WHERE at >= ?1 AND at < ?2 AND act = ?3",
	[STMT_DAY_ACTS] =
		"SELECT act, result, count(*), min(seq), max(seq) FROM audit WHERE at >= ?1 AND at < ?2 "
		"GROUP BY act, result",
	[STMT_DAY_ANCHOR] =
		"SELECT seq, root, head, at, signature FROM anchor WHERE seq >= (SELECT max(seq) FROM audit "
			"WHERE object = ?1 AND act = 'day_close' AND result = 'done') ORDER BY seq LIMIT 1",
	/* Beside each act the certification that it rests on: a return empties the form's cells, the text stays. */
	[STMT_REPORT_ACTS] =
		"SELECT a.act, a.at, f.prior, f.opsp_dise_code, f.opsp_dise_name, d.name, d.code, i.name, c.text "
		"FROM act a JOIN filing f ON f.id = a.filing LEFT JOIN doctor d ON d.staff = a.staff "
		"LEFT JOIN institution i ON i.id = d.institution "
		"LEFT JOIN act c ON c.id = (SELECT max(o.id) FROM act o WHERE o.filing = a.filing "
			"AND o.version = a.version AND o.act IN ('certify', 'certify_seen')) "
		"WHERE a.at >= ?1 AND a.at < ?2 AND a.act IN ('file', 'decline', 'return', 'revoke')",
	[STMT_SAMPLE_FILED] =
		"SELECT a.filing, c.text FROM act a "
		"LEFT JOIN act c ON c.id = (SELECT max(o.id) FROM act o WHERE o.filing = a.filing "
			"AND o.act IN ('certify', 'certify_seen')) "
		"WHERE a.at >= ?1 AND a.at < ?2 AND a.act = 'file' ORDER BY a.filing",
	[STMT_ASK_SHARE] =
		"SELECT name, month, doctor, n, total, filing FROM (SELECT f.opsp_dise_name AS name, "
			"substr(a.at, 1, 7) AS month, f.diag_dr_name AS doctor, count(DISTINCT f.id) AS n, "
			"sum(count(DISTINCT f.id)) OVER (PARTITION BY f.opsp_dise_code, substr(a.at, 1, 7)) AS total, "
			"max(f.id) AS filing FROM act a JOIN filing f ON f.id = a.filing "
			"WHERE a.at >= ?1 AND a.at < ?2 AND a.act IN ('certify', 'certify_seen') "
			"AND f.diag_dr_name IS NOT NULL "
			"GROUP BY f.opsp_dise_code, substr(a.at, 1, 7), f.diag_dr_name, f.diag_dr_codg) h "
		"WHERE total >= ?3 AND n * 2 > total ORDER BY month, name, doctor",
	[STMT_ASK_HASTE] =
		"SELECT f.diag_dr_name, f.created_at, min(a.at), f.id FROM act a JOIN filing f ON f.id = a.filing "
		"WHERE a.at >= ?1 AND a.at < ?2 AND a.act = 'certify' AND f.diag_dr_name IS NOT NULL "
		"GROUP BY f.diag_dr_name, f.id",
	[STMT_ASK_TELEPHONE] =
		"SELECT f.tel, count(DISTINCT f.certno) AS n, max(f.id) FROM act a JOIN filing f ON f.id = a.filing "
		"WHERE a.at >= ?1 AND a.at < ?2 AND a.act = 'submit' AND f.tel IS NOT NULL "
		"GROUP BY f.tel HAVING n >= ?3 ORDER BY n DESC, f.tel",
	[STMT_ASK_HOURS] =
		"SELECT substr(a.at, 1, 10) AS day, s.name, count(DISTINCT a.filing) AS n, max(a.filing) "
		"FROM act a JOIN staff s ON s.id = a.staff WHERE a.at >= ?1 AND a.at < ?2 "
		"AND a.act IN ('submit', 'certify', 'certify_seen', 'seal', 'file') "
		"AND (substr(a.at, 12, 5) < ?3 OR substr(a.at, 12, 5) >= ?4) "
		"GROUP BY day, a.staff HAVING n >= ?5 ORDER BY day, s.name",
	[STMT_ASK_NO_DECLINE] =
		"SELECT s.name, count(*) FILTER (WHERE a.act = 'certify') AS n FROM act a "
		"JOIN staff s ON s.id = a.staff "
		"WHERE a.at >= ?1 AND a.at < ?2 AND a.act IN ('certify', 'decline') "
		"GROUP BY a.staff HAVING n >= ?3 AND n = count(*) ORDER BY s.name",

	/* --- Outbox --- */
	[STMT_OUTBOX_SEEN] = "SELECT seen FROM outbox_mark",
	[STMT_OUTBOX_SEE] = "UPDATE outbox_mark SET seen = ?1",
	[STMT_OUTBOX_NEWEST] = "SELECT coalesce(max(save_seq), 0) FROM filing",
	[STMT_OUTBOX_CHANGED] =
		"SELECT id, save_seq, state FROM filing WHERE save_seq > ?1 ORDER BY save_seq LIMIT ?2",
	[STMT_OUTBOX_LIFE] = "SELECT state FROM filing WHERE id = ?1 AND filing_no IS NOT NULL",
	[STMT_OUTBOX_ROWS] = "SELECT id, infno, state FROM outbox WHERE filing = ?1",
	/* In a file of which nobody knows yet whether it left, or whose rows do not say so yet. */
	[STMT_OUTBOX_OPEN_REQUEST] =
		"SELECT 1 FROM outbox_request r JOIN outbox_file f ON f.id = r.file "
		"WHERE r.outbox = ?1 AND f.marked = 0 AND f.dropped = 0 LIMIT 1",
	[STMT_OUTBOX_ADD] =
		"INSERT INTO outbox (filing, infno, state, made_at) VALUES (?1, ?2, ?3, ?4)",
	[STMT_OUTBOX_STATE] = "UPDATE outbox SET state = ?2 WHERE id = ?1",
	[STMT_OUTBOX_COUNTS] = "SELECT state, count(*) FROM outbox GROUP BY state",
	[STMT_OUTBOX_LIST] =
		"SELECT " OUTBOX_COLUMNS "WHERE o.state = ?1 ORDER BY o.id LIMIT ?2",
	[STMT_OUTBOX_LIST_NEWEST] =
		"SELECT " OUTBOX_COLUMNS "WHERE o.state = ?1 ORDER BY o.id DESC LIMIT ?2",
	[STMT_OUTBOX_BY_ID] = "SELECT " OUTBOX_COLUMNS "WHERE o.id = ?1",
	[STMT_OUTBOX_OF_FILING] =
		"SELECT " OUTBOX_COLUMNS "WHERE o.filing = ?1 ORDER BY o.infno",
	[STMT_OUTBOX_UNSENT] =
		"SELECT id FROM outbox WHERE state = 'unsent' AND infno = ?1 AND id > ?2 "
		"ORDER BY id LIMIT ?3",
	[STMT_OUTBOX_AGAIN] =
		"UPDATE outbox SET state = ?2, msgid = NULL, file = NULL, sent_at = NULL WHERE id = ?1",
	[STMT_OUTBOX_BY_HAND] =
		"UPDATE outbox SET state = 'answered', msgid = NULL, file = NULL, sent_at = NULL, "
		"reply = NULL, serial = ?2, infcode = NULL, error = NULL, replied_at = ?3 WHERE id = ?1",
	[STMT_OUTBOX_ANSWER] =
		"UPDATE outbox SET state = ?2, reply = ?3, serial = ?4, infcode = ?5, error = ?6, "
		"replied_at = ?7 WHERE id = ?1",
	/* What was answered already stays so. */
	[STMT_OUTBOX_SENT] =
		"UPDATE outbox SET state = 'sent', msgid = ?2, file = ?3, sent_at = ?4, infcode = NULL, "
		"error = NULL, replied_at = NULL WHERE id = ?1 AND state IN ('unsent', 'spared')",
	/* The act that ended a filing, or that began the version which did. */
	[STMT_OUTBOX_END] =
		"SELECT act, text FROM act WHERE filing = ?1 AND act IN ('revoke', 'expire', 'amend') "
		"ORDER BY id DESC LIMIT 1",
	[STMT_OUTBOX_FILE_ADD] =
		"INSERT INTO outbox_file (infno, path, name, pid, started, boot, staff, begun_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[STMT_OUTBOX_FILE_WHOLE] = "UPDATE outbox_file SET sm3 = ?2, requests = ?3 WHERE id = ?1",
	[STMT_OUTBOX_FILE_SENT] = "UPDATE outbox_file SET sent_at = ?2, audit = ?3 WHERE id = ?1",
	[STMT_OUTBOX_FILE_DROP] = "UPDATE outbox_file SET dropped = 1 WHERE id = ?1 AND sent_at IS NULL",
	[STMT_OUTBOX_FILE_MARKED] = "UPDATE outbox_file SET marked = 1 WHERE id = ?1",
	[STMT_OUTBOX_FILE_OPEN] =
		"SELECT id, infno, path, name, sm3, requests, pid, started, boot, sent_at FROM outbox_file "
		"WHERE marked = 0 AND dropped = 0 ORDER BY id",
	[STMT_OUTBOX_FILE_BY_NAME] =
		"SELECT id, infno, name, sm3, requests FROM outbox_file "
		"WHERE name = ?1 AND sent_at IS NOT NULL ORDER BY id LIMIT 2",
	[STMT_OUTBOX_REQUEST_ADD] =
		"INSERT INTO outbox_request (msgid, outbox, file, line, sm3) VALUES (?1, ?2, ?3, ?4, ?5)",
	[STMT_OUTBOX_REQUEST_LIST] =
		"SELECT r.line, r.msgid, r.outbox, o.filing FROM outbox_request r "
		"JOIN outbox o ON o.id = r.outbox WHERE r.file = ?1 AND r.line > ?2 "
		"ORDER BY r.line LIMIT ?3",
	[STMT_OUTBOX_REQUEST_AT] = "SELECT msgid FROM outbox_request WHERE file = ?1 AND line = ?2",
	[STMT_OUTBOX_BY_MSGID] =
		"SELECT " OUTBOX_COLUMNS "WHERE o.id = (SELECT outbox FROM outbox_request WHERE msgid = ?1)",
	[STMT_OUTBOX_MSGID_LAST] =
		"SELECT msgid FROM outbox_request WHERE msgid >= ?1 AND msgid <= ?2 "
		"ORDER BY msgid DESC LIMIT 1",

	/* --- Site --- */
	[STMT_SITE_LIST] = "SELECT key, value FROM site",
	[STMT_SITE_SET] =
		"INSERT INTO site (key, value) VALUES (?1, coalesce(?2, '')) "
		"ON CONFLICT (key) DO UPDATE SET value = excluded.value",
	[STMT_PERSON_NO_GET] = "SELECT psn_no, insuplc, insu_optins FROM person_no WHERE person = ?1",
	[STMT_PERSON_NO_SET] =
		"INSERT INTO person_no (person, psn_no, insuplc, insu_optins, staff, at) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (person) DO UPDATE SET "
		"psn_no = excluded.psn_no, insuplc = excluded.insuplc, insu_optins = excluded.insu_optins, "
		"staff = excluded.staff, at = excluded.at",

	/* --- Exports --- */
	/* Nearly all rows are written, in the order of their ids: a page is a piece of the table. */
	[STMT_EXPORT_COUNT] = "SELECT count(*) FROM filing",
	[STMT_EXPORT_PAGE] =
		"SELECT id, no, revision, state, policy, route, created_at, saved_at, version, prior, "
		"filing_no, derived"
#define X COLUMN
#include "forms/field.def"
#undef X
		", import_state FROM filing f WHERE id > ?1 AND (import IS NULL OR EXISTS "
		"(SELECT 1 FROM import i WHERE i.id = f.import AND i.merged_at IS NOT NULL)) ORDER BY id LIMIT ?2",
	/* --- Peers, bundles, received filings --- */
	[STMT_PEER_LIST] = "SELECT " PEER_COLUMNS " FROM peer ORDER BY name, id",
	[STMT_PEER_BY_ID] = "SELECT " PEER_COLUMNS " FROM peer WHERE id = ?1",
	[STMT_PEER_BY_UUID] = "SELECT " PEER_COLUMNS " FROM peer WHERE uuid = ?1",
	[STMT_PEER_ADD] =
		"INSERT INTO peer (uuid, code, name, active, public, added_at, staff) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[STMT_PEER_UPDATE] = "UPDATE peer SET code = ?2, name = ?3, active = ?4 WHERE uuid = ?1",
	[STMT_BUNDLE_UNSENT] =
		"SELECT a.filing, max(a.id) FROM act a WHERE a.filing > ?2 AND a.filing <= ?3 GROUP BY a.filing "
		"HAVING max(a.id) > coalesce((SELECT max(i.act) FROM bundle_item i WHERE i.filing = a.filing AND i.peer = ?1), 0) "
		"ORDER BY a.filing",
	[STMT_BUNDLE_NEXT] = "SELECT coalesce(max(number), 0) + 1 FROM bundle_out WHERE peer = ?1",
	[STMT_BUNDLE_OUT_ADD] =
		"INSERT INTO bundle_out (peer, number, sm3, bytes, filings, made_at, staff, audit) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[STMT_BUNDLE_OUT_GET] = "SELECT sm3, received_at FROM bundle_out WHERE peer = ?1 AND number = ?2",
	[STMT_BUNDLE_OUT_RECEIVED] =
		"UPDATE bundle_out SET received_at = ?3 WHERE peer = ?1 AND number = ?2 AND received_at IS NULL",
	[STMT_BUNDLE_ITEM_ADD] = "INSERT INTO bundle_item (peer, number, filing, act) VALUES (?1, ?2, ?3, ?4)",
	[STMT_BUNDLE_ITEMS] = "SELECT filing, act FROM bundle_item WHERE peer = ?1 AND number = ?2 ORDER BY filing",
	[STMT_BUNDLE_IN_ADD] =
		"INSERT INTO bundle_in (peer, number, sm3, filings, at, staff, audit) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[STMT_BUNDLE_IN_GET] = "SELECT sm3, at FROM bundle_in WHERE peer = ?1 AND number = ?2",
	[STMT_BUNDLE_IN_NUMBERS] = "SELECT number FROM bundle_in WHERE peer = ?1 ORDER BY number",
	[STMT_BUNDLE_LIST] =
		"SELECT b.peer, b.number, b.filings, 1 AS outward, p.name, b.made_at AS at, b.received_at FROM bundle_out b "
		"JOIN peer p ON p.id = b.peer UNION ALL "
		"SELECT b.peer, b.number, b.filings, 0, p.name, b.at, NULL FROM bundle_in b JOIN peer p ON p.id = b.peer "
		"ORDER BY at DESC, b.peer, b.number DESC LIMIT ?1",
	[STMT_RECEIVED_ADD] =
		"INSERT INTO received (peer, number, no, filing_no, version, state, psn_name, certno, disease, text, acts, "
		"materials, sm3) VALUES (?1, ?2, ?3, ?4, ?5, ?6, coalesce(?7, ''), coalesce(?8, ''), coalesce(?9, ''), ?10, ?11, "
		"?12, ?13)",
	/* Of each filing what came last. */
	[STMT_RECEIVED_LIST] =
		"SELECT " RECEIVED_COLUMNS " WHERE NOT EXISTS (SELECT 1 FROM received n WHERE n.peer = r.peer AND n.no = r.no "
		"AND n.number > r.number) AND (?1 = 0 OR f.id IS NULL) ORDER BY r.id DESC LIMIT ?2",
	[STMT_RECEIVED_GET] =
		"SELECT " RECEIVED_FULL_COLUMNS " WHERE r.id = ?1",
	[STMT_RECEIVED_BY_NO] =
		"SELECT id FROM received WHERE peer = ?1 AND no = ?2 ORDER BY number DESC LIMIT 1",
	[STMT_RECEIVED_OF_FILING] = "SELECT " RECEIVED_COLUMNS " WHERE r.filing = ?1 LIMIT 1",
	/* Beside a row: the filing that was registered from any row of its filing, and the highest number it came under. */
	[STMT_RECEIVED_STANDING] =
		"SELECT (SELECT f.no FROM received x JOIN filing f ON f.id = x.filing WHERE x.peer = r.peer AND x.no = r.no LIMIT 1), "
		"(SELECT max(x.number) FROM received x WHERE x.peer = r.peer AND x.no = r.no) FROM received r WHERE r.id = ?1",
	[STMT_RECEIVED_LINK] = "UPDATE received SET filing = ?2 WHERE id = ?1 AND filing IS NULL",
	[STMT_VERIFY_NEXT_PEER] = "SELECT id FROM peer WHERE id > ?1 ORDER BY id LIMIT 1",
	[STMT_VERIFY_BUNDLES_OUT] =
		"SELECT b.number, b.sm3, b.filings, coalesce(b.audit, 0), u.act, u.object, u.result, u.detail, "
		"(SELECT count(*) FROM bundle_item i WHERE i.peer = b.peer AND i.number = b.number), "
		"(SELECT count(*) FROM bundle_item i JOIN act a ON a.id = i.act WHERE i.peer = b.peer AND i.number = b.number "
		"AND a.filing <> i.filing) FROM bundle_out b LEFT JOIN audit u ON u.seq = b.audit WHERE b.peer = ?1 ORDER BY b.number",
	[STMT_VERIFY_BUNDLES_IN] =
		"SELECT b.number, b.sm3, b.filings, coalesce(b.audit, 0), u.act, u.object, u.result, u.detail, "
		"(SELECT count(*) FROM received r WHERE r.peer = b.peer AND r.number = b.number), 0 "
		"FROM bundle_in b LEFT JOIN audit u ON u.seq = b.audit WHERE b.peer = ?1 ORDER BY b.number",
	[STMT_VERIFY_BUNDLE_ROWS] = "SELECT sm3 FROM received WHERE peer = ?1 AND number = ?2 ORDER BY id",
	[STMT_VERIFY_BUNDLE_OF_AUDIT] =
		"SELECT count(*) FROM (SELECT 1 FROM bundle_out WHERE audit = ?1 UNION ALL SELECT 1 FROM bundle_in WHERE audit = ?1)",
	[STMT_VERIFY_IS_PEER] = "SELECT 1 FROM peer WHERE id = ?1",
	[STMT_VERIFY_NEXT_RECEIVED] = "SELECT id FROM received WHERE id > ?1 ORDER BY id LIMIT 1",
	[STMT_VERIFY_RECEIVED_FILING] = "SELECT filing FROM received WHERE id = ?1 AND filing IS NOT NULL",
	/* The audit's word that a filing was registered from a received one. */
	[STMT_VERIFY_REGISTERED] =
		"SELECT CASE WHEN r.filing IS NULL THEN 1 ELSE (SELECT count(*) FROM audit u WHERE u.object = 'filing:' || r.filing "
		"AND u.act = 'register' AND u.result = 'done' AND u.detail = 'received ' || r.id) END FROM received r WHERE r.id = ?1",
};
// clang-format on
