/* act_text_words(): the signed lines as a person reads them. Person, disease and the judgement come first, then what is
 * everyday; digests and numbers that only programs compare come last; each value stands whole and in the signed spelling. */
#include "forms/act_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum value_kind {
	VALUE_PLAIN,
	VALUE_ACT,
	VALUE_ROLES,
	VALUE_VERDICT,
	VALUE_ITEMS,
	VALUE_BASIS,
	VALUE_YES_NO,
	VALUE_MARK,
	VALUE_CLOCK,
	VALUE_MATERIAL,
	VALUE_ZERO_IS_NONE,
};

/* Where a line stands. */
enum rank { RANK_JUDGEMENT, RANK_EVERYDAY, RANK_TECHNICAL };

// clang-format off
static const struct act_label {
	const char *key, *label;
	enum value_kind kind;
	enum rank rank;
} labels[] = {
	{ "act",              N_("办理"),           VALUE_ACT, RANK_EVERYDAY },
	{ "verdict",          N_("判定"),           VALUE_VERDICT, RANK_JUDGEMENT },
	{ "items",            N_("各条"),           VALUE_ITEMS, RANK_JUDGEMENT },
	{ "basis",            N_("判定依据"),       VALUE_BASIS, RANK_JUDGEMENT },
	{ "no",               N_("受理号"),         VALUE_PLAIN, RANK_EVERYDAY },
	{ "filing_no",        N_("备案号"),         VALUE_PLAIN, RANK_EVERYDAY },
	{ "version",          N_("版本"),           VALUE_ZERO_IS_NONE, RANK_EVERYDAY },
	{ "policies",         N_("政策包"),         VALUE_PLAIN, RANK_EVERYDAY },
	{ "materials",        N_("材料件数"),       VALUE_PLAIN, RANK_EVERYDAY },
	{ "material",         N_("材料"),           VALUE_MATERIAL, RANK_EVERYDAY },
	{ "material_name",    N_("材料文件名"),     VALUE_PLAIN, RANK_EVERYDAY },
	{ "material_pages",   N_("材料页数"),       VALUE_PLAIN, RANK_EVERYDAY },
	{ "material_issued",  N_("材料日期"),       VALUE_PLAIN, RANK_EVERYDAY },
	{ "material_issuer",  N_("材料出具单位"),   VALUE_PLAIN, RANK_EVERYDAY },
	{ "dr_name",          N_("认定医师"),       VALUE_PLAIN, RANK_EVERYDAY },
	{ "dr_code",          N_("认定医师代码"),   VALUE_PLAIN, RANK_EVERYDAY },
	{ "dr_title",         N_("认定医师职称"),   VALUE_PLAIN, RANK_EVERYDAY },
	{ "ide_name",         N_("认定医疗机构"),   VALUE_PLAIN, RANK_EVERYDAY },
	{ "ide_no",           N_("认定医疗机构编号"), VALUE_PLAIN, RANK_EVERYDAY },
	{ "ide_date",         N_("认定日期"),       VALUE_PLAIN, RANK_EVERYDAY },
	{ "rx_weeks",         N_("长期处方周数"),   VALUE_PLAIN, RANK_EVERYDAY },
	{ "override",         N_("与判定不同的理由"), VALUE_PLAIN, RANK_EVERYDAY },
	{ "mark",             N_("签署方式"),       VALUE_MARK, RANK_EVERYDAY },
	{ "seal_name",        N_("印章"),           VALUE_PLAIN, RANK_EVERYDAY },
	{ "seal_institution", N_("印章所属机构"),   VALUE_PLAIN, RANK_EVERYDAY },
	{ "legible",          N_("印文清晰"),       VALUE_YES_NO, RANK_EVERYDAY },
	{ "over_date",        N_("骑年盖月"),       VALUE_YES_NO, RANK_EVERYDAY },
	{ "name_equal",       N_("印文与名册一致"), VALUE_YES_NO, RANK_EVERYDAY },
	{ "fixmedins_name",   N_("备案医疗机构"),   VALUE_PLAIN, RANK_EVERYDAY },
	{ "fixmedins_code",   N_("备案机构编号"),   VALUE_PLAIN, RANK_EVERYDAY },
	{ "opter_name",       N_("经办人"),         VALUE_PLAIN, RANK_EVERYDAY },
	{ "opt_time",         N_("备案日期"),       VALUE_PLAIN, RANK_EVERYDAY },
	{ "begndate",         N_("待遇开始日期"),   VALUE_PLAIN, RANK_EVERYDAY },
	{ "enddate",          N_("待遇结束日期"),   VALUE_PLAIN, RANK_EVERYDAY },
	{ "policy",           N_("续期的政策"),     VALUE_PLAIN, RANK_EVERYDAY },
	{ "document",         N_("续期文件文号"),   VALUE_PLAIN, RANK_EVERYDAY },
	{ "until",            N_("有效至"),         VALUE_PLAIN, RANK_EVERYDAY },
	{ "reason",           N_("理由"),           VALUE_PLAIN, RANK_EVERYDAY },
	{ "actor_name",       N_("办理人"),         VALUE_PLAIN, RANK_EVERYDAY },
	{ "role",             N_("岗位"),           VALUE_ROLES, RANK_EVERYDAY },
	{ "at",               N_("时间（以签署时为准）"),           VALUE_PLAIN, RANK_EVERYDAY },
	{ "clock",            N_("时钟（以签署时为准）"),           VALUE_CLOCK, RANK_EVERYDAY },
	{ "meaning",          N_("含义"),           VALUE_PLAIN, RANK_EVERYDAY },
	{ "desk",             N_("登记台"),         VALUE_PLAIN, RANK_TECHNICAL },
	{ "filing",           N_("库内编号"),       VALUE_ZERO_IS_NONE, RANK_TECHNICAL },
	{ "filing_sm3",       N_("本版内容摘要"),   VALUE_PLAIN, RANK_TECHNICAL },
	{ "prior_sm3",        N_("上一版内容摘要"), VALUE_PLAIN, RANK_TECHNICAL },
	{ "layout",           N_("表式"),           VALUE_PLAIN, RANK_TECHNICAL },
	{ "layout_sm3",       N_("表式摘要"),       VALUE_PLAIN, RANK_TECHNICAL },
	{ "policies_sm3",     N_("政策包摘要"),     VALUE_PLAIN, RANK_TECHNICAL },
	{ "material_bytes",   N_("材料字节数"),     VALUE_PLAIN, RANK_TECHNICAL },
	{ "material_sm3",     N_("材料摘要"),       VALUE_PLAIN, RANK_TECHNICAL },
	{ "before_sm3",       N_("上一步签署摘要"), VALUE_PLAIN, RANK_TECHNICAL },
	{ "history",          N_("修改史条数"),     VALUE_PLAIN, RANK_TECHNICAL },
	{ "history_sm3",      N_("修改史摘要"),     VALUE_PLAIN, RANK_TECHNICAL },
	{ "scan_sm3",         N_("印章影像摘要"),   VALUE_PLAIN, RANK_TECHNICAL },
	{ "actor",            N_("办理人编号"),     VALUE_PLAIN, RANK_TECHNICAL },
	{ "key_id",           N_("签名密钥"),       VALUE_PLAIN, RANK_TECHNICAL },
	{ "audit_seq",        N_("审计序号（以签署时为准）"),       VALUE_PLAIN, RANK_TECHNICAL },
	{ "audit_head",       N_("审计链摘要（以签署时为准）"),     VALUE_PLAIN, RANK_TECHNICAL },
	{ "once",             N_("本次办理标识"),   VALUE_PLAIN, RANK_TECHNICAL },
};

static const struct { const char *value, *words; } yes_no[] = {
	{ "true", N_("是") }, { "false", N_("否") }, { "yes", N_("是") }, { "no", N_("否") },
};
static const struct { const char *value, *words; } marks[] = {
	[MARK_INK] = { "ink", N_("纸质已见（0 级）") }, [MARK_DESK] = { "desk", N_("本台签名（1 级）") },
};
static const struct { const char *value, *words; } clocks[] = {
	{ "ok", N_("正常") }, { "doubtful", N_("存疑") },
};
static const struct { const char *value, *words; } bases[] = {
	{ "binding", N_("本地条文") }, { "reference", N_("参考标准，非本地条文") },
};
// clang-format on

const char *act_text_label(const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(labels); i++)
		if (strcmp(labels[i].key, key) == 0)
			return labels[i].label;
	return NULL;
}

const char *mark_level_label(enum mark_level level)
{
	return _(marks[level].words);
}

#define LOOK_UP(table, text) look_up(&(table)[0].value, ARRAY_SIZE(table), text)

/* `table` is pairs of value and words. */
static const char *look_up(const char *const *table, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(table[2 * i], text) == 0)
			return _(table[2 * i + 1]);
	return NULL;
}

/* ---- words for codes ---- */

/* "1:yes 2:no" as words of the criteria's items. */
static const char *items_words(const char *text, char *buf, size_t size)
{
	static const struct {
		const char *value;
		enum tri tri;
	} values[] = { { ":yes", TRI_YES }, { ":no", TRI_NO }, { ":unknown", TRI_UNKNOWN } };
	size_t used = 0;

	*buf = '\0';
	while (*text) {
		size_t len = strcspn(text, " "), no = strcspn(text, ":"), i = 0;

		while (i < ARRAY_SIZE(values) &&
		       (strlen(values[i].value) != len - no ||
			strncmp(values[i].value, text + no, len - no) != 0))
			i++;
		if (no > len || i == ARRAY_SIZE(values) || used >= size)
			return NULL;
		used += (size_t)snprintf(buf + used, size - used, _("%s第%.*s条 %s"),
					 used ? _("，") : "", (int)no, text,
					 tri_label(values[i].tri));
		text += len + (text[len] == ' ');
	}
	return *buf ? buf : NULL;
}

/* "PACK binding" or "PACK reference". */
static const char *basis_words(const char *text)
{
	const char *kind = strrchr(text, ' ');

	if (!kind)
		return NULL;
	return LOOK_UP(bases, kind + 1);
}

static const char *verdict_words(const char *name)
{
	static const enum verdict verdicts[] = { VERDICT_ELIGIBLE, VERDICT_INELIGIBLE,
						 VERDICT_UNDETERMINED };

	for (size_t i = 0; i < ARRAY_SIZE(verdicts); i++)
		if (strcmp(verdict_name(verdicts[i]), name) == 0)
			return _(verdict_label(verdicts[i]));
	return NULL;
}

static const char *field_words(enum field_id id, const char *code)
{
	const char *label = field_choice_label(id, code);

	return label ? _(label) : NULL;
}

/* What a code means, in buf or elsewhere; NULL when it stands for itself. */
static const char *value_words(const struct policies *ps, enum value_kind kind, const char *text,
			       char *buf, size_t size)
{
	switch (kind) {
	case VALUE_PLAIN:
		return NULL;
	case VALUE_ACT:
		return act_by_key(text) == ACT_COUNT ? NULL : _(act_label(act_by_key(text)));
	case VALUE_ROLES:
		return role_by_key(text) == ROLE_COUNT ? NULL : _(role_label(role_by_key(text)));
	case VALUE_VERDICT:
		return verdict_words(text);
	case VALUE_ITEMS:
		return items_words(text, buf, size);
	case VALUE_BASIS:
		return basis_words(text);
	case VALUE_YES_NO:
		return LOOK_UP(yes_no, text);
	case VALUE_MARK:
		return LOOK_UP(marks, text);
	case VALUE_CLOCK:
		return LOOK_UP(clocks, text);
	case VALUE_MATERIAL:
		return policies_material_label(ps, text);
	case VALUE_ZERO_IS_NONE:
		return strcmp(text, "0") == 0 ? _("无") : NULL;
	}
	return NULL;
}

/* ---- lines ---- */

/* A line end inside a value must not look like a line of the list: what follows it is indented. */
static void put_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		fputc(*text, out);
		if (*text == '\n')
			fputs("　　", out);
	}
}

static void put_line(FILE *out, const char *label, const char *words, const char *value)
{
	fputs(label, out);
	fputs(_("："), out);
	if (words) {
		fputs(words, out);
		fputs(_("（"), out);
	}
	put_text(out, value);
	if (words)
		fputs(_("）"), out);
	fputc('\n', out);
}

/* The value as a string of its own; the caller frees it. */
static char *value_of(const struct canonical_line *line)
{
	return strndup(line->value ? line->value : "", line->value_len);
}

static void put_act_line(FILE *out, const struct policies *ps, const struct canonical_line *line,
			 enum rank rank)
{
	char *value = line->value ? value_of(line) : NULL, buf[512];

	for (size_t i = 0; value && i < ARRAY_SIZE(labels); i++)
		if (canonical_line_is(line, labels[i].key) && labels[i].rank == rank)
			put_line(out, _(labels[i].label),
				 value_words(ps, labels[i].kind, value, buf, sizeof(buf)), value);
	free(value);
}

static void put_act(FILE *out, const struct policies *ps, const char *text, enum rank rank)
{
	struct canonical_reader r;
	struct canonical_line line;

	if (!text || !canonical_open(&r, CANONICAL_ACT, text, strlen(text)))
		return;
	while (canonical_next(&r, &line))
		put_act_line(out, ps, &line, rank);
}

static void put_evidence(FILE *out, const struct policies *ps, const struct evidence_entry *e)
{
	const char *label = policies_evidence_label(ps, e->key), *words = LOOK_UP(yes_no, e->value);

	fputs(label ? label : _("证据"), out);
	fputs(_("（"), out);
	put_text(out, e->key);
	fputs(_("）："), out);
	if (words)
		fprintf(out, "%s%s", words, _("（"));
	put_text(out, e->value);
	if (words)
		fputs(_("）"), out);
	if (*e->unit)
		fputc(' ', out);
	put_text(out, e->unit);
	if (*e->note)
		fputs(_("，"), out);
	put_text(out, e->note);
	fputc('\n', out);
}

/* Who and what it is about. */
static bool is_subject(int id)
{
	return id == FIELD_PSN_NAME || id == FIELD_OPSP_DISE_CODE || id == FIELD_OPSP_DISE_NAME;
}

static void put_fields(FILE *out, const struct filing *f, bool subject)
{
	for (int id = 0; id < FIELD_COUNT; id++)
		if (f->value[id] && is_subject(id) == subject)
			put_line(out, _(fields[id].label),
				 field_words((enum field_id)id, f->value[id]), f->value[id]);
}

static void put_filing(FILE *out, const struct policies *ps, const struct filing *f,
		       const char *route)
{
	const struct policy_route *r = policies_route_named(ps, route);

	put_fields(out, f, false);
	for (size_t i = 0; i < f->evidence.count; i++)
		put_evidence(out, ps, &f->evidence.entries[i]);
	if (*route)
		put_line(out, _("办理方式"), r ? r->name : NULL, route);
}

char *act_text_words(const char *filing_text, const char *act_text, const struct policies *ps)
{
	char *words = NULL, route[64] = "", salt[CANONICAL_SALT_SIZE] = "";
	struct filing f = { 0 };
	size_t len = 0;
	FILE *out = open_memstream(&words, &len);

	if (!out)
		return NULL;
	if (filing_text && canonical_parse_filing(filing_text, strlen(filing_text), &f, route,
						  sizeof(route), salt) < 0)
		filing_text = NULL;
	if (filing_text)
		put_fields(out, &f, true);
	put_act(out, ps, act_text, RANK_JUDGEMENT);
	if (filing_text)
		put_filing(out, ps, &f, route);
	put_act(out, ps, act_text, RANK_EVERYDAY);
	put_act(out, ps, act_text, RANK_TECHNICAL);
	if (*salt)
		put_line(out, _("防猜随机数"), NULL, salt);
	filing_finish(&f);
	if (fclose(out) == 0)
		return words;
	free(words);
	return NULL;
}
