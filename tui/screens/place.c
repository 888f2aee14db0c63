#include "tui/screens/place.h"

#include <stdio.h>
#include <string.h>

#include "forms/division.h"
#include "tui/screens/account.h"

#define REGION_MOST (sizeof(((struct institution *)NULL)->region) - 1)
#define CODE_MOST 31 /* 备案号 begins with it */

static const char *refuse_region(struct screen *asker, const char *text)
{
	size_t len = strlen(text);
	char code[] = "000000";

	(void)asker;
	if (len >= 2 && len <= 6 && len % 2 == 0 && strspn(text, "0123456789") == len) {
		memcpy(code, text, len);
		if (division_find(code, NULL) == DIVISION_PRESENT)
			return NULL;
	}
	return N_("不是行政区划代码；请写 2、4 或 6 位数字，如 5111 乐山市、1411 吕梁市");
}

// clang-format off
static const struct dialog_choice kinds[] = {
	{ "3", N_("三级医疗机构") }, { "2", N_("二级医疗机构") }, { "1", N_("一级医疗机构") }, { "0", N_("医保经办机构") },
	{ NULL, NULL },
};

static const struct dialog_choice duties[] = { { "certifies", N_("认定") }, { "files", N_("备案") }, { NULL, NULL } };

const struct dialog_choice place_states[] = { { "1", N_("在用") }, { "0", N_("停用") }, { NULL, NULL } };

const struct dialog_row place_rows[PLACE_ROWS] = {
	[PLACE_NAME] = { .label = N_("机构全称"), .hint = N_("与公章上的名称一字不差，印章要按它核对"),
			 .most = sizeof(((struct institution *)NULL)->name) - 1, .refuse = account_refuse_empty },
	[PLACE_CODE] = { .label = N_("机构编号"),
			 .hint = N_("定点医药机构编号，如 H51110200001；经办机构写自己的编号。备案号以它开头"),
			 .most = CODE_MOST, .refuse = account_refuse_empty },
	[PLACE_KIND] = { .label = N_("类别和级别"), .hint = N_("按数字选；文件常要求二级以上医疗机构才能认定"),
			 .kind = DIALOG_CHOICE, .choices = kinds, .refuse = account_refuse_empty },
	[PLACE_REGION] = { .label = N_("行政区划"), .hint = N_("所在地的代码，如 5111 乐山市、1411 吕梁市；适用的文件由它决定"),
			   .most = REGION_MOST, .refuse = refuse_region },
	[PLACE_DUTIES] = { .label = N_("承担"), .hint = N_("按数字增减：1 认定 2 备案"), .kind = DIALOG_MARKS, .choices = duties,
			   .refuse = account_refuse_empty },
	[PLACE_DISEASES] = { .label = N_("认定病种"), .hint = N_("* 表示全部；只定点几种的，写病种编码，用空格隔开，如 M01904"),
			     .most = sizeof(((struct institution *)NULL)->diseases) - 1 },
	[PLACE_STATE] = { .label = N_("状态"), .hint = N_("停用后不能再选；已办的不受影响"), .kind = DIALOG_CHOICE,
			  .choices = place_states, .refuse = account_refuse_empty },
};
// clang-format on

void place_texts(const struct institution *i, const char *region, struct place_texts *out)
{
	bool new = !*i->code, certifies = new || i->certifies, files = new || i->files;

	out->kind[0] = (char)(new ? '\0' : '0' + i->level);
	out->kind[1] = '\0';
	snprintf(out->duties, sizeof(out->duties), "%s%s%s", certifies ? "certifies" : "",
		 certifies && files ? " " : "", files ? "files" : "");
	out->row[PLACE_NAME] = i->name;
	out->row[PLACE_CODE] = i->code;
	out->row[PLACE_KIND] = out->kind;
	out->row[PLACE_REGION] = new ? region : i->region;
	out->row[PLACE_DUTIES] = out->duties;
	out->row[PLACE_DISEASES] = new ? "*" : i->diseases;
	out->row[PLACE_STATE] = new || i->active ? "1" : "0";
}

void place_capitals(char *code)
{
	for (; *code; code++)
		if (*code >= 'a' && *code <= 'z')
			*code = (char)(*code - 'a' + 'A');
}

int place_take(char *const *texts, size_t count, struct institution *i, size_t *at, struct err *err)
{
	struct institution work = *i;

	snprintf(work.name, sizeof(work.name), "%s", texts[PLACE_NAME]);
	snprintf(work.code, sizeof(work.code), "%s", texts[PLACE_CODE]);
	snprintf(work.region, sizeof(work.region), "%s", texts[PLACE_REGION]);
	snprintf(work.diseases, sizeof(work.diseases), "%s", texts[PLACE_DISEASES]);
	place_capitals(work.code);
	place_capitals(work.diseases);
	work.level = texts[PLACE_KIND][0] - '0';
	work.kind = work.level ? INSTITUTION_HOSPITAL : INSTITUTION_AGENCY;
	work.certifies = strstr(texts[PLACE_DUTIES], "certifies") != NULL;
	work.files = strstr(texts[PLACE_DUTIES], "files") != NULL;
	work.active = count <= PLACE_STATE || texts[PLACE_STATE][0] == '1';
	*at = !work.level && work.certifies ? PLACE_DUTIES : PLACE_CODE;
	if (institution_check(&work, err))
		return -1;
	*i = work;
	return 0;
}

const char *place_level(const struct institution *i)
{
	static const char *const words[] = { N_("经办机构"), N_("一级"), N_("二级"), N_("三级") };

	return i->level >= 0 && i->level < (int)ARRAY_SIZE(words) ? _(words[i->level]) : "";
}
