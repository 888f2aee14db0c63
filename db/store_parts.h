/* The store from within: what its files share. SQLite is known to them alone (script/check).
 *
 * store.c opens and closes the connection, store_identify.c looks whose file it is, store_guards.c sets what every
 * connection is set to, store_schema.c brings the schema up to date and compares it, store_tx.c holds transactions and
 * faults, store_stmt.c the statements, store_actor.c in whose name they write; store_file.c knows the file among files. */
#ifndef DB_STORE_PARTS_H
#define DB_STORE_PARTS_H

#include <sqlite3.h>

#include "db/actor.h"
#include "db/statements.h"
#include "db/store.h"

/* Milliseconds to wait for another desk. A clerk who saves waits out a burst of others; a draft is
 * written while somebody types, and again a moment later. */
#define WAIT_MS 5000
#define WAIT_SHORT_MS 400

struct stmt {
	struct store *store;
	sqlite3_stmt *handle; /* NULL: not prepared on this connection */
	int rc;               /* of preparing and binding; told at the next step */
	bool out;
};

enum transaction { TX_NONE, TX_READ, TX_WRITE };

struct store {
	char *path;
	enum store_mode mode;
	enum store_kind kind;
	bool may_create; /* only at the first opening: a store that went away is missed, not made anew */
	sqlite3 *db; /* NULL: given up after a fault, opened anew at the next use */
	int ticket;  /* descriptor of the lock file; -1: none */
	int wait;    /* WAIT_MS, or WAIT_SHORT_MS during a short transaction */
	int tickets; /* how many steps hold the ticket, one inside the other */
	enum transaction tx;
	bool faulty;        /* the disk failed under this connection: use it no more */
	bool unknown;       /* the last commit met the fault */
	struct err fault;   /* what the last commit met */
	struct err trouble; /* why it could not be opened anew */
	int64_t session, data_version;
	struct actor actor;   /* in whose name it writes */
	int64_t confirmed;    /* the person whose password was right last; 0 nobody */
	int64_t confirmed_at; /* in seconds that run while the machine sleeps, too */
	int64_t odd_texts;
	bool looking; /* opened by store_open_look(): its caller looks at everything himself */
	char where[STORE_WHERE_SIZE];
	struct stmt stmts[STMT_COUNT];
};

/* The failure `rc` of SQLite as err says it; notes on the way whether the connection can be used any more. -1 always. */
int store_fail(struct store *st, int rc, struct err *err);

/* Open the lock file; then, as often as the ticket is taken it is returned. 0 or -1. */
int store_join_queue(struct store *st, struct err *err);
int store_take_ticket(struct store *st, struct err *err);
void store_return_ticket(struct store *st);

/* A connection for the next use: the one there is, or the file opened anew after a fault. 0 or -1. */
int store_ensure_open(struct store *st, struct err *err);
/* Give the connection up, with whatever was prepared on it. */
void store_disconnect(struct store *st);

/* The guards that touch no file; set before the first byte of it is read. 0 or -1, like those below. */
int store_set_guards(struct store *st, struct err *err);
int store_set_pragmas(struct store *st, struct err *err);
/* From here on statements read and write rows, and do nothing else. */
void store_set_authorizer(struct store *st);

/* The first column of the first row, as text the caller frees, in *out (NULL when there is none). These two return a code
 * of SQLite. */
int store_ask(sqlite3 *db, const char *sql, char **out);
int store_ask_int(sqlite3 *db, const char *sql, int64_t *out);

/* Is the file ours? *out_version: 0 a new file, else the schema of a file of ours. */
int store_identify(struct store *st, sqlite3 *db, int64_t *out_version, struct err *err);
/* The same before it is opened for good, and without a trace. */
int store_probe(struct store *st, struct err *err);

/* Take the steps of the schema that the file, at `version`, has not taken. */
int store_migrate(struct store *st, int64_t version, struct err *err);
/* Refuse a schema that is not, letter by letter, what the steps make. */
int store_compare_schema(struct store *st, struct err *err);

#endif
