/* What can stand in the register. */
#include <stdio.h>
#include <string.h>

#include "db/registry_parts.h"
#include "forms/division.h"
#include "forms/text.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool is_code(const char *code)
{
	return code[0] && strspn(code, LETTERS DIGITS "-") == strlen(code);
}

static bool is_name(const char *name)
{
	return name[0] && text_is_clean(name);
}

/* GB/T 2260, from the province down to the county. */
static bool is_region(const char *region)
{
	size_t len = strlen(region);
	char code[] = "000000";

	if (len < 2 || len > 6 || len % 2 || strspn(region, DIGITS) != len)
		return false;
	memcpy(code, region, len);
	return division_find(code, NULL) == DIVISION_PRESENT;
}

static bool is_disease(const char *word, size_t len)
{
	return (len == 1 && word[0] == '*') ||
	       (len == 6 && word[0] == 'M' && strspn(word + 1, DIGITS) >= 5);
}

static int check_diseases(const char *diseases, struct err *err)
{
	while (*diseases) {
		size_t len = strcspn(diseases, " ");

		if (len && !is_disease(diseases, len))
			return err_set(err, ERR_INPUT,
				       _("病种“%.*s”不能用：请写 M 加 5 "
					 "位数字的编码，用空格隔开；全部病种写 *"),
				       (int)len, diseases);
		diseases += len + (diseases[len] == ' ');
	}
	return 0;
}

int institution_check(const struct institution *i, struct err *err)
{
	if (!is_code(i->code))
		return err_set(err, ERR_INPUT,
			       _("机构编号“%s”不能用：请照定点协议填写，只用大写字母、数字和 -"),
			       i->code);
	if (!is_name(i->name))
		return err_set(err, ERR_INPUT, _("机构名称“%s”不能用：请照公章填写全称"), i->name);
	if (i->kind == INSTITUTION_HOSPITAL && (i->level < 1 || i->level > 3))
		return err_set(err, ERR_INPUT, _("医院等级“%d”不能用：请填 1、2 或 3"), i->level);
	if (i->kind == INSTITUTION_AGENCY && i->level != 0)
		return err_set(err, ERR_INPUT, _("经办机构没有医院等级，请把“%d”改为 0"), i->level);
	if (i->kind == INSTITUTION_AGENCY && i->certifies)
		return err_set(err, ERR_INPUT, _("经办机构“%s”不做认定，请去掉“认定”"), i->name);
	if (!is_region(i->region))
		return err_set(err, ERR_INPUT,
			       _("行政区划“%s”不能用：请填 2 至 6 位代码，如 5111 乐山、1411 吕梁"),
			       i->region);
	return check_diseases(i->diseases, err);
}

int doctor_check(const struct doctor *d, struct err *err)
{
	if (!is_code(d->code))
		return err_set(
			err, ERR_INPUT,
			_("医师代码“%s”不能用：请照医保医师代码填写，只用大写字母、数字和 -"),
			d->code);
	if (!is_name(d->name))
		return err_set(err, ERR_INPUT, _("医师姓名“%s”不能用：请照执业证书填写"), d->name);
	if (!text_is_clean(d->title))
		return err_set(err, ERR_INPUT, _("职称“%s”含有看不见的字符，请重新录入"), d->title);
	return check_diseases(d->diseases, err);
}

int seal_check(const struct seal *s, struct err *err)
{
	if (!is_name(s->name))
		return err_set(err, ERR_INPUT, _("印章名称“%s”不能用：请照印模填写"), s->name);
	return 0;
}
