-- People, places, signed acts and the chain of the audit.
--
-- Digests are SM3 in 64 lower-case hexadecimal digits, signatures are SM2 in DER, hexadecimal; times are local time of
-- the desk as everywhere in the store. What was signed is kept as the text that was signed: the columns beside it are
-- for finding it, and `mtdesk verify` holds them against the text.

PRAGMA user_version = 2;

-- A version counts submissions; an amendment is a filing of its own, which names the one before it.
ALTER TABLE filing ADD COLUMN version INTEGER NOT NULL DEFAULT 0 CHECK (version >= 0);
ALTER TABLE filing ADD COLUMN prior INTEGER REFERENCES filing (id);
ALTER TABLE filing ADD COLUMN filing_no TEXT; -- 备案号; an amendment keeps that of the filing it amends

-- Fields that came with acts, agents and the national interface (forms/field.def).
ALTER TABLE filing ADD COLUMN diag_dr_codg TEXT;
ALTER TABLE filing ADD COLUMN rx_weeks TEXT;
ALTER TABLE filing ADD COLUMN ide_fixmedins_no TEXT;
ALTER TABLE filing ADD COLUMN fixmedins_code TEXT;
ALTER TABLE filing ADD COLUMN begndate TEXT;
ALTER TABLE filing ADD COLUMN enddate TEXT;
ALTER TABLE filing ADD COLUMN agnter_name TEXT;
ALTER TABLE filing ADD COLUMN agnter_certno TEXT;
ALTER TABLE filing ADD COLUMN agnter_tel TEXT;
ALTER TABLE filing ADD COLUMN agnter_rlts TEXT;
ALTER TABLE draft ADD COLUMN diag_dr_codg TEXT;
ALTER TABLE draft ADD COLUMN rx_weeks TEXT;
ALTER TABLE draft ADD COLUMN ide_fixmedins_no TEXT;
ALTER TABLE draft ADD COLUMN fixmedins_code TEXT;
ALTER TABLE draft ADD COLUMN begndate TEXT;
ALTER TABLE draft ADD COLUMN enddate TEXT;
ALTER TABLE draft ADD COLUMN agnter_name TEXT;
ALTER TABLE draft ADD COLUMN agnter_certno TEXT;
ALTER TABLE draft ADD COLUMN agnter_tel TEXT;
ALTER TABLE draft ADD COLUMN agnter_rlts TEXT;
ALTER TABLE draft ADD COLUMN staff INTEGER REFERENCES staff (id); -- whose draft; NULL: typed before anybody had signed in
CREATE INDEX filing_prior ON filing (prior) WHERE prior IS NOT NULL;
CREATE INDEX filing_number ON filing (filing_no, version) WHERE filing_no IS NOT NULL;
CREATE INDEX filing_enddate ON filing (enddate) WHERE enddate IS NOT NULL AND state = 'filed';

-- A hospital or an agency. `level` is 1 to 3, 0 for an agency.
CREATE TABLE institution (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	code      TEXT NOT NULL UNIQUE CHECK (code <> ''), -- 定点医药机构编号, or the agency's own code
	name      TEXT NOT NULL CHECK (name <> ''),
	kind      TEXT NOT NULL CHECK (kind IN ('hospital', 'agency')),
	level     INTEGER NOT NULL CHECK (level BETWEEN 0 AND 3),
	region    TEXT NOT NULL CHECK (region <> ''),
	certifies INTEGER NOT NULL CHECK (certifies IN (0, 1)),
	files     INTEGER NOT NULL CHECK (files IN (0, 1)),
	active    INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

-- What a hospital is designated for, '*' for every disease.
CREATE TABLE institution_disease (
	institution INTEGER NOT NULL REFERENCES institution (id),
	disease     TEXT NOT NULL CHECK (disease <> ''),
	PRIMARY KEY (institution, disease)
) STRICT, WITHOUT ROWID;

-- A person with an account. Roles are keys of forms/role.def, parted by blanks.
CREATE TABLE staff (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	login       TEXT NOT NULL UNIQUE CHECK (login <> ''),
	name        TEXT NOT NULL CHECK (name <> ''),
	roles       TEXT NOT NULL,
	active      INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
	created_at  TEXT NOT NULL
) STRICT;

-- The secret part of an account, and what guessing has cost it so far.
CREATE TABLE password (
	staff       INTEGER PRIMARY KEY REFERENCES staff (id),
	hash        TEXT NOT NULL CHECK (hash GLOB '$y$*'),
	set_at      TEXT NOT NULL,
	first       INTEGER NOT NULL CHECK (first IN (0, 1)), -- 1: given by somebody else, to be changed at the first sign-in
	failures    INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0), -- since the last success
	locks       INTEGER NOT NULL DEFAULT 0 CHECK (locks >= 0),    -- in a row: each doubles the next
	locked_boot TEXT,    -- the boot in which the lock began
	locked_mono INTEGER, -- its last nanosecond on that boot's monotonic clock
	locked_wall TEXT     -- ... and on the wall clock, which counts after a restart
) STRICT;

-- Passwords of the past, so that the last five are not taken again.
CREATE TABLE password_past (
	staff  INTEGER NOT NULL REFERENCES staff (id),
	set_at TEXT NOT NULL,
	hash   TEXT NOT NULL
) STRICT;
CREATE INDEX password_past_staff ON password_past (staff, set_at);

-- A doctor who may certify, with an account here or not.
CREATE TABLE doctor (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	code        TEXT NOT NULL UNIQUE CHECK (code <> ''), -- 医保医师代码
	name        TEXT NOT NULL CHECK (name <> ''),
	title       TEXT NOT NULL,                           -- 主治医师
	institution INTEGER NOT NULL REFERENCES institution (id),
	staff       INTEGER UNIQUE REFERENCES staff (id),
	active      INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

-- What a doctor may certify, '*' for every disease.
CREATE TABLE doctor_disease (
	doctor  INTEGER NOT NULL REFERENCES doctor (id),
	disease TEXT NOT NULL CHECK (disease <> ''),
	PRIMARY KEY (doctor, disease)
) STRICT, WITHOUT ROWID;

-- A seal of an institution, in one keeper's hands.
CREATE TABLE seal (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	institution INTEGER NOT NULL REFERENCES institution (id),
	name        TEXT NOT NULL CHECK (name <> ''), -- 医疗保险专用章
	keeper      INTEGER REFERENCES staff (id),    -- NULL: of another institution, only ever seen as ink
	active      INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

-- A signing key. The owner is a person, a seal or the desk itself; one owner a key.
CREATE TABLE sign_key (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	staff      INTEGER REFERENCES staff (id),
	seal       INTEGER REFERENCES seal (id),   -- with staff: the keeper whose password opens it
	public     TEXT NOT NULL UNIQUE CHECK (length(public) = 130), -- 04 x y
	private    TEXT NOT NULL CHECK (private <> ''),               -- forms/keybox.h
	created_at TEXT NOT NULL
) STRICT;
CREATE INDEX sign_key_staff ON sign_key (staff) WHERE staff IS NOT NULL;

-- Who is signed in at a running desk, where (its terminal) and since when: one desk a person.
ALTER TABLE session ADD COLUMN staff INTEGER REFERENCES staff (id);
ALTER TABLE session ADD COLUMN place TEXT;
ALTER TABLE session ADD COLUMN signed_in_at TEXT;

-- From this moment on a key signs nothing any more.
CREATE TABLE key_revocation (
	key    INTEGER PRIMARY KEY REFERENCES sign_key (id),
	at     TEXT NOT NULL,
	reason TEXT NOT NULL CHECK (reason <> '')
) STRICT;

-- Who this desk is. The one row.
CREATE TABLE desk (
	one         INTEGER PRIMARY KEY CHECK (one = 1),
	uuid        TEXT NOT NULL CHECK (length(uuid) = 36),
	institution INTEGER NOT NULL REFERENCES institution (id),
	key         INTEGER NOT NULL REFERENCES sign_key (id),
	prefix      TEXT NOT NULL CHECK (prefix <> ''), -- of 备案号
	created_at  TEXT NOT NULL
) STRICT;

-- The text of a filing as it was submitted (forms/canonical.h), version by version.
CREATE TABLE filing_version (
	filing  INTEGER NOT NULL REFERENCES filing (id),
	version INTEGER NOT NULL CHECK (version > 0),
	text    TEXT NOT NULL CHECK (text <> ''),
	sm3     TEXT NOT NULL CHECK (length(sm3) = 64),
	PRIMARY KEY (filing, version)
) STRICT, WITHOUT ROWID;

-- A signed act (forms/act_text.h).
CREATE TABLE act (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	filing    INTEGER REFERENCES filing (id), -- NULL: about a policy
	version   INTEGER NOT NULL CHECK (version >= 0),
	act       TEXT NOT NULL CHECK (act <> ''),
	staff     INTEGER NOT NULL REFERENCES staff (id),
	at        TEXT NOT NULL,
	text      TEXT NOT NULL CHECK (text <> ''),
	sm3       TEXT NOT NULL UNIQUE CHECK (length(sm3) = 64),
	key       INTEGER NOT NULL REFERENCES sign_key (id),
	signature TEXT NOT NULL CHECK (signature <> ''),
	once      TEXT NOT NULL UNIQUE,                -- random, one per act: finds out how an interrupted commit ended
	audit     INTEGER NOT NULL UNIQUE REFERENCES audit (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX act_filing ON act (filing, id) WHERE filing IS NOT NULL;
CREATE INDEX act_at ON act (at, act);
CREATE INDEX act_staff ON act (staff, act);

-- The last serial of each institution's 备案号 in each year.
CREATE TABLE filing_serial (
	prefix TEXT NOT NULL CHECK (prefix <> ''),
	year   TEXT NOT NULL CHECK (year GLOB '[0-9][0-9][0-9][0-9]'),
	last   INTEGER NOT NULL CHECK (last > 0),
	PRIMARY KEY (prefix, year)
) STRICT, WITHOUT ROWID;

-- A document that prolongs a policy beyond its term, as the head recorded it.
CREATE TABLE renewal (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	policy   TEXT NOT NULL CHECK (policy <> ''),
	document TEXT NOT NULL CHECK (document <> ''), -- its number
	until    TEXT NOT NULL CHECK (until GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
	act      INTEGER NOT NULL UNIQUE REFERENCES act (id)
) STRICT;

-- A scan or photograph beside a filing. The file lies in the folder beside the store under its digest.
CREATE TABLE material (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	filing     INTEGER NOT NULL REFERENCES filing (id),
	kind       TEXT NOT NULL CHECK (kind <> ''),  -- a policy_material id, 'seal_scan' or 'other'
	name       TEXT NOT NULL,                     -- of the file, as it was brought
	type       TEXT NOT NULL CHECK (type IN ('image/png', 'image/jpeg', 'application/pdf', '')), -- '': paper seen, no file
	bytes      INTEGER NOT NULL CHECK (bytes >= 0),
	pages      INTEGER NOT NULL CHECK (pages > 0),
	sm3        TEXT NOT NULL CHECK (length(sm3) IN (0, 64)), -- '': no file
	issued     TEXT NOT NULL,                     -- day on the document, '' when it bears none
	issuer     TEXT NOT NULL,
	added_at   TEXT NOT NULL,
	staff      INTEGER NOT NULL REFERENCES staff (id),
	removed_at TEXT                               -- taken away again, before anything was signed over it
) STRICT;
CREATE INDEX material_filing ON material (filing, id);

-- Who changed which field, save by save.
CREATE TABLE filing_change (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	filing   INTEGER NOT NULL REFERENCES filing (id) ON DELETE CASCADE,
	revision INTEGER NOT NULL,
	at       TEXT NOT NULL,
	staff    INTEGER REFERENCES staff (id),
	field    TEXT NOT NULL CHECK (field <> ''), -- a field's key, 'evidence.' and its key, or 'route'
	before   TEXT,
	after    TEXT
) STRICT;
CREATE INDEX filing_change_filing ON filing_change (filing, id);

-- The audit: one row an act or refusal, chained (db/audit.h). No identity number stands in it.
CREATE TABLE audit (
	seq     INTEGER PRIMARY KEY CHECK (seq > 0),
	at      TEXT NOT NULL,
	boot    TEXT NOT NULL,
	mono    INTEGER NOT NULL, -- nanoseconds of that boot
	clock   TEXT NOT NULL CHECK (clock IN ('ok', 'doubtful')),
	staff   INTEGER NOT NULL, -- 0: nobody was signed in
	role    TEXT NOT NULL,
	session INTEGER NOT NULL,
	act     TEXT NOT NULL CHECK (act <> ''),
	object  TEXT NOT NULL,    -- 'filing:12', 'staff:3'
	version INTEGER NOT NULL,
	result  TEXT NOT NULL CHECK (result IN ('done', 'refused')),
	reason  TEXT NOT NULL,
	detail  TEXT NOT NULL,    -- what the row commits to: a digest, a count
	prev    TEXT NOT NULL CHECK (length(prev) = 64),
	hash    TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX audit_object ON audit (object, seq);
CREATE INDEX audit_at ON audit (at);

-- Where the chain stood when it was written down elsewhere too.
CREATE TABLE anchor (
	seq       INTEGER PRIMARY KEY REFERENCES audit (seq), -- rows up to here are covered
	head      TEXT NOT NULL CHECK (length(head) = 64),
	root      TEXT NOT NULL CHECK (length(root) = 64),
	at        TEXT NOT NULL,
	signature TEXT NOT NULL CHECK (signature <> '')
) STRICT;

-- Until a system administrator confirmed the time, later rows say that the clock is doubtful.
CREATE TABLE clock (
	one       INTEGER PRIMARY KEY CHECK (one = 1),
	doubtful  INTEGER NOT NULL CHECK (doubtful IN (0, 1)),
	boot      TEXT NOT NULL,
	mono      INTEGER NOT NULL,
	wall      INTEGER NOT NULL -- seconds since 1970
) STRICT;

-- A second line only: an editor can drop a trigger, but the desk then refuses the file, and the chain shows the rest.
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows stay'); END;
CREATE TRIGGER audit_remains BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows stay'); END;
CREATE TRIGGER act_stays BEFORE UPDATE ON act BEGIN SELECT RAISE(ABORT, 'acts stay'); END;
CREATE TRIGGER act_remains BEFORE DELETE ON act BEGIN SELECT RAISE(ABORT, 'acts stay'); END;
CREATE TRIGGER version_stays BEFORE UPDATE ON filing_version BEGIN SELECT RAISE(ABORT, 'versions stay'); END;
CREATE TRIGGER version_remains BEFORE DELETE ON filing_version BEGIN SELECT RAISE(ABORT, 'versions stay'); END;
CREATE TRIGGER anchor_stays BEFORE UPDATE ON anchor BEGIN SELECT RAISE(ABORT, 'anchors stay'); END;
CREATE TRIGGER anchor_remains BEFORE DELETE ON anchor BEGIN SELECT RAISE(ABORT, 'anchors stay'); END;
CREATE TRIGGER key_stays BEFORE UPDATE OF public, staff, seal ON sign_key BEGIN SELECT RAISE(ABORT, 'keys stay'); END;
CREATE TRIGGER key_remains BEFORE DELETE ON sign_key BEGIN SELECT RAISE(ABORT, 'keys stay'); END;
CREATE TRIGGER change_stays BEFORE UPDATE ON filing_change BEGIN SELECT RAISE(ABORT, 'changes stay'); END;
CREATE TRIGGER material_stays BEFORE UPDATE OF id, filing, kind, name, type, bytes, pages, sm3, issued, issuer, added_at,
	staff ON material
	BEGIN SELECT RAISE(ABORT, 'materials stay'); END;
CREATE TRIGGER material_remains BEFORE DELETE ON material BEGIN SELECT RAISE(ABORT, 'materials stay'); END;
CREATE TRIGGER filing_remains BEFORE DELETE ON filing WHEN OLD.version > 0
	BEGIN SELECT RAISE(ABORT, 'submitted filings stay'); END;
CREATE TRIGGER filing_stays BEFORE UPDATE OF psn_name, gend, age, brdy, insutype, certno, psn_cert_type, tel,
	opsp_dise_code, opsp_dise_name, dise_type_code, appy_date, appy_sign, symp_dscr, memo, route, prior,
	agnter_name, agnter_certno, agnter_tel, agnter_rlts ON filing
	WHEN OLD.state NOT IN ('draft', 'returned')
	BEGIN SELECT RAISE(ABORT, 'submitted filings stay'); END;
