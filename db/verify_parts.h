/* What the steps of a verification share (db/verify.h).
 *
 * A step returns 0 when all it looked at is sound, 1 when it found something wrong (verify_broken() has said what), -1 when
 * it could not look. Each row is looked at in a short read transaction of its own, together with all that it must agree
 * with, so that a desk may go on working meanwhile. */
#ifndef DB_VERIFY_PARTS_H
#define DB_VERIFY_PARTS_H

#include "db/acts.h"
#include "db/audit.h"
#include "db/setup.h"
#include "db/stmt.h"
#include "db/verify.h"

struct verify {
	struct store *st;
	struct verify_report *out;
	struct err *err;
	const struct anchor *outside;
	size_t outside_count;
	bool is_set_up;
	struct desk_identity desk; /* when it is set up */
	int64_t history, history_words; /* filings of history that were looked at, and the words that they have */
};

/* Say what is wrong, and where: "TABLE ID FIELD" (id 0 and field NULL are left out). Returns 1. */
int verify_broken(struct verify *v, const char *table, int64_t id, const char *field,
		  const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Look at every row of a table. `next` is a statement that gives the lowest id above ?1. */
int verify_each(struct verify *v, const char *table, enum stmt_id next,
		int look(struct verify *v, int64_t id));
/* Texts that nobody but their editor reads whole: 1 when some were read since store_odd_texts() was `before`. */
int verify_odd(struct verify *v, int64_t before, const char *table, int64_t id);

/* A statement with one number bound, that answers with one number: 1, 0 no row, -1. */
int verify_number(struct verify *v, enum stmt_id id, int64_t key, int64_t *out);

/* The digest of a text. 0 or -1. */
int verify_sm3(struct verify *v, const char *text, size_t len, char out[SM3_HEX_SIZE]);

/* What the last row of this act about "KIND:ID" before that seq says of the entry: 1, 0 none, -1. */
int verify_detail(struct verify *v, enum act act, const char *kind, int64_t id, int64_t before,
		  char out[ENTRY_DETAIL_SIZE]);
/* The roles of somebody before that row of the audit; 0 also while the account was off. 0 or -1. */
int verify_roles(struct verify *v, int64_t staff, int64_t before, unsigned *out);
/* Had the signer the right to this act, from the state that it began in, by the register of that time? */
int verify_right(struct verify *v, int64_t act, const struct transition *t);

int verify_chain(struct verify *v);    /* the audit from row 1, and every anchor */
int verify_registry(struct verify *v); /* staff, institutions, doctors, seals, keys */
int verify_acts(struct verify *v);     /* each by itself, and its links to the audit; renewals */
int verify_audited(struct verify *v);  /* what the audit mentions is there */
int verify_versions(struct verify *v);
int verify_filings(struct verify *v); /* against their texts and their acts */
int verify_numbers(struct verify *v); /* 备案号 without gaps */
int verify_materials(struct verify *v);
int verify_bundles(struct verify *v); /* peers, bundles, received filings */
/* A row of the audit that tells of a bundle leads to it. */
int verify_bundle_told(struct verify *v, const struct audit_row *row);
int verify_prints(struct verify *v);
/* The sheet that a row of ACT_PRINT counted is there. */
int verify_print_of(struct verify *v, const struct audit_row *row);

int verify_imports(struct verify *v);  /* history against its digests, and those against the audit */
/* One filing of history, as verify_filings() comes by it. */
int verify_history(struct verify *v, const struct filing_record *r);

/* The acts of a filing in order, as far as its state follows from them. */
struct verify_life {
	enum filing_state state;
	int64_t submits, first_version, last_version, amends;
	bool filed;
	char *values[FIELD_COUNT]; /* what acts wrote into fields of FIELD_ACT; NULL none */
	char *filing_no;           /* that the act of filing issued */
};
int verify_life_read(struct verify *v, int64_t filing, struct verify_life *out);
void verify_life_finish(struct verify_life *l);

#endif
