/* The supervision screen's own: shared by supervise.c (keys and dialogs) and supervise_draw.c (what is seen). */
#ifndef TUI_SUPERVISE_H
#define TUI_SUPERVISE_H

#include "db/supervise.h"
#include "tui/screens/list.h"
#include "tui/screens/screens.h"

#define REPORT_MOST 400
#define SAMPLE_SPACE (2 * SAMPLE_MOST) /* drawn, and overrides beside them */
#define QUESTIONS_MOST 200

/* The first looks are the tables, in the order of enum report_by. */
enum look { LOOK_SAMPLE = REPORT_BY_COUNT, LOOK_QUESTIONS, LOOK_COUNT };

struct supervise {
	struct screen base;
	int look;
	struct date from, to;
	struct report_row *table;   /* REPORT_MOST places */
	struct sample_row *sample;  /* SAMPLE_SPACE places */
	struct question *questions; /* QUESTIONS_MOST places */
	char seed[SEED_SIZE];       /* "": nothing was drawn yet */
	int size, sampled;
	int64_t population;
	struct list list;
	char trouble[512];
};

const char *supervise_label(int look); /* N_() */

/* Of the screen's vtable. */
void supervise_title(const struct screen *s, char *left, char *right, size_t size);
enum style supervise_status(const struct screen *s, char *buf, size_t size);
void supervise_draw(struct screen *s, WINDOW *w);

#endif
