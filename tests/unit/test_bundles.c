/* Covers bundles between desks: a clinic, a hospital and an agency with real stores. What was signed there arrives as it was
 * signed, once, with its numbers watched and its receipt; nothing else arrives; what came can be gone on with here. */
#include "tests/desks.h"

#include "db/bundle_parts.h"
#include "db/changes.h"

#define LIST_MOST 64

struct desks {
	struct office clinic, hospital, agency;
	int64_t to_hospital, to_agency; /* at the clinic */
	int64_t clinic_here;            /* at the hospital */
	char stick[32];
};

static void open_desks(struct desks *d)
{
	desk_open(&d->clinic, CLINIC_CODE, CLINIC);
	desk_open(&d->hospital, HOSPITAL_CODE, HOSPITAL);
	d->agency = (struct office) { 0 };
	d->to_hospital = desk_knows(&d->clinic, &d->hospital);
	d->clinic_here = desk_knows(&d->hospital, &d->clinic);
	snprintf(d->stick, sizeof(d->stick), "stick.XXXXXX");
	assert_non_null(mkdtemp(d->stick));
}

static void open_agency(struct desks *d)
{
	desk_open(&d->agency, AGENCY_CODE, AGENCY);
	d->to_agency = desk_knows(&d->clinic, &d->agency);
	desk_knows(&d->agency, &d->clinic);
}

static void close_desks(struct desks *d)
{
	char command[64];

	desk_close(&d->clinic);
	desk_close(&d->hospital);
	if (d->agency.st)
		desk_close(&d->agency);
	snprintf(command, sizeof(command), "rm -rf %s", d->stick);
	assert_int_equal(system(command), 0);
}

static struct bundle_result make(struct desks *d, int64_t peer)
{
	struct bundle_result r = { 0 };
	struct err err = { 0 };

	if (bundle_make(d->clinic.st, office_who(&d->clinic, "wm"), peer, d->stick, NULL, NULL, &r,
			&err) < 0)
		fail_msg("%s", err.msg);
	return r;
}

static int try_take(struct office *o, const char *path, struct bundle_result *r, struct err *err)
{
	*r = (struct bundle_result) { 0 };
	*err = (struct err) { 0 };
	return bundle_take(o->st, office_who(o, "wm"), path, NULL, NULL, r, err);
}

static struct bundle_result take(struct office *o, const char *path)
{
	struct bundle_result r;
	struct err err;

	if (try_take(o, path, &r, &err) < 0)
		fail_msg("%s: %s", path, err.msg);
	return r;
}

static void refused(struct office *o, const char *path, enum err_code code, const char *why)
{
	struct bundle_result r;
	struct err err;

	if (try_take(o, path, &r, &err) == 0)
		fail_msg("%s was taken", why);
	if (err.code != code)
		fail_msg("%s: %s", why, err.msg);
	assert_true(strlen(err.msg) > 0);
}

static int count_received(struct office *o, bool open_only)
{
	static struct received rows[LIST_MOST];
	struct err err = { 0 };
	int count = received_list(o->st, open_only, rows, LIST_MOST, &err);

	if (count < 0)
		fail_msg("%s", err.msg);
	return count;
}

static char *received_text(struct office *o, int64_t id)
{
	struct err err = { 0 };
	char *words = NULL;

	if (received_words(o->st, id, o->w.policies, &words, &err) < 0)
		fail_msg("%s", err.msg);
	return words;
}

static void has_words(struct office *o, int64_t id, const char *want, const char *why)
{
	char *words = received_text(o, id);

	if (!strstr(words, want))
		fail_msg("%s: no “%s” in\n%s", why, want, words);
	free(words);
}

static char *read_whole(const char *path, size_t *out_len)
{
	FILE *f = fopen(path, "rb");
	char *bytes = malloc(1 << 20);

	assert_non_null(f);
	assert_non_null(bytes);
	*out_len = fread(bytes, 1, (1 << 20) - 1, f);
	bytes[*out_len] = '\0';
	fclose(f);
	return bytes;
}

/* ---- cards ---- */

static void card__is_read__as_it_was_made(void **unused)
{
	char card[PEER_CARD_SIZE], public[SM2_PUBLIC_SIZE];
	struct desk_identity id;
	struct office o;
	struct peer p;
	struct err err = { 0 };

	(void)unused;
	desk_open(&o, CLINIC_CODE, "峨边 彝族自治县 人民医院");
	assert_int_equal(peer_card_make(o.st, card, &err), 0);
	assert_int_equal(peer_card_read(card, &p, &err), 0);
	assert_int_equal(desk_identity_load(o.st, &id, &err), 1);
	assert_string_equal(p.uuid, id.uuid);
	assert_string_equal(p.code, CLINIC_CODE);
	assert_string_equal(p.name, "峨边 彝族自治县 人民医院");
	assert_string_equal(p.public, id.public);
	sm2_key_id(id.public, public);
	assert_string_equal(p.key_id, public);
	assert_false(p.training);
	desk_close(&o);
}

/* Every byte, and the shapes of another line. */
static void card__is_refused__when_anything_differs(void **unused)
{
	static const char *const others[] = {
		"", " ", "mtdesk-desk/1", "mtdesk-desk/1 a b c d e", "mtdesk-anchor/1 x 1 a b c d",
	};
	char card[PEER_CARD_SIZE], other[2 * PEER_CARD_SIZE];
	struct office o;
	struct peer p;
	struct err err = { 0 };

	(void)unused;
	desk_open(&o, CLINIC_CODE, CLINIC);
	assert_int_equal(peer_card_make(o.st, card, &err), 0);
	for (size_t i = 0; card[i]; i++) {
		snprintf(other, sizeof(other), "%s", card);
		other[i] ^= 1;
		if (peer_card_read(other, &p, &err) == 0)
			fail_msg("byte %zu changed, and it passed", i);
		assert_int_equal(err.code, ERR_INPUT);
	}
	snprintf(other, sizeof(other), "%s ", card);
	assert_int_equal(peer_card_read(other, &p, &err), -1);
	snprintf(other, sizeof(other), " %s", card);
	assert_int_equal(peer_card_read(other, &p, &err), -1);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		assert_int_equal(peer_card_read(others[i], &p, &err), -1);
	memset(other, 'x', sizeof(other) - 1);
	other[sizeof(other) - 1] = '\0';
	assert_int_equal(peer_card_read(other, &p, &err), -1);
	desk_close(&o);
}

static void peer__is_taken_up__by_the_head_alone(void **unused)
{
	struct office here, there;
	char card[PEER_CARD_SIZE];
	struct peer p, other, list[4];
	struct err err = { 0 };

	(void)unused;
	desk_open(&here, HOSPITAL_CODE, HOSPITAL);
	desk_open(&there, CLINIC_CODE, CLINIC);
	assert_int_equal(peer_card_make(there.st, card, &err), 0);
	assert_int_equal(peer_card_read(card, &p, &err), 0);
	assert_int_equal(peer_save(here.st, office_who(&here, "wm"), &p, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_int_equal(peer_save(here.st, office_who(&here, "hzr"), &p, &err), 0);
	assert_true(p.id > 0);
	/* The same card again is the same row; another key under its number is refused. */
	assert_int_equal(peer_card_read(card, &other, &err), 0);
	assert_int_equal(peer_save(here.st, office_who(&here, "hzr"), &other, &err), 0);
	assert_int_equal(other.id, p.id);
	snprintf(other.public, sizeof(other.public), "%s",
		 "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
		 "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
	assert_int_equal(peer_save(here.st, office_who(&here, "hzr"), &other, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	/* Its own card, and a training desk's. */
	assert_int_equal(peer_card_make(here.st, card, &err), 0);
	assert_int_equal(peer_card_read(card, &other, &err), 0);
	assert_int_equal(peer_save(here.st, office_who(&here, "hzr"), &other, &err), -1);
	other = p;
	other.training = true;
	assert_int_equal(peer_save(here.st, office_who(&here, "hzr"), &other, &err), -1);
	assert_int_equal(peers_list(here.st, list, ARRAY_SIZE(list), &err), 1);
	assert_string_equal(list[0].name, CLINIC);
	assert_int_equal(peer_find(here.st, CLINIC, &other, &err), 1);
	assert_int_equal(peer_find(here.st, CLINIC_CODE, &other, &err), 1);
	assert_int_equal(peer_find(here.st, "nobody", &other, &err), 0);
	desk_is_sound(&here);
	desk_close(&here);
	desk_close(&there);
}

/* ---- the way of a bundle ---- */

static void bundle__brings__what_was_signed(void **unused)
{
	static struct received rows[LIST_MOST];
	struct filing_record sent = { 0 };
	struct desks d;
	struct bundle_result r, t;
	struct err err = { 0 };
	int64_t filed, sealed;

	(void)unused;
	open_desks(&d);
	open_agency(&d);
	filed = desk_files(&d.clinic, 1, STATE_FILED);
	sealed = desk_files(&d.clinic, 2, STATE_SEALED);
	desk_files(&d.clinic, 3, STATE_DRAFT);
	r = make(&d, d.to_hospital);
	assert_int_equal(r.number, 1);
	assert_int_equal(r.filings, 2);
	assert_int_equal(r.materials, 2);
	assert_int_equal(r.waiting, 0);
	assert_non_null(strstr(r.path, "MTDESK-" CLINIC_CODE "-" HOSPITAL_CODE "-1.mtb"));
	t = take(&d.hospital, r.path);
	assert_int_equal(t.number, 1);
	assert_int_equal(t.filings, 2);
	assert_int_equal(t.materials, 2);
	assert_false(t.again);
	assert_string_equal(t.gaps, "");
	assert_string_equal(t.sm3, r.sm3);
	assert_string_equal(t.peer, CLINIC);

	assert_int_equal(received_list(d.hospital.st, true, rows, LIST_MOST, &err), 2);
	assert_int_equal(rows[0].state, STATE_SEALED);
	assert_int_equal(rows[1].state, STATE_FILED);
	assert_int_equal(filings_load(d.clinic.st, filed, &sent, &err), 1);
	assert_string_equal(rows[1].no, sent.no);
	assert_string_equal(rows[1].filing_no, sent.filing_no);
	assert_string_equal(rows[1].psn_name, filing_get(&sent.filing, FIELD_PSN_NAME));
	assert_string_equal(rows[1].certno, filing_get(&sent.filing, FIELD_CERTNO));
	assert_string_equal(rows[1].peer_name, CLINIC);
	has_words(&d.hospital, rows[1].id, "由“" CLINIC "”送来并由该台签署封装", "who it is from");
	has_words(&d.hospital, rows[1].id, "认定：有效", "the certification");
	has_words(&d.hospital, rows[1].id, "备案：有效", "the filing");
	has_words(&d.hospital, rows[1].id, "以送来的台所说为准", "what cannot be known here");
	filing_record_finish(&sent);
	desk_is_sound(&d.clinic);
	desk_is_sound(&d.hospital);

	/* Nothing new; then one act more. */
	assert_int_equal(bundle_make(d.clinic.st, office_who(&d.clinic, "wm"), d.to_hospital,
				     d.stick, NULL, NULL, &r, &err),
			 -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	office_step(&d.clinic, "zl", ACT_FILE, sealed);
	r = make(&d, d.to_hospital);
	assert_int_equal(r.number, 2);
	assert_int_equal(r.filings, 1);
	take(&d.hospital, r.path);
	/* Both are kept, the newest is shown. */
	assert_int_equal(received_list(d.hospital.st, false, rows, LIST_MOST, &err), 2);
	assert_int_equal(rows[0].state, STATE_FILED);
	assert_int_equal(rows[0].number, 2);
	desk_is_sound(&d.hospital);

	/* The agency has got nothing yet: its numbers are its own. */
	r = make(&d, d.to_agency);
	assert_int_equal(r.number, 1);
	assert_int_equal(r.filings, 2);
	take(&d.agency, r.path);
	desk_is_sound(&d.agency);
	close_desks(&d);
}

static void bundle__taken_again__changes_nothing(void **unused)
{
	struct bundle_result r, first, second;
	char *one, *two;
	size_t len;
	struct desks d;
	int64_t seq, after;
	char hash[SM3_HEX_SIZE];

	(void)unused;
	open_desks(&d);
	desk_files(&d.clinic, 1, STATE_FILED);
	r = make(&d, d.to_hospital);
	first = take(&d.hospital, r.path);
	one = read_whole(first.path, &len);
	assert_int_equal(audit_head(d.hospital.st, &seq, hash, NULL), 0);
	setenv("MTDESK_NOW", "2026-11-22 15:30:00", 1);
	second = take(&d.hospital, r.path);
	setenv("MTDESK_NOW", "2026-11-22 09:00:00", 1);
	assert_true(second.again);
	assert_int_equal(audit_head(d.hospital.st, &after, hash, NULL), 0);
	assert_int_equal(seq, after);
	assert_int_equal(count_received(&d.hospital, false), 1);
	/* The same receipt, but for the signature, which is random. */
	two = read_whole(second.path, &len);
	*strrchr(one, ' ') = '\0';
	*strrchr(two, ' ') = '\0';
	assert_string_equal(one, two);
	free(one);
	free(two);
	desk_is_sound(&d.hospital);
	close_desks(&d);
}

/* Made anew because the stick was lost: another envelope, the same bundle. */
static void bundle__made_again__is_the_same(void **unused)
{
	struct bundle_result r, again, t;
	struct err err = { 0 };
	struct desks d;
	char old[4200];
	int64_t id;

	(void)unused;
	open_desks(&d);
	id = desk_files(&d.clinic, 1, STATE_SEALED);
	r = make(&d, d.to_hospital);
	/* What was signed since does not belong to it. */
	office_step(&d.clinic, "zl", ACT_FILE, id);
	snprintf(old, sizeof(old), "%s.old", r.path);
	assert_int_equal(rename(r.path, old), 0);
	if (bundle_again(d.clinic.st, office_who(&d.clinic, "wm"), d.to_hospital, 1, d.stick, NULL,
			 NULL, &again, &err) < 0)
		fail_msg("%s", err.msg);
	assert_string_equal(again.sm3, r.sm3);
	assert_string_equal(again.path, r.path);
	t = take(&d.hospital, again.path);
	assert_false(t.again);
	t = take(&d.hospital, old);
	assert_true(t.again);
	assert_int_equal(bundle_again(d.clinic.st, office_who(&d.clinic, "wm"), d.to_hospital, 2,
				      d.stick, NULL, NULL, &again, &err),
			 -1);
	desk_is_sound(&d.clinic);
	close_desks(&d);
}

static void gaps__are_named__until_they_are_closed(void **unused)
{
	struct bundle_result r[6], t;
	struct err err = { 0 };
	char gaps[256];
	struct desks d;

	(void)unused;
	open_desks(&d);
	for (unsigned i = 0; i < 6; i++) {
		desk_files(&d.clinic, 1 + i, STATE_READY);
		r[i] = make(&d, d.to_hospital);
		assert_int_equal(r[i].number, i + 1);
	}
	t = take(&d.hospital, r[0].path);
	assert_string_equal(t.gaps, "");
	t = take(&d.hospital, r[2].path);
	assert_string_equal(t.gaps, "2");
	t = take(&d.hospital, r[5].path);
	assert_string_equal(t.gaps, "2、4-5");
	/* The receipt tells the clinic. */
	assert_int_equal(bundle_receipt(d.clinic.st, office_who(&d.clinic, "wm"), t.path, &t, &err),
			 0);
	assert_string_equal(t.gaps, "2、4-5");
	t = take(&d.hospital, r[1].path);
	assert_string_equal(t.gaps, "4-5");
	assert_int_equal(bundles_gaps(d.hospital.st, d.clinic_here, gaps, sizeof(gaps), &err), 0);
	assert_string_equal(gaps, "4-5");
	take(&d.hospital, r[4].path);
	t = take(&d.hospital, r[3].path);
	assert_string_equal(t.gaps, "");
	desk_is_sound(&d.hospital);
	close_desks(&d);
}

/* ---- receipts ---- */

static void receipt__marks__its_bundle_once(void **unused)
{
	struct bundle_row rows[8];
	struct bundle_result r, t, got;
	struct err err = { 0 };
	struct desks d;
	int count;

	(void)unused;
	open_desks(&d);
	open_agency(&d);
	desk_files(&d.clinic, 1, STATE_FILED);
	r = make(&d, d.to_hospital);
	t = take(&d.hospital, r.path);
	count = bundles_list(d.clinic.st, rows, ARRAY_SIZE(rows), &err);
	assert_int_equal(count, 1);
	assert_true(rows[0].out);
	assert_string_equal(rows[0].received_at, "");
	if (bundle_receipt(d.clinic.st, office_who(&d.clinic, "wm"), t.path, &got, &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(got.number, 1);
	assert_false(got.again);
	assert_string_equal(got.peer, HOSPITAL);
	bundles_list(d.clinic.st, rows, ARRAY_SIZE(rows), &err);
	assert_string_equal(rows[0].received_at, "2026-11-22 09:00:00");
	assert_int_equal(
		bundle_receipt(d.clinic.st, office_who(&d.clinic, "wm"), t.path, &got, &err), 0);
	assert_true(got.again);
	/* It is nobody else's. */
	assert_int_equal(
		bundle_receipt(d.agency.st, office_who(&d.agency, "wm"), t.path, &got, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	/* The hospital's list has it coming in. */
	assert_int_equal(bundles_list(d.hospital.st, rows, ARRAY_SIZE(rows), &err), 1);
	assert_false(rows[0].out);
	desk_is_sound(&d.clinic);
	close_desks(&d);
}

static void receipt__is_refused__when_anything_differs(void **unused)
{
	struct bundle_result r, t, got;
	struct err err = { 0 };
	struct desks d;
	char *line;
	size_t len;

	(void)unused;
	open_desks(&d);
	desk_files(&d.clinic, 1, STATE_FILED);
	r = make(&d, d.to_hospital);
	t = take(&d.hospital, r.path);
	line = read_whole(t.path, &len);
	for (size_t i = 0; i + 1 < len; i++) {
		line[i] ^= 1;
		put_bytes("changed.receipt", line, len);
		if (bundle_receipt(d.clinic.st, office_who(&d.clinic, "wm"), "changed.receipt",
				   &got, &err) == 0)
			fail_msg("byte %zu changed, and it passed", i);
		line[i] ^= 1;
	}
	free(line);
	close_desks(&d);
}

/* ---- what is not taken ---- */

static void nothing_came(struct office *o)
{
	struct bundle_row rows[4];

	assert_int_equal(count_received(o, false), 0);
	assert_int_equal(bundles_list(o->st, rows, ARRAY_SIZE(rows), NULL), 0);
	desk_is_sound(o);
}

static void bundle__is_refused__in_the_wrong_hands(void **unused)
{
	struct bundle_result r;
	struct err err = { 0 };
	struct office stranger;
	struct desks d;
	struct peer p;
	char path[4300];

	(void)unused;
	open_desks(&d);
	open_agency(&d);
	desk_files(&d.clinic, 1, STATE_FILED);
	r = make(&d, d.to_hospital);
	refused(&d.agency, r.path, ERR_NOT_ALLOWED, "a bundle for another desk");
	/* From a desk that nobody has taken up. */
	desk_open(&stranger, "H51110200099", "某医院");
	desk_files(&stranger, 1, STATE_FILED);
	if (bundle_make(stranger.st, office_who(&stranger, "wm"),
			desk_knows(&stranger, &d.hospital), d.stick, NULL, NULL, &r, &err) < 0)
		fail_msg("%s", err.msg);
	refused(&d.hospital, r.path, ERR_NOT_ALLOWED, "an unknown desk's bundle");
	nothing_came(&d.agency);
	nothing_came(&d.hospital);
	/* From one that was switched off; and to it. */
	desk_files(&d.clinic, 2, STATE_FILED);
	r = make(&d, d.to_hospital);
	assert_int_equal(peer_by_uuid(d.hospital.st, "", &p, &err), 0);
	assert_int_equal(peer_load(d.hospital.st, d.clinic_here, &p, &err), 1);
	p.active = false;
	assert_int_equal(peer_save(d.hospital.st, office_who(&d.hospital, "hzr"), &p, &err), 0);
	refused(&d.hospital, r.path, ERR_NOT_ALLOWED, "a bundle of a desk that is switched off");
	assert_int_equal(bundle_make(d.hospital.st, office_who(&d.hospital, "wm"), p.id, d.stick,
				     NULL, NULL, &r, &err),
			 -1);
	/* By somebody who may not. */
	p.active = true;
	assert_int_equal(peer_save(d.hospital.st, office_who(&d.hospital, "hzr"), &p, &err), 0);
	snprintf(path, sizeof(path), "%s/MTDESK-" CLINIC_CODE "-" HOSPITAL_CODE "-1.mtb", d.stick);
	assert_int_equal(bundle_take(d.hospital.st, office_who(&d.hospital, "ljg"), path, NULL,
				     NULL, &r, &err),
			 -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_int_equal(bundle_make(d.clinic.st, office_who(&d.clinic, "sj"), d.to_hospital,
				     d.stick, NULL, NULL, &r, &err),
			 -1);
	nothing_came(&d.hospital);
	desk_close(&stranger);
	close_desks(&d);
}

/* Each part of the file, and every 37th byte. */
static void bundle__is_refused__when_it_was_changed(void **unused)
{
	struct bundle_result r;
	struct desks d;
	char *bytes;
	size_t len;

	(void)unused;
	open_desks(&d);
	desk_files(&d.clinic, 1, STATE_FILED);
	r = make(&d, d.to_hospital);
	bytes = read_whole(r.path, &len);
	for (size_t i = 0; i < len; i += i < 700 ? 37 : 997) {
		struct bundle_result t;
		struct err err;

		bytes[i] ^= 1;
		put_bytes("changed.mtb", bytes, len);
		if (try_take(&d.hospital, "changed.mtb", &t, &err) == 0)
			fail_msg("byte %zu of %zu changed, and it was taken", i, len);
		bytes[i] ^= 1;
	}
	for (size_t n = 0; n < len; n += len / 9) {
		put_bytes("changed.mtb", bytes, n);
		refused(&d.hospital, "changed.mtb", ERR_INPUT, "a bundle that was cut");
	}
	refused(&d.hospital, d.stick, ERR_INPUT, "a folder");
	refused(&d.hospital, "no-such.mtb", ERR_INPUT, "no file");
	assert_int_equal(symlink(r.path, "link.mtb"), 0);
	refused(&d.hospital, "link.mtb", ERR_INPUT, "a link");
	unlink("link.mtb");
	free(bytes);
	nothing_came(&d.hospital);
	take(&d.hospital, r.path);
	close_desks(&d);
}

/* An old copy of the clinic's store was restored, and gave a number out again. */
static void bundle__is_refused__under_a_number_that_came_with_another_content(void **unused)
{
	struct bundle_result r, other;
	struct desks d;
	char command[400];

	(void)unused;
	open_desks(&d);
	desk_files(&d.clinic, 1, STATE_FILED);
	store_close(d.clinic.st);
	snprintf(command, sizeof(command), "cp %s %s.copy", d.clinic.s.path, d.clinic.s.path);
	assert_int_equal(system(command), 0);
	d.clinic.st = d.clinic.s.st = open_store(d.clinic.s.path);
	r = make(&d, d.to_hospital);
	take(&d.hospital, r.path);
	store_close(d.clinic.st);
	snprintf(command, sizeof(command), "mv %s.copy %s", d.clinic.s.path, d.clinic.s.path);
	assert_int_equal(system(command), 0);
	d.clinic.st = d.clinic.s.st = open_store(d.clinic.s.path);
	desk_files(&d.clinic, 2, STATE_FILED);
	other = make(&d, d.to_hospital);
	assert_int_equal(other.number, 1);
	assert_string_not_equal(other.sm3, r.sm3);
	refused(&d.hospital, other.path, ERR_NOT_ALLOWED, "number 1 with another content");
	assert_int_equal(count_received(&d.hospital, false), 1);
	desk_is_sound(&d.hospital);
	close_desks(&d);
}

static void bundle__is_not_made__without_its_materials(void **unused)
{
	struct bundle_result r;
	struct err err = { 0 };
	struct desks d;
	char command[300];

	(void)unused;
	open_desks(&d);
	desk_files(&d.clinic, 1, STATE_FILED);
	snprintf(command, sizeof(command),
		 "for f in %s.materials/*; do cp $f kept; printf x >> $f; done", d.clinic.s.path);
	assert_int_equal(system(command), 0);
	assert_int_equal(bundle_make(d.clinic.st, office_who(&d.clinic, "wm"), d.to_hospital,
				     d.stick, NULL, NULL, &r, &err),
			 -1);
	assert_int_equal(err.code, ERR_STORAGE);
	snprintf(command, sizeof(command), "rm %s.materials/*", d.clinic.s.path);
	assert_int_equal(system(command), 0);
	assert_int_equal(bundle_make(d.clinic.st, office_who(&d.clinic, "wm"), d.to_hospital,
				     d.stick, NULL, NULL, &r, &err),
			 -1);
	/* Nothing is left on the stick, and no number was used. */
	snprintf(command, sizeof(command), "test -z \"$(ls -A %s)\"", d.stick);
	assert_int_equal(system(command), 0);
	snprintf(command, sizeof(command),
		 "cp kept %s.materials/$(openssl dgst -sm3 -r kept | cut -c 1-64)",
		 d.clinic.s.path);
	assert_int_equal(system(command), 0);
	r = make(&d, d.to_hospital);
	assert_int_equal(r.number, 1);
	close_desks(&d);
}

static bool stop(void *ctx, uint64_t done, uint64_t all)
{
	int *left = ctx;

	assert_true(done <= all);
	return --*left < 0;
}

/* Stopped at any place, there is nothing of it. */
static void bundle__leaves_nothing__when_it_is_stopped(void **unused)
{
	struct bundle_result r;
	struct err err = { 0 };
	struct desks d;
	char command[100];
	int stops = 0, rc = -1;

	(void)unused;
	open_desks(&d);
	desk_files(&d.clinic, 1, STATE_FILED);
	for (int n = 0; rc < 0; n++) {
		int left = n;

		rc = bundle_make(d.clinic.st, office_who(&d.clinic, "wm"), d.to_hospital, d.stick,
				 stop, &left, &r, &err);
		if (rc < 0) {
			assert_int_equal(err.code, ERR_CANCELLED);
			snprintf(command, sizeof(command), "test -z \"$(ls -A %s)\"", d.stick);
			assert_int_equal(system(command), 0);
			stops++;
		}
	}
	assert_true(stops > 1);
	assert_int_equal(r.number, 1);
	stops = 0;
	rc = -1;
	for (int n = 0; rc < 0; n++) {
		struct bundle_result t;
		int left = n;

		rc = bundle_take(d.hospital.st, office_who(&d.hospital, "wm"), r.path, stop, &left,
				 &t, &err);
		if (rc < 0) {
			assert_int_equal(err.code, ERR_CANCELLED);
			nothing_came(&d.hospital);
			stops++;
		}
	}
	assert_true(stops > 3);
	assert_int_equal(count_received(&d.hospital, false), 1);
	close_desks(&d);
}

/* ---- a peer that lies ---- */

static void replace(char **text, const char *from, const char *to)
{
	char *at = strstr(*text, from), *new;

	assert_non_null(at);
	assert_int_equal(strlen(from), strlen(to));
	new = strdup(*text);
	memcpy(new + (at - *text), to, strlen(to));
	free(*text);
	*text = new;
}

enum lie {
	LIE_NONE,
	LIE_ACT_TEXT,
	LIE_SIGNATURE,
	LIE_KEY,
	LIE_VERSION_TEXT,
	LIE_ACT_HIDDEN,
	LIE_ACTS_SWAPPED,
	LIE_NO,
	LIE_LAST_ACT_TWICE,
	LIE_COUNT
};

static void tell_lie(struct bundle_filing *f, enum lie lie)
{
	struct bundle_act *last = &f->acts[f->acts_count - 1], kept;

	switch (lie) {
	case LIE_NONE:
	case LIE_COUNT:
		break;
	case LIE_ACT_TEXT:
		replace(&last->text, "2026-11-22 09:00:00", "2026-11-21 09:00:00");
		break;
	case LIE_SIGNATURE:
		free(last->signature);
		last->signature = strdup(f->acts[0].signature);
		break;
	case LIE_KEY:
		free(last->public);
		last->public = strdup(f->acts[1].public);
		break;
	case LIE_VERSION_TEXT:
		replace(&f->versions[0].text, "张晓燕", "李晓燕");
		break;
	case LIE_ACT_HIDDEN:
		free(f->acts[1].text);
		free(f->acts[1].signature);
		free(f->acts[1].public);
		memmove(&f->acts[1], &f->acts[2], (f->acts_count - 2) * sizeof(f->acts[0]));
		f->acts_count--;
		break;
	case LIE_ACTS_SWAPPED:
		kept = f->acts[1];
		f->acts[1] = f->acts[2];
		f->acts[2] = kept;
		break;
	case LIE_NO:
		snprintf(f->no, sizeof(f->no), "20261122-9999");
		break;
	case LIE_LAST_ACT_TWICE:
		f->acts = realloc(f->acts, (f->acts_count + 1) * sizeof(f->acts[0]));
		last = &f->acts[f->acts_count - 1];
		f->acts[f->acts_count++] =
			(struct bundle_act) { .text = strdup(last->text),
					      .signature = strdup(last->signature),
					      .public = strdup(last->public) };
		break;
	}
}

/* The text that bundle_filing_collect() would make of it. */
static void text_of(const struct bundle_filing *f, struct canonical *out)
{
	canonical_begin(out, "mtdesk-bundle-filing/1");
	canonical_add(out, "no", f->no);
	canonical_add(out, "amends", *f->amends ? f->amends : NULL);
	canonical_add_int(out, "versions", (int64_t)f->versions_count);
	for (size_t i = 0; i < f->versions_count; i++) {
		canonical_add_int(out, "version", f->versions[i].version);
		canonical_add(out, "text", f->versions[i].text);
	}
	canonical_add_int(out, "acts", (int64_t)f->acts_count);
	for (size_t i = 0; i < f->acts_count; i++) {
		canonical_add(out, "act", f->acts[i].text);
		canonical_add(out, "signature", f->acts[i].signature);
		canonical_add(out, "public", f->acts[i].public);
	}
}

static void put_record(struct envelope_writer *w, char letter, const void *data, size_t len)
{
	unsigned char head[BUNDLE_RECORD_HEAD] = { (unsigned char)letter };

	for (size_t i = 0; i < 8; i++)
		head[1 + i] = (unsigned char)((uint64_t)len >> (56 - 8 * i));
	assert_int_equal(envelope_write(w, head, sizeof(head), NULL), 0);
	assert_int_equal(envelope_write(w, data, len, NULL), 0);
}

enum shape {
	AS_IT_IS,
	NO_END,
	BEHIND_END,
	FILE_LONGER,
	FILE_OTHER,
	FILE_GONE,
	TWO_SAID,
	FILING_TWICE,
	NUMBER_OTHER
};

/* A bundle of the clinic's own key with one filing, told in this way. */
static void forge(struct desks *d, const struct bundle_filing *f, enum shape shape,
		  const char *path)
{
	struct desk_identity from, to;
	struct envelope_head head = { .number = 1, .made_at = "2026-11-22 09:00:00" };
	struct bundle_head begin = { .number = shape == NUMBER_OTHER ? 2 : 1,
				     .filings =
					     shape == TWO_SAID || shape == FILING_TWICE ? 2 : 1 };
	struct envelope_writer *w = NULL;
	struct canonical text = { 0 };
	struct sm2_key *key = NULL;
	char *bytes, sm3[SM3_HEX_SIZE], material[300];
	FILE *out = fopen(path, "wb");
	size_t len = 0;

	assert_int_equal(desk_identity_load(d->clinic.st, &from, NULL), 1);
	assert_int_equal(desk_identity_load(d->hospital.st, &to, NULL), 1);
	snprintf(head.sender, sizeof(head.sender), "%s", from.uuid);
	snprintf(head.receiver, sizeof(head.receiver), "%s", to.uuid);
	memcpy(begin.sender, head.sender, sizeof(begin.sender));
	memcpy(begin.receiver, head.receiver, sizeof(begin.receiver));
	assert_int_equal(desk_key_open(d->clinic.st, &key, NULL), 0);
	assert_int_equal(envelope_begin(out, &head, to.public, &w, NULL), 0);
	assert_int_equal(bundle_head_make(&begin, &bytes, &len, NULL), 0);
	put_record(w, 'B', bytes, len);
	free(bytes);
	text_of(f, &text);
	for (int64_t i = 0; i < (shape == FILING_TWICE ? 2 : 1); i++)
		put_record(w, 'F', text.text, text.len);
	for (size_t i = 0; i < f->materials_count && shape != FILE_GONE; i++) {
		if (!*f->materials[i].sm3)
			continue;
		snprintf(material, sizeof(material), "%s.materials/%s", d->clinic.s.path,
			 f->materials[i].sm3);
		bytes = read_whole(material, &len);
		if (shape == FILE_OTHER)
			bytes[len - 1] ^= 1;
		put_record(w, 'D', bytes, len + (shape == FILE_LONGER));
		free(bytes);
	}
	if (shape != NO_END)
		put_record(w, 'E', "", 0);
	if (shape == BEHIND_END)
		assert_int_equal(envelope_write(w, "x", 1, NULL), 0);
	assert_int_equal(envelope_end(w, key, sm3, NULL), 0);
	fclose(out);
	canonical_finish(&text);
	sm2_destroy(key);
}

static struct bundle_filing collect(struct desks *d, int64_t id)
{
	struct bundle_filing f = { 0 };
	struct err err = { 0 };

	if (bundle_filing_collect(d->clinic.st, id, INT64_MAX, &f, &err) < 0)
		fail_msg("%s", err.msg);
	return f;
}

/* Sealed by the right desk, and yet not what its people signed. */
static void bundle__is_refused__when_its_sender_lies(void **unused)
{
	static const struct {
		enum lie lie;
		enum shape shape;
		const char *why;
	} rows[] = {
		{ LIE_ACT_TEXT, AS_IT_IS, "another time in an act" },
		{ LIE_SIGNATURE, AS_IT_IS, "the signature of another act" },
		{ LIE_KEY, AS_IT_IS, "the key of another person" },
		{ LIE_VERSION_TEXT, AS_IT_IS, "another name in the version" },
		{ LIE_ACT_HIDDEN, AS_IT_IS, "an act left out" },
		{ LIE_ACTS_SWAPPED, AS_IT_IS, "two acts swapped" },
		{ LIE_NO, AS_IT_IS, "another number" },
		{ LIE_LAST_ACT_TWICE, AS_IT_IS, "an act twice" },
		{ LIE_NONE, NO_END, "no end" },
		{ LIE_NONE, BEHIND_END, "something behind the end" },
		{ LIE_NONE, FILE_LONGER, "a longer file" },
		{ LIE_NONE, FILE_OTHER, "another file" },
		{ LIE_NONE, FILE_GONE, "no file" },
		{ LIE_NONE, TWO_SAID, "a filing less than it says" },
		{ LIE_NONE, FILING_TWICE, "a filing twice" },
		{ LIE_NONE, NUMBER_OTHER, "another number inside" },
	};
	struct bundle_filing f;
	struct desks d;
	int64_t id;

	(void)unused;
	open_desks(&d);
	id = desk_files(&d.clinic, 1, STATE_FILED);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		f = collect(&d, id);
		tell_lie(&f, rows[i].lie);
		forge(&d, &f, rows[i].shape, "forged.mtb");
		refused(&d.hospital, "forged.mtb", ERR_INPUT, rows[i].why);
		bundle_filing_finish(&f);
	}
	nothing_came(&d.hospital);
	/* The forger's hand is good enough: the truth passes. */
	f = collect(&d, id);
	forge(&d, &f, AS_IT_IS, "forged.mtb");
	take(&d.hospital, "forged.mtb");
	bundle_filing_finish(&f);
	desk_is_sound(&d.hospital);
	close_desks(&d);
}

/* Acts of the hospital's own filing in an envelope of the clinic. */
static void bundle__is_refused__with_acts_of_another_desk(void **unused)
{
	struct bundle_filing f = { 0 };
	struct desk_identity clinic;
	struct err err = { 0 };
	struct desks d;
	int64_t id;

	(void)unused;
	open_desks(&d);
	id = desk_files(&d.hospital, 1, STATE_FILED);
	assert_int_equal(bundle_filing_collect(d.hospital.st, id, INT64_MAX, &f, &err), 0);
	assert_int_equal(desk_identity_load(d.clinic.st, &clinic, &err), 1);
	assert_int_equal(bundle_filing_check(&f, clinic.uuid, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	bundle_filing_finish(&f);
	close_desks(&d);
}

/* ---- amendments ---- */

static void amendment__is_linked__to_what_it_amends(void **unused)
{
	static struct received rows[LIST_MOST];
	struct bundle_result r[2];
	struct act_request req;
	struct act_draft draft = { 0 };
	struct err err = { 0 };
	struct desks d;
	int64_t id;

	(void)unused;
	open_desks(&d);
	id = desk_files(&d.clinic, 1, STATE_FILED);
	req = office_request(&d.clinic, ACT_AMEND, id);
	office_do(&d.clinic, "hzr", &req, &draft);
	r[0] = make(&d, d.to_hospital);
	office_paper(&d.clinic, "wm", draft.amendment, "application_form");
	office_bring(&d.clinic, draft.amendment, STATE_FILED);
	r[1] = make(&d, d.to_hospital);
	assert_int_equal(r[1].filings, 1);
	take(&d.hospital, r[1].path);
	assert_int_equal(received_list(d.hospital.st, false, rows, LIST_MOST, &err), 1);
	has_words(&d.hospital, rows[0].id, "提交：无法确认", "the amended one has not come");
	take(&d.hospital, r[0].path);
	assert_int_equal(received_list(d.hospital.st, false, rows, LIST_MOST, &err), 2);
	has_words(&d.hospital, rows[1].id, "提交：有效", "the amended one is there");
	assert_string_equal(rows[0].filing_no, rows[1].filing_no);
	desk_is_sound(&d.hospital);
	act_draft_finish(&draft);
	close_desks(&d);
}

/* ---- going on with it here ---- */

static void received__becomes__a_filing_of_this_desk(void **unused)
{
	static struct received rows[LIST_MOST];
	struct filing_record sent = { 0 }, here = { 0 };
	struct material materials[8], there[8];
	struct received from;
	struct err err = { 0 };
	struct desks d;
	int64_t id, filing = 0, other;
	int count;

	(void)unused;
	open_desks(&d);
	id = desk_files(&d.clinic, 1, STATE_FILED);
	take(&d.hospital, make(&d, d.to_hospital).path);
	assert_int_equal(received_list(d.hospital.st, true, rows, LIST_MOST, &err), 1);
	assert_int_equal(received_register(d.hospital.st, office_who(&d.hospital, "sj"), rows[0].id,
					   &filing, &err),
			 -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	if (received_register(d.hospital.st, office_who(&d.hospital, "wm"), rows[0].id, &filing,
			      &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(filings_load(d.clinic.st, id, &sent, &err), 1);
	assert_int_equal(filings_load(d.hospital.st, filing, &here, &err), 1);
	assert_int_equal(here.state, STATE_DRAFT);
	assert_int_equal(here.version, 0);
	assert_string_equal(here.filing_no, "");
	assert_string_equal(here.route, sent.route);
	for (int f = 0; f < FIELD_COUNT; f++) {
		const char *want = fields[f].flags & (FIELD_ACT | FIELD_MARK)
					   ? ""
					   : filing_get(&sent.filing, (enum field_id)f);

		if (strcmp(filing_get(&here.filing, (enum field_id)f), want) != 0)
			fail_msg("%s: “%s”, not “%s”", fields[f].key,
				 filing_get(&here.filing, (enum field_id)f), want);
	}
	count = materials_list(d.hospital.st, filing, materials, ARRAY_SIZE(materials), &err);
	assert_int_equal(count, materials_list(d.clinic.st, id, there, ARRAY_SIZE(there), &err));
	for (int i = 0; i < count; i++) {
		assert_string_equal(materials[i].kind, there[i].kind);
		assert_string_equal(materials[i].sm3, there[i].sm3);
		assert_string_equal(materials[i].type, there[i].type);
		assert_string_equal(materials[i].issuer, there[i].issuer);
		assert_int_equal(materials[i].pages, there[i].pages);
		assert_int_equal(materials_check(d.hospital.st, &materials[i], &err), 0);
	}
	/* Where it came from; and not a second time. */
	assert_int_equal(received_of_filing(d.hospital.st, filing, &from, &err), 1);
	assert_string_equal(from.no, sent.no);
	assert_string_equal(from.peer_name, CLINIC);
	assert_int_equal(count_received(&d.hospital, true), 0);
	assert_int_equal(count_received(&d.hospital, false), 1);
	assert_int_equal(received_register(d.hospital.st, office_who(&d.hospital, "wm"), rows[0].id,
					   &other, &err),
			 -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_int_equal(received_of_filing(d.hospital.st, filing + 1, &from, &err), 0);
	/* The usual life. */
	office_bring(&d.hospital, filing, STATE_FILED);
	desk_is_sound(&d.hospital);
	has_words(&d.hospital, rows[0].id, "本台已接办", "the words say it");
	/* A review that came later: it is registered already. */
	office_step(&d.clinic, "hzr", ACT_REVIEW, id);
	take(&d.hospital, make(&d, d.to_hospital).path);
	assert_int_equal(count_received(&d.hospital, true), 0);
	assert_int_equal(received_list(d.hospital.st, false, rows, LIST_MOST, &err), 1);
	assert_int_equal(rows[0].number, 2);
	assert_int_equal(rows[0].filing, filing);
	assert_int_equal(received_register(d.hospital.st, office_who(&d.hospital, "wm"), rows[0].id,
					   &other, &err),
			 -1);
	filing_record_finish(&sent);
	filing_record_finish(&here);
	desk_is_sound(&d.hospital);
	close_desks(&d);
}

/* ---- training ---- */

static void training__and_real__do_not_mix(void **unused)
{
	struct office trainee = { 0 };
	char card[PEER_CARD_SIZE];
	struct bundle_result r;
	struct err err = { 0 };
	struct desks d;
	struct peer p;

	(void)unused;
	open_desks(&d);
	scratch_folder(&trainee.s);
	assert_int_equal(store_open_kind(trainee.s.path, STORE_TRAINING, STORE_READ_WRITE,
					 &trainee.s.st, &err),
			 0);
	trainee.st = trainee.s.st;
	desk_begin(&trainee, "H51110200088", "培训医院");
	assert_int_equal(peer_card_make(trainee.st, card, &err), 0);
	assert_memory_equal(card, "mtdesk-training-desk/1 ", 23);
	assert_int_equal(peer_card_read(card, &p, &err), 0);
	assert_int_equal(peer_save(d.hospital.st, office_who(&d.hospital, "hzr"), &p, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_int_equal(peer_card_make(d.hospital.st, card, &err), 0);
	assert_int_equal(peer_card_read(card, &p, &err), 0);
	assert_int_equal(peer_save(trainee.st, office_who(&trainee, "hzr"), &p, &err), -1);
	/* The mark in the header alone. */
	desk_files(&d.clinic, 1, STATE_FILED);
	r = make(&d, d.to_hospital);
	refused(&trainee, r.path, ERR_NOT_ALLOWED, "a real bundle at a training desk");
	desk_close(&trainee);
	close_desks(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(card__is_read__as_it_was_made),
		cmocka_unit_test(card__is_refused__when_anything_differs),
		cmocka_unit_test(peer__is_taken_up__by_the_head_alone),
		cmocka_unit_test(bundle__brings__what_was_signed),
		cmocka_unit_test(bundle__taken_again__changes_nothing),
		cmocka_unit_test(bundle__made_again__is_the_same),
		cmocka_unit_test(gaps__are_named__until_they_are_closed),
		cmocka_unit_test(receipt__marks__its_bundle_once),
		cmocka_unit_test(receipt__is_refused__when_anything_differs),
		cmocka_unit_test(bundle__is_refused__in_the_wrong_hands),
		cmocka_unit_test(bundle__is_refused__when_it_was_changed),
		cmocka_unit_test(bundle__is_refused__under_a_number_that_came_with_another_content),
		cmocka_unit_test(bundle__is_not_made__without_its_materials),
		cmocka_unit_test(bundle__leaves_nothing__when_it_is_stopped),
		cmocka_unit_test(bundle__is_refused__when_its_sender_lies),
		cmocka_unit_test(bundle__is_refused__with_acts_of_another_desk),
		cmocka_unit_test(amendment__is_linked__to_what_it_amends),
		cmocka_unit_test(received__becomes__a_filing_of_this_desk),
		cmocka_unit_test(training__and_real__do_not_mix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
