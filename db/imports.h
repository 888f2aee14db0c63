/* Imports: history out of a table, which was not signed here and never looks as if it were.
 *
 * Rows are staged in short transactions as filings of state `history` under an import that is not merged yet, which nobody
 * sees; one last transaction merges it (its row in the audit says file, digest and counts). A kill before it leaves nothing:
 * the next desk that opens clears away what a process that is gone has staged. One file at a time is read into a store.
 *
 * A row that is here already is skipped, so that a file may be imported again after its rejects were mended: the same content
 * (SM3 of canonical_history(): every field, the evidence and 备案号, but not the file, line or state there), or a
 * filing of this desk itself of the same person, disease, insurance and 备案日期. The digest over an import is SM3 of its rows
 * in the order of the lines, each as two parts (sm3_add_part): its digest in hexadecimal, and the state that the source called it.
 *
 * Rows that are not taken in go to FILE.rejects.csv as they stood, with three columns more: 行号, 栏目, 原因. Mended, it is
 * imported like any other file. */
#ifndef DB_IMPORTS_H
#define DB_IMPORTS_H

#include "db/exports.h"

struct import_request {
	const char *path;
	enum encoding encoding; /* ENCODING_AUTO */
	bool dry_run;           /* read and judge everything, keep nothing, write no rejects */
	const char *rejects;    /* NULL: path and ".rejects.csv" */
};

/* A row that was not taken in: its first fault. */
struct import_reject {
	uint64_t line;
	char column[64], reason[512];
};
#define IMPORT_REJECTS_SHOWN 20

struct import_result {
	int64_t import; /* id; 0: dry, or nothing was taken in */
	struct table_facts facts;
	uint64_t rows, skipped, rejected, private_use;
	struct import_reject first[IMPORT_REJECTS_SHOWN];
	size_t shown;
	char unknown[1024]; /* columns left aside */
	char rejects[4096]; /* the file with them; "" none */
	char sm3[65];
	char before[20];          /* when this very file was imported before; "" never */
};

/* 0 (look at ->rejected), or -1: ERR_CANCELLED, ERR_NOT_ALLOWED, ERR_INPUT (no header), trouble. On a desk that is set up `who`
 * needs ACT_IMPORT and a password a moment ago; before that anybody who can open the store may. */
int imports_read(struct store *st, const struct actor *who, const struct import_request *req,
		 const struct check_context *ctx, progress_fn *progress, void *progress_ctx,
		 struct import_result *out, struct err *err);

/* Take away what an import left that never came to its end. Called when a desk opens. */
int imports_clear(struct store *st, struct err *err);

/* An import, and where a filing of state history came from. */
struct import_row {
	int64_t id, rows, skipped, rejected;
	char name[256], encoding[16], sm3[65], merged_at[20], staff_name[256];
};
int imports_list(struct store *st, struct import_row *out, int space, struct err *err);
/* "台账2024.csv 第 17 行，SM3 …，2026-11-22 由 王敏 导入". 1, 0 no history, -1. */
int imports_source(struct store *st, int64_t filing, char *out, size_t size, struct err *err);

#endif
