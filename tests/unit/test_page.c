/* Covers forms/page: text that a reader gets back, characters that no font has, the same bytes everywhere, QR codes. Read by the
 * real pdftotext, pdffonts, pdfinfo and zbarimg. */
#include "tests/pdf.h"

#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

#include "forms/page.h"

static const struct page_style plain = { .size = 11 };
static const struct page_setup usual = { .title = "申请表",
					 .moment = "2026-11-22 09:15:02",
					 .foot = "乐山市人民医院" };
static const char *self; /* this program, for what must be tried in another process */

struct pdf {
	char *bytes;
	size_t len;
	int pages;
};

static struct page *begin(const struct page_setup *setup)
{
	struct err err = { 0 };
	struct page *p = page_begin(setup, &err);

	if (!p)
		fail_msg("%s", err.msg);
	return p;
}

static struct pdf finish(struct page *p)
{
	struct pdf pdf = { 0 };
	struct err err = { 0 };

	if (page_finish(p, &pdf.bytes, &pdf.len, &pdf.pages, &err) < 0)
		fail_msg("%s", err.msg);
	return pdf;
}

static struct pdf with_text(const struct page_setup *setup, const char *text)
{
	struct page *p = begin(setup);

	page_text(p, 20, 20, 170, text, &plain);
	return finish(p);
}

/* ---- text ---- */

static void page_text__comes_back__as_it_was(void **unused)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{ "张晓燕", "everyday" },
		{ "龑䶮", "Extension A, which GBK has not" },
		{ "㛃𠮷", "Extensions A and B" },
		{ "𬭊𫠠𫝀", "Extensions E, D" },
		{ "𪜀𬺰𮯠", "Extensions C, E, F" },
		{ "𠀀𪛖", "the ends of Extension B" },
		{ "吉克·木呷", "a name of the Yi with its dot" },
		{ "阿依古丽·买买提", "a long name with its dot" },
		{ "〇丽々", "numeral zero, everyday, repetition" },
		{ "185 mg/L < 200 mg/L", "Latin letters" },
		{ "eeff0011fflffifi", "letters that fonts would join" },
		{ "1.6 µmol/24h ≥ 101.67 μg ① ℃ Ⅳ", "signs of reports" },
		{ "〔2024〕“引”、《书》，。：；！？（）", "punctuation" },
		{ "□√■", "boxes" },
	};
	(void)unused;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct pdf pdf = with_text(&usual, rows[i].text);
		char *text = pdf_text(pdf.bytes, pdf.len, "-raw");

		if (!strstr(text, rows[i].text))
			fail_msg("%s: '%s' came back as '%s'", rows[i].why, rows[i].text, text);
		free(text);
		free(pdf.bytes);
	}
}

static void page_text__leaves_out__what_must_not_be_printed(void **unused)
{
	struct pdf pdf;
	char *text;
	(void)unused;

	pdf = with_text(&usual, "甲\xe2\x80\xae乙\xe2\x80\x8b丙\x07丁\t戊\n己");
	text = pdf_text(pdf.bytes, pdf.len, "-raw");
	if (!strstr(text, "甲乙丙丁 戊\n己"))
		fail_msg("%s", text);
	free(text);
	free(pdf.bytes);
}

static void page_text_height__counts__lines_of_one_height(void **unused)
{
	static const struct {
		const char *text;
		double width;
		int lines;
		const char *why;
	} rows[] = {
		{ "", 100, 0, "nothing" },
		{ NULL, 100, 0, "absent" },
		{ "字", 100, 1, "one" },
		{ "𬭊䶮字", 100, 1, "a fallback font's lines are no higher" },
		{ "一\n二\n三", 100, 3, "line ends" },
		{ "一二三四五六七八九十", 20, 2, "between any two characters" },
		{ "5111021990030766265111021990030766265111021990030766", 40, 3,
		  "a long number too" },
		{ "一二三四（五）", 20, 2, "no bracket at the end of a line" },
	};
	const double line = 11 * 1.4 * 25.4 / 72;
	struct page *p = begin(&usual);
	(void)unused;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		double height = page_text_height(p, rows[i].width, rows[i].text, &plain);

		if ((int)(height / line + 0.5) != rows[i].lines)
			fail_msg("%s: %.2f lines, not %d", rows[i].why, height / line,
				 rows[i].lines);
	}
	page_destroy(p);
}

/* Parts that each fit, put together again, are the text. */
static void page_text_fit__parts__without_loss(void **unused)
{
	char text[4000] = "", part[4000];
	struct page *p = begin(&usual);
	size_t at = 0, parts = 0;
	(void)unused;

	for (int i = 0; i < 120; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "第%d段𠮷\t%s", i,
			 i % 7 ? "" : "\xe2\x80\x8b\n");
	while (text[at]) {
		size_t fit = page_text_fit(p, 60, 25, text + at, &plain);

		assert_true(fit > 0);
		snprintf(part, sizeof(part), "%.*s", (int)fit, text + at);
		if (part[fit - 1] == '\n')
			part[fit - 1] = '\0';
		assert_true(page_text_height(p, 60, part, &plain) <= 25);
		at += fit;
		parts++;
	}
	assert_true(parts > 3);
	assert_int_equal(page_text_fit(p, 60, 3, text, &plain), 0);
	page_destroy(p);
}

/* ---- characters that no font has ---- */

static void page_finish__refuses__characters_without_a_glyph(void **unused)
{
	static const struct {
		const char *text, *foot, *said, *why;
	} rows[] = {
		{ "张\xee\x80\x80", NULL, "“\xee\x80\x80”U+E000", "a home-made character" },
		{ "\xf0\xb1\x8d\x90", NULL, "U+31350", "Extension H is newer than the fonts" },
		{ "ꆈꌠ", NULL, "“ꆈ”U+A188 “ꌠ”U+A320", "Yi letters, each once" },
		{ "ꆈ张ꆈ", NULL, "“ꆈ”U+A188；", "a character met twice" },
		{ "张", "\xf3\xb0\x80\x80", "U+F0000", "in the foot alone" },
	};
	(void)unused;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct page_setup setup = usual;
		struct err err = { 0 };
		struct pdf pdf = { 0 };
		struct page *p;

		setup.foot = rows[i].foot;
		p = begin(&setup);
		page_text(p, 20, 20, 100, rows[i].text, &plain);
		if (page_finish(p, &pdf.bytes, &pdf.len, &pdf.pages, &err) == 0)
			fail_msg("%s: printed", rows[i].why);
		assert_int_equal(err.code, ERR_INPUT);
		assert_null(pdf.bytes);
		if (!strstr(err.msg, rows[i].said))
			fail_msg("%s: said %s", rows[i].why, err.msg);
	}
}

static void page_finish__names__no_more_than_there_is_room_for(void **unused)
{
	char text[1024] = "";
	struct err err = { 0 };
	struct pdf pdf = { 0 };
	struct page *p = begin(&usual);
	(void)unused;

	for (int i = 0; i < 64; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "\xee\x80%c", 0x80 + i);
	page_text(p, 20, 20, 170, text, &plain);
	assert_int_equal(page_finish(p, &pdf.bytes, &pdf.len, &pdf.pages, &err), -1);
	if (!strstr(err.msg, "U+E000") || !strstr(err.msg, " 等字；"))
		fail_msg("%s", err.msg);
}

static void page_finish__refuses__broken_utf_8(void **unused)
{
	struct err err = { 0 };
	struct pdf pdf = { 0 };
	struct page *p = begin(&usual);
	(void)unused;

	page_text(p, 20, 20, 170, "张\xe6\x99", &plain);
	assert_int_equal(page_finish(p, &pdf.bytes, &pdf.len, &pdf.pages, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
}

/* ---- fonts ---- */

static void page__embeds__the_named_families_only(void **unused)
{
	struct pdf pdf = with_text(&usual, "张䶮𬭊 ☑☐ Latin αβ ① ★ → é");
	char *said = pdf_ask(pdf.bytes, pdf.len, "pdffonts", "", ""), *rest = said, *line;
	int n = 0;
	(void)unused;

	while ((line = strsep(&rest, "\n"))) {
		if (!strchr(line, '+'))
			continue;
		n++;
		if (!strstr(line, "NotoSerifCJKsc") && !strstr(line, "HanaMin"))
			fail_msg("%s", line);
	}
	assert_true(n >= 2);
	free(said);
	free(pdf.bytes);
}

/* ---- the same bytes ---- */

static struct pdf sample(void)
{
	struct page *p = begin(&usual);
	struct err err = { 0 };

	page_text(p, 20, 20, 170, "张䶮𬭊㛃𠮷 直骨角 1990-03-07 1.5", &plain);
	page_box(p, 20, 40, 50.5, 20.25, 0.2);
	page_line(p, 20, 70, 190, 70, 0.5);
	assert_int_equal(page_qr(p, 20, 80, 30, "ABC234", &err), 0);
	page_break(p);
	page_text(p, 20, 20, 170, "第二页", &plain);
	return finish(p);
}

static int write_sample(const char *path)
{
	struct pdf pdf = sample();
	FILE *f = fopen(path, "w");
	bool done = f && fwrite(pdf.bytes, 1, pdf.len, f) == pdf.len;

	free(pdf.bytes);
	return f && fclose(f) == 0 && done ? 0 : 1;
}

static void page_finish__gives__the_same_bytes_again(void **unused)
{
	struct pdf one = sample(), other = sample();
	(void)unused;

	assert_int_equal(one.len, other.len);
	assert_memory_equal(one.bytes, other.bytes, one.len);
	free(one.bytes);
	free(other.bytes);
}

static void page_finish__gives__the_same_bytes_in_other_surroundings(void **unused)
{
	static const struct {
		const char *env, *why;
	} rows[] = {
		{ "LC_ALL=C LANG=", "no locale" },
		{ "LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN", "a Chinese one, where there is one" },
		{ "LANGUAGE=ja PANGO_LANGUAGE=ja LC_ALL=C.UTF-8", "Japanese shapes preferred" },
		{ "TZ=America/New_York", "another zone" },
		{ "HOME=/nonexistent XDG_CACHE_HOME=/nonexistent", "nowhere to keep a cache" },
		{ "HOME=$PWD/fonts XDG_CONFIG_HOME=$PWD/fonts", "a user's own font settings" },
	};
	struct pdf here = sample();
	char command[512], *there;
	(void)unused;

	mkdir("fonts", 0700);
	mkdir("fonts/fontconfig", 0700);
	FILE *f = fopen("fonts/fontconfig/fonts.conf", "w");
	fputs("<?xml version=\"1.0\"?><fontconfig><match target=\"font\"><edit name=\"embolden\" "
	      "mode=\"assign\"><bool>true</bool></edit></match><match target=\"pattern\"><edit "
	      "name=\"family\" mode=\"prepend\" binding=\"strong\"><string>DejaVu "
	      "Sans</string></edit>"
	      "</match></fontconfig>",
	      f);
	fclose(f);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t len = 0;

		snprintf(command, sizeof(command), "env %s %s --write other.pdf", rows[i].env,
			 self);
		if (system(command) != 0)
			fail_msg("%s: %s", rows[i].why, command);
		f = fopen("other.pdf", "r");
		there = calloc(1, here.len + 1);
		len = fread(there, 1, here.len + 1, f);
		fclose(f);
		if (len != here.len || memcmp(there, here.bytes, len) != 0)
			fail_msg("%s: other bytes", rows[i].why);
		free(there);
	}
	free(here.bytes);
}

static void page_begin__refuses__a_machine_without_the_font(void **unused)
{
	FILE *f = fopen("none.conf", "w"), *said;
	char command[512], line[512] = "";
	(void)unused;

	fputs("<?xml version=\"1.0\"?><fontconfig></fontconfig>", f);
	fclose(f);
	snprintf(command, sizeof(command), "FONTCONFIG_FILE=$PWD/none.conf %s --begin", self);
	said = popen(command, "r");
	assert_non_null(said);
	assert_non_null(fgets(line, sizeof(line), said));
	pclose(said);
	if (!strstr(line, "fonts-noto-cjk"))
		fail_msg("said %s", line);
}

static int try_begin(void)
{
	struct err err = { 0 };
	struct page *p = page_begin(&usual, &err);

	printf("%s\n", p ? "begun" : err.msg);
	page_destroy(p);
	return 0;
}

/* ---- pages ---- */

static int count(const char *text, const char *words)
{
	int n = 0;

	for (; (text = strstr(text, words)); text += strlen(words))
		n++;
	return n;
}

static struct pdf three_pages(const struct page_setup *setup)
{
	struct page *p = begin(setup);

	page_text(p, 20, 20, 100, "甲", &plain);
	page_break(p);
	page_break(p);
	page_text(p, 20, 20, 100, "丙", &plain);
	return finish(p);
}

static void page_foot__counts__pages(void **unused)
{
	struct pdf pdf = three_pages(&usual);
	char *text = pdf_text(pdf.bytes, pdf.len, "-raw"), *about;
	(void)unused;

	assert_int_equal(pdf.pages, 3);
	for (int i = 1; i <= 3; i++) {
		char words[64];

		snprintf(words, sizeof(words), "乐山市人民医院 第 %d 页 共 3 页", i);
		assert_int_equal(count(text, words), 1);
	}
	free(text);
	about = pdf_ask(pdf.bytes, pdf.len, "pdfinfo", "-rawdates", "");
	assert_non_null(strstr(about, "Pages:           3"));
	assert_non_null(strstr(about, "20261122091502"));
	assert_non_null(strstr(about, "A4"));
	free(about);
	free(pdf.bytes);
}

static void page_setup__bare__has_no_foot(void **unused)
{
	struct page_setup setup = usual;
	struct pdf pdf;
	char *text;
	(void)unused;

	setup.bare = true;
	pdf = three_pages(&setup);
	text = pdf_text(pdf.bytes, pdf.len, "-raw");
	assert_string_equal(pdf_squeeze(text), "甲丙");
	free(text);
	free(pdf.bytes);
}

/* One in the margin and three across each page, also where there is no foot. */
static void page_setup__training__marks_every_page(void **unused)
{
	struct page_setup setup = usual;
	(void)unused;

	setup.training = true;
	for (int bare = 0; bare < 2; bare++) {
		struct pdf pdf;
		char *text;

		setup.bare = bare;
		pdf = three_pages(&setup);
		text = pdf_text(pdf.bytes, pdf.len, "-raw");
		assert_int_equal(count(text, "培训演示"), 12);
		free(text);
		free(pdf.bytes);
	}
}

/* ---- QR ---- */

#define LONG_PAYLOAD_SIZE 4400

static void page_qr__is_read__by_zbar(void **unused)
{
	static const struct {
		size_t len;
		double size;
		const char *letters, *why;
	} rows[] = {
		{ 309, 27, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "as long as a sheet's code" },
		{ 20, 15, "0123456789ABCDEF", "a short one" },
		{ 40, 25, "abc/def?g=h&i", "beyond the alphanumeric set" },
	};
	(void)unused;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct page *p = begin(&usual);
		struct err err = { 0 };
		struct pdf pdf;
		char payload[512], *said;

		for (size_t c = 0; c < rows[i].len; c++)
			payload[c] = rows[i].letters[(c * c + 7 * c) % strlen(rows[i].letters)];
		payload[rows[i].len] = '\0';
		if (page_qr(p, 100, 100, rows[i].size, payload, &err) < 0)
			fail_msg("%s: %s", rows[i].why, err.msg);
		pdf = finish(p);
		free(pdf_ask(pdf.bytes, pdf.len, "pdftoppm", "-gray -png -singlefile -r 150",
			     "qr"));
		said = pdf_ask(pdf.bytes, pdf.len, "zbarimg", "-q --raw --nodbus qr.png; true", "");
		if (strncmp(said, payload, strlen(payload)) != 0)
			fail_msg("%s: read '%s'", rows[i].why, said);
		free(said);
		free(pdf.bytes);
	}
}

static void page_qr__refuses__too_much(void **unused)
{
	char payload[LONG_PAYLOAD_SIZE];
	struct page *p = begin(&usual);
	struct err err = { 0 };
	(void)unused;

	memset(payload, 'A', sizeof(payload));
	payload[sizeof(payload) - 1] = '\0';
	assert_int_equal(page_qr(p, 20, 20, 30, payload, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	page_destroy(p);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(page_text__comes_back__as_it_was),
		cmocka_unit_test(page_text__leaves_out__what_must_not_be_printed),
		cmocka_unit_test(page_text_height__counts__lines_of_one_height),
		cmocka_unit_test(page_text_fit__parts__without_loss),
		cmocka_unit_test(page_finish__refuses__characters_without_a_glyph),
		cmocka_unit_test(page_finish__names__no_more_than_there_is_room_for),
		cmocka_unit_test(page_finish__refuses__broken_utf_8),
		cmocka_unit_test(page__embeds__the_named_families_only),
		cmocka_unit_test(page_finish__gives__the_same_bytes_again),
		cmocka_unit_test(page_finish__gives__the_same_bytes_in_other_surroundings),
		cmocka_unit_test(page_begin__refuses__a_machine_without_the_font),
		cmocka_unit_test(page_foot__counts__pages),
		cmocka_unit_test(page_setup__bare__has_no_foot),
		cmocka_unit_test(page_setup__training__marks_every_page),
		cmocka_unit_test(page_qr__is_read__by_zbar),
		cmocka_unit_test(page_qr__refuses__too_much),
	};

	self = argv[0];
	setlocale(LC_ALL, "");
	if (argc == 3 && strcmp(argv[1], "--write") == 0)
		return write_sample(argv[2]);
	if (argc == 2 && strcmp(argv[1], "--begin") == 0)
		return try_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
