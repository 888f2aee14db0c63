#include "tests/screens/keys.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curses.h>
#include <term.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
/* Longer than any sensible escape delay of a program, shorter than a person notices. */
#define ESC_PAUSE 150

/* The usual bytes are sent where the terminfo entry is silent: an emulator has those keys all
 * the same, and the program must cope with what it did not expect. */
static const struct {
	const char *name, *capability, *usual;
} named[] = {
	// clang-format off
	{ "F1", "kf1", "\033OP" },        { "F2", "kf2", "\033OQ" },
	{ "F3", "kf3", "\033OR" },        { "F4", "kf4", "\033OS" },
	{ "F5", "kf5", "\033[15~" },      { "F6", "kf6", "\033[17~" },
	{ "F7", "kf7", "\033[18~" },      { "F8", "kf8", "\033[19~" },
	{ "F9", "kf9", "\033[20~" },      { "F10", "kf10", "\033[21~" },
	{ "F11", "kf11", "\033[23~" },    { "F12", "kf12", "\033[24~" },
	{ "Up", "kcuu1", "\033[A" },      { "Down", "kcud1", "\033[B" },
	{ "Right", "kcuf1", "\033[C" },   { "Left", "kcub1", "\033[D" },
	{ "Home", "khome", "\033[1~" },   { "End", "kend", "\033[4~" },
	{ "PageUp", "kpp", "\033[5~" },   { "PageDown", "knp", "\033[6~" },
	{ "Insert", "kich1", "\033[2~" }, { "Delete", "kdch1", "\033[3~" },
	{ "S-Tab", "kcbt", "\033[Z" },    { "BS", "kbs", "\177" },
	{ "Tab", NULL, "\t" },            { "Enter", NULL, "\r" },
	{ "Esc", NULL, "\033" },          { "Space", NULL, " " },
	{ "lt", NULL, "<" },
	// clang-format on
};

struct keymap {
	char bytes[ARRAY_SIZE(named)][16];
};

static void set_key(char *bytes, size_t size, size_t i)
{
	const char *sent = named[i].capability ? tigetstr(named[i].capability) : NULL;

	if (!sent || (intptr_t)sent == -1)
		sent = named[i].usual;
	snprintf(bytes, size, "%s", sent);
}

struct keymap *keymap_create(const char *term)
{
	struct keymap *map;
	int status;

	if (setupterm(term, 1, &status) != OK)
		return NULL;
	map = calloc(1, sizeof(*map));
	for (size_t i = 0; i < ARRAY_SIZE(named); i++)
		set_key(map->bytes[i], sizeof(map->bytes[i]), i);
	del_curterm(cur_term);
	return map;
}

void keymap_destroy(struct keymap *map)
{
	free(map);
}

static void put(struct key_stroke *stroke, const char *bytes, size_t len)
{
	memcpy(stroke->bytes, bytes, len);
	stroke->len = len;
	stroke->keys = 1;
}

static bool put_named(const struct keymap *map, const char *name, struct key_stroke *stroke)
{
	for (size_t i = 0; i < ARRAY_SIZE(named); i++) {
		if (strcmp(named[i].name, name))
			continue;
		put(stroke, map->bytes[i], strlen(map->bytes[i]));
		return true;
	}
	return false;
}

static bool put_modified(const char *name, struct key_stroke *stroke)
{
	if (strlen(name) != 3 || name[1] != '-')
		return false;
	if (name[0] == 'C' && isalpha((unsigned char)name[2]))
		put(stroke, (char[]) { (char)(name[2] & 0x1f) }, 1);
	else if (name[0] == 'M')
		put(stroke, (char[]) { '\033', name[2] }, 2);
	return stroke->len > 0;
}

static bool put_wait(const char *name, struct key_stroke *stroke)
{
	char *end;

	if (strncmp(name, "Wait:", 5) || !isdigit((unsigned char)name[5]))
		return false;
	stroke->pause = (int)strtol(name + 5, &end, 10);
	return *end == '\0';
}

static int next_name(const struct keymap *map, const char **at, struct key_stroke *stroke)
{
	const char *end = strchr(*at, '>');
	char name[16];

	if (!end || (size_t)(end - *at) > sizeof(name))
		return -1;
	snprintf(name, sizeof(name), "%.*s", (int)(end - *at - 1), *at + 1);
	if (!put_named(map, name, stroke) && !put_modified(name, stroke) && !put_wait(name, stroke))
		return -1;
	*at = end + 1;
	if (strcmp(name, "Esc"))
		return 1;
	if (isdigit((unsigned char)**at)) {
		stroke->bytes[stroke->len++] = *(*at)++;
		stroke->keys++;
	}
	stroke->pause = stroke->len == 1 ? ESC_PAUSE : 0;
	return 1;
}

static bool starts_character(char byte)
{
	return ((unsigned char)byte & 0xC0) != 0x80;
}

static int next_text(const char **at, struct key_stroke *stroke)
{
	size_t len = strcspn(*at, "<");

	if (len > sizeof(stroke->bytes)) {
		len = sizeof(stroke->bytes);
		while (!starts_character((*at)[len]))
			len--;
	}
	put(stroke, *at, len);
	stroke->is_text = true;
	stroke->keys = 0;
	for (size_t i = 0; i < len; i++)
		stroke->keys += starts_character((*at)[i]);
	*at += len;
	return 1;
}

int keymap_next(const struct keymap *map, const char **at, struct key_stroke *out_stroke)
{
	*out_stroke = (struct key_stroke) { .len = 0 };
	if (**at == '\0')
		return 0;
	return **at == '<' ? next_name(map, at, out_stroke) : next_text(at, out_stroke);
}
