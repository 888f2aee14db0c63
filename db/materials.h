/* Materials: scans and photographs beside a filing.
 *
 * A file is copied into the folder FILE.materials beside the store (0700) under its SM3, written, flushed and renamed before
 * the row that names it is committed; a file without a row is rubbish, a row without its file is found by `mtdesk verify`.
 * PNG, JPEG and PDF by their first bytes, at most 20 MiB and 200 pages. Whoever registers may attach, while nothing is signed
 * over it; taking one away leaves its row (removed_at) and its file, since an earlier version may have been signed over it.
 * The same file of the same kind is attached once, so that whoever tries again after a failure adds nothing twice. */
#ifndef DB_MATERIALS_H
#define DB_MATERIALS_H

#include "db/actor.h"
#include "forms/sm3.h"

#define MATERIAL_BYTES_MOST (20 << 20)
#define MATERIAL_PAGES_MOST 200

struct material {
	int64_t id, filing, staff;
	char kind[64];   /* policy_material id, "seal_scan", "other" */
	char name[256];  /* of the file as it was brought, cleaned */
	char type[32];   /* "image/png", "" when only the paper was seen */
	int64_t bytes, pages;
	char sm3[SM3_HEX_SIZE];
	char issued[11], issuer[256], added_at[20];
};

/* May this person attach or take away a material of this kind now? 0, or -1 with ERR_NOT_ALLOWED and the reason. Screens ask
 * before they offer it; adding and removing ask again. */
int materials_may_change(const struct actor *who, const char *kind, enum filing_state state, struct err *err);

/* Bring a file in. `m` says filing, kind, issued, issuer; the rest is set. path NULL: the paper was seen and no file is
 * kept; m->pages then counts its sheets. Only while nothing is signed over it (draft, returned), but for "seal_scan". */
int materials_add(struct store *st, const struct actor *who, struct material *m, const char *path, struct err *err);
int materials_remove(struct store *st, const struct actor *who, int64_t id, struct err *err);
/* 1 and *out, 0 none (or taken away), -1. */
int materials_load(struct store *st, int64_t id, struct material *out, struct err *err);
/* In order; how many (at most space), or -1. */
int materials_list(struct store *st, int64_t filing, struct material *out, int space, struct err *err);
/* Kinds attached, parted by blanks; the caller frees it. NULL with err set. */
char *materials_kinds(struct store *st, int64_t filing, struct err *err);
/* Where the file lies; the caller frees it. NULL: no file. */
char *materials_path(struct store *st, const struct material *m);
/* Is the file there with these bytes and this digest? 0, or -1 with what is wrong. */
int materials_check(struct store *st, const struct material *m, struct err *err);

/* What a file is: its type by its first bytes, and its pages (of a PDF by the child pdfinfo). 0, or -1 with the reason. */
int material_look(const char *path, char type[32], int64_t *out_bytes, int64_t *out_pages, struct err *err);

#endif
