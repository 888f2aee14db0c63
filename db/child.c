#include "db/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHILD_PATH_MAX 128
#define CHILD_FILES 64 /* descriptors that a program may have */

/* PATH is not asked: whoever sets it would choose the program. */
static const char *const folders[] = { "/usr/bin", "/bin", "/usr/local/bin" };
static const char *const environment[] = { "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", NULL };

static int find_program(const char *name, char *path, size_t size, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		snprintf(path, size, "%s/%s", folders[i], name);
		if (access(path, X_OK) == 0)
			return 0;
	}
	return err_set(err, ERR_INPUT, _("本机没有安装程序“%s”，请管理员安装后再试"), name);
}

/* ---- in the child, which shares the parent's memory until execve(): it only calls the kernel ---- */

static void limit(int what, rlim_t most)
{
	const struct rlimit r = { most, most };

	setrlimit((__rlimit_resource_t)what, &r);
}

static void set_limits(const struct child *c)
{
	limit(RLIMIT_AS, c->memory);
	limit(RLIMIT_CPU, c->seconds);
	limit(RLIMIT_FSIZE, c->file);
	limit(RLIMIT_NOFILE, CHILD_FILES);
	limit(RLIMIT_CORE, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

__attribute__((noreturn)) static void become(const struct child *c, const char *path,
					     const int fds[3])
{
	for (int i = 0; i < 3; i++)
		if (dup2(fds[i], i) < 0)
			_exit(127);
	close_range(3, ~0U, 0);
	setpgid(0, 0);
	set_limits(c);
	execve(path, (char *const *)c->argv, (char *const *)environment);
	_exit(127);
}

/* vfork() returns twice in this frame, so nothing but the call stands in it. */
__attribute__((noinline)) static pid_t start(const struct child *c, const char *path,
					     const int fds[3])
{
	pid_t pid = vfork();

	if (pid == 0)
		become(c, path, fds);
	return pid;
}

/* ---- in the parent ---- */

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Wait for output until then, whatever signals come (a resized terminal sends one). 1 there is some, or its end; 0 the time is
 * up; -1. */
static int wait_for(int fd, int64_t until)
{
	struct pollfd p = { fd, POLLIN, 0 };

	for (;;) {
		int64_t left = until - now_ms();
		int rc = left > 0 ? poll(&p, 1, (int)left) : 0;

		if (rc >= 0 || errno != EINTR)
			return rc;
	}
}

/* Read until the program closes its output. What does not fit is read and dropped, so that the program never waits. Returns
 * false when the time is up. */
static bool listen_to(int fd, int64_t until, char *buf, size_t size)
{
	char rest[4096];
	size_t len = 0;

	for (;;) {
		bool keep = buf && len + 1 < size;
		ssize_t n;

		if (wait_for(fd, until) <= 0)
			return false;
		n = read(fd, keep ? buf + len : rest, keep ? size - 1 - len : sizeof(rest));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return true;
		if (keep)
			buf[len += (size_t)n] = '\0';
	}
}

/* Who closes the output early may still run on, so the end is waited for no longer than the time allows. */
static int await(pid_t pid, int64_t until, int *status)
{
	static const struct timespec nap = { 0, 5000000 };
	pid_t ended;

	while ((ended = waitpid(pid, status, WNOHANG)) == 0 && now_ms() < until)
		nanosleep(&nap, NULL);
	if (ended == pid)
		return 0;
	kill(-pid, SIGKILL); /* its group: what it started goes with it */
	while (waitpid(pid, status, 0) < 0 && errno == EINTR)
		;
	return -1;
}

static int finish(const struct child *c, pid_t pid, int fd, char *buf, size_t size, struct err *err)
{
	int64_t until = now_ms() + (int64_t)c->seconds * 1000;
	int status = 0;

	if (fd >= 0 && !listen_to(fd, until, buf, size))
		until = 0;
	if (await(pid, until, &status) < 0)
		return err_set(err, ERR_INPUT, _("程序“%s”在 %u 秒内没有做完，已停止"), c->argv[0],
			       c->seconds);
	if (!WIFEXITED(status))
		return err_set(err, ERR_INPUT, _("程序“%s”中途停止，文件可能已损坏或过大"),
			       c->argv[0]);
	return WEXITSTATUS(status);
}

static void close_one(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int run(const struct child *c, const char *path, int null, char *buf, size_t size,
	       struct err *err)
{
	int ends[2] = { -1, -1 }, rc = -1;
	pid_t pid = -1;

	if (null >= 0 && (c->out >= 0 || pipe2(ends, O_CLOEXEC) == 0)) {
		const int fds[3] = { c->in >= 0 ? c->in : null, c->out >= 0 ? c->out : ends[1],
				     null };

		pid = start(c, path, fds);
	}
	if (pid < 0)
		err_set(err, ERR_STORAGE, _("启动不了程序“%s”：%s"), c->argv[0], err_system(errno));
	/* Only the child may hold the writing end: its closing is how the output ends. */
	close_one(&ends[1]);
	if (pid >= 0)
		rc = finish(c, pid, ends[0], buf, size, err);
	close_one(&ends[0]);
	return rc;
}

int child_run(const struct child *c, char *buf, size_t size, struct err *err)
{
	char path[CHILD_PATH_MAX];
	int null, rc;

	if (buf && size)
		buf[0] = '\0';
	if (find_program(c->argv[0], path, sizeof(path), err) < 0)
		return -1;
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	rc = run(c, path, null, buf, size, err);
	close_one(&null);
	return rc;
}
