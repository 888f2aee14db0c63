/* A filing as it travels from desk to desk: its texts, acts and materials as they were signed, and nothing else.
 *
 * One canonical text (forms/canonical.h), "mtdesk-bundle-filing/1":
 *
 *     no, amends (受理号 of the filing that it amends, or absent),
 *     versions (how many), then for each in order: version, text
 *     acts (how many), then for each in order: act (its text), signature, public
 *
 * State, 备案号 and materials are not stated anew: they follow from the acts' texts. The same filing up to the same act has
 * the same text, whenever it is made. */
#ifndef DB_BUNDLE_FILING_H
#define DB_BUNDLE_FILING_H

#include "db/acts.h"

#define BUNDLE_FILING_MOST                                                                         \
	((1 << 20) +                                                                               \
	 (1 << 19)) /* bytes of the text: with its newest version beside it a row holds it */
#define BUNDLE_ACTS_MOST 512 /* of one filing */
#define BUNDLE_MATERIALS_MOST 256

struct bundle_version {
	int64_t version;
	char *text, sm3[SM3_HEX_SIZE];
};

struct bundle_act {
	enum act act;
	int64_t version;
	char *text, *signature, *public, sm3[SM3_HEX_SIZE];
};

/* As acts name it. */
struct bundle_material {
	char kind[64], name[256], sm3[SM3_HEX_SIZE], issued[11], issuer[256];
	int64_t bytes, pages;
	bool current; /* the last act names it */
};

struct bundle_filing {
	char no[32], amends[32], filing_no[FILING_NO_SIZE];
	enum filing_state state; /* as the acts leave it */
	struct bundle_version *versions;
	struct bundle_act *acts;
	struct bundle_material *materials; /* whatever any act names, each once */
	size_t versions_count, acts_count, materials_count;
	char *text; /* as it travels */
	size_t text_len;
};
void bundle_filing_finish(struct bundle_filing *f);

/* The filing of this store up to its act `last`. 0 or -1. */
int bundle_filing_collect(struct store *st, int64_t filing, int64_t last, struct bundle_filing *out,
			  struct err *err);

/* A text taken apart: strict, and each part of the form it claims. 0 or -1 (ERR_INPUT). */
int bundle_filing_read(const char *text, size_t len, struct bundle_filing *out, struct err *err);

/* Everything that can be known of it without its desk: all of `desk` (UUID), versions and acts linked to each other, every
 * signature good under the key beside it, each act possible where it stands. 0, or -1 with what is wrong (ERR_INPUT). */
int bundle_filing_check(const struct bundle_filing *f, const char *desk, struct err *err);

/* The newest version. */
const struct bundle_version *bundle_filing_newest(const struct bundle_filing *f);

/* The fields of that version. The caller finishes `out`. 0 or -1. */
int bundle_filing_fields(const struct bundle_filing *f, struct filing *out, char *route,
			 size_t route_size, struct err *err);

/* The materials as a text: "mtdesk-bundle-materials/1", with each the lines kind, name, sm3, bytes, pages, issued, issuer. The
 * caller frees it; NULL: memory. */
char *bundle_filing_materials(const struct bundle_filing *f);

#endif
