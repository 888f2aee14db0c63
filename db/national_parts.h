/* The national interface from within: what a request says, field by field, before it is JSON. */
#ifndef DB_NATIONAL_PARTS_H
#define DB_NATIONAL_PARTS_H

#include <stdio.h>

#include "db/national.h"
#include "db/setup.h"

enum national_flag {
	NATIONAL_REQUIRED = 1 << 0,
	NATIONAL_DATE = 1 << 1,
	NATIONAL_CUT =
		1 << 2, /* a code longer than the field is cut there (reference, section 6) */
};

struct national_field {
	const char *name, *label; /* the interface's; N_() */
	size_t most;              /* characters */
	unsigned flags;
	const char *where; /* N_(): where a missing value is to be got */
};

#define NATIONAL_ENVELOPE 17 /* fields before `input` */
#define NATIONAL_DATA_MOST 14
extern const struct national_field national_envelope[NATIONAL_ENVELOPE];
/* The fields of input.data of a request; *out_count how many. */
const struct national_field *national_data(const char *infno, size_t *out_count);

/* What all requests of one file share. */
struct national_scene {
	struct store *st;
	struct actor who;
	struct desk_identity desk;
	struct site_value *site; /* owned */
};
int national_scene_open(struct store *st, const struct actor *who, struct national_scene *out,
			struct err *err);
void national_scene_finish(struct national_scene *s);
/* The code of the institution that sends. */
const char *national_code(const struct national_scene *s);

/* A request; every text is owned, NULL where there is none. */
struct national_request {
	char infno[8], no[32];
	char *envelope[NATIONAL_ENVELOPE], *data[NATIONAL_DATA_MOST];
	char *held; /* what has to come first, in words */
};
void national_request_finish(struct national_request *r);

/* Gather the request of a filing, inside a transaction; `msgid` "" where it is only looked at. 1, 0 no such filing, -1. */
int national_gather(struct national_scene *s, int64_t filing, const char *infno, const char *msgid,
		    struct national_request *out, struct err *err);
/* What keeps it from being sent, a line each, behind `before`; returns how many. */
int national_lacks(const struct national_scene *s, const struct national_request *r,
		   const char *before, FILE *out);

/* The request as one line of JSON without a line end, which the caller frees (national_json.c). NULL: memory. */
char *national_line(const struct national_request *r);

/* A reply as far as it concerns us (national_json.c). */
struct national_reply {
	char msgid[64]; /* of the request; "" where it has none */
	char refmsgid[256], infcode[16], serial[64], error[2400];
	bool query;        /* of 5301: it concerns nobody here */
	const char *fault; /* N_(): why it cannot be used; NULL */
};
void national_read_reply(const char *text, size_t len, struct national_reply *out);

#endif
