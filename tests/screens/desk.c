#include "tests/screens/desk.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <iconv.h>
#include <limits.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

#include <cmocka.h>

#include "tests/screens/borders.h"
#include "tests/screens/keys.h"

#define QUIET 150  /* no output for so long: the program waits for a key */
#define SETTLE 30  /* enough for the rest of a repaint whose first part has come */
#define REPLY 1000 /* a key that shows nothing within this time changes nothing */

struct desk {
	pid_t pid;
	int fd;
	bool closed; /* nobody holds the other side of the pty any more */
	bool ended;
	int status;
	bool mute;
	bool shown;   /* the program has ever written something */
	bool replied; /* and so it has since the last key */
	struct glass *glass;
	struct keymap *keymap;
	iconv_t encoder;
	const char *charset;
	char home[PATH_MAX / 2];
	bool own_home;
	int keys;
	char *picture, *row, *complaints;
	char flaw[200];
};

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static const char *or_else(const char *given, const char *usual)
{
	return given ? given : usual;
}

/* ---- failing ---- */

static void print_screen(struct desk *d)
{
	int rows, cols, row, col;

	glass_size(d->glass, &rows, &cols);
	glass_cursor(d->glass, &row, &col);
	fprintf(stderr, "---- the screen, %dx%d, cursor at row %d, column %d\n", cols, rows, row,
		col);
	for (int i = 0; i < rows; i++) {
		char *text = glass_row(d->glass, i);

		fprintf(stderr, "%3d|%s\n", i, text);
		free(text);
	}
	fprintf(stderr, "---- files are left in %s\n", d->home);
}

_Noreturn void desk_fail(struct desk *d, const char *format, ...)
{
	char message[4096];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	if (d->glass)
		print_screen(d);
	d->own_home = false;
	if (d->pid > 0 && !d->ended) {
		kill(d->pid, SIGKILL);
		d->ended = waitpid(d->pid, &d->status, 0) == d->pid;
	}
	fail_msg("%s", message);
	abort();
}

/* ---- the pty ---- */

static void write_all(struct desk *d, const char *bytes, size_t len);

static void answer(struct desk *d)
{
	char bytes[256];
	size_t len = glass_answer(d->glass, bytes, sizeof(bytes));

	if (len > 0 && !d->mute && !d->closed)
		write_all(d, bytes, len);
}

/* Read what the program writes within so many milliseconds. Returns whether it wrote anything. */
static bool pump(struct desk *d, int ms)
{
	struct pollfd p = { .fd = d->fd, .events = POLLIN };
	char bytes[16384], why[256];
	ssize_t n;

	if (d->closed) {
		poll(NULL, 0, ms);
		return false;
	}
	if (poll(&p, 1, ms) <= 0)
		return false;
	n = read(d->fd, bytes, sizeof(bytes));
	if (n <= 0) {
		d->closed = n == 0 || (errno != EINTR && errno != EAGAIN);
		return false;
	}
	d->shown = d->replied = true;
	if (glass_feed(d->glass, bytes, (size_t)n, why, sizeof(why)))
		desk_fail(d, "%s", why);
	answer(d);
	return true;
}

/* Keep reading until nothing has come for a while; a program that never stops writing fails. */
static void pump_until_silent(struct desk *d, int silence)
{
	long long deadline = now() + DESK_PATIENCE;

	while (pump(d, silence))
		if (now() > deadline)
			desk_fail(d, "the program does not stop writing");
}

/* The program's input queue is small: while it is full, what the program writes is read, lest
 * both wait for ever. */
static void write_all(struct desk *d, const char *bytes, size_t len)
{
	long long deadline = now() + DESK_PATIENCE;

	while (len > 0 && !d->closed) {
		ssize_t n = write(d->fd, bytes, len);

		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		} else if (errno != EAGAIN && errno != EINTR) {
			desk_fail(d, "cannot type: %s", strerror(errno));
		} else {
			pump(d, 10);
		}
		if (now() > deadline)
			desk_fail(d, "the program does not read its keys");
	}
	if (len > 0)
		desk_fail(d, "the program ended before it had read its keys");
}

/* ---- starting ---- */

static void set_surroundings(const struct desk_options *o, const char *home)
{
	const char *path = getenv("PATH");
	char text[PATH_MAX];

	clearenv();
	setenv("PATH", or_else(path, "/usr/bin:/bin"), 1);
	setenv("HOME", home, 1);
	setenv("TMPDIR", home, 1);
	snprintf(text, sizeof(text), "%s/data", home);
	setenv("XDG_DATA_HOME", text, 1);
	snprintf(text, sizeof(text), "log_path=%s/sanitizer:print_stacktrace=1", home);
	setenv("ASAN_OPTIONS", text, 1);
	setenv("UBSAN_OPTIONS", text, 1);
	setenv("LC_ALL", or_else(o->locale, "C.UTF-8"), 1);
	setenv("LOCPATH", DESK_LOCALES, 1);
	setenv("TERM", or_else(o->term, "xterm-256color"), 1);
	setenv("TZ", "Asia/Shanghai", 1);
	setenv("MTDESK_TODAY", or_else(o->today, DESK_TODAY), 1);
	snprintf(text, sizeof(text), "%s 09:15:02", or_else(o->today, DESK_TODAY));
	setenv("MTDESK_NOW", text, 1);
	setenv("MTDESK_KDF_COST", "1", 1);
	for (const char *const *entry = o->env; entry && *entry; entry++)
		putenv((char *)*entry);
}

static void fill_args(const struct desk_options *o, const char **argv, size_t size)
{
	size_t n = 0;

	argv[n++] = or_else(o->program, DESK_PROGRAM);
	if (o->db) {
		argv[n++] = "--db";
		argv[n++] = o->db;
	}
	for (const char *const *arg = o->args; arg && *arg && n + 1 < size; arg++)
		argv[n++] = *arg;
	argv[n] = NULL;
}

static _Noreturn void become(const struct desk_options *o, const char *home)
{
	const char *argv[64];

	/* A tester that is interrupted leaves no desk running behind. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	fill_args(o, argv, sizeof(argv) / sizeof(argv[0]));
	set_surroundings(o, home);
	execvp(argv[0], (char *const *)argv);
	fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static void take_home(struct desk *d, const char *given)
{
	d->own_home = !given;
	if (given) {
		snprintf(d->home, sizeof(d->home), "%s", given);
		return;
	}
	snprintf(d->home, sizeof(d->home), "%s/desk-XXXXXX", or_else(getenv("TMPDIR"), "/tmp"));
	if (!mkdtemp(d->home))
		fail_msg("cannot make the scratch folder %s: %s", d->home, strerror(errno));
}

/* The desk itself goes on in C.UTF-8 where a locale names no charset, so UTF-8 is what to expect
 * then. */
static const char *charset_of(const char *locale)
{
	const char *dot = strchr(locale, '.');

	return dot ? dot + 1 : "UTF-8";
}

/* A test that fails never comes back to free its desk; a leak report would only bury the
 * failure. */
static void forgive_leak(struct desk *d)
{
#ifdef __SANITIZE_ADDRESS__
	__lsan_ignore_object(d);
#else
	(void)d;
#endif
}

static struct desk *prepare(const struct desk_options *o)
{
	struct desk *d = calloc(1, sizeof(*d));

	forgive_leak(d);
	d->fd = -1;
	d->mute = o->mute;
	take_home(d, o->home);
	d->charset = charset_of(or_else(o->locale, "C.UTF-8"));
	d->encoder = iconv_open(d->charset, "UTF-8");
	d->glass = glass_create(o->rows ? o->rows : 24, o->cols ? o->cols : 80, d->charset,
				o->wide_ambiguous);
	d->keymap = keymap_create(or_else(o->term, "xterm-256color"));
	if (!d->glass || d->encoder == (iconv_t)-1)
		fail_msg("no converter for %s", d->charset);
	if (!d->keymap)
		fail_msg("no terminfo entry for %s", o->term);
	return d;
}

struct desk *desk_start(const struct desk_options *options)
{
	struct desk *d = prepare(options);
	struct winsize size = { 0 };
	int rows, cols;

	glass_size(d->glass, &rows, &cols);
	size.ws_row = (unsigned short)rows;
	size.ws_col = (unsigned short)cols;
	if (options->furnish)
		options->furnish(d->home);
	d->pid = forkpty(&d->fd, NULL, NULL, &size);
	if (d->pid == 0)
		become(options, d->home);
	if (d->pid < 0)
		desk_fail(d, "forkpty: %s", strerror(errno));
	fcntl(d->fd, F_SETFL, fcntl(d->fd, F_GETFL) | O_NONBLOCK);
	return d;
}

/* ---- keys ---- */

static char *encode(struct desk *d, const char *text, size_t len, size_t *out_len)
{
	size_t room = 4 * len + 4, left = room;
	char *in = (char *)text, *bytes = malloc(room), *out = bytes;

	if (iconv(d->encoder, &in, &len, &out, &left) == (size_t)-1)
		desk_fail(d, "'%s' cannot be typed in %s", in, d->charset);
	*out_len = room - left;
	return bytes;
}

static void type_text(struct desk *d, const char *text, size_t len)
{
	size_t encoded_len;
	char *encoded = encode(d, text, len, &encoded_len);

	write_all(d, encoded, encoded_len);
	free(encoded);
}

int desk_keys(struct desk *d, const char *keys)
{
	struct key_stroke stroke;
	int rc, pressed = 0;

	d->replied = false;
	while ((rc = keymap_next(d->keymap, &keys, &stroke)) == 1) {
		if (stroke.is_text)
			type_text(d, stroke.bytes, stroke.len);
		else
			write_all(d, stroke.bytes, stroke.len);
		pressed += stroke.keys;
		for (long long until = now() + stroke.pause; now() < until;)
			pump(d, (int)(until - now()));
	}
	if (rc < 0)
		desk_fail(d, "no such key: %s", keys);
	d->keys += pressed;
	return pressed;
}

int desk_keys_pressed(const struct desk *d)
{
	return d->keys;
}

void desk_keys_forget(struct desk *d)
{
	d->keys = 0;
}

void desk_paste(struct desk *d, const char *text)
{
	char *typed = strdup(text);

	for (char *c = strchr(typed, '\n'); c; c = strchr(c, '\n'))
		*c = '\r';
	pump_until_silent(d, 0);
	d->replied = false;
	glass_paste_mark(d->glass, true);
	answer(d);
	type_text(d, typed, strlen(typed));
	glass_paste_mark(d->glass, false);
	answer(d);
	free(typed);
}

void desk_send_bytes(struct desk *d, const void *bytes, size_t len)
{
	d->replied = false;
	write_all(d, bytes, len);
}

/* ---- waiting ---- */

typedef bool condition(struct desk *d, const void *what);

struct cell_place {
	int row, col;
};

static bool contains(struct desk *d, const void *what)
{
	char *picture = glass_picture(d->glass);
	bool found = strstr(picture, what);

	free(picture);
	return found;
}

static bool lacks(struct desk *d, const void *what)
{
	return !contains(d, what);
}

static bool cursor_is_at(struct desk *d, const void *what)
{
	const struct cell_place *place = what;
	int row, col;

	glass_cursor(d->glass, &row, &col);
	return row == place->row && col == place->col;
}

static bool wait_until(struct desk *d, condition *holds, const void *what, int ms)
{
	long long deadline = now() + ms;

	while (!holds(d, what)) {
		if (d->closed || now() >= deadline)
			return false;
		pump(d, 50);
	}
	pump_until_silent(d, SETTLE);
	return true;
}

static const char *too_late(const struct desk *d)
{
	return d->closed ? "when the program ended" : "in time";
}

void desk_wait(struct desk *d, const char *text, int ms)
{
	if (!wait_until(d, contains, text, ms))
		desk_fail(d, "'%s' did not appear %s", text, too_late(d));
}

void desk_wait_gone(struct desk *d, const char *text, int ms)
{
	if (!wait_until(d, lacks, text, ms))
		desk_fail(d, "'%s' did not go away %s", text, too_late(d));
}

void desk_wait_cursor(struct desk *d, int row, int col, int ms)
{
	struct cell_place place = { row, col };

	if (!wait_until(d, cursor_is_at, &place, ms))
		desk_fail(d, "the cursor did not come to row %d, column %d %s", row, col,
			  too_late(d));
}

void desk_wait_quiet(struct desk *d)
{
	long long deadline = now() + (d->shown ? REPLY : DESK_PATIENCE);

	while (!d->replied && !d->closed && now() < deadline)
		pump(d, 50);
	pump_until_silent(d, QUIET);
}

void desk_settle(struct desk *d)
{
	pump_until_silent(d, 2 * SETTLE);
}

/* ---- looking ---- */

bool desk_sees(struct desk *d, const char *text)
{
	pump_until_silent(d, 0);
	return contains(d, text);
}

const char *desk_picture(struct desk *d)
{
	pump_until_silent(d, 0);
	free(d->picture);
	d->picture = glass_picture(d->glass);
	return d->picture;
}

const char *desk_row(struct desk *d, int row)
{
	pump_until_silent(d, 0);
	free(d->row);
	d->row = glass_row(d->glass, row);
	return d->row;
}

static bool stands_at(const struct glass *g, const char *text, int row, int col, int cols)
{
	for (; *text && col < cols; col++) {
		struct glass_cell cell;
		size_t len;

		glass_cell(g, row, col, &cell);
		len = strlen(cell.text);
		if (strncmp(text, cell.text, len))
			return false;
		text += len;
	}
	return *text == '\0';
}

void desk_find(struct desk *d, const char *text, int *out_row, int *out_col)
{
	int rows, cols;

	pump_until_silent(d, 0);
	glass_size(d->glass, &rows, &cols);
	for (int at = 0; at < rows * cols; at++) {
		struct glass_cell cell;

		glass_cell(d->glass, at / cols, at % cols, &cell);
		if (cell.width == 0 || !stands_at(d->glass, text, at / cols, at % cols, cols))
			continue;
		*out_row = at / cols;
		*out_col = at % cols;
		return;
	}
	desk_fail(d, "'%s' stands nowhere", text);
}

void desk_cursor(struct desk *d, int *out_row, int *out_col)
{
	pump_until_silent(d, 0);
	glass_cursor(d->glass, out_row, out_col);
}

bool desk_cursor_visible(struct desk *d)
{
	pump_until_silent(d, 0);
	return glass_cursor_visible(d->glass);
}

int desk_bells(struct desk *d)
{
	pump_until_silent(d, 0);
	return glass_bells(d->glass);
}

struct glass_cell desk_attr(struct desk *d, int row, int col)
{
	struct glass_cell cell;

	pump_until_silent(d, 0);
	glass_cell(d->glass, row, col, &cell);
	return cell;
}

const char *desk_border_flaw(struct desk *d, int top, int bottom)
{
	pump_until_silent(d, 0);
	return borders_find_flaw(d->glass, top, bottom, d->flaw, sizeof(d->flaw)) ? d->flaw : NULL;
}

void desk_borders_closed(struct desk *d, const char *why, int top, int bottom)
{
	const char *flaw = desk_border_flaw(d, top, bottom);

	if (flaw)
		desk_fail(d, "%s: %s", why, flaw);
}

void desk_resize(struct desk *d, int rows, int cols)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	pump_until_silent(d, 0);
	glass_resize(d->glass, rows, cols);
	d->replied = false;
	if (ioctl(d->fd, TIOCSWINSZ, &size))
		desk_fail(d, "cannot resize: %s", strerror(errno));
}

/* ---- ending ---- */

static void append_file(FILE *to, const char *path)
{
	char line[1024];
	FILE *from = fopen(path, "r");

	if (!from)
		return;
	while (fgets(line, sizeof(line), from))
		fputs(line, to);
	fclose(from);
	unlink(path);
}

const char *desk_complaints(struct desk *d)
{
	char pattern[PATH_MAX];
	glob_t found = { 0 };
	size_t size;
	FILE *to;

	free(d->complaints);
	d->complaints = NULL;
	snprintf(pattern, sizeof(pattern), "%s/sanitizer.*", d->home);
	if (glob(pattern, 0, NULL, &found) == 0) {
		to = open_memstream(&d->complaints, &size);
		for (size_t i = 0; i < found.gl_pathc; i++)
			append_file(to, found.gl_pathv[i]);
		fclose(to);
	}
	globfree(&found);
	return d->complaints;
}

static void fail_on_complaints(struct desk *d)
{
	if (!desk_complaints(d))
		return;
	fputs(d->complaints, stderr);
	desk_fail(d, "a sanitizer complained about the program");
}

/* Wait for the end, reading on meanwhile: a program may block on what nobody reads. */
static bool reap(struct desk *d, int ms)
{
	long long deadline = now() + ms;

	while (!d->ended) {
		d->ended = waitpid(d->pid, &d->status, WNOHANG) == d->pid;
		if (!d->ended && now() >= deadline)
			return false;
		pump(d, d->ended ? 0 : 10);
	}
	pump_until_silent(d, 0);
	return true;
}

void desk_size(struct desk *d, int *out_rows, int *out_cols)
{
	glass_size(d->glass, out_rows, out_cols);
}

void desk_close_window(struct desk *d)
{
	pump_until_silent(d, 0);
	close(d->fd);
	d->fd = -1;
	d->closed = true;
}

int desk_kill(struct desk *d, int signal)
{
	pump_until_silent(d, 0);
	kill(d->pid, signal);
	if (!reap(d, DESK_PATIENCE))
		desk_fail(d, "the program survived signal %d", signal);
	fail_on_complaints(d);
	return d->status;
}

int desk_exit(struct desk *d, int ms)
{
	if (!reap(d, ms))
		desk_fail(d, "the program did not end in time");
	fail_on_complaints(d);
	if (!WIFEXITED(d->status))
		desk_fail(d, "the program died of signal %d", WTERMSIG(d->status));
	return WEXITSTATUS(d->status);
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

void desk_finish(struct desk *d)
{
	if (!d)
		return;
	if (!d->ended) {
		kill(d->pid, SIGKILL);
		reap(d, DESK_PATIENCE);
	}
	fail_on_complaints(d);
	if (d->own_home)
		nftw(d->home, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	if (d->fd >= 0)
		close(d->fd);
	glass_destroy(d->glass);
	keymap_destroy(d->keymap);
	iconv_close(d->encoder);
	free(d->picture);
	free(d->row);
	free(d->complaints);
	free(d);
}
