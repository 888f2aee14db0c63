/* Requests as JSON, and replies from it. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/national_parts.h"
#include "forms/text.h"

/* ---- requests ---- */

/* Every field stands there in its order, an empty one as "". */
static int put_fields(json_t *to, const struct national_field *table, size_t count,
		      char *const *values)
{
	for (size_t i = 0; i < count; i++)
		if (json_object_set_new(to, table[i].name,
					json_string(values[i] ? values[i] : "")) < 0)
			return -1;
	return 0;
}

char *national_line(const struct national_request *r)
{
	size_t count;
	const struct national_field *table = national_data(r->infno, &count);
	json_t *root = json_object(), *input = json_object(), *data = json_object();
	char *line = NULL;

	if (root && input && data &&
	    put_fields(root, national_envelope, NATIONAL_ENVELOPE, r->envelope) == 0 &&
	    put_fields(data, table, count, r->data) == 0 &&
	    json_object_set(input, "data", data) == 0 && json_object_set(root, "input", input) == 0)
		line = json_dumps(root, JSON_COMPACT);
	json_decref(root);
	json_decref(input);
	json_decref(data);
	return line;
}

/* ---- replies ---- */

static bool copy_text(const json_t *value, char *out, size_t size)
{
	const char *raw = json_string_value(value);
	char *clean = raw ? text_clean(raw, json_string_length(value), NULL) : NULL;

	out[0] = '\0';
	if (!clean)
		return false;
	text_copy(out, size, clean);
	free(clean);
	return true;
}

/* A text that must fit: cut it would be another number. */
static bool copy_whole(const json_t *value, char *out, size_t size)
{
	return copy_text(value, out, size) && strlen(out) + 4 < size;
}

/* infcode: 0, "0", -1 ... A number with a fraction is none. */
static bool read_infcode(const json_t *value, struct national_reply *out)
{
	if (json_is_integer(value)) {
		snprintf(out->infcode, sizeof(out->infcode), "%lld",
			 (long long)json_integer_value(value));
		return true;
	}
	return copy_whole(value, out->infcode, sizeof(out->infcode)) && *out->infcode;
}

/* One serial number, found once or as often as it is the same. */
static const char *take_serial(const json_t *value, struct national_reply *out)
{
	char serial[sizeof(out->serial)];

	if (!value || json_is_null(value))
		return NULL;
	if (!json_is_string(value))
		return N_("流水号没有写成文字，可能已经失位");
	if (!copy_whole(value, serial, sizeof(serial)))
		return N_("流水号太长");
	if (*out->serial && *serial && strcmp(out->serial, serial) != 0)
		return N_("有不止一个流水号");
	if (*serial)
		snprintf(out->serial, sizeof(out->serial), "%s", serial);
	return NULL;
}

/* output.result.trt_dcla_detl_sn; some gateways put lists around either, or leave `result` out. */
static const char *read_output(const json_t *output, struct national_reply *out, int depth)
{
	const char *fault = NULL;
	size_t i;
	json_t *item;

	if (json_is_string(output) && json_string_length(output) > 0)
		return N_("output 是一段文字，可能还没有解密；请由接口方解密后再导入");
	if (json_is_array(output) && depth > 0) {
		json_array_foreach(output, i, item)
		{
			fault = fault ? fault : read_output(item, out, depth - 1);
		}
		return fault;
	}
	if (!json_is_object(output))
		return NULL;
	out->query |= json_object_get(output, "feedetail") != NULL;
	fault = take_serial(json_object_get(output, "trt_dcla_detl_sn"), out);
	item = json_object_get(output, "result");
	return fault || !item || depth == 0 ? fault : read_output(item, out, depth - 1);
}

static const char *read_fields(const json_t *reply, struct national_reply *out)
{
	if (!read_infcode(json_object_get(reply, "infcode"), out))
		return N_("没有交易状态码 infcode");
	copy_text(json_object_get(reply, "inf_refmsgid"), out->refmsgid, sizeof(out->refmsgid));
	copy_text(json_object_get(reply, "err_msg"), out->error, sizeof(out->error));
	return read_output(json_object_get(reply, "output"), out, 4);
}

/* {"request":{"msgid":…},"reply":{…}}, or the reply itself with a msgid in it. */
static const char *read_object(json_t *root, struct national_reply *out)
{
	json_t *reply = json_object_get(root, "reply"), *request = json_object_get(root, "request");
	json_t *msgid = json_object_get(root, "msgid");

	if (json_is_object(request) && json_object_get(request, "msgid"))
		msgid = json_object_get(request, "msgid");
	if (msgid && !json_is_null(msgid) && !copy_whole(msgid, out->msgid, sizeof(out->msgid)))
		return N_("msgid 不是报文ID");
	if (reply && !json_is_object(reply))
		return N_("reply 不是对象");
	return read_fields(reply ? reply : root, out);
}

void national_read_reply(const char *text, size_t len, struct national_reply *out)
{
	json_error_t why;
	json_t *root;

	*out = (struct national_reply) { 0 };
	if (!text_valid(text, len, NULL)) {
		out->fault = N_("含有不是 UTF-8 的字节；请先用 mtdesk convert 转换");
		return;
	}
	root = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (!root && json_error_code(&why) == json_error_duplicate_key)
		out->fault = N_("同一个键写了两次");
	else if (!root)
		out->fault = N_("不是完整的 JSON");
	else if (!json_is_object(root))
		out->fault = N_("不是 JSON 对象");
	else
		out->fault = read_object(root, out);
	json_decref(root);
}
