/* Is the file sound? The quick look after an unclean stop; store_verify() (store.h) is the long
 * one. */
#ifndef DB_HEALTH_H
#define DB_HEALTH_H

#include "db/store.h"

int health_quick_check(struct store *st, struct err *err);

#endif
