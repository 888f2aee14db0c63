#include "tui/keys.h"

#include <curses.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"
#include "tui/term.h"

/* How long after a lone Esc a digit still makes a function key: people press the two one after the other. */
#define TWIN_MS 400
/* The next digit of a number comes within this time of the first. */
#define NUMBER_MS 250
#define PASTE_MAX 65536

// clang-format off
static const struct key_def defs[CMD_COUNT] = {
#define X(cmd, code, digit, key, label, help) [CMD_##cmd] = { key, label, help },
#include "tui/keys.def"
#undef X
};

static const struct { int code; char digit; enum command command; } codes[] = {
#define X(cmd, code, digit, key, label, help) { code, digit, CMD_##cmd },
#include "tui/keys.def"
#undef X
	/* other codes that terminals send for the same keys */
	{ KEY_ENTER, 0, CMD_ENTER },
	{ '\n', 0, CMD_ENTER },
	{ '\b', 0, CMD_ERASE },
	{ 0x7F, 0, CMD_ERASE },
	{ KEY_FIND, 0, CMD_HOME },
	{ KEY_SELECT, 0, CMD_END },
};
// clang-format on

const struct key_def *key_def(enum command c)
{
	return &defs[c];
}

const char *key_text(const struct key *k)
{
	return k->paste ? k->paste : k->typed;
}

void key_finish(struct key *k)
{
	if (k->paste)
		explicit_bzero(k->paste, strlen(k->paste));
	free(k->paste);
	*k = (struct key) { .kind = k->kind, .command = k->command };
}

static struct key key_command(enum command c)
{
	return (struct key) { .kind = c == CMD_NONE ? INPUT_NOTHING : INPUT_COMMAND, .command = c };
}

static enum command command_of_code(int code)
{
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
		if (codes[i].code == code)
			return codes[i].command;
	return CMD_NONE;
}

static enum command command_of_twin(wint_t c)
{
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
		if (codes[i].digit && (wint_t)codes[i].digit == c)
			return codes[i].command;
	return CMD_NONE;
}

static void swallow(int count)
{
	wint_t c;

	while (count-- > 0 && get_wch(&c) == OK)
		;
}

/* A control sequence that terminfo does not know: read up to its final byte (ECMA-48 5.4) and forget it. Two shapes
 * are older: the Linux console's ESC [ [ A, and a mouse's ESC [ M with three bytes behind it. */
static void swallow_sequence(void)
{
	wint_t c = 0;

	timeout(TERM_ESC_MS);
	if (get_wch(&c) != OK)
		return;
	if (c == L'[' || c == L'M') {
		swallow(c == L'[' ? 1 : 3);
		return;
	}
	while (c < 0x40 || c > 0x7E)
		if (get_wch(&c) != OK)
			return;
}

/* A control string, an answer of the terminal: it ends with BEL or ESC \. */
static void swallow_string(void)
{
	wint_t c = 0;

	timeout(TERM_ESC_MS);
	while (get_wch(&c) == OK && c != L'\a')
		if (c == 0x1B) {
			swallow(1);
			return;
		}
}

/* What only a terminal sends behind an Esc: swallow the rest of it. Returns false when c is a key of its own. */
static bool swallow_behind(wint_t c)
{
	switch (c) {
	case L'[':
	case L'O':
		swallow_sequence();
		return true;
	case L']': /* OSC, DCS, SOS, PM, APC (ECMA-48 5.6) */
	case L'P':
	case L'X':
	case L'^':
	case L'_':
		swallow_string();
		return true;
	}
	return false;
}

/* Wait for the key behind an Esc. *out_at_once: it came as fast as only a terminal sends. */
static int get_after_escape(wint_t *c, bool *out_at_once)
{
	int rc;

	timeout(TERM_ESC_MS);
	rc = get_wch(c);
	*out_at_once = rc != ERR;
	if (rc != ERR)
		return rc;
	timeout(TWIN_MS - TERM_ESC_MS);
	return get_wch(c);
}

static void unget(int rc, wint_t c)
{
	if (rc == KEY_CODE_YES)
		ungetch((int)c);
	else if (rc == OK)
		unget_wch((wchar_t)c);
}

static bool is_digit(int rc, wint_t c)
{
	return rc == OK && c >= L'0' && c <= L'9';
}

/* A digit behind Esc is a function key's twin, unless more digits follow: then Esc was meant alone, and a number comes. */
static struct key key_twin(wint_t digit)
{
	wint_t next;
	int rc;

	timeout(NUMBER_MS);
	rc = get_wch(&next);
	if (rc != ERR)
		unget(rc, next);
	if (!is_digit(rc, next))
		return key_command(command_of_twin(digit));
	unget_wch((wchar_t)digit);
	return key_command(CMD_ESCAPE);
}

static struct key key_after_escape(void)
{
	wint_t c = 0;
	bool at_once;
	int rc = get_after_escape(&c, &at_once);

	if (rc == ERR)
		return key_command(CMD_ESCAPE);
	if (rc == OK && at_once && swallow_behind(c))
		return (struct key) { .kind = INPUT_NOTHING };
	if (is_digit(rc, c))
		return key_twin(c);
	if (rc != OK || c != 0x1B)
		unget(rc, c);
	return key_command(CMD_ESCAPE);
}

/* Everything up to the paste's end mark, line ends included, as one text. */
static struct key key_paste(void)
{
	char *text = calloc(1, PASTE_MAX);
	size_t len = 0;
	wint_t c;
	int rc;

	timeout(1000);
	while ((rc = get_wch(&c)) != ERR && !(rc == KEY_CODE_YES && c == TERM_PASTE_END)) {
		if (text && rc == OK && len + 5 < PASTE_MAX)
			len += text_put((uint32_t)(c == '\r' ? '\n' : c), text + len);
	}
	if (!text)
		return (struct key) { .kind = INPUT_NOTHING };
	return (struct key) { .kind = INPUT_TEXT, .paste = text };
}

static struct key key_of_character(wint_t c)
{
	struct key k = { .kind = INPUT_TEXT };

	if (c < 0x20 || c == 0x7F)
		return key_command(command_of_code((int)c));
	return text_put((uint32_t)c, k.typed) ? k : (struct key) { .kind = INPUT_NOTHING };
}

struct key key_read(int timeout_ms)
{
	wint_t c;
	int rc;

	timeout(timeout_ms);
	errno = 0;
	rc = get_wch(&c);
	if (term_take_size()) {
		unget(rc, c);
		return (struct key) { .kind = INPUT_SIZE };
	}
	if (rc == ERR)
		return (struct key) { .kind = term_is_gone() ? INPUT_GONE : INPUT_NOTHING };
	if (rc == OK)
		return c == 0x1B ? key_after_escape() : key_of_character(c);
	if (c == KEY_RESIZE)
		return (struct key) { .kind = INPUT_SIZE };
	if (c == TERM_PASTE_BEGIN)
		return key_paste();
	return key_command(command_of_code((int)c));
}
