-- The first schema of the desk's store. A step of this folder never changes once it was released:
-- a later need is the next number. Each step runs in one transaction and sets user_version.

PRAGMA application_id = 1836344427; -- 'mtdk'
PRAGMA user_version = 1;

-- One application for one entitlement, as it stands on the form. Field columns carry the keys of
-- forms/field.def. Nothing typed is refused, so a field is any text; empty is NULL, never ''.
CREATE TABLE filing (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	no         TEXT NOT NULL UNIQUE,           -- 受理号: day of first save and serial of that day
	revision   INTEGER NOT NULL DEFAULT 0,     -- counts saves; a save names the one it began from
	save_seq   INTEGER UNIQUE,                 -- order of saves over all filings, whatever the clock says
	save_key   TEXT UNIQUE,                    -- random, one per save: finds out how an interrupted commit ended
	state      TEXT NOT NULL DEFAULT 'draft',
	policy     TEXT,                           -- packs and editions it was judged by at the last save
	route      TEXT,                           -- 'in_hospital'
	created_at TEXT NOT NULL,                  -- local time of the desk
	saved_at   TEXT NOT NULL,
	derived    TEXT,                           -- keys of the fields that were computed, parted by blanks

	psn_name           TEXT,
	gend               TEXT,
	age                TEXT,
	brdy               TEXT,
	insutype           TEXT,
	certno             TEXT,
	psn_cert_type      TEXT,
	tel                TEXT,
	opsp_dise_code     TEXT,
	opsp_dise_name     TEXT,
	dise_type_code     TEXT,
	appy_date          TEXT,
	appy_sign          TEXT,
	symp_dscr          TEXT,
	diag_dr_name       TEXT,
	hosp_ide_date      TEXT,
	ide_fixmedins_name TEXT,
	fixmedins_name     TEXT,
	opter_name         TEXT,
	opt_time           TEXT,
	memo               TEXT,

	CHECK (no GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9]*'),
	CHECK (revision >= 0),
	CHECK (state IN ('draft', 'ready', 'certified', 'sealed', 'filed', 'returned', 'declined',
	                 'superseded', 'revoked', 'expired')),
	CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-6][0-9]'),
	CHECK (saved_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-6][0-9]')
) STRICT;
CREATE INDEX filing_state ON filing (state, save_seq);
CREATE INDEX filing_saved_at ON filing (saved_at);

-- Evidence of a filing, each value as written; an absent key is unknown.
CREATE TABLE filing_evidence (
	filing INTEGER NOT NULL REFERENCES filing (id) ON DELETE CASCADE,
	key    TEXT NOT NULL CHECK (key <> ''),
	value  TEXT NOT NULL CHECK (value <> ''),
	unit   TEXT,
	note   TEXT,
	PRIMARY KEY (filing, key)
) STRICT, WITHOUT ROWID;

-- The last serial of each day's 受理号.
CREATE TABLE serial (
	day  TEXT NOT NULL PRIMARY KEY CHECK (day GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'),
	last INTEGER NOT NULL CHECK (last > 0)
) STRICT, WITHOUT ROWID;

-- The next save_seq stands in the one row.
CREATE TABLE save_counter (
	one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
	last INTEGER NOT NULL CHECK (last >= 0)
) STRICT;
INSERT INTO save_counter (one, last) VALUES (1, 0);

-- Words by whose beginning a filing is found, folded (text_fold). The kind (db/search_keys.h) says
-- what the word is and ranks the hits.
CREATE TABLE search_key (
	key    TEXT NOT NULL CHECK (key <> ''),
	kind   INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 99),
	filing INTEGER NOT NULL REFERENCES filing (id) ON DELETE CASCADE,
	PRIMARY KEY (key, kind, filing)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_key_filing ON search_key (filing, kind, key);

-- A running desk. A row whose process is gone was not closed: its drafts are orphans.
CREATE TABLE session (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	pid       INTEGER NOT NULL CHECK (pid > 0),
	started   INTEGER NOT NULL CHECK (started >= 0), -- start of the process in clock ticks since boot
	boot      TEXT NOT NULL CHECK (boot <> ''),      -- the machine's boot id
	opened_at TEXT NOT NULL
) STRICT;

-- The form being typed: the filing as it stands on the screen, and the place of the cursor.
CREATE TABLE draft (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	session    INTEGER REFERENCES session (id) ON DELETE SET NULL, -- NULL: an orphan
	filing     INTEGER REFERENCES filing (id) ON DELETE CASCADE,   -- NULL: never parked
	revision   INTEGER NOT NULL DEFAULT 0,                         -- of the filing when it was opened
	state      TEXT,
	policy     TEXT,
	route      TEXT,
	updated_at TEXT NOT NULL,
	screen     TEXT,
	cell       TEXT,
	cursor     INTEGER NOT NULL DEFAULT 0 CHECK (cursor >= 0),
	editing    INTEGER NOT NULL DEFAULT 0 CHECK (editing IN (0, 1)), -- 1: cell_text counts, even when empty
	cell_text  TEXT,
	cell_unit  TEXT,
	derived    TEXT,

	psn_name           TEXT,
	gend               TEXT,
	age                TEXT,
	brdy               TEXT,
	insutype           TEXT,
	certno             TEXT,
	psn_cert_type      TEXT,
	tel                TEXT,
	opsp_dise_code     TEXT,
	opsp_dise_name     TEXT,
	dise_type_code     TEXT,
	appy_date          TEXT,
	appy_sign          TEXT,
	symp_dscr          TEXT,
	diag_dr_name       TEXT,
	hosp_ide_date      TEXT,
	ide_fixmedins_name TEXT,
	fixmedins_name     TEXT,
	opter_name         TEXT,
	opt_time           TEXT,
	memo               TEXT
) STRICT;
CREATE INDEX draft_session ON draft (session);
CREATE INDEX draft_filing ON draft (filing);

CREATE TABLE draft_evidence (
	draft INTEGER NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
	key   TEXT NOT NULL CHECK (key <> ''),
	value TEXT NOT NULL CHECK (value <> ''),
	unit  TEXT,
	note  TEXT,
	PRIMARY KEY (draft, key)
) STRICT, WITHOUT ROWID;

-- The desk's own settings (db/settings.h).
CREATE TABLE setting (
	key   TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
