/* Runs the real program from the outside: its arguments, its streams, its surroundings. */
#ifndef TESTS_CLI_RUN_H
#define TESTS_CLI_RUN_H

#include "tests/test.h"

#include <sys/types.h>

/* What stands around the program. A zeroed struct is C.UTF-8, an empty standard input, and HOME in the test's folder. */
struct around {
	const char *locale;   /* LC_ALL; NULL: C.UTF-8 */
	const char *in;       /* standard input */
	size_t in_len;        /* 0: strlen(in) */
	const char *in_path;  /* standard input from this file instead */
	const char *out_path; /* standard output into this file instead */
	bool close_in, close_out, close_err;
	bool homeless;     /* neither HOME nor XDG_DATA_HOME */
	bool measured;     /* tell the most memory it held; a signal is then 128 and its number */
	const char *today; /* MTDESK_TODAY */
};

/* What came out. */
struct outcome {
	int status;      /* exit status, or -signal */
	char *out, *err; /* owned */
	size_t out_len;
	long peak_kib;  /* where it was measured */
	double seconds; /* of processor time */
};

#define ARGS(...) ((const char *const[]) { __VA_ARGS__, NULL })

/* Run mtdesk with these arguments; release with outcome_finish(). */
struct outcome run_desk(const struct around *around, const char *const *args);
void outcome_finish(struct outcome *o);

/* Run and compare: status, and what stands on the two streams (NULL: anything). */
void expect_run(const struct around *around, const char *const *args, int status, const char *out,
		const char *err, const char *why);

/* ... where both streams only have to hold these words (NULL: anything; "": nothing at all). */
void expect_words(const struct around *around, const char *const *args, int status, const char *out,
		  const char *err, const char *why);

/* The whole of a file, which the caller frees. */
char *read_file(const char *path, size_t *out_len);
void write_file(const char *path, const char *text);
bool is_there(const char *path);

#endif
