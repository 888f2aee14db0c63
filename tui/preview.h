/* A picture in the terminal: a scan or photograph as coloured half blocks, enough to see that it is the right page and the right
 * way up, not to read it.
 *
 * A page of a PDF is turned into a picture by the child pdftoppm (db/child.h), which hands it over in memory: no copy of
 * anybody's papers lies in a folder for temporary files. */
#ifndef TUI_PREVIEW_H
#define TUI_PREVIEW_H

#include <curses.h>

#include "forms/err.h"

struct preview;

#define PREVIEW_ZOOM_MOST 8

/* How it is looked at: how many times larger than the whole page in view, and by how many cells it is moved. */
struct preview_view {
	int zoom; /* 1 to PREVIEW_ZOOM_MOST */
	int row, col;
};

/* Load a page (from 1) of a kept file. 0, or -1 with the reason why it cannot be shown: no colours here, too large, damaged,
 * pdftoppm not installed. */
int preview_open(const char *path, const char *type, int64_t page, struct preview **out,
		 struct err *err);
void preview_close(struct preview *p);

/* Paint it into these cells, in their middle where it is smaller. *v is kept within the picture. */
void preview_draw(struct preview *p, WINDOW *w, int y, int x, int rows, int cols,
		  struct preview_view *v);

#endif
