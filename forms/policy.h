/* Policy packs: what a notice says, as data.
 *
 * A pack is one YAML file: code table, criteria, thresholds, ratios and caps, designated hospitals,
 * number of doctors, validity, materials, routes. The packs of forms/policies/ are compiled in; a
 * file of the same id in the pack folder replaces the built-in one without recompiling. The structs
 * below are what libcyaml fills from the file, name for name; nothing of them stands in C.
 *
 * A pack applies to a division when one of its `regions` begins the division's code ("14" covers
 * 1411). Everything a pack hands out is borrowed and lives as long as the struct policies. */
#ifndef FORMS_POLICY_H
#define FORMS_POLICY_H

#include "forms/calendar.h"
#include "forms/err.h"
#include "forms/sm3.h"

/* One row of a code table (乐医保发〔2023〕28号 附件2). */
struct policy_code {
	char *name;      /* 病种名称, as the notice prints it */
	char *code;      /* M + 5 digits */
	char *insurance; /* 职工 */
	char *insutype;  /* "310" */
	char *type_name; /* 门慢门特病种; empty when the notice gives none */
	char *type_code; /* "10"; empty when the notice gives none */
};

enum evidence_kind { EVIDENCE_FINDING, EVIDENCE_QUANTITY }; /* yes/no, or a measured value */

/* A unit that a laboratory may report in. One of it equals `factor` of the evidence's own unit. */
struct policy_unit {
	char *name;   /* "g/L" */
	char *factor; /* exact decimal: "1000" */
};

struct policy_evidence {
	char *key; /* "ceruloplasmin": the JSON key */
	enum evidence_kind kind;
	char *label; /* 血清铜蓝蛋白 */
	char *unit;  /* a quantity's own unit, the one its thresholds and factors refer to; NULL for
			a finding */
	struct policy_unit *units; /* all units that can be converted, its own first */
	unsigned units_count;
};

/* One alternative of an item. Exactly one of `positive`, `below`, `above` is set. Comparisons are
 * strict. */
struct policy_test {
	char *evidence; /* key */
	char *text;     /* its words on the criteria screen: 血清铜蓝蛋白 < 200 mg/L */
	bool *positive; /* the finding must be positive */
	char *below;    /* "200 mg/L" */
	char *above;    /* "100 ug/24h" */
};

struct policy_item {
	char *no;                /* "1": the annex's item number */
	char *text;              /* the annex's words */
	struct policy_test *any; /* any one of them fulfils the item */
	unsigned any_count;
};

/* Structured diagnostic criteria of one disease: all of `require`, and at least `at_least` of `of`.
 */
struct policy_criteria {
	char *disease; /* code */
	char *name;    /* 肝豆状核变性 */
	char *source;  /* 附件 肝豆状核变性准入标准 */
	char *rule;    /* 第1条，及第2、3、4、5条中至少1条 */
	struct policy_evidence *evidence;
	unsigned evidence_count;
	struct policy_item *items;
	unsigned items_count;
	char **require;
	unsigned require_count;
	unsigned at_least;
	char **of;
	unsigned of_count;
};

/* What the fund pays for one disease and insurance. Amounts are written with their unit: "12000
 * 元"; ratio "65 %". */
struct policy_benefit {
	char *disease;
	char *insutype;
	char *ratio;       /* NULL: taken from the pack this one extends */
	char *year_cap;    /* NULL: from the pack below, or none */
	char *quarter_cap; /* NULL: none */
	char *source;      /* 一、待遇保障 */
};

struct policy_hospital {
	char *name;
	char **aliases; /* other spellings met in print */
	unsigned aliases_count;
};

struct policy_material {
	char *id;   /* "diagnosis_certificate" */
	char *name; /* 病情诊断证明 */
};

/* Whose doctor certifies on a way. A pack that does not say means the register. */
enum policy_certified {
	CERTIFIED_REGISTERED, /* a doctor and an institution of the desk's register: here, or on paper */
	CERTIFIED_HERE,       /* the desk's own doctors alone: no paper is taken over */
	CERTIFIED_ELSEWHERE, /* on paper, also by somebody whom the register does not know */
};

/* A way a filing may go (design: the life of a filing). */
struct policy_route {
	char *id;        /* "in_hospital", "elsewhere", "certified_registered" */
	char *name;      /* 在院认定 */
	char *certifier; /* who certifies, in words */
	char *filer;     /* who files, in words */
	char *source;    /* 二（一）（二） */
	enum policy_certified certified;
	bool proxy; /* somebody may apply for the person */
	struct policy_material *materials;
	unsigned materials_count;
};

struct policy_weeks {
	unsigned least, most;
};

struct policy {
	char *id;         /* "leshan-2023-28"; also the file's name without .yaml */
	unsigned edition; /* counts up with every change of the file */
	char *document;   /* 乐医保发〔2023〕28号 */
	char *title;
	char *issuer;
	char *issued;   /* YYYY-MM-DD, the day printed on the notice; NULL when it bears none */
	char **regions; /* division code prefixes */
	unsigned regions_count;
	char **insutypes; /* what it is limited to; empty: all */
	unsigned insutypes_count;
	char **extends; /* ids of the packs it rests on */
	unsigned extends_count;
	char *from;              /* first day in force; NULL: not said */
	char *to;                /* last day in force; NULL: no term */
	bool codes_complete;     /* its code table is the whole list of its region */
	char *form_title;        /* NULL: it brings no form */
	unsigned hospital_level; /* lowest level that may certify; 0: not said */
	unsigned doctors; /* responsible doctors a designated hospital must name; 0: not said */
	struct policy_weeks *prescription; /* weeks of a long prescription; NULL: not said */
	struct policy_code *codes;
	unsigned codes_count;
	struct policy_criteria *criteria;
	unsigned criteria_count;
	struct policy_benefit *benefits;
	unsigned benefits_count;
	struct policy_hospital *hospitals;
	unsigned hospitals_count;
	struct policy_route *routes;
	unsigned routes_count;

	char digest[SM3_HEX_SIZE]; /* of the file's bytes; not a key of it */
};

/* How deep packs may rest on packs: county on city on province on state. */
#define POLICY_LEVELS_MAX 4

/* All packs in use. */
struct policies;

/* Where a pack came from. */
enum policy_origin { POLICY_BUILT_IN, POLICY_INSTALLED };

/* Load the built-in packs and, over them, every *.yaml of `folder` (NULL or missing: none). A bad
 * installed file is left aside, the built-in or nothing stands in its place, and its reason is kept
 * for policies_complaint(). Returns 0, or -1 when not even the built-in packs can be read. */
int policies_load(const char *folder, struct policies **out, struct err *err);
void policies_free(struct policies *ps);

/* The reason why the i-th installed file was left aside, or NULL when there is no i-th. */
const char *policies_complaint(const struct policies *ps, size_t i);

size_t policies_count(const struct policies *ps);
const struct policy *policies_at(const struct policies *ps, size_t i);
enum policy_origin policies_origin(const struct policies *ps, size_t i);
const struct policy *policies_find(const struct policies *ps, const char *id);

/* Could p stand in this set: is it no older than the pack of its id that is in use, and are all packs
 * loaded that it rests on, without a circle? What
 * `mtdesk policy check` and install ask beyond policy_read(). Returns 0, or -1 with the reason. */
int policies_accept(const struct policies *ps, const struct policy *p, struct err *err);

/* Read and check one pack without using it. `name` is what messages call the file. Refused, with
 * "name:line:column: reason" in err: bytes that are not UTF-8, more than 1 MiB, anchors and
 * aliases, tags, a key twice, an unknown key, a wrong type, a pair twice, a bad code, a quantity
 * without unit, a reference to something the pack does not define, dates that are none. Returns 0
 * and *out (freed with policy_free) or -1. */
int policy_read(const char *yaml, size_t len, const char *name, struct policy **out,
		struct err *err);
int policy_read_file(const char *path, struct policy **out, struct err *err);
/* ... where messages call the file by another name: its path may be in the locale's charset. */
int policy_read_file_as(const char *path, const char *name, struct policy **out, struct err *err);
void policy_free(struct policy *p);

/* Does the pack apply to this division code (any length from 2 to 6 digits)? */
bool policy_covers(const struct policy *p, const char *region);
/* ... and to this insurance ("" or NULL: not known yet, counts as covered)? */
bool policy_insures(const struct policy *p, const char *insutype);
/* How near its authority is: the length of the longest of its `regions` that begins the code; 0: it
 * does not apply. */
size_t policy_reach(const struct policy *p, const char *region);

/* The terms that govern on a day. A pack rests on those it extends: it is in force only while they
 * are. */
enum policy_force { POLICY_IN_FORCE, POLICY_NOT_YET, POLICY_EXPIRED };
/* *out_because (may be NULL) gets the pack, itself or a base, whose term decides, and *out_day its
 * first or last day. */
enum policy_force policy_in_force(const struct policies *ps, const struct policy *p, struct date on,
				  const struct policy **out_because, struct date *out_day);

/* The same for one insurance: a base that is limited to another insurance does not count, so that
 * the term of the employees' notice says nothing about a resident. */
enum policy_force policy_in_force_for(const struct policies *ps, const struct policy *p,
				      const char *insutype, struct date on,
				      const struct policy **out_because, struct date *out_day);

/* A document prolongs a pack beyond its term, as the head recorded it: from now on its last day is `until` where that is
 * later. Forgotten again by policies_forget_renewals(). The document's number is kept as a copy. Said of a pack that is not
 * loaded (any more) it changes nothing. 0 or -1 (memory). */
int policies_renew(struct policies *ps, const char *id, const char *document, struct date until,
		   struct err *err);
void policies_forget_renewals(struct policies *ps);
/* Would a renewal until that day change anything? 0, or -1 with the reason: no such pack, none that has a term of its own, a day
 * that its term or an earlier renewal covers already. What the head is asked before he signs. */
int policies_check_renewal(const struct policies *ps, const char *id, struct date until,
			   struct err *err);
/* The document that carries the pack, or one that it rests on, beyond its own term on that day, or NULL. Borrowed until the
 * renewals are forgotten. */
const char *policy_renewed_by(const struct policies *ps, const struct policy *p, struct date on);
/* The same for one insurance; *out_pack (may be NULL) gets the pack that is carried. */
const char *policy_renewed_by_for(const struct policies *ps, const struct policy *p,
				  const char *insutype, struct date on,
				  const struct policy **out_pack);

/* Packs that this desk does not use, ids parted by blanks: they are left out of every choice (NULL or "": none is). An id that is
 * not loaded says nothing. A pack that a used one rests on goes on lending it its term. Views made of the packs before (a
 * struct codetable) are to be made anew. Returns 0. */
int policies_leave_out(struct policies *ps, const char *ids, struct err *err);
bool policies_is_left_out(const struct policies *ps, const struct policy *p);
/* policy_reach(), but 0 for a pack that is left out. */
size_t policies_reach(const struct policies *ps, const struct policy *p, const char *region);

/* The digest of a pack as it was read: SM3 over the bytes of its file, in hexadecimal; borrowed. */
const char *policy_digest(const struct policies *ps, const struct policy *p);

/* Criteria that apply to a disease. `binding` is false when they come from another region's pack
 * and are only a reference. */
struct criteria_choice {
	const struct policy *policy;
	const struct policy_criteria *criteria; /* NULL: no structured criteria are loaded */
	bool binding;
};
struct criteria_choice policies_criteria(const struct policies *ps, const char *region,
					 const char *disease, const char *insutype);

/* The pack whose form and routes a region uses: the most specific pack (longest prefix) that brings
 * a form, else any pack with a form. Never NULL once loaded. */
const struct policy *policies_form(const struct policies *ps, const char *region);

/* The form's title as its pack prints it; a region without a form of its own borrows one, and the title says so. "" when no pack
 * has a form. */
void policies_form_heading(const struct policies *ps, const char *region, char *buf, size_t size);

/* The nearest pack of the region and insurance that says which ways a filing may go, or NULL: a
 * region may borrow another's form, never its routes. */
const struct policy *policies_routes(const struct policies *ps, const char *region,
				     const char *insutype);

/* Is `name` (folded comparison, aliases count) a designated hospital of p? */
bool policy_lists_hospital(const struct policy *p, const char *name);
/* ... or of any pack that speaks of this disease for this region and insurance? */
bool policies_list_hospital(const struct policies *ps, const char *region, const char *disease,
			    const char *insutype, const char *name);

/* The way of this id, as the first pack that has it describes it; NULL: none has. */
const struct policy_route *policies_route_named(const struct policies *ps, const char *id);

/* What a kind of material is called: on this way (NULL: on none), or by any pack; what no pack asks for has words of the
 * desk. NULL: unknown. */
const char *route_material_label(const struct policy_route *r, const char *kind);
const char *policies_material_label(const struct policies *ps, const char *kind);

/* What the packs call a piece of evidence; NULL where none knows it. */
const char *policies_evidence_label(const struct policies *ps, const char *key);

/* What a pack may demand of those who certify. */
enum policy_rule { RULE_HOSPITAL_LEVEL, RULE_DOCTORS, RULE_PRESCRIPTION, RULE_HOSPITALS };

/* The nearest pack of the region and insurance that speaks of this disease and has such a rule, or NULL. */
const struct policy *policies_rule(const struct policies *ps, const char *region,
				   const char *disease, const char *insutype,
				   enum policy_rule rule);

#endif
