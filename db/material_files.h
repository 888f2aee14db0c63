/* The files of materials: looking at one before it is believed, and keeping it under its digest. For materials.c. */
#ifndef DB_MATERIAL_FILES_H
#define DB_MATERIAL_FILES_H

#include "db/materials.h"

/* Open a stranger's file for reading: a plain one, reached through no link in its last step, not empty, not too large. A
 * descriptor and its size, or -1. */
int material_open(const char *path, int64_t *out_bytes, struct err *err);

/* Type and pages of an open file. `shown` is what a reason calls it. The offset is left anywhere. 0 or -1. */
int material_look_at(int fd, const char *shown, char type[32], int64_t *out_pages, struct err *err);

/* Copy the file into `folder` (made when missing, 0700) under its digest, flushed; sets type, bytes, pages and sm3. A copy that is
 * there already is replaced by the same bytes. 0 or -1, the folder as it was. */
int material_keep(const char *folder, const char *path, struct material *m, struct err *err);

/* The digest and size of a kept file. 0 or -1. */
int material_digest(const char *path, char sm3[SM3_HEX_SIZE], int64_t *out_bytes, struct err *err);

#endif
