/* 一次性告知: everything that is still missing, told at once.
 *
 * Cells that an act demands, evidence without which the criteria stay undecided, and the materials of the way the filing
 * goes (the pack's list). */
#ifndef FORMS_NOTICE_H
#define FORMS_NOTICE_H

#include "forms/filing.h"

enum notice_kind { NOTICE_FIELD, NOTICE_EVIDENCE, NOTICE_MATERIAL, NOTICE_AGENT };

struct notice_item {
	enum notice_kind kind;
	enum field_id field; /* whose cell it is about; FIELD_NONE: none */
	const char *
		key; /* of the evidence (the first that would do) or the material, else NULL; borrowed from the pack */
	char text[512]; /* one sentence: what is missing and what will do */
};

struct notice {
	struct notice_item *items;
	size_t count, space;
};

void notice_finish(struct notice *n);

/* "材料", "证据": the heading of a kind; N_() text. */
const char *notice_kind_label(enum notice_kind kind);

/* What is at hand. `materials` are the kinds attached, parted by blanks; `proxy` tells that somebody applies for the
 * person. */
struct notice_context {
	const struct check_context *check;
	const struct policy_route *route; /* NULL: no pack says */
	const char *materials;
	bool proxy;
};

/* The complete list for this filing; 0 or -1 (memory). An empty list: nothing is missing. What is wrong as typed is on it too:
 * it has to be mended all the same. Evidence that binding criteria refuse is not: nobody can bring it. */
int notice_make(const struct filing *f, const struct notice_context *ctx, struct notice *out);

#endif
