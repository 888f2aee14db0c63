/* The materials' own: shared by materials.c (the list), materials_add.c (bringing one in), files.c (choosing a file) and
 * material_view.c (looking at one). */
#ifndef TUI_MATERIALS_H
#define TUI_MATERIALS_H

#include "db/materials.h"
#include "tui/screens/list.h"
#include "tui/screens/screens.h"

#define MATERIALS_MOST 128 /* of one filing that the list shows */
#define FILES_PATH_SIZE 4096

/* A line of the list: one that is there, or a kind of which nothing is. */
struct materials_row {
	const char *kind, *label; /* borrowed from the pack, or ours */
	int at;                   /* in materials_view.list; -1: nothing of this kind */
};

struct materials_view {
	struct screen base;
	struct entry *entry; /* the form's */
	struct material there[MATERIALS_MOST];
	int count;
	struct materials_row rows[2 * MATERIALS_MOST];
	struct list list;
	char trouble[512]; /* why the store could not be read; "" when all is well */
	/* The one that is being brought in. */
	char path[FILES_PATH_SIZE]; /* "": the paper was seen, no file */
	char folder[FILES_PATH_SIZE]; /* where the last file came from; "": nowhere yet */
	const char *kind;
	char words[512]; /* a reason that a dialog's row gives */
};

/* Read the list anew, the current line staying where it is. */
void materials_refresh(struct materials_view *v);

/* What the words of a kind are. */
const char *materials_label(const struct materials_view *v, const char *kind);

/* Ask how, which file, and what is said on it; then attach it. */
enum next materials_bring(struct materials_view *v, const char *kind);

/* Choose a file: folders are walked through, or a path is typed. `chosen` gets its path as the system calls it. `folder` is where
 * to begin ("": the list of places). */
typedef void file_chosen_fn(struct screen *asker, const char *path);
struct screen *files_screen(struct desk *desk, struct screen *asker, const char *folder, file_chosen_fn *chosen);

/* The same for files of another kind, by the endings of their names (ends with NULL); any file can be typed. */
struct file_kind {
	const char *title, *none; /* N_(): over the list, and instead of an empty one */
	const char *const *endings;
};
struct screen *files_screen_of(struct desk *desk, struct screen *asker, const struct file_kind *kind, const char *folder,
			       file_chosen_fn *chosen);

/* Look at one that has a file. `label` is borrowed. */
struct screen *material_view_screen(struct desk *desk, const struct material *m, const char *label);

#endif
