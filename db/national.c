/* What a request says: the interface's fields in their order, where each value comes from, and what is missing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/filings_parts.h"
#include "db/national_parts.h"
#include "db/outbox_parts.h"
#include "db/stmt.h"
#include "forms/act_text.h"
#include "forms/national_list.h"
#include "forms/text.h"

#define SITE_SCREEN N_("请在“平台参数”里填写")
#define REGISTER N_("备案时的名册里没有；请修正此件，或改在中心页面录入")

/* What a training desk writes where a platform looks first: no platform has such a receiver. */
#define TRAINING_RECEIVER "TRAINING"
#define TRAINING_NAME "培训演示"

// clang-format off
enum { ENV_INFNO, ENV_MSGID, ENV_AREA, ENV_INSUPLC, ENV_RECER, ENV_DEV_NO, ENV_DEV_SAFE, ENV_CAINFO, ENV_SIGNTYPE, ENV_INFVER,
	ENV_OPTER_TYPE, ENV_OPTER, ENV_OPTER_NAME, ENV_INF_TIME, ENV_CODE, ENV_NAME, ENV_SIGN_NO };

const struct national_field national_envelope[NATIONAL_ENVELOPE] = {
	[ENV_INFNO]      = { "infno", N_("交易编号"), 6, NATIONAL_REQUIRED, SITE_SCREEN },
	[ENV_MSGID]      = { "msgid", N_("发送方报文ID"), 30, NATIONAL_REQUIRED, SITE_SCREEN },
	[ENV_AREA]       = { "mdtrtarea_admvs", N_("就医地医保区划"), 6, NATIONAL_REQUIRED, SITE_SCREEN },
	[ENV_INSUPLC]    = { "insuplc_admdvs", N_("参保地医保区划"), 6, NATIONAL_REQUIRED, N_("人员信息查询（1101）返回的参保地；在报送列表按 Enter 填写，或在“平台参数”里填常用的") },
	[ENV_RECER]      = { "recer_sys_code", N_("接收方系统代码"), 10, NATIONAL_REQUIRED, SITE_SCREEN },
	[ENV_DEV_NO]     = { "dev_no", N_("设备编号"), 100, 0, SITE_SCREEN },
	[ENV_DEV_SAFE]   = { "dev_safe_info", N_("设备安全信息"), 2000, 0, SITE_SCREEN },
	[ENV_CAINFO]     = { "cainfo", N_("数字签名信息"), 1024, 0, SITE_SCREEN },
	[ENV_SIGNTYPE]   = { "signtype", N_("签名类型"), 10, 0, SITE_SCREEN },
	[ENV_INFVER]     = { "infver", N_("接口版本号"), 6, NATIONAL_REQUIRED, SITE_SCREEN },
	[ENV_OPTER_TYPE] = { "opter_type", N_("经办人类别"), 3, NATIONAL_REQUIRED, SITE_SCREEN },
	[ENV_OPTER]      = { "opter", N_("经办人编号"), 30, NATIONAL_REQUIRED, SITE_SCREEN },
	[ENV_OPTER_NAME] = { "opter_name", N_("经办人姓名"), 50, NATIONAL_REQUIRED, SITE_SCREEN },
	[ENV_INF_TIME]   = { "inf_time", N_("交易时间"), 19, NATIONAL_REQUIRED, SITE_SCREEN },
	[ENV_CODE]       = { "fixmedins_code", N_("报送的机构编号"), 30, NATIONAL_REQUIRED, SITE_SCREEN },
	[ENV_NAME]       = { "fixmedins_name", N_("报送的机构名称"), 200, NATIONAL_REQUIRED, SITE_SCREEN },
	[ENV_SIGN_NO]    = { "sign_no", N_("签到流水号"), 30, 0, SITE_SCREEN },
};

#define PSN_NO_FIELD { "psn_no", N_("人员编号"), 30, NATIONAL_REQUIRED, N_("人员信息查询（1101）返回的人员编号；在报送列表按 Enter 填写") }

enum { REG_PSN_NO, REG_INSUTYPE, REG_CODE, REG_NAME, REG_TEL, REG_ADDR, REG_OPTINS, REG_IDE_NO, REG_IDE_NAME, REG_IDE_DATE,
	REG_DR_CODE, REG_DR_NAME, REG_BEGIN, REG_END, REG_COUNT };

static const struct national_field register_fields[REG_COUNT] = {
	[REG_PSN_NO]   = PSN_NO_FIELD,
	[REG_INSUTYPE] = { "insutype", N_("险种类型"), 6, NATIONAL_REQUIRED, REGISTER },
	[REG_CODE]     = { "opsp_dise_code", N_("门慢门特病种目录代码"), 30, NATIONAL_REQUIRED, REGISTER },
	[REG_NAME]     = { "opsp_dise_name", N_("门慢门特病种名称"), 300, NATIONAL_REQUIRED, REGISTER },
	[REG_TEL]      = { "tel", N_("联系电话"), 50, 0, REGISTER },
	[REG_ADDR]     = { "addr", N_("联系地址"), 200, 0, SITE_SCREEN },
	[REG_OPTINS]   = { "insu_optins", N_("参保机构医保区划"), 6, NATIONAL_REQUIRED, N_("人员信息查询（1101）返回的参保地；在报送列表按 Enter 填写，或在“平台参数”里填常用的") },
	[REG_IDE_NO]   = { "ide_fixmedins_no", N_("鉴定定点医药机构编号"), 30, NATIONAL_REQUIRED | NATIONAL_CUT, REGISTER },
	[REG_IDE_NAME] = { "ide_fixmedins_name", N_("鉴定定点医药机构名称"), 200, NATIONAL_REQUIRED, REGISTER },
	[REG_IDE_DATE] = { "hosp_ide_date", N_("医院鉴定日期"), 10, NATIONAL_REQUIRED | NATIONAL_DATE, REGISTER },
	[REG_DR_CODE]  = { "diag_dr_codg", N_("诊断医师编码"), 30, NATIONAL_REQUIRED | NATIONAL_CUT, REGISTER },
	[REG_DR_NAME]  = { "diag_dr_name", N_("诊断医师姓名"), 50, NATIONAL_REQUIRED, REGISTER },
	[REG_BEGIN]    = { "begndate", N_("开始日期"), 10, NATIONAL_REQUIRED | NATIONAL_DATE, REGISTER },
	[REG_END]      = { "enddate", N_("结束日期"), 10, NATIONAL_DATE, SITE_SCREEN },
};

/* Where the value of a field of ours goes as it is. */
static const struct {
	int at;
	enum field_id field;
} register_from[] = {
	{ REG_INSUTYPE, FIELD_INSUTYPE }, { REG_CODE, FIELD_OPSP_DISE_CODE }, { REG_NAME, FIELD_OPSP_DISE_NAME },
	{ REG_TEL, FIELD_TEL }, { REG_IDE_NO, FIELD_IDE_FIXMEDINS_NO }, { REG_IDE_NAME, FIELD_IDE_FIXMEDINS_NAME },
	{ REG_IDE_DATE, FIELD_HOSP_IDE_DATE }, { REG_DR_CODE, FIELD_DIAG_DR_CODG }, { REG_DR_NAME, FIELD_DIAG_DR_NAME },
	{ REG_BEGIN, FIELD_BEGNDATE }, { REG_END, FIELD_ENDDATE },
};

enum { REV_SERIAL, REV_PSN_NO, REV_MEMO, REV_COUNT };

static const struct national_field revoke_fields[REV_COUNT] = {
	[REV_SERIAL] = { "trt_dcla_detl_sn", N_("待遇申报明细流水号"), 30, NATIONAL_REQUIRED, N_("它在 2503 的回执里，请先导入回执；在中心页面录入的，请在中心页面撤销，再记为已办") },
	[REV_PSN_NO] = PSN_NO_FIELD,
	[REV_MEMO]   = { "memo", N_("撤销原因"), 500, NATIONAL_REQUIRED, REGISTER },
};
// clang-format on

const struct national_field *national_data(const char *infno, size_t *out_count)
{
	bool tells = strcmp(infno, "2503") == 0;

	*out_count = tells ? REG_COUNT : REV_COUNT;
	return tells ? register_fields : revoke_fields;
}

/* ---- what requests share ---- */

int national_scene_open(struct store *st, const struct actor *who, struct national_scene *out,
			struct err *err)
{
	*out = (struct national_scene) { .st = st, .who = *who };
	out->site = calloc(site_values_count(), sizeof(*out->site));
	if (!out->site)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (site_load(st, out->site, err) == 0 && desk_identity_load(st, &out->desk, err) >= 0)
		return 0;
	national_scene_finish(out);
	return -1;
}

void national_scene_finish(struct national_scene *s)
{
	free(s->site);
	s->site = NULL;
}

static const char *either(const char *first, const char *second)
{
	return *first ? first : second;
}

const char *national_code(const struct national_scene *s)
{
	return either(site_get(s->site, "fixmedins_code"), s->desk.institution.code);
}

/* ---- filling ---- */

/* Texts are set one by one; a failed copy is found at the end. */
struct filler {
	struct national_scene *s;
	struct national_request *r;
	const struct filing_record *record;
	struct person_no person;
	bool failed;
};

static void put(struct filler *f, char **place, const char *text)
{
	free(*place);
	*place = *text ? strdup(text) : NULL;
	f->failed |= *text && !*place;
}

static size_t count_points(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += ((unsigned char)*text & 0xC0) != 0x80;
	return n;
}

/* As many characters as the field holds. */
static void put_cut(struct filler *f, char **place, const char *text, size_t most)
{
	char cut[256];
	size_t len = 0, at;

	for (at = 0; text[at] && len < most && at + 4 < sizeof(cut); len++) {
		size_t bytes;

		text_codepoint(text + at, &bytes);
		at += bytes;
	}
	snprintf(cut, sizeof(cut), "%.*s", (int)at, text);
	put(f, place, cut);
}

static void put_date(struct filler *f, char **place, const char *day)
{
	char text[64];

	if (!*day || strcmp(site_get(f->s->site, "date_form"), "time") != 0) {
		put(f, place, day);
		return;
	}
	snprintf(text, sizeof(text), "%.40s 00:00:00", day);
	put(f, place, text);
}

static void fill_envelope(struct filler *f, const char *msgid)
{
	char **e = f->r->envelope, now[TIMESTAMP_SIZE], infno[16];
	const struct site_value *site = f->s->site;
	bool training = store_kind(f->s->st) == STORE_TRAINING;

	timestamp_now(now);
	snprintf(infno, sizeof(infno), "infno_%s", f->r->infno);
	put(f, &e[ENV_INFNO], site_get(site, infno));
	put(f, &e[ENV_MSGID], msgid);
	put(f, &e[ENV_AREA], site_get(site, "mdtrtarea_admvs"));
	put(f, &e[ENV_INSUPLC], either(f->person.insuplc, site_get(site, "insuplc_admdvs")));
	put(f, &e[ENV_RECER], training ? TRAINING_RECEIVER : site_get(site, "recer_sys_code"));
	put(f, &e[ENV_DEV_NO], site_get(site, "dev_no"));
	put(f, &e[ENV_DEV_SAFE], site_get(site, "dev_safe_info"));
	put(f, &e[ENV_SIGNTYPE], site_get(site, "signtype"));
	put(f, &e[ENV_INFVER], site_get(site, "infver"));
	put(f, &e[ENV_OPTER_TYPE], site_get(site, "opter_type"));
	put(f, &e[ENV_OPTER], either(site_get(site, "opter"), f->s->who.login));
	put(f, &e[ENV_OPTER_NAME],
	    training ? TRAINING_NAME : either(site_get(site, "opter_name"), f->s->who.name));
	put(f, &e[ENV_INF_TIME], now);
	put(f, &e[ENV_CODE], national_code(f->s));
	put(f, &e[ENV_NAME], either(site_get(site, "fixmedins_name"), f->s->desk.institution.name));
	put(f, &e[ENV_SIGN_NO], site_get(site, "sign_no"));
}

static void fill_register(struct filler *f)
{
	const struct filing *filing = &f->record->filing;
	char **d = f->r->data;

	for (size_t i = 0; i < ARRAY_SIZE(register_from); i++) {
		const struct national_field *to = &register_fields[register_from[i].at];
		char **place = &d[register_from[i].at];
		const char *text = filing_get(filing, register_from[i].field);

		if (to->flags & NATIONAL_DATE)
			put_date(f, place, text);
		else if (to->flags & NATIONAL_CUT)
			put_cut(f, place, text, to->most);
		else
			put(f, place, text);
	}
	if (!d[REG_END])
		put_date(f, &d[REG_END], site_get(f->s->site, "enddate"));
	put(f, &d[REG_PSN_NO], f->person.psn_no);
	put(f, &d[REG_ADDR], site_get(f->s->site, "addr"));
	put(f, &d[REG_OPTINS], either(f->person.insu_optins, site_get(f->s->site, "insu_optins")));
}

/* Why it ended: the words of the act that ended it, or that began the version which took its place. */
static int put_memo(struct filler *f, struct err *err)
{
	struct stmt *q = stmt_get(f->s->st, STMT_OUTBOX_END);
	char *reason = NULL;
	int rc;

	stmt_bind_int(q, 1, f->record->id);
	rc = stmt_step(q, err);
	if (rc == 1)
		reason = act_text_get(stmt_text(q, 1), "reason");
	put(f, &f->r->data[REV_MEMO],
	    reason && *reason                   ? reason
	    : f->record->state == STATE_EXPIRED ? "待遇期限届满"
						: "");
	free(reason);
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

static int fill_revoke(struct filler *f, struct err *err)
{
	struct outbox_row rows[2];
	int n = outbox_of_filing(f->s->st, f->record->id, rows, err);

	if (n < 0)
		return -1;
	put(f, &f->r->data[REV_SERIAL],
	    n > 0 && rows[0].state == OUTBOX_ANSWERED ? rows[0].serial : "");
	put(f, &f->r->data[REV_PSN_NO], f->person.psn_no);
	return put_memo(f, err);
}

/* ---- what comes first ---- */

/* Of an amendment the version before it is revoked first: the platform takes no two of one person and disease. */
static int hold_for_prior(struct filler *f, struct err *err)
{
	struct filing_record prior = { 0 };
	struct outbox_row rows[2];
	int n, rc;

	if (!f->record->prior)
		return 0;
	n = outbox_of_filing(f->s->st, f->record->prior, rows, err);
	if (n < 2 || rows[1].state == OUTBOX_SENT || rows[1].state == OUTBOX_ANSWERED ||
	    rows[1].state == OUTBOX_SPARED)
		return n < 0 ? -1 : 0;
	rc = filing_load_here(f->s->st, f->record->prior, &prior, err);
	if (rc == 1 &&
	    asprintf(&f->r->held, _("原版（受理号 %s）的撤销 2504 还没有送出；请先报送 2504"),
		     prior.no) < 0) {
		f->r->held = NULL;
		f->failed = true;
	}
	filing_record_finish(&prior);
	return rc < 0 ? -1 : 0;
}

static int fill(struct filler *f, const char *msgid, struct err *err)
{
	const char *certno = filing_get(&f->record->filing, FIELD_CERTNO);

	if (person_no_load(f->s->st, certno, &f->person, err) < 0)
		return -1;
	fill_envelope(f, msgid);
	if (strcmp(f->r->infno, "2504") == 0)
		return fill_revoke(f, err);
	fill_register(f);
	return hold_for_prior(f, err);
}

int national_gather(struct national_scene *s, int64_t filing, const char *infno, const char *msgid,
		    struct national_request *out, struct err *err)
{
	struct filing_record record = { 0 };
	struct filler f = { .s = s, .r = out, .record = &record };
	int rc = filing_load_here(s->st, filing, &record, err);

	*out = (struct national_request) { 0 };
	snprintf(out->infno, sizeof(out->infno), "%s", infno);
	snprintf(out->no, sizeof(out->no), "%s", rc == 1 ? record.no : "");
	if (rc == 1 && fill(&f, msgid, err) < 0)
		rc = -1;
	if (rc == 1 && f.failed)
		rc = err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	filing_record_finish(&record);
	return rc;
}

void national_request_finish(struct national_request *r)
{
	for (size_t i = 0; i < NATIONAL_ENVELOPE; i++)
		free(r->envelope[i]);
	for (size_t i = 0; i < NATIONAL_DATA_MOST; i++)
		free(r->data[i]);
	free(r->held);
	*r = (struct national_request) { 0 };
}

/* ---- what is missing ---- */

struct complaints {
	FILE *out;
	const char *before;
	int count;
};

static void complain_missing(struct complaints *c, const struct national_field *f)
{
	fprintf(c->out, _("%s%s %s：没有；%s\n"), c->before, f->name, _(f->label), _(f->where));
	c->count++;
}

static void check_text(struct complaints *c, const struct national_field *f, const char *text)
{
	size_t n = count_points(text), most = f->most;
	struct date day;
	char first[16];

	if (!*text && (f->flags & NATIONAL_REQUIRED)) {
		complain_missing(c, f);
		return;
	}
	snprintf(first, sizeof(first), "%.10s", text);
	if (*text && (f->flags & NATIONAL_DATE)) {
		if (date_parse(first, &day) == 0)
			return;
		fprintf(c->out, _("%s%s %s：不是日期；请修正此件\n"), c->before, f->name,
			_(f->label));
	} else if (n > most) {
		fprintf(c->out,
			_("%s%s %s：有 %zu 个字，接口最多 %zu "
			  "个；请缩短后修正此件，或改在中心页面录入\n"),
			c->before, f->name, _(f->label), n, most);
	} else {
		return;
	}
	c->count++;
}

static void check_fields(struct complaints *c, const struct national_field *table, size_t count,
			 char *const *values)
{
	for (size_t i = 0; i < count; i++)
		if (&table[i] != &national_envelope[ENV_MSGID])
			check_text(c, &table[i], values[i] ? values[i] : "");
}

/* The number of a request begins with the code: of another length it could not be told apart. */
static void check_code(struct complaints *c, const struct national_scene *s)
{
	if (count_points(national_code(s)) == 12 || !*national_code(s))
		return;
	fprintf(c->out, _("%sfixmedins_code 报送的机构编号：须是 12 位；请在“平台参数”里填写\n"),
		c->before);
	c->count++;
}

static void check_insutype(struct complaints *c, const struct national_scene *s,
			   const struct national_request *r)
{
	char words[NATIONAL_WORDS_SIZE];
	const char *code = r->data[REG_INSUTYPE] ? r->data[REG_INSUTYPE] : "";

	if (!*code || *site_words(s->site, "insutype", code, words, sizeof(words)))
		return;
	fprintf(c->out,
		_("%sinsutype 险种类型：%.16s 不在险种字典里；请核对“平台参数”里的险种字典\n"),
		c->before, code);
	c->count++;
}

int national_lacks(const struct national_scene *s, const struct national_request *r,
		   const char *before, FILE *out)
{
	struct complaints c = { .out = out, .before = before };
	size_t count;
	const struct national_field *table = national_data(r->infno, &count);

	if (r->held) {
		fprintf(out, "%s%s\n", before, r->held);
		c.count++;
	}
	check_fields(&c, table, count, r->data);
	if (table == register_fields)
		check_insutype(&c, s, r);
	check_fields(&c, national_envelope, NATIONAL_ENVELOPE, r->envelope);
	check_code(&c, s);
	return c.count;
}

static int write_lacks(struct national_scene *s, int64_t filing, const char *infno, FILE *out,
		       struct err *err)
{
	struct national_request r;
	int rc;

	if (store_read_begin(s->st, err) < 0)
		return -1;
	rc = national_gather(s, filing, infno, "", &r, err);
	store_read_end(s->st);
	if (rc == 1)
		national_lacks(s, &r, "", out);
	national_request_finish(&r);
	return rc < 0 ? -1 : 0;
}

int national_missing(struct store *st, int64_t filing, const char *infno, char **out,
		     struct err *err)
{
	struct national_scene s;
	size_t size;
	FILE *text;
	int rc;

	*out = NULL;
	if (national_scene_open(st, store_actor(st), &s, err) < 0)
		return -1;
	text = open_memstream(out, &size);
	rc = text ? write_lacks(&s, filing, infno, text, err)
		  : err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (text && fclose(text) != 0 && rc == 0)
		rc = err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	national_scene_finish(&s);
	if (rc == 0)
		return 0;
	free(*out);
	*out = NULL;
	return -1;
}
