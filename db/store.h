/* The store: one SQLite file, and the one door to it. Only the files of the store (db/store_parts.h) include
 * sqlite3.h.
 *
 * store_open() sets and then asserts every setting of the reliability reference, section 3
 * (rollback journal TRUNCATE, synchronous EXTRA, and so on); a wrong value refuses to start.
 * Statements are rows of one table (statements.c), prepared once and kept; their SQL is string literals
 * only. Every write runs inside store_begin()/store_commit(), which takes the ticket lock (flock on
 * the file beside the store) first, because SQLite's own back-off starves desks.
 *
 * Why a journal that is truncated, and synchronous EXTRA: a commit is done when its journal is
 * gone. DELETE mode removes the journal's name, and after a power failure that name, with the
 * journal in it, is back unless the folder was flushed too; synchronous FULL leaves that out, and
 * the save that was acknowledged is rolled back. TRUNCATE keeps the name and flushes the new
 * length, so that no commit hangs on the folder. EXTRA flushes the folder where a name does go, and
 * so holds whatever the journal does. A log ahead of the file (WAL) would be quicker, but in that
 * mode SQLite up to 3.51.2, Debian 12's included, can damage a file that several connections
 * write, and no clerk notices the milliseconds. tests/reliability/test_power fails the power under
 * these settings and under weaker ones.
 *
 * Two desks may have one file open. Nothing is held across a key press. */
#ifndef DB_STORE_H
#define DB_STORE_H

#include "forms/calendar.h"
#include "forms/err.h"

struct store;

enum store_mode { STORE_READ_WRITE, STORE_READ_ONLY };

/* A desk's own store, or one for training. The two are files of different kinds (application_id): each is refused where
 * the other is expected. */
enum store_kind { STORE_DESK, STORE_TRAINING };

/* The store's usual path: $XDG_DATA_HOME/mtdesk/mtdesk.db, else ~/.local/share/mtdesk/mtdesk.db.
 * The caller frees it; NULL when neither is set. */
char *store_default_path(void);

/* Open. READ_WRITE creates what is not there, folders too (0700/0600), and migrates to the newest
 * schema; READ_ONLY wants a file of that schema, and undoes no more than what a crash left half
 * done. Refused with a sentence, and left as they are: a file of another application or a newer
 * schema, one that is damaged or whose schema was altered, a link, a second name, a network file
 * system. Desks that open at once wait for each other. Returns 0 and *out, or -1. */
int store_open(const char *path, enum store_mode mode, struct store **out, struct err *err);
int store_open_kind(const char *path, enum store_kind kind, enum store_mode mode, struct store **out,
		    struct err *err);
void store_close(struct store *st);

/* Open to look at everything, sound or not (db/verify.h): read only, and without the look at its health that a crash asks
 * for. Where it is refused for what stands in it, *out_where names the place: "schema trigger audit_stays" (missing, altered
 * or not ours), or "file" (damaged); else it is "". */
#define STORE_WHERE_SIZE 128
int store_open_look(const char *path, enum store_kind kind, struct store **out, char out_where[STORE_WHERE_SIZE],
		    struct err *err);
/* The same of damage that was met later; "" when none was. */
const char *store_where(const struct store *st);

enum store_kind store_kind(const struct store *st);
/* Where the file lies, links of its folder resolved; borrowed until it is closed. Files beside the store are named by it and a
 * suffix. */
const char *store_path(const struct store *st);

/* One write transaction: ticket lock, then BEGIN IMMEDIATE, waiting at most 5 seconds for each.
 * rollback is safe when none is open.
 *
 * A commit that meets a broken disk may have succeeded or not: store_outcome_unknown() is then true
 * and the connection has been given up. The next use opens the file anew, and only what is read
 * from there is true. store_fault() says what the disk did, until the next commit. */
int store_begin(struct store *st, struct err *err);
/* The same for what is tried again by itself: waits less than half a second for another desk, so that
 * nobody who types is held up. */
int store_begin_soon(struct store *st, struct err *err);
int store_commit(struct store *st, struct err *err);
bool store_outcome_unknown(const struct store *st);
const char *store_fault(const struct store *st);
void store_rollback(struct store *st);

/* The long look at the whole file (SQLite's integrity check and every reference between tables). 0,
 * or -1 with the first thing that is wrong. */
int store_verify(struct store *st, struct err *err);

/* Changes by other connections since this was last asked (PRAGMA data_version): a list on screen
 * may be stale. */
bool store_changed_elsewhere(struct store *st);

#endif
