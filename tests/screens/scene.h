/* Steps and looks that the scenarios share: the home screen, the cells of the form by their field, the
 * registration of one person.
 *
 * A cell is found on the glass by the layout table alone: its borders must stand where the table puts them, and
 * the words of its row's label tell which row of the paper it is. */
#ifndef TESTS_SCREENS_SCENE_H
#define TESTS_SCREENS_SCENE_H

#include "forms/layout.h"
#include "tests/screens/desk.h"

/* Start the desk of tests/people.h, which is set up before the first start, sign 王敏 in and wait for the home screen. */
struct desk *scene_start(const struct desk_options *options);
/* ... somebody else; one person is at one desk only. */
struct desk *scene_start_as(const struct desk_options *options, const char *login);

/* The parts of it: where the store of a desk lies that is started in `home`; setting the desk up there, unless it is; and signing
 * somebody in. */
#define SCENE_PATH 512
void scene_store(const char *home, char path[SCENE_PATH]);
void scene_set_up(const char *path);
void scene_furnish(const char *home); /* for desk_options.furnish; one that puts more there calls it first */
void scene_sign_in(struct desk *d, const char *login);

/* Go back to the home screen from wherever the desk is. */
void scene_home(struct desk *d);

/* Go home, leave the desk as a clerk does, and forget it. */
void scene_end(struct desk *d);

/* Wait until the text stands on the screen / is gone; the reason is in the failure. */
void scene_sees(struct desk *d, const char *text, const char *why);
void scene_lacks(struct desk *d, const char *text, const char *why);

/* Inside of a cell, borders left out, as far as it is in view. */
struct scene_box {
	int top, left, bottom, right;
};

/* Where the cell of this field stands; false when it is not in view. */
bool scene_box(struct desk *d, enum field_id id, struct scene_box *out);

/* The text of a cell, one line of it a line, blanks at both ends of a line taken away, empty lines left out. Valid until the
 * next call. "(not in view)" when it is not. */
const char *scene_cell(struct desk *d, enum field_id id);

/* Wait until a cell shows this text, or contains it. */
void scene_cell_is(struct desk *d, enum field_id id, const char *text, const char *why);
void scene_cell_has(struct desk *d, enum field_id id, const char *text, const char *why);

/* Wait until the cursor stands inside the cell at this cell of its text (line and column from 0), visible. */
void scene_cursor_is(struct desk *d, enum field_id id, int line, int col, const char *why);

/* Wait until the focus (the cursor) is in the cell. */
void scene_focus_is(struct desk *d, enum field_id id, const char *why);

/* The line above the key bar, and the key bar. */
const char *scene_status(struct desk *d);
const char *scene_keybar(struct desk *d);

/* 张晓, who is not in the store: from the home screen to the criteria screen with both pieces of evidence given. */
void scene_register_zhang(struct desk *d);

/* Make a folder for a desk's HOME that outlives the desk, and remove it with all that is in it. */
void scene_folder(char folder[SCENE_PATH]);
void scene_folder_remove(const char *folder);

/* Let as much time pass as a clerk needs to look up and see what stopped the keys: what is pressed then is an answer. */
void scene_look_up(void);

/* Milliseconds of a clock that only goes forward. */
long long scene_now(void);
void scene_sleep(int ms);

#endif
