/* Covers forms/check: every finding that a filing can earn, each row with its reason, and that no code of finding.def is
 * left without a row. */
#include "tests/unit/world.h"

#include <sys/stat.h>

#include "forms/text.h"

/* A whole filing that nothing is wrong with; a row's pairs are set over it. */
#define WHOLE                                                                                          \
	"psn_name=张晓燕;gend=2;age=36;certno=511102199003076642;tel=13812345678;insutype=390;"     \
	"opsp_dise_code=M01904;opsp_dise_name=肝豆状核变性;dise_type_code=10;appy_date=2026-03-" \
	"30;"                                                                                          \
	"ev.prior_diagnosis=true;ev.ceruloplasmin=185|mg/L;"
/* The same where the notice gives no type code. */
#define WHOLE_LVLIANG                                                                              \
	"psn_name=张晓燕;gend=2;age=36;certno=511102199003076642;tel=13812345678;insutype=390;" \
	"opsp_dise_code=M01904;opsp_dise_name=肝豆状核变性;appy_date=2026-03-30;"            \
	"ev.prior_diagnosis=true;ev.ceruloplasmin=185|mg/L;"
#define WILSON "insutype=390;opsp_dise_code=M01904;"
#define HAN_51                                                                                                                                 \
	"的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的" \
	"的的的的的的的"

enum { LESHAN, LVLIANG, ELSEWHERE, IN_HOSPITAL, RENEWED, PLACES };

/* A region, the way the filing goes, and a renewal of the residents' notice. */
struct place {
	struct world w;
	const struct policy_route *route;
};

struct row {
	const char *pairs;
	int where;
	const char *day;
	bool complete;
	const char *found, *why;
};

// clang-format off
static const struct row rows[] = {
	{ "", LESHAN, "2026-03-30", false, "", "nothing is given, nothing is demanded" },
	{ WHOLE, LESHAN, "2026-03-30", true, "", "eligible by the reference: nothing to say" },
	{ WHOLE_LVLIANG, LVLIANG, "2026-03-30", true, "", "eligible and binding" },

	/* identity */
	{ "certno=511102199003076634", LESHAN, "2026-03-30", false, "", "right" },
	{ "certno=511102199003076630", LESHAN, "2026-03-30", false, "certno:id_checksum", "wrong check character" },
	{ "certno=ABC", LESHAN, "2026-03-30", false, "certno:id_format", "no kind of document" },
	{ "certno=5111021990030766", LESHAN, "2026-03-30", false, "certno:id_length", "sixteen digits" },
	{ "certno=51110219900307663O", LESHAN, "2026-03-30", false, "certno:id_character", "the letter O for nought" },
	{ "certno=511102199002306637", LESHAN, "2026-03-30", false, "certno:id_date", "30 February" },
	{ "certno=511102202603316632", LESHAN, "2026-03-30", false, "certno:id_future", "born tomorrow" },
	{ "certno=511102202603316632", LESHAN, "2026-03-31", false, "", "born today" },
	{ "certno=511102202603316632;appy_date=2026-03-30", LESHAN, "2026-04-30", false, "certno:id_future", "born after the application day" },
	{ "certno=710102199003076630", LESHAN, "2026-03-30", false, "certno:id_province", "no citizen number begins with 71" },
	{ "certno=511199199003076633", LESHAN, "2026-03-30", false, "certno:id_county", "an unknown county is only noted" },
	{ "certno=511102190512310010", LESHAN, "2026-03-30", false, "", "120 years and no more" },
	{ "certno=511102190512310010", LESHAN, "2026-12-31", false, "certno:id_old", "121 years are asked about" },
	{ "certno=511102900307663", LESHAN, "2026-03-30", false, "certno:id_fifteen", "fifteen digits" },
	{ "certno=511102900307996", LESHAN, "2026-03-30", false, "certno:id_fifteen certno:id_sequence", "a sequence kept for the very old" },
	{ "certno=５１１１０２１９９００３０７６６３４", LESHAN, "2026-03-30", false, "certno:id_cleaned", "full width" },
	{ "certno=11010519491231002x", LESHAN, "2026-03-30", false, "certno:id_cleaned", "a small x" },
	{ "certno=5.11102E+17", LESHAN, "2026-03-30", false, "certno:id_wounded", "a spreadsheet was at it" },
	{ "certno=511102199003076000", LESHAN, "2026-03-30", false, "certno:id_wounded", "the last three digits are gone" },
	{ "certno=E12345678;psn_cert_type=01", LESHAN, "2026-03-30", false, "psn_cert_type:id_type_mismatch", "a passport is no identity card" },
	{ "certno=E12345678;psn_cert_type=16", LESHAN, "2026-03-30", false, "", "a passport" },
	{ "psn_cert_type=77", LESHAN, "2026-03-30", false, "psn_cert_type:id_type_unknown", "no such type, no number" },
	{ "certno=E12345678;psn_cert_type=77", LESHAN, "2026-03-30", false, "psn_cert_type:id_type_unknown", "no such type" },
	{ "certno=G12345678", LESHAN, "2026-03-30", false, "certno:id_historic", "an old passport" },
	{ "certno=810100199001010014", LESHAN, "2026-03-30", false, "certno:id_prefix", "Hong Kong has no districts there" },
	{ "certno=810000199001010019", LESHAN, "2026-03-30", false, "", "a residence permit" },
	{ "certno=C12345678", LESHAN, "2026-03-30", false, "certno:id_travel_permit", "a mainlander's travel permit" },
	{ "certno=911999198108030029", LESHAN, "2026-03-30", false, "certno:id_nationality", "no country has 999" },

	/* sex, age, birth */
	{ "gend=3", LESHAN, "2026-03-30", false, "gend:gend_unknown", "no such code" },
	{ "certno=511102199003076642;gend=2", LESHAN, "2026-03-30", false, "", "a woman" },
	{ "certno=511102199003076642;gend=1", LESHAN, "2026-03-30", false, "gend:gend_mismatch", "the number says 女" },
	{ "certno=511102199003076630;gend=2", LESHAN, "2026-03-30", false, "certno:id_checksum", "a wrong number says nothing of sex" },
	{ "certno=E12345678;gend=2", LESHAN, "2026-03-30", false, "", "a passport says nothing of sex" },
	{ "certno=511102199003076642;age=36", LESHAN, "2026-03-30", false, "", "36 since 7 March" },
	{ "certno=511102199003076642;age=36", LESHAN, "2026-03-06", false, "age:age_mismatch", "35 on the day before" },
	{ "certno=511102199003076642;age=35;appy_date=2026-03-06", LESHAN, "2026-03-30", false, "", "the application day governs" },
	{ "certno=511102199003076642;age=35", LESHAN, "2026-03-30", false, "age:age_mismatch", "one short" },
	{ "age=36岁", LESHAN, "2026-03-30", false, "age:age_format", "words" },
	{ "age=-1", LESHAN, "2026-03-30", false, "age:age_format", "below nought" },
	{ "age=151", LESHAN, "2026-03-30", false, "age:age_format", "nobody" },
	{ "age=150", LESHAN, "2026-03-30", false, "", "the most" },
	{ "age=18446744073709551652", LESHAN, "2026-03-30", false, "age:too_long age:age_format", "would be 36 if it wrapped" },
	{ "certno=511102199003076642;brdy=1990-03-07", LESHAN, "2026-03-30", false, "", "the same day" },
	{ "certno=511102199003076642;brdy=1990-03-08", LESHAN, "2026-03-30", false, "brdy:brdy_mismatch", "another day" },

	/* name, telephone */
	{ "psn_name=张3", LESHAN, "2026-03-30", false, "psn_name:name_character", "a digit" },
	{ "psn_name=古丽•阿依", LESHAN, "2026-03-30", false, "psn_name:name_dot", "another dot" },
	{ "psn_name=张\xEE\x80\x80", LESHAN, "2026-03-30", false, "psn_name:name_private_use", "a home-made character" },
	{ "psn_name=张", LESHAN, "2026-03-30", false, "psn_name:name_short", "one character" },
	{ "psn_name=" HAN_51, LESHAN, "2026-03-30", false, "psn_name:name_too_long", "fifty-one, said once" },
	{ "tel=12345", LESHAN, "2026-03-30", false, "tel:tel_format", "too short" },
	{ "tel=2123456", LESHAN, "2026-03-30", false, "tel:tel_no_area", "no area" },
	{ "tel=8332123456", LESHAN, "2026-03-30", false, "tel:tel_zero", "the nought was eaten" },
	{ "tel=+86 13812345678", LESHAN, "2026-03-30", false, "tel:tel_cleaned", "with the country" },

	/* agent */
	{ "agnter_name=张建军", LESHAN, "2026-03-30", false, "", "the way is not known: nothing against an agent" },
	{ "agnter_name=张建军", ELSEWHERE, "2026-03-30", false, "", "an agent may apply for whoever was treated elsewhere" },
	{ "agnter_name=张建军;agnter_tel=1", IN_HOSPITAL, "2026-03-30", false, "agnter_name:agent_not_here", "the hospital sees the person; said once" },
	{ "agnter_rlts=子女", IN_HOSPITAL, "2026-03-30", false, "agnter_name:agent_not_here", "whatever is filled" },
	{ WHOLE "agnter_name=张建军", ELSEWHERE, "2026-03-30", true, "agnter_certno:required agnter_tel:required agnter_rlts:required", "whole or not at all" },
	{ WHOLE "agnter_name=张建军;agnter_certno=11010519491231002X;agnter_tel=13812345678;agnter_rlts=父母", ELSEWHERE, "2026-03-30", true, "", "a whole agent" },
	{ "agnter_name=张3", ELSEWHERE, "2026-03-30", false, "agnter_name:name_character", "a digit in the agent's name" },
	{ "agnter_certno=511102199003076630", ELSEWHERE, "2026-03-30", false, "agnter_certno:id_checksum", "the agent's number is read as any" },
	{ "certno=511102199003076642;agnter_certno=511102199003076642", ELSEWHERE, "2026-03-30", false, "agnter_certno:agent_same", "nobody is his own agent" },
	{ "certno=511102199003076634;agnter_certno=511102900307663", ELSEWHERE, "2026-03-30", false, "agnter_certno:id_fifteen agnter_certno:agent_same", "nor under the old number" },
	{ "agnter_tel=12345", ELSEWHERE, "2026-03-30", false, "agnter_tel:tel_format", "the agent's telephone" },

	/* disease and insurance */
	{ "insutype=999", LESHAN, "2026-03-30", false, "insutype:insutype_unknown", "no such insurance" },
	{ "insutype=340", LESHAN, "2026-03-30", false, "", "an insurance of the dictionary" },
	{ "opsp_dise_code=M01904", LESHAN, "2026-03-30", false, "", "a code alone" },
	{ "opsp_dise_code=M1904", LESHAN, "2026-03-30", false, "opsp_dise_code:code_format", "a digit short" },
	{ "opsp_dise_code=m01904", LESHAN, "2026-03-30", false, "opsp_dise_code:code_format", "a small letter is another code" },
	{ "opsp_dise_code=M99999", LESHAN, "2026-03-30", false, "opsp_dise_code:code_unknown", "Leshan's table is whole" },
	{ "opsp_dise_code=M01600", LVLIANG, "2026-03-30", false, "opsp_dise_code:code_not_loaded", "Lüliang's is not" },
	{ "opsp_dise_name=糖尿病", LVLIANG, "2026-03-30", false, "opsp_dise_name:code_not_loaded", "nor by name" },
	{ "opsp_dise_code=M1", LVLIANG, "2026-03-30", false, "opsp_dise_code:code_format", "the shape is known everywhere" },
	{ "opsp_dise_code=M01904;insutype=340", LESHAN, "2026-03-30", false, "insutype:pair_unknown", "no such pair in a whole table" },
	{ "opsp_dise_code=M01904;insutype=340", LVLIANG, "2026-03-30", false, "insutype:code_not_loaded", "in a table with gaps nobody knows" },
	{ "opsp_dise_code=M01904;opsp_dise_name=糖尿病", LESHAN, "2026-03-30", false, "opsp_dise_name:name_mismatch", "another disease" },
	{ "opsp_dise_code=M03901;opsp_dise_name=高血压2级", LESHAN, "2026-03-30", false, "", "without the notice's blanks" },
	{ "opsp_dise_code=M00501;opsp_dise_name=恶性肿瘤（放化疗）", LESHAN, "2026-03-30", false, "", "full-width brackets" },
	{ "opsp_dise_name=高血压２级", LESHAN, "2026-03-30", false, "", "found by its folded name" },
	{ "opsp_dise_name=肝豆", LESHAN, "2026-03-30", false, "opsp_dise_name:disease_unknown", "half a name finds much and names nothing" },
	{ "opsp_dise_code=M01600;insutype=310;dise_type_code=99912", LESHAN, "2026-03-30", false, "", "the exception for employees" },
	{ "opsp_dise_code=M01600;insutype=310;dise_type_code=10", LESHAN, "2026-03-30", false, "dise_type_code:type_code_mismatch", "not the ordinary type" },
	{ "opsp_dise_code=M01600;insutype=390;dise_type_code=99011", LESHAN, "2026-03-30", false, "", "the exception for residents" },
	{ "opsp_dise_code=M01600;insutype=390;dise_type_code=99912", LESHAN, "2026-03-30", false, "dise_type_code:type_code_mismatch", "the employees' type" },
	{ "opsp_dise_code=M01600;dise_type_code=99011", LESHAN, "2026-03-30", false, "", "some insurance has it" },
	{ "opsp_dise_code=M01600;dise_type_code=10", LESHAN, "2026-03-30", false, "dise_type_code:type_code_mismatch", "no insurance has it" },
	{ WILSON "dise_type_code=10", LVLIANG, "2026-03-30", false, "", "the Shanxi notices give no type code" },

	/* dates */
	{ "hosp_ide_date=2026-3-1", LESHAN, "2026-03-30", false, "hosp_ide_date:date_format", "not the national shape" },
	{ "hosp_ide_date=2026-02-29", LESHAN, "2026-03-30", false, "hosp_ide_date:date_format", "no such day" },
	{ "hosp_ide_date=2026-03-30", LESHAN, "2026-03-30", false, "", "today" },
	{ "hosp_ide_date=2026-03-31", LESHAN, "2026-03-30", false, "hosp_ide_date:date_future", "tomorrow" },
	{ "certno=511102199003076642;hosp_ide_date=1990-03-06", LESHAN, "2026-03-30", false, "hosp_ide_date:date_before_birth", "the day before birth" },
	{ "certno=511102199003076642;hosp_ide_date=1990-03-07", LESHAN, "2026-03-30", false, "", "the day of birth" },
	{ "appy_date=2026-04-01", LESHAN, "2026-03-30", false, "appy_date:date_future", "an application of the day after tomorrow" },
	{ "opt_time=x", LESHAN, "2026-03-30", false, "opt_time:date_format", "no day of filing" },

	/* hospitals and terms */
	{ WILSON "ide_fixmedins_name=吕梁市人民医院", LVLIANG, "2026-03-30", false, "ide_fixmedins_name:hospital_unlisted", "not of the first batch" },
	{ WILSON "ide_fixmedins_name=山西医科大学第一医院", LVLIANG, "2026-03-30", false, "", "its real name, which the notice misprints" },
	{ WILSON "ide_fixmedins_name=山西省医科大学第一医院", LVLIANG, "2026-03-30", false, "", "as the notice prints it" },
	{ WILSON "ide_fixmedins_name=乐山市人民医院", LESHAN, "2026-03-30", false, "", "Shanxi's list does not bind Leshan" },
	{ WILSON, LVLIANG, "2024-04-30", false, "-:policy_not_yet", "a day early" },
	{ WILSON, LVLIANG, "2024-05-01", false, "", "the first day" },
	{ WILSON, LVLIANG, "2026-04-30", false, "", "the last day" },
	{ WILSON, LVLIANG, "2026-05-01", false, "-:policy_expired", "a day late" },
	{ WILSON "hosp_ide_date=2026-04-30", LVLIANG, "2026-05-01", false, "-:policy_expired", "certified in time, filed late" },
	{ WILSON "opt_time=2026-04-30", LVLIANG, "2026-05-01", false, "", "filed in time, looked at later" },
	{ WILSON "opt_time=2026-05-01;hosp_ide_date=2026-05-01", LVLIANG, "2026-05-02", false, "opt_time:policy_expired hosp_ide_date:policy_expired", "both late" },
	{ WILSON "hosp_ide_date=2024-04-30", LVLIANG, "2024-05-01", false, "hosp_ide_date:policy_not_yet", "certified early" },
	{ WILSON, LESHAN, "2027-01-01", false, "", "a reference has no term here" },

	{ WILSON "hosp_ide_date=2027-04-30", RENEWED, "2027-04-30", false, "-:policy_renewed hosp_ide_date:policy_renewed", "carried by the document that the head recorded" },
	{ WILSON "hosp_ide_date=2026-04-30", RENEWED, "2026-05-01", false, "-:policy_renewed", "certified under the notice itself" },
	{ WILSON, RENEWED, "2026-04-30", false, "", "its own last day needs no document" },
	{ WILSON, RENEWED, "2027-05-01", false, "-:policy_expired", "nor does it reach for ever" },
	{ "insutype=310;opsp_dise_code=M01904", RENEWED, "2026-05-01", false, "-:policy_expired", "the employees' notice was not prolonged" },

	/* long prescriptions */
	{ WILSON "rx_weeks=4", LVLIANG, "2026-03-30", false, "", "the least" },
	{ WILSON "rx_weeks=12", LVLIANG, "2026-03-30", false, "", "the most" },
	{ WILSON "rx_weeks=13", LVLIANG, "2026-03-30", false, "rx_weeks:rx_weeks", "a week too many" },
	{ WILSON "rx_weeks=13", LESHAN, "2026-03-30", false, "", "Leshan sets no limit" },

	/* evidence */
	{ "insutype=390;opsp_dise_code=M01600;ev.kf_ring=true;ev.atp7b=true", LESHAN, "2026-03-30", false, "symp_dscr:evidence_unused", "what the disease before had left" },
	{ WILSON "ev.copper=1", LVLIANG, "2026-03-30", false, "symp_dscr:evidence_unknown", "no such piece" },
	{ WILSON "ev.ceruloplasmin=high|mg/L", LVLIANG, "2026-03-30", false, "ceruloplasmin:evidence_value", "no number" },
	{ WILSON "ev.ceruloplasmin=185|U/L", LVLIANG, "2026-03-30", false, "ceruloplasmin:evidence_unit", "no mass" },
	{ WILSON "ev.ceruloplasmin=185", LVLIANG, "2026-03-30", false, "ceruloplasmin:evidence_unit_missing", "no unit" },
	{ WILSON "ev.ceruloplasmin=185 mg/L|g/L", LVLIANG, "2026-03-30", false, "ceruloplasmin:evidence_unit_conflict", "two units" },
	{ WILSON "ev.kf_ring=maybe", LVLIANG, "2026-03-30", false, "kf_ring:evidence_yes_no", "neither" },
	{ WILSON "ev.urine_copper_24h=≥100|ug/24h", LVLIANG, "2026-03-30", false, "urine_copper_24h:evidence_straddles", "the limit itself is not above it" },
	{ WILSON "ev.liver_copper=-1|ug/g", LVLIANG, "2026-03-30", false, "liver_copper:evidence_negative", "below nought" },

	/* completeness */
	{ "", LESHAN, "2026-03-30", true, "psn_name:required gend:required age:required insutype:required certno:required tel:required "
	  "opsp_dise_code:required opsp_dise_name:required appy_date:required", "all that filing demands" },
	{ "psn_name=张晓燕;certno=511102199003076642;tel=13812345678;insutype=390;opsp_dise_name=肝豆状核变性;appy_date=2026-03-30;"
	  "ev.prior_diagnosis=true;ev.kf_ring=true", LESHAN, "2026-03-30", true, "", "sex, age and code follow from what is given" },
	{ "psn_name=张晓燕;certno=E12345678;tel=13812345678;insutype=390;opsp_dise_code=M01904;appy_date=2026-03-30;"
	  "ev.prior_diagnosis=true;ev.kf_ring=true", LESHAN, "2026-03-30", true, "gend:required age:required", "a passport tells neither" },
	{ "psn_name=张晓燕;certno=511102199003076630;tel=13812345678;insutype=390;opsp_dise_code=M99999;appy_date=2026-03-30;symp_dscr=x",
	  LESHAN, "2026-03-30", true, "gend:required age:required opsp_dise_name:required certno:id_checksum opsp_dise_code:code_unknown", "nor do a wrong number and a code that is none" },
	{ WHOLE "ev.prior_diagnosis=false;ev.neuro_psychiatric=false;ev.liver_damage=false", LESHAN, "2026-03-30", true, "symp_dscr:verdict_reference", "a reference refuses nobody" },
	{ WHOLE_LVLIANG "ev.prior_diagnosis=false;ev.neuro_psychiatric=false;ev.liver_damage=false", LVLIANG, "2026-03-30", true, "symp_dscr:verdict_ineligible", "item 1 fails" },
	{ WHOLE_LVLIANG "ev.prior_diagnosis=false", LVLIANG, "2026-03-30", true, "symp_dscr:verdict_undetermined", "item 1 is open" },
	{ WHOLE "opsp_dise_code=M01600;opsp_dise_name=糖尿病;dise_type_code=99011", LESHAN, "2026-03-30", true, "symp_dscr:evidence_unused symp_dscr:required", "no criteria: the doctor's words are asked for" },
	{ WHOLE "opsp_dise_code=M01600;opsp_dise_name=糖尿病;dise_type_code=99011;symp_dscr=空腹血糖 9.1", LESHAN, "2026-03-30", true, "symp_dscr:evidence_unused", "and are there" },

	/* lengths */
	{ "certno=" HAN_51, LESHAN, "2026-03-30", false, "certno:too_long certno:id_character", "fifty-one characters" },
	{ "diag_dr_name=" HAN_51, LESHAN, "2026-03-30", false, "diag_dr_name:too_long", "the doctor's name" },
};
// clang-format on

/* Codes that no check of a filing makes: they are about a line before it is a filing (tests/unit/test_filing_json), about who
 * certifies and files (tests/unit/test_qualify), or about materials (tests/unit/test_notice). */
static const enum finding_code of_lines[] = {
	FINDING_DOCTOR_UNKNOWN,
	FINDING_DOCTOR_ELSEWHERE,
	FINDING_DOCTOR_INACTIVE,
	FINDING_DOCTOR_DISEASE,
	FINDING_DOCTOR_INSTITUTION,
	FINDING_DOCTORS_FEW,
	FINDING_INSTITUTION_UNKNOWN,
	FINDING_INSTITUTION_ELSEWHERE,
	FINDING_INSTITUTION_INACTIVE,
	FINDING_INSTITUTION_CERTIFIES,
	FINDING_INSTITUTION_LEVEL,
	FINDING_INSTITUTION_DISEASE,
	FINDING_INSTITUTION_FILES,
	FINDING_INSTITUTION_REGION,
	FINDING_MATERIAL_MISSING,
	FINDING_SIGN_UNSEEN, /* of the form on the screen: a line has no paper */
	FINDING_NOT_JSON,
	FINDING_NOT_OBJECT,
	FINDING_NOT_UTF8,
	FINDING_LINE_TOO_LONG,
	FINDING_DUPLICATE_KEY,
	FINDING_UNKNOWN_KEY,
	FINDING_UNKNOWN_KEYS_MORE,
	FINDING_WRONG_TYPE,
	FINDING_TEXT_CLEANED,
	FINDING_TEXT_COMPOSED,
	FINDING_EVIDENCE_TOO_MANY,
};

static void judge_row(const struct row *row, const struct place *at, bool *seen)
{
	const struct world *w = &at->w;
	struct check_context ctx = world_on(w, row->day, row->complete);
	struct filing f = { 0 };
	struct check_result r = { 0 };
	char words[1024];

	ctx.route = at->route;
	set_pairs(&f, row->pairs);
	filing_check(&f, &ctx, &r);
	found_words(&r.findings, words, sizeof(words));
	if (strcmp(words, row->found) != 0)
		fail_msg("%s (%s, %s): found '%s': %s", row->pairs, w->region, row->day, words,
			 row->why);
	for (size_t i = 0; i < r.findings.count; i++)
		seen[r.findings.list[i].code] = true;
	check_result_finish(&r);
	filing_finish(&f);
}

static const struct policy_route *route_called(const struct world *w, const char *id)
{
	const struct policy *p = policies_routes(w->policies, w->region, "390");

	for (unsigned i = 0; p && i < p->routes_count; i++)
		if (strcmp(p->routes[i].id, id) == 0)
			return &p->routes[i];
	fail_msg("no route %s", id);
	return NULL;
}

static void open_places(struct place *at)
{
	static const struct {
		const char *region, *route;
	} where[PLACES] = {
		[LESHAN] = { "5111", NULL },           [LVLIANG] = { "1411", NULL },
		[ELSEWHERE] = { "5111", "elsewhere" }, [IN_HOSPITAL] = { "5111", "in_hospital" },
		[RENEWED] = { "1411", NULL },
	};
	struct err err = { 0 };

	for (int i = 0; i < PLACES; i++) {
		at[i] = (struct place) { 0 };
		world_open(&at[i].w, where[i].region, NULL);
		if (where[i].route)
			at[i].route = route_called(&at[i].w, where[i].route);
	}
	assert_int_equal(policies_renew(at[RENEWED].w.policies, "shanxi-2024-3",
					"晋医保发〔2026〕9号", (struct date) { 2027, 4, 30 }, &err),
			 0);
}

static void filing_check__finds__each_thing_once(void **unused)
{
	bool seen[FINDING_CODE_COUNT] = { false };
	struct place at[PLACES];

	(void)unused;
	open_places(at);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		judge_row(&rows[i], &at[rows[i].where], seen);
	for (size_t i = 0; i < ARRAY_SIZE(of_lines); i++) {
		if (seen[of_lines[i]])
			fail_msg("%s is said to be of another test",
				 finding_code_name(of_lines[i]));
		seen[of_lines[i]] = true;
	}
	for (int code = 0; code < FINDING_CODE_COUNT; code++)
		if (!seen[code])
			fail_msg("no row earns %s", finding_code_name(code));
	for (int i = 0; i < PLACES; i++)
		world_close(&at[i].w);
}

static void finding_is_error__depends_on__completeness(void **unused)
{
	static const struct {
		enum finding_code code;
		bool complete, error;
		const char *why;
	} cases[] = {
		{ FINDING_ID_CHECKSUM, false, true, "wrong as typed" },
		{ FINDING_ID_CHECKSUM, true, true, "wrong as typed" },
		{ FINDING_REQUIRED, false, false, "asked for by an act only" },
		{ FINDING_REQUIRED, true, true, "asked for by an act" },
		{ FINDING_POLICY_EXPIRED, false, false, "a warning" },
		{ FINDING_POLICY_EXPIRED, true, true, "no filing rests on it" },
		{ FINDING_HOSPITAL_UNLISTED, true, false, "worth knowing, never more" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct check_context ctx = { .complete = cases[i].complete };
		struct finding f = { .code = cases[i].code };

		if (finding_is_error(&f, &ctx) != cases[i].error)
			fail_msg("%s: %s", finding_code_name(f.code), cases[i].why);
	}
}

static void put_pack(const char *folder, const char *name, const char *text)
{
	char path[128];
	FILE *f;

	mkdir(folder, 0700);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* A city may add hospitals to the province's first batch; another disease's list does not count. */
static void filing_check__accepts__hospitals_of_any_pack_of_the_region(void **unused)
{
	static const char pack[] = "id: lvliang-2026-1\nedition: 1\ndocument: 吕医保发〔2026〕1号\n"
				   "title: 试\nissuer: 试\nregions: [\"1411\"]\n"
				   "codes:\n  - { name: 甲, code: %s, insurance: 居民, insutype: "
				   "\"390\", type_name: \"\", type_code: \"\" }\n"
				   "hospitals:\n  - name: 吕梁市人民医院\n";
	static const struct {
		const char *folder, *code, *found, *why;
	} cases[] = {
		{ "hospitals", "M01904", "", "the city named it for this disease" },
		{ "others", "M00101", "ide_fixmedins_name:hospital_unlisted",
		  "for another disease" },
	};
	char text[1024], words[256];

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct filing f = { 0 };
		struct check_result r = { 0 };
		struct check_context ctx;
		struct world w;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(text, sizeof(text), pack, cases[i].code);
#pragma GCC diagnostic pop
		put_pack(cases[i].folder, "lvliang-2026-1.yaml", text);
		world_open(&w, "1411", cases[i].folder);
		assert_null(policies_complaint(w.policies, 0));
		ctx = world_on(&w, "2026-03-30", false);
		set_pairs(&f, WILSON "ide_fixmedins_name=吕梁市人民医院");
		filing_check(&f, &ctx, &r);
		if (strcmp(found_words(&r.findings, words, sizeof(words)), cases[i].found) != 0)
			fail_msg("found '%s': %s", words, cases[i].why);
		check_result_finish(&r);
		filing_finish(&f);
		world_close(&w);
	}
}

/* What is handed back is whole, or not there: a cut number would be another number. */
static void filing_check__hands_back__nothing_cut(void **unused)
{
	static const char stack[] = "བསྒྲུབས"; /* two characters to the eye, seven letters */
	struct filing f = { 0 };
	struct check_result r = { 0 };
	struct check_context ctx;
	struct world w;
	char name[600] = "", digits[300], card[400] = "";

	(void)unused;
	world_open(&w, "5111", NULL);
	ctx = world_on(&w, "2026-03-30", false);
	for (size_t i = 0; i < 20; i++)
		strncat(name, stack, sizeof(name) - strlen(name) - 1);
	for (size_t i = 0; i < 24; i++)
		strncat(card, "川", sizeof(card) - strlen(card) - 1);
	strncat(card, "字第0123456789号", sizeof(card) - strlen(card) - 1);
	filing_set(&f, FIELD_PSN_NAME, name);
	filing_set(&f, FIELD_CERTNO, card);
	filing_check(&f, &ctx, &r);
	assert_true(strlen(name) > 256);
	assert_string_equal(r.psn_name, name);
	assert_true(r.identity.valid);
	assert_string_equal(r.identity.certno, card);
	check_result_finish(&r);

	memset(digits, '1', sizeof(digits) - 1);
	digits[sizeof(digits) - 1] = '\0';
	filing_set(&f, FIELD_CERTNO, digits);
	filing_set(&f, FIELD_TEL, digits);
	filing_check(&f, &ctx, &r);
	assert_false(r.identity.valid);
	assert_string_equal(r.identity.certno, "");
	assert_string_equal(r.tel, "");
	check_result_finish(&r);
	filing_finish(&f);
	world_close(&w);
}

/* Two long numbers that differ only far behind are two people. */
static void identity_person_key__tells_apart__long_numbers(void **unused)
{
	char a[CERTNO_SIZE], b[CERTNO_SIZE];
	char card[200] = "";

	(void)unused;
	for (size_t i = 0; i < 30; i++)
		strncat(card, "川", sizeof(card) - strlen(card) - 1);
	strncat(card, "字第1号", sizeof(card) - strlen(card) - 1);
	identity_person_key(card, a);
	card[strlen(card) - strlen("1号")] = '2';
	identity_person_key(card, b);
	assert_string_not_equal(a, b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filing_check__finds__each_thing_once),
		cmocka_unit_test(finding_is_error__depends_on__completeness),
		cmocka_unit_test(filing_check__accepts__hospitals_of_any_pack_of_the_region),
		cmocka_unit_test(filing_check__hands_back__nothing_cut),
		cmocka_unit_test(identity_person_key__tells_apart__long_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
