/* The lists that open over a dialog: what a row picks from its source, and the choices of one that has few. */
#include <stdio.h>
#include <string.h>

#include "tui/screens/dialog_view.h"
#include "tui/screens/screens.h"

/* The words for a code: it is among what no query narrows, or what it finds as a query. */
void dialog_find_label(struct dialog *d, size_t i)
{
	const struct dialog_row *r = &d->spec.rows[i];
	const char *queries[] = { "", d->texts[i] };

	d->label[i][0] = '\0';
	if (r->kind != DIALOG_PICK || !d->texts[i][0] || !d->picks)
		return;
	for (size_t q = 0; q < ARRAY_SIZE(queries); q++) {
		size_t n = r->find(d->asker, queries[q], d->picks, PICKER_SPACE);

		for (size_t k = 0; k < n; k++)
			if (strcmp(d->picks[k].code, d->texts[i]) == 0) {
				snprintf(d->label[i], sizeof(d->label[i]), "%s", d->picks[k].label);
				return;
			}
	}
	snprintf(d->label[i], sizeof(d->label[i]), "%s", d->texts[i]);
}

static size_t find_picks(void *ctx, const char *query, struct picker_item *items, size_t space)
{
	struct dialog *d = ctx;
	struct dialog_pick one;
	/* Only whether something is found is asked with one place: what is listed stays where it is. */
	struct dialog_pick *picks = space == 1 ? &one : d->picks;
	size_t n = dialog_row_at(d)->find(d->asker, query, picks,
					  space < PICKER_SPACE ? space : PICKER_SPACE);

	for (size_t i = 0; i < n; i++) {
		items[i].what = &d->picks[i];
		snprintf(items[i].text, sizeof(items[i].text), "%s", picks[i].label);
	}
	return n;
}

static void take_pick(void *ctx, const struct picker_item *item)
{
	struct dialog *d = ctx;
	const struct dialog_pick *p = item->what;

	snprintf(d->texts[d->at], DIALOG_TEXT_SIZE, "%s", p->code);
	snprintf(d->label[d->at], sizeof(d->label[d->at]), "%s", p->label);
}

static size_t find_choices(void *ctx, const char *query, struct picker_item *items, size_t space)
{
	const struct dialog_choice *choices = dialog_row_at(ctx)->choices;
	size_t n = 0;

	(void)query;
	for (; choices[n].code && n < space; n++) {
		items[n].what = &choices[n];
		snprintf(items[n].text, sizeof(items[n].text), "%s", _(choices[n].label));
	}
	return n;
}

static void take_choice(void *ctx, const struct picker_item *item)
{
	struct dialog *d = ctx;
	const struct dialog_choice *c = item->what;

	snprintf(d->texts[d->at], DIALOG_TEXT_SIZE, "%s", c->code);
}

enum next dialog_open_list(struct dialog *d, const char *query)
{
	static const struct picker_source picks = { N_("选择"), N_("输入几个字缩小范围"),
						    find_picks, take_pick, NULL };
	static const struct picker_source choices = { N_("选择"), NULL, find_choices, take_choice,
						      NULL };

	if (dialog_row_at(d)->kind == DIALOG_PICK && d->picks)
		app_push(d->base.app, picker_screen(d->base.desk, &picks, d, query));
	else if (dialog_row_at(d)->kind == DIALOG_CHOICE)
		app_push(d->base.app, picker_screen(d->base.desk, &choices, d, NULL));
	else
		app_say(d->base.app, STYLE_PLAIN, _("这一行没有可列的内容，请直接填写"));
	return NEXT_STAY;
}
