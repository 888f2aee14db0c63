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

/* Keep bytes that come in pieces and whose digest is known beforehand. begin and end return 0, or -1 with nothing left behind. */
struct material_sink {
	const char *folder; /* borrowed */
	struct sm3 *s;
	int out, at;
	char name[32];
};
int material_sink_begin(const char *folder, struct material_sink *k, struct err *err);
int material_sink_add(struct material_sink *k, const void *data, size_t len, struct err *err);
int material_sink_end(struct material_sink *k, const char *sm3, struct err *err);
void material_sink_drop(struct material_sink *k);

/* What a file is by its first 8 bytes: "image/png" …; NULL: none that is kept. */
const char *material_type(const void *head, size_t len);

/* The digest and size of a kept file. 0 or -1. */
int material_digest(const char *path, char sm3[SM3_HEX_SIZE], int64_t *out_bytes, struct err *err);

#endif
