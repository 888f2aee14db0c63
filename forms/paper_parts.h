/* What the sheets about a filing say alike: whose it is, what is to be said of it first, its marks and its check code. */
#ifndef FORMS_PAPER_PARTS_H
#define FORMS_PAPER_PARTS_H

#include "forms/paper_galley.h"

/* The least side of a QR of forms/sheet_code.h, mm. At 150 dpi, turned by up to 3 degrees and with noise on 2 % of the dots, zbarimg
 * read 38 of 60 at 27 mm and 392 of 400 at 32 mm; of forms at 40 mm and certificates at 44 mm 1,987 of 2,000, and 11 more upside
 * down (test_paper_code 2000). */
#define PART_CODE_SIZE 40.0

/* "" for NULL. */
const char *part_text(const char *text);
/* A field's value; of a choice its label. "" when empty. */
const char *part_field(const struct galley *g, enum field_id id);
/* "肝豆状核变性（M01904）" */
const char *part_disease(struct galley *g);
/* "36 周岁"; "" when empty. */
const char *part_age(struct galley *g);
/* A sheet about a filing is refused without one. 0, or -1. */
int part_need_filing(const struct paper_facts *f, struct err *err);

/* The document's number, whole or masked: whoever is handed a sheet knows his own, and others may see it (reliability 7). */
const char *part_certno(struct galley *g, bool masked);

/* It does not go on, or not as it stands. */
bool part_is_over(enum filing_state state);

/* The numbers, and the boxes that come first: what does not go on, what was not signed here, what is a draft. */
void part_heading(struct galley *g);

/* Which criteria the filing was judged by: document, annex, edition, and whether they bind here. */
void part_basis(struct galley *g);

/* What was written of a test's evidence: value, unit, what that is in the evidence's own unit, date and note. "" for nothing. */
const char *part_evidence(struct galley *g, const struct test_result *t);

/* "本台签名（1 级）：李建国，2026-11-22 09:15:02，校验码 …，密钥 …"; "" when it is not there. */
const char *part_mark(struct galley *g, const struct paper_mark *m);

/* From x to the right edge, where the galley stands: a line to be signed on in ink, and under it the place for an ink seal with its
 * date. It takes no room of the galley. */
void part_sign_place(struct galley *g, double x, const char *who, const char *seal);

/* What a material is called. */
const char *part_material(const struct paper_facts *f, const char *kind);

/* The check code, and what it is for. Nothing before the first signature, and nothing at a training desk. */
void part_code(struct galley *g);

#endif
