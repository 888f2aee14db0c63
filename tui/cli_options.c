/* The options of the command line: which there are, and where what they say goes. */
#include <getopt.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tui/cli_parts.h"

// clang-format off
enum { LONG_DB = 256, LONG_LANG, LONG_DATE, LONG_REGION, LONG_INSUTYPE, LONG_DISEASE, LONG_COST, LONG_PROOF, LONG_JSON, LONG_COMPLETE, LONG_VERSION, LONG_HELP,
       LONG_FROM, LONG_TO, LONG_BY, LONG_CSV, LONG_SEED, LONG_SIZE, LONG_ANCHOR,
       LONG_ENCODING, LONG_FORMAT, LONG_USER, LONG_STATE, LONG_MASK, LONG_FULL, LONG_BOM, LONG_DRY_RUN, LONG_KIND, LONG_SLIP, LONG_BLANK, LONG_VALUES_ONLY,
       LONG_RULER, LONG_PRINTER, LONG_QR, LONG_OUTPUT = 'o' };

static const struct option options[] = {
	{ "db", required_argument, NULL, LONG_DB },
	{ "lang", required_argument, NULL, LONG_LANG },
	{ "date", required_argument, NULL, LONG_DATE },
	{ "region", required_argument, NULL, LONG_REGION },
	{ "insutype", required_argument, NULL, LONG_INSUTYPE },
	{ "disease", required_argument, NULL, LONG_DISEASE },
	{ "cost", required_argument, NULL, LONG_COST },
	{ "proof", required_argument, NULL, LONG_PROOF },
	{ "json", no_argument, NULL, LONG_JSON },
	{ "complete", no_argument, NULL, LONG_COMPLETE },
	{ "from", required_argument, NULL, LONG_FROM },
	{ "to", required_argument, NULL, LONG_TO },
	{ "by", required_argument, NULL, LONG_BY },
	{ "csv", no_argument, NULL, LONG_CSV },
	{ "seed", required_argument, NULL, LONG_SEED },
	{ "size", required_argument, NULL, LONG_SIZE },
	{ "anchor", required_argument, NULL, LONG_ANCHOR },
	{ "encoding", required_argument, NULL, LONG_ENCODING },
	{ "format", required_argument, NULL, LONG_FORMAT },
	{ "output", required_argument, NULL, LONG_OUTPUT },
	{ "user", required_argument, NULL, LONG_USER },
	{ "state", required_argument, NULL, LONG_STATE },
	{ "mask", no_argument, NULL, LONG_MASK },
	{ "full", no_argument, NULL, LONG_FULL },
	{ "bom", no_argument, NULL, LONG_BOM },
	{ "dry-run", no_argument, NULL, LONG_DRY_RUN },
	{ "kind", required_argument, NULL, LONG_KIND },
	{ "slip", no_argument, NULL, LONG_SLIP },
	{ "blank", no_argument, NULL, LONG_BLANK },
	{ "values-only", no_argument, NULL, LONG_VALUES_ONLY },
	{ "ruler", no_argument, NULL, LONG_RULER },
	{ "printer", required_argument, NULL, LONG_PRINTER },
	{ "qr", required_argument, NULL, LONG_QR },
	{ "version", no_argument, NULL, LONG_VERSION },
	{ "help", no_argument, NULL, LONG_HELP },
	{ NULL, 0, NULL, 0 },
};
// clang-format on

static int take_cost(struct cli *cli, const char *text)
{
	if (cli->costs_count == CLI_COSTS_MAX)
		return cli_usage_error(_("--cost 最多写 %d 次；请用逗号合并“%s”"), CLI_COSTS_MAX,
				       cli_word(text).text);
	cli->costs[cli->costs_count++] = (struct cli_cost) { cli->date, text };
	return 0;
}

static int take_lang(const char *lang)
{
	if (strcmp(lang, "en") != 0 && strcmp(lang, "zh_CN") != 0)
		return cli_usage_error(_("没有“%s”这种语言；请用 zh_CN 或 en"),
				       cli_word(lang).text);
	/* gettext() heeds LANGUAGE only where messages are not in the locale C. */
	if (strcmp(setlocale(LC_MESSAGES, NULL), "C") == 0)
		setlocale(LC_MESSAGES, "C.UTF-8");
	return setenv("LANGUAGE", lang, 1) ? EXIT_UNUSABLE : 0;
}

/* Options that hold a text or say yes: where each goes. */
// clang-format off
static const struct {
	int option;
	unsigned given; /* enum cli_option */
	size_t member;  /* of struct cli */
	bool is_switch;
} simple[] = {
#define TEXT(option, given, member) { option, given, offsetof(struct cli, member), false }
#define SWITCH(option, given, member) { option, given, offsetof(struct cli, member), true }
	TEXT(LONG_DB, 0, db),
	TEXT(LONG_DATE, OPT_DATE, date),
	TEXT(LONG_REGION, OPT_REGION, region),
	TEXT(LONG_INSUTYPE, OPT_INSUTYPE, insutype),
	TEXT(LONG_DISEASE, OPT_DISEASE, disease),
	TEXT(LONG_PROOF, OPT_PROOF, proof),
	TEXT(LONG_ANCHOR, OPT_ANCHOR, anchor),
	TEXT(LONG_FROM, OPT_PERIOD, from),
	TEXT(LONG_TO, OPT_PERIOD, to),
	TEXT(LONG_BY, OPT_BY, by),
	TEXT(LONG_SEED, OPT_SAMPLE, seed),
	TEXT(LONG_SIZE, OPT_SAMPLE, size),
	TEXT(LONG_ENCODING, OPT_ENCODING, encoding),
	TEXT(LONG_FORMAT, OPT_FORMAT, format),
	TEXT(LONG_OUTPUT, OPT_OUTPUT, output),
	TEXT(LONG_USER, OPT_USER, user),
	TEXT(LONG_STATE, OPT_EXPORT, state),
	TEXT(LONG_KIND, OPT_PRINT, kind),
	TEXT(LONG_PRINTER, OPT_PRINT, printer),
	TEXT(LONG_QR, OPT_QR, qr),
	SWITCH(LONG_JSON, OPT_JSON, json),
	SWITCH(LONG_COMPLETE, OPT_COMPLETE, complete),
	SWITCH(LONG_CSV, OPT_CSV, csv),
	SWITCH(LONG_DRY_RUN, OPT_DRY_RUN, dry_run),
	SWITCH(LONG_MASK, OPT_EXPORT, mask),
	SWITCH(LONG_FULL, OPT_EXPORT, full),
	SWITCH(LONG_BOM, OPT_BOM, bom),
	SWITCH(LONG_SLIP, OPT_PRINT, slip),
	SWITCH(LONG_BLANK, OPT_PRINT, blank),
	SWITCH(LONG_VALUES_ONLY, OPT_PRINT, values_only),
	SWITCH(LONG_RULER, OPT_PRINT, ruler),
#undef TEXT
#undef SWITCH
};
// clang-format on

/* Take one option in. Returns 0 or an exit status; *given collects the bits of enum cli_option. */
static int take_option(struct cli *cli, int option, const char *text, unsigned *given)
{
	if (option == LONG_LANG)
		return take_lang(text);
	if (option == LONG_COST) {
		*given |= OPT_COST;
		return take_cost(cli, text);
	}
	for (size_t i = 0; i < ARRAY_SIZE(simple); i++) {
		char *member = (char *)cli + simple[i].member;

		if (simple[i].option != option)
			continue;
		if (simple[i].is_switch)
			*(bool *)member = true;
		else
			*(const char **)member = text;
		*given |= simple[i].given;
		return 0;
	}
	return EXIT_USAGE;
}

int cli_read_options(struct cli *cli, int argc, char **argv, unsigned *given)
{
	int option, rc = 0;

	while (rc == 0 && (option = getopt_long(argc, argv, ":o:", options, NULL)) != -1) {
		if (option == LONG_VERSION) {
			cli_print("mtdesk %s\n", MTDESK_VERSION);
			return -1;
		}
		if (option == LONG_HELP) {
			cli_print_help();
			return -1;
		}
		if (option == '?')
			return cli_usage_error(_("没有“%s”这个选项"),
					       cli_word(argv[optind - 1]).text);
		if (option == ':')
			return cli_usage_error(_("“%s”后面缺一个值"),
					       cli_word(argv[optind - 1]).text);
		rc = take_option(cli, option, optarg, given);
	}
	return rc;
}
