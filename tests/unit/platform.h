/* A desk that reports to the national platform: the site's values are there, and filings that were filed. */
#ifndef TESTS_UNIT_PLATFORM_H
#define TESTS_UNIT_PLATFORM_H

#include <fcntl.h>

#include "tests/office.h"

#include "db/national.h"

__attribute__((unused)) static void platform_site(struct office *o, const char *key,
						  const char *value)
{
	struct err err = { 0 };

	if (site_save(o->st, office_who(o, "hzr"), key, value, &err) < 0)
		fail_msg("%s: %s", key, err.msg);
}

__attribute__((unused)) static void platform_open(struct office *o)
{
	setenv("MTDESK_NOW", "2026-11-22 09:15:02", 1);
	office_open(o, "5111");
	platform_site(o, "mdtrtarea_admvs", "511100");
	platform_site(o, "insuplc_admdvs", "511100");
	platform_site(o, "insu_optins", "511102");
	platform_site(o, "recer_sys_code", "MBS");
}

__attribute__((unused)) static void platform_person(struct office *o, unsigned i)
{
	struct person_no p = { 0 };
	char certno[19];
	struct err err = { 0 };

	office_certno(i, certno);
	snprintf(p.psn_no, sizeof(p.psn_no), "5111%09u", i);
	if (person_no_save(o->st, office_who(o, "wm"), certno, &p, &err) < 0)
		fail_msg("%s", err.msg);
}

/* Person number `i` is filed; with his number on the platform. */
__attribute__((unused)) static int64_t platform_filed(struct office *o, unsigned i)
{
	int64_t id = office_register(o, "wm", i);

	office_bring(o, id, STATE_FILED);
	platform_person(o, i);
	return id;
}

__attribute__((unused)) static void platform_refresh(struct office *o)
{
	struct err err = { 0 };

	if (outbox_refresh(o->st, &err) < 0)
		fail_msg("%s", err.msg);
}

/* "2503 unsent 2504 sent": the rows of a filing. */
__attribute__((unused)) static const char *platform_rows(struct office *o, int64_t filing)
{
	static char words[64];
	struct outbox_row rows[2];
	struct err err = { 0 };
	int n = outbox_of_filing(o->st, filing, rows, &err);
	size_t len = 0;

	words[0] = '\0';
	for (int i = 0; i < n; i++)
		len += (size_t)snprintf(words + len, sizeof(words) - len, "%s%s %s", i ? " " : "",
					rows[i].infno, outbox_state_name(rows[i].state));
	return words;
}

__attribute__((unused)) static struct outbox_row platform_row(struct office *o, int64_t filing,
							      const char *infno)
{
	struct outbox_row rows[2];
	struct err err = { 0 };
	int n = outbox_of_filing(o->st, filing, rows, &err);

	for (int i = 0; i < n; i++)
		if (strcmp(rows[i].infno, infno) == 0)
			return rows[i];
	fail_msg("filing %lld has no %s", (long long)filing, infno);
	return rows[0];
}

/* What the clerk sends; the name is in the scratch folder. */
__attribute__((unused)) static struct national_result
platform_send(struct office *o, const char *infno, const char *name)
{
	struct national_result result;
	struct err err = { 0 };
	char path[160];

	snprintf(path, sizeof(path), "%s/%s", o->s.folder, name);
	if (national_export(o->st, office_who(o, "wm"), infno, path, &result, &err) < 0)
		fail_msg("%s: %s", name, err.msg);
	return result;
}

__attribute__((unused)) static void platform_write(struct office *o, const char *name,
						   const char *text, size_t len)
{
	char path[160];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", o->s.folder, name);
	out = fopen(path, "w");
	assert_non_null(out);
	assert_int_equal(fwrite(text, 1, len, out), len);
	fclose(out);
}

/* What the clerk imports; the caller frees .words. */
__attribute__((unused)) static struct national_reply_result
platform_take(struct office *o, const char *name, const char *text)
{
	struct national_reply_result result;
	struct err err = { 0 };
	char path[160];

	platform_write(o, name, text, strlen(text));
	snprintf(path, sizeof(path), "%s/%s", o->s.folder, name);
	if (national_import(o->st, office_who(o, "wm"), path, &result, &err) < 0)
		fail_msg("%s: %s", name, err.msg);
	return result;
}

/* The platform answers the last request of a filing with this serial number. */
__attribute__((unused)) static void platform_answer(struct office *o, int64_t filing,
						    const char *infno, const char *serial)
{
	struct outbox_row row = platform_row(o, filing, infno);
	struct national_reply_result result;
	char text[400];

	snprintf(text, sizeof(text),
		 "{\"msgid\":\"%s\",\"infcode\":0,\"inf_refmsgid\":\"511100\",\"output\":"
		 "{\"result\":{\"trt_dcla_detl_sn\":\"%s\"}}}\n",
		 row.msgid, serial);
	result = platform_take(o, "answer.jsonl", text);
	if (result.answered != 1)
		fail_msg("not answered: %s", result.words);
	free(result.words);
}

__attribute__((unused)) static void platform_end(struct office *o, int64_t filing, enum act act)
{
	office_step(o, act == ACT_REVOKE ? "hzr" : "zl", act, filing);
}

#endif
