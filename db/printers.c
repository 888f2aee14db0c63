/* Printers: those of CUPS, through its programs lpstat and lp, and how far each lies off. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "db/acts_parts.h"
#include "db/audit.h"
#include "db/child.h"
#include "db/prints.h"
#include "db/stmt.h"
#include "forms/text.h"

#define LPSTAT_SECONDS 5
#define LP_SECONDS 60
#define CUPS_MEMORY ((size_t)512 << 20)
#define LPSTAT_TEXT 65536

/* ---- the programs ---- */

#define ARGUMENTS_MOST 16

struct arguments {
	const char *argv[ARGUMENTS_MOST];
	size_t count;
};

static void add_argument(struct arguments *a, const char *text)
{
	if (a->count + 1 < ARGUMENTS_MOST)
		a->argv[a->count++] = text;
}

/* The system's own scheduler, as the administrator has configured it. A development build believes MTDESK_CUPS for another
 * one's socket: the environment is not handed to children. */
static void begin_arguments(struct arguments *a, const char *program)
{
	*a = (struct arguments) { 0 };
	add_argument(a, program);
#ifdef MTDESK_TESTING
	if (getenv("MTDESK_CUPS")) {
		add_argument(a, "-h");
		add_argument(a, getenv("MTDESK_CUPS"));
	}
#endif
}

/* What lpstat says about one question; "" when it fails, as it does where no scheduler runs. 0, or -1: it is not installed. */
static int ask_lpstat(const char *question, char *buf, size_t size, struct err *err)
{
	struct arguments a;
	int rc;

	begin_arguments(&a, "lpstat");
	add_argument(&a, question);
	rc = child_run(&(struct child) { .argv = a.argv,
					 .in = -1,
					 .out = -1,
					 .seconds = LPSTAT_SECONDS,
					 .memory = CUPS_MEMORY },
		       buf, size, err);
	if (rc != 0)
		buf[0] = '\0';
	return rc < 0 ? -1 : 0;
}

/* ---- the list ---- */

/* CUPS itself allows no blank, '/' or '#' in a name; a name that begins like an option is none of its either. */
static bool is_name(const char *text, size_t len)
{
	if (len == 0 || len >= sizeof(((struct printer *)NULL)->name) || *text == '-')
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] <= ' ' || text[i] == 0x7F || strchr("/#\"'\\", text[i]))
			return false;
	return text_valid(text, len, NULL);
}

/* "system default destination: NAME": the last word of the line; other sentences end with other words, which name no printer
 * of the list. */
static void find_default(const char *said, char *out, size_t size)
{
	size_t len = strcspn(said, "\n");
	const char *colon = memchr(said, ':', len);
	const char *name = colon ? colon + 1 + strspn(colon + 1, " ") : said + len;

	snprintf(out, size, "%.*s", (int)(said + len - name), name);
}

static int take_names(const char *said, struct printer *out, int space)
{
	int n = 0;

	for (const char *at = said; *at && n < space;) {
		size_t len = strcspn(at, "\n");

		if (is_name(at, len)) {
			out[n] = (struct printer) { 0 };
			snprintf(out[n++].name, sizeof(out->name), "%.*s", (int)len, at);
		}
		at += len + (at[len] == '\n');
	}
	return n;
}

static void put_first(struct printer *list, int n, const char *name)
{
	for (int i = 1; i < n; i++) {
		const struct printer first = list[i];

		if (strcmp(first.name, name) != 0)
			continue;
		memmove(list + 1, list, (size_t)i * sizeof(*list));
		list[0] = first;
		return;
	}
}

int printers_list(struct store *st, struct printer *out, int space, struct err *err)
{
	char *said = calloc(1, LPSTAT_TEXT), name[sizeof(out->name)] = "";
	int n = -1;

	if (!said)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (ask_lpstat("-e", said, LPSTAT_TEXT, err) == 0) {
		n = take_names(said, out, space);
		if (n > 1 && ask_lpstat("-d", said, LPSTAT_TEXT, err) == 0)
			find_default(said, name, sizeof(name));
		put_first(out, n, name);
	}
	free(said);
	for (int i = 0; i < n; i++)
		if (printer_load(st, out[i].name, &out[i], err) < 0)
			return -1;
	return n;
}

/* ---- offsets ---- */

int printer_load(struct store *st, const char *name, struct printer *out, struct err *err)
{
	struct printer p = { 0 };
	struct stmt *q = stmt_get(st, STMT_PRINTER_GET);
	int rc;

	snprintf(p.name, sizeof(p.name), "%s", name);
	stmt_bind_text(q, 1, name);
	rc = stmt_step(q, err);
	if (rc == 1) {
		p.dx = (int)stmt_int(q, 0);
		p.dy = (int)stmt_int(q, 1);
	}
	stmt_done(q);
	if (rc >= 0)
		*out = p;
	return rc < 0 ? -1 : 0;
}

static int check_printer(const struct printer *p, struct err *err)
{
	if (!is_name(p->name, strlen(p->name)))
		return err_set(err, ERR_INPUT, _("“%s”不是打印机的名称"), p->name);
	if (abs(p->dx) > PRINTER_OFFSET_MOST || abs(p->dy) > PRINTER_OFFSET_MOST)
		return err_set(err, ERR_INPUT, _("校正最多 %d 毫米，请重新量一次"),
			       PRINTER_OFFSET_MOST / 10);
	return 0;
}

/* Before the desk is set up nobody is asked. 1: it is set up, and *out may; 0 it is not; -1. */
static int who_may(struct store *st, const struct actor *who, struct actor *out, struct err *err)
{
	struct desk_identity desk;
	int there = desk_identity_load(st, &desk, err);

	if (there <= 0)
		return there;
	if (actor_now(st, who, out, err) < 0 ||
	    workflow_check(out->roles, ACT_PRINT, STATE_COUNT, err) < 0)
		return -1;
	return 1;
}

static int write_printer(struct store *st, const struct actor *who, const struct printer *p,
			 struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_PRINTER_SAVE);
	char detail[192];

	stmt_bind_text(q, 1, p->name);
	stmt_bind_int(q, 2, p->dx);
	stmt_bind_int(q, 3, p->dy);
	if (stmt_run(q, err) < 0)
		return -1;
	snprintf(detail, sizeof(detail), "offset dx=%d dy=%d printer=%s", p->dx, p->dy, p->name);
	return who->staff
		       ? audit_append(st,
				      &(struct audit_entry) {
					      .act = ACT_PRINT,
					      .object = "printer",
					      .role = role_used(who->roles, ACT_PRINT, STATE_COUNT),
					      .detail = detail },
				      NULL, err)
		       : 0;
}

int printer_save(struct store *st, const struct actor *who, const struct printer *p,
		 struct err *err)
{
	struct actor now = { 0 };

	if (check_printer(p, err) < 0 || who_may(st, who, &now, err) < 0 ||
	    store_begin(st, err) < 0)
		return -1;
	if (write_printer(st, &now, p, err) == 0)
		return store_commit(st, err);
	store_rollback(st);
	return -1;
}

/* ---- sending ---- */

/* The sheet as a file that has no name and lies in no folder. */
static int in_memory(const char *pdf, size_t len, struct err *err)
{
	int fd = memfd_create("mtdesk-sheet", MFD_CLOEXEC);
	size_t done = 0;

	while (fd >= 0 && done < len) {
		ssize_t n = write(fd, pdf + done, len - done);

		if (n < 0 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	if (fd >= 0 && done == len && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	err_set(err, ERR_STORAGE, _("不能准备打印内容：%s"), err_system(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

/* A4 as it is: a sheet that is fitted to the page would miss the printed form. */
static int run_lp(const char *printer, const char *title, int fd, struct err *err)
{
	struct arguments a;

	begin_arguments(&a, "lp");
	add_argument(&a, "-d");
	add_argument(&a, printer);
	add_argument(&a, "-t");
	add_argument(&a, title);
	add_argument(&a, "-o");
	add_argument(&a, "media=A4");
	add_argument(&a, "-o");
	add_argument(&a, "print-scaling=none");
	return child_run(&(struct child) { .argv = a.argv,
					   .in = fd,
					   .out = -1,
					   .seconds = LP_SECONDS,
					   .memory = CUPS_MEMORY },
			 NULL, 0, err);
}

int printer_send(const char *printer, const char *title, const char *pdf, size_t len,
		 struct err *err)
{
	int fd, rc;

	if (!is_name(printer, strlen(printer)))
		return err_set(err, ERR_INPUT, _("“%s”不是打印机的名称"), printer);
	fd = in_memory(pdf, len, err);
	if (fd < 0)
		return -1;
	rc = run_lp(printer, title, fd, err);
	close(fd);
	if (rc > 0)
		return err_set(err, ERR_STORAGE,
			       _("打印机“%s”没有接收；请看它是否开着，或先存为 PDF"), printer);
	return rc;
}
