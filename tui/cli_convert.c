/* mtdesk convert: a file in another encoding, and nothing else about it changed. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/encoding.h"
#include "db/new_file.h"
#include "db/plain_file.h"
#include "forms/text.h"
#include "tui/cli.h"

struct conversion {
	const char *path;
	char *shown; /* the file's name as text */
	FILE *in;
	struct stat before; /* the file as it was when it was opened */
	enum encoding from, to;
	bool bom, json;
	uint64_t private_use;
};

/* ---- what is asked for ---- */

/* `from` and `to` as the options say. 0 or EXIT_USAGE. */
static int read_encodings(const struct cli *cli, struct conversion *c)
{
	char *from = cli_text(cli->from ? cli->from : "auto"),
	     *to = cli_text(cli->to ? cli->to : "");
	int rc = EXIT_USAGE;

	if (!from || !encoding_parse(from, &c->from))
		cli_complain(_("没有“%s”这种编码；--from 请写 auto、GBK、GB18030 或 UTF-8"),
			     from ? from : "?");
	else if (!to || !encoding_parse(to, &c->to) || c->to == ENCODING_AUTO)
		cli_complain(_("没有“%s”这种编码；--to 请写 GBK、GB18030 或 UTF-8"), to ? to : "?");
	else if (cli->bom && !*encoding_mark(c->to))
		cli_complain(_("“%s”没有字节顺序标记；请去掉 --bom，或改用 UTF-8"), to);
	else
		rc = 0;
	free(from);
	free(to);
	return rc;
}

static int open_input(struct conversion *c, struct err *err)
{
	int64_t bytes;
	int fd = plain_file_open(c->path, &bytes, err);

	if (fd < 0)
		return -1;
	c->in = fdopen(fd, "rb");
	if (c->in && fstat(fd, &c->before) == 0)
		return 0;
	if (!c->in)
		close(fd);
	return err_set(err, ERR_INPUT, _("读不了“%.300s”：%s"), c->path, err_system(errno));
}

/* ---- what was found wrong ---- */

static void print_json(const struct encoding_fault *f)
{
	printf("{\"error\":\"%s\",\"offset\":%" PRIu64 ",\"line\":%" PRIu64 ",\"column\":%" PRIu64,
	       encoding_fault_name(f->kind), f->offset, f->line, f->column);
	if (f->kind == ENCODING_UNMAPPABLE)
		printf(",\"codepoint\":\"U+%04X\"", (unsigned)f->codepoint);
	puts("}");
}

/* A fault's place as formats take it. */
struct place {
	unsigned long long offset, line, column;
};

static void complain(const struct conversion *c, const struct encoding_fault *f)
{
	const struct place p = { f->offset, f->line, f->column };
	char character[5];

	switch (f->kind) {
	case ENCODING_FINE:
		break;
	case ENCODING_INVALID:
		cli_complain(_("“%s”第 %llu 行第 %llu 字（偏移 %llu 字节）不是 %s "
			       "的字符；请核对文件的编码，或改正这一处"),
			     c->shown, p.line, p.column, p.offset, encoding_name(c->from));
		break;
	case ENCODING_TRUNCATED:
		cli_complain(_("“%s”末尾第 %llu 行第 %llu 字（第 %llu "
			       "字节起）缺了一截，可能没有复制完；请重新复制"),
			     c->shown, p.line, p.column, p.offset);
		break;
	case ENCODING_UNMAPPABLE:
		text_put(f->codepoint, character);
		cli_complain(_("“%s”第 %llu 行第 %llu 字（偏移 %llu 字节）的“%s”（U+%04X）在 %s "
			       "里没有；请改用 GB18030 或 UTF-8"),
			     c->shown, p.line, p.column, p.offset, character,
			     (unsigned)f->codepoint, encoding_name(c->to));
		break;
	}
}

static int found(const struct conversion *c, const struct encoding_fault *f)
{
	if (c->json)
		print_json(f);
	else
		complain(c, f);
	return EXIT_FOUND;
}

static int found_utf16(const struct conversion *c)
{
	const struct encoding_fault f = { .kind = ENCODING_INVALID, .line = 1, .column = 1 };

	if (c->json)
		print_json(&f);
	cli_complain(_("“%s”是 UTF-16（Unicode 文本），不能直接读；请在 Excel 里另存为“CSV "
		       "UTF-8（逗号分隔）”"),
		     c->shown);
	return EXIT_FOUND;
}

/* ---- doing it ---- */

static int find_out(struct conversion *c)
{
	struct encoding_guess guess;
	struct err err = { 0 };

	if (encoding_detect(c->in, &guess, &err) < 0)
		return cli_fail(&err);
	if (guess.utf16)
		return found_utf16(c);
	c->from = guess.encoding;
	if (guess.doubtful)
		cli_complain(_("“%s”的编码看不准，按 %s 读；若不对，请用 --from 指明"), c->shown,
			     encoding_name(c->from));
	return 0;
}

/* Carry the file over. 0, or an exit status after complaining. */
static int carry(struct conversion *c, FILE *out)
{
	struct encoding_fault fault;
	struct stat after;
	struct err err = { 0 };
	int rc =
		encoding_convert(c->in, c->from, out, c->to, c->bom, &fault, &c->private_use, &err);

	if (rc < 0)
		return cli_fail(&err);
	if (rc > 0)
		return found(c, &fault);
	if (fstat(fileno(c->in), &after) < 0 || plain_file_changed(&c->before, &after)) {
		cli_complain(_("“%s”还在变化，请等复制完成后再转换"), c->shown);
		return EXIT_UNUSABLE;
	}
	return 0;
}

/* What has gone out cannot be taken back: the file is read through first. */
static int to_stdout(struct conversion *c)
{
	int rc = carry(c, NULL);

	rewind(c->in);
	return rc ? rc : carry(c, stdout);
}

static int to_file(struct conversion *c, const char *path)
{
	struct new_file f;
	struct err err = { 0 };
	int rc;

	if (new_file_begin(&f, path, true, &err) < 0)
		return cli_fail(&err);
	rc = carry(c, f.out);
	if (rc == 0 && new_file_end(&f, &err) < 0)
		rc = cli_fail(&err);
	new_file_abandon(&f);
	return rc;
}

static int convert(struct conversion *c, const char *output)
{
	int rc = c->from == ENCODING_AUTO ? find_out(c) : 0;

	if (rc == 0)
		rc = output ? to_file(c, output) : to_stdout(c);
	if (rc == 0 && c->private_use > 0)
		cli_complain(_("“%s”里的自造字共 %llu 个，别处可能显示不出"), c->shown,
			     (unsigned long long)c->private_use);
	return rc;
}

int cli_convert(const struct cli *cli)
{
	struct conversion c = { .path = cli->args[0], .bom = cli->bom, .json = cli->json };
	struct err err = { 0 };
	int rc = read_encodings(cli, &c);

	if (rc)
		return rc;
	c.shown = cli_text(c.path);
	if (!c.shown)
		c.shown = strdup("?");
	rc = open_input(&c, &err) < 0 ? cli_fail(&err) : convert(&c, cli->output);
	if (c.in)
		fclose(c.in);
	free(c.shown);
	return rc;
}
