/* The words in English: what the catalogue must keep so that the screens stay whole. */
#include <locale.h>

#include "forms/finding.h"
#include "forms/layout.h"
#include "forms/workflow.h"
#include "tests/test.h"
#include "tui/keys.h"
#include "tui/width.h"

static int speak_english(void **state)
{
	(void)state;
	bindtextdomain("mtdesk", WORDS_DIR);
	bind_textdomain_codeset("mtdesk", "UTF-8");
	textdomain("mtdesk");
	return setenv("LANGUAGE", "en", 1) || !setlocale(LC_ALL, "C.UTF-8");
}

static void words__say_nothing__for_the_empty_text(void **state)
{
	(void)state;
	assert_string_not_equal(_("姓名"), "姓名");
	assert_string_equal(_(""), "");
}

/* Arguments as they come up on the form. Findings about whole lines and the verdict's explanation are not said there. */
// clang-format off
static const char *const samples[FINDING_CODE_COUNT][2] = {
	[FINDING_TEXT_CLEANED]       = { "Disease type code", "U+200B" },
	[FINDING_TEXT_COMPOSED]      = { "Disease type code" },
	[FINDING_TOO_LONG]           = { "Certifying institution's opinion (seal)", "200" },
	[FINDING_REQUIRED]           = { "Certifying institution's opinion (seal)" },
	[FINDING_ID_UNKNOWN]         = { "511***********6627" },
	[FINDING_ID_LENGTH]          = { "511***********6627", "17" },
	[FINDING_ID_CHARACTER]       = { "511***********6627", "Ⅹ" },
	[FINDING_ID_CHECKSUM]        = { "511***********6627" },
	[FINDING_ID_DATE]            = { "511***********6627", "1990-02-30" },
	[FINDING_ID_FUTURE]          = { "511***********6627", "2099-02-28" },
	[FINDING_ID_PROVINCE]        = { "511***********6627", "99" },
	[FINDING_ID_COUNTY]          = { "511199" },
	[FINDING_ID_OLD]             = { "1890-01-01" },
	[FINDING_ID_FIFTEEN]         = { "6626" },
	[FINDING_ID_WOUNDED]         = { "5.1110219900307E+17" },
	[FINDING_ID_TYPE_MISMATCH]   = { "Macao SAR passport / home-return permit" },
	[FINDING_ID_TYPE_UNKNOWN]    = { "991" },
	[FINDING_ID_HISTORIC]        = { "Taiwan travel permit, booklet" },
	[FINDING_ID_PREFIX]          = { "511***********6627", "810000、820000、830000" },
	[FINDING_ID_SEQUENCE]        = { "997" },
	[FINDING_ID_TRAVEL_PERMIT]   = { "C12345678" },
	[FINDING_ID_NATIONALITY]     = { "XYZ" },
	[FINDING_SEX_UNKNOWN]        = { "3" },
	[FINDING_SEX_CONTRADICTS]    = { "M", "F" },
	[FINDING_AGE_FORMAT]         = { "1a" },
	[FINDING_AGE_CONTRADICTS]    = { "36", "35" },
	[FINDING_BIRTH_CONTRADICTS]  = { "1990-03-07", "1990-03-08" },
	[FINDING_NAME_CHARACTER]     = { "5", "U+0035" },
	[FINDING_NAME_DOT]           = { "•" },
	[FINDING_NAME_PRIVATE]       = { "U+E816" },
	[FINDING_NAME_LONG]          = { "50" },
	[FINDING_TEL_FORMAT]         = { "1381234567" },
	[FINDING_TEL_NO_AREA]        = { "2123456" },
	[FINDING_TEL_ZERO]           = { "0833-2123456" },
	[FINDING_INSUTYPE_UNKNOWN]   = { "999" },
	[FINDING_CODE_FORMAT]        = { "M0190" },
	[FINDING_CODE_UNKNOWN]       = { "M99999", "乐山市" },
	[FINDING_CODE_NOT_LOADED]    = { "M00101", "吕梁市" },
	[FINDING_PAIR_UNKNOWN]       = { "M01904", "310" },
	[FINDING_NAME_MISMATCH]      = { "肝豆状核变性", "恶性肿瘤(放化疗)" },
	[FINDING_NAME_UNKNOWN]       = { "恶性肿瘤(放化疗)" },
	[FINDING_TYPE_CODE_MISMATCH] = { "11", "10" },
	[FINDING_DATE_FORMAT]        = { "Application date", "2026-13-01" },
	[FINDING_DATE_FUTURE]        = { "Application date", "2026-12-01" },
	[FINDING_DATE_BEFORE_BIRTH]  = { "Application date", "2026-12-01" },
	[FINDING_POLICY_EXPIRED]     = { "晋医保发〔2024〕3号", "2026-04-30" },
	[FINDING_POLICY_EARLY]       = { "晋医保发〔2024〕3号", "2024-05-01" },
	[FINDING_POLICY_RENEWED]     = { "晋医保发〔2024〕3号", "晋医保发〔2026〕12号" },
	[FINDING_AGENT_NOT_HERE]     = { "认定后登记" },
	[FINDING_DOCTOR_UNKNOWN]     = { "吉克木呷" },
	[FINDING_DOCTOR_ELSEWHERE]   = { "吉克木呷" },
	[FINDING_DOCTOR_INACTIVE]    = { "吉克木呷" },
	[FINDING_DOCTOR_DISEASE]     = { "吉克木呷", "M01904" },
	[FINDING_DOCTOR_INSTITUTION] = { "吉克木呷", "乐山市人民医院" },
	[FINDING_DOCTORS_FEW]        = { "乐山市人民医院", "2" },
	[FINDING_INSTITUTION_UNKNOWN] = { "乐山市人民医院" },
	[FINDING_INSTITUTION_ELSEWHERE] = { "乐山市人民医院" },
	[FINDING_INSTITUTION_INACTIVE] = { "乐山市人民医院" },
	[FINDING_INSTITUTION_CERTIFIES] = { "乐山市人民医院" },
	[FINDING_INSTITUTION_LEVEL]  = { "乐山市人民医院", "2" },
	[FINDING_INSTITUTION_DISEASE] = { "乐山市人民医院", "M01904" },
	[FINDING_INSTITUTION_FILES]  = { "乐山市人民医院" },
	[FINDING_INSTITUTION_REGION] = { "乐山市人民医院", "晋医保发〔2024〕3号" },
	[FINDING_RX_WEEKS]           = { "13", "4-12" },
	[FINDING_MATERIAL_MISSING]   = { "检验检查报告" },
	[FINDING_EVIDENCE_UNUSED]    = { "肝铜含量（肝干重）", "12" },
	[FINDING_EVIDENCE_VALUE]     = { "肝铜含量（肝干重）", "2oo" },
	[FINDING_EVIDENCE_UNIT]      = { "肝铜含量（肝干重）", "IU/g" },
	[FINDING_EVIDENCE_UNIT_MISSING] = { "肝铜含量（肝干重）" },
	[FINDING_EVIDENCE_UNIT_TWICE] = { "肝铜含量（肝干重）", "mg/kg" },
	[FINDING_EVIDENCE_YES_NO]    = { "原因不明的肝脏损害", "maybe" },
	[FINDING_EVIDENCE_STRADDLES] = { "肝铜含量（肝干重）", ">100" },
	[FINDING_EVIDENCE_NEGATIVE]  = { "肝铜含量（肝干重）", "-1" },
};
// clang-format on

/* The status line of the narrowest terminal has 79 cells. */
static void check_findings(void)
{
	for (int code = 0; code < FINDING_CODE_COUNT; code++) {
		struct finding f = { .code = (enum finding_code)code };
		char text[1024];

		for (int a = 0; a < 2 && samples[code][a]; a++)
			snprintf(f.arg[a], sizeof(f.arg[a]), "%s", samples[code][a]);
		finding_text(&f, text, sizeof(text));
		if (text_cells(text) > 79)
			fail_msg("%s takes %d cells: %s", finding_code_name(f.code),
				 text_cells(text), text);
	}
}

static void finding_text__fits__the_status_line(void **state)
{
	(void)state;
	check_findings();
	setenv("LANGUAGE", "zh_CN", 1);
	check_findings();
	setenv("LANGUAGE", "en", 1);
}

/* The key bar has eight cells for a label, the menu thirteen. */
static void key_labels__fit__the_bar_and_the_menu(void **state)
{
	(void)state;
	for (int c = CMD_NONE + 1; c < CMD_COUNT; c++) {
		const char *label = _(key_def((enum command)c)->label);
		int room = c <= CMD_ENTER || c == CMD_PAGE_UP || c == CMD_PAGE_DOWN ? 8 : 13;

		if (text_cells(label) > room)
			fail_msg("'%s' takes more than %d cells", label, room);
	}
}

/* The narrowest form has one cell for each unit, less the borders. */
static void layout_labels__fit__their_cells(void **state)
{
	const struct layout *l = &layout_leshan;

	(void)state;
	for (size_t i = 0; i < l->count; i++) {
		int room = l->cells[i].right - l->cells[i].left - 1;
		const char *words = l->cells[i].kind == CELL_LABEL ? _(l->cells[i].words) : "";

		for (size_t n; *words; words += n + (words[n] == '\n')) {
			n = strcspn(words, "\n");
			if (text_cells_n(words, n) > room)
				fail_msg("'%.*s' takes more than %d cells", (int)n, words, room);
		}
	}
}

static void fits(const char *label, int room, const char *where)
{
	if (text_cells(_(label)) > room)
		fail_msg("'%s' takes more than the %d cells of %s", _(label), room, where);
}

static void labels__fit__the_columns_of_lists(void **state)
{
	(void)state;
	for (int a = 0; a < ACT_COUNT; a++)
		fits(act_label((enum act)a), 13, "the audit");
	for (int r = 0; r < ROLE_COUNT; r++)
		fits(role_label((enum role)r), 22, "setting up");
	for (int s = 0; s < STATE_COUNT; s++)
		fits(state_label((enum filing_state)s), 8, "a sample");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words__say_nothing__for_the_empty_text),
		cmocka_unit_test(finding_text__fits__the_status_line),
		cmocka_unit_test(key_labels__fit__the_bar_and_the_menu),
		cmocka_unit_test(layout_labels__fit__their_cells),
		cmocka_unit_test(labels__fit__the_columns_of_lists),
	};

	return cmocka_run_group_tests(tests, speak_english, NULL);
}
