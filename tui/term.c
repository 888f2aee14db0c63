#include "tui/term.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "tui/draw.h"
#include "tui/width.h"

#define PROBE_MS 300

/* Set by signal handlers; there is one process and one terminal. */
static volatile sig_atomic_t end_asked, size_changed;

static bool charset_has_chinese(void)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state = { 0 };

	return wcrtomb(bytes, L'登', &state) != (size_t)-1;
}

bool term_locale(void)
{
	if (setlocale(LC_ALL, "") && charset_has_chinese())
		return true;
	setlocale(LC_ALL, "C.UTF-8");
	return false;
}

static void on_end(int sig)
{
	(void)sig;
	end_asked = 1;
}

static void on_size(int sig)
{
	(void)sig;
	size_changed = 1;
}

/* ncurses leaves a handler alone that is there already; it would not tell of a window that was dragged and is back at
 * its size, though the terminal's picture suffered. */
static void catch_size(void)
{
	struct sigaction sa = { .sa_handler = on_size, .sa_flags = SA_RESTART };

	sigemptyset(&sa.sa_mask);
	sigaction(SIGWINCH, &sa, NULL);
}

bool term_take_size(void)
{
	struct winsize size;

	if (!size_changed)
		return false;
	size_changed = 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
		resizeterm(size.ws_row, size.ws_col);
	clearok(curscr, TRUE);
	return true;
}

static void catch_signals(void)
{
	struct sigaction sa = { .sa_handler = on_end };
	static const int ends[] = { SIGHUP, SIGTERM, SIGINT };

	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		sigaction(ends[i], &sa, NULL);
}

bool term_is_gone(void)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };

	if (end_asked)
		return true;
	return poll(&in, 1, 0) > 0 && (in.revents & (POLLHUP | POLLERR | POLLNVAL));
}

/* Bytes that came while the terminal was asked: its answer, and whatever somebody typed before or behind it. */
struct probe {
	char bytes[128];
	size_t len;
};

/* Find ESC [ row ; column R in what came and take it out. Returns the column, or 0 while it is not there. */
static int take_answer(struct probe *p)
{
	for (size_t at = 0; at < p->len; at++) {
		int row, column, used = 0;

		if (p->bytes[at] != '\033')
			continue;
		if (sscanf(p->bytes + at, "\033[%d;%dR%n", &row, &column, &used) != 2 || !used)
			continue;
		memmove(p->bytes + at, p->bytes + at + used, p->len - at - (size_t)used + 1);
		p->len -= (size_t)used;
		return column;
	}
	return 0;
}

static int read_column(struct probe *p)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	int column = 0;

	while (!column && p->len + 1 < sizeof(p->bytes) && poll(&in, 1, PROBE_MS) > 0) {
		if (read(STDIN_FILENO, p->bytes + p->len, 1) != 1)
			break;
		p->bytes[++p->len] = '\0';
		column = take_answer(p);
	}
	return column;
}

/* Print a text at the left edge and ask where the cursor went: the cells that it took, or -1 when the
 * terminal does not answer. */
static int probe_cells(const char *bytes, struct probe *p)
{
	struct termios saved, raw;
	int column;

	if (tcgetattr(STDIN_FILENO, &saved))
		return -1;
	raw = saved;
	raw.c_lflag &= (tcflag_t) ~(ICANON | ECHO);
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	printf("\r%s\033[6n", bytes);
	fflush(stdout);
	column = read_column(p);
	printf("\r\033[K");
	fflush(stdout);
	tcsetattr(STDIN_FILENO, TCSANOW, &saved);
	return column ? column - 1 : -1;
}

/* Keys typed while the terminal was asked go to curses, in their order. */
static void give_back(const struct probe *p)
{
	for (size_t at = p->len; at > 0; at--)
		ungetch((unsigned char)p->bytes[at - 1]);
}

/* An em dash in the locale's charset. */
static const char *em_dash(char *buf)
{
	mbstate_t state = { 0 };
	size_t n = wcrtomb(buf, 0x2014, &state);

	buf[n == (size_t)-1 ? 0 : n] = '\0';
	return buf;
}

static bool locale_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static int ambiguous_width(int wanted, struct probe *p)
{
	char dash[MB_LEN_MAX + 1];
	int cells;

	if (wanted == 1 || wanted == 2)
		return wanted;
	cells = probe_cells(em_dash(dash), p);
	if (cells == 1 || cells == 2)
		return cells;
	return locale_is_utf8() ? 1 : 2;
}

/* A bare Linux console has no Chinese glyphs at all; fbterm and kmscon do, and run on other devices. */
static bool is_bare_console(void)
{
	const char *term = getenv("TERM"), *tty = ttyname(STDIN_FILENO);

	return term && strcmp(term, "linux") == 0 && tty && strncmp(tty, "/dev/tty", 8) == 0 &&
	       tty[8] >= '0' && tty[8] <= '9';
}

/* What terminals of this family send for keys that their terminfo entry does not name (vt100 has no F12, no Home). */
static void define_missing_keys(void)
{
	// clang-format off
	static const struct { const char *bytes; int code; } usual[] = {
		{ "\033[1~", KEY_HOME }, { "\033[7~", KEY_HOME }, { "\033[H", KEY_HOME }, { "\033OH", KEY_HOME },
		{ "\033[4~", KEY_END }, { "\033[8~", KEY_END }, { "\033[F", KEY_END }, { "\033OF", KEY_END },
		{ "\033[3~", KEY_DC }, { "\033[5~", KEY_PPAGE }, { "\033[6~", KEY_NPAGE }, { "\033[Z", KEY_BTAB },
		{ "\033[11~", KEY_F(1) }, { "\033[12~", KEY_F(2) }, { "\033[13~", KEY_F(3) }, { "\033[14~", KEY_F(4) },
		{ "\033[15~", KEY_F(5) }, { "\033[17~", KEY_F(6) }, { "\033[18~", KEY_F(7) }, { "\033[19~", KEY_F(8) },
		{ "\033[20~", KEY_F(9) }, { "\033[21~", KEY_F(10) }, { "\033[23~", KEY_F(11) }, { "\033[24~", KEY_F(12) },
		{ "\033[A", KEY_UP }, { "\033[B", KEY_DOWN }, { "\033[C", KEY_RIGHT }, { "\033[D", KEY_LEFT },
	};
	// clang-format on

	for (size_t i = 0; i < ARRAY_SIZE(usual); i++)
		if (key_defined(usual[i].bytes) == 0)
			define_key(usual[i].bytes, usual[i].code);
}

/* ncurses draws lines on these terminals with Unicode's own characters, which are ambiguous: two cells here would
 * break every border. */
static bool lines_would_be_wide(void)
{
	return width_ambiguous() == 2 && locale_is_utf8() && tigetnum("U8") > 0;
}

/* Is the terminal known, and can its cursor be moved? Asked beforehand: newterm() keeps memory when it fails. */
static bool can_draw(void)
{
	int status;
	bool moves;

	if (setupterm(NULL, STDOUT_FILENO, &status) != OK)
		return false;
	moves = cursor_address != NULL;
	del_curterm(cur_term);
	return moves;
}

static void bracketed_paste(bool on)
{
	fputs(on ? "\033[?2004h" : "\033[?2004l", stdout);
	fflush(stdout);
}

int term_open(const struct term_options *opt, struct err *err)
{
	struct probe typed = { .len = 0 };

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err, ERR_INPUT, "%s",
			       _("登记台要在终端里打开；脚本请用 mtdesk --help 所列的命令"));
	if (is_bare_console())
		return err_set(err, ERR_INPUT,
			       "this console has no Chinese characters; start it in fbterm "
			       "or kmscon");
	width_set_ambiguous(ambiguous_width(opt->ambiguous, &typed));
	catch_signals();
	catch_size();
	set_escdelay(TERM_ESC_MS);
	if (!can_draw() || !newterm(NULL, stdout, stdin))
		return err_set(err, ERR_INPUT,
			       "cannot use this terminal (TERM=%s); try TERM=xterm-256color",
			       getenv("TERM") ? getenv("TERM") : "");
	draw_set_ascii_lines(opt->ascii_lines || lines_would_be_wide());
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	define_key("\033[200~", TERM_PASTE_BEGIN);
	define_key("\033[201~", TERM_PASTE_END);
	define_missing_keys();
	define_key(
		NULL,
		KEY_MOUSE); /* nobody asks for it; what a terminal sends all the same is swallowed whole */
	bracketed_paste(true);
	give_back(&typed);
	theme_init();
	return 0;
}

void term_close(void)
{
	bracketed_paste(false);
	/* Most terminals show the desk on a screen of its own, which keeps no scrollback and vanishes here; a console has none
	 * and would leave the last person's form standing. */
	erase();
	refresh();
	endwin();
}
