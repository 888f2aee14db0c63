/* The folder of installed policy packs. */
#ifndef DB_PACK_FOLDER_H
#define DB_PACK_FOLDER_H

#include "forms/err.h"

/* Check the pack at `path` and put it into `folder` (made when missing, 0700) under its id, whole or not at all: written beside, synced, renamed.
 * `out_id` gets its id. Returns 0, or -1 with the old pack in its place. */
int pack_folder_install(const char *folder, const char *path, char *out_id, size_t size, struct err *err);

#endif
