/* The national interface's requests and replies (reference: national interface facts): 2503 人员慢特病备案, 2504 撤销.
 *
 * A file holds one request a line, envelope and `input.data`, every field's length checked in characters. What only the site
 * knows (receiver code, device number, region codes, psn_no) is named when it is missing, and asked for once. Code lists
 * are data (forms/data/national.tsv), which the site may overrule. */
#ifndef DB_NATIONAL_H
#define DB_NATIONAL_H

#include "db/outbox.h"

/* A value that only the site knows. */
#define SITE_VALUE_SIZE 6016
struct site_value {
	const char *key, *label, *help; /* N_() */
	size_t most;                    /* characters */
	bool required;
	char value[SITE_VALUE_SIZE]; /* what holds where nothing is stored stands there too */
};
#define SITE_VALUES_MOST 40
size_t site_values_count(void);
/* All of them, in the order of the screen; `out` has site_values_count() places. */
int site_load(struct store *st, struct site_value *out, struct err *err);
/* Keep one. ERR_INPUT with the reason when the text will not do. Leaves a row in the audit. */
int site_save(struct store *st, const struct actor *who, const char *key, const char *value,
	      struct err *err);
/* The value of a key; "" where there is none. */
const char *site_get(const struct site_value *values, const char *key);
/* The words for a code of a national list, or of the site's own: "" when it is in neither. */
const char *site_words(const struct site_value *values, const char *list, const char *code,
		       char *out, size_t size);

/* The platform's number of a person, and where he is insured: 1 and *out, 0 not known yet, -1. Region codes that are "" are the
 * site's usual ones. */
struct person_no {
	char psn_no[128], insuplc[8], insu_optins[8];
};
int person_no_load(struct store *st, const char *certno, struct person_no *out, struct err *err);
int person_no_save(struct store *st, const struct actor *who, const char *certno,
		   const struct person_no *p, struct err *err);

/* What a filing's request ("2503", "2504") still lacks, one a line: field, and where to get it. The caller frees it; "" nothing. */
int national_missing(struct store *st, int64_t filing, const char *infno, char **out,
		     struct err *err);

/* --- Requests to a file --- */

struct national_result {
	uint64_t written, left; /* left: lacking something; each is named in *missing */
	char *missing;          /* "受理号 field：remedy" a line; the caller frees it */
	char sm3[65];
};
/* Every unsent request of this number ("2503", "2504") to a file; they count as sent when it is whole and has its name. Where
 * nothing can be written there is no file. 0, or -1 and no file. */
int national_export(struct store *st, const struct actor *who, const char *infno, const char *path,
		    struct national_result *out, struct err *err);

/* The same step by step, for a screen: _step writes some and returns 1 while there is more, 0 when the file lies there whole,
 * -1 when it failed. _close in any case, also to give up: then nothing is left and nothing was sent. */
struct national_writer;
int national_open(struct store *st, const struct actor *who, const char *infno, const char *path,
		  struct national_writer **out, struct err *err);
int national_step(struct national_writer *w, struct err *err);
const struct national_result *national_so_far(const struct national_writer *w);
void national_close(struct national_writer *w, struct national_result *out);

/* --- Replies from a file --- */

/* The platform's replies: JSON Lines, one array, or one object. A reply is joined to its request
 *   - by msgid: {"msgid":…,"infcode":…}, {"request":{"msgid":…},"reply":{…}}, or inf_refmsgid where it is one of our numbers;
 *   - where no reply in the file has one, by its place, and only when the file is called after the one that was sent (X.jsonl
 *     was sent, X.replies.jsonl or X.jsonl.replies came back) and holds exactly as many replies.
 * What cannot be joined is named; nothing is guessed. */
struct national_reply_result {
	uint64_t answered, refused;
	uint64_t same;    /* said nothing new */
	uint64_t other;   /* of queries (5301): they concern nothing that was sent */
	uint64_t unknown; /* whose request is not ours, or cannot be told */
	uint64_t bad;     /* no reply at all, or one that contradicts an earlier one */
	bool by_place;
	char *words; /* every one of the last two, a line each with its place; the caller frees it */
};
int national_import(struct store *st, const struct actor *who, const char *path,
		    struct national_reply_result *out, struct err *err);

/* The same step by step, for a screen: _step takes some in and returns 1 while there is more, 0 at the end, -1. What was taken
 * in stays so; the rest may be imported again. */
struct national_reader;
int national_replies_open(struct store *st, const struct actor *who, const char *path,
			  struct national_reader **out, struct err *err);
int national_replies_step(struct national_reader *r, struct err *err);
/* How many of how many. */
void national_replies_so_far(const struct national_reader *r, uint64_t *out_done,
			     uint64_t *out_all);
void national_replies_close(struct national_reader *r, struct national_reply_result *out);

/* Does this file look like replies (its first character that is no blank is a brace or a bracket)? false for what cannot be
 * read. */
bool national_is_replies(const char *path);

/* --- The centre's page --- */

/* Its fields in its order, for typing them over: how many (at most space), or -1. */
struct centre_row {
	const char *label; /* N_() */
	char value[2400];
	bool missing; /* only the site knows it, and nobody has said it yet */
};
#define CENTRE_ROWS_MOST 40
int centre_rows(struct store *st, int64_t filing, struct centre_row *out, int space,
		struct err *err);

#endif
