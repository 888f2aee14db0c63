#include "db/proof_readme.h"

#include <string.h>

/* What a key means where its label on the screen does not say how to check it. */
// clang-format off
static const struct { const char *key, *words; } explained[] = {
	{ "filing_sm3", N_("所签版本的 SM3 摘要，与第二步对 version-N.txt 算出的相同") },
	{ "prior_sm3",  N_("上一版的 SM3 摘要；首版没有") },
	{ "before_sm3", N_("前一步签署文本的 SM3 摘要，与第三步算出的相同；首步没有") },
	{ "meaning",    N_("签署人确认的话") },
	{ "key_id",     N_("签名公钥的编号，即第四步算出的前 16 位") },
	{ "audit_seq",  N_("签署时看到的审计链末行序号") },
	{ "audit_head", N_("签署时看到的审计链末行摘要") },
	{ "at",         N_("登记台时钟的时间，是签署人一方的声称") },
	{ "clock",      N_("登记台时钟是否可信：ok 正常，doubtful 存疑") },
	{ "mark",       N_("签署方式：desk 为本台签名（1 级），ink 为已见纸质签章（0 级）") },
	{ "once",       N_("随机数，每次办理一个") },
	{ "salt",       N_("随机数，使摘要不能用证件号反推") },
	{ "route",      N_("办理方式") },
	{ "evidence",   N_("一项证据的名称，其后三行是它的值、单位和备注") },
	{ "value",      N_("证据的值") },
	{ "unit",       N_("证据的单位") },
	{ "note",       N_("证据的备注") },
};
// clang-format on

static const char *field_label(const char *key)
{
	for (int id = 0; id < FIELD_COUNT; id++)
		if (strcmp(fields[id].key, key) == 0)
			return fields[id].label;
	return NULL;
}

static const char *key_words(const char *kind, const char *key)
{
	const char *label =
		strcmp(kind, CANONICAL_FILING) == 0 ? field_label(key) : act_text_label(key);

	for (size_t i = 0; i < ARRAY_SIZE(explained); i++)
		if (strcmp(explained[i].key, key) == 0)
			return explained[i].words;
	return label ? label : "";
}

/* Does the key stand in the text before this line? Then it has been explained. */
static bool stood_before(const char *kind, const char *text, const struct canonical_line *line)
{
	struct canonical_reader r;
	struct canonical_line l;

	if (!canonical_open(&r, kind, text, strlen(text)))
		return false;
	while (canonical_next(&r, &l) && l.key != line->key)
		if (l.key_len == line->key_len && memcmp(l.key, line->key, l.key_len) == 0)
			return true;
	return false;
}

static void put_keys(FILE *out, const char *kind, const char *text)
{
	struct canonical_reader r;
	struct canonical_line line;
	char key[64];

	if (!canonical_open(&r, kind, text, strlen(text)))
		return;
	while (canonical_next(&r, &line)) {
		const char *words;

		if (stood_before(kind, text, &line))
			continue;
		snprintf(key, sizeof(key), "%.*s", (int)line.key_len, line.key);
		words = key_words(kind, key);
		fprintf(out, "  %s\t%s\n", key, *words ? _(words) : "");
	}
}

/* The act with the most lines explains most keys: materials only stand where there are some. */
static const char *longest_act(const struct proof *p)
{
	const char *longest = "";

	for (size_t i = 0; i < p->acts_count; i++)
		if (strlen(p->acts[i].row.text) > strlen(longest))
			longest = p->acts[i].row.text;
	return longest;
}

static void put_files(const struct proof *p, FILE *out)
{
	fprintf(out, "%s\n\n", _("一、文件"));
	for (size_t i = 0; i < p->versions_count; i++)
		fprintf(out, _("  %s\t第 %lld 版申请内容，即各步签署所依据的原文\n"),
			p->versions[i].name, (long long)p->versions[i].version);
	for (size_t i = 0; i < p->acts_count; i++) {
		const struct act_row *r = &p->acts[i].row;

		fprintf(out, _("  %s\t%s，%s，%s，第 %lld 版\n"), p->acts[i].name,
			_(act_label(r->act)), r->staff_name, r->at, (long long)r->version);
	}
	fprintf(out, "\n%s\n\n",
		_("每步签署有三个文件：.txt 是签署的文本，.sig 是签名（DER），.pub.pem "
		  "是签名人的公钥。"));
}

static void put_signature_commands(const struct proof *p, FILE *out)
{
	fprintf(out, "%s\n%s\n\n", _("二、验证（在本文件夹里运行，需要 OpenSSL 3）"),
		_("第一步 验签名：每条命令都应显示 Verified OK。签名算法 SM2，摘要 SM3，签名人标识 "
		  "1234567812345678。"));
	for (size_t i = 0; i < p->acts_count; i++)
		fprintf(out,
			"  openssl dgst -sm3 -verify %s.pub.pem -sigopt distid:" SM2_ID
			" -signature %s.sig %s.txt\n",
			p->acts[i].name, p->acts[i].name, p->acts[i].name);
}

static void put_version_commands(const struct proof *p, FILE *out)
{
	fprintf(out, "\n%s\n\n",
		_("第二步 验内容：算出的摘要应与同一版各步签署文本里 filing_sm3 一行的值相同。"));
	for (size_t i = 0; i < p->versions_count; i++)
		fprintf(out, "  openssl dgst -sm3 %s\n  # %s\n", p->versions[i].name,
			p->versions[i].sm3);
}

static void put_chain_commands(const struct proof *p, FILE *out)
{
	fprintf(out, "\n%s\n\n",
		_("第三步 验先后：每步文本里 before_sm3 "
		  "一行的值，应是它前一步文本的摘要；首步没有，修正后的新版接在“修正”一步之后。"));
	for (size_t i = 0; i < p->acts_count; i++)
		fprintf(out, "  openssl dgst -sm3 %s.txt\n  # %s\n", p->acts[i].name,
			p->acts[i].row.sm3);
}

static void put_key_commands(const struct proof *p, FILE *out)
{
	fprintf(out, "\n%s\n\n",
		_("第四步 验公钥：算出的摘要的前 16 位应与该步文本里 key_id 一行的值相同。"));
	for (size_t i = 0; i < p->acts_count; i++)
		fprintf(out,
			"  openssl pkey -pubin -in %s.pub.pem -outform DER | tail -c 65 | openssl "
			"dgst -sm3\n"
			"  # %s\n",
			p->acts[i].name, p->acts[i].row.key_id);
}

static void put_meanings(const struct proof *p, FILE *out)
{
	fprintf(out, "\n%s\n%s\n\n", _("三、文本怎样读"),
		_("文本是 UTF-8。第一行是种类，其后每行是“名称:字节数:值”；没有值的写作“名称:-”。"
		  "值里可以有换行，以字节数为准。"));
	fprintf(out, "%s\n\n", _("签署文本各行："));
	put_keys(out, CANONICAL_ACT, longest_act(p));
	fprintf(out, "\n%s\n\n", _("申请内容各行："));
	if (p->versions_count > 0)
		put_keys(out, CANONICAL_FILING, p->versions[p->versions_count - 1].text);
}

static void put_limits(FILE *out)
{
	fprintf(out, "\n%s\n%s\n%s\n%s\n", _("四、能证明什么"),
		_("四步都相符，说明这些文本自签署后一字未改，由持有相应私钥的人依次签署。"),
		_("公钥属于何人、何时登记、是否作废，以登记台的审计记录为准；时间是登记台时钟的时间"
		  "。"),
		_("本台签名是登记台内部的签名（1 级），不是电子印章，也不替代纸质签章。"));
}

void proof_readme(const struct proof *p, FILE *out)
{
	fprintf(out, "%s\n\n", _("门特登记台：申请表签署证明"));
	fprintf(out, "%s\t%s\n", _("受理号"), p->record.no);
	if (*p->record.filing_no)
		fprintf(out, "%s\t%s\n", _("备案号"), p->record.filing_no);
	fprintf(out, "%s\t%s\n\n", _("状态"), _(state_label(p->record.state)));
	put_files(p, out);
	put_signature_commands(p, out);
	put_version_commands(p, out);
	put_chain_commands(p, out);
	put_key_commands(p, out);
	put_meanings(p, out);
	put_limits(out);
}
