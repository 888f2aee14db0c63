/* doc_tables keys | findings | roles: the tables of the documentation as Markdown, from the program's own lists.
 *
 * script/docs puts them into docs/. The words are the source language's: the manual is in Chinese. */
#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "forms/workflow.h"

#define KEYLESS (-1)

// clang-format off
static const struct { int code; char digit; const char *key, *label, *help; } keys[] = {
#define X(name, code, digit, key, label, help) { code, digit, key, label, help },
#include "tui/keys.def"
#undef X
};

#define FIELD "错误"
#define ACT   "待补"
#define NOTE  "留意"
static const struct { const char *code, *level, *text; } findings[] = {
#define X(name, code, level, text) { code, level, text },
#include "forms/finding.def"
#undef X
};
// clang-format on

/* A bar in a cell would end it. */
static void print_cell(const char *text)
{
	fputs("| ", stdout);
	for (; *text; text++) {
		if (*text == '|')
			putchar('\\');
		putchar(*text);
	}
	putchar(' ');
}

static void print_row(const char *const *cells)
{
	for (; *cells; cells++)
		print_cell(*cells);
	puts("|");
}

static void print_keys(void)
{
	print_row((const char *const[]) { "键", "也可按", "名称", "作用", NULL });
	print_row((const char *const[]) { "---", "---", "---", "---", NULL });
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		char twin[] = "Esc ?";

		twin[strlen(twin) - 1] = keys[i].digit;
		if (keys[i].code != KEYLESS)
			print_row((const char *const[]) { keys[i].key, keys[i].digit ? twin : "",
							  keys[i].label, keys[i].help, NULL });
		else
			print_row((const char *const[]) { *keys[i].key ? "主屏" : "菜单",
							  keys[i].key, keys[i].label, keys[i].help,
							  NULL });
	}
}

static void print_findings(void)
{
	print_row((const char *const[]) { "代码", "级别", "文字", NULL });
	print_row((const char *const[]) { "---", "---", "---", NULL });
	for (size_t i = 0; i < ARRAY_SIZE(findings); i++) {
		char code[64];

		snprintf(code, sizeof(code), "`%s`", findings[i].code);
		print_row(
			(const char *const[]) { code, findings[i].level, findings[i].text, NULL });
	}
}

/* What every cell of `mtdesk roles` says, as far as anything is allowed. */
static void print_roles(void)
{
	print_row((const char *const[]) { "手续", "由", "到", "岗位", "口令", NULL });
	print_row((const char *const[]) { "---", "---", "---", "---", "---", NULL });
	for (size_t i = 0; i < transitions_count(); i++) {
		const struct transition *t = transition_at(i);
		bool desk = t->from == STATE_COUNT;
		char words[256];

		print_row((const char *const[]) {
			act_label(t->act), desk ? "" : state_label(t->from),
			desk ? "" : state_label(t->to), roles_words(t->roles, words, sizeof(words)),
			act_flags(t->act) & ACT_NEEDS_PASSWORD ? "要" : "", NULL });
	}
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "keys") == 0)
		print_keys();
	else if (argc == 2 && strcmp(argv[1], "findings") == 0)
		print_findings();
	else if (argc == 2 && strcmp(argv[1], "roles") == 0)
		print_roles();
	else
		return fputs("usage: doc_tables keys | findings | roles\n", stderr), 2;
	return 0;
}
