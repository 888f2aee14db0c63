/* One XML document of a workbook. Declared in xlsx_parts.h.
 *
 * A document type is refused, and with it every entity that a stranger could declare; so are nesting and tags that no spreadsheet
 * writes, which would otherwise grow in the parser's memory. */
#include "db/xlsx_parts.h"

#include <stdlib.h>
#include <string.h>

#include "forms/text.h"

#define PIECE 32768
#define DEPTH_MOST 64
#define TOKEN_MOST (1u << 20)

/* ---- handlers ---- */

static const char *local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

void xlsx_xml_stop(struct xlsx_xml *x, const struct err *why)
{
	if (x->fault.code != ERR_NONE)
		return;
	x->fault = *why;
	XML_StopParser(x->parser, XML_FALSE);
}

static void strange(struct xlsx_xml *x)
{
	struct err why;

	err_set(&why, ERR_INPUT, "%s",
		_("工作簿里有不像表格的内容，没有读；请在 Excel 里打开后另存，再导入"));
	xlsx_xml_stop(x, &why);
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
	struct xlsx_xml *x = user;

	if (++x->depth > DEPTH_MOST)
		strange(x);
	if (x->fault.code == ERR_NONE)
		x->handlers->start(x->ctx, local(name), (const char *const *)attributes);
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
	struct xlsx_xml *x = user;

	x->depth--;
	if (x->fault.code == ERR_NONE)
		x->handlers->end(x->ctx, local(name));
}

static void XMLCALL on_text(void *user, const XML_Char *text, int len)
{
	struct xlsx_xml *x = user;

	if (x->fault.code == ERR_NONE && x->handlers->text)
		x->handlers->text(x->ctx, text, (size_t)len);
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system,
			       const XML_Char *public, int has_subset)
{
	(void)name;
	(void)system;
	(void)public;
	(void)has_subset;
	strange(user);
}

const char *xlsx_attribute(const char *const *attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (strcmp(local(attributes[0]), name) == 0)
			return attributes[1];
	return "";
}

/* ---- running ---- */

int xlsx_xml_init(struct xlsx_xml *x, xlsx_read_fn read, void *arg,
		  const struct xlsx_handlers *handlers, void *ctx, struct err *err)
{
	*x = (struct xlsx_xml) { .parser = XML_ParserCreate(NULL),
				 .read = read,
				 .arg = arg,
				 .handlers = handlers,
				 .ctx = ctx };
	if (!x->parser)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	return 0;
}

void xlsx_xml_finish(struct xlsx_xml *x)
{
	if (x->parser)
		XML_ParserFree(x->parser);
	x->parser = NULL;
}

void xlsx_xml_pause(struct xlsx_xml *x)
{
	if (x->fault.code == ERR_NONE)
		XML_StopParser(x->parser, XML_TRUE);
}

static int failed(struct xlsx_xml *x, struct err *err)
{
	if (x->fault.code != ERR_NONE) {
		*err = x->fault;
		return -1;
	}
	if (XML_GetErrorCode(x->parser) == XML_ERROR_NO_MEMORY)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	return err_set(err, ERR_INPUT, "%s",
		       _("工作簿的内容不完整或不合格式；请在 Excel 里打开后另存，再导入"));
}

/* Feed one piece. */
static enum XML_Status feed(struct xlsx_xml *x)
{
	void *buf = XML_GetBuffer(x->parser, PIECE);
	struct err why = { 0 };
	int n = buf ? x->read(x->arg, buf, PIECE, &why) : -1;

	if (n < 0) {
		if (!buf)
			err_set(&why, ERR_MEMORY, "%s", _("内存不足"));
		x->fault = why;
		return XML_STATUS_ERROR;
	}
	x->fed += (uint64_t)n;
	x->last = n == 0;
	return XML_ParseBuffer(x->parser, n, x->last);
}

/* What has not become an element or text yet is held by the parser, and read anew with each piece. */
static bool is_stuck(const struct xlsx_xml *x)
{
	XML_Index at = XML_GetCurrentByteIndex(x->parser);

	return x->fed > TOKEN_MOST && (at < 0 || x->fed - (uint64_t)at > TOKEN_MOST);
}

int xlsx_xml_run(struct xlsx_xml *x, struct err *err)
{
	for (;;) {
		enum XML_Status status = x->paused ? XML_ResumeParser(x->parser) : feed(x);

		x->paused = status == XML_STATUS_SUSPENDED;
		if (x->paused)
			return 1;
		if (status == XML_STATUS_ERROR)
			return failed(x, err);
		if (x->last)
			return 0;
		if (is_stuck(x)) {
			strange(x);
			return failed(x, err);
		}
	}
}

/* ---- text ---- */

/* The character that _xHHHH_ stands for; 0: it is no such thing. */
static uint32_t escaped(const char *s, size_t len)
{
	char hex[5] = "";
	uint32_t cp;

	if (len < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_')
		return 0;
	memcpy(hex, s + 2, 4);
	if (strspn(hex, "0123456789abcdefABCDEF") != 4)
		return 0;
	cp = (uint32_t)strtoul(hex, NULL, 16);
	return cp >= 0xD800 && cp <= 0xDFFF ? 0 : cp;
}

size_t xlsx_unescape(char *text, size_t len)
{
	size_t to = 0;

	if (!memmem(text, len, "_x", 2))
		return len;
	for (size_t i = 0; i < len;) {
		uint32_t cp = escaped(text + i, len - i);
		char put[5];
		size_t n = cp ? text_put(cp, put) : 0;

		if (n > 0) {
			memcpy(text + to, put, n);
			i += 7;
			to += n;
		} else {
			text[to++] = text[i++];
		}
	}
	return to;
}
