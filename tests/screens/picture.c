/* desk-picture: start a program on the harness, press keys, print what stands on the screen then.
 *
 * It makes the screens of the manual, and lets a person look at any screen in any locale,
 * terminal and size. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/screens/desk.h"

#define STEPS 64

struct step {
	int kind; /* 'k' press keys, 'w' wait for text */
	const char *text;
};

struct request {
	struct desk_options desk;
	struct step steps[STEPS];
	size_t step_count;
	bool ascii;
};

static int usage(void)
{
	fputs("usage: desk-picture [-a] [-m] [-s COLUMNSxROWS] [-l LOCALE] [-t TERM] [-d DAY] [-w "
	      "TEXT] [-k KEYS]... "
	      "-- PROGRAM [ARGS]\n"
	      "  -a  borders in ASCII        -m  a terminal that draws ambiguous characters wide\n"
	      "  -k  press keys: '<F3>张三<Tab>'   -w  wait until the text stands on the screen\n"
	      "  -d  the day the program takes for today, YYYY-MM-DD\n",
	      stderr);
	return 2;
}

static bool set_size(struct desk_options *o, const char *text)
{
	return sscanf(text, "%dx%d", &o->cols, &o->rows) == 2 && o->cols > 0 && o->rows > 0;
}

static bool add_step(struct request *r, int kind, const char *text)
{
	if (r->step_count == STEPS)
		return false;
	r->steps[r->step_count++] = (struct step) { kind, text };
	return true;
}

static bool set_option(struct request *r, int option, const char *value)
{
	switch (option) {
	case 'a':
		r->ascii = true;
		return true;
	case 'm':
		r->desk.wide_ambiguous = true;
		return true;
	case 's':
		return set_size(&r->desk, value);
	case 'l':
		r->desk.locale = value;
		return true;
	case 't':
		r->desk.term = value;
		return true;
	case 'd':
		r->desk.today = value;
		return true;
	case 'k':
	case 'w':
		return add_step(r, option, value);
	}
	return false;
}

static bool parse(int argc, char **argv, struct request *r)
{
	int option;

	while ((option = getopt(argc, argv, "+ams:l:t:d:k:w:")) != -1)
		if (!set_option(r, option, optarg))
			return false;
	if (optind >= argc)
		return false;
	r->desk.program = argv[optind];
	r->desk.args = (const char *const *)argv + optind + 1;
	return true;
}

/* The eleven line-drawing characters are three bytes each in UTF-8, the first two always E2 94. */
static void print_ascii(const char *text)
{
	while (*text) {
		if (strncmp(text, "\xE2\x94", 2)) {
			putchar(*text++);
			continue;
		}
		putchar(text[2] == '\x80' ? '-' : text[2] == '\x82' ? '|' : '+');
		text += 3;
	}
}

static void run_steps(struct desk *d, const struct request *r)
{
	desk_wait_quiet(d);
	for (size_t i = 0; i < r->step_count; i++) {
		if (r->steps[i].kind == 'w') {
			desk_wait(d, r->steps[i].text, DESK_PATIENCE);
			continue;
		}
		desk_keys(d, r->steps[i].text);
		desk_wait_quiet(d);
	}
}

int main(int argc, char **argv)
{
	struct request r = { .step_count = 0 };
	struct desk *d;

	if (!parse(argc, argv, &r))
		return usage();
	d = desk_start(&r.desk);
	run_steps(d, &r);
	if (r.ascii)
		print_ascii(desk_picture(d));
	else
		fputs(desk_picture(d), stdout);
	desk_kill(d, SIGKILL);
	desk_finish(d);
	return 0;
}
