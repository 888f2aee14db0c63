#include "forms/finding.h"

#include <stdlib.h>
#include <string.h>

#include "forms/text.h"

static const struct {
	const char *name;
	enum finding_level level;
	const char *text;
} codes[FINDING_CODE_COUNT] = {
#define FIELD LEVEL_FIELD
#define ACT LEVEL_ACT
#define NOTE LEVEL_NOTE
#define X(id, name, level, text) [FINDING_##id] = { name, level, text },
#include "forms/finding.def"
#undef X
#undef FIELD
#undef ACT
#undef NOTE
};

void findings_finish(struct findings *f)
{
	if (!f)
		return;
	free(f->list);
	*f = (struct findings) { 0 };
}

void findings_clear(struct findings *f)
{
	f->count = 0;
}

static bool make_room(struct findings *f)
{
	size_t space = f->space ? f->space * 2 : 8;
	struct finding *list;

	if (f->count < f->space)
		return true;
	list = realloc(f->list, space * sizeof(*list));
	if (!list)
		return false;
	f->list = list;
	f->space = space;
	return true;
}

struct finding *findings_add(struct findings *f, enum field_id field, enum finding_code code,
			     const char *a, const char *b)
{
	struct finding *new;

	if (!f || !make_room(f))
		return NULL;
	new = &f->list[f->count++];
	*new = (struct finding) { .code = code, .field = field };
	text_copy(new->arg[0], sizeof(new->arg[0]), a ? a : "");
	text_copy(new->arg[1], sizeof(new->arg[1]), b ? b : "");
	return new;
}

size_t findings_errors(const struct findings *f, enum field_id field)
{
	size_t errors = 0;

	for (size_t i = 0; f && i < f->count; i++)
		if (codes[f->list[i].code].level == LEVEL_FIELD &&
		    (field == FIELD_NONE || f->list[i].field == field))
			errors++;
	return errors;
}

const struct finding *findings_on(const struct findings *f, enum field_id field)
{
	const struct finding *worst = NULL;

	for (size_t i = 0; f && i < f->count; i++) {
		const struct finding *found = &f->list[i];

		if (found->field != field)
			continue;
		if (!worst || codes[found->code].level < codes[worst->code].level)
			worst = found;
	}
	return worst;
}

const char *finding_code_name(enum finding_code code)
{
	return codes[code].name;
}

enum finding_level finding_code_level(enum finding_code code)
{
	return codes[code].level;
}

/* The argument that s names as {1} or {2}, or NULL. */
static const char *placeholder(const struct finding *f, const char *s)
{
	if (s[0] != '{' || (s[1] != '1' && s[1] != '2') || s[2] != '}')
		return NULL;
	return f->arg[s[1] - '1'];
}

/* Arguments are copied as they are, never searched for placeholders: they were typed by people. */
char *finding_text(const struct finding *f, char *buf, size_t size)
{
	const char *text = _(codes[f->code].text);
	size_t len = 0;

	if (size > 0)
		buf[0] = '\0';
	while (*text && len + 1 < size) {
		const char *arg = placeholder(f, text);
		char one[5];
		size_t n = 3;

		if (!arg) {
			text_put(text_codepoint(text, &n), one);
			arg = one;
		}
		text += n;
		n = text_copy(buf + len, size - len, arg);
		len += n;
		if (arg[n])
			break;
	}
	return buf;
}
