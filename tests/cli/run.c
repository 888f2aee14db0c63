#include "tests/cli/run.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

char *read_file(const char *path, size_t *out_len)
{
	FILE *f = fopen(path, "rb");
	size_t len = 0, space = 1 << 16;
	char *text = malloc(space + 1);

	assert_non_null(f);
	assert_non_null(text);
	for (size_t n; (n = fread(text + len, 1, space - len, f)) > 0;) {
		len += n;
		if (len < space)
			continue;
		space *= 2;
		text = realloc(text, space + 1);
		assert_non_null(text);
	}
	fclose(f);
	text[len] = '\0';
	if (out_len)
		*out_len = len;
	return text;
}

static void write_bytes(const char *path, const char *text, size_t len)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

void write_file(const char *path, const char *text)
{
	write_bytes(path, text, strlen(text));
}

bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

/* In the child: a stream from a file, or none. Nothing here may return. */
static void place(int fd, const char *path, int flags, bool closed)
{
	int from;

	if (closed) {
		close(fd);
		return;
	}
	from = open(path, flags | O_CLOEXEC, 0600);
	if (from < 0 || dup2(from, fd) < 0)
		_exit(125);
}

static void surround(const struct around *a)
{
	setenv("LC_ALL", a->locale ? a->locale : "C.UTF-8", 1);
	setenv("LOCPATH", TEST_LOCALES, 1);
	if (!a->locale || strcmp(a->locale, "C.UTF-8") == 0)
		unsetenv("LOCPATH");
	unsetenv("LANGUAGE");
	if (a->homeless) {
		unsetenv("HOME");
		unsetenv("XDG_DATA_HOME");
	}
	if (a->today)
		setenv("MTDESK_TODAY", a->today, 1);
	place(STDIN_FILENO, a->in_path ? a->in_path : "in", O_RDONLY, a->close_in);
	place(STDOUT_FILENO, a->out_path ? a->out_path : "out", O_WRONLY | O_CREAT | O_TRUNC,
	      a->close_out);
	place(STDERR_FILENO, "err", O_WRONLY | O_CREAT | O_TRUNC, a->close_err);
}

static void become(const struct around *a, const char *const *args)
{
	const char *argv[32] = { TEST_PEAK, "peak", MTDESK_PROGRAM };

	for (size_t i = 0; args[i] && i + 4 < ARRAY_SIZE(argv); i++)
		argv[i + 3] = args[i];
	surround(a);
	if (a->measured)
		execv(TEST_PEAK, (char *const *)argv);
	else
		execv(MTDESK_PROGRAM, (char *const *)argv + 2);
	_exit(126);
}

struct outcome run_desk(const struct around *around, const char *const *args)
{
	static const struct around plain;
	const struct around *a = around ? around : &plain;
	struct outcome o = { 0 };
	struct rusage usage;
	int status;
	pid_t child;

	write_bytes("in", a->in ? a->in : "", a->in_len ? a->in_len : a->in ? strlen(a->in) : 0);
	write_file("out", "");
	write_file("err", "");
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		become(a, args);
	assert_int_equal(wait4(child, &status, 0, &usage), child);
	o.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
	if (a->measured) {
		char *peak = read_file("peak", NULL);

		o.peak_kib = strtol(peak, NULL, 10);
		free(peak);
	}
	o.seconds = (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6 +
		    (double)usage.ru_stime.tv_sec + (double)usage.ru_stime.tv_usec / 1e6;
	o.out = read_file("out", &o.out_len);
	o.err = read_file("err", NULL);
	return o;
}

void outcome_finish(struct outcome *o)
{
	free(o->out);
	free(o->err);
	*o = (struct outcome) { 0 };
}

static void fail_run(const char *const *args, const struct outcome *o, const char *what,
		     const char *wanted, const char *why)
{
	char line[512] = "mtdesk";

	for (size_t i = 0; args[i]; i++) {
		size_t len = strlen(line);

		snprintf(line + len, sizeof(line) - len, " %s", args[i]);
	}
	fail_msg("%s\n%s: %s\nwanted: %s\nstatus: %d\nout: %.2000s\nerr: %.2000s", line, why, what,
		 wanted ? wanted : "", o->status, o->out, o->err);
}

static void judge_status(const char *const *args, const struct outcome *o, int status,
			 const char *why)
{
	char wanted[16];

	snprintf(wanted, sizeof(wanted), "%d", status);
	if (o->status != status)
		fail_run(args, o, "another status", wanted, why);
}

void expect_run(const struct around *around, const char *const *args, int status, const char *out,
		const char *err, const char *why)
{
	struct outcome o = run_desk(around, args);

	judge_status(args, &o, status, why);
	if (out && strcmp(o.out, out) != 0)
		fail_run(args, &o, "another output", out, why);
	if (err && strcmp(o.err, err) != 0)
		fail_run(args, &o, "another complaint", err, why);
	outcome_finish(&o);
}

static bool holds(const char *text, const char *words)
{
	return !words || (*words ? strstr(text, words) != NULL : !*text);
}

void expect_words(const struct around *around, const char *const *args, int status, const char *out,
		  const char *err, const char *why)
{
	struct outcome o = run_desk(around, args);

	judge_status(args, &o, status, why);
	if (!holds(o.out, out))
		fail_run(args, &o, "not in the output", out, why);
	if (!holds(o.err, err))
		fail_run(args, &o, "not in the complaint", err, why);
	outcome_finish(&o);
}
