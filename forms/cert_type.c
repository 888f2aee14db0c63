#include "forms/identity.h"

#include <string.h>

// clang-format off
static const struct cert_type types[] = {
	{ "01", N_("居民身份证（户口簿）") },
	{ "02", N_("军官证") },
	{ "03", N_("武警警官证") },
	{ "04", N_("香港特区护照/港澳居民来往内地通行证") },
	{ "05", N_("澳门特区护照/港澳居民来往内地通行证") },
	{ "06", N_("台湾居民来往大陆通行证") },
	{ "07", N_("外国人永久居留证") },
	{ "08", N_("外国人护照") },
	{ "09", N_("残疾人证") },
	{ "10", N_("军烈属证明") },
	{ "11", N_("外国人就业证") },
	{ "12", N_("外国专家证") },
	{ "13", N_("外国人常驻记者证") },
	{ "14", N_("台港澳人员就业证") },
	{ "15", N_("回国（来华）定居专家证") },
	{ "16", N_("中国护照") },
	{ "17", N_("港澳台居民居住证") },
	{ "90", N_("社会保障卡") },
	{ "99", N_("其他身份证件") },
	{ "990201", N_("医学出生证明") },
	{ NULL, NULL },
};
// clang-format on

const struct cert_type *cert_types(void)
{
	return types;
}

const struct cert_type *cert_type_find(const char *code)
{
	for (const struct cert_type *t = types; t->code; t++)
		if (strcmp(t->code, code) == 0 ||
		    (t->code[0] == '0' && strcmp(t->code + 1, code) == 0))
			return t;
	return NULL;
}
