/* What the files of the form on paper share. */
#ifndef FORMS_PAPER_FORM_PARTS_H
#define FORMS_PAPER_FORM_PARTS_H

#include "forms/paper_flow.h"
#include "forms/paper_parts.h"

#define FORM_LEFT 15.0
#define FORM_WIDTH (PAGE_WIDTH - 2 * FORM_LEFT)
#define FORM_UNIT (FORM_WIDTH / LAYOUT_UNITS)
#define FORM_PAD 2.0   /* between a border and a text */
#define FORM_SIZE 11.0 /* of words and values, in points */
#define FORM_SMALL 8.5 /* of marks */
#define FORM_STRIP                                                                                 \
	PART_CODE_SIZE /* least height kept for the strip under the table of the first page, also on a blank form */
#define FORM_GAP 2.5 /* between table, strip and foot */

/* What stands in a cell, without its label and its foot line: the values of the filing, and the words that explain them. An empty
 * flow for a label, and for check boxes, which are drawn by form_boxes(). `agent`: with whoever came in the applicant's place,
 * for whom the annex has no cell. */
void paper_form_fill(const struct paper_facts *f, const struct layout_cell *cell, bool agent,
		     struct flow *out);
/* Check boxes, one choice a line, the tick alone with `values_only`; only measured with p's `draw` false. Returns the height. */
double form_boxes(struct page *p, const struct paper_facts *f, const struct layout_cell *cell,
		  double x, double y, double width, bool values_only, bool draw);

/* The foot line of a cell, its lower edge at `bottom`, ending at `right`. Returns its height; only measured when `draw` is false. */
double form_foot(struct page *p, const struct paper_facts *f, const struct layout_cell *cell,
		 double right, double bottom, bool values_only, bool draw);

/* The head of a page: title and numbers, and on the first page what the reader must not overlook. Returns where the table
 * begins. */
double form_head(struct page *p, const struct paper_facts *f, bool first);
/* Where the table of a blank form begins. */
double form_blank_top(void);
/* "第 2 版   "; "" before the first submission, and of history, which has none. */
#define FORM_VERSION_SIZE 40
const char *form_version(const struct paper_facts *f, char buf[FORM_VERSION_SIZE]);
/* The strip under the table of the first page: QR, check code, numbers, editions, and what was recorded without a cell on the
 * paper. */
void form_fill_strip(const struct paper_facts *f, struct flow *out);
double form_strip_height(struct page *p, const struct flow *words, const struct paper_facts *f);
int form_strip(struct page *p, struct flow *words, const struct paper_facts *f, double top,
	       struct err *err);

/* The words of a mark: which act, whose, when, then (after `between`) of which level, and the codes to check it by. Nothing when
 * there is none. */
void paper_form_mark(struct flow *out, const struct page_style *style, const char *act,
		     const struct paper_mark *m, const char *seal, const char *between);

#endif
