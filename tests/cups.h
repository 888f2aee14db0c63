/* A scheduler of printed sheets of the test's own: the real cupsd, on a socket in a folder of its own, with two printers and no
 * network. What lp hands in lies in its spool, byte for byte.
 *
 *     if (!cups_start(&c)) skip();            the machine has no cupsd
 *     setenv("MTDESK_CUPS", c.socket, 1);
 *     ...
 *     pdf = cups_document(&c, 1, &len);       of the first job
 *     cups_stop(&c);
 */
#ifndef TESTS_CUPS_H
#define TESTS_CUPS_H

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/test.h"

#define CUPS_DAEMON "/usr/sbin/cupsd"
#define CUPS_WAIT_MS 10000

struct cups {
	char folder[64], socket[96];
	pid_t daemon;
};

/* The address of a socket holds a hundred bytes, which a build folder may exceed. */
__attribute__((format(printf, 3, 4))) static inline void
cups_put(const struct cups *c, const char *name, const char *format, ...)
{
	char path[160];
	va_list ap;
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", c->folder, name);
	out = fopen(path, "w");
	assert_non_null(out);
	va_start(ap, format);
	vfprintf(out, format, ap);
	va_end(ap);
	assert_int_equal(fclose(out), 0);
}

static inline void cups_configure(const struct cups *c)
{
	static const char *const folders[] = { "spool", "spool/tmp", "cache", "state" };
	const char *d = c->folder;
	char path[96];

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		snprintf(path, sizeof(path), "%s/%s", d, folders[i]);
		assert_int_equal(mkdir(path, 0755), 0);
	}
	cups_put(c, "cupsd.conf",
		 "Listen %s\nDirtyCleanInterval 0\nBrowsing Off\nWebInterface No\nDefaultAuthType "
		 "None\n"
		 "<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
		 "<Policy default>\nJobPrivateAccess all\n<Limit All>\nOrder allow,deny\nAllow "
		 "all\n</Limit>\n</Policy>\n",
		 c->socket);
	cups_put(c, "cups-files.conf",
		 "FileDevice Yes\nServerRoot %s\nRequestRoot %s/spool\nCacheDir %s/cache\nStateDir "
		 "%s/state\n"
		 "TempDir %s/spool/tmp\nAccessLog %s/access\nErrorLog %s/error\nPageLog "
		 "%s/page\nSandboxing relaxed\n",
		 d, d, d, d, d, d, d, d);
	/* "Annex" stands before "Window" in every list but ours. */
	cups_put(c, "printers.conf",
		 "NextPrinterId 1\n<Printer Annex>\nDeviceURI file:%s/annex\nState "
		 "Stopped\nAccepting Yes\n</Printer>\n"
		 "<DefaultPrinter Window>\nDeviceURI file:%s/window\nState Stopped\nAccepting "
		 "Yes\n</DefaultPrinter>\n",
		 d, d);
}

static inline bool cups_wait(const char *path)
{
	const struct timespec nap = { 0, 20000000 };

	for (int ms = 0; ms < CUPS_WAIT_MS; ms += 20) {
		if (access(path, F_OK) == 0)
			return true;
		nanosleep(&nap, NULL);
	}
	return false;
}

/* False, with the reason on standard output: there is no cupsd. */
static inline bool cups_start(struct cups *c)
{
	*c = (struct cups) { .folder = "/tmp/mtdesk-cups.XXXXXX" };
	if (access(CUPS_DAEMON, X_OK) != 0) {
		print_message("%s is not installed: nothing is printed here\n", CUPS_DAEMON);
		return false;
	}
	assert_non_null(mkdtemp(c->folder));
	assert_int_equal(chmod(c->folder, 0755), 0);
	snprintf(c->socket, sizeof(c->socket), "%s/socket", c->folder);
	cups_configure(c);
	c->daemon = fork();
	assert_true(c->daemon >= 0);
	if (c->daemon == 0) {
		char conf[96], files[96];

		snprintf(conf, sizeof(conf), "%s/cupsd.conf", c->folder);
		snprintf(files, sizeof(files), "%s/cups-files.conf", c->folder);
		execl(CUPS_DAEMON, CUPS_DAEMON, "-f", "-c", conf, "-s", files, (char *)NULL);
		_exit(127);
	}
	if (!cups_wait(c->socket))
		fail_msg("%s does not open its socket", CUPS_DAEMON);
	return true;
}

static inline int cups_remove(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static inline void cups_stop(struct cups *c)
{
	if (c->daemon <= 0)
		return;
	kill(c->daemon, SIGTERM);
	waitpid(c->daemon, NULL, 0);
	nftw(c->folder, cups_remove, 8, FTW_DEPTH | FTW_PHYS);
	*c = (struct cups) { 0 };
}

/* What was handed in as job number `job`; the caller frees it. NULL: there is no such job. */
static inline char *cups_document(const struct cups *c, int job, size_t *out_len)
{
	char path[160], *text = NULL;
	size_t size = 0, used = 0, n;
	FILE *in;

	snprintf(path, sizeof(path), "%s/spool/d%05d-001", c->folder, job);
	in = fopen(path, "r");
	if (!in)
		return NULL;
	do {
		size = size ? 2 * size : 65536;
		text = realloc(text, size);
		assert_non_null(text);
		n = fread(text + used, 1, size - used, in);
		used += n;
	} while (n > 0);
	fclose(in);
	*out_len = used;
	return text;
}

/* Does the job's control file, which lists its attributes, hold these words? It is written when the daemon finds time. */
static inline bool cups_job_says(const struct cups *c, int job, const char *words)
{
	char path[160], buf[16384];
	size_t len;
	FILE *in;

	snprintf(path, sizeof(path), "%s/spool/c%05d", c->folder, job);
	if (!cups_wait(path))
		fail_msg("job %d has no control file", job);
	in = fopen(path, "r");
	assert_non_null(in);
	len = fread(buf, 1, sizeof(buf), in);
	fclose(in);
	return memmem(buf, len, words, strlen(words)) != NULL;
}

#endif
