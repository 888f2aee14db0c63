/* mtdesk export --format json2503|json2504, and mtdesk import of the national platform's replies. */
#include <stdlib.h>
#include <string.h>

#include "db/national.h"
#include "db/staff.h"
#include "tui/cli.h"

/* The number of the request that a format stands for; NULL: another format. */
static const char *infno_of(const char *format)
{
	static const char *const formats[] = { "json2503", "json2504" };

	for (size_t i = 0; format && i < ARRAY_SIZE(formats); i++)
		if (strcmp(format, formats[i]) == 0)
			return formats[i] + strlen("json");
	return NULL;
}

bool cli_platform_exports(const struct cli *cli)
{
	return infno_of(cli->format) != NULL;
}

/* A complaint a line. */
static void complain_lines(const char *text)
{
	while (*text) {
		int n = (int)strcspn(text, "\n");

		cli_complain("%.*s", n, text);
		text += n + (text[n] == '\n');
	}
}

/* What is sent is what waits, whole: nothing of it is to be chosen. */
static int check_export(const struct cli *cli)
{
	if (!cli->output) {
		cli_complain("%s", _("请用 -o 写明报送文件"));
		return EXIT_USAGE;
	}
	if (cli->encoding || cli->state || cli->mask || cli->full || cli->bom || cli->from ||
	    cli->to) {
		cli_complain(_("“%s”报送全部未送的，不能用 --encoding、--mask、--full、--bom、"
			       "--state、--from、--to"),
			     cli->format);
		return EXIT_USAGE;
	}
	return 0;
}

/* A store, and who acts in it. */
struct session {
	struct store *st;
	struct actor who;
};

static int open_session(const struct cli *cli, struct session *s)
{
	int rc;

	*s = (struct session) { 0 };
	rc = cli_store(cli, STORE_READ_WRITE, &s->st);
	if (rc == 0)
		rc = cli_actor(cli, s->st, &s->who);
	return rc;
}

static void close_session(struct session *s)
{
	if (!s->st)
		return;
	cli_actor_leave(s->st, &s->who);
	store_close(s->st);
}

static int tell_export(const struct cli *cli, const char *infno, const struct national_result *r)
{
	char *name = cli_text(cli->output);

	if (r->written)
		cli_print(_("%s  写出 %llu 条到“%s”，SM3 %s\n"), infno,
			  (unsigned long long)r->written, name ? name : "?", r->sm3);
	else
		cli_print(_("%s  没有写出报送文件：没有可以报送的\n"), infno);
	free(name);
	if (!r->left)
		return EXIT_DONE;
	cli_print(_("%s  %llu 件缺少内容，没有报送\n"), infno, (unsigned long long)r->left);
	complain_lines(r->missing);
	return EXIT_FOUND;
}

int cli_platform_export(const struct cli *cli)
{
	const char *infno = infno_of(cli->format);
	struct national_result result = { 0 };
	struct session s = { 0 };
	struct err err = { 0 };
	int rc = check_export(cli);

	if (rc == 0)
		rc = open_session(cli, &s);
	if (rc == 0)
		rc = national_export(s.st, &s.who, infno, cli->output, &result, &err) < 0
			     ? cli_fail(&err)
			     : tell_export(cli, infno, &result);
	free(result.missing);
	close_session(&s);
	return rc;
}

/* ---- replies ---- */

bool cli_platform_imports(const struct cli *cli)
{
	return national_is_replies(cli->args[0]);
}

static int tell_import(const struct national_reply_result *r)
{
	cli_print(_("已回执 %llu  退回 %llu  未变 %llu  无关 %llu  对不上 %llu  不能用 %llu\n"),
		  (unsigned long long)r->answered, (unsigned long long)r->refused,
		  (unsigned long long)r->same, (unsigned long long)r->other,
		  (unsigned long long)r->unknown, (unsigned long long)r->bad);
	if (r->by_place)
		cli_print("%s\n", _("回执没有报文ID，按报送文件的行序对应"));
	complain_lines(r->words);
	return r->unknown || r->bad ? EXIT_FOUND : EXIT_DONE;
}

int cli_platform_import(const struct cli *cli)
{
	struct national_reply_result result = { 0 };
	struct session s = { 0 };
	struct err err = { 0 };
	int rc;

	if (cli->dry_run || cli->encoding) {
		cli_complain("%s",
			     _("国家平台的回执是 UTF-8，没有试导；请去掉 --encoding 和 --dry-run"));
		return EXIT_USAGE;
	}
	rc = open_session(cli, &s);
	if (rc == 0)
		rc = national_import(s.st, &s.who, cli->args[0], &result, &err) < 0
			     ? cli_fail(&err)
			     : tell_import(&result);
	free(result.words);
	close_session(&s);
	return rc;
}
