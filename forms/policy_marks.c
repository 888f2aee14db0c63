#include "forms/policy_marks.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "forms/text.h"

#define NAME_SHOWN_MAX 160 /* bytes of a file's name in a message: the reason needs the rest */
#define QUOTED_MAX 90      /* bytes of a value in a message */

struct frame {
	int node;
	char *key; /* the key read last, until its value comes */
	struct place key_at;
};

struct walk {
	struct marks *m;
	const char *yaml, *name;
	size_t len;
	struct err *err;
	struct frame stack[PACK_DEPTH_MAX];
	int depth, documents;
};

/* The first byte at or after s that begins a character. */
static const char *char_start(const char *s)
{
	while (((unsigned char)*s & 0xC0) == 0x80)
		s++;
	return s;
}

int pack_refuse(const char *name, struct place at, struct err *err, const char *fmt, ...)
{
	char reason[sizeof(err->msg)];
	size_t len = strlen(name);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reason, sizeof(reason), fmt, ap);
	va_end(ap);
	if (len > NAME_SHOWN_MAX)
		return err_set(err, ERR_INPUT, "…%s:%d:%d: %s",
			       char_start(name + len - NAME_SHOWN_MAX), at.line, at.column, reason);
	return err_set(err, ERR_INPUT, "%s:%d:%d: %s", name, at.line, at.column, reason);
}

char *pack_quote(const char *text, char out[PACK_QUOTE_SIZE])
{
	size_t len = 0, at = 0, bytes;

	while (text[at]) {
		uint32_t cp = text_codepoint(text + at, &bytes);

		if (len + bytes > QUOTED_MAX) {
			memcpy(out + len, "…", sizeof("…") - 1);
			len += sizeof("…") - 1;
			break;
		}
		if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
			out[len++] = ' ';
		else
			memcpy(out + len, text + at, bytes), len += bytes;
		at += bytes;
	}
	out[len] = '\0';
	return out;
}

static struct place place_of(yaml_mark_t mark)
{
	return (struct place) { (int)mark.line + 1, (int)mark.column + 1 };
}

/* The place of a byte offset; columns count characters. */
static struct place place_at(const char *yaml, size_t offset)
{
	struct place at = { 1, 1 };

	for (size_t i = 0; i < offset; i++) {
		if (yaml[i] == '\n')
			at = (struct place) { at.line + 1, 1 };
		else if (((unsigned char)yaml[i] & 0xC0) != 0x80)
			at.column++;
	}
	return at;
}

/* What libyaml says, by the words it begins with, and what a person can do about it. */
static const struct {
	const char *problem, *advice;
} syntax_advice[] = {
	{ "found character that cannot start any token",
	  N_("这里不能用这个字符；缩进请用空格，特殊字符请加引号") },
	{ "found a tab character", N_("这里不能用 Tab；缩进请用空格") },
	{ "mapping values are not allowed", N_("这里不该有冒号；值里若有冒号，请加引号") },
	{ "could not find expected ':'", N_("这里缺冒号“:”（半角，后面空一格）") },
	{ "did not find expected key", N_("缩进与上文不齐，或这里缺一个键") },
	{ "did not find expected '-' indicator", N_("缩进与上文不齐，或这里缺“- ”") },
	{ "did not find expected ',' or ']'", N_("方括号里缺逗号，或没有合上“]”") },
	{ "did not find expected ',' or '}'", N_("花括号里缺逗号，或没有合上“}”") },
	{ "did not find expected node content", N_("这里缺一个值") },
	{ "block sequence entries are not allowed", N_("这里不能用“- ”；请另起一行") },
	{ "block mapping", N_("这里不能写“键: 值”；请另起一行") },
	{ "found unexpected end of stream", N_("引号没有合上") },
	{ "found unexpected document indicator", N_("引号没有合上") },
	{ "found unknown escape character", N_("引号里的反斜杠用法不对；请改用单引号") },
	{ "control characters are not allowed", N_("文件里有控制字符；请删去") },
	{ "did not find expected <document start>", N_("“键: 值”之外还有别的内容") },
};

static const char *advice_for(const char *problem)
{
	for (size_t i = 0; problem && i < ARRAY_SIZE(syntax_advice); i++)
		if (!strncmp(problem, syntax_advice[i].problem, strlen(syntax_advice[i].problem)))
			return _(syntax_advice[i].advice);
	return _("YAML 写法有误；请检查缩进、冒号和引号");
}

/* A full-width colon glues its line to the next one, and libyaml complains only there. Look for one
 * on a line without a working ASCII colon, on the line of the complaint and the one before. */
static bool wide_colon(const struct walk *w, int line, struct place *out)
{
	const char *at = w->yaml, *end = w->yaml + w->len;

	for (int no = 1; at < end && no <= line; no++) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((stop ? stop : end) - at);
		const char *wide = memmem(at, len, "：", sizeof("：") - 1);

		if (no >= line - 1 && wide && !memmem(at, len, ": ", 2) && at[len - 1] != ':') {
			*out = place_at(w->yaml, (size_t)(wide - w->yaml));
			return true;
		}
		at += len + 1;
	}
	return false;
}

/* A bracket or quote that is never closed is noticed far below; its beginning is worth naming. */
static bool begun_above(const yaml_parser_t *parser)
{
	const char *what = parser->context;

	return what && parser->context_mark.line < parser->problem_mark.line &&
	       (strstr(what, "flow") || strstr(what, "quoted"));
}

static int refuse_syntax(const struct walk *w, const yaml_parser_t *parser)
{
	struct place at = place_of(parser->problem_mark);
	struct place colon;

	if (parser->error == YAML_MEMORY_ERROR)
		return err_set(w->err, ERR_MEMORY, _("内存不足"));
	if (parser->error == YAML_READER_ERROR) {
		at = place_at(w->yaml,
			      parser->problem_offset < w->len ? parser->problem_offset : 0);
		return pack_refuse(w->name, at, w->err, "%s", advice_for(parser->problem));
	}
	if (wide_colon(w, at.line, &colon))
		return pack_refuse(w->name, colon, w->err,
				   _("这里的冒号是全角；请改成半角“:”，后面空一格"));
	if (begun_above(parser))
		return pack_refuse(w->name, at, w->err, _("%s（起于第 %d 行）"),
				   advice_for(parser->problem), (int)parser->context_mark.line + 1);
	return pack_refuse(w->name, at, w->err, "%s", advice_for(parser->problem));
}

static void node_finish(struct mark *n)
{
	free(n->key);
	free(n->value);
}

void marks_finish(struct marks *m)
{
	for (int i = 0; i < m->count; i++)
		node_finish(&m->nodes[i]);
	free(m->nodes);
	*m = (struct marks) { 0 };
}

static int node_room(struct walk *w)
{
	struct marks *m = w->m;
	int space = m->space ? m->space * 2 : 256;
	struct mark *nodes;

	if (m->count < m->space)
		return 0;
	nodes = realloc(m->nodes, (size_t)space * sizeof(*nodes));
	if (!nodes)
		return err_set(w->err, ERR_MEMORY, _("内存不足"));
	m->nodes = nodes;
	m->space = space;
	return 0;
}

/* Hang node `at` under its parent, behind its elder siblings. */
static void node_link(struct marks *m, int parent, int at)
{
	struct mark *p = &m->nodes[parent];

	if (p->last < 0)
		p->first = at;
	else
		m->nodes[p->last].next = at;
	p->last = at;
	p->children++;
}

static int check_entries(const struct walk *w, const struct frame *top, struct place at)
{
	if (top && w->m->nodes[top->node].children >= PACK_ENTRIES_MAX)
		return pack_refuse(w->name, at, w->err, _("列表超过 %d 项"), PACK_ENTRIES_MAX);
	return 0;
}

/* Add the node that an event begins; it takes over the key that waits for it. Returns its place in
 * the tree, or -1. */
static int node_add(struct walk *w, enum mark_kind kind, struct place at, const char *value)
{
	struct frame *top = w->depth ? &w->stack[w->depth - 1] : NULL;
	struct mark n = { .kind = kind,
			  .key_at = at,
			  .at = at,
			  .parent = -1,
			  .first = -1,
			  .last = -1,
			  .next = -1 };

	if (check_entries(w, top, at) || node_room(w))
		return -1;
	if (value && !(n.value = strdup(value)))
		return err_set(w->err, ERR_MEMORY, _("内存不足"));
	if (top) {
		n.parent = top->node;
		n.key = top->key;
		if (n.key)
			n.key_at = top->key_at;
		top->key = NULL;
	}
	w->m->nodes[w->m->count] = n;
	if (top)
		node_link(w->m, top->node, w->m->count);
	return w->m->count++;
}

static bool expects_key(const struct walk *w)
{
	const struct frame *top = w->depth ? &w->stack[w->depth - 1] : NULL;

	return top && w->m->nodes[top->node].kind == MARK_MAPPING && !top->key;
}

static int take_key(struct walk *w, const char *key, struct place at)
{
	struct frame *top = &w->stack[w->depth - 1];
	const struct mark *owner = &w->m->nodes[top->node];
	const struct mark *twin = marks_child(w->m, owner, key);
	char quoted[PACK_QUOTE_SIZE];

	if (strlen(key) > PACK_KEY_MAX)
		return pack_refuse(w->name, at, w->err, _("不认识的键“%s”；请核对拼写"),
				   pack_quote(key, quoted));
	if (twin)
		return pack_refuse(w->name, at, w->err, _("键“%s”写了两次（前一次在第 %d 行）"),
				   pack_quote(key, quoted), twin->key_at.line);
	if (owner->children >= PACK_KEYS_MAX)
		return pack_refuse(w->name, at, w->err, _("这里的键超过 %d 个"), PACK_KEYS_MAX);
	top->key = strdup(key);
	top->key_at = at;
	return top->key ? 0 : err_set(w->err, ERR_MEMORY, _("内存不足"));
}

static bool plain_ascii(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] < 0x20 || s[i] > 0x7E)
			return false;
	return !len || (s[0] != ' ' && s[len - 1] != ' ');
}

/* Text of a pack is printed, shown and compared as it is: it must be as clean as text that comes
 * from anywhere else. */
static int check_clean(struct walk *w, const char *s, size_t len, struct place at)
{
	struct text_report report = { 0 };
	char *clean;
	bool same;

	if (plain_ascii(s, len))
		return 0;
	clean = text_clean(s, len, &report);
	if (!clean)
		return err_set(w->err, ERR_MEMORY, _("内存不足"));
	same = strlen(clean) == len && !memcmp(clean, s, len);
	free(clean);
	if (same)
		return 0;
	if (report.removed)
		return pack_refuse(w->name, at, w->err, _("文字里有看不见的字符 U+%04X；请删去"),
				   (unsigned)report.first);
	return pack_refuse(w->name, at, w->err,
			   _("文字首尾有空白，或含换行、Tab、未规范化的字符；请写成一行"));
}

static int take_scalar(struct walk *w, const yaml_event_t *e)
{
	const char *text = (const char *)e->data.scalar.value;
	struct place at = place_of(e->start_mark);

	if (check_clean(w, text, e->data.scalar.length, at))
		return -1;
	if (expects_key(w))
		return take_key(w, text, at);
	return node_add(w, MARK_SCALAR, at, text) < 0 ? -1 : 0;
}

static int open_node(struct walk *w, enum mark_kind kind, struct place at)
{
	int node;

	if (expects_key(w))
		return pack_refuse(w->name, at, w->err, _("键必须是一个词，不能是列表或映射"));
	if (w->depth == PACK_DEPTH_MAX)
		return pack_refuse(w->name, at, w->err, _("嵌套超过 %d 层"), PACK_DEPTH_MAX);
	node = node_add(w, kind, at, NULL);
	if (node < 0)
		return -1;
	w->stack[w->depth++] = (struct frame) { .node = node };
	return 0;
}

/* Anchors and tags change what a reader sees; a pack says everything where it stands. */
static int refuse_properties(const struct walk *w, struct place at, const yaml_char_t *anchor,
			     const yaml_char_t *tag)
{
	char quoted[PACK_QUOTE_SIZE];

	if (anchor)
		return pack_refuse(w->name, at, w->err, _("不可使用锚点（&%s）；请写出内容"),
				   pack_quote((const char *)anchor, quoted));
	if (tag)
		return pack_refuse(w->name, at, w->err, _("不可使用类型标签（%s）；请删去"),
				   pack_quote((const char *)tag, quoted));
	return 0;
}

static int take_alias(const struct walk *w, const yaml_event_t *e)
{
	char quoted[PACK_QUOTE_SIZE];

	return pack_refuse(w->name, place_of(e->start_mark), w->err,
			   _("不可使用别名（*%s）；请写出内容"),
			   pack_quote((const char *)e->data.alias.anchor, quoted));
}

static int begin_document(struct walk *w, struct place at)
{
	if (w->documents++)
		return pack_refuse(w->name, at, w->err, _("一个文件只能有一份 YAML 文档"));
	return 0;
}

static int take_event(struct walk *w, const yaml_event_t *e)
{
	struct place at = place_of(e->start_mark);

	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		return begin_document(w, at);
	case YAML_ALIAS_EVENT:
		return take_alias(w, e);
	case YAML_SCALAR_EVENT:
		if (refuse_properties(w, at, e->data.scalar.anchor, e->data.scalar.tag))
			return -1;
		return take_scalar(w, e);
	case YAML_SEQUENCE_START_EVENT:
		if (refuse_properties(w, at, e->data.sequence_start.anchor,
				      e->data.sequence_start.tag))
			return -1;
		return open_node(w, MARK_SEQUENCE, at);
	case YAML_MAPPING_START_EVENT:
		if (refuse_properties(w, at, e->data.mapping_start.anchor,
				      e->data.mapping_start.tag))
			return -1;
		return open_node(w, MARK_MAPPING, at);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		w->depth--;
		return 0;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		return 0;
	}
	return 0;
}

static int walk_events(struct walk *w, yaml_parser_t *parser)
{
	yaml_event_t event;
	bool end;
	int rc;

	do {
		if (!yaml_parser_parse(parser, &event))
			return refuse_syntax(w, parser);
		end = event.type == YAML_STREAM_END_EVENT;
		rc = take_event(w, &event);
		yaml_event_delete(&event);
	} while (!rc && !end);
	return rc;
}

static int check_bytes(const char *yaml, size_t len, const char *name, struct err *err)
{
	size_t bad;

	if (len > PACK_BYTES_MAX)
		return pack_refuse(name, (struct place) { 1, 1 }, err, _("文件超过 1 MiB"));
	if (!text_valid(yaml, len, &bad))
		return pack_refuse(name, place_at(yaml, bad), err,
				   _("这里不是 UTF-8；请先转换文件的编码"));
	return 0;
}

static int walk_file(struct walk *w)
{
	yaml_parser_t parser;
	int rc;

	if (!yaml_parser_initialize(&parser))
		return err_set(w->err, ERR_MEMORY, _("内存不足"));
	yaml_parser_set_input_string(&parser, (const unsigned char *)w->yaml, w->len);
	rc = walk_events(w, &parser);
	yaml_parser_delete(&parser);
	while (w->depth > 0)
		free(w->stack[--w->depth].key);
	return rc;
}

int marks_read(struct marks *m, const char *yaml, size_t len, const char *name, struct err *err)
{
	struct walk w = { .m = m, .yaml = yaml, .name = name, .len = len, .err = err };
	int rc;

	*m = (struct marks) { 0 };
	if (check_bytes(yaml, len, name, err))
		return -1;
	rc = walk_file(&w);
	if (!rc && !m->count)
		rc = pack_refuse(name, (struct place) { 1, 1 }, err, _("文件里没有内容"));
	if (!rc && m->nodes[0].kind != MARK_MAPPING)
		rc = pack_refuse(name, m->nodes[0].at, err, _("最外层应是“键: 值”"));
	if (rc)
		marks_finish(m);
	return rc;
}

const struct mark *marks_child(const struct marks *m, const struct mark *parent, const char *key)
{
	for (int i = parent->first; i >= 0; i = m->nodes[i].next)
		if (m->nodes[i].key && !strcmp(m->nodes[i].key, key))
			return &m->nodes[i];
	return NULL;
}

static const struct mark *entry(const struct marks *m, const struct mark *parent, const char *no)
{
	long n = strtol(no, NULL, 10);

	for (int i = parent->first; i >= 0; i = m->nodes[i].next)
		if (n-- == 0)
			return &m->nodes[i];
	return NULL;
}

/* Go down path as far as it exists; *out_rest gets what of it is left. */
static const struct mark *descend(const struct marks *m, const char *path, const char **out_rest)
{
	const struct mark *at = &m->nodes[0], *next;
	char step[64];

	while (*path) {
		size_t len = strcspn(path, "/");

		snprintf(step, sizeof(step), "%.*s", (int)len, path);
		next = at->kind == MARK_SEQUENCE ? entry(m, at, step) : marks_child(m, at, step);
		if (!next)
			break;
		at = next;
		path += len + (path[len] == '/');
	}
	*out_rest = path;
	return at;
}

const struct mark *marks_near(const struct marks *m, const char *path)
{
	const char *rest;

	return descend(m, path, &rest);
}

const struct mark *marks_find(const struct marks *m, const char *path)
{
	const char *rest;
	const struct mark *found = descend(m, path, &rest);

	return *rest ? NULL : found;
}
