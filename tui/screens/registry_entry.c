/* Dialogs of the register: an institution, a doctor, a seal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/pinyin.h"
#include "tui/screens/account.h"
#include "tui/screens/place.h"
#include "tui/screens/registry.h"

static struct registry_view *self(struct screen *s)
{
	return (struct registry_view *)s;
}

static enum next refuse(struct screen *s, const struct err *err)
{
	app_say(s->app, STYLE_WARN, err->msg);
	return NEXT_STOP;
}

static enum next saved(struct screen *s, const char *name)
{
	char text[512];

	snprintf(text, sizeof(text), _("“%s”已存入名册"), name);
	app_say(s->app, STYLE_PLAIN, text);
	return NEXT_BACK;
}

/* ---- what is picked ---- */

static size_t offer(struct dialog_pick *out, size_t n, int64_t id, const char *label)
{
	snprintf(out[n].code, sizeof(out[n].code), "%lld", (long long)id);
	snprintf(out[n].label, sizeof(out[n].label), "%s", label);
	return n + 1;
}

/* A part of the name, its pinyin, the code or, for what stands in the row already, the id itself. */
static bool is_meant(const char *query, int64_t id, const char *name, const char *code)
{
	char number[24];

	snprintf(number, sizeof(number), "%lld", (long long)id);
	return strstr(name, query) || strcasestr(code, query) || strcmp(number, query) == 0 ||
	       pinyin_match(name, query, false) > 0;
}

static size_t find_institutions(struct screen *asker, const char *query, struct dialog_pick *out,
				size_t space)
{
	const struct registry_view *v = self(asker);
	size_t n = 0;

	for (size_t i = 0; i < v->list[TAB_INSTITUTIONS].count && n < space; i++)
		if (is_meant(query, v->institutions[i].id, v->institutions[i].name,
			     v->institutions[i].code))
			n = offer(out, n, v->institutions[i].id, v->institutions[i].name);
	return n;
}

static size_t find_staff(const struct registry_view *v, enum role role, const char *query,
			 struct dialog_pick *out, size_t space)
{
	char label[320];
	size_t n = 0;

	for (int i = 0; i < v->staff_count && n < space; i++) {
		const struct staff *s = &v->staff[i];

		if (!(s->roles & ROLE_BIT(role)) || !is_meant(query, s->id, s->name, s->login))
			continue;
		snprintf(label, sizeof(label), "%s  %s", s->name, s->login);
		n = offer(out, n, s->id, label);
	}
	return n;
}

static size_t find_doctors(struct screen *asker, const char *query, struct dialog_pick *out,
			   size_t space)
{
	return find_staff(self(asker), ROLE_DOCTOR, query, out, space);
}

static size_t find_keepers(struct screen *asker, const char *query, struct dialog_pick *out,
			   size_t space)
{
	return find_staff(self(asker), ROLE_SEAL_KEEPER, query, out, space);
}

/* An id as the text of a row; 0 is an empty row. */
struct id_text {
	char text[24];
};

static struct id_text id_text(int64_t id)
{
	struct id_text t = { "" };

	if (id)
		snprintf(t.text, sizeof(t.text), "%lld", (long long)id);
	return t;
}

static int64_t text_id(const char *text)
{
	return strtoll(text, NULL, 10);
}

/* ---- an institution ---- */

static enum next institution_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct desk *d = asker->desk;
	struct institution i = { 0 };
	struct err err = { 0 };

	*at = PLACE_NAME;
	if (self(asker)->at && institution_load(d->store, self(asker)->at, &i, &err) < 1)
		return refuse(asker, &err);
	if (place_take(texts, PLACE_ROWS, &i, at, &err) ||
	    institution_save(d->store, &d->actor, &i, &err))
		return refuse(asker, &err);
	if (i.id == d->identity.institution.id)
		d->identity.institution = i;
	return saved(asker, i.name);
}

static struct screen *institution_dialog(struct registry_view *v, const struct institution *i)
{
	struct place_texts texts;
	struct dialog_spec spec = {
		.title = N_("机构"),
		.rows = place_rows,
		.count = PLACE_ROWS,
		.done_label = N_("保存"),
		.done = institution_done,
	};

	place_texts(i, v->base.desk->settings.region, &texts);
	return dialog_screen(v->base.desk, &v->base, &spec, texts.row);
}

/* ---- a doctor ---- */

// clang-format off
enum { DOCTOR_NAME, DOCTOR_CODE, DOCTOR_TITLE, DOCTOR_PLACE, DOCTOR_STAFF, DOCTOR_DISEASES, DOCTOR_STATE, DOCTOR_ROWS };

static const struct dialog_row doctor_rows[DOCTOR_ROWS] = {
	[DOCTOR_NAME] = { .label = N_("姓名"), .hint = N_("照执业证书填写"), .most = 255, .refuse = account_refuse_empty },
	[DOCTOR_CODE] = { .label = N_("医师代码"), .hint = N_("医保医师代码，如 D511102000123"), .most = 63, .refuse = account_refuse_empty },
	[DOCTOR_TITLE] = { .label = N_("职称"), .hint = N_("如 主治医师"), .most = 63, .refuse = account_refuse_empty },
	[DOCTOR_PLACE] = { .label = N_("机构"), .hint = N_("输入名称或编号的一部分，选定"), .kind = DIALOG_PICK, .find = find_institutions,
			   .refuse = account_refuse_empty },
	[DOCTOR_STAFF] = { .label = N_("账号"), .hint = N_("在本台认定的医师选自己的账号；不在本台认定的空着"), .kind = DIALOG_PICK,
			   .find = find_doctors },
	[DOCTOR_DISEASES] = { .label = N_("可认定病种"), .hint = N_("* 表示全部；否则写病种编码，用空格隔开，如 M01904"), .most = 1023,
			      .refuse = account_refuse_empty },
	[DOCTOR_STATE] = { .label = N_("状态"), .hint = N_("停用后不能再认定；已认定的不受影响"), .kind = DIALOG_CHOICE,
			   .choices = place_states, .refuse = account_refuse_empty },
};
// clang-format on

static enum next doctor_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct desk *d = asker->desk;
	struct doctor doctor = { 0 };
	struct err err = { 0 };

	*at = DOCTOR_NAME;
	if (self(asker)->at && doctor_load(d->store, self(asker)->at, &doctor, &err) < 1)
		return refuse(asker, &err);
	snprintf(doctor.name, sizeof(doctor.name), "%s", texts[DOCTOR_NAME]);
	snprintf(doctor.code, sizeof(doctor.code), "%s", texts[DOCTOR_CODE]);
	snprintf(doctor.title, sizeof(doctor.title), "%s", texts[DOCTOR_TITLE]);
	snprintf(doctor.diseases, sizeof(doctor.diseases), "%s", texts[DOCTOR_DISEASES]);
	place_capitals(doctor.code);
	place_capitals(doctor.diseases);
	doctor.institution = text_id(texts[DOCTOR_PLACE]);
	doctor.staff = text_id(texts[DOCTOR_STAFF]);
	doctor.active = texts[DOCTOR_STATE][0] == '1';
	if (doctor_save(d->store, &d->actor, &doctor, &err))
		return refuse(asker, &err);
	return saved(asker, doctor.name);
}

static struct screen *doctor_dialog(struct registry_view *v, const struct doctor *d)
{
	struct id_text place =
		id_text(d->id ? d->institution : v->base.desk->identity.institution.id);
	struct id_text staff = id_text(d->staff);
	struct dialog_spec spec = {
		.title = N_("认定医师"),
		.rows = doctor_rows,
		.count = DOCTOR_ROWS,
		.done_label = N_("保存"),
		.done = doctor_done,
	};

	return dialog_screen(v->base.desk, &v->base, &spec,
			     (const char *const[DOCTOR_ROWS]) {
				     [DOCTOR_NAME] = d->name,
				     [DOCTOR_CODE] = d->code,
				     [DOCTOR_TITLE] = d->title,
				     [DOCTOR_PLACE] = place.text,
				     [DOCTOR_STAFF] = staff.text,
				     [DOCTOR_DISEASES] = d->id ? d->diseases : "*",
				     [DOCTOR_STATE] = !d->id || d->active ? "1" : "0",
			     });
}

/* ---- a seal ---- */

// clang-format off
enum { SEAL_NAME, SEAL_PLACE, SEAL_KEEPER, SEAL_STATE, SEAL_ROWS };

static const struct dialog_row seal_rows[SEAL_ROWS] = {
	[SEAL_NAME] = { .label = N_("印章名称"), .hint = N_("印章上的名称，如 医疗保险专用章"), .most = 127, .refuse = account_refuse_empty },
	[SEAL_PLACE] = { .label = N_("机构"), .hint = N_("输入名称或编号的一部分，选定"), .kind = DIALOG_PICK, .find = find_institutions,
			 .refuse = account_refuse_empty },
	[SEAL_KEEPER] = { .label = N_("保管人"), .hint = N_("本台的用印人；外单位的印章只核对纸上盖的，空着"), .kind = DIALOG_PICK,
			  .find = find_keepers },
	[SEAL_STATE] = { .label = N_("状态"), .hint = N_("停用后不能再用；已用的不受影响"), .kind = DIALOG_CHOICE, .choices = place_states,
			 .refuse = account_refuse_empty },
};
// clang-format on

static enum next seal_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct desk *d = asker->desk;
	struct seal seal = { 0 };
	struct err err = { 0 };

	*at = SEAL_NAME;
	if (self(asker)->at && seal_load(d->store, self(asker)->at, &seal, &err) < 1)
		return refuse(asker, &err);
	snprintf(seal.name, sizeof(seal.name), "%s", texts[SEAL_NAME]);
	seal.institution = text_id(texts[SEAL_PLACE]);
	seal.keeper = text_id(texts[SEAL_KEEPER]);
	seal.active = texts[SEAL_STATE][0] == '1';
	if (seal_save(d->store, &d->actor, &seal, &err))
		return refuse(asker, &err);
	return saved(asker, seal.name);
}

static struct screen *seal_dialog(struct registry_view *v, const struct seal *seal)
{
	struct id_text place =
		id_text(seal->id ? seal->institution : v->base.desk->identity.institution.id);
	struct id_text keeper = id_text(seal->keeper);
	struct dialog_spec spec = {
		.title = N_("印章"),
		.rows = seal_rows,
		.count = SEAL_ROWS,
		.done_label = N_("保存"),
		.done = seal_done,
	};

	return dialog_screen(v->base.desk, &v->base, &spec,
			     (const char *const[SEAL_ROWS]) {
				     [SEAL_NAME] = seal->name,
				     [SEAL_PLACE] = place.text,
				     [SEAL_KEEPER] = keeper.text,
				     [SEAL_STATE] = !seal->id || seal->active ? "1" : "0",
			     });
}

struct screen *registry_entry_screen(struct registry_view *v, bool new)
{
	static const struct institution no_institution;
	static const struct doctor no_doctor;
	static const struct seal no_seal;
	size_t at = v->list[v->tab].at;

	switch (v->tab) {
	case TAB_INSTITUTIONS:
		v->at = new ? 0 : v->institutions[at].id;
		return institution_dialog(v, new ? &no_institution : &v->institutions[at]);
	case TAB_DOCTORS:
		v->at = new ? 0 : v->doctors[at].id;
		return doctor_dialog(v, new ? &no_doctor : &v->doctors[at]);
	case TAB_SEALS:
		v->at = new ? 0 : v->seals[at].id;
		return seal_dialog(v, new ? &no_seal : &v->seals[at]);
	case TAB_COUNT:
		break;
	}
	return NULL;
}
