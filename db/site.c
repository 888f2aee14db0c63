/* What only the site knows: one table of keys, and what each may hold. */
#include <stdio.h>
#include <string.h>

#include "db/national.h"
#include "db/outbox_parts.h"
#include "db/staff_parts.h"
#include "db/stmt.h"
#include "forms/identity.h"
#include "forms/national_list.h"
#include "forms/text.h"

#define PSN_NO_CHARS_MOST 30
#define LIST_CHARS_MOST 2000

/* ---- what a text may be; NULL: it will do, else the reason (N_()) ---- */

static const char *any(const char *text)
{
	(void)text;
	return NULL;
}

static const char *is_region(const char *text)
{
	return !*text || (strlen(text) == 6 && strspn(text, "0123456789") == 6)
		       ? NULL
		       : N_("须是 6 位数字的行政区划代码，如 511100");
}

static const char *is_ascii(const char *text)
{
	for (; *text; text++)
		if (*text < '!' || *text > '~')
			return N_("只能用字母、数字和符号，中间不留空格");
	return NULL;
}

static const char *is_digit(const char *text)
{
	return !*text || (text[0] >= '0' && text[0] <= '9' && !text[1])
		       ? NULL
		       : N_("须是 0 至 9 的一位数字，或空着");
}

static const char *is_opter_type(const char *text)
{
	char words[NATIONAL_WORDS_SIZE];

	return national_list_words("opter_type", "", text, words)
		       ? NULL
		       : N_("须是 1 经办人、2 自助终端或 3 移动终端");
}

static const char *is_date_form(const char *text)
{
	return strcmp(text, "date") == 0 || strcmp(text, "time") == 0
		       ? NULL
		       : N_("须是 date（2026-11-22）或 time（2026-11-22 00:00:00）");
}

static const char *is_date(const char *text)
{
	struct date day;

	return !*text || date_parse(text, &day) == 0
		       ? NULL
		       : N_("须是日期，写成 2999-12-31 的形式，或空着");
}

static const char *is_code_12(const char *text)
{
	return !*text || (strlen(text) == 12 && !is_ascii(text))
		       ? NULL
		       : N_("须是 12 位的定点医药机构编号，如 H51110200001");
}

static const char *is_list(const char *text)
{
	return national_list_parse(text) ? NULL
					 : N_("须写成“310 职工基本医疗保险；390 "
					      "城乡居民基本医疗保险”的形式，代码不能重复");
}

// clang-format off
static const struct row {
	const char *key, *label, *help, *usual;
	size_t most;
	bool required;
	const char *(*refuse)(const char *text);
} rows[] = {
	{ "mdtrtarea_admvs", N_("就医地医保区划"), N_("本院所在的统筹区，6 位，如 511100；向医保局或接口方索取"), "", 6, true, is_region },
	{ "insuplc_admdvs", N_("参保地区划（常用）"), N_("多数患者的参保地医保区划，6 位；某人不同的，在报送列表里为他另填"), "", 6, false, is_region },
	{ "insu_optins", N_("参保机构区划（常用）"), N_("多数患者的参保机构医保区划，6 位；某人不同的，在报送列表里为他另填"), "", 6, false, is_region },
	{ "recer_sys_code", N_("接收方系统代码"), N_("各地不同，如 MBS、YBXT、01；向接口方索取"), "", 10, true, is_ascii },
	{ "dev_no", N_("设备编号"), N_("接口方要求时填写"), "", 100, false, is_ascii },
	{ "dev_safe_info", N_("设备安全信息"), N_("接口方要求时填写"), "", 2000, false, is_ascii },
	{ "infver", N_("接口版本号"), N_("一般是 V1.0"), "V1.0", 6, true, is_ascii },
	{ "signtype", N_("签名类型"), N_("接口要求签名时填 SM2 或 SM3；不要求的空着"), "", 10, false, is_ascii },
	{ "opter_type", N_("经办人类别"), N_("1 经办人，2 自助终端，3 移动终端"), "1", 3, true, is_opter_type },
	{ "opter", N_("经办人编号"), N_("接口方给本院的经办人编号；空着用办理人的登录名"), "", 30, false, is_ascii },
	{ "opter_name", N_("经办人姓名"), N_("空着用办理人的姓名"), "", 50, false, any },
	{ "fixmedins_code", N_("报送的机构编号"), N_("接口里的定点医药机构编号，12 位；空着用本台机构的编号"), "", 12, false, is_code_12 },
	{ "fixmedins_name", N_("报送的机构名称"), N_("空着用本台机构的名称"), "", 200, false, any },
	{ "sign_no", N_("签到流水号"), N_("接口要求签到（9001）时，填当次签到返回的流水号"), "", 30, false, is_ascii },
	{ "infno_2503", N_("备案交易编号"), N_("一般是 2503；个别地方带后缀"), "2503", 6, true, is_ascii },
	{ "infno_2504", N_("撤销交易编号"), N_("一般是 2504；个别地方带后缀"), "2504", 6, true, is_ascii },
	{ "date_form", N_("日期写法"), N_("date 写成 2026-11-22，time 写成 2026-11-22 00:00:00"), "date", 4, true, is_date_form },
	{ "enddate", N_("无结束日期时"), N_("没有结束日期的备案报送什么：空着不报，或写 2999-12-31"), "", 10, false, is_date },
	{ "addr", N_("联系地址"), N_("表上没有地址。空着不报；平台一定要的，写一个统一的，如 乐山市"), "", 200, false, any },
	{ "msgid_digit", N_("报文序号首位"), N_("本院有几个登记台各自报送时，每台用不同的一位数字；只有一台的空着"), "", 1, false, is_digit },
	{ "list.insutype", N_("险种字典"), N_("本地与国家不同时写全：代码 名称；代码 名称。空着用国家字典"), "", LIST_CHARS_MOST, false, is_list },
	{ "list.psn_cert_type", N_("证件类型字典"), N_("本地与国家不同时写全，同“险种字典”的写法；空着用国家字典"), "", LIST_CHARS_MOST, false, is_list },
	{ "list.gend", N_("性别字典"), N_("本地与国家不同时写全，同“险种字典”的写法；空着用国家字典"), "", LIST_CHARS_MOST, false, is_list },
	{ "list.dise_type_code", N_("病种类型字典"), N_("本地与国家不同时写全，同“险种字典”的写法；空着用国家字典"), "", LIST_CHARS_MOST, false, is_list },
	{ "list.med_type", N_("医疗类别字典"), N_("本地与国家不同时写全，同“险种字典”的写法；空着用国家字典"), "", LIST_CHARS_MOST, false, is_list },
	{ "list.dcla_souc", N_("申报来源字典"), N_("本地与国家不同时写全，同“险种字典”的写法；空着用国家字典"), "", LIST_CHARS_MOST, false, is_list },
	{ "list.agnter_rlts", N_("代办人关系字典"), N_("本地与国家不同时写全，同“险种字典”的写法；空着用国家字典"), "", LIST_CHARS_MOST, false, is_list },
};
// clang-format on

_Static_assert(ARRAY_SIZE(rows) <= SITE_VALUES_MOST, "each reader has room for so many");

size_t site_values_count(void)
{
	return ARRAY_SIZE(rows);
}

static const struct row *row_of(const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (strcmp(rows[i].key, key) == 0)
			return &rows[i];
	return NULL;
}

/* A key of another release is left alone. */
static void take_over(struct site_value *out, struct stmt *q)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (strcmp(rows[i].key, stmt_text(q, 0)) == 0)
			stmt_copy_text(q, 1, out[i].value, sizeof(out[i].value));
}

int site_load(struct store *st, struct site_value *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SITE_LIST);
	int rc;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		out[i].key = rows[i].key;
		out[i].label = rows[i].label;
		out[i].help = rows[i].help;
		out[i].most = rows[i].most;
		out[i].required = rows[i].required;
		snprintf(out[i].value, sizeof(out[i].value), "%s", rows[i].usual);
	}
	while ((rc = stmt_step(q, err)) == 1)
		take_over(out, q);
	stmt_done(q);
	return rc;
}

const char *site_get(const struct site_value *values, const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (strcmp(rows[i].key, key) == 0)
			return values[i].value;
	return "";
}

const char *site_words(const struct site_value *values, const char *list, const char *code,
		       char *out, size_t size)
{
	char key[64], words[NATIONAL_WORDS_SIZE];

	snprintf(key, sizeof(key), "list.%s", list);
	national_list_words(list, site_get(values, key), code, words);
	text_copy(out, size, words);
	return out;
}

/* ---- keeping ---- */

/* A value may be a secret of the site's devices: the audit gets its digest. */
static int note_value(struct store *st, const struct row *r, const char *value, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE], digest[SM3_HEX_SIZE];

	snprintf(object, sizeof(object), "site:%s", r->key);
	if (sm3_hex_of(value, strlen(value), digest) < 0)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	return audit_append(
		st, &(struct audit_entry) { .act = ACT_SITE, .object = object, .detail = digest },
		NULL, err);
}

static int check_value(const struct row *r, const char *value, struct err *err)
{
	const char *why;

	if (!text_is_clean(value))
		return err_set(err, ERR_INPUT, _("%s里有看不见的字符或首尾空格，请重新输入"),
			       _(r->label));
	if (text_chars(value) > r->most || strlen(value) >= SITE_VALUE_SIZE)
		return err_set(err, ERR_INPUT, _("%s最多 %zu 个字，请缩短"), _(r->label), r->most);
	if (r->required && !*value)
		return err_set(err, ERR_INPUT, _("%s必须填写：%s"), _(r->label), _(r->help));
	why = r->refuse(value);
	return why ? err_set(err, ERR_INPUT, _("%s“%.60s”不能用：%s"), _(r->label), value, _(why))
		   : 0;
}

static int keep_value(struct store *st, const struct actor *who, const struct row *r,
		      const char *value, struct err *err)
{
	struct stmt *q;
	bool audited;

	if (outbox_may(st, who, ACT_SITE, &audited, err) < 0)
		return -1;
	q = stmt_get(st, STMT_SITE_SET);
	stmt_bind_text(q, 1, r->key);
	stmt_bind_text(q, 2, value);
	if (stmt_run(q, err) < 0)
		return -1;
	return audited ? note_value(st, r, value, err) : 0;
}

int site_save(struct store *st, const struct actor *who, const char *key, const char *value,
	      struct err *err)
{
	const struct row *r = row_of(key);
	struct err why = { 0 };

	if (!r)
		return err_set(err, ERR_INPUT, _("没有“%.60s”这个平台参数"), key);
	if (check_value(r, value, err) < 0 || store_begin(st, err) < 0)
		return -1;
	if (keep_value(st, who, r, value, &why) == 0)
		return store_commit(st, err);
	refuse_and_note(st, ACT_SITE, "site", &why);
	if (err)
		*err = why;
	return -1;
}

/* ---- persons ---- */

int person_no_load(struct store *st, const char *certno, struct person_no *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_PERSON_NO_GET);
	char key[CERTNO_SIZE];
	int rc;

	*out = (struct person_no) { 0 };
	identity_person_key(certno, key);
	stmt_bind_text(q, 1, key);
	rc = stmt_step(q, err);
	if (rc == 1) {
		stmt_copy_text(q, 0, out->psn_no, sizeof(out->psn_no));
		stmt_copy_text(q, 1, out->insuplc, sizeof(out->insuplc));
		stmt_copy_text(q, 2, out->insu_optins, sizeof(out->insu_optins));
	}
	stmt_done(q);
	return rc;
}

static int check_person(const struct person_no *p, struct err *err)
{
	if (!*p->psn_no || is_ascii(p->psn_no) || strlen(p->psn_no) > PSN_NO_CHARS_MOST)
		return err_set(
			err, ERR_INPUT,
			_("人员编号须是 1 至 %d 位字母或数字；它在人员信息查询（1101）的返回里"),
			PSN_NO_CHARS_MOST);
	if (is_region(p->insuplc) || is_region(p->insu_optins))
		return err_set(err, ERR_INPUT, "%s",
			       _("医保区划须是 6 位数字，或空着用平台参数里常用的"));
	return 0;
}

/* Whose it is stays out of the audit; that it was given, and by whom, does not. */
static int keep_person(struct store *st, const struct actor *who, const char *key,
		       const struct person_no *p, struct err *err)
{
	char now[TIMESTAMP_SIZE];
	struct stmt *q;
	bool audited;

	if (outbox_may(st, who, ACT_PLATFORM, &audited, err) < 0)
		return -1;
	timestamp_now(now);
	q = stmt_get(st, STMT_PERSON_NO_SET);
	stmt_bind_text(q, 1, key);
	stmt_bind_text(q, 2, p->psn_no);
	stmt_bind_text(q, 3, p->insuplc);
	stmt_bind_text(q, 4, p->insu_optins);
	if (who->staff)
		stmt_bind_int(q, 5, who->staff);
	stmt_bind_text(q, 6, now);
	if (stmt_run(q, err) < 0)
		return -1;
	return audited ? audit_append(st,
				      &(struct audit_entry) { .act = ACT_PLATFORM,
							      .object = "person_no" },
				      NULL, err)
		       : 0;
}

int person_no_save(struct store *st, const struct actor *who, const char *certno,
		   const struct person_no *p, struct err *err)
{
	char key[CERTNO_SIZE];
	struct err why = { 0 };

	if (check_person(p, err) < 0)
		return -1;
	identity_person_key(certno, key);
	if (!*key)
		return err_set(err, ERR_INPUT, "%s", _("此件没有证件号码，不能登记人员编号"));
	if (store_begin(st, err) < 0)
		return -1;
	if (keep_person(st, who, key, p, &why) == 0)
		return store_commit(st, err);
	refuse_and_note(st, ACT_PLATFORM, "person_no", &why);
	if (err)
		*err = why;
	return -1;
}
