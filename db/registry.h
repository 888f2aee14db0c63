/* The register: institutions, doctors, seals (forms/qualify.h). Kept by the head; every change leaves its row in the audit
 * with the digest of the entry as it then stood. */
#ifndef DB_REGISTRY_H
#define DB_REGISTRY_H

#include "db/staff.h"
#include "forms/qualify.h"
#include "forms/sm3.h"

/* In order of name; how many (at most space), or -1. `text` narrows by a part of name or code, NULL: all. */
int institutions_list(struct store *st, const char *text, struct institution *out, int space,
		      struct err *err);
int institution_load(struct store *st, int64_t id, struct institution *out,
		     struct err *err); /* 1, 0, -1 */
int institution_find(struct store *st, const char *code_or_name, struct institution *out,
		     struct err *err); /* 1, 0, -1 */
/* Create (id 0) or change. ERR_INPUT with field, value and remedy when something in it cannot be. */
int institution_save(struct store *st, const struct actor *who, struct institution *i,
		     struct err *err);

int doctors_list(struct store *st, int64_t institution, struct doctor *out, int space,
		 struct err *err); /* 0: of all */
int doctor_load(struct store *st, int64_t id, struct doctor *out, struct err *err);
int doctor_find(struct store *st, const char *code, struct doctor *out, struct err *err);
int doctor_save(struct store *st, const struct actor *who, struct doctor *d, struct err *err);
/* Active doctors of an institution who may certify a disease. */
int doctors_count(struct store *st, int64_t institution, const char *disease, unsigned *out,
		  struct err *err);

int seals_list(struct store *st, int64_t institution, struct seal *out, int space,
	       struct err *err); /* 0: of all */
int seal_load(struct store *st, int64_t id, struct seal *out, struct err *err);
int seal_save(struct store *st, const struct actor *who, struct seal *s, struct err *err);

/* Can this be an entry, as far as the entry itself tells? 0, or -1 with ERR_INPUT. */
int institution_check(const struct institution *i, struct err *err);
int doctor_check(const struct doctor *d, struct err *err);
int seal_check(const struct seal *s, struct err *err);

/* The digests that audit rows begin with ("institution:3", "doctor:5", "seal:2"). */
int institution_digest(const struct institution *i, char out[SM3_HEX_SIZE]);
int doctor_digest(const struct doctor *d, char out[SM3_HEX_SIZE]);
int seal_digest(const struct seal *s, char out[SM3_HEX_SIZE]);
/* What the row of a doctor or a seal says: the digest, and in plain what the right to act rests on (staff_detail()):
 * "DIGEST active=1 staff=3 code=D511102000123", "DIGEST active=1 keeper=4". 0 or -1. */
int doctor_detail(const struct doctor *d, char out[ENTRY_DETAIL_SIZE]);
int seal_detail(const struct seal *s, char out[ENTRY_DETAIL_SIZE]);

#endif
