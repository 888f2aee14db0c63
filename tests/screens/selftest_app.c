/* A little program for trying the harness: Chinese text, boxes, attributes, and an echo of every
 * key.
 *
 * Ctrl-Q ends it, F11 ends it with status 7, F10 opens the border, F9 beeps and F8 writes beyond
 * its memory. With SELFTEST_PLAIN in the environment it does not ask for bracketed paste. */
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include <curses.h>

#define KEY_PASTE_OPEN 2000
#define KEY_PASTE_CLOSE 2001
#define ESCAPE 27
#define CTRL_Q 17
/* A SIGWINCH that comes while curses writes is forgotten by a blocking get_wch until the next
 * key, but looked at whenever a timeout ends (ncurses 6.4). */
#define LOOK_UP 300

struct app {
	wchar_t text[200];
	size_t len;
	char last[32]; /* the name of the last key that was no text */
	int pasted;
	bool pasting, open_border;
};

static int ambiguous_cells = 1;

/* Takes the place of the C library's function, for ncurses too. Only this program's own
 * characters are known. */
int wcwidth(wchar_t ch)
{
	if (ch == L'·' || ch == L'—' || ch == L'“' || ch == L'”' || ch == L'…')
		return ambiguous_cells;
	return ch < 0x20 ? -1 : ch >= 0x2E80 ? 2 : 1;
}

static int cells_of(const wchar_t *text)
{
	int cells = 0;

	for (; *text; text++)
		cells += wcwidth(*text);
	return cells;
}

static int column_from_terminal(void)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	char reply[32];
	size_t len = 0;
	int row, col;

	while (len + 1 < sizeof(reply) && poll(&p, 1, 300) > 0 &&
	       read(STDIN_FILENO, reply + len, 1) == 1)
		if (reply[len++] == 'R')
			break;
	reply[len] = '\0';
	return sscanf(reply, "\033[%d;%dR", &row, &col) == 2 ? col : 0;
}

static void measure(void)
{
	struct termios usual, raw;
	int column;

	tcgetattr(STDIN_FILENO, &usual);
	raw = usual;
	cfmakeraw(&raw);
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	printf("\r%lc\033[6n", (wint_t)L'—');
	fflush(stdout);
	column = column_from_terminal();
	printf("\r  \r");
	fflush(stdout);
	tcsetattr(STDIN_FILENO, TCSANOW, &usual);
	if (column)
		ambiguous_cells = column - 1;
}

/* Text that ends right at a border: where program and terminal disagree on its width, the border
 * moves. */
static void draw_drifting(int row, int border)
{
	static const wchar_t text[] = L"歧义 · — “引” …";

	mvaddwstr(row, border - cells_of(text), text);
	addch(ACS_VLINE);
}

static void draw(const struct app *a)
{
	erase();
	box(stdscr, 0, 0);
	if (a->open_border)
		mvaddch(0, 10, ' ');
	mvprintw(1, 2, "%dx%d %d", LINES, COLS, ambiguous_cells);
	draw_drifting(2, 30);
	mvaddch(1, 30, ACS_VLINE);
	mvaddch(3, 30, ACS_BTEE);
	mvhline(3, 1, ACS_HLINE, 29);
	mvhline(3, 31, ACS_HLINE, COLS - 32);
	mvaddch(0, 30, ACS_TTEE);
	mvaddch(3, 0, ACS_LTEE);
	mvaddch(3, COLS - 1, ACS_RTEE);
	attron(A_REVERSE);
	mvaddwstr(4, 2, L"反白");
	attrset(A_BOLD);
	mvaddwstr(4, 8, L"粗体");
	attrset(COLOR_PAIR(1));
	mvaddwstr(4, 14, L"红色");
	attrset(A_NORMAL);
	mvaddstr(5, 2, a->last);
	mvprintw(5, 20, "pasted %d", a->pasted);
	mvaddwstr(6, 2, L"姓名：");
	addnwstr(a->text, (int)a->len);
	refresh();
}

static void note(struct app *a, const char *name)
{
	snprintf(a->last, sizeof(a->last), "[%s]", name);
}

static void on_escape(struct app *a)
{
	char name[] = "Esc?";
	wint_t ch;

	timeout(0);
	if (get_wch(&ch) == OK && ch >= '0' && ch <= '9')
		name[3] = (char)ch;
	else
		name[3] = '\0';
	timeout(LOOK_UP);
	note(a, name);
}

static void on_text(struct app *a, wint_t ch)
{
	if (a->pasting)
		a->pasted++;
	if (ch == ESCAPE)
		on_escape(a);
	else if (ch < 0x20 || ch == 0x7f)
		note(a, unctrl(ch));
	else if (a->len < sizeof(a->text) / sizeof(a->text[0]))
		a->text[a->len++] = (wchar_t)ch;
}

static void on_key(struct app *a, wint_t key)
{
	char *volatile small = NULL;

	note(a, keyname((int)key));
	if (key == KEY_PASTE_OPEN || key == KEY_PASTE_CLOSE)
		a->pasting = key == KEY_PASTE_OPEN;
	if (key == KEY_F(10))
		a->open_border = true;
	if (key == KEY_F(9))
		beep();
	if (key != KEY_F(8))
		return;
	small = malloc(4);
	memset(small, 'x', 5);
	free(small);
}

static void set_up(void)
{
	initscr();
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	set_escdelay(50);
	timeout(LOOK_UP);
	start_color();
	use_default_colors();
	init_pair(1, COLOR_RED, -1);
	if (getenv("SELFTEST_PLAIN"))
		return;
	define_key("\033[200~", KEY_PASTE_OPEN);
	define_key("\033[201~", KEY_PASTE_CLOSE);
	/* putp writes through stdio, which curses does not flush. */
	putp("\033[?2004h");
	fflush(stdout);
}

static bool ends(int rc, wint_t key)
{
	return rc == KEY_CODE_YES ? key == KEY_F(11) : rc == OK && key == CTRL_Q;
}

int main(void)
{
	struct app a = { .len = 0 };
	wint_t key = 0;
	int rc;

	if (!setlocale(LC_ALL, "") || !strcmp(nl_langinfo(CODESET), "ANSI_X3.4-1968"))
		setlocale(LC_ALL, "C.UTF-8");
	measure();
	set_up();
	do {
		draw(&a);
		rc = get_wch(&key);
		if (rc == KEY_CODE_YES)
			on_key(&a, key);
		else if (rc == OK)
			on_text(&a, key);
	} while (!ends(rc, key));
	putp("\033[?2004l");
	fflush(stdout);
	endwin();
	puts("goodbye");
	return key == CTRL_Q ? 0 : 7;
}
