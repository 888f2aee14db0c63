/* Sheets to print in tests: a filing with all that paper may say of it, without a store.
 *
 *     sheet_open(&s, SHEET_LUNG);           or SHEET_WILSON, or other "key=value;..." pairs
 *     sheet_sign(&s);                       as if it had been certified, sealed and filed
 *     paper_make(PAPER_FORM, &s.facts, ...)
 *     sheet_close(&s);
 */
#ifndef TESTS_SHEETS_H
#define TESTS_SHEETS_H

#include "tests/unit/world.h"

#include "forms/paper.h"

#define SHEET_PERSON                                                                                \
	"psn_name=张晓燕;certno=511102199003076626;tel=13812345678;insutype=390;appy_date=2026-" \
	"11-20;"
#define SHEET_LUNG                                                                                 \
	SHEET_PERSON "opsp_dise_code=M00105;symp_dscr=咳嗽三月，痰菌阳性，CT 示双肺结核。;"
#define SHEET_WILSON                                                                               \
	SHEET_PERSON                                                                               \
	"opsp_dise_code=M01904;appy_sign=2026-11-20 09:12;ev.prior_diagnosis=true;"                \
	"ev.ceruloplasmin=185|mg/L;ev.urine_copper_24h=1.6|umol/24h;ev.kf_ring=false;"

struct sheet {
	struct world w;
	struct check_context ctx;
	struct filing filing;
	struct check_result result;
	struct paper_facts facts;
};

/* Judge again after the filing was changed. */
__attribute__((unused)) static void sheet_judge(struct sheet *s)
{
	check_result_finish(&s->result);
	s->result = (struct check_result) { 0 };
	filing_check(&s->filing, &s->ctx, &s->result);
}

__attribute__((unused)) static void sheet_open(struct sheet *s, const char *pairs)
{
	*s = (struct sheet) { 0 };
	world_open(&s->w, "5111", NULL);
	s->ctx = world_on(&s->w, "2026-11-22", true);
	set_pairs(&s->filing, pairs);
	assert_int_equal(filing_derive(&s->filing, FIELD_CERTNO, &s->ctx), 0);
	assert_int_equal(filing_derive(&s->filing, FIELD_OPSP_DISE_CODE, &s->ctx), 0);
	sheet_judge(s);
	s->facts = (struct paper_facts) {
		.printed_at = "2026-11-22 09:15:02",
		.printed_by = "王敏",
		.nth = 1,
		.desk = "8f14e45f-ceea-467f-9a6b-1c2d3e4f5a6b",
		.institution = "乐山市人民医院",
		.filing = &s->filing,
		.check = &s->ctx,
		.result = &s->result,
		.state = STATE_READY,
		.version = 1,
		.no = "20261120-0001",
		.stored_at = "2026-11-22 09:15:02",
		.route = "在院认定",
		.policies = "leshan-2023-28/2 shanxi-2024-3/1",
	};
}

#define SHEET_QR                                                                                   \
	"AFWXIZLTNNXXO3DFOIQGC3TEEBZG63TFEBUW4IDNN5ZGKIDUMVWCA2LOMFWXAYLMMFZGKIDUN4QHI2DFEBSGK43L" \
	"EBXWM"                                                                                    \
	"IDUNBSSA2DPONYGS5DBNQQGC3TEEBXW4ZJAMNUGKY3LEBRW6ZDFEBTG64RAORUGKIDQNBQXEMJSGM2DKNRXHA4TA" \
	"MJSGM"                                                                                    \
	"2DKNRXHA4TAMJSGM2DKNRXHA4TAMJSGM2DKNRXHA4TAMJSGM2DKNRXHA4TAMJSGM2DKNRXHA4TAMJSGM2DKNRXHA" \
	"4TA"

/* Certified, sealed and filed by this desk. */
__attribute__((unused)) static void sheet_sign(struct sheet *s)
{
	set_pairs(&s->filing,
		  "diag_dr_name=李建国;diag_dr_codg=D511102000123;hosp_ide_date=2026-11-22;rx_"
		  "weeks=8;"
		  "ide_fixmedins_name=乐山市人民医院;ide_fixmedins_no=H51110200001;"
		  "fixmedins_name=乐山市人民医院;fixmedins_code=H51110200001;opter_name=周立;"
		  "opt_time=2026-11-22;begndate=2026-11-22;enddate=2028-11-21;");
	s->facts.state = STATE_FILED;
	s->facts.filing_no = "511102-2026-00001-K";
	s->facts.code = "7Q4M-2K6D-XA";
	s->facts.qr = SHEET_QR;
	s->facts.seal_name = "医疗保险专用章";
	s->facts.submitted = (struct paper_mark) { true,           MARK_DESK,
						   "王敏",         "2026-11-22 09:20:00",
						   "A2C4-E6G7-IJ", "0011223344556677" };
	s->facts.certified = (struct paper_mark) { true,           MARK_DESK,
						   "李建国",       "2026-11-22 10:02:00",
						   "B3D5-F7H2-KL", "8899aabbccddeeff" };
	s->facts.sealed = (struct paper_mark) {
		true,           MARK_DESK,         "乐山市人民医院", "2026-11-22 10:31:00",
		"C4E6-G2I3-MN", "0123456789abcdef"
	};
	s->facts.filed = (struct paper_mark) { true,           MARK_DESK,
					       "周立",         "2026-11-22 10:40:00",
					       "D5F7-H3J4-OP", "fedcba9876543210" };
}

__attribute__((unused)) static void sheet_close(struct sheet *s)
{
	check_result_finish(&s->result);
	filing_finish(&s->filing);
	world_close(&s->w);
}

#endif
