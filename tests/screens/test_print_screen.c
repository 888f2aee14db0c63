/* Covers F9: the sheets of a filing from the form, the find list, a work list and the history, of a day and of what is missing; files
 * and printers; the printers' offsets; and who is refused. */
#include "tests/test.h"

#include "tests/cups.h"
#include "tests/office.h"
#include "tests/screens/route.h"

#include "db/prints.h"

static const char *const no_printer[] = { "MTDESK_KDF_COST=1", "MTDESK_CUPS=/tmp/no-such-socket",
					  NULL };

/* 张晓燕 is filed, 周大海 waits for the doctor. */
static void two_people(struct store *st)
{
	struct office o = { .st = st };
	struct filing_record r;

	world_open(&o.w, "5111", NULL);
	o.ctx = world_on(&o.w, "2026-11-22", true);
	office_enter(&o);
	office_bring(&o, office_register(&o, "wm", 1), STATE_FILED);
	r = office_filing(&o, 2);
	filing_set(&r.filing, FIELD_PSN_NAME, "周大海");
	office_park(&o, "wm", &r);
	office_bring(&o, r.id, STATE_READY);
	filing_record_finish(&r);
	for (size_t i = 0; i < OFFICE_PEOPLE; i++)
		sm2_destroy(o.keys[i]);
	sm2_destroy(o.seal_key);
	world_close(&o.w);
}

static struct desk *begin(struct route *r, const char *const *env, const char *login)
{
	route_begin(r, NULL, two_people);
	r->env = env;
	route_as(r, login);
	return r->desk;
}

/* The list of sheets is open over this filing. */
static void expect_list(struct desk *d, const char *no, const char *where)
{
	scene_sees(d, "单子", where);
	scene_sees(d, "病情诊断证明", where);
	scene_sees(d, no, where);
	desk_settle(d);
}

static char *file_in(const struct route *r, const char *name)
{
	char *path;

	assert_true(asprintf(&path, "%s/%s", r->folder, name) > 0);
	return path;
}

/* Does the text layer of the PDF in the clerk's home hold these words? */
static void expect_on_paper(const struct route *r, const char *name, const char *words)
{
	char *path = file_in(r, name), command[700], text[65536];
	size_t len;
	FILE *in;

	snprintf(command, sizeof(command), "pdftotext -enc UTF-8 '%s' -", path);
	in = popen(command, "r");
	assert_non_null(in);
	len = fread(text, 1, sizeof(text) - 1, in);
	text[len] = '\0';
	if (pclose(in) != 0)
		fail_msg("%s cannot be read", name);
	if (!strstr(text, words))
		fail_msg("“%s” is not on %s:\n%s", words, name, text);
	free(path);
}

/* ---- where it opens ---- */

static void print__opens__wherever_a_filing_is_at_hand(void **unused)
{
	struct route r;
	struct desk *d = begin(&r, no_printer, "wm");

	(void)unused;
	route_open(d, "张晓燕");
	if (!strstr(scene_keybar(d), "F9打印"))
		desk_fail(d, "the form does not offer F9");
	desk_keys(d, "<F9>");
	expect_list(d, "20261122-0001  张晓燕", "over the form");
	desk_keys(d, "<F12><C-t>");
	scene_sees(d, "修改史", "the history");
	desk_keys(d, "<F9>");
	expect_list(d, "20261122-0001  张晓燕", "over the history");
	desk_keys(d, "<F12>");
	route_home(d);
	desk_keys(d, "<F3>周大海");
	scene_sees(d, "1 件", "found");
	if (!strstr(scene_keybar(d), "F9打印"))
		desk_fail(d, "the list of found filings does not offer F9");
	desk_keys(d, "<F9>");
	expect_list(d, "20261122-0002  周大海", "over the found filings");
	desk_keys(d, "<F12>");
	route_home(d);
	desk_keys(d, "1<Enter>");
	scene_sees(d, "待认定", "the work list");
	desk_keys(d, "<F9>");
	expect_list(d, "20261122-0002  周大海", "over the work list");
	desk_resize(d, 40, 120);
	desk_settle(d);
	expect_list(d, "20261122-0002  周大海", "at 120x40");
	route_end(&r);
}

/* ---- files ---- */

static void print__saves__under_a_new_name_each_time(void **unused)
{
	struct route r;
	struct desk *d = begin(&r, no_printer, "wm");

	(void)unused;
	route_open(d, "张晓燕");
	desk_keys(d, "<F9>");
	scene_sees(d, "本机没有打印机", "it is said");
	desk_settle(d);
	if (strstr(scene_keybar(d), "F9") || !strstr(scene_keybar(d), "Enter存PDF"))
		desk_fail(d, "the key bar promises a printer");
	desk_keys(d, "1");
	scene_sees(d, "20261122-0001-form.pdf", "the name that is proposed");
	desk_keys(d, "<F2>");
	scene_sees(d, "申请表第 1 次打印，1 页，已存为", "what happened");
	scene_sees(d, "第 2 次", "the next one");
	scene_sees(d, "2026-11-22 09:15 王敏 存为文件", "who, when, where");
	expect_on_paper(&r, "20261122-0001-form.pdf", "张晓燕");
	desk_keys(d, "1");
	scene_sees(d, "20261122-0001-form-2.pdf", "another name");
	desk_keys(d, "<BS><BS><BS><BS><BS><BS>.pdf<F2>");
	scene_sees(d, "已有这个文件", "nothing is overwritten");
	desk_keys(d, "<C-u>/no-such-folder/x.pdf<F2>");
	scene_sees(d, "no-such-folder", "what cannot be written is said");
	desk_keys(d, "<F12>");
	scene_sees(d, "内容", "what was typed is asked about");
	desk_keys(d, "1");
	scene_lacks(d, "no-such-folder/x.pdf", "the dialog is gone");
	desk_keys(d, "5");
	scene_sees(d, "20261122-0001-slip.pdf", "the slip");
	desk_keys(d, "<F2>");
	scene_sees(d, "受理回执第 1 次打印", "counted by itself");
	expect_on_paper(&r, "20261122-0001-slip.pdf", "受理回执");
	route_end(&r);
}

/* The sheet shows what is stored, so what is typed is stored first. */
static void print__parks__what_was_typed(void **unused)
{
	struct route r;
	struct desk *d = begin(&r, no_printer, "wm");

	(void)unused;
	desk_keys(d, "n<Enter>");
	scene_sees(d, "新登记  ", "a new form");
	desk_keys(d, "<F9>");
	scene_sees(d, "表还是空的", "nothing to print");
	scene_look_up();
	desk_keys(d, "<PageUp>吉克木呷<Tab>");
	desk_keys(d, "<F9>");
	expect_list(d, "20261122-0003  吉克木呷", "it has a number now");
	desk_keys(d, "1<F2>");
	scene_sees(d, "第 1 次打印", "printed");
	expect_on_paper(&r, "20261122-0003-form.pdf", "吉克木呷");
	desk_keys(d, "<F12>");
	scene_sees(d, "20261122-0003  已暂存", "the form is still there, parked");
	scene_lacks(d, "草稿", "and no draft is spoken of");
	route_end(&r);
}

static void print__prints__what_is_missing(void **unused)
{
	struct route r;
	struct desk *d = begin(&r, no_printer, "wm");

	(void)unused;
	desk_keys(d, "n<Enter>");
	scene_sees(d, "新登记  ", "a new form");
	desk_keys(d, "<PageUp>吉克木呷<Tab>");
	route_menu(d, "一次性告知");
	scene_sees(d, "还缺", "what is missing");
	desk_keys(d, "<F9>");
	expect_list(d, "20261122-0003  吉克木呷", "over the list of what is missing");
	desk_keys(d, "<Enter>");
	scene_sees(d, "20261122-0003-notice.pdf", "that sheet is under the bar");
	desk_keys(d, "<F2>");
	scene_sees(d, "一次性告知单第 1 次打印", "printed");
	expect_on_paper(&r, "20261122-0003-notice.pdf", "联系电话");
	route_end(&r);
}

static void print__prints__the_day(void **unused)
{
	struct route r;
	struct desk *d = begin(&r, no_printer, "wm");

	(void)unused;
	desk_keys(d, "6<Enter>");
	scene_sees(d, "未日结", "the day");
	desk_keys(d, "<F2>");
	scene_sees(d, "核对码", "closed");
	desk_keys(d, "<F9>");
	scene_sees(d, "单子", "the list");
	desk_keys(d, "1");
	scene_sees(d, "2026-11-22-day.pdf", "its name");
	desk_keys(d, "<F2>");
	scene_sees(d, "日结单第 1 次打印", "printed");
	expect_on_paper(&r, "2026-11-22-day.pdf", "mtdesk-anchor/1");
	route_end(&r);
}

/* ---- who may ---- */

static void print__refuses__whoever_does_no_business(void **unused)
{
	struct route r;
	struct desk *d = begin(&r, no_printer, "sj");

	(void)unused;
	desk_keys(d, "<F10>");
	scene_sees(d, "菜单 ", "the menu");
	desk_settle(d);
	if (desk_sees(d, "打印机"))
		desk_fail(d, "an auditor is offered the printers");
	desk_keys(d, "<F12><F3>张晓燕");
	scene_sees(d, "1 件", "he may look");
	if (strstr(scene_keybar(d), "F9"))
		desk_fail(d, "an auditor is offered F9");
	desk_keys(d, "<F9>");
	scene_sees(d, "打印", "the refusal");
	scene_lacks(d, "单子", "and no list");
	route_end(&r);
}

/* ---- printers ---- */

static void print__sends__to_the_chosen_printer(void **unused)
{
	struct cups cups;
	char env[128], *pdf;
	const char *const around[] = { "MTDESK_KDF_COST=1", env, NULL };
	struct route r;
	struct desk *d;
	size_t len;

	(void)unused;
	if (!cups_start(&cups))
		skip();
	snprintf(env, sizeof(env), "MTDESK_CUPS=%s", cups.socket);
	d = begin(&r, around, "wm");
	route_open(d, "张晓燕");
	desk_keys(d, "<F9>");
	scene_sees(d, "送往打印机  Window", "the default one");
	if (!strstr(scene_keybar(d), "F9打印") || !strstr(scene_keybar(d), "F4换打印机"))
		desk_fail(d, "the key bar");
	desk_keys(d, "1");
	scene_sees(d, "申请表第 1 次打印，1 页，已送打印机“Window”", "sent");
	desk_keys(d, "<F4>");
	scene_sees(d, "送往打印机  Annex", "another");
	desk_keys(d, "<Down><F9>");
	scene_sees(d, "病情诊断证明第 1 次打印", "sent there");
	for (int job = 1; job <= 2; job++) {
		pdf = cups_document(&cups, job, &len);
		assert_non_null(pdf);
		assert_memory_equal(pdf, "%PDF-", 5);
		free(pdf);
	}
	route_end(&r);
	cups_stop(&cups);
}

static void printers__keep__what_was_measured(void **unused)
{
	struct cups cups;
	char env[128], *pdf;
	const char *const around[] = { "MTDESK_KDF_COST=1", env, NULL };
	struct printer p;
	struct store *st;
	struct route r;
	struct desk *d;
	size_t len;

	(void)unused;
	if (!cups_start(&cups))
		skip();
	snprintf(env, sizeof(env), "MTDESK_CUPS=%s", cups.socket);
	d = begin(&r, around, "wm");
	route_menu(d, "打印机");
	scene_sees(d, "左上角的十字", "how to measure");
	desk_keys(d, "<F9>");
	scene_sees(d, "尺页已送打印机“Window”", "the ruler page");
	pdf = cups_document(&cups, 1, &len);
	assert_non_null(pdf);
	free(pdf);
	desk_keys(d, "<Down><Enter>");
	scene_sees(d, "套打的位置校正", "asked");
	desk_keys(d, "abc<Enter>");
	scene_sees(d, "请写毫米数", "no number");
	desk_keys(d, "<C-u>-1.5<Enter>1<F2>");
	scene_sees(d, "已记下打印机“Annex”的校正", "kept");
	scene_sees(d, "-1.5", "and shown");
	st = route_store(&r);
	assert_int_equal(printer_load(st, "Annex", &p, NULL), 0);
	assert_int_equal(p.dx, -15);
	assert_int_equal(p.dy, 10);
	store_close(st);
	desk_keys(d, "<F4>");
	scene_sees(d, "空白申请表", "forms of nobody");
	desk_keys(d, "1");
	scene_sees(d, "空白申请表，", "not counted");
	route_end(&r);
	cups_stop(&cups);
}

static void printers__say__that_there_is_none(void **unused)
{
	struct route r;
	struct desk *d = begin(&r, no_printer, "wm");

	(void)unused;
	route_menu(d, "打印机");
	scene_sees(d, "本机没有打印机", "said");
	if (strstr(scene_keybar(d), "F9") || strstr(scene_keybar(d), "Enter"))
		desk_fail(d, "the key bar promises a printer");
	desk_keys(d, "<F4>2");
	scene_sees(d, "mtdesk-ruler.pdf", "the ruler as a file");
	desk_keys(d, "<F2>");
	scene_sees(d, "尺页，1 页，已存为", "saved");
	expect_on_paper(&r, "mtdesk-ruler.pdf", "50");
	route_end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(print__opens__wherever_a_filing_is_at_hand),
		cmocka_unit_test(print__saves__under_a_new_name_each_time),
		cmocka_unit_test(print__parks__what_was_typed),
		cmocka_unit_test(print__prints__what_is_missing),
		cmocka_unit_test(print__prints__the_day),
		cmocka_unit_test(print__refuses__whoever_does_no_business),
		cmocka_unit_test(print__sends__to_the_chosen_printer),
		cmocka_unit_test(printers__keep__what_was_measured),
		cmocka_unit_test(printers__say__that_there_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
