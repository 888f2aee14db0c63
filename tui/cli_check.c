/* mtdesk check, mtdesk codes: judging and looking up without a store. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "db/codes_json.h"
#include "db/filing_json.h"
#include "forms/text.h"
#include "tui/cli.h"

/* ---- check ---- */

/* A line that asks for completeness and bears no application day is applied for on the day of the judgement, as on the
 * form. */
static void apply_today(struct filing *f, const struct check_context *ctx)
{
	char today[DATE_TEXT_SIZE];

	if (ctx->complete && !*filing_get(f, FIELD_APPY_DATE))
		filing_set(f, FIELD_APPY_DATE, date_format(ctx->today, today));
}

/* Judge one line and print its result. Returns 1 when something was found wrong, 0, or -1 when printing failed. */
static int check_line(const struct lines *lines, const struct line *line,
		      const struct check_context *ctx)
{
	struct filing f = { 0 };
	struct findings of_line = { 0 };
	struct check_result result = { 0 };
	bool readable = filing_from_json(line, &f, &of_line);
	int rc;

	if (readable) {
		apply_today(&f, ctx);
		filing_check(&f, ctx, &result);
	}
	for (size_t i = 0; i < result.findings.count; i++) {
		struct finding *copy = findings_add(&of_line, FIELD_NONE,
						    result.findings.list[i].code, NULL, NULL);

		if (copy)
			*copy = result.findings.list[i];
	}
	findings_finish(&result.findings);
	result.findings = of_line;
	rc = check_result_to_json(stdout, lines->number, &f, readable, &result, ctx);
	if (rc == 0)
		for (size_t i = 0; i < result.findings.count && rc == 0; i++)
			rc = finding_is_error(&result.findings.list[i], ctx);
	check_result_finish(&result);
	filing_finish(&f);
	return rc;
}

static int check_stream(FILE *in, const struct check_context *ctx)
{
	struct lines lines;
	struct line line;
	struct err err = { 0 };
	int got, rc, status = EXIT_DONE;

	if (lines_init(&lines, in)) {
		cli_complain("%s", _("内存不足"));
		return EXIT_UNUSABLE;
	}
	while ((got = lines_next(&lines, &line, &err)) == 1) {
		rc = check_line(&lines, &line, ctx);
		if (rc < 0) {
			cli_complain(_("写不出结果：%s"), err_system(errno));
			status = EXIT_UNUSABLE;
			break;
		}
		status = rc ? EXIT_FOUND : status;
	}
	lines_finish(&lines);
	return got < 0 ? cli_fail(&err) : status;
}

static FILE *open_input(const struct cli *cli)
{
	const char *path = cli->count ? cli->args[0] : "-";
	FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");
	char *shown;

	if (in)
		return in;
	shown = cli_text(path);
	cli_complain(_("打不开 %s：%s"), shown ? shown : "?", err_system(errno));
	free(shown);
	return NULL;
}

/* Whoever writes one line and waits for its answer gets it at once; a file's answers go out by the block. */
static void answer_at_once(FILE *in)
{
	struct stat is;

	if (fstat(fileno(in), &is) || !S_ISREG(is.st_mode))
		setvbuf(stdout, NULL, _IOLBF, 1 << 16);
}

static int check_with(const struct cli *cli, struct policies *ps, const char *region,
		      struct date on)
{
	struct codetable codes = { 0 };
	struct check_context ctx = { .policies = ps,
				     .codes = &codes,
				     .region = region,
				     .today = on,
				     .complete = cli->complete };
	FILE *in;
	int rc = EXIT_UNUSABLE;

	if (codetable_init(&codes, ps, region) == 0 && (in = open_input(cli))) {
		answer_at_once(in);
		rc = check_stream(in, &ctx);
		if (in != stdin)
			fclose(in);
	}
	codetable_finish(&codes);
	return rc;
}

int cli_check(const struct cli *cli)
{
	struct policies *ps = NULL;
	struct date on;
	char region[8];
	int rc = cli_date(cli, &on);

	if (rc == 0)
		rc = cli_region(cli, region, sizeof(region));
	if (rc == 0)
		rc = cli_policies(&ps);
	if (rc == 0)
		rc = check_with(cli, ps, region, on);
	policies_free(ps);
	return rc;
}

/* ---- codes ---- */

static void print_disease(const struct codetable *t, const struct policy_code *found)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct policy_code *row = t->rows[i];

		if (strcmp(row->code, found->code) == 0)
			cli_print("%s\t%s\t%s\t%s\t%s\t%s\n", row->name, row->code, row->insurance,
				  row->insutype, row->type_name, row->type_code);
	}
}

static int print_codes(const struct cli *cli, const struct codetable *t)
{
	char *query = cli->count ? cli_text(cli->args[0]) : NULL;
	struct code_hit *hits = calloc(t->count + 1, sizeof(*hits));
	size_t count = 0;
	enum code_match match;

	if (!hits || (cli->count && !query)) {
		cli_complain("%s", hits ? _("所查的字无法按终端的字符集解读；请检查 LANG 设置")
					: _("内存不足"));
		free(hits);
		free(query);
		return hits ? EXIT_USAGE : EXIT_UNUSABLE;
	}
	match = codetable_search(t, query ? query : "", hits, t->count, &count);
	if (cli->json)
		codes_to_json(stdout, t, query, match, hits, count);
	for (size_t i = 0; !cli->json && i < count; i++)
		print_disease(t, hits[i].row);
	if (!cli->json && count == 0)
		cli_complain(_("对码表里没有找到“%s”；可用名称、编码或拼音首字母查找"), query);
	free(hits);
	free(query);
	return EXIT_DONE;
}

int cli_codes(const struct cli *cli)
{
	struct policies *ps = NULL;
	struct codetable t = { 0 };
	char region[8];
	int rc = cli_region(cli, region, sizeof(region));

	if (rc == 0)
		rc = cli_policies(&ps);
	if (rc == 0)
		rc = codetable_init(&t, ps, region) ? EXIT_UNUSABLE : print_codes(cli, &t);
	codetable_finish(&t);
	policies_free(ps);
	return rc;
}
