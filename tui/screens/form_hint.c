/* The status line of the form: what the focused cell waits for, and who is on file. */
#include "tui/screens/form.h"

#include <stdio.h>

#include "forms/person_name.h"

static const char *value(const struct form *f, enum field_id id)
{
	return entry_get(f->entry, id);
}

/* Who else is on file under this number; a name that differs is worth a warning. */
static enum style seen_hint(const struct form *f, char *buf, size_t size)
{
	const struct filing *seen = &f->entry->seen.filing;
	const char *name = filing_get(seen, FIELD_PSN_NAME), *typed = value(f, FIELD_PSN_NAME);
	bool other = *name && *typed && !person_name_equal(name, typed);

	if (other)
		snprintf(buf, size, _("此证件号在库中是 %s（%s），与表上姓名不同，请核对"), name,
			 f->entry->seen.no);
	else
		snprintf(buf, size, _("登记过：%s %s %.10s；F4 填入上次的姓名、电话、险种"), name,
			 filing_get(seen, FIELD_OPSP_DISE_NAME), f->entry->seen.saved_at);
	return other ? STYLE_WARN : STYLE_PLAIN;
}

static void certno_hint(const struct form *f, char *buf, size_t size)
{
	const struct identity *id = &f->entry->result.identity;

	if (id->valid && id->kind)
		snprintf(buf, size, _("识别为 %s；不对时在菜单里选证件类型"), _(id->kind));
	else
		snprintf(buf, size, "%s", _("18 位居民身份证；别的证件也可以填"));
}

static const char *plain_hint(const struct form *f, enum cell_kind kind)
{
	switch (kind) {
	case CELL_CHOICE:
		return _("1 男  2 女");
	case CELL_BOXES:
		return _("1 职工  2 城乡居民");
	case CELL_DISEASE:
		return _("输入拼音首字母、编码或名称，如 gdzhbx");
	case CELL_MARK:
		return _("看到纸上的签名后按空格记下时间");
	case CELL_STATE:
		if (!f->entry->result.basis.criteria)
			return _("照医师的病情说明填写");
		return f->visited[FIELD_SYMP_DSCR] ? _("F4 再填证据；Enter 下一格")
						   : _("Enter 逐项填写证据");
	case CELL_ACT:
		return _("这一格由后面的手续填入，不能代填");
	case CELL_TEXT:
	case CELL_LABEL:
		break;
	}
	return "";
}

enum style form_cell_hint(const struct form *f, char *buf, size_t size)
{
	char hint[CELL_LINE_SIZE] = "";
	enum style style = STYLE_PLAIN;

	if (f->locked)
		snprintf(hint, sizeof(hint), "%s", form_lock_reason(f));
	else if (f->entry->has_seen && (f->focus == FIELD_CERTNO || f->focus == FIELD_PSN_NAME))
		style = seen_hint(f, hint, sizeof(hint));
	else if (f->focus == FIELD_CERTNO)
		certno_hint(f, hint, sizeof(hint));
	else
		snprintf(hint, sizeof(hint), "%s", plain_hint(f, form_cell(f)->kind));
	snprintf(buf, size, "%s   %s", _(fields[f->focus].label), hint);
	return style;
}
