/* The steps of the first run: what they share, and the dialogs for the institution and for the packs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/screens/place.h"
#include "tui/screens/setup.h"

static struct setup_view *self(struct screen *s)
{
	return (struct setup_view *)s;
}

enum next setup_refuse(struct setup_view *v, const char *why)
{
	app_say(v->base.app, STYLE_WARN, why);
	return NEXT_STOP;
}

/* By itself the first of those who work is asked for once; the page tells how to go on. */
static bool offer_worker(struct setup_view *v)
{
	bool offers = v->setup.count == SETUP_ADMINISTRATORS && !v->worker_offered;

	v->worker_offered = v->worker_offered || offers;
	return offers;
}

enum next setup_go_on(struct setup_view *v)
{
	size_t open;

	setup_forget_half(v, v->step);
	open = setup_first_open(v);
	if (open < setup_steps_count(v) || offer_worker(v))
		setup_open_step(v, open);
	else
		v->list.at = open;
	return NEXT_BACK;
}

/* ---- half said ---- */

void setup_forget_dialog(char *texts[DIALOG_ROWS_MAX])
{
	for (size_t i = 0; i < DIALOG_ROWS_MAX; i++) {
		free(texts[i]);
		texts[i] = NULL;
	}
}

void setup_forget_half(struct setup_view *v, size_t step)
{
	setup_forget_dialog(v->half[step][0]);
	setup_forget_dialog(v->half[step][1]);
}

void setup_keep_half(struct setup_view *v, int dialog, const struct dialog_row *rows, size_t count,
		     char *const *texts)
{
	char **half = v->half[v->step][dialog];

	setup_forget_dialog(half);
	for (size_t i = 0; i < count; i++)
		half[i] = rows[i].kind == DIALOG_PASSWORD ? NULL : strdup(texts[i]);
}

/* A dialog of the step under work, with what was half said in it rather than what was said before. */
struct screen *setup_step_dialog(struct setup_view *v, int dialog, const struct dialog_spec *spec,
				 const char *const *texts)
{
	const char *first[DIALOG_ROWS_MAX];

	for (size_t i = 0; i < spec->count; i++)
		first[i] = v->half[v->step][dialog][i] ? v->half[v->step][dialog][i] : texts[i];
	return dialog_screen(v->base.desk, &v->base, spec, first);
}

void setup_step_back(struct setup_view *v)
{
	if (v->step > v->entered)
		setup_open_step(v, v->step - 1);
}

/* ---- the institution ---- */

#define PLACE_STEP_ROWS PLACE_STATE

static enum next place_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct setup_view *v = self(asker);
	struct institution *i = &v->setup.institution;
	char region[sizeof(i->region)];
	struct err err = { 0 };

	snprintf(region, sizeof(region), "%s", i->region);
	if (place_take(texts, PLACE_STEP_ROWS, i, at, &err))
		return setup_refuse(v, err.msg);
	if (strcmp(region, i->region) != 0) {
		v->packs_seen = false;
		setup_find_packs(v);
	}
	return setup_go_on(v);
}

static void place_back(struct screen *asker, char *const *texts)
{
	setup_keep_half(self(asker), 0, place_rows, PLACE_STEP_ROWS, texts);
	setup_step_back(self(asker));
}

static struct screen *place_dialog(struct setup_view *v)
{
	struct place_texts texts;
	struct dialog_spec spec = {
		.title = N_("第一步  本台设在哪家机构"),
		.rows = place_rows,
		.count = PLACE_STEP_ROWS,
		.done_label = N_("下一步"),
		.done = place_done,
		.back = place_back,
	};

	place_texts(&v->setup.institution, v->base.desk->settings.region, &texts);
	return setup_step_dialog(v, 0, &spec, texts.row);
}

/* ---- the packs ---- */

static char *pack_words(const struct policy *p)
{
	char *words;

	return asprintf(&words, "%s  %s", p->document, p->title) < 0 ? NULL : words;
}

void setup_forget_packs(struct setup_view *v)
{
	for (size_t i = 0; v->packs && v->packs[i].code; i++)
		free((char *)v->packs[i].label);
	free(v->packs);
	v->packs = NULL;
}

void setup_find_packs(struct setup_view *v)
{
	const struct policies *ps = v->base.desk->policies;
	size_t n = 0, len = 0;

	setup_forget_packs(v);
	v->packs_on[0] = '\0';
	v->packs = calloc(SETUP_PACKS_MAX + 1, sizeof(*v->packs));
	for (size_t i = 0; v->packs && i < policies_count(ps) && n < SETUP_PACKS_MAX; i++) {
		const struct policy *p = policies_at(ps, i);
		char *words = policy_covers(p, v->setup.institution.region) ? pack_words(p) : NULL;

		if (!words)
			continue;
		v->packs[n++] = (struct dialog_choice) { p->id, words };
		len += (size_t)snprintf(v->packs_on + len, sizeof(v->packs_on) - len, "%s%s",
					len ? " " : "", p->id);
	}
}

static enum next packs_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct setup_view *v = self(asker);

	(void)at;
	snprintf(v->packs_on, sizeof(v->packs_on), "%s", texts[0]);
	v->packs_seen = true;
	return setup_go_on(v);
}

static void packs_back(struct screen *asker, char *const *texts)
{
	setup_keep_half(self(asker), 0, &self(asker)->pack_row, 1, texts);
	setup_step_back(self(asker));
}

static struct screen *packs_dialog(struct setup_view *v)
{
	static const char *const about = N_("下列文件的适用范围包括本台所在地。不适用的按数字去掉；"
					    "以后新到的文件由系统管理员装入。");
	struct dialog_spec spec = {
		.title = N_("第二步  按哪些文件办理"),
		.intro = v->packs && v->packs[0].code
				 ? _(about)
				 : _("没有装入适用本地的文件，可以先建台，以后由系统管理员装入。"),
		.rows = &v->pack_row,
		.count = 1,
		.done_label = N_("下一步"),
		.done = packs_done,
		.back = packs_back,
	};

	if (!v->packs)
		return NULL;
	v->pack_row = (struct dialog_row) { .label = N_("文件"),
					    .hint = N_("按数字去掉或加上，Enter 继续"),
					    .kind = DIALOG_MARKS,
					    .choices = v->packs };
	return setup_step_dialog(v, 0, &spec, (const char *const[]) { v->packs_on });
}

void setup_open_step(struct setup_view *v, size_t step)
{
	struct screen *s;

	v->step = step;
	if (step == STEP_INSTITUTION)
		s = place_dialog(v);
	else if (step == STEP_PACKS)
		s = packs_dialog(v);
	else
		s = step < STEP_PEOPLE + SETUP_ADMINISTRATORS ? setup_administrator_dialog(v)
							      : setup_worker_dialog(v);
	app_push(v->base.app, s);
}
