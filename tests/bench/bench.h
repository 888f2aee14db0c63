/* Measuring: a clock, the best of several rounds, and a program run from the outside. */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "forms/base.h"

static inline double bench_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The quickest of `rounds` calls, in seconds: what disturbed the others is not what is measured. */
static inline double bench_best(int rounds, void (*fn)(void *ctx), void *ctx)
{
	double best = 1e9;

	for (int i = 0; i < rounds; i++) {
		double from = bench_seconds();

		fn(ctx);
		best = bench_seconds() - from < best ? bench_seconds() - from : best;
	}
	return best;
}

struct bench_run {
	double seconds; /* from start to end */
	int status;     /* exit status; 127: no such program */
};

/* Run a program without input; its words go nowhere. */
static inline struct bench_run bench_program(const char *const *argv)
{
	double from = bench_seconds();
	struct bench_run run;
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		int nowhere = open("/dev/null", O_RDWR);

		dup2(nowhere, STDIN_FILENO);
		dup2(nowhere, STDOUT_FILENO);
		dup2(nowhere, STDERR_FILENO);
		execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	waitpid(child, &status, 0);
	run = (struct bench_run) { bench_seconds() - from,
				   WIFEXITED(status) ? WEXITSTATUS(status) : 128 };
	return run;
}

/* The quickest of `rounds` runs. */
static inline struct bench_run bench_program_best(int rounds, const char *const *argv)
{
	struct bench_run best = bench_program(argv);

	for (int i = 1; i < rounds; i++) {
		struct bench_run run = bench_program(argv);

		if (run.seconds < best.seconds)
			best = run;
	}
	return best;
}

#define BENCH_ARGV(...) ((const char *const[]) { __VA_ARGS__, NULL })

#endif
