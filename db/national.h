/* The national interface's requests and replies (reference: national interface facts): 2503 人员慢特病备案, 2504 撤销.
 *
 * A file holds one request a line, envelope and `input.data`, every field's length checked in characters. What only the site
 * knows (receiver code, device number, region codes, psn_no) is named when it is missing, and asked for once. Code lists
 * are data (forms/data/national.tsv), which the site may overrule. */
#ifndef DB_NATIONAL_H
#define DB_NATIONAL_H

#include "db/exports.h"
#include "db/outbox.h"

/* A value that only the site knows. */
struct site_value {
	const char *key, *label, *help; /* N_() */
	size_t most;                    /* characters */
	bool required;
	char value[512];
};
size_t site_values_count(void);
int site_load(struct store *st, struct site_value *out, struct err *err);
int site_save(struct store *st, const struct actor *who, const char *key, const char *value, struct err *err);

/* The platform's number of a person: 1 and *out, 0 not known yet, -1. */
struct person_no {
	char psn_no[64], insu_optins[16];
};
int person_no_load(struct store *st, const char *certno, struct person_no *out, struct err *err);
int person_no_save(struct store *st, const struct actor *who, const char *certno, const struct person_no *p, struct err *err);

/* What a filing's request still lacks, one a line: field, where to get it. The caller frees it; "" nothing. */
int national_missing(struct store *st, int64_t filing, char **out, struct err *err);

struct national_result {
	uint64_t written, left; /* left: lacking something; each is named in *missing */
	char *missing;          /* the caller frees it */
	char sm3[65];
};
/* Every unsent request of this number ("2503", "2504") to a file; they count as sent when it is whole. */
int national_export(struct store *st, const struct actor *who, const char *infno, const char *path,
		    struct national_result *out, struct err *err);

struct national_reply_result {
	uint64_t answered, refused, unknown, bad;
	char *words; /* what was unknown or bad, one a line with its place; the caller frees it */
};
/* The platform's replies: JSON Lines or one array; request and reply are joined by msgid (or the line's place in the file that was
 * sent, where the reply has none). */
int national_import(struct store *st, const struct actor *who, const char *path, struct national_reply_result *out,
		    struct err *err);

/* The centre's page: its fields in its order, for typing them over. */
struct centre_row {
	const char *label; /* N_() */
	char value[640];
};
int centre_rows(struct store *st, int64_t filing, struct centre_row *out, int space, struct err *err);

#endif
