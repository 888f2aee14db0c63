#include "tui/cli.h"

#include <errno.h>
#include <getopt.h>
#include <langinfo.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "db/charset.h"
#include "forms/division.h"
#include "forms/text.h"
#include "tui/desk_open.h"

#define DEFAULT_REGION "5111"

// clang-format off
static const struct cli_command commands[] = {
	{ "check", "[--date D] [--region R] [--complete] [FILE|-]", N_("逐行检查 JSON，每行给出一行结果"),
	  OPT_DATE | OPT_REGION | OPT_COMPLETE, 0, 1, cli_check },
	{ "codes", "[QUERY] [--region R] [--json]", N_("对码表，或按名称、编码、拼音查找"),
	  OPT_REGION | OPT_JSON, 0, 1, cli_codes },
	{ "find", "QUERY|- [--json]", N_("查找申请表：姓名、拼音、证件号、电话、受理号"), OPT_JSON, 1, 1, cli_find },
	{ "show", "NO [--json | --proof DIR]", N_("显示一份申请表；--proof 导出签署过的文本和签名，供 openssl 验证"), OPT_JSON | OPT_PROOF, 1, 1, cli_show },
	{ "notice", "NO", N_("一次列出一份申请表还缺的内容、证据和材料"), 0, 1, 1, cli_notice },
	{ "benefit", "--insutype T --cost C,… [--region R] [--date D] [--disease M]", N_("逐步算出统筹基金支付多少"),
	  OPT_DATE | OPT_REGION | OPT_INSUTYPE | OPT_DISEASE | OPT_COST, 0, 0, cli_benefit },
	{ "policy", "list | check FILE | install FILE", N_("政策包：列出、检查、安装"), OPT_DATE, 1, 2, cli_policy },
	{ "roles", "", N_("岗位、手续和状态的对照表，逐格列出"), 0, 0, 0, cli_roles },
	{ "report", "--by disease|doctor|institution|month [--from D] [--to D] [--csv | -o FILE.xlsx|FILE.csv]", N_("按病种、医师、机构或月份的统计表"),
	  OPT_BY | OPT_PERIOD | OPT_CSV | OPT_OUTPUT, 0, 0, cli_report },
	{ "sample", "--seed S --size N [--from D] [--to D] [--csv]", N_("监督抽查：同样的种子抽出同样的申请表"),
	  OPT_SAMPLE | OPT_PERIOD | OPT_CSV, 0, 0, cli_sample },
	{ "training", "", N_("打开培训用的登记台：示例人员和申请表，每一屏都标明培训演示"), 0, 0, 0, cli_training },
	{ "day", "[--date D]", N_("打印日结单和锚点；日结在登记台里办"), OPT_DATE, 0, 0, cli_day },
	{ "print", "[NO] -o FILE.pdf | --printer P [--kind K | --slip | --blank | --ruler] [--values-only] [--date D] [--user U]",
	  N_("打印申请表、诊断证明、核对单、告知单、回执、日结单；写成 PDF 或送打印机"),
	  OPT_OUTPUT | OPT_PRINT | OPT_USER | OPT_DATE, 0, 1, cli_print_sheet },
	{ "convert", "--from auto|GBK|GB18030|UTF-8 --to GBK|GB18030|UTF-8 FILE [-o FILE] [--json] [--bom]", N_("严格转换文件的字符编码，不能转换时指出位置"),
	  OPT_PERIOD | OPT_OUTPUT | OPT_JSON | OPT_BOM, 1, 1, cli_convert },
	{ "import", "FILE [--encoding auto|GBK|GB18030|UTF-8] [--dry-run] [--user U]", N_("导入历史备案（CSV、XLSX），或国家平台的回执（JSON）"),
	  OPT_ENCODING | OPT_DRY_RUN | OPT_USER | OPT_REGION, 1, 1, cli_import },
	{ "export", "--format csv|xlsx|json2503|json2504 [--encoding E] [--mask] [--full] [--state S,…] [--from D] [--to D] -o FILE [--user U]",
	  N_("导出备案"), OPT_FORMAT | OPT_ENCODING | OPT_EXPORT | OPT_BOM | OPT_PERIOD | OPT_OUTPUT | OPT_USER, 0, 0, cli_export },
	{ "bundle", "card | peer FILE | make NAME -o DIR | again NAME N -o DIR | take FILE | receipt FILE [--user U]", N_("与别的台用 U 盘交换备案和材料"),
	  OPT_OUTPUT | OPT_USER, 1, 3, cli_bundle },
	{ "verify", "[--anchor FILE] [--qr TEXT]", N_("核对全库：数据库、审计链、每个签名；指出第一处问题"), OPT_ANCHOR | OPT_QR, 0, 0, cli_verify },
};

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

/* ---- text in and out ---- */

char *cli_text(const char *arg)
{
	char *utf8 = charset_to_utf8(arg, nl_langinfo(CODESET));
	char *clean = utf8 ? text_clean(utf8, strlen(utf8), NULL) : NULL;

	free(utf8);
	return clean;
}

/* Whatever a store or a pack brought along: nothing but lines and tabs moves the terminal. */
static void drop_unwanted(char *s)
{
	char *to = s;

	for (size_t n; *s; s += n) {
		uint32_t cp = text_codepoint(s, &n);

		if (text_is_unwanted(cp) && cp != '\t' && cp != '\n')
			continue;
		memmove(to, s, n);
		to += n;
	}
	*to = '\0';
}

static void print_to(FILE *out, const char *fmt, va_list ap)
{
	char *utf8 = NULL, *shown;

	if (vasprintf(&utf8, fmt, ap) < 0)
		return;
	drop_unwanted(utf8);
	shown = charset_for_display(utf8, nl_langinfo(CODESET));
	fputs(shown ? shown : utf8, out);
	free(shown);
	free(utf8);
}

void cli_print(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print_to(stdout, fmt, ap);
	va_end(ap);
}

/* Put the character at s, which is no UTF-8, as the locale reads it. Returns the bytes it took; *used grows. */
static size_t put_foreign(const char *s, char *out, size_t *used)
{
	mbstate_t state = { 0 };
	wchar_t wide = 0;
	size_t n = mbrtowc(&wide, s, strlen(s), &state);
	bool good = n > 0 && n <= strlen(s);

	*used += text_put(good ? (uint32_t)wide : 0xFFFD, out + *used);
	return good ? n : 1;
}

/* A message as one clean line of UTF-8, which the caller frees. The names of files stand in it as the command line gave
 * them: in the locale's charset, and with whatever somebody has put into them. */
static char *readable(const char *message)
{
	size_t len = strlen(message), used = 0, n;
	char *utf8 = malloc(4 * len + 5), *clean;

	for (size_t at = 0; utf8 && at < len; at += n) {
		text_codepoint(message + at, &n);
		if (!text_valid(message + at, n, NULL)) {
			n = put_foreign(message + at, utf8, &used);
			continue;
		}
		memcpy(utf8 + used, message + at, n);
		used += n;
	}
	clean = utf8 ? text_clean(utf8, used, NULL) : NULL;
	free(utf8);
	return clean;
}

void cli_complain(const char *fmt, ...)
{
	char *message = NULL, *clean, *shown;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&message, fmt, ap) < 0)
		message = NULL;
	va_end(ap);
	clean = message ? readable(message) : NULL;
	shown = clean ? charset_for_display(clean, nl_langinfo(CODESET)) : NULL;
	fprintf(stderr, "mtdesk: %s\n", shown ? shown : "");
	free(message);
	free(clean);
	free(shown);
}

int cli_fail(const struct err *err)
{
	cli_complain("%s", err->msg);
	return EXIT_UNUSABLE;
}

/* A word of the command line as it can be shown again. */
struct word {
	char text[128];
};

static struct word word(const char *arg)
{
	char *text = cli_text(arg);
	struct word w;

	text_copy(w.text, sizeof(w.text), text ? text : "?");
	free(text);
	return w;
}

__attribute__((format(printf, 1, 2))) static int usage_error(const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) >= 0)
		cli_complain("%s", text);
	va_end(ap);
	free(text);
	cli_complain("%s", _("用法见 mtdesk --help"));
	return EXIT_USAGE;
}

static void print_help(void)
{
	cli_print("%s\n\n", _("mtdesk 门特登记台：不带命令时打开登记台"));
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		cli_print("  mtdesk %s %s\n      %s\n", commands[i].name, commands[i].usage,
			  _(commands[i].help));
	cli_print("\n%s\n", _("通用：--db FILE 数据库，--lang zh_CN|en 语言，--version，--help\n"
			      "结果：0 完成，1 查出问题，2 用法不对，3 数据库或文件不能用"));
}

/* ---- what commands need ---- */

int cli_policies(struct policies **out)
{
	struct err err = { 0 };
	char *folder = cli_policy_folder();
	int rc = policies_load(folder, out, &err);
	const char *complaint;

	free(folder);
	if (rc)
		return cli_fail(&err);
	for (size_t i = 0; (complaint = policies_complaint(*out, i)); i++)
		cli_complain("%s", complaint);
	return 0;
}

/* Is there a store? One that cannot be looked at is there. */
static bool has_store(const char *path)
{
	return access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

int cli_store(const struct cli *cli, enum store_mode mode, struct store **out)
{
	struct err err = { 0 };
	char *path = cli->db ? strdup(cli->db) : store_default_path();
	int rc;

	if (!path) {
		cli_complain("%s", _("不知道数据库在哪里；请用 --db FILE 指明"));
		return EXIT_UNUSABLE;
	}
	if (mode == STORE_READ_ONLY && !has_store(path)) {
		cli_complain(_("还没有库文件“%s”；请先打开登记台，或用 --db FILE 指明"),
			     word(path).text);
		free(path);
		return EXIT_UNUSABLE;
	}
	rc = store_open(path, mode, out, &err);
	free(path);
	return rc ? cli_fail(&err) : 0;
}

/* The region that the desk's settings name; Leshan where no desk has been opened yet. A store that is there and cannot be
 * read is a failure: another region would be another verdict. */
static int desk_region(const struct cli *cli, char *out, size_t size)
{
	struct settings settings;
	struct store *store = NULL;
	struct err err = { 0 };
	char *path = cli->db ? strdup(cli->db) : store_default_path();
	int rc = 0;

	snprintf(out, size, "%s", DEFAULT_REGION);
	if (path && (cli->db || has_store(path))) {
		rc = store_open(path, STORE_READ_ONLY, &store, &err) ||
		     settings_load(store, &settings, &err);
		if (rc)
			rc = cli_fail(&err);
		else
			snprintf(out, size, "%s", settings.region);
	}
	store_close(store);
	free(path);
	return rc;
}

int cli_region(const struct cli *cli, char *out, size_t size)
{
	const char *r = cli->region;
	size_t len;

	if (!r)
		return desk_region(cli, out, size);
	len = strlen(r);
	if (len < 2 || len > 6 || len % 2 || strspn(r, "0123456789") != len ||
	    !division_is_province(r))
		return usage_error(
			_("“%s”不是行政区划代码；请写 2、4 或 6 位数字，前两位是省份，如 5111"),
			word(r).text);
	snprintf(out, size, "%s", r);
	return 0;
}

int cli_date(const struct cli *cli, struct date *out)
{
	*out = desk_today();
	if (cli->date && date_parse(cli->date, out))
		return usage_error(_("“%s”不是日期；请写成 2026-11-22"), word(cli->date).text);
	return 0;
}

int cli_period(const struct cli *cli, struct date *from, struct date *to)
{
	*to = desk_today();
	if (cli->to && date_parse(cli->to, to))
		return usage_error(_("“%s”不是日期；请写成 2026-11-22"), word(cli->to).text);
	*from = (struct date) { to->year, 1, 1 };
	if (cli->from && date_parse(cli->from, from))
		return usage_error(_("“%s”不是日期；请写成 2026-11-22"), word(cli->from).text);
	if (date_compare(*from, *to) > 0)
		return usage_error("%s", _("起始日期晚于截止日期；请核对 --from 和 --to"));
	return 0;
}

char *cli_policy_folder(void)
{
	char *db = store_default_path(), *slash = db ? strrchr(db, '/') : NULL, *folder = NULL;

	if (slash && asprintf(&folder, "%.*s/policies", (int)(slash - db), db) < 0)
		folder = NULL;
	free(db);
	return folder;
}

/* ---- reading the command line ---- */

static int take_cost(struct cli *cli, const char *text)
{
	if (cli->costs_count == CLI_COSTS_MAX)
		return usage_error(_("--cost 最多写 %d 次；请用逗号合并“%s”"), CLI_COSTS_MAX,
				   word(text).text);
	cli->costs[cli->costs_count++] = (struct cli_cost) { cli->date, text };
	return 0;
}

static int take_lang(const char *lang)
{
	if (strcmp(lang, "en") != 0 && strcmp(lang, "zh_CN") != 0)
		return usage_error(_("没有“%s”这种语言；请用 zh_CN 或 en"), word(lang).text);
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

static const struct cli_command *command_named(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

/* A disk that is full may show only when the last words are written. */
static int finish_output(int rc)
{
	if (!fflush(stdout) && !ferror(stdout))
		return rc;
	if (rc != EXIT_UNUSABLE)
		cli_complain(_("写不出结果：%s"), err_system(errno));
	return EXIT_UNUSABLE;
}

static int run_command(struct cli *cli, unsigned given, char **args, int count)
{
	const struct cli_command *c = command_named(args[0]);

	if (!c)
		return usage_error(_("没有“%s”这个命令"), word(args[0]).text);
	if (given & ~c->options)
		return usage_error(_("所写的选项有的不适用于命令“%s”"), c->name);
	cli->args = args + 1;
	cli->count = count - 1;
	if (cli->count < c->least || cli->count > c->most) {
		cli_complain(_("用法：mtdesk %s %s"), c->name, c->usage);
		return EXIT_USAGE;
	}
	return finish_output(c->run(cli));
}

/* Read the options into cli. Returns 0, an exit status, or -1 when the option was all that was asked for. */
static int read_options(struct cli *cli, int argc, char **argv, unsigned *given)
{
	int option, rc = 0;

	while (rc == 0 && (option = getopt_long(argc, argv, ":o:", options, NULL)) != -1) {
		if (option == LONG_VERSION) {
			cli_print("mtdesk %s\n", MTDESK_VERSION);
			return -1;
		}
		if (option == LONG_HELP) {
			print_help();
			return -1;
		}
		if (option == '?')
			return usage_error(_("没有“%s”这个选项"), word(argv[optind - 1]).text);
		if (option == ':')
			return usage_error(_("“%s”后面缺一个值"), word(argv[optind - 1]).text);
		rc = take_option(cli, option, optarg, given);
	}
	return rc;
}

int cli_main(int argc, char **argv, bool locale_replaced)
{
	struct cli cli = { .locale_replaced = locale_replaced };
	unsigned given = 0;
	int rc = read_options(&cli, argc, argv, &given);

	if (rc)
		return rc < 0 ? EXIT_DONE : rc;
	if (optind < argc)
		return run_command(&cli, given, argv + optind, argc - optind);
	if (given)
		return usage_error("%s",
				   _("打开登记台只用 --db 和 --lang，其他选项请跟在命令后面"));
	return desk_open(&cli);
}
