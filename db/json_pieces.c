#include "db/json_pieces.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int json_pieces_init(struct json_pieces *p, FILE *in)
{
	*p = (struct json_pieces) { .in = in, .buf = malloc(JSON_PIECE_BYTES + 1), .line = 1 };
	return p->buf ? 0 : -1;
}

void json_pieces_finish(struct json_pieces *p)
{
	free(p->buf);
	p->buf = NULL;
}

static int next_char(struct json_pieces *p)
{
	int c = getc_unlocked(p->in);

	p->line += c == '\n';
	return c;
}

static void put_back(struct json_pieces *p, int c)
{
	if (c == EOF)
		return;
	ungetc(c, p->in);
	p->line -= c == '\n';
}

/* The mark U+FEFF that some systems put before the first character of a file. */
static void skip_mark(struct json_pieces *p)
{
	static const int mark[] = { 0xEF, 0xBB, 0xBF };
	long at = ftell(p->in);

	for (size_t i = 0; i < ARRAY_SIZE(mark); i++)
		if (getc_unlocked(p->in) != mark[i]) {
			clearerr(p->in);
			fseek(p->in, at, SEEK_SET);
			return;
		}
}

/* Where an object may begin: past blanks, and past what an array puts around its members. */
static int skip_between(struct json_pieces *p)
{
	int c;

	do
		c = next_char(p);
	while (c != EOF && c != '\0' && strchr(" \t\r\n,[]", c));
	return c;
}

static void keep(struct json_pieces *p, struct json_piece *out, int c)
{
	if (out->len < JSON_PIECE_BYTES)
		p->buf[out->len++] = (char)c;
	else if (!out->fault)
		out->fault = N_("超过 1 MiB，未读；请拆分后重试");
}

/* What is no object: to the end of its line. */
static void read_other(struct json_pieces *p, struct json_piece *out, int c)
{
	for (; c != EOF && c != '\n'; c = next_char(p))
		keep(p, out, c);
	out->fault = N_("不是 JSON 对象");
}

/* Where we are inside an object. */
struct inside {
	size_t depth;
	bool in_text, escaped;
	bool compact; /* something follows the first brace on its line */
};

static void follow(struct inside *at, struct json_piece *out, int c)
{
	if (at->in_text) {
		at->in_text = at->escaped || c != '"';
		at->escaped = !at->escaped && c == '\\';
		return;
	}
	at->in_text = c == '"';
	at->depth += (c == '{' || c == '[');
	at->depth -= (c == '}' || c == ']');
	if (at->depth > JSON_PIECE_DEPTH && !out->fault)
		out->fault = N_("嵌套太深");
}

/* Does the object end here unfinished? `c` is a line end, and is consumed. */
static bool breaks(struct json_pieces *p, const struct inside *at)
{
	int next;

	if (at->in_text)
		return true;
	next = next_char(p);
	put_back(p, next);
	return at->compact && next == '{';
}

static void read_object(struct json_pieces *p, struct json_piece *out)
{
	struct inside at = { .depth = 1 };
	bool first_line = true;
	int c;

	keep(p, out, '{');
	while (at.depth > 0 && (c = next_char(p)) != EOF) {
		at.compact |= first_line && !strchr(" \t\r\n", c);
		first_line &= c != '\n';
		if (c == '\n' && breaks(p, &at))
			break;
		keep(p, out, c);
		follow(&at, out, c);
	}
	if (at.depth > 0 && !out->fault)
		out->fault = N_("没有写完，或引号、括号不成对");
}

int json_pieces_next(struct json_pieces *p, struct json_piece *out, struct err *err)
{
	int c;

	if (!p->begun)
		skip_mark(p);
	p->begun = true;
	c = skip_between(p);
	*out = (struct json_piece) { .text = p->buf, .line = p->line };
	if (c == '{')
		read_object(p, out);
	else if (c != EOF)
		read_other(p, out, c);
	p->buf[out->len] = '\0';
	if (ferror(p->in))
		return err_set(err, ERR_INPUT, _("第 %llu 行之后读不出来：%s"),
			       (unsigned long long)p->line, err_system(errno));
	return c != EOF;
}
