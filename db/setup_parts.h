/* What the files of the setting-up share. */
#ifndef DB_SETUP_PARTS_H
#define DB_SETUP_PARTS_H

#include "db/setup.h"

/* The secret that lies beside the store, made and safely on the disk if there was none. */
int desk_secret_make(struct store *st, unsigned char out[DESK_SECRET_SIZE], struct err *err);

#endif
