#include "db/bundle_filing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"

#define KIND "mtdesk-bundle-filing/1"
#define MATERIALS_KIND "mtdesk-bundle-materials/1"

void bundle_filing_finish(struct bundle_filing *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->versions_count; i++)
		free(f->versions[i].text);
	for (size_t i = 0; i < f->acts_count; i++) {
		free(f->acts[i].text);
		free(f->acts[i].signature);
		free(f->acts[i].public);
	}
	free(f->versions);
	free(f->acts);
	free(f->materials);
	free(f->text);
	*f = (struct bundle_filing) { 0 };
}

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, _("内存不足"));
}

static int wrong_form(const struct bundle_filing *f, struct err *err)
{
	return err_set(err, ERR_INPUT, _("数据包里的“%s”不合规定，整包没有收下；请对方再做一次"),
		       *f->no ? f->no : "?");
}

const struct bundle_version *bundle_filing_newest(const struct bundle_filing *f)
{
	return &f->versions[f->versions_count - 1];
}

int bundle_filing_fields(const struct bundle_filing *f, struct filing *out, char *route,
			 size_t route_size, struct err *err)
{
	const struct bundle_version *v = bundle_filing_newest(f);
	char salt[CANONICAL_SALT_SIZE];

	if (canonical_parse_filing(v->text, strlen(v->text), out, route, route_size, salt) < 0)
		return wrong_form(f, err);
	return 0;
}

/* ---- parts ---- */

/* Takes the text over. */
static int add_version(struct bundle_filing *f, int64_t version, char *text, struct err *err)
{
	struct bundle_version *more =
		text ? realloc(f->versions, (f->versions_count + 1) * sizeof(*more)) : NULL;

	if (!more) {
		free(text);
		return no_memory(err);
	}
	f->versions = more;
	more += f->versions_count++;
	*more = (struct bundle_version) { .version = version, .text = text };
	return sm3_hex_of(text, strlen(text), more->sm3) < 0 ? no_memory(err) : 0;
}

/* Takes the three over. */
static int add_act(struct bundle_filing *f, char *text, char *signature, char *public,
		   struct err *err)
{
	bool whole = text && signature && public;
	struct bundle_act *more =
		whole ? realloc(f->acts, (f->acts_count + 1) * sizeof(*more)) : NULL;
	char *act, *version;

	if (!more) {
		free(text);
		free(signature);
		free(public);
		return no_memory(err);
	}
	f->acts = more;
	more += f->acts_count++;
	act = act_text_get(text, "act");
	version = act_text_get(text, "version");
	*more = (struct bundle_act) { .act = act ? act_by_key(act) : ACT_COUNT,
				      .version = version ? strtoll(version, NULL, 10) : 0,
				      .text = text,
				      .signature = signature,
				      .public = public };
	free(act);
	free(version);
	return sm3_hex_of(text, strlen(text), more->sm3) < 0 ? no_memory(err) : 0;
}

/* ---- what follows from the acts ---- */

static void copy_value(const struct canonical_line *line, char *out, size_t size)
{
	size_t len = line->value && line->value_len < size ? line->value_len : 0;

	if (len)
		memcpy(out, line->value, len);
	out[len] = '\0';
}

static int64_t number_of(const struct canonical_line *line)
{
	char text[24];

	copy_value(line, text, sizeof(text));
	return strtoll(text, NULL, 10);
}

/* One line of a material; `material` begins the next. */
static void take_line(struct bundle_material *m, const struct canonical_line *line)
{
	if (canonical_line_is(line, "material"))
		copy_value(line, m->kind, sizeof(m->kind));
	else if (canonical_line_is(line, "material_name"))
		copy_value(line, m->name, sizeof(m->name));
	else if (canonical_line_is(line, "material_bytes"))
		m->bytes = number_of(line);
	else if (canonical_line_is(line, "material_pages"))
		m->pages = number_of(line);
	else if (canonical_line_is(line, "material_sm3"))
		copy_value(line, m->sm3, sizeof(m->sm3));
	else if (canonical_line_is(line, "material_issued"))
		copy_value(line, m->issued, sizeof(m->issued));
	else if (canonical_line_is(line, "material_issuer"))
		copy_value(line, m->issuer, sizeof(m->issuer));
}

static bool same_material(const struct bundle_material *a, const struct bundle_material *b)
{
	return strcmp(a->kind, b->kind) == 0 && strcmp(a->name, b->name) == 0 &&
	       strcmp(a->sm3, b->sm3) == 0 && strcmp(a->issued, b->issued) == 0 &&
	       strcmp(a->issuer, b->issuer) == 0 && a->bytes == b->bytes && a->pages == b->pages;
}

static int add_material(struct bundle_filing *f, const struct bundle_material *m, struct err *err)
{
	struct bundle_material *more;

	for (size_t i = 0; i < f->materials_count; i++)
		if (same_material(&f->materials[i], m)) {
			f->materials[i].current |= m->current;
			return 0;
		}
	if (f->materials_count == BUNDLE_MATERIALS_MOST)
		return wrong_form(f, err);
	more = realloc(f->materials, (f->materials_count + 1) * sizeof(*more));
	if (!more)
		return no_memory(err);
	f->materials = more;
	more[f->materials_count++] = *m;
	return 0;
}

/* The lines of one material follow one another; material_issuer ends it. */
static int add_materials(struct bundle_filing *f, const struct bundle_act *a, bool is_last,
			 struct err *err)
{
	struct bundle_material m = { 0 };
	struct canonical_reader r;
	struct canonical_line line;

	if (!canonical_open(&r, CANONICAL_ACT, a->text, strlen(a->text)))
		return wrong_form(f, err);
	while (canonical_next(&r, &line)) {
		if (canonical_line_is(&line, "material"))
			m = (struct bundle_material) { .current = is_last };
		take_line(&m, &line);
		if (canonical_line_is(&line, "material_issuer") && add_material(f, &m, err) < 0)
			return -1;
	}
	return 0;
}

static void take_filing_no(struct bundle_filing *f, const struct bundle_act *a)
{
	char *no = act_text_get(a->text, "filing_no");

	if (no && strlen(no) < sizeof(f->filing_no))
		snprintf(f->filing_no, sizeof(f->filing_no), "%s", no);
	free(no);
}

/* State, number and materials. The state is STATE_COUNT when an act is not possible where it stands. */
static int follow_acts(struct bundle_filing *f, struct err *err)
{
	f->state = STATE_DRAFT;
	for (size_t i = 0; i < f->acts_count; i++) {
		const struct bundle_act *a = &f->acts[i];
		const struct transition *t = a->act == ACT_COUNT || f->state == STATE_COUNT
						     ? NULL
						     : workflow_find(a->act, f->state);

		f->state = t && act_flags(a->act) & ACT_IS_SIGNED ? t->to : STATE_COUNT;
		take_filing_no(f, a);
		if (add_materials(f, a, i + 1 == f->acts_count, err) < 0)
			return -1;
	}
	return 0;
}

char *bundle_filing_materials(const struct bundle_filing *f)
{
	struct canonical c = { 0 };

	canonical_begin(&c, MATERIALS_KIND);
	for (size_t i = 0; i < f->materials_count; i++) {
		const struct bundle_material *m = &f->materials[i];

		canonical_add(&c, "kind", m->kind);
		canonical_add(&c, "name", *m->name ? m->name : NULL);
		canonical_add(&c, "sm3", *m->sm3 ? m->sm3 : NULL);
		canonical_add_int(&c, "bytes", m->bytes);
		canonical_add_int(&c, "pages", m->pages);
		canonical_add(&c, "issued", *m->issued ? m->issued : NULL);
		canonical_add(&c, "issuer", *m->issuer ? m->issuer : NULL);
	}
	if (!c.failed)
		return c.text;
	canonical_finish(&c);
	return NULL;
}

/* ---- the text ---- */

static int make_text(struct bundle_filing *f, struct err *err)
{
	struct canonical c = { 0 };

	canonical_begin(&c, KIND);
	canonical_add(&c, "no", f->no);
	canonical_add(&c, "amends", *f->amends ? f->amends : NULL);
	canonical_add_int(&c, "versions", (int64_t)f->versions_count);
	for (size_t i = 0; i < f->versions_count; i++) {
		canonical_add_int(&c, "version", f->versions[i].version);
		canonical_add(&c, "text", f->versions[i].text);
	}
	canonical_add_int(&c, "acts", (int64_t)f->acts_count);
	for (size_t i = 0; i < f->acts_count; i++) {
		canonical_add(&c, "act", f->acts[i].text);
		canonical_add(&c, "signature", f->acts[i].signature);
		canonical_add(&c, "public", f->acts[i].public);
	}
	if (c.failed) {
		canonical_finish(&c);
		return no_memory(err);
	}
	f->text = c.text;
	f->text_len = c.len;
	return 0;
}

/* ---- out of the store ---- */

static bool has_version(const struct bundle_filing *f, int64_t version)
{
	for (size_t i = 0; i < f->versions_count; i++)
		if (f->versions[i].version == version)
			return true;
	return false;
}

static int collect_version(struct store *st, int64_t filing, int64_t version,
			   struct bundle_filing *f, struct err *err)
{
	char *text = NULL;
	int rc;

	if (has_version(f, version))
		return 0;
	rc = acts_filing_text(st, filing, version, &text, err);
	if (rc == 0)
		return err_set(err, ERR_STORAGE,
			       _("“%s”缺第 %lld 版的内容，请先用 mtdesk verify 核对"), f->no,
			       (long long)version);
	return rc < 0 ? -1 : add_version(f, version, text, err);
}

static int collect_act(struct store *st, struct act_row *row, struct bundle_filing *f,
		       struct err *err)
{
	if (collect_version(st, row->filing, row->version, f, err) < 0)
		return -1;
	if (add_act(f, row->text, row->signature, row->public, err) < 0) {
		row->text = row->signature = row->public = NULL;
		return -1;
	}
	row->text = row->signature = row->public = NULL;
	return 0;
}

static int collect_acts(struct store *st, int64_t filing, int64_t last, struct bundle_filing *f,
			struct err *err)
{
	struct act_row *rows = calloc(BUNDLE_ACTS_MOST, sizeof(*rows));
	int count, rc = 0;

	if (!rows)
		return no_memory(err);
	count = acts_of_filing(st, filing, rows, BUNDLE_ACTS_MOST, err);
	for (int i = 0; i < count; i++) {
		if (rc == 0 && rows[i].id <= last)
			rc = collect_act(st, &rows[i], f, err);
		act_row_finish(&rows[i]);
	}
	free(rows);
	return count < 0 ? -1 : rc;
}

static int collect_names(struct store *st, int64_t filing, struct bundle_filing *f, struct err *err)
{
	struct filing_record r = { 0 };
	int64_t prior = 0;
	int rc = filings_load(st, filing, &r, err);

	if (rc == 1) {
		snprintf(f->no, sizeof(f->no), "%s", r.no);
		prior = r.prior;
		filing_record_finish(&r);
	}
	if (rc == 1 && prior && (rc = filings_load(st, prior, &r, err)) == 1) {
		snprintf(f->amends, sizeof(f->amends), "%s", r.no);
		filing_record_finish(&r);
	}
	if (rc == 0)
		return err_set(err, ERR_CONFLICT, _("库里已没有这份申请表，请重新查询"));
	return rc < 0 ? -1 : 0;
}

int bundle_filing_collect(struct store *st, int64_t filing, int64_t last, struct bundle_filing *out,
			  struct err *err)
{
	struct bundle_filing f = { 0 };
	int rc = collect_names(st, filing, &f, err);

	if (rc == 0)
		rc = collect_acts(st, filing, last, &f, err);
	if (rc == 0)
		rc = follow_acts(&f, err);
	if (rc == 0)
		rc = make_text(&f, err);
	if (rc == 0 && (f.acts_count == 0 || f.text_len > BUNDLE_FILING_MOST))
		rc = err_set(err, ERR_INPUT, _("“%s”的签署记录太长，装不进数据包"), f.no);
	if (rc == 0)
		*out = f;
	else
		bundle_filing_finish(&f);
	return rc;
}

/* ---- out of a text ---- */

/* The next line, which must be this one and, unless it may be absent, have a value: as a copy that the caller frees. */
static char *take(struct canonical_reader *r, const char *key)
{
	struct canonical_line line;
	char *value;

	if (!canonical_next(r, &line) || !canonical_line_is(&line, key))
		return NULL;
	value = strndup(line.value ? line.value : "", line.value_len);
	if (value && strlen(value) == line.value_len)
		return value;
	free(value);
	return NULL;
}

static bool take_word(struct canonical_reader *r, const char *key, char *out, size_t size)
{
	char *value = take(r, key);
	bool fits = value && strlen(value) < size;

	if (fits)
		snprintf(out, size, "%s", value);
	free(value);
	return fits;
}

static bool take_number(struct canonical_reader *r, const char *key, int64_t most, int64_t *out)
{
	char word[12], again[24];

	if (!take_word(r, key, word, sizeof(word)))
		return false;
	*out = strtoll(word, NULL, 10);
	snprintf(again, sizeof(again), "%lld", (long long)*out);
	return strcmp(word, again) == 0 && *out >= 1 && *out <= most;
}

static bool take_versions(struct canonical_reader *r, struct bundle_filing *f, struct err *err)
{
	int64_t count, version, before = 0;

	if (!take_number(r, "versions", BUNDLE_ACTS_MOST, &count))
		return false;
	for (int64_t i = 0; i < count; i++, before = version) {
		char *text;

		if (!take_number(r, "version", INT32_MAX, &version) || version <= before ||
		    !(text = take(r, "text")) || add_version(f, version, text, err) < 0)
			return false;
	}
	return true;
}

static bool take_acts(struct canonical_reader *r, struct bundle_filing *f, struct err *err)
{
	int64_t count;

	if (!take_number(r, "acts", BUNDLE_ACTS_MOST, &count))
		return false;
	for (int64_t i = 0; i < count; i++) {
		char *text = take(r, "act"), *signature = text ? take(r, "signature") : NULL,
		     *public = signature ? take(r, "public") : NULL;

		if (!public) {
			free(text);
			free(signature);
			return false;
		}
		if (add_act(f, text, signature, public, err) < 0)
			return false;
	}
	return true;
}

/* 受理号: the day and the serial. */
static bool is_no(const char *no)
{
	size_t day = strspn(no, "0123456789"),
	       serial = day == 8 && no[8] == '-' ? strspn(no + 9, "0123456789") : 0;

	return serial >= 4 && serial <= 12 && no[9 + serial] == '\0';
}

int bundle_filing_read(const char *text, size_t len, struct bundle_filing *out, struct err *err)
{
	struct bundle_filing f = { 0 };
	struct canonical_reader r;
	struct canonical_line rest;
	struct err why = { 0 };
	bool good = len <= BUNDLE_FILING_MOST && canonical_open(&r, KIND, text, len) &&
		    take_word(&r, "no", f.no, sizeof(f.no)) && is_no(f.no) &&
		    take_word(&r, "amends", f.amends, sizeof(f.amends)) &&
		    (!*f.amends || is_no(f.amends)) && take_versions(&r, &f, &why) &&
		    take_acts(&r, &f, &why) && !canonical_next(&r, &rest) &&
		    follow_acts(&f, &why) == 0 && make_text(&f, &why) == 0 && f.text_len == len &&
		    memcmp(f.text, text, len) == 0;

	if (good) {
		*out = f;
		return 0;
	}
	if (!is_no(f.no))
		f.no[0] = '\0';
	if (why.code == ERR_MEMORY)
		no_memory(err);
	else
		wrong_form(&f, err);
	bundle_filing_finish(&f);
	return -1;
}
