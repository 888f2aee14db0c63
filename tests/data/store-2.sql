-- A store as the second step of the schema left it: written by the desk of that time, dumped with sqlite3. The people of
-- tests/people.h registered five applications, brought them to several states, amended one, deleted one, and left drafts.
-- `mtdesk verify` of that time said: 55 rows of the audit, 6 filings, 9 acts, nothing wrong.
PRAGMA application_id = 1836344427;
PRAGMA user_version = 2;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
	memo               TEXT, version INTEGER NOT NULL DEFAULT 0 CHECK (version >= 0), prior INTEGER REFERENCES filing (id), filing_no TEXT, diag_dr_codg TEXT, rx_weeks TEXT, ide_fixmedins_no TEXT, fixmedins_code TEXT, begndate TEXT, enddate TEXT, agnter_name TEXT, agnter_certno TEXT, agnter_tel TEXT, agnter_rlts TEXT,

	CHECK (no GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9]*'),
	CHECK (revision >= 0),
	CHECK (state IN ('draft', 'ready', 'certified', 'sealed', 'filed', 'returned', 'declined',
	                 'superseded', 'revoked', 'expired')),
	CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-6][0-9]'),
	CHECK (saved_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-6][0-9]')
) STRICT;
INSERT INTO filing VALUES(1,'20261122-0001',6,14,'d5837e5c720c76925f856940b11c642f','filed','leshan-2023-28/2','in_hospital','2026-11-22 09:15:02','2026-11-22 09:15:02','gend age brdy psn_cert_type opsp_dise_name dise_type_code','张晓燕','1','76','1950-01-01','390','511102195001010019','01','13800000001','M00105','肺结核','10','2026-11-20',NULL,'咳嗽三月，痰菌阳性，CT 示双肺结核。','李建国','2026-11-22','乐山市人民医院','乐山市人民医院','周立','2026-11-22',NULL,1,NULL,'H51110200001-2026-00001-L','D511102000123',NULL,'H51110200001','H51110200001','2026-11-22',NULL,NULL,NULL,NULL,NULL);
INSERT INTO filing VALUES(2,'20261122-0002',3,11,'377065b6f8fb1a08c402b0d1d19067eb','certified','leshan-2023-28/2','in_hospital','2026-11-22 09:15:02','2026-11-22 09:15:02','gend age brdy psn_cert_type opsp_dise_name dise_type_code','张伟','2','76','1950-01-01','390','511102195001010027','01','13800000002','M00105','肺结核','10','2026-11-20',NULL,'咳嗽三月，痰菌阳性，CT 示双肺结核。','李建国','2026-11-22','乐山市人民医院',NULL,NULL,NULL,NULL,1,NULL,NULL,'D511102000123',NULL,'H51110200001',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO filing VALUES(3,'20261122-0003',3,13,'db9a5415edd2ff57e1cc71ac2cee025a','returned','leshan-2023-28/2','in_hospital','2026-11-22 09:15:02','2026-11-22 09:15:02','gend age brdy psn_cert_type opsp_dise_name dise_type_code','张晓燕','1','76','1950-01-01','390','511102195001010035','01','13800000003','M00105','肺结核','10','2026-11-20',NULL,'咳嗽三月，痰菌阳性，CT 示双肺结核。',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO filing VALUES(4,'20261122-0004',2,16,'82608ef7fa73aedde0043d0d754b29e7','draft','leshan-2023-28/2','in_hospital','2026-11-22 09:15:02','2026-11-22 09:15:02','gend age brdy psn_cert_type opsp_dise_name dise_type_code','张伟','2','76','1950-01-01','390','511102195001010043','01','13800000004','M00105','肺结核','10','2026-11-20',NULL,'咳嗽三月，痰菌阳性，CT 示双肺结核。',NULL,NULL,NULL,NULL,NULL,NULL,replace('= 1 + 1，“备注” 𠮷䶮\n第二行','\n',char(10)),0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO filing VALUES(5,'20261122-0005',1,5,'12c3646ea7048e355fa1ffed35cb0ca1','draft','leshan-2023-28/2','in_hospital','2026-11-22 09:15:02','2026-11-22 09:15:02','gend age brdy psn_cert_type opsp_dise_name dise_type_code','张晓燕','1','76','1950-01-01','390','511102195001010051','01','13800000005','M00105','肺结核','10','2026-11-20',NULL,'咳嗽三月，痰菌阳性，CT 示双肺结核。',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO filing VALUES(6,'20261122-0006',1,15,'4445cab392eb8a4565cf4aebd25cb121','draft','leshan-2023-28/2','in_hospital','2026-11-22 09:15:02','2026-11-22 09:15:02','gend age brdy psn_cert_type opsp_dise_name dise_type_code','张晓燕','1','76','1950-01-01','390','511102195001010019','01','13800000001','M00105','肺结核','10','2026-11-20',NULL,'咳嗽三月，痰菌阳性，CT 示双肺结核。',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE filing_evidence (
	filing INTEGER NOT NULL REFERENCES filing (id) ON DELETE CASCADE,
	key    TEXT NOT NULL CHECK (key <> ''),
	value  TEXT NOT NULL CHECK (value <> ''),
	unit   TEXT,
	note   TEXT,
	PRIMARY KEY (filing, key)
) STRICT, WITHOUT ROWID;
INSERT INTO filing_evidence VALUES(4,'ceruloplasmin','<20','mg/dL',NULL);
INSERT INTO filing_evidence VALUES(4,'sputum','true',NULL,'2026-11-19 报告');
CREATE TABLE serial (
	day  TEXT NOT NULL PRIMARY KEY CHECK (day GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'),
	last INTEGER NOT NULL CHECK (last > 0)
) STRICT, WITHOUT ROWID;
INSERT INTO serial VALUES('20261122',6);
CREATE TABLE save_counter (
	one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
	last INTEGER NOT NULL CHECK (last >= 0)
) STRICT;
INSERT INTO save_counter VALUES(1,16);
CREATE TABLE search_key (
	key    TEXT NOT NULL CHECK (key <> ''),
	kind   INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 99),
	filing INTEGER NOT NULL REFERENCES filing (id) ON DELETE CASCADE,
	PRIMARY KEY (key, kind, filing)
) STRICT, WITHOUT ROWID;
INSERT INTO search_key VALUES('0001',1,1);
INSERT INTO search_key VALUES('2026-00001-l',1,1);
INSERT INTO search_key VALUES('20261122-0001',1,1);
INSERT INTO search_key VALUES('h51110200001-2026-00001-l',1,1);
INSERT INTO search_key VALUES('511102195001010019',2,1);
INSERT INTO search_key VALUES('0019',4,1);
INSERT INTO search_key VALUES('13800000001',5,1);
INSERT INTO search_key VALUES('张晓燕',10,1);
INSERT INTO search_key VALUES('zhangxiaoyan',11,1);
INSERT INTO search_key VALUES('zxy',11,1);
INSERT INTO search_key VALUES('晓燕',12,1);
INSERT INTO search_key VALUES('燕',12,1);
INSERT INTO search_key VALUES('0002',1,2);
INSERT INTO search_key VALUES('20261122-0002',1,2);
INSERT INTO search_key VALUES('511102195001010027',2,2);
INSERT INTO search_key VALUES('0027',4,2);
INSERT INTO search_key VALUES('13800000002',5,2);
INSERT INTO search_key VALUES('张伟',10,2);
INSERT INTO search_key VALUES('zhangwei',11,2);
INSERT INTO search_key VALUES('zw',11,2);
INSERT INTO search_key VALUES('伟',12,2);
INSERT INTO search_key VALUES('0003',1,3);
INSERT INTO search_key VALUES('20261122-0003',1,3);
INSERT INTO search_key VALUES('511102195001010035',2,3);
INSERT INTO search_key VALUES('0035',4,3);
INSERT INTO search_key VALUES('13800000003',5,3);
INSERT INTO search_key VALUES('张晓燕',10,3);
INSERT INTO search_key VALUES('zhangxiaoyan',11,3);
INSERT INTO search_key VALUES('zxy',11,3);
INSERT INTO search_key VALUES('晓燕',12,3);
INSERT INTO search_key VALUES('燕',12,3);
INSERT INTO search_key VALUES('0004',1,4);
INSERT INTO search_key VALUES('20261122-0004',1,4);
INSERT INTO search_key VALUES('511102195001010043',2,4);
INSERT INTO search_key VALUES('0043',4,4);
INSERT INTO search_key VALUES('13800000004',5,4);
INSERT INTO search_key VALUES('张伟',10,4);
INSERT INTO search_key VALUES('zhangwei',11,4);
INSERT INTO search_key VALUES('zw',11,4);
INSERT INTO search_key VALUES('伟',12,4);
INSERT INTO search_key VALUES('0005',1,5);
INSERT INTO search_key VALUES('20261122-0005',1,5);
INSERT INTO search_key VALUES('511102195001010051',2,5);
INSERT INTO search_key VALUES('0051',4,5);
INSERT INTO search_key VALUES('13800000005',5,5);
INSERT INTO search_key VALUES('张晓燕',10,5);
INSERT INTO search_key VALUES('zhangxiaoyan',11,5);
INSERT INTO search_key VALUES('zxy',11,5);
INSERT INTO search_key VALUES('晓燕',12,5);
INSERT INTO search_key VALUES('燕',12,5);
INSERT INTO search_key VALUES('0006',1,6);
INSERT INTO search_key VALUES('20261122-0006',1,6);
INSERT INTO search_key VALUES('511102195001010019',2,6);
INSERT INTO search_key VALUES('0019',4,6);
INSERT INTO search_key VALUES('13800000001',5,6);
INSERT INTO search_key VALUES('张晓燕',10,6);
INSERT INTO search_key VALUES('zhangxiaoyan',11,6);
INSERT INTO search_key VALUES('zxy',11,6);
INSERT INTO search_key VALUES('晓燕',12,6);
INSERT INTO search_key VALUES('燕',12,6);
CREATE TABLE session (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	pid       INTEGER NOT NULL CHECK (pid > 0),
	started   INTEGER NOT NULL CHECK (started >= 0), -- start of the process in clock ticks since boot
	boot      TEXT NOT NULL CHECK (boot <> ''),      -- the machine's boot id
	opened_at TEXT NOT NULL
, staff INTEGER REFERENCES staff (id), place TEXT, signed_in_at TEXT) STRICT;
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
, diag_dr_codg TEXT, rx_weeks TEXT, ide_fixmedins_no TEXT, fixmedins_code TEXT, begndate TEXT, enddate TEXT, agnter_name TEXT, agnter_certno TEXT, agnter_tel TEXT, agnter_rlts TEXT, staff INTEGER REFERENCES staff (id)) STRICT;
INSERT INTO draft VALUES(1,NULL,NULL,0,'draft',NULL,NULL,'2026-11-22 09:15:02',NULL,NULL,0,0,NULL,NULL,NULL,'买买提·伊敏',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1);
INSERT INTO draft VALUES(2,NULL,5,1,'draft','leshan-2023-28/2','in_hospital','2026-11-22 09:15:02',NULL,NULL,0,0,NULL,NULL,'gend age brdy psn_cert_type opsp_dise_name dise_type_code','买买提·伊敏','1','76','1950-01-01','390','511102195001010051','01','13800000005','M00105','肺结核','10','2026-11-20',NULL,'咳嗽三月，痰菌阳性，CT 示双肺结核。',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1);
CREATE TABLE draft_evidence (
	draft INTEGER NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
	key   TEXT NOT NULL CHECK (key <> ''),
	value TEXT NOT NULL CHECK (value <> ''),
	unit  TEXT,
	note  TEXT,
	PRIMARY KEY (draft, key)
) STRICT, WITHOUT ROWID;
INSERT INTO draft_evidence VALUES(1,'kf_ring','true',NULL,NULL);
INSERT INTO draft_evidence VALUES(2,'kf_ring','true',NULL,NULL);
CREATE TABLE setting (
	key   TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO setting VALUES('ambiguous_width','auto');
INSERT INTO setting VALUES('borders','lines');
INSERT INTO setting VALUES('packs_off','');
INSERT INTO setting VALUES('password_days','90');
INSERT INTO setting VALUES('region','5111');
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
INSERT INTO institution VALUES(1,'H51110200001','乐山市人民医院','hospital',3,'5111',1,1,1);
CREATE TABLE institution_disease (
	institution INTEGER NOT NULL REFERENCES institution (id),
	disease     TEXT NOT NULL CHECK (disease <> ''),
	PRIMARY KEY (institution, disease)
) STRICT, WITHOUT ROWID;
INSERT INTO institution_disease VALUES(1,'*');
CREATE TABLE staff (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	login       TEXT NOT NULL UNIQUE CHECK (login <> ''),
	name        TEXT NOT NULL CHECK (name <> ''),
	roles       TEXT NOT NULL,
	active      INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
	created_at  TEXT NOT NULL
) STRICT;
INSERT INTO staff VALUES(1,'wm','王敏','clerk',1,'2026-11-22 09:15:02');
INSERT INTO staff VALUES(2,'zl','周立','clerk',1,'2026-11-22 09:15:02');
INSERT INTO staff VALUES(3,'ljg','李建国','doctor',1,'2026-11-22 09:15:02');
INSERT INTO staff VALUES(4,'cf','陈芳','seal_keeper',1,'2026-11-22 09:15:02');
INSERT INTO staff VALUES(5,'hzr','何志荣','head',1,'2026-11-22 09:15:02');
INSERT INTO staff VALUES(6,'xt','许涛','system_admin',1,'2026-11-22 09:15:02');
INSERT INTO staff VALUES(7,'aq','安琪','security_admin',1,'2026-11-22 09:15:02');
INSERT INTO staff VALUES(8,'sj','沈杰','auditor',1,'2026-11-22 09:15:02');
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
INSERT INTO password VALUES(1,'$y$j75$LAJ.07VXmiRK25WcLgUlq/$fjG6J97kicjakDu/a690CAV8uc4lzOBnbLtkVwv4Rp7','2026-11-22 09:15:02',0,0,0,NULL,NULL,NULL);
INSERT INTO password VALUES(2,'$y$j75$tPyvCF.97.Cr77j80gBLC.$1kIBW6usDhXhokkhVgQjNmoAz9yeC6Di3V/L9Yn5gn8','2026-11-22 09:15:02',0,0,0,NULL,NULL,NULL);
INSERT INTO password VALUES(3,'$y$j75$WpxnTkGOrPOwa.dF/TJtq1$ElPyatim6nd4oqCfMMNAu.xdcoscJCTvHWwxlVrQwy6','2026-11-22 09:15:02',0,0,0,NULL,NULL,NULL);
INSERT INTO password VALUES(4,'$y$j75$QTAqHG81ExiiY90xL7H7a1$SPWaacTqctJeUKK6BEf08BfLVUvFDqCC7E/MoGQW/JC','2026-11-22 09:15:02',0,0,0,NULL,NULL,NULL);
INSERT INTO password VALUES(5,'$y$j75$tliV5n/lHqSBg0WKjNR/i1$HiiQ.sQ2WlitcMG42kCiA9LCDQdDGdgrWBE.Ny5d1P1','2026-11-22 09:15:02',0,0,0,NULL,NULL,NULL);
INSERT INTO password VALUES(6,'$y$j75$EndsYnyY.9JP/yHrGsy2o.$yTKKa.207QvlwyfQpc1515gj7BumiYpDAKfM1ZtAbJ4','2026-11-22 09:15:02',0,0,0,NULL,NULL,NULL);
INSERT INTO password VALUES(7,'$y$j75$luPSbUJzm671LC3BQG6QD.$PpZb.nec33OVdDsBxcIqDNY5gcAE9nddEN12VfDdFw8','2026-11-22 09:15:02',0,0,0,NULL,NULL,NULL);
INSERT INTO password VALUES(8,'$y$j75$qG9aktAwc/a9NXVrN2KR6/$ZJJUuhzwtHx/8MqtvA74.obPWeaJFTB4KxRGu3AC9wA','2026-11-22 09:15:02',0,0,0,NULL,NULL,NULL);
CREATE TABLE password_past (
	staff  INTEGER NOT NULL REFERENCES staff (id),
	set_at TEXT NOT NULL,
	hash   TEXT NOT NULL
) STRICT;
INSERT INTO password_past VALUES(1,'2026-11-22 09:15:02','$y$j75$LAJ.07VXmiRK25WcLgUlq/$fjG6J97kicjakDu/a690CAV8uc4lzOBnbLtkVwv4Rp7');
INSERT INTO password_past VALUES(2,'2026-11-22 09:15:02','$y$j75$tPyvCF.97.Cr77j80gBLC.$1kIBW6usDhXhokkhVgQjNmoAz9yeC6Di3V/L9Yn5gn8');
INSERT INTO password_past VALUES(3,'2026-11-22 09:15:02','$y$j75$WpxnTkGOrPOwa.dF/TJtq1$ElPyatim6nd4oqCfMMNAu.xdcoscJCTvHWwxlVrQwy6');
INSERT INTO password_past VALUES(4,'2026-11-22 09:15:02','$y$j75$QTAqHG81ExiiY90xL7H7a1$SPWaacTqctJeUKK6BEf08BfLVUvFDqCC7E/MoGQW/JC');
INSERT INTO password_past VALUES(5,'2026-11-22 09:15:02','$y$j75$tliV5n/lHqSBg0WKjNR/i1$HiiQ.sQ2WlitcMG42kCiA9LCDQdDGdgrWBE.Ny5d1P1');
INSERT INTO password_past VALUES(6,'2026-11-22 09:15:02','$y$j75$EndsYnyY.9JP/yHrGsy2o.$yTKKa.207QvlwyfQpc1515gj7BumiYpDAKfM1ZtAbJ4');
INSERT INTO password_past VALUES(7,'2026-11-22 09:15:02','$y$j75$luPSbUJzm671LC3BQG6QD.$PpZb.nec33OVdDsBxcIqDNY5gcAE9nddEN12VfDdFw8');
INSERT INTO password_past VALUES(8,'2026-11-22 09:15:02','$y$j75$qG9aktAwc/a9NXVrN2KR6/$ZJJUuhzwtHx/8MqtvA74.obPWeaJFTB4KxRGu3AC9wA');
CREATE TABLE doctor (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	code        TEXT NOT NULL UNIQUE CHECK (code <> ''), -- 医保医师代码
	name        TEXT NOT NULL CHECK (name <> ''),
	title       TEXT NOT NULL,                           -- 主治医师
	institution INTEGER NOT NULL REFERENCES institution (id),
	staff       INTEGER UNIQUE REFERENCES staff (id),
	active      INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;
INSERT INTO doctor VALUES(1,'D511102000123','李建国','主治医师',1,3,1);
CREATE TABLE doctor_disease (
	doctor  INTEGER NOT NULL REFERENCES doctor (id),
	disease TEXT NOT NULL CHECK (disease <> ''),
	PRIMARY KEY (doctor, disease)
) STRICT, WITHOUT ROWID;
INSERT INTO doctor_disease VALUES(1,'*');
CREATE TABLE seal (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	institution INTEGER NOT NULL REFERENCES institution (id),
	name        TEXT NOT NULL CHECK (name <> ''), -- 医疗保险专用章
	keeper      INTEGER REFERENCES staff (id),    -- NULL: of another institution, only ever seen as ink
	active      INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;
INSERT INTO seal VALUES(1,1,'医疗保险专用章',4,1);
CREATE TABLE sign_key (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	staff      INTEGER REFERENCES staff (id),
	seal       INTEGER REFERENCES seal (id),   -- with staff: the keeper whose password opens it
	public     TEXT NOT NULL UNIQUE CHECK (length(public) = 130), -- 04 x y
	private    TEXT NOT NULL CHECK (private <> ''),               -- forms/keybox.h
	created_at TEXT NOT NULL
) STRICT;
INSERT INTO sign_key VALUES(1,NULL,NULL,'04e32a81780160edd75663cb49fc1a060566654d37286dd2db92d281b801f5c245e7708ad72b0e013d1cf71c93b0f6392ed942e607351b0670c9b7427013aef23d','kb1$$48e9337b0c37cf137f4163c080f2b95c$b3e565285461ab9dfc8c57f398bd0f073a45ea12953c1130f9862b5073580d62$b9f8bdc007954a2767d57b05bd7ab03ca5467d7d32f159c545be5a83baafe9dd','2026-11-22 09:15:02');
INSERT INTO sign_key VALUES(2,1,NULL,'04f7db0e9c406769aa2f51a8348d4327294f79e47d6a149c5eb554f83435ff08ae5dabe12a2733c0e62bcc3419a51bd686a38e82b474e1f7336b629423072af583','kb1$$y$j75$o.QopPzrYqn6EtdjfF8Yr1$27fc706ea99ebdd85cedb9f2f0de36a1$3f26bc313b0a36e19e24b8c5b15eec6ae2572aa05593a38c5939423284c98d11$7bf297609d3df7dd26175459b11d7a7b8b46a343f4bb781362291611e3c31a8b','2026-11-22 09:15:02');
INSERT INTO sign_key VALUES(3,2,NULL,'044eb7ae06f39b98d1c439909668665f017ec469707c9cf068b50aba427a992743548bae62be67786e9a82c14aee09a4a1e653acd80eaab9eb9df8431611849752','kb1$$y$j75$irdiQwzBXVPGYBfT.hbJk1$18e8c413a05db300c99ebf7fb1f649cb$45177e37a55ee6aa49f04a655075e8335bf80ca43657e646d028ff2a913237cf$8a657a3f2cadf8e55f6b622c43b987f69b71b6ffc2d9e0b66b8ad4978c6867cd','2026-11-22 09:15:02');
INSERT INTO sign_key VALUES(4,3,NULL,'04c07379a79aeadb70b10e4210cc6e7282a1967aad4745303ed0098dbdae925676a36b8d68a6e7e2f4c93262e78c8550e0b603df3290afb69e5c74dfd3d0490c83','kb1$$y$j75$.btmOLxUZsupB3aST9Rka0$257be74a25edee369d390f42c09743d5$b9c6f02aa536d4b610b904f5c44d88c752866753c2a5d47a88a80475a2035857$d1593ae1359c75a3b993ef822e15e1cbfaaa7799c9c259581a038506d4c5a999','2026-11-22 09:15:02');
INSERT INTO sign_key VALUES(5,4,NULL,'0497e01fe53b535e48463e98c94041814bbb817210c64b457a685a0c1695a5c397336703e977bceff54cb24dbc39236d8be3c98c7d466c537f19a3b616ad30c2e7','kb1$$y$j75$iV/sU5AWWj3Q7s6F/Moi91$e764ee6d33d9cec42118dff0ae17de02$c5325f08decd7c6e1c74cbadf56b32eaadfb2617410fb449d707276e662dff37$30d3f0ba41c69d2577dbe350f8ba6000d649aa8b47fb9ee2dbf4b8b65619e4fa','2026-11-22 09:15:02');
INSERT INTO sign_key VALUES(6,4,1,'04a2a70d6701399e2bd07358050761dcb700f6e5534dab04f0da644fbd81cb0a870448f68294c1f87febd5f3ada5ef61a98774cafe5d53e162986ce683aecf066c','kb1$$y$j75$A12YZUoJ7/Y5O.e61jEQF1$db6b5ca49debb8ad91d09c31b205a6a5$592f818405c1d47a16c7595823dade89ceec5fa38d2559e462ea799c9e88ccb2$27102f7805a2003599c1e9850acea9d6570471a5332195ff58deeb400f3d8d0f','2026-11-22 09:15:02');
INSERT INTO sign_key VALUES(7,5,NULL,'04a1e74c25fabc3d940eab6b0fd5c49465bec822e41eb3dfc46bd848823859faf3ddb1f0b7cabcfbb6eea28d5ca4596027457c3dad1f2f3b40f1032c00bdc69604','kb1$$y$j75$EYw9OeBUvbllBCHjgIS/J/$48f60d0053537bda391c0aa32f01d59c$5d214530d34c315c862029539c6f5f42f48057c6948b7739fddbf048b2651455$2b9559d8bba93d65937d6ac3291827fb1ef370fd3ec583b665aa241b3831d14a','2026-11-22 09:15:02');
INSERT INTO sign_key VALUES(8,6,NULL,'048fb2d40116ba9e974b36639344d6cf497347ca7a44ccf4eb7bf47e718849ab17b4a72b1057852ef8545169c9cd9462e38d89112468eab75dce5b1d1f4925a2bd','kb1$$y$j75$4su2Dm3o6MPacsHYwg5ND.$554a8e8b073c8c105f86aebc75499d86$72b54158b9b83dc980dffceba3048c9901fbb1448a77505f652fb3dae1cce74b$c21bbed1bcf18a4c26f721141f0af06344a4d14b2a3a5df0fcf1433d31f5db71','2026-11-22 09:15:02');
INSERT INTO sign_key VALUES(9,7,NULL,'041082356be51c2cafcd375b8f83215cb2c6dd9505e02ca33fec1d24b179c76b937d1365d02e6d0165782bc027f977eb2c6e3e5ee70132ac7459d2d17d0d5b3d5f','kb1$$y$j75$xvW0VOcurb50kWzxDigcQ0$5269f28f54b74d3316d47a68488609b5$64e3345a7e661b515a8c0bc00f59fb8cc9279b4bb4e1dd8406126fec30efad8d$097ec060a2cff8c1024b33861c489fee25ff5b932da265493f728b8d793fffbf','2026-11-22 09:15:02');
INSERT INTO sign_key VALUES(10,8,NULL,'047adf2bd1840cc66f5f96a4eef6cea3375a79cb045f41bf94fc5f9a583530b028cd7a06d582f13bf50cd371334a1d2daca2b0ecaaaea020b3b992cf754b43d593','kb1$$y$j75$fuKMRUqULra1GQxTH0qRt.$ef0a7ad8b697dad0135980e4776405df$9ed444216406a6be017c701fa44ec5be3e45aa9835952bef6ea826693ac03ab2$b0ef847d2b4108e031d612847c96dbebac678074b736f1a73ea1255969d915ff','2026-11-22 09:15:02');
CREATE TABLE key_revocation (
	key    INTEGER PRIMARY KEY REFERENCES sign_key (id),
	at     TEXT NOT NULL,
	reason TEXT NOT NULL CHECK (reason <> '')
) STRICT;
CREATE TABLE desk (
	one         INTEGER PRIMARY KEY CHECK (one = 1),
	uuid        TEXT NOT NULL CHECK (length(uuid) = 36),
	institution INTEGER NOT NULL REFERENCES institution (id),
	key         INTEGER NOT NULL REFERENCES sign_key (id),
	prefix      TEXT NOT NULL CHECK (prefix <> ''), -- of 备案号
	created_at  TEXT NOT NULL
) STRICT;
INSERT INTO desk VALUES(1,'7e16b6ef-c5b0-4c36-8f9a-aa322c7e8c8b',1,1,'H51110200001','2026-11-22 09:15:02');
CREATE TABLE filing_version (
	filing  INTEGER NOT NULL REFERENCES filing (id),
	version INTEGER NOT NULL CHECK (version > 0),
	text    TEXT NOT NULL CHECK (text <> ''),
	sm3     TEXT NOT NULL CHECK (length(sm3) = 64),
	PRIMARY KEY (filing, version)
) STRICT, WITHOUT ROWID;
INSERT INTO filing_version VALUES(1,1,replace('mtdesk-filing/1\nsalt:32:f7abf9e56439966d76cf825ccbf0429f\nroute:11:in_hospital\npsn_name:9:张晓燕\ngend:1:1\nage:2:76\nbrdy:10:1950-01-01\ninsutype:3:390\ncertno:18:511102195001010019\npsn_cert_type:2:01\ntel:11:13800000001\nopsp_dise_code:6:M00105\nopsp_dise_name:9:肺结核\ndise_type_code:2:10\nappy_date:10:2026-11-20\nappy_sign:-\nsymp_dscr:51:咳嗽三月，痰菌阳性，CT 示双肺结核。\nmemo:-\nagnter_name:-\nagnter_certno:-\nagnter_tel:-\nagnter_rlts:-\n','\n',char(10)),'272c7304c3884b580eb26a00189fcff1fccf5a5cdd1743cc52cd53b02d45f757');
INSERT INTO filing_version VALUES(2,1,replace('mtdesk-filing/1\nsalt:32:4a50e8065f65f4e3008e979e1af94bd0\nroute:11:in_hospital\npsn_name:6:张伟\ngend:1:2\nage:2:76\nbrdy:10:1950-01-01\ninsutype:3:390\ncertno:18:511102195001010027\npsn_cert_type:2:01\ntel:11:13800000002\nopsp_dise_code:6:M00105\nopsp_dise_name:9:肺结核\ndise_type_code:2:10\nappy_date:10:2026-11-20\nappy_sign:-\nsymp_dscr:51:咳嗽三月，痰菌阳性，CT 示双肺结核。\nmemo:-\nagnter_name:-\nagnter_certno:-\nagnter_tel:-\nagnter_rlts:-\n','\n',char(10)),'c611ac70a842b11d6e3acabf5a1bf554eda274ef8d88ca883921536e069dd1a8');
INSERT INTO filing_version VALUES(3,1,replace('mtdesk-filing/1\nsalt:32:f9cd4c1ae5cd4a78fc40decac6ef5022\nroute:11:in_hospital\npsn_name:9:张晓燕\ngend:1:1\nage:2:76\nbrdy:10:1950-01-01\ninsutype:3:390\ncertno:18:511102195001010035\npsn_cert_type:2:01\ntel:11:13800000003\nopsp_dise_code:6:M00105\nopsp_dise_name:9:肺结核\ndise_type_code:2:10\nappy_date:10:2026-11-20\nappy_sign:-\nsymp_dscr:51:咳嗽三月，痰菌阳性，CT 示双肺结核。\nmemo:-\nagnter_name:-\nagnter_certno:-\nagnter_tel:-\nagnter_rlts:-\n','\n',char(10)),'d1d54d5f392d2e525959a35b9f6d1a4d0f11cde0b820d450eec03c4692949595');
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
INSERT INTO act VALUES(1,1,1,'submit',1,'2026-11-22 09:15:02',replace('mtdesk-act/1\nact:6:submit\nmeaning:72:本人已按纸质申请表和证件核对以上内容，提交认定。\ndesk:36:7e16b6ef-c5b0-4c36-8f9a-aa322c7e8c8b\nfiling:1:1\nversion:1:1\nno:13:20261122-0001\nfiling_no:-\nfiling_sm3:64:272c7304c3884b580eb26a00189fcff1fccf5a5cdd1743cc52cd53b02d45f757\nprior_sm3:-\nlayout:22:leshan-2023-28/annex-1\nlayout_sm3:64:9fcea61b56f2b45344bdba438f0639467c3fbd67249ceab5261ba4b6fc5b7a3e\npolicies:16:leshan-2023-28/2\npolicies_sm3:64:86deab7d7ec7cc1702837380caa46d7d4bef6179bd28f52f7df44b31be4cf1fb\nverdict:-\nitems:-\nbasis:-\nmaterials:1:2\nmaterial:16:application_form\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nmaterial:21:diagnosis_certificate\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nactor:1:1\naudit_seq:2:45\nbefore_sm3:-\nhistory:2:14\nhistory_sm3:64:94756bfd591a32c8375afbbcb07546f49619cac08a617bbacc5daeb789fb3ecc\nactor_name:6:王敏\nrole:5:clerk\nkey_id:16:9f1ddd5c9324564b\nat:19:2026-11-22 09:15:02\nclock:2:ok\naudit_head:64:b259cf98ecc9a9dad706ac763c44baec6a246d1487d9bbdfe2c8103d63ed3cdf\nonce:32:02ed6cb77a6f1247ab970d30170c6ca6\nreason:-\ndr_name:-\ndr_code:-\ndr_title:-\nide_name:-\nide_no:-\nide_date:-\nrx_weeks:-\noverride:-\nmark:-\nseal_name:-\nseal_institution:-\nlegible:-\nover_date:-\nname_equal:-\nscan_sm3:-\nfixmedins_name:-\nfixmedins_code:-\nopter_name:-\nopt_time:-\nbegndate:-\nenddate:-\npolicy:-\ndocument:-\nuntil:-\n','\n',char(10)),'dc9d432e6f59036e53e04427e6e8c6338cf87a9592ded60091459c0f74530a57',2,'304402205f51dead16baffa35ab2d2f1a5714b8b0631df180f3c3b3f90333208dee8f1d50220244dc5c2270f9d3147d6811c8b90930f4236cfbd333a34b0da5d66d527b2bf32','02ed6cb77a6f1247ab970d30170c6ca6',46);
INSERT INTO act VALUES(2,1,1,'certify',3,'2026-11-22 09:15:02',replace('mtdesk-act/1\nact:7:certify\nmeaning:90:本人确认以上病情与所附材料一致，该患者符合申报病种认定标准。\ndesk:36:7e16b6ef-c5b0-4c36-8f9a-aa322c7e8c8b\nfiling:1:1\nversion:1:1\nno:13:20261122-0001\nfiling_no:-\nfiling_sm3:64:272c7304c3884b580eb26a00189fcff1fccf5a5cdd1743cc52cd53b02d45f757\nprior_sm3:-\nlayout:22:leshan-2023-28/annex-1\nlayout_sm3:64:9fcea61b56f2b45344bdba438f0639467c3fbd67249ceab5261ba4b6fc5b7a3e\npolicies:16:leshan-2023-28/2\npolicies_sm3:64:86deab7d7ec7cc1702837380caa46d7d4bef6179bd28f52f7df44b31be4cf1fb\nverdict:-\nitems:-\nbasis:-\nmaterials:1:2\nmaterial:16:application_form\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nmaterial:21:diagnosis_certificate\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nactor:1:3\naudit_seq:2:46\nbefore_sm3:64:dc9d432e6f59036e53e04427e6e8c6338cf87a9592ded60091459c0f74530a57\nhistory:2:14\nhistory_sm3:64:94756bfd591a32c8375afbbcb07546f49619cac08a617bbacc5daeb789fb3ecc\nactor_name:9:李建国\nrole:6:doctor\nkey_id:16:a029ca06c47db51e\nat:19:2026-11-22 09:15:02\nclock:2:ok\naudit_head:64:ccf96c8821462f5188121d9d97cf49d7ad88179e8681c6414a99e87e54bb3bb6\nonce:32:3759dfb8bca7c8b465f6e20f018e7e85\nreason:-\ndr_name:9:李建国\ndr_code:13:D511102000123\ndr_title:12:主治医师\nide_name:21:乐山市人民医院\nide_no:12:H51110200001\nide_date:10:2026-11-22\nrx_weeks:-\noverride:-\nmark:4:desk\nseal_name:-\nseal_institution:-\nlegible:-\nover_date:-\nname_equal:-\nscan_sm3:-\nfixmedins_name:-\nfixmedins_code:-\nopter_name:-\nopt_time:-\nbegndate:-\nenddate:-\npolicy:-\ndocument:-\nuntil:-\n','\n',char(10)),'a31a97ee1efa2356ca16f2ee94b6e83bcb32d5f7de116d3b06b58f45460132d5',4,'3046022100ad7fe08f60c9598fd6453d67b55b9114a12a69a633b5e00d2e82ec56aa57cffa0221008ce4d3d1b88df6bbf5acea9153256b1d5c44719791118fbba036fca22a759e0e','3759dfb8bca7c8b465f6e20f018e7e85',47);
INSERT INTO act VALUES(3,1,1,'seal',4,'2026-11-22 09:15:02',replace('mtdesk-act/1\nact:4:seal\nmeaning:78:本人保管并加盖（或核对）上述印章，用于确认以上认定。\ndesk:36:7e16b6ef-c5b0-4c36-8f9a-aa322c7e8c8b\nfiling:1:1\nversion:1:1\nno:13:20261122-0001\nfiling_no:-\nfiling_sm3:64:272c7304c3884b580eb26a00189fcff1fccf5a5cdd1743cc52cd53b02d45f757\nprior_sm3:-\nlayout:22:leshan-2023-28/annex-1\nlayout_sm3:64:9fcea61b56f2b45344bdba438f0639467c3fbd67249ceab5261ba4b6fc5b7a3e\npolicies:16:leshan-2023-28/2\npolicies_sm3:64:86deab7d7ec7cc1702837380caa46d7d4bef6179bd28f52f7df44b31be4cf1fb\nverdict:-\nitems:-\nbasis:-\nmaterials:1:2\nmaterial:16:application_form\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nmaterial:21:diagnosis_certificate\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nactor:1:4\naudit_seq:2:47\nbefore_sm3:64:a31a97ee1efa2356ca16f2ee94b6e83bcb32d5f7de116d3b06b58f45460132d5\nhistory:2:14\nhistory_sm3:64:94756bfd591a32c8375afbbcb07546f49619cac08a617bbacc5daeb789fb3ecc\nactor_name:6:陈芳\nrole:11:seal_keeper\nkey_id:16:ca978fcc5b3ffd08\nat:19:2026-11-22 09:15:02\nclock:2:ok\naudit_head:64:3e8819a8b06ba5e6cb68ff421d42b5cb927adac11bd3d121905c040d2bd00e29\nonce:32:0b1c696f668001fd6e3e2e7f52b82699\nreason:-\ndr_name:-\ndr_code:-\ndr_title:-\nide_name:-\nide_no:-\nide_date:-\nrx_weeks:-\noverride:-\nmark:4:desk\nseal_name:21:医疗保险专用章\nseal_institution:21:乐山市人民医院\nlegible:-\nover_date:-\nname_equal:-\nscan_sm3:-\nfixmedins_name:-\nfixmedins_code:-\nopter_name:-\nopt_time:-\nbegndate:-\nenddate:-\npolicy:-\ndocument:-\nuntil:-\n','\n',char(10)),'d08c0a8930d95b06a3125ae1f56b7d61bf41f2f0200a010bf4375f2a8aa9ffb5',6,'30440220524d17143d11628122909aa5c8ec6ccca7572d7199094ff884289e96fd3790270220263dcc2666d63f4e765971fc946b52480bb374d3195d163028d3f0424fc2f414','0b1c696f668001fd6e3e2e7f52b82699',48);
INSERT INTO act VALUES(4,1,1,'file',2,'2026-11-22 09:15:02',replace('mtdesk-act/1\nact:4:file\nmeaning:57:本人已核对认定和用印，按规定办理备案。\ndesk:36:7e16b6ef-c5b0-4c36-8f9a-aa322c7e8c8b\nfiling:1:1\nversion:1:1\nno:13:20261122-0001\nfiling_no:25:H51110200001-2026-00001-L\nfiling_sm3:64:272c7304c3884b580eb26a00189fcff1fccf5a5cdd1743cc52cd53b02d45f757\nprior_sm3:-\nlayout:22:leshan-2023-28/annex-1\nlayout_sm3:64:9fcea61b56f2b45344bdba438f0639467c3fbd67249ceab5261ba4b6fc5b7a3e\npolicies:16:leshan-2023-28/2\npolicies_sm3:64:86deab7d7ec7cc1702837380caa46d7d4bef6179bd28f52f7df44b31be4cf1fb\nverdict:-\nitems:-\nbasis:-\nmaterials:1:2\nmaterial:16:application_form\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nmaterial:21:diagnosis_certificate\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nactor:1:2\naudit_seq:2:48\nbefore_sm3:64:d08c0a8930d95b06a3125ae1f56b7d61bf41f2f0200a010bf4375f2a8aa9ffb5\nhistory:2:14\nhistory_sm3:64:94756bfd591a32c8375afbbcb07546f49619cac08a617bbacc5daeb789fb3ecc\nactor_name:6:周立\nrole:5:clerk\nkey_id:16:cad437b46422b714\nat:19:2026-11-22 09:15:02\nclock:2:ok\naudit_head:64:63dba0d5e7284fcde8057b114c4568359f1fb5a31cdc147454478f747e78f50c\nonce:32:b30a6a12199efe6abec1e0a0b6686ff3\nreason:-\ndr_name:-\ndr_code:-\ndr_title:-\nide_name:-\nide_no:-\nide_date:-\nrx_weeks:-\noverride:-\nmark:-\nseal_name:-\nseal_institution:-\nlegible:-\nover_date:-\nname_equal:-\nscan_sm3:-\nfixmedins_name:21:乐山市人民医院\nfixmedins_code:12:H51110200001\nopter_name:6:周立\nopt_time:10:2026-11-22\nbegndate:10:2026-11-22\nenddate:-\npolicy:-\ndocument:-\nuntil:-\n','\n',char(10)),'7be05415698defbb4bd71bebfd8f3ace998220828af6b5a2a46a9bd656b39114',3,'3046022100f56229f204c99ac6986fc9a5c5aa1f2646dbc93dfe1c9615d89e017158b3f08b0221009c4c253ee13ef60b37f77546fa8e46efda618d09a2efb579de9218a5d9083165','b30a6a12199efe6abec1e0a0b6686ff3',49);
INSERT INTO act VALUES(5,2,1,'submit',1,'2026-11-22 09:15:02',replace('mtdesk-act/1\nact:6:submit\nmeaning:72:本人已按纸质申请表和证件核对以上内容，提交认定。\ndesk:36:7e16b6ef-c5b0-4c36-8f9a-aa322c7e8c8b\nfiling:1:2\nversion:1:1\nno:13:20261122-0002\nfiling_no:-\nfiling_sm3:64:c611ac70a842b11d6e3acabf5a1bf554eda274ef8d88ca883921536e069dd1a8\nprior_sm3:-\nlayout:22:leshan-2023-28/annex-1\nlayout_sm3:64:9fcea61b56f2b45344bdba438f0639467c3fbd67249ceab5261ba4b6fc5b7a3e\npolicies:16:leshan-2023-28/2\npolicies_sm3:64:86deab7d7ec7cc1702837380caa46d7d4bef6179bd28f52f7df44b31be4cf1fb\nverdict:-\nitems:-\nbasis:-\nmaterials:1:2\nmaterial:16:application_form\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nmaterial:21:diagnosis_certificate\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nactor:1:1\naudit_seq:2:49\nbefore_sm3:-\nhistory:2:14\nhistory_sm3:64:c77074f33e789fcb4e58c0048796179da399c6ccfa41b0d6892c918afb41e6a4\nactor_name:6:王敏\nrole:5:clerk\nkey_id:16:9f1ddd5c9324564b\nat:19:2026-11-22 09:15:02\nclock:2:ok\naudit_head:64:eb4b7299a0ae30f15c51d6161b020293ce0fc13d6dbe08d4cb00e1d884d878e5\nonce:32:3d16126eef27bf3ef9b27eee8559e717\nreason:-\ndr_name:-\ndr_code:-\ndr_title:-\nide_name:-\nide_no:-\nide_date:-\nrx_weeks:-\noverride:-\nmark:-\nseal_name:-\nseal_institution:-\nlegible:-\nover_date:-\nname_equal:-\nscan_sm3:-\nfixmedins_name:-\nfixmedins_code:-\nopter_name:-\nopt_time:-\nbegndate:-\nenddate:-\npolicy:-\ndocument:-\nuntil:-\n','\n',char(10)),'f636f077f7402793b0704362d02de676e1250a447dcbdeea9801a407d39d5e17',2,'30450220357440ab926f82941fa553a88722c0494d2b781c662c0328eb5c7ac843eed2020221009c039c89226da1b02a522e7fc6592e77bcc116b6188781aaaf4be2a113902685','3d16126eef27bf3ef9b27eee8559e717',50);
INSERT INTO act VALUES(6,2,1,'certify',3,'2026-11-22 09:15:02',replace('mtdesk-act/1\nact:7:certify\nmeaning:90:本人确认以上病情与所附材料一致，该患者符合申报病种认定标准。\ndesk:36:7e16b6ef-c5b0-4c36-8f9a-aa322c7e8c8b\nfiling:1:2\nversion:1:1\nno:13:20261122-0002\nfiling_no:-\nfiling_sm3:64:c611ac70a842b11d6e3acabf5a1bf554eda274ef8d88ca883921536e069dd1a8\nprior_sm3:-\nlayout:22:leshan-2023-28/annex-1\nlayout_sm3:64:9fcea61b56f2b45344bdba438f0639467c3fbd67249ceab5261ba4b6fc5b7a3e\npolicies:16:leshan-2023-28/2\npolicies_sm3:64:86deab7d7ec7cc1702837380caa46d7d4bef6179bd28f52f7df44b31be4cf1fb\nverdict:-\nitems:-\nbasis:-\nmaterials:1:2\nmaterial:16:application_form\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nmaterial:21:diagnosis_certificate\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nactor:1:3\naudit_seq:2:50\nbefore_sm3:64:f636f077f7402793b0704362d02de676e1250a447dcbdeea9801a407d39d5e17\nhistory:2:14\nhistory_sm3:64:c77074f33e789fcb4e58c0048796179da399c6ccfa41b0d6892c918afb41e6a4\nactor_name:9:李建国\nrole:6:doctor\nkey_id:16:a029ca06c47db51e\nat:19:2026-11-22 09:15:02\nclock:2:ok\naudit_head:64:d073bbb72844297a1e135473a8a064f8a493b13b8eeebe8e2472f5136be5dd26\nonce:32:04c021ed35698592d970815adea1ddf3\nreason:-\ndr_name:9:李建国\ndr_code:13:D511102000123\ndr_title:12:主治医师\nide_name:21:乐山市人民医院\nide_no:12:H51110200001\nide_date:10:2026-11-22\nrx_weeks:-\noverride:-\nmark:4:desk\nseal_name:-\nseal_institution:-\nlegible:-\nover_date:-\nname_equal:-\nscan_sm3:-\nfixmedins_name:-\nfixmedins_code:-\nopter_name:-\nopt_time:-\nbegndate:-\nenddate:-\npolicy:-\ndocument:-\nuntil:-\n','\n',char(10)),'516ade802e9727cac02698c2dd25063a5ee9808f80ba64b2f01958b18cc26885',4,'3046022100e4f83af6de70ae103b8c65ef553a7a0ad44d4cb14551fdddc138a7388e20974a022100a338efe2b95c9dd5d48b12d5a5e8187878a9450baff93a9eb921fb8b792ab565','04c021ed35698592d970815adea1ddf3',51);
INSERT INTO act VALUES(7,3,1,'submit',1,'2026-11-22 09:15:02',replace('mtdesk-act/1\nact:6:submit\nmeaning:72:本人已按纸质申请表和证件核对以上内容，提交认定。\ndesk:36:7e16b6ef-c5b0-4c36-8f9a-aa322c7e8c8b\nfiling:1:3\nversion:1:1\nno:13:20261122-0003\nfiling_no:-\nfiling_sm3:64:d1d54d5f392d2e525959a35b9f6d1a4d0f11cde0b820d450eec03c4692949595\nprior_sm3:-\nlayout:22:leshan-2023-28/annex-1\nlayout_sm3:64:9fcea61b56f2b45344bdba438f0639467c3fbd67249ceab5261ba4b6fc5b7a3e\npolicies:16:leshan-2023-28/2\npolicies_sm3:64:86deab7d7ec7cc1702837380caa46d7d4bef6179bd28f52f7df44b31be4cf1fb\nverdict:-\nitems:-\nbasis:-\nmaterials:1:2\nmaterial:16:application_form\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nmaterial:21:diagnosis_certificate\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nactor:1:1\naudit_seq:2:51\nbefore_sm3:-\nhistory:2:14\nhistory_sm3:64:8b18e113903a6be3b2878fb686a2bbc25735dec4c9d26d46c9ad11cc67a7de35\nactor_name:6:王敏\nrole:5:clerk\nkey_id:16:9f1ddd5c9324564b\nat:19:2026-11-22 09:15:02\nclock:2:ok\naudit_head:64:dcc8e0ab23918a3054735a9e527f94a3167237fccfce2bd97e381d288f167d9c\nonce:32:034c7ea3ca8571770a14d201ffdb5d05\nreason:-\ndr_name:-\ndr_code:-\ndr_title:-\nide_name:-\nide_no:-\nide_date:-\nrx_weeks:-\noverride:-\nmark:-\nseal_name:-\nseal_institution:-\nlegible:-\nover_date:-\nname_equal:-\nscan_sm3:-\nfixmedins_name:-\nfixmedins_code:-\nopter_name:-\nopt_time:-\nbegndate:-\nenddate:-\npolicy:-\ndocument:-\nuntil:-\n','\n',char(10)),'58de272a6e71c4ae4ff3c1b87213922efe2cb1383a02d95bef02dd7c16fbff99',2,'30460221009de72142beff687573f4685d25dca15c97f2e318945574d0fb255b3d49290449022100fb696077a9b7ee32a1612a91f97660a71e0bd7f8e931dd0a914f350a6823e95f','034c7ea3ca8571770a14d201ffdb5d05',52);
INSERT INTO act VALUES(8,3,1,'return',5,'2026-11-22 09:15:02',replace('mtdesk-act/1\nact:6:return\nmeaning:81:此件需要补正，已将理由告知申请人；此前的签署不再有效。\ndesk:36:7e16b6ef-c5b0-4c36-8f9a-aa322c7e8c8b\nfiling:1:3\nversion:1:1\nno:13:20261122-0003\nfiling_no:-\nfiling_sm3:64:d1d54d5f392d2e525959a35b9f6d1a4d0f11cde0b820d450eec03c4692949595\nprior_sm3:-\nlayout:22:leshan-2023-28/annex-1\nlayout_sm3:64:9fcea61b56f2b45344bdba438f0639467c3fbd67249ceab5261ba4b6fc5b7a3e\npolicies:16:leshan-2023-28/2\npolicies_sm3:64:86deab7d7ec7cc1702837380caa46d7d4bef6179bd28f52f7df44b31be4cf1fb\nverdict:-\nitems:-\nbasis:-\nmaterials:1:2\nmaterial:16:application_form\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nmaterial:21:diagnosis_certificate\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nactor:1:5\naudit_seq:2:52\nbefore_sm3:64:58de272a6e71c4ae4ff3c1b87213922efe2cb1383a02d95bef02dd7c16fbff99\nhistory:2:14\nhistory_sm3:64:8b18e113903a6be3b2878fb686a2bbc25735dec4c9d26d46c9ad11cc67a7de35\nactor_name:9:何志荣\nrole:4:head\nkey_id:16:7c32bbd652c92074\nat:19:2026-11-22 09:15:02\nclock:2:ok\naudit_head:64:fa717027bc4e8b1d44302711071bd9bc7b5a294055a926b04c3b4c7cb2be4ef2\nonce:32:509e78bef8a11aa638aa3769dc393aed\nreason:21:缺一份检验报告\ndr_name:-\ndr_code:-\ndr_title:-\nide_name:-\nide_no:-\nide_date:-\nrx_weeks:-\noverride:-\nmark:-\nseal_name:-\nseal_institution:-\nlegible:-\nover_date:-\nname_equal:-\nscan_sm3:-\nfixmedins_name:-\nfixmedins_code:-\nopter_name:-\nopt_time:-\nbegndate:-\nenddate:-\npolicy:-\ndocument:-\nuntil:-\n','\n',char(10)),'19ce23f3388e1ff7fa74638b36f4a84094730a4f95c6349f32da8fbf0d7aa8b6',7,'3045022100a93637236f591476e01e3c71bc893af22ab7c64cb37ac8bd61d8147ef8cc07be022019bc1c12c3c321632c7fd57ef795d1c03e601a72f7ab6ea2f9f649b8aaf97070','509e78bef8a11aa638aa3769dc393aed',53);
INSERT INTO act VALUES(9,1,1,'amend',1,'2026-11-22 09:15:02',replace('mtdesk-act/1\nact:5:amend\nmeaning:78:此件有误，另起一版修正；新版备案之前，本版继续有效。\ndesk:36:7e16b6ef-c5b0-4c36-8f9a-aa322c7e8c8b\nfiling:1:1\nversion:1:1\nno:13:20261122-0001\nfiling_no:25:H51110200001-2026-00001-L\nfiling_sm3:64:272c7304c3884b580eb26a00189fcff1fccf5a5cdd1743cc52cd53b02d45f757\nprior_sm3:-\nlayout:22:leshan-2023-28/annex-1\nlayout_sm3:64:9fcea61b56f2b45344bdba438f0639467c3fbd67249ceab5261ba4b6fc5b7a3e\npolicies:16:leshan-2023-28/2\npolicies_sm3:64:86deab7d7ec7cc1702837380caa46d7d4bef6179bd28f52f7df44b31be4cf1fb\nverdict:-\nitems:-\nbasis:-\nmaterials:1:2\nmaterial:16:application_form\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nmaterial:21:diagnosis_certificate\nmaterial_name:-\nmaterial_bytes:1:0\nmaterial_pages:1:1\nmaterial_sm3:-\nmaterial_issued:10:2026-11-19\nmaterial_issuer:21:乐山市人民医院\nactor:1:1\naudit_seq:2:53\nbefore_sm3:64:7be05415698defbb4bd71bebfd8f3ace998220828af6b5a2a46a9bd656b39114\nhistory:2:14\nhistory_sm3:64:94756bfd591a32c8375afbbcb07546f49619cac08a617bbacc5daeb789fb3ecc\nactor_name:6:王敏\nrole:5:clerk\nkey_id:16:9f1ddd5c9324564b\nat:19:2026-11-22 09:15:02\nclock:2:ok\naudit_head:64:84b31421d4ee0b03520bec9d765cd12c9f4adb9f7f6daa0b20b15460595ee89d\nonce:32:c657c2cf6c995d5de6e6a3205d7aa015\nreason:18:电话号码抄错\ndr_name:-\ndr_code:-\ndr_title:-\nide_name:-\nide_no:-\nide_date:-\nrx_weeks:-\noverride:-\nmark:-\nseal_name:-\nseal_institution:-\nlegible:-\nover_date:-\nname_equal:-\nscan_sm3:-\nfixmedins_name:-\nfixmedins_code:-\nopter_name:-\nopt_time:-\nbegndate:-\nenddate:-\npolicy:-\ndocument:-\nuntil:-\n','\n',char(10)),'92931ff7adfce61be527b78a7710ffd52caf8e589a627710c4cc2216755007fc',2,'304402206fd6ab399783dd74501ca047539c55813f5393a64c999e9b253b7f5a00ab939d0220186365faff3733b1920f1108c747e9f798493e72cd8e08711889367d9a5cd56c','c657c2cf6c995d5de6e6a3205d7aa015',54);
CREATE TABLE filing_serial (
	prefix TEXT NOT NULL CHECK (prefix <> ''),
	year   TEXT NOT NULL CHECK (year GLOB '[0-9][0-9][0-9][0-9]'),
	last   INTEGER NOT NULL CHECK (last > 0),
	PRIMARY KEY (prefix, year)
) STRICT, WITHOUT ROWID;
INSERT INTO filing_serial VALUES('H51110200001','2026',1);
CREATE TABLE renewal (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	policy   TEXT NOT NULL CHECK (policy <> ''),
	document TEXT NOT NULL CHECK (document <> ''), -- its number
	until    TEXT NOT NULL CHECK (until GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
	act      INTEGER NOT NULL UNIQUE REFERENCES act (id)
) STRICT;
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
INSERT INTO material VALUES(1,1,'application_form','','',0,1,'','2026-11-19','乐山市人民医院','2026-11-22 09:15:02',1,NULL);
INSERT INTO material VALUES(2,1,'diagnosis_certificate','','',0,1,'','2026-11-19','乐山市人民医院','2026-11-22 09:15:02',1,NULL);
INSERT INTO material VALUES(3,2,'application_form','','',0,1,'','2026-11-19','乐山市人民医院','2026-11-22 09:15:02',1,NULL);
INSERT INTO material VALUES(4,2,'diagnosis_certificate','','',0,1,'','2026-11-19','乐山市人民医院','2026-11-22 09:15:02',1,NULL);
INSERT INTO material VALUES(5,3,'application_form','','',0,1,'','2026-11-19','乐山市人民医院','2026-11-22 09:15:02',1,NULL);
INSERT INTO material VALUES(6,3,'diagnosis_certificate','','',0,1,'','2026-11-19','乐山市人民医院','2026-11-22 09:15:02',1,NULL);
INSERT INTO material VALUES(7,4,'application_form','','',0,1,'','2026-11-19','乐山市人民医院','2026-11-22 09:15:02',1,NULL);
INSERT INTO material VALUES(8,4,'diagnosis_certificate','','',0,1,'','2026-11-19','乐山市人民医院','2026-11-22 09:15:02',1,NULL);
INSERT INTO material VALUES(9,5,'application_form','','',0,1,'','2026-11-19','乐山市人民医院','2026-11-22 09:15:02',1,NULL);
INSERT INTO material VALUES(10,5,'diagnosis_certificate','','',0,1,'','2026-11-19','乐山市人民医院','2026-11-22 09:15:02',1,NULL);
INSERT INTO material VALUES(11,6,'application_form','','',0,1,'','2026-11-19','乐山市人民医院','2026-11-22 09:15:02',1,NULL);
INSERT INTO material VALUES(12,6,'diagnosis_certificate','','',0,1,'','2026-11-19','乐山市人民医院','2026-11-22 09:15:02',1,NULL);
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
INSERT INTO filing_change VALUES(1,1,1,'2026-11-22 09:15:02',1,'psn_name',NULL,'张晓燕');
INSERT INTO filing_change VALUES(2,1,1,'2026-11-22 09:15:02',1,'gend',NULL,'1');
INSERT INTO filing_change VALUES(3,1,1,'2026-11-22 09:15:02',1,'age',NULL,'76');
INSERT INTO filing_change VALUES(4,1,1,'2026-11-22 09:15:02',1,'brdy',NULL,'1950-01-01');
INSERT INTO filing_change VALUES(5,1,1,'2026-11-22 09:15:02',1,'insutype',NULL,'390');
INSERT INTO filing_change VALUES(6,1,1,'2026-11-22 09:15:02',1,'certno',NULL,'511102195001010019');
INSERT INTO filing_change VALUES(7,1,1,'2026-11-22 09:15:02',1,'psn_cert_type',NULL,'01');
INSERT INTO filing_change VALUES(8,1,1,'2026-11-22 09:15:02',1,'tel',NULL,'13800000001');
INSERT INTO filing_change VALUES(9,1,1,'2026-11-22 09:15:02',1,'opsp_dise_code',NULL,'M00105');
INSERT INTO filing_change VALUES(10,1,1,'2026-11-22 09:15:02',1,'opsp_dise_name',NULL,'肺结核');
INSERT INTO filing_change VALUES(11,1,1,'2026-11-22 09:15:02',1,'dise_type_code',NULL,'10');
INSERT INTO filing_change VALUES(12,1,1,'2026-11-22 09:15:02',1,'appy_date',NULL,'2026-11-20');
INSERT INTO filing_change VALUES(13,1,1,'2026-11-22 09:15:02',1,'symp_dscr',NULL,'咳嗽三月，痰菌阳性，CT 示双肺结核。');
INSERT INTO filing_change VALUES(14,1,1,'2026-11-22 09:15:02',1,'route',NULL,'in_hospital');
INSERT INTO filing_change VALUES(15,2,1,'2026-11-22 09:15:02',1,'psn_name',NULL,'张伟');
INSERT INTO filing_change VALUES(16,2,1,'2026-11-22 09:15:02',1,'gend',NULL,'2');
INSERT INTO filing_change VALUES(17,2,1,'2026-11-22 09:15:02',1,'age',NULL,'76');
INSERT INTO filing_change VALUES(18,2,1,'2026-11-22 09:15:02',1,'brdy',NULL,'1950-01-01');
INSERT INTO filing_change VALUES(19,2,1,'2026-11-22 09:15:02',1,'insutype',NULL,'390');
INSERT INTO filing_change VALUES(20,2,1,'2026-11-22 09:15:02',1,'certno',NULL,'511102195001010027');
INSERT INTO filing_change VALUES(21,2,1,'2026-11-22 09:15:02',1,'psn_cert_type',NULL,'01');
INSERT INTO filing_change VALUES(22,2,1,'2026-11-22 09:15:02',1,'tel',NULL,'13800000002');
INSERT INTO filing_change VALUES(23,2,1,'2026-11-22 09:15:02',1,'opsp_dise_code',NULL,'M00105');
INSERT INTO filing_change VALUES(24,2,1,'2026-11-22 09:15:02',1,'opsp_dise_name',NULL,'肺结核');
INSERT INTO filing_change VALUES(25,2,1,'2026-11-22 09:15:02',1,'dise_type_code',NULL,'10');
INSERT INTO filing_change VALUES(26,2,1,'2026-11-22 09:15:02',1,'appy_date',NULL,'2026-11-20');
INSERT INTO filing_change VALUES(27,2,1,'2026-11-22 09:15:02',1,'symp_dscr',NULL,'咳嗽三月，痰菌阳性，CT 示双肺结核。');
INSERT INTO filing_change VALUES(28,2,1,'2026-11-22 09:15:02',1,'route',NULL,'in_hospital');
INSERT INTO filing_change VALUES(29,3,1,'2026-11-22 09:15:02',1,'psn_name',NULL,'张晓燕');
INSERT INTO filing_change VALUES(30,3,1,'2026-11-22 09:15:02',1,'gend',NULL,'1');
INSERT INTO filing_change VALUES(31,3,1,'2026-11-22 09:15:02',1,'age',NULL,'76');
INSERT INTO filing_change VALUES(32,3,1,'2026-11-22 09:15:02',1,'brdy',NULL,'1950-01-01');
INSERT INTO filing_change VALUES(33,3,1,'2026-11-22 09:15:02',1,'insutype',NULL,'390');
INSERT INTO filing_change VALUES(34,3,1,'2026-11-22 09:15:02',1,'certno',NULL,'511102195001010035');
INSERT INTO filing_change VALUES(35,3,1,'2026-11-22 09:15:02',1,'psn_cert_type',NULL,'01');
INSERT INTO filing_change VALUES(36,3,1,'2026-11-22 09:15:02',1,'tel',NULL,'13800000003');
INSERT INTO filing_change VALUES(37,3,1,'2026-11-22 09:15:02',1,'opsp_dise_code',NULL,'M00105');
INSERT INTO filing_change VALUES(38,3,1,'2026-11-22 09:15:02',1,'opsp_dise_name',NULL,'肺结核');
INSERT INTO filing_change VALUES(39,3,1,'2026-11-22 09:15:02',1,'dise_type_code',NULL,'10');
INSERT INTO filing_change VALUES(40,3,1,'2026-11-22 09:15:02',1,'appy_date',NULL,'2026-11-20');
INSERT INTO filing_change VALUES(41,3,1,'2026-11-22 09:15:02',1,'symp_dscr',NULL,'咳嗽三月，痰菌阳性，CT 示双肺结核。');
INSERT INTO filing_change VALUES(42,3,1,'2026-11-22 09:15:02',1,'route',NULL,'in_hospital');
INSERT INTO filing_change VALUES(43,4,1,'2026-11-22 09:15:02',1,'psn_name',NULL,'张伟');
INSERT INTO filing_change VALUES(44,4,1,'2026-11-22 09:15:02',1,'gend',NULL,'2');
INSERT INTO filing_change VALUES(45,4,1,'2026-11-22 09:15:02',1,'age',NULL,'76');
INSERT INTO filing_change VALUES(46,4,1,'2026-11-22 09:15:02',1,'brdy',NULL,'1950-01-01');
INSERT INTO filing_change VALUES(47,4,1,'2026-11-22 09:15:02',1,'insutype',NULL,'390');
INSERT INTO filing_change VALUES(48,4,1,'2026-11-22 09:15:02',1,'certno',NULL,'511102195001010043');
INSERT INTO filing_change VALUES(49,4,1,'2026-11-22 09:15:02',1,'psn_cert_type',NULL,'01');
INSERT INTO filing_change VALUES(50,4,1,'2026-11-22 09:15:02',1,'tel',NULL,'13800000004');
INSERT INTO filing_change VALUES(51,4,1,'2026-11-22 09:15:02',1,'opsp_dise_code',NULL,'M00105');
INSERT INTO filing_change VALUES(52,4,1,'2026-11-22 09:15:02',1,'opsp_dise_name',NULL,'肺结核');
INSERT INTO filing_change VALUES(53,4,1,'2026-11-22 09:15:02',1,'dise_type_code',NULL,'10');
INSERT INTO filing_change VALUES(54,4,1,'2026-11-22 09:15:02',1,'appy_date',NULL,'2026-11-20');
INSERT INTO filing_change VALUES(55,4,1,'2026-11-22 09:15:02',1,'symp_dscr',NULL,'咳嗽三月，痰菌阳性，CT 示双肺结核。');
INSERT INTO filing_change VALUES(56,4,1,'2026-11-22 09:15:02',1,'route',NULL,'in_hospital');
INSERT INTO filing_change VALUES(57,5,1,'2026-11-22 09:15:02',1,'psn_name',NULL,'张晓燕');
INSERT INTO filing_change VALUES(58,5,1,'2026-11-22 09:15:02',1,'gend',NULL,'1');
INSERT INTO filing_change VALUES(59,5,1,'2026-11-22 09:15:02',1,'age',NULL,'76');
INSERT INTO filing_change VALUES(60,5,1,'2026-11-22 09:15:02',1,'brdy',NULL,'1950-01-01');
INSERT INTO filing_change VALUES(61,5,1,'2026-11-22 09:15:02',1,'insutype',NULL,'390');
INSERT INTO filing_change VALUES(62,5,1,'2026-11-22 09:15:02',1,'certno',NULL,'511102195001010051');
INSERT INTO filing_change VALUES(63,5,1,'2026-11-22 09:15:02',1,'psn_cert_type',NULL,'01');
INSERT INTO filing_change VALUES(64,5,1,'2026-11-22 09:15:02',1,'tel',NULL,'13800000005');
INSERT INTO filing_change VALUES(65,5,1,'2026-11-22 09:15:02',1,'opsp_dise_code',NULL,'M00105');
INSERT INTO filing_change VALUES(66,5,1,'2026-11-22 09:15:02',1,'opsp_dise_name',NULL,'肺结核');
INSERT INTO filing_change VALUES(67,5,1,'2026-11-22 09:15:02',1,'dise_type_code',NULL,'10');
INSERT INTO filing_change VALUES(68,5,1,'2026-11-22 09:15:02',1,'appy_date',NULL,'2026-11-20');
INSERT INTO filing_change VALUES(69,5,1,'2026-11-22 09:15:02',1,'symp_dscr',NULL,'咳嗽三月，痰菌阳性，CT 示双肺结核。');
INSERT INTO filing_change VALUES(70,5,1,'2026-11-22 09:15:02',1,'route',NULL,'in_hospital');
INSERT INTO filing_change VALUES(71,4,2,'2026-11-22 09:15:02',1,'memo',NULL,replace('= 1 + 1，“备注” 𠮷䶮\n第二行','\n',char(10)));
INSERT INTO filing_change VALUES(72,4,2,'2026-11-22 09:15:02',1,'evidence.sputum',NULL,'true，2026-11-19 报告');
INSERT INTO filing_change VALUES(73,4,2,'2026-11-22 09:15:02',1,'evidence.ceruloplasmin',NULL,'<20 mg/dL');
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
INSERT INTO audit VALUES(1,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547040289094,'ok',0,'',0,'set_up','desk',0,'done','','e86db3bf88705d5ff060620aecace7cd6bc7051579be1f607de5a396f32c1943','0000000000000000000000000000000000000000000000000000000000000000','55edf47db0eb3a73882a14ec98e3e379d0d45159e2bca3fd2afbb9f69853e2bd');
INSERT INTO audit VALUES(2,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547040568284,'ok',0,'',0,'registry','institution:1',0,'done','','0be19b14e03885d66ced90861f508a428175571b23a5f2777d213d848dd1df7c','55edf47db0eb3a73882a14ec98e3e379d0d45159e2bca3fd2afbb9f69853e2bd','1e5139439a25eb8717fe23140296f8a3b032a2dfc2c19a37876804af319dc2ad');
INSERT INTO audit VALUES(3,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547040772212,'ok',0,'',0,'key','key:1',0,'done','生成密钥 b863b04e467b7110','made 6934ee7cc7ce9356b5b66f1aa7b6ceebd084326938b6a7f6d5880fa95ba44426','1e5139439a25eb8717fe23140296f8a3b032a2dfc2c19a37876804af319dc2ad','7371e8a317f3c9ddd667c01a9b4486aea309447748ef3990aadd0e6251d4de27');
INSERT INTO audit VALUES(4,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547041370466,'ok',0,'',0,'staff','staff:1',0,'done','','488af394ad5ae24752cdc15894a1d0eaa21f780e6dc3a02a62b2721450f06369 active=1 roles=clerk','7371e8a317f3c9ddd667c01a9b4486aea309447748ef3990aadd0e6251d4de27','fa61e3de29d4dddc7841b950b0f75df5e7eba24cad303879db813598918b4249');
INSERT INTO audit VALUES(5,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547041564319,'ok',0,'',0,'key','key:2',0,'done','生成密钥 9f1ddd5c9324564b','made 0efa7374a82442dcd2db4e02307342f44996b6613727dd9b7d8ec9db07710324','fa61e3de29d4dddc7841b950b0f75df5e7eba24cad303879db813598918b4249','47de309d0dac48402cde0262b152c3fd3f4e25bb414edfce31f95897d87e0dbf');
INSERT INTO audit VALUES(6,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547041771897,'ok',0,'',0,'staff','staff:2',0,'done','','dba857d2b9d2823d3dfb8d9e7dfa33c2032218c123e16d84b01f3687ce6403bd active=1 roles=clerk','47de309d0dac48402cde0262b152c3fd3f4e25bb414edfce31f95897d87e0dbf','939c78b5a2b0b360e3f4a4b69e3aafded364874cef739cdf5a81ea529c0e7712');
INSERT INTO audit VALUES(7,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547041858878,'ok',0,'',0,'key','key:3',0,'done','生成密钥 cad437b46422b714','made 5c9be5a2bd5f55841b9fa212a3b1c4e328b76d7bdcbad7023202cc7ca3ed3e59','939c78b5a2b0b360e3f4a4b69e3aafded364874cef739cdf5a81ea529c0e7712','d68efea49bb6b1289505353665578a98a9f8204c423af6c4b6f7c3ec3d8b06c7');
INSERT INTO audit VALUES(8,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547042106280,'ok',0,'',0,'staff','staff:3',0,'done','','550586777970c439b5138c78479850945e10961f1e851863da7a36cc32dd5f32 active=1 roles=doctor','d68efea49bb6b1289505353665578a98a9f8204c423af6c4b6f7c3ec3d8b06c7','0db7606378964b1a69062286cc41b083c908fc770c664308bf5bcf2271d7a912');
INSERT INTO audit VALUES(9,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547042186016,'ok',0,'',0,'key','key:4',0,'done','生成密钥 a029ca06c47db51e','made 5ad27b9123db1473053e96ec5cfb66b8eeec8d8470050f19af9c7eb42e489643','0db7606378964b1a69062286cc41b083c908fc770c664308bf5bcf2271d7a912','c69d8d5177b857195b65b8cae8dfab23b94f6fc2e9e6266e25772bcce863bb23');
INSERT INTO audit VALUES(10,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547043063293,'ok',0,'',0,'registry','doctor:1',0,'done','','aff9de7e49467fae045d397c5240bf52191bc65de6d80f2a378f8a6338b1a8b2 active=1 staff=3 code=D511102000123','c69d8d5177b857195b65b8cae8dfab23b94f6fc2e9e6266e25772bcce863bb23','47a3c8192a99322f15a764459b61ac594ef38e0ec3c64b93b1b38539879aeeb5');
INSERT INTO audit VALUES(11,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547043439760,'ok',0,'',0,'staff','staff:4',0,'done','','e19549909a52ec3386f01a57bdee6119105bd95a945a443b5a1ea287e7ebc929 active=1 roles=seal_keeper','47a3c8192a99322f15a764459b61ac594ef38e0ec3c64b93b1b38539879aeeb5','d522cb164b2623f3759925b498adb7432159f757c1e4be4e7f9ac736115292c8');
INSERT INTO audit VALUES(12,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547043543545,'ok',0,'',0,'key','key:5',0,'done','生成密钥 3af16901b68ae18e','made 5622f8ecb12ab3f1fe8beac9fe25772f94ee2d99aa8a197b7481b344cad666ff','d522cb164b2623f3759925b498adb7432159f757c1e4be4e7f9ac736115292c8','d48b641415c003a17230fdc4ca93c4ecfe9668206d1685f06e4d64093eb61432');
INSERT INTO audit VALUES(13,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547043881503,'ok',0,'',0,'registry','seal:1',0,'done','','684d4a0ddf55a16bdea430d3c6874213620093b812f42abca43c2241d2f457db active=1 keeper=4','d48b641415c003a17230fdc4ca93c4ecfe9668206d1685f06e4d64093eb61432','b4573223dbf4af7b65a280b6214c6868307ab54b9493b5acfa3d0ee7f82aefd5');
INSERT INTO audit VALUES(14,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547044183166,'ok',0,'',0,'key','key:6',0,'done','生成密钥 ca978fcc5b3ffd08','made 33d6c2cff64e2ffb5992bb73cd302fe6e76fe402696b9a989459592394b12845','b4573223dbf4af7b65a280b6214c6868307ab54b9493b5acfa3d0ee7f82aefd5','a78cbacc3179d4869fd0592927fad75511d0adab726146111c096506944f9ee8');
INSERT INTO audit VALUES(15,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547044382552,'ok',0,'',0,'staff','staff:5',0,'done','','b2a2771ba72f0bda12c6b722d96696474a405f71b3c8ffc6b0986946e0ae53bc active=1 roles=head','a78cbacc3179d4869fd0592927fad75511d0adab726146111c096506944f9ee8','8465f7f36a3b1fed672fe5a18a794c98a2fe09a28c975d72ccd0fd621001bfab');
INSERT INTO audit VALUES(16,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547044515548,'ok',0,'',0,'key','key:7',0,'done','生成密钥 7c32bbd652c92074','made 75ae0827eb9377d8db1276cd0182ba8429a1b08aa6c542c7f5d04fce908cbe65','8465f7f36a3b1fed672fe5a18a794c98a2fe09a28c975d72ccd0fd621001bfab','eabdefde1732257aad46aa61ca966533c504f2cd6a3f7c1edb77573da62e2acb');
INSERT INTO audit VALUES(17,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547044719683,'ok',0,'',0,'staff','staff:6',0,'done','','2f3302da97ce450284c18ab18f6b8ebb9bef62e2c930f71c6672a4b84dbc3c7a active=1 roles=system_admin','eabdefde1732257aad46aa61ca966533c504f2cd6a3f7c1edb77573da62e2acb','b86b966a620573bf39ab952177c82f5692d05726adb291cc1a20802b45e05656');
INSERT INTO audit VALUES(18,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547044860777,'ok',0,'',0,'key','key:8',0,'done','生成密钥 f8d66f47eb1068ca','made e3b217bdbc6c20168dbd2e1dd2cf0267956170022f701799452d4005ab5dc190','b86b966a620573bf39ab952177c82f5692d05726adb291cc1a20802b45e05656','22418337cd5b91d89aedd7c9784fd5de8ce9feaf817849667fe47fd1839b6cc5');
INSERT INTO audit VALUES(19,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547045143068,'ok',0,'',0,'staff','staff:7',0,'done','','37b1945f67e348a62c192f811214415812effa51dd6ef56df8ec63284555c044 active=1 roles=security_admin','22418337cd5b91d89aedd7c9784fd5de8ce9feaf817849667fe47fd1839b6cc5','c637f4d7e1e49a7cf8f492d5d382c5a2878e71bb4fb1b51d8c880f22017cf312');
INSERT INTO audit VALUES(20,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547045232996,'ok',0,'',0,'key','key:9',0,'done','生成密钥 cedba746563ee0ad','made 9ab4dd4f6cd4b287ea27c0418f5ab1a376bf431ccc021b81701bb43d18e7d75c','c637f4d7e1e49a7cf8f492d5d382c5a2878e71bb4fb1b51d8c880f22017cf312','2316baf1f3bfb2a69224ed345479a0319365d63cf29edaea9c3ccae545b61b23');
INSERT INTO audit VALUES(21,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547045447444,'ok',0,'',0,'staff','staff:8',0,'done','','ebe4ff841ead6436399c3b60584bafb6668dec4919adcd164e12b472d6405c39 active=1 roles=auditor','2316baf1f3bfb2a69224ed345479a0319365d63cf29edaea9c3ccae545b61b23','49453277ef6a188b5411010cb73b45b009bebce82f4deb327e01271ce8842472');
INSERT INTO audit VALUES(22,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547045585327,'ok',0,'',0,'key','key:10',0,'done','生成密钥 532be5e95a2154ed','made aa3474d5092fb38906de624bae832ba7db05485f973a22f36b9719946b207f8e','49453277ef6a188b5411010cb73b45b009bebce82f4deb327e01271ce8842472','58578956715b052ae31a26b54079d20d9097aa30fd6ed550eb11b37e730fd337');
INSERT INTO audit VALUES(23,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547064525701,'ok',1,'',0,'sign_in','staff:1',0,'done','','','58578956715b052ae31a26b54079d20d9097aa30fd6ed550eb11b37e730fd337','c1b8dc091d4acce6b3cc2163d9d35eee676e26e11cabcfb8799b3d723697f755');
INSERT INTO audit VALUES(24,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547071229756,'ok',2,'',0,'sign_in','staff:2',0,'done','','','c1b8dc091d4acce6b3cc2163d9d35eee676e26e11cabcfb8799b3d723697f755','f7c64547085813a0a34e4f0be79cfe38defedf01c1f3976b62f61a96f9699dd8');
INSERT INTO audit VALUES(25,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547076977779,'ok',3,'',0,'sign_in','staff:3',0,'done','','','f7c64547085813a0a34e4f0be79cfe38defedf01c1f3976b62f61a96f9699dd8','4110e3c85e42528c0b904c8eddd3b08cbad2c4e284e259337f5cfa4b02247bbf');
INSERT INTO audit VALUES(26,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547082927593,'ok',4,'',0,'sign_in','staff:4',0,'done','','','4110e3c85e42528c0b904c8eddd3b08cbad2c4e284e259337f5cfa4b02247bbf','02346a5c733f13b6e2131d7a63c14bfe851e760c44696b6eb20e1853721efad0');
INSERT INTO audit VALUES(27,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547088583636,'ok',5,'',0,'sign_in','staff:5',0,'done','','','02346a5c733f13b6e2131d7a63c14bfe851e760c44696b6eb20e1853721efad0','ab11401315c9bed316cc54d92920aa0c4591c8eb1c9e3e6fcd49a8c0501e813e');
INSERT INTO audit VALUES(28,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547094933623,'ok',6,'',0,'sign_in','staff:6',0,'done','','','ab11401315c9bed316cc54d92920aa0c4591c8eb1c9e3e6fcd49a8c0501e813e','cb8e93471c69ad75c73c219b5f07b629c68b5f6a6a5b86fd9279a769dfcdad1a');
INSERT INTO audit VALUES(29,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547100316073,'ok',7,'',0,'sign_in','staff:7',0,'done','','','cb8e93471c69ad75c73c219b5f07b629c68b5f6a6a5b86fd9279a769dfcdad1a','6bfe9969facb2f212607f3fe938811fe41fe7f97524a31e5856bd3fb3cb5f8fc');
INSERT INTO audit VALUES(30,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547106225980,'ok',8,'',0,'sign_in','staff:8',0,'done','','','6bfe9969facb2f212607f3fe938811fe41fe7f97524a31e5856bd3fb3cb5f8fc','5f86320f06954f6846cbfc1d3251f3e685e754e1c7a22c5d2def4cd24ab28575');
INSERT INTO audit VALUES(31,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547115090752,'ok',1,'clerk',0,'register','filing:1',0,'done','','','5f86320f06954f6846cbfc1d3251f3e685e754e1c7a22c5d2def4cd24ab28575','6d67c61cf5c70912f08ddfa771adbaaebca7f5c6df153f9107a799431de7458a');
INSERT INTO audit VALUES(32,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547116493296,'ok',1,'clerk',0,'material','filing:1',0,'done','','added paper','6d67c61cf5c70912f08ddfa771adbaaebca7f5c6df153f9107a799431de7458a','8a5d9d7c78ec3132762f062574e1bff91b6c0901e8bcbd22652127637cbd9c68');
INSERT INTO audit VALUES(33,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547117574432,'ok',1,'clerk',0,'material','filing:1',0,'done','','added paper','8a5d9d7c78ec3132762f062574e1bff91b6c0901e8bcbd22652127637cbd9c68','4fcb3da8d6014de6f62e930af5a7734e112f03d0700045d05fc0d4eec0519dd8');
INSERT INTO audit VALUES(34,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547119349088,'ok',1,'clerk',0,'register','filing:2',0,'done','','','4fcb3da8d6014de6f62e930af5a7734e112f03d0700045d05fc0d4eec0519dd8','4326dbec9206e86b124dee9e71983d50ef24f73d878ee745e0b42899a553622d');
INSERT INTO audit VALUES(35,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547120498188,'ok',1,'clerk',0,'material','filing:2',0,'done','','added paper','4326dbec9206e86b124dee9e71983d50ef24f73d878ee745e0b42899a553622d','51862a8e2404a92f25ba7d60c70180db74eb7189ab09d38a7acf3c2f830e4b32');
INSERT INTO audit VALUES(36,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547121455407,'ok',1,'clerk',0,'material','filing:2',0,'done','','added paper','51862a8e2404a92f25ba7d60c70180db74eb7189ab09d38a7acf3c2f830e4b32','7c49e86558a67aab9906f6d8d3517a7802d39295c7aaab0117c7fd69189fffc5');
INSERT INTO audit VALUES(37,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547123500755,'ok',1,'clerk',0,'register','filing:3',0,'done','','','7c49e86558a67aab9906f6d8d3517a7802d39295c7aaab0117c7fd69189fffc5','5ffe55941cd879ddae2820d6e8211b9ce2ef0c9e991f23f73ace180bbaf90393');
INSERT INTO audit VALUES(38,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547124735430,'ok',1,'clerk',0,'material','filing:3',0,'done','','added paper','5ffe55941cd879ddae2820d6e8211b9ce2ef0c9e991f23f73ace180bbaf90393','766156632891d95d875ff07189d40789f9195b87bb849dcfe0e416bed5715dd7');
INSERT INTO audit VALUES(39,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547125684131,'ok',1,'clerk',0,'material','filing:3',0,'done','','added paper','766156632891d95d875ff07189d40789f9195b87bb849dcfe0e416bed5715dd7','bfb9d8ceddb1afc3050dbfa3315ad0f5a88685cc7a532e2521c3ab50a6e93b8a');
INSERT INTO audit VALUES(40,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547127450400,'ok',1,'clerk',0,'register','filing:4',0,'done','','','bfb9d8ceddb1afc3050dbfa3315ad0f5a88685cc7a532e2521c3ab50a6e93b8a','025f27f31f5366c04ec76ac85e2c28fbe2b6e8efc7a8e60662070e784e629042');
INSERT INTO audit VALUES(41,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547128795192,'ok',1,'clerk',0,'material','filing:4',0,'done','','added paper','025f27f31f5366c04ec76ac85e2c28fbe2b6e8efc7a8e60662070e784e629042','711887451847001023e7f143b7fcb6f78d7f6b79e284c49f0ecad3c1e92c3750');
INSERT INTO audit VALUES(42,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547129785866,'ok',1,'clerk',0,'material','filing:4',0,'done','','added paper','711887451847001023e7f143b7fcb6f78d7f6b79e284c49f0ecad3c1e92c3750','3c2c607ede171c3a5a5e78f42c04c636841795c47d157307138e7f42564f6d7a');
INSERT INTO audit VALUES(43,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547131720313,'ok',1,'clerk',0,'register','filing:5',0,'done','','','3c2c607ede171c3a5a5e78f42c04c636841795c47d157307138e7f42564f6d7a','fa73bc5eae6aa2890373c08758109fbd43c069823d3a1a1fddaf706bc9ebabbf');
INSERT INTO audit VALUES(44,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547133110222,'ok',1,'clerk',0,'material','filing:5',0,'done','','added paper','fa73bc5eae6aa2890373c08758109fbd43c069823d3a1a1fddaf706bc9ebabbf','8776a11175299a5b5eee42683a4dd8f749f745872616305f99cdf566b9dcad15');
INSERT INTO audit VALUES(45,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547134202820,'ok',1,'clerk',0,'material','filing:5',0,'done','','added paper','8776a11175299a5b5eee42683a4dd8f749f745872616305f99cdf566b9dcad15','b259cf98ecc9a9dad706ac763c44baec6a246d1487d9bbdfe2c8103d63ed3cdf');
INSERT INTO audit VALUES(46,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547138925906,'ok',1,'clerk',0,'submit','filing:1',1,'done','','dc9d432e6f59036e53e04427e6e8c6338cf87a9592ded60091459c0f74530a57','b259cf98ecc9a9dad706ac763c44baec6a246d1487d9bbdfe2c8103d63ed3cdf','ccf96c8821462f5188121d9d97cf49d7ad88179e8681c6414a99e87e54bb3bb6');
INSERT INTO audit VALUES(47,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547146585764,'ok',3,'doctor',0,'certify','filing:1',1,'done','','a31a97ee1efa2356ca16f2ee94b6e83bcb32d5f7de116d3b06b58f45460132d5','ccf96c8821462f5188121d9d97cf49d7ad88179e8681c6414a99e87e54bb3bb6','3e8819a8b06ba5e6cb68ff421d42b5cb927adac11bd3d121905c040d2bd00e29');
INSERT INTO audit VALUES(48,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547152995828,'ok',4,'seal_keeper',0,'seal','filing:1',1,'done','','d08c0a8930d95b06a3125ae1f56b7d61bf41f2f0200a010bf4375f2a8aa9ffb5','3e8819a8b06ba5e6cb68ff421d42b5cb927adac11bd3d121905c040d2bd00e29','63dba0d5e7284fcde8057b114c4568359f1fb5a31cdc147454478f747e78f50c');
INSERT INTO audit VALUES(49,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547157199819,'ok',2,'clerk',0,'file','filing:1',1,'done','','7be05415698defbb4bd71bebfd8f3ace998220828af6b5a2a46a9bd656b39114','63dba0d5e7284fcde8057b114c4568359f1fb5a31cdc147454478f747e78f50c','eb4b7299a0ae30f15c51d6161b020293ce0fc13d6dbe08d4cb00e1d884d878e5');
INSERT INTO audit VALUES(50,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547161336619,'ok',1,'clerk',0,'submit','filing:2',1,'done','','f636f077f7402793b0704362d02de676e1250a447dcbdeea9801a407d39d5e17','eb4b7299a0ae30f15c51d6161b020293ce0fc13d6dbe08d4cb00e1d884d878e5','d073bbb72844297a1e135473a8a064f8a493b13b8eeebe8e2472f5136be5dd26');
INSERT INTO audit VALUES(51,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547168607250,'ok',3,'doctor',0,'certify','filing:2',1,'done','','516ade802e9727cac02698c2dd25063a5ee9808f80ba64b2f01958b18cc26885','d073bbb72844297a1e135473a8a064f8a493b13b8eeebe8e2472f5136be5dd26','dcc8e0ab23918a3054735a9e527f94a3167237fccfce2bd97e381d288f167d9c');
INSERT INTO audit VALUES(52,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547173624008,'ok',1,'clerk',0,'submit','filing:3',1,'done','','58de272a6e71c4ae4ff3c1b87213922efe2cb1383a02d95bef02dd7c16fbff99','dcc8e0ab23918a3054735a9e527f94a3167237fccfce2bd97e381d288f167d9c','fa717027bc4e8b1d44302711071bd9bc7b5a294055a926b04c3b4c7cb2be4ef2');
INSERT INTO audit VALUES(53,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547177728750,'ok',5,'head',0,'return','filing:3',1,'done','','19ce23f3388e1ff7fa74638b36f4a84094730a4f95c6349f32da8fbf0d7aa8b6','fa717027bc4e8b1d44302711071bd9bc7b5a294055a926b04c3b4c7cb2be4ef2','84b31421d4ee0b03520bec9d765cd12c9f4adb9f7f6daa0b20b15460595ee89d');
INSERT INTO audit VALUES(54,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547181138662,'ok',1,'clerk',0,'amend','filing:1',1,'done','','92931ff7adfce61be527b78a7710ffd52caf8e589a627710c4cc2216755007fc','84b31421d4ee0b03520bec9d765cd12c9f4adb9f7f6daa0b20b15460595ee89d','2ea2298a63c166e771fb1c87cef25d43ac287e333ebedf580da52bf0ee1459c9');
INSERT INTO audit VALUES(55,'2026-11-22 09:15:02','848fd759-45a1-4742-b856-44a6c3aa71c9',23547184346591,'ok',1,'clerk',0,'register','filing:4',0,'done','','','2ea2298a63c166e771fb1c87cef25d43ac287e333ebedf580da52bf0ee1459c9','c531ce44957368bc966a7c9a8053becfc4e22656a552955c44b0b6c2fe9c2cfa');
CREATE TABLE anchor (
	seq       INTEGER PRIMARY KEY REFERENCES audit (seq), -- rows up to here are covered
	head      TEXT NOT NULL CHECK (length(head) = 64),
	root      TEXT NOT NULL CHECK (length(root) = 64),
	at        TEXT NOT NULL,
	signature TEXT NOT NULL CHECK (signature <> '')
) STRICT;
CREATE TABLE clock (
	one       INTEGER PRIMARY KEY CHECK (one = 1),
	doubtful  INTEGER NOT NULL CHECK (doubtful IN (0, 1)),
	boot      TEXT NOT NULL,
	mono      INTEGER NOT NULL,
	wall      INTEGER NOT NULL -- seconds since 1970
) STRICT;
INSERT INTO clock VALUES(1,0,'848fd759-45a1-4742-b856-44a6c3aa71c9',23547184346591,1795310102);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('institution',1);
INSERT INTO sqlite_sequence VALUES('sign_key',10);
INSERT INTO sqlite_sequence VALUES('staff',8);
INSERT INTO sqlite_sequence VALUES('doctor',1);
INSERT INTO sqlite_sequence VALUES('seal',1);
INSERT INTO sqlite_sequence VALUES('filing',7);
INSERT INTO sqlite_sequence VALUES('filing_change',73);
INSERT INTO sqlite_sequence VALUES('material',12);
INSERT INTO sqlite_sequence VALUES('act',9);
INSERT INTO sqlite_sequence VALUES('session',1);
INSERT INTO sqlite_sequence VALUES('draft',3);
CREATE INDEX filing_state ON filing (state, save_seq);
CREATE INDEX filing_saved_at ON filing (saved_at);
CREATE INDEX search_key_filing ON search_key (filing, kind, key);
CREATE INDEX draft_session ON draft (session);
CREATE INDEX draft_filing ON draft (filing);
CREATE INDEX filing_prior ON filing (prior) WHERE prior IS NOT NULL;
CREATE INDEX filing_number ON filing (filing_no, version) WHERE filing_no IS NOT NULL;
CREATE INDEX filing_enddate ON filing (enddate) WHERE enddate IS NOT NULL AND state = 'filed';
CREATE INDEX password_past_staff ON password_past (staff, set_at);
CREATE INDEX sign_key_staff ON sign_key (staff) WHERE staff IS NOT NULL;
CREATE INDEX act_filing ON act (filing, id) WHERE filing IS NOT NULL;
CREATE INDEX act_at ON act (at, act);
CREATE INDEX act_staff ON act (staff, act);
CREATE INDEX material_filing ON material (filing, id);
CREATE INDEX filing_change_filing ON filing_change (filing, id);
CREATE INDEX audit_object ON audit (object, seq);
CREATE INDEX audit_at ON audit (at);
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
COMMIT;
