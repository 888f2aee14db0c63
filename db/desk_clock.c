#include "db/desk_clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/audit.h"
#include "db/process.h"
#include "db/staff_parts.h"
#include "db/stmt.h"

#define BEHIND_MOST 120 /* seconds: what a clock is set back by when it is put right by hand */
#define APART_MOST (24 * 60 * 60) /* seconds between the two clocks within one boot */
#define NANOSECONDS 1000000000LL

/* The last look that was kept. */
struct look {
	bool there, doubtful;
	char boot[64];
	int64_t mono, wall;
};

#ifdef MTDESK_TESTING
/* MTDESK_NOW as seconds since 1970; -1 when it is not set, or is no time. */
static int64_t told_wall(void)
{
	const char *text = getenv("MTDESK_NOW");
	struct tm local = { .tm_isdst = -1 };
	const char *end = text ? strptime(text, "%Y-%m-%d %H:%M:%S", &local) : NULL;

	return end && !*end ? (int64_t)mktime(&local) : -1;
}
#else
static int64_t told_wall(void)
{
	return -1;
}
#endif

static int64_t wall_now(void)
{
	int64_t told = told_wall();

	return told >= 0 ? told : (int64_t)time(NULL);
}

/* The clock that also runs while the machine sleeps: a notebook opened after a week end is no jump. */
static int64_t mono_now(void)
{
	struct timespec t = { 0 };

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (int64_t)t.tv_sec * NANOSECONDS + t.tv_nsec;
}

static void format_wall(int64_t wall, char out[TIMESTAMP_SIZE])
{
	time_t at = (time_t)wall;
	struct tm local;

	localtime_r(&at, &local);
	if (strftime(out, TIMESTAMP_SIZE, "%Y-%m-%d %H:%M:%S", &local) == 0)
		snprintf(out, TIMESTAMP_SIZE, "%s", "0000-00-00 00:00:00");
}

void timestamp_now(char out[TIMESTAMP_SIZE])
{
	format_wall(wall_now(), out);
}

static int last_look(struct store *st, struct look *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_CLOCK_LAST);
	int rc = stmt_step(q, err);

	*out = (struct look) { .there = rc == 1 };
	if (rc == 1) {
		out->doubtful = stmt_int(q, 0) != 0;
		stmt_copy_text(q, 1, out->boot, sizeof(out->boot));
		out->mono = stmt_int(q, 2);
		out->wall = stmt_int(q, 3);
	}
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

static bool is_doubtful(const struct look *last, const struct moment *now)
{
	int64_t gone = now->wall - last->wall,
		apart = gone - (now->mono - last->mono) / NANOSECONDS;

	if (!last->there)
		return false;
	if (last->doubtful || gone < -BEHIND_MOST)
		return true;
	return strcmp(last->boot, now->boot) == 0 && (apart > APART_MOST || apart < -APART_MOST);
}

static void look_around(struct moment *out)
{
	struct process self;

	process_self(&self);
	*out = (struct moment) { .mono = mono_now(), .wall = wall_now() };
	snprintf(out->boot, sizeof(out->boot), "%s", self.boot);
	format_wall(out->wall, out->at);
}

int desk_clock_peek(struct store *st, struct moment *out, struct err *err)
{
	struct look last;
	struct moment now;

	if (last_look(st, &last, err) < 0)
		return -1;
	look_around(&now);
	now.doubtful = is_doubtful(&last, &now);
	*out = now;
	return 0;
}

static int keep(struct store *st, const struct moment *m, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_CLOCK_KEEP);

	stmt_bind_int(q, 1, m->doubtful);
	stmt_bind_text(q, 2, m->boot);
	stmt_bind_int(q, 3, m->mono);
	stmt_bind_int(q, 4, m->wall);
	return stmt_run(q, err);
}

int desk_clock_look(struct store *st, struct moment *out, struct err *err)
{
	struct moment now;

	if (desk_clock_peek(st, &now, err) < 0 || keep(st, &now, err) < 0)
		return -1;
	*out = now;
	return 0;
}

static int confirm(struct store *st, const struct actor *who, struct err *err)
{
	struct audit_entry e = { .act = ACT_CLOCK, .object = "clock" };
	struct moment now;

	if (staff_may(st, who, ACT_CLOCK, err) < 0 || desk_clock_peek(st, &now, err) < 0)
		return -1;
	e.role = role_key(ROLE_SYSTEM_ADMIN);
	e.detail = now.doubtful ? "doubtful" : "ok";
	now.doubtful = false;
	if (keep(st, &now, err) < 0)
		return -1;
	return audit_append(st, &e, NULL, err);
}

int desk_clock_confirm(struct store *st, const struct actor *who, struct err *err)
{
	struct err why = { 0 };

	if (store_begin(st, err) < 0)
		return -1;
	if (confirm(st, who, &why) == 0)
		return store_commit(st, err);
	if (err)
		*err = why;
	return refuse_and_note(st, ACT_CLOCK, "clock", &why);
}
