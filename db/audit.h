/* The audit chain: one row an act, success or refusal, in the same transaction as the act.
 *
 *     hash = SM3("mtdesk-audit/1" | seq | at | ... | detail | prev)
 *
 * with each of these as a length-prefixed part (sm3_add_part), numbers in decimal, in the order of the table's columns.
 *
 * Row 1 commits to the desk: UUID, institution, public key, schema; its prev is 64 zeros. `detail` is what the row commits
 * to: the digest of an act's text, or of a register entry as it stood after the change (audit_digest_*). No identity
 * number, telephone or diagnosis stands in a row. Order is seq, never time. */
#ifndef DB_AUDIT_H
#define DB_AUDIT_H

#include "db/actor.h"
#include "forms/sm3.h"

/* What a row is about, "filing:12". Returns out. */
#define AUDIT_OBJECT_SIZE 64
char *audit_object(const char *kind, int64_t id, char out[AUDIT_OBJECT_SIZE]);

struct audit_entry {
	enum act act;
	const char *object; /* "filing:12", "staff:3", "" */
	int64_t version;
	bool refused;
	const char *role;   /* key of the role used; NULL: none */
	const char *reason; /* words; of a refusal why. NULL: "" */
	const char *detail; /* NULL: "" */
};

/* Append inside the open write transaction. *out_seq may be NULL. */
int audit_append(struct store *st, const struct audit_entry *e, int64_t *out_seq, struct err *err);
/* ... in a transaction of its own: what was refused before any other began. */
int audit_note(struct store *st, const struct audit_entry *e, struct err *err);

/* Where the chain stands: 0 and 64 zeros when empty. 0 or -1. */
int audit_head(struct store *st, int64_t *out_seq, char out_hash[SM3_HEX_SIZE], struct err *err);

/* A row as it stands in the store. A text that is longer than its room here, or holds a NUL, was not written by
 * audit_append(): it is `odd`, and has no hash. */
struct audit_row {
	bool odd;
	int64_t seq, mono, staff, session, version;
	char at[20], boot[64], clock[16], role[32], act[32], object[64], result[16], reason[512], detail[256],
		prev[SM3_HEX_SIZE], hash[SM3_HEX_SIZE];
};
/* The hash that the row ought to have; false when it can have none (or memory is out). */
bool audit_row_hash(const struct audit_row *r, char out[SM3_HEX_SIZE]);

/* What row 1 (ACT_SET_UP, object "desk") commits to as its detail: the desk as it was made, and the schema of that day. */
struct audit_desk {
	const char *uuid, *prefix, *created_at, *public;
	int64_t institution; /* its id; the entry itself has a row of its own */
	int schema;          /* SCHEMA_STEPS */
};
int audit_desk_digest(const struct audit_desk *d, char out[SM3_HEX_SIZE]);

/* Rows newest first, from `before` (0: the end) downwards, at most `space`; how many, or -1. `staff_name` is looked up
 * by the caller. */
int audit_list(struct store *st, int64_t before, struct audit_row *out, int space, struct err *err);

/* Rows in order from seq `from` on, one call each; a visitor that returns non-zero stops the walk with that value.
 * In pieces of short read transactions. */
typedef int audit_visitor(void *ctx, const struct audit_row *row, struct err *err);
int audit_walk(struct store *st, int64_t from, audit_visitor *visit, void *ctx, struct err *err);

#endif
