/* The layout: the paper's grid, once. Screen and paper are both drawn from it.
 *
 * A page is LAYOUT_UNITS units wide. A row is a band of cells that touch; a cell spans units [left, right] and one or more rows. Borders run along every edge of
 * every cell. A label cell shows words of the paper; a field cell shows a field, and may end with a foot line such as 认定医师签名： 年 月 日. */
#ifndef FORMS_LAYOUT_H
#define FORMS_LAYOUT_H

#include "forms/field.h"
#include "forms/sm3.h"

#define LAYOUT_UNITS 79

enum cell_kind {
	CELL_LABEL,
	CELL_TEXT,    /* a field typed as text */
	CELL_CHOICE,  /* one choice beside the other, as words */
	CELL_BOXES,   /* check boxes, one choice a line */
	CELL_DISEASE, /* name, code, insurance and type code of the pair */
	CELL_MARK,    /* signature seen on paper */
	CELL_STATE,   /* 申报病种情况: criteria or narrative */
	CELL_ACT,     /* filled by an act */
};

/* A piece of a cell's foot line: words of the paper, then a field's value. */
struct layout_foot {
	const char *words;  /* N_(); NULL ends the list */
	enum field_id field; /* FIELD_NONE: words only */
	int units;          /* room for the value */
	bool ink;           /* a signature: on paper its place stays free */
};

struct layout_cell {
	int row, rows;      /* first row and how many */
	int left, right;    /* border positions in units */
	enum cell_kind kind;
	const char *words;  /* N_() of a label; NULL in a field cell */
	enum field_id field; /* FIELD_NONE for labels */
	const struct layout_foot *foot; /* NULL: none */
};

struct layout {
	const struct layout_cell *cells;
	size_t count;
	int rows;
	const int *lines;  /* least text lines of each row */
	/* On paper only, and so outside the digest, which covers what is asked and where it stands: */
	const double *heights; /* least height of each row in mm, room for ink included */
	int stretch;           /* the row that takes what is left of the page */
};

/* 乐山市门诊慢特病病种待遇认定申请表 (乐医保发〔2023〕28号 附件1). */
extern const struct layout layout_leshan;

/* Its name in signed texts, and the digest over every cell of it: places, kinds, words of the paper, fields, foot lines.
 * 0, or -1 when the digest fails. */
#define LAYOUT_LESHAN_ID "leshan-2023-28/annex-1"
int layout_digest(const struct layout *l, char out[SM3_HEX_SIZE]);

/* The index of the cell that shows this field (its foot counts), or -1. */
int layout_cell_of(const struct layout *l, enum field_id id);

#endif
