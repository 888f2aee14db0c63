/* Pinyin: readings, matching what a clerk types, and the keys of names. */
#include "tests/test.h"

#include "forms/pinyin.h"
#include "forms/text.h"

/* The readings of a text's first character, "zeng ceng". */
static const char *readings_of(const char *text, bool as_surname, char *buf, size_t size)
{
	const char *out[PINYIN_READINGS_MAX];
	size_t len, count = pinyin_readings(text_codepoint(text, &len), as_surname, out);

	buf[0] = '\0';
	for (size_t i = 0; i < count; i++)
		snprintf(buf + strlen(buf), size - strlen(buf), "%s%s", i ? " " : "", out[i]);
	return buf;
}

static void pinyin_readings__gives__all_readings(void **state)
{
	static const struct {
		const char *text;
		bool as_surname;
		const char *readings, *why;
	} rows[] = {
		{ "曾", false, "ceng zeng", "the usual reading first" },
		{ "曾", true, "zeng ceng", "the surname's reading first" },
		{ "单", false, "dan chan shan", "usual before the dictionary's order" },
		{ "单", true, "shan dan chan", "the surname's reading first" },
		{ "吕", false, "lv", "ü is v" },
		{ "女", false, "nv", "ü is v" },
		{ "略", false, "lve", "üe is ve" },
		{ "覃", true, "qin tan", "two surnames are written so" },
		{ "𠮷", false, "ji", "Unihan has no reading" },
		{ "張", false, "zhang", "traditional characters have readings too" },
		{ "〇", false, "ling", "the round nought" },
		{ "A", false, "", "a letter has no reading" },
		{ "ꀀ", false, "", "Yi syllables have none" },
		{ "\U000323AF", false, NULL, "the last ideograph: whatever it is, no crash" },
	};
	char buf[128];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		readings_of(rows[i].text, rows[i].as_surname, buf, sizeof(buf));
		if (rows[i].readings && strcmp(buf, rows[i].readings))
			fail_msg("%s: '%s', expected '%s': %s", rows[i].text, buf, rows[i].readings,
				 rows[i].why);
	}
}

static void pinyin_readings__puts_first__the_surname(void **state)
{
	static const struct {
		const char *text, *first;
	} rows[] = {
		{ "解", "xie" },   { "仇", "qiu" },  { "区", "ou" },   { "查", "zha" },
		{ "朴", "piao" },  { "缪", "miao" }, { "阚", "kan" },  { "祭", "zhai" },
		{ "句", "gou" },   { "能", "nai" },  { "乜", "nie" },  { "呷", "ga" },
		{ "种", "chong" }, { "盖", "ge" },   { "冼", "xian" }, { "任", "ren" },
		{ "乐", "yue" },   { "华", "hua" },  { "薄", "bo" },   { "翟", "zhai" },
		{ "贾", "jia" },   { "黑", "he" },   { "王", "wang" }, { "张", "zhang" },
	};
	const char *out[PINYIN_READINGS_MAX];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t len;

		if (!pinyin_readings(text_codepoint(rows[i].text, &len), true, out) ||
		    strcmp(out[0], rows[i].first))
			fail_msg("%s: %s, expected %s", rows[i].text, out[0], rows[i].first);
	}
}

static void pinyin_match__finds__what_is_typed(void **state)
{
	static const struct {
		const char *text, *query;
		bool as_surname, found;
		const char *why;
	} rows[] = {
		{ "肝豆状核变性", "gdzhbx", false, true, "initials" },
		{ "肝豆状核变性", "GDZHBX", false, true, "capital letters" },
		{ "肝豆状核变性", "gandou", false, true, "full spelling" },
		{ "肝豆状核变性", "gdzhuanghe", false, true, "initials and spelling mixed" },
		{ "肝豆状核变性", "gan dou", false, true, "a blank between" },
		{ "肝豆状核变性", "hbx", false, true, "from the middle" },
		{ "肝豆状核变性", "gdx", false, false, "a character left out" },
		{ "肝豆状核变性", "gdzhbxx", false, false, "one letter too many" },
		{ "2型糖尿病", "2xtnb", false, true, "digits stay" },
		{ "高血压 2 级", "gxy2j", false, true, "blanks need not be typed" },
		{ "肺结核(耐多药)", "fjhndy", false, true, "nor brackets" },
		{ "普拉德-威利综合征", "pldwlzhz", false, true, "nor the hyphen" },
		{ "地中海贫血", "dzhpx", false, true, "di, not de" },
		{ "重症肌无力", "zzjwl", false, true, "zhong, not chong" },
		{ "重症肌无力", "czjwl", false, true, "any reading finds" },
		{ "骨髓移植抗排异治疗", "gsyzkpyzl", false, true, "shares its initials" },
		{ "肝肾移植抗排异治疗", "gsyzkpyzl", false, true, "with this one" },
		{ "曾小英", "zxy", true, true, "heard Zeng" },
		{ "曾小英", "cxy", true, true, "reads ceng" },
		{ "吕梁", "lvliang", true, true, "lv" },
		{ "吕梁", "luliang", true, true, "lu" },
		{ "吕梁", "lyuliang", true, true, "lyu" },
		{ "尉迟敬德", "yuchijingde", true, true, "a surname of two characters" },
		{ "尉迟敬德", "ycjd", true, true, "its initials" },
		{ "尉迟敬德", "wcjd", true, true, "wei is a reading of 尉 too" },
		{ "万俟雅言", "moqiyayan", true, true, "moqi" },
		{ "澹台明", "tantaiming", true, true, "tantai" },
		{ "令狐冲", "lhc", true, true, "linghu" },
		{ "拓跋宏", "tuobahong", true, true, "tuoba" },
		{ "阿木木呷", "amumuga", true, true, "ga at a Yi name's end" },
		{ "吉克·隽逸", "jkjy", true, true, "the dot need not be typed" },
		{ "西安", "xi'an", false, true, "an apostrophe parts syllables" },
		{ "ALI 买买提", "alimmt", true, true, "Latin letters stand for themselves" },
		{ "𠮷野家", "jyj", true, true, "a character beyond the BMP" },
		{ "张三", "", true, false, "nothing typed" },
		{ "", "z", true, false, "nothing to find in" },
		{ "张三", "张", true, false, "Han in the query is not pinyin" },
		{ "张三", "zs;", true, false, "nor is a semicolon" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if ((pinyin_match(rows[i].text, rows[i].query, rows[i].as_surname) > 0) !=
		    rows[i].found)
			fail_msg("%s '%s': %s", rows[i].text, rows[i].query, rows[i].why);
}

static void pinyin_match__ranks__better_first(void **state)
{
	static const struct {
		const char *better, *worse, *query;
		bool as_surname;
		const char *why;
	} rows[] = {
		{ "糖尿病", "糖尿病足", "tnb", false, "the whole beats its beginning" },
		{ "糖尿病足", "2型糖尿病", "tnb", false, "the beginning beats the middle" },
		{ "曾英", "曾英", "zy", true, "equal" },
		{ "单英", "丹英", "shany", true, "only one is read so" },
		{ "张英", "曾英", "zy", false, "the usual reading beats another" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		int a = pinyin_match(rows[i].better, rows[i].query, rows[i].as_surname);
		int b = pinyin_match(rows[i].worse, rows[i].query, rows[i].as_surname);

		if (!strcmp(rows[i].better, rows[i].worse) ? a != b : a <= b)
			fail_msg("%s %d, %s %d: %s", rows[i].better, a, rows[i].worse, b,
				 rows[i].why);
	}
	assert_true(pinyin_match("曾英", "zengy", true) > pinyin_match("曾英", "cengy", true));
	assert_true(pinyin_match("曾英", "zengy", true) > pinyin_match("曾英", "zengy", false));
}

static void pinyin_match__survives__floods(void **state)
{
	char text[3001], query[1001];

	(void)state;
	for (size_t i = 0; i + 3 < sizeof(text); i += 3)
		memcpy(text + i, "行", 4);
	memset(query, 'h', sizeof(query) - 1);
	query[sizeof(query) - 1] = '\0';
	assert_int_equal(pinyin_match(text, query, false), 0);
	query[60] = '\0';
	assert_true(pinyin_match(text, query, false) > 0);
}

static void collect(void *ctx, const char *key, bool initials)
{
	snprintf((char *)ctx + strlen(ctx), 1024 - strlen(ctx), "%s%s ", initials ? "'" : "", key);
}

static void pinyin_keys__gives__each_key_once(void **state)
{
	static const struct {
		const char *name;
		size_t most;
		const char *keys, *why;
	} rows[] = {
		{ "张三", 16, "'zs zhangsan ", "one reading each" },
		{ "曾三", 16, "'zs zengsan 'cs cengsan ", "the surname's reading first" },
		{ "曾三", 3, "'zs zengsan 'cs ", "no more than asked for" },
		{ "曾三", 0, "", "none" },
		{ "吕三", 16, "'ls lvsan lusan lyusan ", "three ways to type ü" },
		{ "阿·三", 4, "'as asan 'es esan ", "the dot falls out" },
		{ "LI 三", 16, "'lis lisan ", "Latin letters in small ones" },
		{ "ꀀ", 16, "", "nothing can be typed" },
		{ "", 16, "", "nothing there" },
	};
	char keys[1024];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		keys[0] = '\0';
		pinyin_keys(rows[i].name, rows[i].most, collect, keys);
		if (strcmp(keys, rows[i].keys))
			fail_msg("%s: '%s', expected '%s': %s", rows[i].name, keys, rows[i].keys,
				 rows[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pinyin_readings__gives__all_readings),
		cmocka_unit_test(pinyin_readings__puts_first__the_surname),
		cmocka_unit_test(pinyin_match__finds__what_is_typed),
		cmocka_unit_test(pinyin_match__ranks__better_first),
		cmocka_unit_test(pinyin_match__survives__floods),
		cmocka_unit_test(pinyin_keys__gives__each_key_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
