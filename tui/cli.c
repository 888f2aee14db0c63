#include "tui/cli.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>

#include "tui/cli_parts.h"
#include "tui/desk_open.h"

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
// clang-format on

void cli_print_help(void)
{
	cli_print("%s\n\n", _("mtdesk 门特登记台：不带命令时打开登记台"));
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		cli_print("  mtdesk %s %s\n      %s\n", commands[i].name, commands[i].usage,
			  _(commands[i].help));
	cli_print("\n%s\n", _("通用：--db FILE 数据库，--lang zh_CN|en 语言，--version，--help\n"
			      "结果：0 完成，1 查出问题，2 用法不对，3 数据库或文件不能用"));
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
		return cli_usage_error(_("没有“%s”这个命令"), cli_word(args[0]).text);
	if (given & ~c->options)
		return cli_usage_error(_("所写的选项有的不适用于命令“%s”"), c->name);
	cli->args = args + 1;
	cli->count = count - 1;
	if (cli->count < c->least || cli->count > c->most) {
		cli_complain(_("用法：mtdesk %s %s"), c->name, c->usage);
		return EXIT_USAGE;
	}
	return finish_output(c->run(cli));
}

int cli_main(int argc, char **argv, bool locale_replaced)
{
	struct cli cli = { .locale_replaced = locale_replaced };
	unsigned given = 0;
	int rc = cli_read_options(&cli, argc, argv, &given);

	if (rc)
		return rc < 0 ? EXIT_DONE : rc;
	if (optind < argc)
		return run_command(&cli, given, argv + optind, argc - optind);
	if (given)
		return cli_usage_error("%s",
				       _("打开登记台只用 --db 和 --lang，其他选项请跟在命令后面"));
	return desk_open(&cli);
}
