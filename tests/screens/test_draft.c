/* Covers what becomes of a form when the desk ends without being asked: killed, hung up, terminated, its window closed; and two desks
 * on one file, which must keep out of each other's drafts and tell each other's saves. */
#include "tests/test.h"

#include <signal.h>
#include <sys/wait.h>

#include "tests/screens/scene.h"

/* The promise: what was typed more than a second ago is in the file. */
#define TYPED_LONG_AGO 1300
/* A desk whose window is gone must be gone soon: systems kill what lingers. */
#define ENDS_WITHIN 2000

static struct desk *start_at(const char *folder)
{
	return scene_start(&(struct desk_options) { .home = folder });
}

/* A second desk, at which another clerk works: nobody is at two. */
static struct desk *start_second(const char *folder)
{
	return scene_start_as(&(struct desk_options) { .home = folder }, "zl");
}

/* The first desk of a scenario, with a folder of its own. */
static struct desk *start_new(char folder[SCENE_PATH])
{
	scene_folder(folder);
	return start_at(folder);
}

static void resume(struct desk *d, const char *why)
{
	scene_sees(d, "接着写", why);
	desk_keys(d, "R<Enter>");
	scene_sees(d, "乐山市门诊慢特病病种待遇认定申请表", why);
}

static void no_draft_waits(struct desk *d, const char *why)
{
	desk_wait_quiet(d);
	if (desk_sees(d, "接着写"))
		desk_fail(d, "%s: a draft is offered", why);
}

static void die(struct desk *d)
{
	assert_true(WIFSIGNALED(desk_kill(d, SIGKILL)));
	desk_finish(d);
}

/* ---- killed ---- */

static void draft__comes_back__in_mid_field(void **unused)
{
	char folder[SCENE_PATH];
	struct desk *d = start_new(folder);

	(void)unused;
	desk_keys(d, "n张晓燕<Enter>2<Enter>51110219900307<Left><Left><Left>");
	scene_cursor_is(d, FIELD_CERTNO, 0, 11, "three to the left");
	scene_sleep(TYPED_LONG_AGO);
	die(d);
	d = start_at(folder);
	resume(d, "killed in the middle of the number");
	scene_cell_is(d, FIELD_PSN_NAME, "张晓燕", "resumed");
	scene_cell_is(d, FIELD_INSUTYPE, "[ ] 职工医保\n[x] 城乡居民医保", "resumed");
	scene_cell_is(d, FIELD_CERTNO, "51110219900307", "resumed");
	scene_cursor_is(d, FIELD_CERTNO, 0, 11, "resumed at the same character");
	desk_keys(d, "<End>6626");
	scene_cell_is(d, FIELD_AGE, "36", "and typed to its end");
	die(d);
	scene_folder_remove(folder);
}

static void draft__comes_back__right_behind_a_field_exit(void **unused)
{
	char folder[SCENE_PATH];
	struct desk *d = start_new(folder);

	(void)unused;
	desk_keys(d, "511102199003076626<Enter>");
	scene_focus_is(d, FIELD_PSN_NAME, "the field was left");
	die(d);
	d = start_at(folder);
	resume(d, "killed right behind the exit");
	scene_cell_is(d, FIELD_CERTNO, "511102199003076626", "resumed");
	scene_cell_is(d, FIELD_AGE, "36", "resumed");
	scene_cursor_is(d, FIELD_PSN_NAME, 0, 0, "resumed in the next cell");
	die(d);
	scene_folder_remove(folder);
}

static void draft__comes_back__on_the_criteria(void **unused)
{
	char folder[SCENE_PATH];
	struct desk *d = start_new(folder);
	int row, col;

	(void)unused;
	scene_register_zhang(d);
	desk_keys(d, "<Left>");
	desk_find(d, "185 mg/L", &row, &col);
	desk_wait_cursor(d, row, col + 2, DESK_PATIENCE);
	scene_sleep(TYPED_LONG_AGO);
	die(d);
	d = start_at(folder);
	scene_sees(d, "接着写", "killed on the criteria screen");
	desk_keys(d, "R<Enter>");
	scene_sees(d, "185 mg/L", "the criteria screen is back");
	scene_sees(d, "判定：符合（第1条，及第2条）", "with its verdict");
	desk_wait_cursor(d, row, col + 2, DESK_PATIENCE);
	desk_keys(d, "<F12>");
	scene_cell_is(d, FIELD_TEL, "13812345678", "and the form below it");
	die(d);
	scene_folder_remove(folder);
}

static void draft__comes_back__in_the_note_of_an_evidence(void **unused)
{
	char folder[SCENE_PATH];
	struct desk *d = start_new(folder);
	int row, col;

	(void)unused;
	scene_register_zhang(d);
	desk_keys(d, "<Tab>检验报告<Left>");
	scene_sees(d, "检验报告", "typed");
	desk_find(d, "检验报告", &row, &col);
	desk_wait_cursor(d, row, col + 6, DESK_PATIENCE);
	scene_sleep(TYPED_LONG_AGO);
	die(d);
	d = start_at(folder);
	scene_sees(d, "接着写", "killed in a note");
	desk_keys(d, "R<Enter>");
	scene_sees(d, "检验报告", "the note is back");
	desk_wait_cursor(d, row, col + 6, DESK_PATIENCE);
	die(d);
	scene_folder_remove(folder);
}

static void draft__comes_back__with_what_was_typed_to_find_a_disease(void **unused)
{
	char folder[SCENE_PATH];
	struct desk *d = start_new(folder);

	(void)unused;
	desk_keys(d, "n张晓<Enter>2<Enter><Enter><Enter>gdzh");
	scene_sees(d, "M01904", "the picker");
	scene_sleep(TYPED_LONG_AGO);
	die(d);
	d = start_at(folder);
	resume(d, "killed in the picker");
	scene_cell_is(d, FIELD_OPSP_DISE_NAME, "gdzh", "what was typed");
	scene_cursor_is(d, FIELD_OPSP_DISE_NAME, 0, 4, "in the cell that it was meant for");
	die(d);
	scene_folder_remove(folder);
}

/* ---- asked to end ---- */

static void ends_soon(struct desk *d, int how, const char *why)
{
	long long begun = scene_now();

	if (how == 0) {
		desk_close_window(d);
		if (desk_exit(d, DESK_PATIENCE) != 0)
			desk_fail(d, "%s: the exit status is not 0", why);
	} else if (!WIFEXITED(desk_kill(d, how))) {
		desk_fail(d, "%s: did not end by itself", why);
	}
	if (scene_now() - begun > ENDS_WITHIN)
		desk_fail(d, "%s: took %lld ms to end", why, scene_now() - begun);
	desk_finish(d);
}

static void draft__is_kept__when_the_desk_must_end(void **unused)
{
	static const struct {
		int how;
		const char *why;
	} ends[] = {
		{ SIGHUP, "SIGHUP" },
		{ SIGTERM, "SIGTERM" },
		{ 0, "the window is closed" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		char folder[SCENE_PATH];
		struct desk *d = start_new(folder);

		desk_keys(d, "n王小明");
		scene_cell_is(d, FIELD_PSN_NAME, "王小明", ends[i].why);
		ends_soon(d, ends[i].how, ends[i].why);
		d = start_at(folder);
		resume(d, ends[i].why);
		scene_cell_is(d, FIELD_PSN_NAME, "王小明", ends[i].why);
		scene_cursor_is(d, FIELD_PSN_NAME, 0, 6, ends[i].why);
		die(d);
		scene_folder_remove(folder);
	}
}

/* Text that stands in a box over the form when the end comes. */
static void draft__is_kept__from_the_picker_when_the_desk_must_end(void **unused)
{
	char folder[SCENE_PATH];
	struct desk *d = start_new(folder);

	(void)unused;
	desk_keys(d, "n张晓<Enter>2<Enter><Enter><Enter>gdzh");
	scene_sees(d, "M01904", "the picker");
	ends_soon(d, SIGHUP, "SIGHUP in the picker");
	d = start_at(folder);
	resume(d, "hung up in the picker");
	scene_cell_is(d, FIELD_OPSP_DISE_NAME, "gdzh", "what was typed");
	die(d);
	scene_folder_remove(folder);
}

/* ---- nothing to keep ---- */

static void draft__is_not_offered__for_an_emptied_form(void **unused)
{
	char folder[SCENE_PATH];
	struct desk *d = start_new(folder);

	(void)unused;
	desk_keys(d, "n张");
	scene_cell_is(d, FIELD_PSN_NAME, "张", "typed");
	scene_sleep(TYPED_LONG_AGO);
	desk_keys(d, "<BS>");
	scene_cell_is(d, FIELD_PSN_NAME, "", "taken back");
	desk_keys(d, "<F12>");
	scene_sees(d, "政策与字典", "home");
	scene_end(d);
	d = start_at(folder);
	no_draft_waits(d, "the form was empty when it was left");
	scene_end(d);
	scene_folder_remove(folder);
}

static void draft__is_not_offered__for_a_parked_form(void **unused)
{
	char folder[SCENE_PATH];
	struct desk *d = start_new(folder);

	(void)unused;
	desk_keys(d, "n张晓<Enter>");
	scene_sleep(TYPED_LONG_AGO);
	desk_keys(d, "<F2>");
	scene_sees(d, "已暂存，受理号", "parked");
	die(d);
	d = start_at(folder);
	no_draft_waits(d, "it is in the store");
	scene_sees(d, "暂存件        1", "as a parked filing");
	scene_end(d);
	scene_folder_remove(folder);
}

/* ---- two desks ---- */

static void two_desks__never_take__each_others_live_draft(void **unused)
{
	char folder[SCENE_PATH];
	struct desk *a = start_new(folder), *b;

	(void)unused;
	desk_keys(a, "n张晓燕<Enter>");
	scene_focus_is(a, FIELD_INSUTYPE, "the first desk has a draft");
	b = start_second(folder);
	no_draft_waits(b, "the first desk is at work on it");
	desk_keys(b, "R<Enter>");
	scene_sees(b, "没有未写完的申请表", "R takes nothing from a living desk");
	desk_keys(b, "n李军<Enter>");
	scene_focus_is(b, FIELD_INSUTYPE, "the second desk has a draft");
	die(a);
	a = start_at(folder);
	resume(a, "the first desk's own draft");
	scene_cell_is(a, FIELD_PSN_NAME, "张晓燕", "not the second desk's, which is newer");
	die(a);
	die(b);
	a = start_at(folder);
	scene_sees(a, "接着写：张晓燕", "the first clerk's waits for him");
	scene_end(a);
	b = start_second(folder);
	scene_sees(b, "接着写：李军", "the second clerk's for him");
	scene_lacks(b, "没有写完", "and is the only one");
	scene_end(b);
	scene_folder_remove(folder);
}

static void park_person(struct desk *d, const char *name)
{
	char keys[256];

	snprintf(keys, sizeof(keys), "n%s<Enter><F2>", name);
	desk_keys(d, keys);
	scene_sees(d, "已暂存，受理号", "parked");
}

static void open_person(struct desk *d, const char *name)
{
	char keys[256];

	snprintf(keys, sizeof(keys), "<F3>%s<Enter>", name);
	desk_keys(d, keys);
	scene_cell_is(d, FIELD_PSN_NAME, name, "opened");
}

/* Both open the same filing; the one that saves later is told, and what it typed is there to be taken up again. */
static void two_desks__are_told__when_both_save_one_filing(void **unused)
{
	char folder[SCENE_PATH];
	struct desk *a = start_new(folder), *b = start_second(folder);

	(void)unused;
	park_person(a, "张晓燕");
	open_person(a, "张晓燕");
	open_person(b, "张晓燕");
	desk_keys(a, "<Home><PageUp><End>甲");
	scene_cell_is(a, FIELD_PSN_NAME, "张晓燕甲", "the first desk's change");
	desk_keys(b, "<PageUp><End>乙");
	scene_cell_is(b, FIELD_PSN_NAME, "张晓燕乙", "the second desk's change");
	desk_keys(a, "<F2>");
	scene_sees(a, "已暂存，受理号", "the first one saves");
	desk_keys(b, "<F2>");
	scene_sees(b, "两处改了同一件", "the second one is told");
	scene_cell_is(b, FIELD_PSN_NAME, "张晓燕乙", "and keeps what it has");
	die(b);
	die(a);
	b = start_second(folder);
	resume(b, "the change that could not be saved");
	scene_cell_is(b, FIELD_PSN_NAME, "张晓燕乙", "nothing is lost");
	die(b);
	a = start_at(folder);
	open_person(a, "张晓燕甲");
	die(a);
	scene_folder_remove(folder);
}

/* The clerk who is told of a conflict can still leave the form and go on working. */
static void two_desks__let_go__of_a_form_in_conflict(void **unused)
{
	char folder[SCENE_PATH];
	struct desk *a = start_new(folder), *b = start_second(folder);

	(void)unused;
	park_person(a, "张晓燕");
	open_person(a, "张晓燕");
	open_person(b, "张晓燕");
	desk_keys(a, "<PageUp><End>甲<F2>");
	scene_sees(a, "已暂存，受理号", "the first one saves");
	desk_keys(b, "<PageUp><End>乙<F12>");
	scene_sees(b, "两处改了同一件", "the second one is told");
	desk_keys(b, "<F12>");
	scene_lacks(b, "两处改了同一件", "F12 closes the box");
	desk_keys(b, "<F12>");
	scene_sees(b, "内容留作草稿", "and goes home then");
	scene_end(b);
	scene_end(a);
	b = start_second(folder);
	resume(b, "what could not be saved waits as a draft");
	scene_cell_is(b, FIELD_PSN_NAME, "张晓燕乙", "nothing is lost");
	die(b);
	scene_folder_remove(folder);
}

/* A form that is left for another one by way of F3 is gone back to when the other one is parked. */
static void form__is_gone_back_to__when_another_was_opened_over_it(void **unused)
{
	char folder[SCENE_PATH];
	struct desk *d = start_new(folder);

	(void)unused;
	park_person(d, "李军");
	desk_keys(d, "n张晓燕<Enter>");
	scene_focus_is(d, FIELD_INSUTYPE, "half a form");
	open_person(d, "李军");
	desk_keys(d, "<PageUp><End>一<F2>");
	scene_sees(d, "已暂存，受理号", "the one above is parked");
	desk_keys(d, "<F12>");
	scene_cell_is(d, FIELD_PSN_NAME, "张晓燕", "the one below is there again, as it was");
	scene_focus_is(d, FIELD_INSUTYPE, "where it was");
	die(d);
	scene_folder_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(draft__comes_back__in_mid_field),
		cmocka_unit_test(draft__comes_back__right_behind_a_field_exit),
		cmocka_unit_test(draft__comes_back__on_the_criteria),
		cmocka_unit_test(draft__comes_back__in_the_note_of_an_evidence),
		cmocka_unit_test(draft__comes_back__with_what_was_typed_to_find_a_disease),
		cmocka_unit_test(draft__is_kept__when_the_desk_must_end),
		cmocka_unit_test(draft__is_kept__from_the_picker_when_the_desk_must_end),
		cmocka_unit_test(draft__is_not_offered__for_an_emptied_form),
		cmocka_unit_test(draft__is_not_offered__for_a_parked_form),
		cmocka_unit_test(two_desks__never_take__each_others_live_draft),
		cmocka_unit_test(two_desks__are_told__when_both_save_one_filing),
		cmocka_unit_test(two_desks__let_go__of_a_form_in_conflict),
		cmocka_unit_test(form__is_gone_back_to__when_another_was_opened_over_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
