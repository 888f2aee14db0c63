/* What the files of db/columns.h share: a column's row, and the values in its cells. */
#ifndef DB_COLUMNS_PARTS_H
#define DB_COLUMNS_PARTS_H

#include "db/columns.h"

enum column_kind { COLUMN_FIELD, COLUMN_FILING_NO, COLUMN_STATE, COLUMN_EVIDENCE };

struct column {
	enum column_kind kind;
	enum field_id field; /* of COLUMN_FIELD, else FIELD_NONE */
	const char *word, *key;
};

struct column column_at(size_t column);
/* The column that a field has in a full table. */
size_t column_of_field(enum field_id id);

/* The word that is written for a code: 城乡居民基本医疗保险 for 390. A code without a word stands for itself. */
const char *value_word(enum field_id id, const char *code);

/* A row that is being taken in. */
struct column_reading {
	const struct check_context *ctx;
	struct column_record *out;
	struct column_fault *faults;
	int space, count;         /* faults that there is room for, and that there are */
	bool faulty[FIELD_COUNT]; /* something was said of this field already */
};

void reading_fault(struct column_reading *rd, const char *word, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Take one cell that is not empty into the record. */
void reading_take(struct column_reading *rd, const struct column *c, const struct table_cell *cell);

#endif
