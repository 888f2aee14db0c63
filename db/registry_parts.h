/* What the register's files share with the setting-up of the desk. */
#ifndef DB_REGISTRY_PARTS_H
#define DB_REGISTRY_PARTS_H

#include "db/desk_clock.h"
#include "db/registry.h"
#include "db/stmt.h"

/* "hospital", "agency": what stands in the store. */
const char *institution_kind_name(enum institution_kind kind);

/* Inside a transaction: write the entry with its row in the audit, and read back what then stands there. */
int institution_keep(struct store *st, struct institution *i, struct err *err);
int doctor_keep(struct store *st, struct doctor *d, struct err *err);
int seal_keep(struct store *st, struct seal *s, struct err *err);
/* The two halves of institution_keep(). */
int institution_write(struct store *st, struct institution *i, struct err *err);
int institution_note(struct store *st, const struct institution *i, struct err *err);

#endif
