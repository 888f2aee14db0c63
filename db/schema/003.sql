-- What leaves the desk and what comes in from outside: history read from files, prints, the national platform's outbox, and
-- bundles between desks.

PRAGMA user_version = 3;

-- The table of filings anew (the desk switches foreign keys off for the steps, and checks them before each commits): a filing
-- may be history that was read from a file. It was not signed here: its state is one that no act leads to or from.
CREATE TABLE filing_new (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	no         TEXT NOT NULL UNIQUE,           -- 受理号: day of first save and serial of that day; of history L, import, line
	revision   INTEGER NOT NULL DEFAULT 0,     -- counts saves; a save names the one it began from
	save_seq   INTEGER UNIQUE,                 -- order of saves over all filings, whatever the clock says; NULL: history
	save_key   TEXT UNIQUE,                    -- random, one per save: finds out how an interrupted commit ended
	state      TEXT NOT NULL DEFAULT 'draft',
	version    INTEGER NOT NULL DEFAULT 0,     -- counts submissions; an amendment is a filing of its own
	prior      INTEGER REFERENCES filing (id), -- ... which names the one before it
	filing_no  TEXT,                           -- 备案号; an amendment keeps that of the filing it amends
	policy     TEXT,                           -- packs and editions it was judged by at the last save
	route      TEXT,                           -- 'in_hospital'
	created_at TEXT NOT NULL,                  -- local time of the desk
	saved_at   TEXT NOT NULL,
	derived    TEXT,                           -- keys of the fields that were computed, parted by blanks

	-- Of history: the import that it came with, its line there, the digest of what the line said (db/imports.h), and the
	-- state that the source called it. Its 备案号 is that of the source.
	import       INTEGER REFERENCES import (id),
	import_line  INTEGER,
	import_sm3   TEXT CHECK (length(import_sm3) = 64),
	import_state TEXT,

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
	diag_dr_codg       TEXT,
	hosp_ide_date      TEXT,
	rx_weeks           TEXT,
	ide_fixmedins_name TEXT,
	ide_fixmedins_no   TEXT,
	fixmedins_name     TEXT,
	fixmedins_code     TEXT,
	opter_name         TEXT,
	opt_time           TEXT,
	begndate           TEXT,
	enddate            TEXT,
	memo               TEXT,
	agnter_name        TEXT,
	agnter_certno      TEXT,
	agnter_tel         TEXT,
	agnter_rlts        TEXT,

	CHECK (no GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9]*' OR
	       (state = 'history' AND no GLOB 'L[0-9]*-[0-9]*')),
	CHECK (revision >= 0),
	CHECK (version >= 0),
	CHECK (state IN ('draft', 'ready', 'certified', 'sealed', 'filed', 'returned', 'declined',
	                 'superseded', 'revoked', 'expired', 'history')),
	CHECK ((state = 'history') = (import IS NOT NULL)),
	CHECK ((state = 'history') = (import_line IS NOT NULL)),
	CHECK ((state = 'history') = (import_sm3 IS NOT NULL)),
	CHECK (state <> 'history' OR (version = 0 AND prior IS NULL AND save_seq IS NULL)),
	CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-6][0-9]'),
	CHECK (saved_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-6][0-9]')
) STRICT;
-- The indexes stand before the rows come: made afterwards, each would sort the whole archive in memory. They have names of
-- their own, since the old ones may not go before: a statement that takes freed pages anew keeps each of them in memory.
CREATE INDEX filing_by_state ON filing_new (state, save_seq);
CREATE INDEX filing_by_save ON filing_new (saved_at) WHERE import IS NULL; -- reading a file is no day's work
CREATE INDEX filing_by_prior ON filing_new (prior) WHERE prior IS NOT NULL;
CREATE INDEX filing_by_number ON filing_new (filing_no, version) WHERE filing_no IS NOT NULL;
CREATE INDEX filing_by_end ON filing_new (enddate) WHERE enddate IS NOT NULL AND state = 'filed';
CREATE INDEX filing_by_import ON filing_new (import, import_line) WHERE import IS NOT NULL;
INSERT INTO filing_new (id, no, revision, save_seq, save_key, state, version, prior, filing_no, policy, route, created_at,
	saved_at, derived, psn_name, gend, age, brdy, insutype, certno, psn_cert_type, tel, opsp_dise_code, opsp_dise_name,
	dise_type_code, appy_date, appy_sign, symp_dscr, diag_dr_name, diag_dr_codg, hosp_ide_date, rx_weeks,
	ide_fixmedins_name, ide_fixmedins_no, fixmedins_name, fixmedins_code, opter_name, opt_time, begndate, enddate, memo,
	agnter_name, agnter_certno, agnter_tel, agnter_rlts)
	SELECT id, no, revision, save_seq, save_key, state, version, prior, filing_no, policy, route, created_at,
		saved_at, derived, psn_name, gend, age, brdy, insutype, certno, psn_cert_type, tel, opsp_dise_code,
		opsp_dise_name, dise_type_code, appy_date, appy_sign, symp_dscr, diag_dr_name, diag_dr_codg, hosp_ide_date,
		rx_weeks, ide_fixmedins_name, ide_fixmedins_no, fixmedins_name, fixmedins_code, opter_name, opt_time,
		begndate, enddate, memo, agnter_name, agnter_certno, agnter_tel, agnter_rlts FROM filing ORDER BY id;
-- Numbers of deleted drafts are not given out again.
DELETE FROM sqlite_sequence WHERE name = 'filing_new';
INSERT INTO sqlite_sequence (name, seq) SELECT 'filing_new', seq FROM sqlite_sequence WHERE name = 'filing';
DROP TABLE filing;
ALTER TABLE filing_new RENAME TO filing;
CREATE TRIGGER filing_remains BEFORE DELETE ON filing WHEN OLD.version > 0 OR
		EXISTS (SELECT 1 FROM import i WHERE i.id = OLD.import AND i.merged_at IS NOT NULL)
	BEGIN SELECT RAISE(ABORT, 'submitted filings stay'); END;
CREATE TRIGGER filing_stays BEFORE UPDATE OF psn_name, gend, age, brdy, insutype, certno, psn_cert_type, tel,
	opsp_dise_code, opsp_dise_name, dise_type_code, appy_date, appy_sign, symp_dscr, memo, route, prior,
	agnter_name, agnter_certno, agnter_tel, agnter_rlts ON filing
	WHEN OLD.state NOT IN ('draft', 'returned')
	BEGIN SELECT RAISE(ABORT, 'submitted filings stay'); END;
CREATE TRIGGER history_stays BEFORE UPDATE ON filing WHEN OLD.state = 'history' OR NEW.state = 'history'
	BEGIN SELECT RAISE(ABORT, 'history stays'); END;

-- A file that was read in (db/imports.h). Its rows are staged in short transactions, and count from the moment merged_at is
-- set, all at once; until then nobody sees them, and what a crash leaves is cleared away.
CREATE TABLE import (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	session   INTEGER,                           -- the desk that is reading; NULL: a command line
	pid       INTEGER NOT NULL,                  -- ... its process, and when that began
	started   INTEGER NOT NULL,
	boot      TEXT NOT NULL,
	staff     INTEGER REFERENCES staff (id),     -- NULL: the desk was not set up yet
	name      TEXT NOT NULL CHECK (name <> ''),  -- of the file
	encoding  TEXT NOT NULL,                     -- 'GBK', 'GB18030', 'UTF-8', 'XLSX'
	bytes     INTEGER NOT NULL CHECK (bytes >= 0),
	sm3       TEXT NOT NULL CHECK (length(sm3) IN (0, 64)), -- of the file; '' while it is being read
	rows      INTEGER NOT NULL DEFAULT 0,        -- taken in
	skipped   INTEGER NOT NULL DEFAULT 0,        -- here already
	rejected  INTEGER NOT NULL DEFAULT 0,
	digest    TEXT NOT NULL DEFAULT '' CHECK (length(digest) IN (0, 64)), -- SM3 over the rows' digests in order
	begun_at  TEXT NOT NULL,
	merged_at TEXT,
	audit     INTEGER UNIQUE REFERENCES audit (seq)
) STRICT;
CREATE TRIGGER import_stays BEFORE UPDATE ON import WHEN OLD.merged_at IS NOT NULL
	BEGIN SELECT RAISE(ABORT, 'imports stay'); END;
CREATE TRIGGER import_remains BEFORE DELETE ON import WHEN OLD.merged_at IS NOT NULL
	BEGIN SELECT RAISE(ABORT, 'imports stay'); END;

-- What history has been read already: the first 8 bytes of import_sm3, as a number. Written in order, like the keys below.
CREATE TABLE history_digest (
	head   INTEGER NOT NULL,
	filing INTEGER NOT NULL,
	PRIMARY KEY (head, filing)
) STRICT, WITHOUT ROWID;

-- Search keys of history: as search_key, but written once, in order, and never changed.
CREATE TABLE history_key (
	key    TEXT NOT NULL CHECK (key <> ''),
	kind   INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 99),
	filing INTEGER NOT NULL,
	PRIMARY KEY (key, kind, filing)
) STRICT, WITHOUT ROWID;

-- Every sheet that was printed (db/prints.h): the nth of its kind for this filing.
CREATE TABLE print (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	filing  INTEGER REFERENCES filing (id), -- NULL: a sheet about the desk's day
	version INTEGER NOT NULL CHECK (version >= 0),
	kind    TEXT NOT NULL CHECK (kind <> ''), -- key of forms/paper.def
	nth     INTEGER NOT NULL CHECK (nth > 0),
	pages   INTEGER NOT NULL CHECK (pages > 0),
	sm3     TEXT NOT NULL CHECK (length(sm3) = 64), -- of the PDF
	way     TEXT NOT NULL,                    -- 'file', or the printer's name
	day     TEXT NOT NULL,                    -- of a day sheet; ''
	at      TEXT NOT NULL,
	staff   INTEGER REFERENCES staff (id),
	audit   INTEGER UNIQUE REFERENCES audit (seq)
) STRICT;
CREATE UNIQUE INDEX print_nth ON print (filing, kind, nth) WHERE filing IS NOT NULL;
CREATE INDEX print_day ON print (day, nth) WHERE day <> '';
CREATE TRIGGER print_stays BEFORE UPDATE ON print BEGIN SELECT RAISE(ABORT, 'prints stay'); END;
CREATE TRIGGER print_remains BEFORE DELETE ON print BEGIN SELECT RAISE(ABORT, 'prints stay'); END;

-- How far a printer's paper lies off, in tenths of a millimetre, for sheets that are printed on a printed form.
CREATE TABLE printer (
	name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
	dx   INTEGER NOT NULL CHECK (dx BETWEEN -500 AND 500), -- to the right
	dy   INTEGER NOT NULL CHECK (dy BETWEEN -500 AND 500)  -- down
) STRICT, WITHOUT ROWID;

-- The national platform (db/outbox.h): one row a request. 2503 registers, 2504 revokes.
CREATE TABLE outbox (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	filing   INTEGER NOT NULL REFERENCES filing (id),
	infno    TEXT NOT NULL CHECK (infno IN ('2503', '2504')),
	state    TEXT NOT NULL CHECK (state IN ('unsent', 'sent', 'answered', 'refused', 'spared')),
	msgid    TEXT,          -- 发送方报文ID of the last request; NULL: never written, or typed into the centre's page
	file     TEXT,          -- name of the file that it was written to
	sent_at  TEXT,
	reply    TEXT,          -- 接收方报文ID
	serial   TEXT,          -- 待遇申报明细流水号
	infcode  TEXT,          -- the platform's code as it came
	error    TEXT,          -- ... and its own words
	replied_at TEXT,
	made_at  TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX outbox_filing ON outbox (filing, infno);
CREATE INDEX outbox_state ON outbox (state, id);
CREATE TRIGGER outbox_remains BEFORE DELETE ON outbox BEGIN SELECT RAISE(ABORT, 'nothing leaves the outbox'); END;

-- How far the outbox has looked at the filings: their save_seq.
CREATE TABLE outbox_mark (
	seen INTEGER NOT NULL CHECK (seen >= 0)
) STRICT;
INSERT INTO outbox_mark (seen) VALUES (0);

-- A file of requests. Its requests are written down before it gets its name, and count from the moment sent_at is set, all at
-- once; a crash between the two is settled by looking whether the file is there.
CREATE TABLE outbox_file (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	infno    TEXT NOT NULL CHECK (infno IN ('2503', '2504')),
	path     TEXT NOT NULL CHECK (path <> ''),
	name     TEXT NOT NULL CHECK (name <> ''), -- its last part
	sm3      TEXT CHECK (length(sm3) = 64),    -- NULL: it is being written
	requests INTEGER NOT NULL DEFAULT 0,
	pid      INTEGER NOT NULL,                 -- who writes it, and when that process began
	started  INTEGER NOT NULL,
	boot     TEXT NOT NULL,
	staff    INTEGER REFERENCES staff (id),
	begun_at TEXT NOT NULL,
	sent_at  TEXT,
	dropped  INTEGER NOT NULL DEFAULT 0 CHECK (dropped IN (0, 1)), -- it never got its name
	marked   INTEGER NOT NULL DEFAULT 0 CHECK (marked IN (0, 1)),  -- the rows of its requests say that they were sent
	audit    INTEGER UNIQUE REFERENCES audit (seq)
) STRICT;
CREATE INDEX outbox_file_open ON outbox_file (id) WHERE marked = 0 AND dropped = 0;
CREATE INDEX outbox_file_name ON outbox_file (name);

-- Every request that was ever written: a reply to an earlier one may come late.
CREATE TABLE outbox_request (
	msgid  TEXT NOT NULL PRIMARY KEY CHECK (msgid <> ''),
	outbox INTEGER NOT NULL REFERENCES outbox (id),
	file   INTEGER NOT NULL REFERENCES outbox_file (id),
	line   INTEGER NOT NULL CHECK (line > 0),  -- in the file
	sm3    TEXT NOT NULL CHECK (length(sm3) = 64), -- of its bytes
	UNIQUE (file, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_request_row ON outbox_request (outbox);
CREATE TRIGGER outbox_request_stays BEFORE UPDATE ON outbox_request BEGIN SELECT RAISE(ABORT, 'requests stay'); END;
CREATE TRIGGER outbox_request_remains BEFORE DELETE ON outbox_request BEGIN SELECT RAISE(ABORT, 'requests stay'); END;

-- What only the site knows: its own values of the interface (receiver code, device number ...), its code lists.
CREATE TABLE site (
	key   TEXT NOT NULL PRIMARY KEY CHECK (key <> ''),
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The platform's number of a person, asked for once (identity_person_key() of the document).
CREATE TABLE person_no (
	person TEXT NOT NULL PRIMARY KEY CHECK (person <> ''),
	psn_no TEXT NOT NULL CHECK (psn_no <> ''),
	insuplc TEXT,     -- 参保地医保区划; NULL: the site's usual one
	insu_optins TEXT, -- 参保机构医保区划; likewise
	staff  INTEGER REFERENCES staff (id),
	at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Other desks that bundles go to and come from (db/peers.h).
CREATE TABLE peer (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	uuid     TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
	code     TEXT NOT NULL,   -- of its institution
	name     TEXT NOT NULL CHECK (name <> ''),
	public   TEXT NOT NULL CHECK (length(public) = 130),
	added_at TEXT NOT NULL,
	staff    INTEGER REFERENCES staff (id),
	active   INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

-- A bundle that was made for a peer. Numbers of a pair have no gaps.
CREATE TABLE bundle_out (
	peer        INTEGER NOT NULL REFERENCES peer (id),
	number      INTEGER NOT NULL CHECK (number > 0),
	sm3         TEXT NOT NULL CHECK (length(sm3) = 64), -- of what it carries: the same whenever it is made anew
	bytes       INTEGER NOT NULL,
	filings     INTEGER NOT NULL,
	made_at     TEXT NOT NULL,
	staff       INTEGER REFERENCES staff (id),
	received_at TEXT, -- as the receipt says
	audit       INTEGER UNIQUE REFERENCES audit (seq),
	PRIMARY KEY (peer, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE bundle_item (
	peer   INTEGER NOT NULL,
	number INTEGER NOT NULL,
	filing INTEGER NOT NULL REFERENCES filing (id),
	act    INTEGER NOT NULL REFERENCES act (id), -- the last one that went along
	PRIMARY KEY (peer, number, filing),
	FOREIGN KEY (peer, number) REFERENCES bundle_out (peer, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX bundle_item_filing ON bundle_item (filing, act);

-- A bundle that came from a peer.
CREATE TABLE bundle_in (
	peer    INTEGER NOT NULL REFERENCES peer (id),
	number  INTEGER NOT NULL CHECK (number > 0),
	sm3     TEXT NOT NULL CHECK (length(sm3) = 64),
	filings INTEGER NOT NULL,
	at      TEXT NOT NULL,
	staff   INTEGER REFERENCES staff (id),
	audit   INTEGER UNIQUE REFERENCES audit (seq),
	PRIMARY KEY (peer, number)
) STRICT, WITHOUT ROWID;

-- A filing that came along, as its own desk wrote and signed it. Nobody signs it anew here; who takes it up registers a
-- filing of this desk from it.
CREATE TABLE received (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	peer      INTEGER NOT NULL,
	number    INTEGER NOT NULL,              -- of the bundle
	no        TEXT NOT NULL,                 -- 受理号 there
	filing_no TEXT,
	version   INTEGER NOT NULL CHECK (version > 0),
	state     TEXT NOT NULL,
	psn_name  TEXT NOT NULL,
	certno    TEXT NOT NULL,
	disease   TEXT NOT NULL,                 -- code
	text      TEXT NOT NULL CHECK (text <> ''), -- canonical
	acts      TEXT NOT NULL,                 -- texts, signatures and keys as they came (db/bundles.h)
	materials TEXT NOT NULL,                 -- what came along, as a list
	sm3       TEXT NOT NULL CHECK (length(sm3) = 64), -- over all of these
	filing    INTEGER REFERENCES filing (id), -- registered here from it; NULL: not yet
	FOREIGN KEY (peer, number) REFERENCES bundle_in (peer, number)
) STRICT;
CREATE INDEX received_no ON received (peer, no, version);
CREATE INDEX received_filing ON received (filing) WHERE filing IS NOT NULL;
CREATE TRIGGER received_stays BEFORE UPDATE OF peer, number, no, filing_no, version, state, psn_name, certno, disease, text, acts,
	materials, sm3 ON received BEGIN SELECT RAISE(ABORT, 'received filings stay'); END;
CREATE TRIGGER received_remains BEFORE DELETE ON received BEGIN SELECT RAISE(ABORT, 'received filings stay'); END;
