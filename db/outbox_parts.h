/* The outbox from within: what follows from a filing, and the ledger of files and requests. */
#ifndef DB_OUTBOX_PARTS_H
#define DB_OUTBOX_PARTS_H

#include "db/outbox.h"
#include "forms/sm3.h"

/* Work in one transaction stays below some 50 ms. */
#define OUTBOX_BATCH 100

/* Inside a transaction: the rows that follow from the filing as it stands and from what the platform knows. */
int outbox_settle(struct store *st, int64_t filing, struct err *err);

/* May this person do it now? Before the desk is set up nobody is asked, and *out_audited is false. Inside a transaction. */
int outbox_may(struct store *st, const struct actor *who, enum act act, bool *out_audited,
	       struct err *err);

/* ---- the ledger (outbox_files.c) ---- */

struct outbox_file {
	int64_t id, requests;
	char infno[8], name[256], sm3[SM3_HEX_SIZE];
};

/* Begin a file. ERR_BUSY while another desk writes one: both would send the same. */
int outbox_file_begin(struct store *st, const struct actor *who, const char *infno,
		      const char *path, int64_t *out_id, struct err *err);
/* Inside a transaction: one request more. */
struct outbox_request {
	const char *msgid;
	int64_t outbox, line;
	char sm3[SM3_HEX_SIZE];
};
int outbox_file_add(struct store *st, int64_t file, const struct outbox_request *r,
		    struct err *err);
/* All of it is on the disk, under a temporary name. */
int outbox_file_whole(struct store *st, int64_t file, const char *sm3, int64_t requests,
		      struct err *err);
/* It has its name: its requests count as sent, and the audit says so. */
int outbox_file_sent(struct store *st, int64_t file, struct err *err);
/* We are done with it: unless all was said of it, the file itself tells whether it left. */
int outbox_file_settle(struct store *st, int64_t file, struct err *err);

/* Go on where a crash stopped: 1 something was done and there may be more, 0 nothing is left, -1. */
int outbox_files_heal(struct store *st, struct err *err);

/* The file of this name that was sent: 1 one, 0 none, 2 several, -1. */
int outbox_file_find(struct store *st, const char *name, struct outbox_file *out, struct err *err);
/* The request on a line of it: 1, 0, -1. */
int outbox_file_line(struct store *st, int64_t file, int64_t line, char msgid[32], struct err *err);
/* The row that a request was made for: 1, 0, -1. */
int outbox_by_msgid(struct store *st, const char *msgid, struct outbox_row *out, struct err *err);
/* What the platform answered is kept, under its own number. Inside a transaction. */
int outbox_answer(struct store *st, const struct outbox_row *r, const char *refmsgid, struct err *err);

/* ---- numbers of requests ---- */

/* 发送方报文ID: institution (12), time (14), serial (4, of which the site may give the first digit). Unique over restarts and
 * whatever the clock does: numbers that the store knows are passed over. */
#define MSGID_SIZE 31
struct msgid_maker {
	char code[13], stamp[16], digit[2];
	int next, most;
};
int msgid_begin(struct store *st, const char *code, const char *digit, struct msgid_maker *out,
		struct err *err);
int msgid_next(struct store *st, struct msgid_maker *m, char out[MSGID_SIZE], struct err *err);

#endif
