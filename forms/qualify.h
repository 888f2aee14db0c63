/* Qualification: may this doctor of this institution certify this disease, and may that institution file it?
 *
 * Plain values of the register go in, findings with reason and remedy come out. The rules come from the packs: the lowest
 * hospital level and the number of responsible doctors (policy.h), designation by name. */
#ifndef FORMS_QUALIFY_H
#define FORMS_QUALIFY_H

#include "forms/finding.h"
#include "forms/policy.h"

enum institution_kind { INSTITUTION_HOSPITAL, INSTITUTION_AGENCY };

struct institution {
	int64_t id; /* 0: not in the register */
	char code[64], name[256], region[8];
	enum institution_kind kind;
	int level;             /* 1 to 3; 0 an agency */
	bool certifies, files; /* what it is agreed to do */
	bool active;
	char diseases[1024]; /* codes it is designated for, parted by blanks; "*" all */
};

struct doctor {
	int64_t id;
	char code[64], name[256], title[64];
	int64_t institution, staff; /* staff 0: no account here */
	bool active;
	char diseases[1024]; /* as above */
};

struct seal {
	int64_t id, institution, keeper; /* keeper 0: another institution's, seen as ink only */
	char name[128];
	bool active;
};

/* Is the code in a list of codes parted by blanks, or is the list "*"? */
bool disease_listed(const char *diseases, const char *code);

/* What a certification rests on. */
struct qualification {
	const struct policies *policies;
	const char *region, *disease, *insutype;
	const struct institution *institution;
	const struct doctor *doctor;
	unsigned doctors; /* active doctors of the institution who may certify this disease */
	struct date on;
	bool on_paper; /* a paper certificate from elsewhere is taken over: who is not in the register (id 0) is a note */
};

/* Add what stands against it, each an error of LEVEL_FIELD or worth knowing (LEVEL_NOTE), to `out`. Returns whether the
 * certification may go on. Findings are on the doctor's and the institution's field. NULL for a doctor or institution is one
 * that the register does not know. */
bool qualify_certifier(const struct qualification *q, struct findings *out);
/* The same for the institution that files. */
bool qualify_filer(const struct policies *ps, const char *region, const struct institution *i,
		   struct findings *out);

/* Are the weeks of a long prescription (text as typed) within what the pack of this disease says, or 1 to 52 where none does?
 * "" is: none was noted. */
bool qualify_weeks(const struct policies *ps, const char *region, const char *disease,
		   const char *insutype, const char *weeks, struct findings *out);

#endif
