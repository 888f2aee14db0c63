#include "forms/policy_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/policy_schema.h"

#define STEP_MAX (PACK_KEY_MAX + 4)

/* libcyaml complains in English log lines: first what is wrong, then the way out of the file, one
 * line a level, innermost first. We listen, and say it again with the places we know. */
struct ear {
	char reason[256];
	char steps[PACK_DEPTH_MAX][STEP_MAX]; /* keys and entry numbers, innermost first */
	int count;
	bool inner_is_key; /* the innermost level is a key, not a bare mapping */
};

static void hear_step(struct ear *ear, const char *line)
{
	char *step = ear->steps[ear->count];
	unsigned entry;

	if (ear->count == PACK_DEPTH_MAX)
		return;
	if (sscanf(line, "  in mapping field '%63[^']'", step) == 1) {
		ear->inner_is_key |= ear->count == 0;
		ear->count++;
	} else if (sscanf(line, "  in sequence entry '%u'", &entry) == 1 && entry > 0) {
		snprintf(step, STEP_MAX, "%u", entry - 1);
		ear->count++;
	}
}

__attribute__((format(printf, 3, 0))) static void hear(cyaml_log_t level, void *ctx,
						       const char *fmt, va_list args)
{
	struct ear *ear = ctx;
	char line[sizeof(ear->reason)];

	(void)level;
	vsnprintf(line, sizeof(line), fmt, args);
	line[strcspn(line, "\n")] = '\0';
	if (line[0] == ' ')
		hear_step(ear, line);
	else if (!ear->reason[0])
		memcpy(ear->reason, line, sizeof(line));
}

/* "codes/3/code": from the outermost of the steps heard down to step `from`. */
static void path_of(const struct ear *ear, int from, char *path, size_t size)
{
	size_t len = 0;

	path[0] = '\0';
	for (int i = ear->count - 1; i >= from && len < size; i--)
		len += (size_t)snprintf(path + len, size - len, "%s%s", len ? "/" : "",
					ear->steps[i]);
}

/* What a person calls a node: its key, or for an entry the key of its list. */
static const char *name_of(const struct marks *m, const struct mark *node)
{
	while (!node->key && node->parent >= 0)
		node = &m->nodes[node->parent];
	return node->key ? node->key : "";
}

/* Where the key that libcyaml refused stands. Its complaint names the mapping only. */
static struct place unknown_key_place(const struct marks *m, const struct mark *owner,
				      const char *key)
{
	const struct mark *found = marks_child(m, owner, key);

	return found ? found->key_at : owner->at;
}

static const char *after(const char *text, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(text, prefix, len) ? NULL : text + len;
}

static int refuse_type(const struct marks *m, const struct mark *node, const char *wanted,
		       const char *name, struct err *err)
{
	const char *what = name_of(m, node);

	if (after(wanted, "SEQUENCE"))
		return pack_refuse(name, node->at, err, _("“%s”应写成列表"), what);
	if (after(wanted, "MAPPING"))
		return pack_refuse(name, node->at, err, _("“%s”应写成“键: 值”"), what);
	return pack_refuse(name, node->at, err, _("“%s”应写成一个值，不能是列表或映射"), what);
}

static int repeat_complaint(const struct ear *ear, const struct marks *m, const char *name,
			    struct err *err)
{
	char path[PACK_DEPTH_MAX * STEP_MAX], owner[PACK_DEPTH_MAX * STEP_MAX];
	char quoted[PACK_QUOTE_SIZE];
	const struct mark *node, *around;
	const char *arg;

	path_of(ear, 0, path, sizeof(path));
	path_of(ear, ear->inner_is_key, owner, sizeof(owner));
	node = marks_near(m, path);
	around = marks_near(m, owner);
	if ((arg = after(ear->reason, "Load: Unexpected key: ")))
		return pack_refuse(name, unknown_key_place(m, node, arg), err,
				   _("不认识的键“%s”；请核对拼写"), pack_quote(arg, quoted));
	if ((arg = after(ear->reason, "Load: Missing required mapping field: ")))
		return pack_refuse(name, around->at, err, _("这里缺键“%s”"), arg);
	if ((arg = after(ear->reason, "Load: Expecting ")))
		return refuse_type(m, node, arg, name, err);
	if (node->value)
		return pack_refuse(name, node->at, err, _("“%s”不能写成“%s”"), name_of(m, node),
				   pack_quote(node->value, quoted));
	return pack_refuse(name, node->at, err, _("“%s”写法不对"), name_of(m, node));
}

/* What libcyaml reads more freely than a pack may be written: it takes any word but "no", "false",
 * "disable" and "0" for true, and 010 for eight. */
enum scalar_kind { SCALAR_SWITCH, SCALAR_NUMBER };
// clang-format off
static const struct {
	const char *key;
	enum scalar_kind kind;
} strict_scalars[] = {
	{ "positive",       SCALAR_SWITCH },
	{ "proxy",          SCALAR_SWITCH },
	{ "codes_complete", SCALAR_SWITCH },
	{ "edition",        SCALAR_NUMBER },
	{ "hospital_level", SCALAR_NUMBER },
	{ "doctors",        SCALAR_NUMBER },
	{ "at_least",       SCALAR_NUMBER },
	{ "least",          SCALAR_NUMBER },
	{ "most",           SCALAR_NUMBER },
};
// clang-format on

static bool is_number(const char *s)
{
	size_t len = strspn(s, "0123456789");

	return len && len <= 6 && !s[len] && (s[0] != '0' || len == 1);
}

static int check_kind(enum scalar_kind kind, const struct mark *n, const char *name,
		      struct err *err)
{
	switch (kind) {
	case SCALAR_SWITCH:
		if (!strcmp(n->value, "true") || !strcmp(n->value, "false"))
			return 0;
		return pack_refuse(name, n->at, err, _("“%s”只能写 true 或 false"), n->key);
	case SCALAR_NUMBER:
		if (is_number(n->value))
			return 0;
		return pack_refuse(name, n->at, err, _("“%s”应写成整数，如 2"), n->key);
	}
	return 0;
}

/* Only these may be empty: a notice that prints no type of the disease has nothing to write. */
static bool may_be_empty(const struct mark *n)
{
	return n->key && (!strcmp(n->key, "type_name") || !strcmp(n->key, "type_code"));
}

static int check_scalar(const struct marks *m, const struct mark *n, const char *name,
			struct err *err)
{
	if (!n->value)
		return 0;
	if (!n->value[0] && !may_be_empty(n))
		return pack_refuse(name, n->at, err, _("“%s”没有写值；不适用时请删去这一行"),
				   name_of(m, n));
	for (size_t i = 0; n->key && i < ARRAY_SIZE(strict_scalars); i++)
		if (!strcmp(n->key, strict_scalars[i].key))
			return check_kind(strict_scalars[i].kind, n, name, err);
	return 0;
}

static cyaml_config_t config_for(struct ear *ear)
{
	return (cyaml_config_t) {
		.log_fn = ear ? hear : NULL,
		.log_ctx = ear,
		.log_level = CYAML_LOG_ERROR,
		.mem_fn = cyaml_mem,
		.flags = CYAML_CFG_NO_ALIAS,
	};
}

/* libcyaml first, because a key that it does not know explains more than an odd value of it. */
int policy_fill(const char *yaml, size_t len, const struct marks *m, const char *name,
		struct policy **out, struct err *err)
{
	struct ear ear = { 0 };
	cyaml_config_t config = config_for(&ear);
	struct policy *p = NULL;

	if (cyaml_load_data((const uint8_t *)yaml, len, &config, &policy_schema, (void **)&p, NULL))
		return repeat_complaint(&ear, m, name, err);
	for (int i = 0; i < m->count; i++) {
		if (!check_scalar(m, &m->nodes[i], name, err))
			continue;
		policy_free(p);
		return -1;
	}
	*out = p;
	return 0;
}

void policy_free(struct policy *p)
{
	cyaml_config_t config = config_for(NULL);

	cyaml_free(&config, &policy_schema, p, 0);
}
