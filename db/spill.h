/* Bytes that would be too many for memory: appended once, then read at any place, through a few pages of memory over a file without a
 * name. Who reads roughly in the order in which he wrote seldom waits for the disk. */
#ifndef DB_SPILL_H
#define DB_SPILL_H

#include <stdio.h>

#include "forms/err.h"

#define SPILL_PAGE 65536
#define SPILL_PAGES 32

struct spill {
	FILE *file; /* temporary, without a name */
	uint64_t size;
	struct spill_page {
		uint64_t number;
		char *bytes; /* owned; NULL: never used */
	} pages[SPILL_PAGES];
};

int spill_init(struct spill *s, struct err *err);
void spill_finish(struct spill *s);
/* 0 or -1. */
int spill_add(struct spill *s, const void *bytes, size_t len, struct err *err);
/* Copy len bytes from `at`; all of them must have been added. 0 or -1. */
int spill_read(struct spill *s, uint64_t at, void *out, size_t len, struct err *err);

#endif
