/* Paper: the sheets that the desk prints, as PDF. paper.def lists them; each is drawn by a paper_*.c from struct paper_facts.
 *
 * Same facts, same bytes. Everything keyed is on the form, wrapped where it is long; signature lines and places for seals
 * stay free for ink; marks of this desk are words with their level and check code, never a picture of a seal. */
#ifndef FORMS_PAPER_H
#define FORMS_PAPER_H

#include "forms/act_text.h"
#include "forms/benefit.h"
#include "forms/layout.h"
#include "forms/notice.h"
#include "forms/page.h"
#include "forms/state.h"

enum paper {
#define X(name, key, title, flags) PAPER_##name,
#include "forms/paper.def"
#undef X
	PAPER_COUNT
};

enum paper_flag {
	PAPER_OF_FILING = 1 << 0,
	PAPER_HAS_CODE = 1 << 1, /* carries the QR of forms/sheet_code.h once something is signed */
};

const char *paper_key(enum paper p);
const char *paper_title(enum paper p); /* N_() */
unsigned paper_flags(enum paper p);
enum paper paper_by_key(const char *key); /* PAPER_COUNT: none */

/* The mark of an act. */
struct paper_mark {
	bool there;
	enum mark_level level;
	const char *who, *when, *code, *key_id; /* key_id: of the key that signed, 16 hexadecimal digits */
};

/* A line of a sheet that is a list: the day's figures, costs, materials. */
struct paper_line {
	const char *label, *value;
};

/* Everything a sheet may say. Strings are borrowed, NULL or "" is absent. */
struct paper_facts {
	/* The sheet */
	const char *printed_at, *printed_by;  /* "2026-11-22 09:15:02", a name */
	int nth;                              /* print of this kind for this filing; 0: not counted (blank) */
	const char *desk, *institution;       /* UUID, name */
	bool training;
	/* The filing; NULL: a blank form, or a sheet about the day */
	const struct filing *filing;
	const struct check_context *check;
	const struct check_result *result;
	enum filing_state state;
	int64_t version;
	const char *no, *filing_no, *route;   /* route: its label */
	const char *stored_at;                /* when it was first stored here */
	const char *policies;                 /* packs and editions: "leshan-2023-28/2 shanxi-2024-3/1" */
	const char *code, *qr;                /* check code of the version; payload of the QR. "" before the first act */
	struct paper_mark submitted, certified, sealed, filed;
	const char *seal_name, *ended;        /* of what does not go on: which act, when, why */
	const char *source;                   /* of history: file, line and digest; it was not signed here */
	const struct act_material *materials;
	size_t materials_count;
	const struct notice *notice;
	const struct benefit_terms *terms;    /* NULL: no pack says */
	const char *prescription;             /* "4–12 周" with its source; "" */
	const char *doctor_code, *doctor_title;
	/* The day */
	const char *day, *anchor;             /* the anchor's line */
	const struct paper_line *lines;
	size_t lines_count;
};

struct paper_options {
	bool values_only;    /* 套打: on a printed form, no lines and words of the form */
	double dx, dy;       /* mm, of the printer */
	bool ruler;          /* a ruler page instead: how far does the printer lie off? */
	bool *agent_left;    /* set where the agent did not fit onto a printed form and was left out; NULL: nobody asks */
};

/* Paper is Chinese whatever the desk speaks: between these two, _() gives Chinese. They do not nest. */
struct paper_words {
	char domain[64]; /* of the desk's words */
};
void paper_words_begin(struct paper_words *w);
void paper_words_end(const struct paper_words *w);

/* Make the sheet: 0 with a PDF that the caller frees, or -1. */
int paper_make(enum paper kind, const struct paper_facts *facts, const struct paper_options *options, char **out_pdf,
	       size_t *out_len, int *out_pages, struct err *err);

/* One function a sheet; for paper.c. They draw onto an open page. */
int paper_form(struct page *p, const struct paper_facts *f, const struct paper_options *o, struct err *err);
int paper_ruler(struct page *p, struct err *err);
int paper_certificate(struct page *p, const struct paper_facts *f, struct err *err);
int paper_checklist(struct page *p, const struct paper_facts *f, struct err *err);
int paper_notice(struct page *p, const struct paper_facts *f, struct err *err);
int paper_slip(struct page *p, const struct paper_facts *f, struct err *err);
int paper_benefit(struct page *p, const struct paper_facts *f, struct err *err);
int paper_day(struct page *p, const struct paper_facts *f, struct err *err);

#endif
