/* Covers the command line in the charsets of old desks: arguments and text in GBK or GB18030, JSON always in UTF-8. */
#include "tests/cli/run.h"

#include <iconv.h>

/* UTF-8 text in another charset, which the caller frees. */
static char *in_charset(const char *text, const char *charset)
{
	iconv_t cd = iconv_open(charset, "UTF-8");
	size_t left = strlen(text), room = 4 * left + 1;
	char *out = calloc(1, room + 1), *to = out, *from = (char *)text;

	assert_true(cd != (iconv_t)-1);
	assert_non_null(out);
	assert_int_equal(iconv(cd, &from, &left, &to, &room), 0);
	iconv_close(cd);
	return out;
}

// clang-format off
static const struct { const char *locale, *charset; } desks[] = {
	{ "zh_CN.GBK", "GBK" },
	{ "zh_CN.GB18030", "GB18030" },
	{ "zh_CN.UTF-8", "UTF-8" },
};
// clang-format on

static void codes__hear_and_speak__the_desks_charset(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(desks); i++) {
		struct around around = { .locale = desks[i].locale };
		char *query = in_charset("肝豆", desks[i].charset);
		char *row = in_charset("肝豆状核变性\tM01904\t居民\t390\t门慢门特病种\t10\n",
				       desks[i].charset);

		expect_words(&around, ARGS("codes", query), 0, row, "", desks[i].locale);
		expect_words(&around, ARGS("codes", "--json", query), 0,
			     "{\"query\":\"肝豆\",\"match\":\"search\",\"codes\":[{\"code\":"
			     "\"M01904\",\"name\":\"肝豆状核变性\"",
			     "", "JSON is UTF-8 in every locale");
		free(query);
		free(row);
	}
}

static void check__speaks__utf8_in_every_locale(void **unused)
{
	static const char line[] = "{\"psn_name\":\"\U00020BB73\",\"gend\":\"3\"}";

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(desks); i++)
		expect_words(&(struct around) { .locale = desks[i].locale, .in = line },
			     ARGS("check"), 1, "“3”不在字典内；请填 1 男 或 2 女", "",
			     desks[i].locale);
}

static void complaints__come__in_the_desks_charset(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(desks); i++) {
		char *path = in_charset("没有的文件", desks[i].charset);
		char *words = in_charset("mtdesk: 打不开 没有的文件：", desks[i].charset);

		expect_words(&(struct around) { .locale = desks[i].locale }, ARGS("check", path), 3,
			     "", words, desks[i].locale);
		free(path);
		free(words);
	}
}

/* A file's name is shown as the desk reads it, and what the system says beside it too. */
static void complaints__name__files_in_the_desks_charset(void **unused)
{
	const struct {
		const char *const *args;
		const char *words;
		int status;
	} rows[] = {
		{ ARGS("policy", "check"), "无法读取“没有的包”", 1 },
		{ ARGS("find", "x", "--db"), "还没有库文件“没有的包”", 3 },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(desks); i++)
		for (size_t r = 0; r < ARRAY_SIZE(rows); r++) {
			char *path = in_charset("没有的包", desks[i].charset);
			char *words = in_charset(rows[r].words, desks[i].charset);
			const char *args[6] = { NULL };

			for (size_t a = 0; rows[r].args[a]; a++) {
				args[a] = rows[r].args[a];
				args[a + 1] = path;
			}
			expect_words(&(struct around) { .locale = desks[i].locale }, args,
				     rows[r].status, "", words, desks[i].locale);
			free(path);
			free(words);
		}
}

/* What is no text of the locale is refused as such, and never taken for another word. */
static void arguments__of_another_charset__are_refused(void **unused)
{
	char *gbk = in_charset("肝豆", "GBK");

	(void)unused;
	expect_words(&(struct around) { .locale = "zh_CN.UTF-8" }, ARGS("codes", gbk), 2, "",
		     "无法按终端的字符集解读", "GBK at a UTF-8 desk");
	expect_words(&(struct around) { .locale = "zh_CN.GBK" }, ARGS("codes", "\xFF\xFF"), 2, "",
		     NULL, "no text at all");
	free(gbk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes__hear_and_speak__the_desks_charset),
		cmocka_unit_test(check__speaks__utf8_in_every_locale),
		cmocka_unit_test(complaints__come__in_the_desks_charset),
		cmocka_unit_test(complaints__name__files_in_the_desks_charset),
		cmocka_unit_test(arguments__of_another_charset__are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
