/* Desks of several institutions that know each other: for bundles. */
#ifndef TESTS_DESKS_H
#define TESTS_DESKS_H

#include "tests/office.h"

#include "db/bundles.h"
#include "db/verify.h"
#include "tests/pictures.h"

#define CLINIC_CODE "H51110200077"
#define CLINIC "峨边县沙坪镇卫生院"
#define HOSPITAL_CODE "H51110200001"
#define HOSPITAL "乐山市人民医院"
#define AGENCY_CODE "A511100"
#define AGENCY "乐山市医疗保障事务中心"

/* A desk of this institution, with the people of tests/people.h. `o` is its store's already, or empty. */
__attribute__((unused)) static void desk_begin(struct office *o, const char *code, const char *name)
{
	static struct setup s;
	struct err err = { 0 };

	people_describe(&s);
	snprintf(s.institution.code, sizeof(s.institution.code), "%s", code);
	snprintf(s.institution.name, sizeof(s.institution.name), "%s", name);
	if (setup_commit(o->st, &s, &err) < 0)
		fail_msg("setting up %s: %s", name, err.msg);
	world_open(&o->w, "5111", NULL);
	o->ctx = world_on(&o->w, "2026-11-22", true);
	office_enter(o);
}

__attribute__((unused)) static void desk_open(struct office *o, const char *code, const char *name)
{
	*o = (struct office) { 0 };
	scratch_store(&o->s);
	o->st = o->s.st;
	desk_begin(o, code, name);
}

/* The head of `here` takes up the card of `there`; its id here. */
__attribute__((unused)) static int64_t desk_knows(struct office *here, struct office *there)
{
	char card[PEER_CARD_SIZE];
	struct err err = { 0 };
	struct peer p;

	if (peer_card_make(there->st, card, &err) < 0 || peer_card_read(card, &p, &err) < 0 ||
	    peer_save(here->st, office_who(here, "hzr"), &p, &err) < 0)
		fail_msg("%s", err.msg);
	return p.id;
}

/* A filing with a scan of its own in this state. */
__attribute__((unused)) static int64_t desk_files(struct office *o, unsigned person,
						  enum filing_state to)
{
	struct filing_record r = office_filing(o, person);
	struct material m = { .kind = "other", .issued = "2026-11-18", .issuer = "县疾控中心" };
	struct err err = { 0 };
	int64_t id = office_park(o, "wm", &r);

	filing_record_finish(&r);
	m.filing = id;
	put_png("scan.png", 40, 30, 0x330000 + person);
	if (materials_add(o->st, office_who(o, "wm"), &m, "scan.png", &err) < 0)
		fail_msg("%s", err.msg);
	office_bring(o, id, to);
	return id;
}

/* Everything in the store holds. */
__attribute__((unused)) static void desk_is_sound(struct office *o)
{
	struct verify_report report;
	struct err err = { 0 };

	if (verify_store(o->s.path, NULL, 0, &report, &err) < 0)
		fail_msg("%s", err.msg);
	if (report.result == VERIFY_BROKEN)
		fail_msg("%s: %s", report.where, report.msg);
}

/* The store, with its folder of materials. */
__attribute__((unused)) static void desk_close(struct office *o)
{
	char folder[200], path[500];
	DIR *d;

	snprintf(folder, sizeof(folder), "%s.materials", o->s.path);
	d = opendir(folder);
	for (struct dirent *e; d && (e = readdir(d));) {
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		unlink(path);
	}
	if (d)
		closedir(d);
	rmdir(folder);
	office_close(o);
}

#endif
