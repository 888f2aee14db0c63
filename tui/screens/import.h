/* Importing history: the file, its encoding where that is doubtful, what a trial says, then the import. For import.c and
 * import_draw.c. */
#ifndef TUI_IMPORT_H
#define TUI_IMPORT_H

#include "db/imports.h"
#include "tui/screens/list.h"
#include "tui/screens/screens.h"

#define IMPORTS_SHOWN 200
#define PREVIEW_ENCODINGS 3
#define PREVIEW_ROWS 4

enum import_stage {
	IMPORT_IDLE,     /* the imports of before */
	IMPORT_ENCODING, /* which of these is it? */
	IMPORT_TRIED,    /* what the trial says */
	IMPORT_DONE,
};

/* The first rows of the file, if it were of this encoding. */
struct import_preview {
	enum encoding encoding;
	bool possible; /* no byte of these rows speaks against it */
	char rows[PREVIEW_ROWS][512];
};

struct import_view {
	struct screen base;
	enum import_stage stage;
	char *path;                    /* as the system calls it; owned */
	char shown[256], folder[1024]; /* its name, and where the next is looked for */
	enum encoding encoding;
	struct import_preview previews[PREVIEW_ENCODINGS];
	struct import_result *result; /* of the trial, or of the import; owned */
	struct import_row *rows;      /* of the list; owned */
	struct list list;
	size_t top; /* of the rejects in view */
};

void import_draw(struct screen *s, WINDOW *w);

#endif
