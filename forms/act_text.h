/* The text of an act: what the actor signs.
 *
 * It binds the act and its meaning in words to the actor, his role and key, the filing's version by the digest of its
 * canonical text and of the version before, the form's layout, the packs, the verdict, every material, the act before,
 * the claimed time, and the head of the audit that was seen while signing (reliability: signature records). The doctor's
 * act covers the filing; the seal's covers filing and doctor's act, because it names the act before by its digest; so a seal
 * cannot be lifted to another doctor's text. */
#ifndef FORMS_ACT_TEXT_H
#define FORMS_ACT_TEXT_H

#include "forms/canonical.h"
#include "forms/workflow.h"

#define CANONICAL_ACT "mtdesk-act/1"

/* Where the doctor's or the institution's mark stands: on paper in ink, or as a signature of this desk. */
enum mark_level { MARK_INK, MARK_DESK };

struct act_material {
	const char *kind, *name, *sm3, *issued, *issuer;
	int64_t bytes, pages;
};

/* Everything the text says. Strings are borrowed; NULL is absent. */
struct act_facts {
	enum act act;
	const char *desk;                     /* UUID */
	int64_t filing;                       /* 0: about a policy */
	const char *no, *filing_no;           /* 受理号; 备案号 once there is one */
	int64_t version;
	const char *filing_sm3, *prior_sm3;   /* canonical text of this version, and of the version before */
	const char *layout, *layout_sm3;      /* layout id, and the digest of the layout table */
	const char *policies, *policies_sm3;  /* "leshan-2023-28/1 …", and the digest of their files */
	const char *verdict, *items, *basis;  /* "eligible", "1:yes 2:yes 3:no …", "shanxi-2024-3 reference" */
	const struct act_material *materials;
	size_t materials_count;
	const char *before_sm3;               /* the act before on this filing */
	const char *history, *history_sm3;    /* how many changes of fields were recorded till now, and their digest */
	int64_t actor;
	const char *actor_name, *role, *key_id;
	const char *at, *clock;               /* claimed time, "ok" or "doubtful" */
	int64_t audit_seq;
	const char *audit_head;
	const char *once;                     /* random, one per act */
	const char *reason;
	/* 认定 */
	const char *dr_name, *dr_code, *dr_title, *ide_name, *ide_no, *ide_date, *rx_weeks, *override;
	const char *mark;                     /* "ink" or "desk"; of certification and seal */
	/* 用印 */
	const char *seal_name, *seal_institution, *legible, *over_date, *name_equal, *scan_sm3;
	/* 备案 */
	const char *fixmedins_name, *fixmedins_code, *opter_name, *opt_time, *begndate, *enddate;
	/* 续期 */
	const char *policy, *document, *until;
};

/* The fields of the form that acts fill (FIELD_ACT), each with the act that fills it and the key that its value has in the
 * act's text. */
struct act_field {
	enum field_id field;
	enum act act; /* what certifies here fills what a certificate on paper fills too */
	const char *key;
};
/* NULL after the last. */
const struct act_field *act_field_at(size_t i);
bool act_fills(enum act a, const struct act_field *f);
/* Take into the facts what f->act has left in the filing. */
void act_facts_fill(struct act_facts *facts, const struct filing *f);

/* 0 with the text in *out, or -1. Same facts, same bytes. */
int act_text_make(const struct act_facts *facts, struct canonical *out);

/* The value of a key in an act's text; the caller frees it, NULL when absent. Keys are the names above, `meaning` (the words
 * of act.def, in Chinese) and, of each material in turn, material, material_name, material_bytes, material_pages,
 * material_sm3, material_issued and material_issuer. */
char *act_text_get(const char *text, const char *key);

/* The label of a key of an act's text: N_() words, NULL when there is no such key. */
const char *act_text_label(const char *key);

/* 纸质已见（0 级）, 本台签名（1 级）; translated. */
const char *mark_level_label(enum mark_level level);

/* What a person is shown before signing: every value of the filing's text and of the act's text, as lines with labels in
 * the reader's language, parted by LF. The caller frees it. NULL: memory. */
char *act_text_words(const char *filing_text, const char *act_text, const struct policies *ps);

#endif
