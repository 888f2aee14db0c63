/* Is a filing that travelled what its desk signed? Links, signatures and the order of its acts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/bundle_filing.h"
#include "db/materials.h"
#include "forms/text.h"

struct check {
	const struct bundle_filing *f;
	const char *desk;
	struct err *err;
};

/* Always -1. `what`: N_(). */
static int wrong(const struct check *c, const char *what)
{
	return err_set(c->err, ERR_INPUT, _("“%s”%s，整包没有收下；请对方核对后再做一次"), c->f->no,
		       _(what));
}

/* Does the act's text say this under the key? Absent and "" are one. */
static bool says(const struct bundle_act *a, const char *key, const char *value)
{
	char *said = act_text_get(a->text, key);
	bool same = strcmp(said ? said : "", value) == 0;

	free(said);
	return same;
}

/* ---- versions ---- */

/* What is drawn, printed and kept here was cleaned at the desk that keyed it; what was not, was not made by one. */
static bool is_clean(const struct filing *f)
{
	for (int id = 0; id < FIELD_COUNT; id++)
		if (f->value[id] && !text_is_clean(f->value[id]))
			return false;
	return true;
}

static int check_version(const struct check *c, const struct bundle_version *v)
{
	char route[64], salt[CANONICAL_SALT_SIZE];
	struct filing f = { 0 };
	bool good = canonical_parse_filing(v->text, strlen(v->text), &f, route, sizeof(route),
					   salt) == 0 &&
		    is_clean(&f);

	filing_finish(&f);
	return good ? 0 : wrong(c, N_("的内容不合规定"));
}

static int check_versions(const struct check *c)
{
	for (size_t i = 0; i < c->f->versions_count; i++)
		if (check_version(c, &c->f->versions[i]) < 0)
			return -1;
	return 0;
}

/* ---- links ---- */

static const struct bundle_version *version_of(const struct bundle_filing *f, int64_t version,
					       const struct bundle_version **out_before)
{
	*out_before = NULL;
	for (size_t i = 0; i < f->versions_count; i++) {
		if (f->versions[i].version == version)
			return &f->versions[i];
		*out_before = &f->versions[i];
	}
	return NULL;
}

static int check_content(const struct check *c, const struct bundle_act *a)
{
	const struct bundle_version *before, *v = version_of(c->f, a->version, &before);
	bool outside = !before && *c->f->amends; /* the one before is the amended filing's */

	if (!v || !says(a, "filing_sm3", v->sm3))
		return wrong(c, N_("有一次签署的内容不在包里，或被换过"));
	if (!outside && !says(a, "prior_sm3", before ? before->sm3 : ""))
		return wrong(c, N_("的前后两版接不上"));
	return 0;
}

/* The first act of an amendment names the last one of the filing that it amends, which may have come before. */
static int check_before(const struct check *c, size_t i)
{
	bool is_first = i == 0, open = says(&c->f->acts[i], "before_sm3", "");

	if (is_first ? open == (*c->f->amends == '\0')
		     : says(&c->f->acts[i], "before_sm3", c->f->acts[i - 1].sm3))
		return 0;
	return wrong(c, N_("的前后两次签署接不上：有一次被改过、插入或隐去"));
}

static int check_signature(const struct check *c, const struct bundle_act *a)
{
	enum sm2_verdict said = sm2_verify(a->public, a->text, strlen(a->text), a->signature);
	char key[SM2_KEY_ID_SIZE];

	if (said == SM2_TROUBLE)
		return err_set(c->err, ERR_MEMORY, _("内存不足"));
	if (said != SM2_VALID)
		return wrong(c, N_("有一个签名无效"));
	sm2_key_id(a->public, key);
	return says(a, "key_id", key) ? 0 : wrong(c, N_("有一个签名不是签署所说的密钥做的"));
}

static int check_act(const struct check *c, size_t i)
{
	const struct bundle_act *a = &c->f->acts[i];

	if (!says(a, "desk", c->desk) || !says(a, "no", c->f->no))
		return wrong(c, N_("有一次签署不是送来的台在这一件上做的"));
	if (check_content(c, a) < 0 || check_before(c, i) < 0)
		return -1;
	return check_signature(c, a);
}

/* ---- materials ---- */

static bool is_digest(const char *text)
{
	return strlen(text) == SM3_HEX_SIZE - 1 &&
	       strspn(text, "0123456789abcdef") == SM3_HEX_SIZE - 1;
}

static int check_materials(const struct check *c)
{
	for (size_t i = 0; i < c->f->materials_count; i++) {
		const struct bundle_material *m = &c->f->materials[i];
		bool file = *m->sm3 != '\0';

		if (!*m->kind || (file && !is_digest(m->sm3)) || !text_is_clean(m->name) ||
		    !text_is_clean(m->issuer) || m->pages < 1 || m->pages > MATERIAL_PAGES_MOST ||
		    (file ? m->bytes < 1 || m->bytes > MATERIAL_BYTES_MOST : m->bytes != 0))
			return wrong(c, N_("有一份材料的登记不合规定"));
	}
	return 0;
}

int bundle_filing_check(const struct bundle_filing *f, const char *desk, struct err *err)
{
	const struct check c = { .f = f, .desk = desk, .err = err };

	if (f->state == STATE_COUNT)
		return wrong(&c, N_("的签署次序不可能"));
	if (check_versions(&c) < 0)
		return -1;
	for (size_t i = 0; i < f->acts_count; i++)
		if (check_act(&c, i) < 0)
			return -1;
	return check_materials(&c);
}
