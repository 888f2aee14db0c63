/* What may be picked before an act: doctors, seals, scans and packs, out of the register and the store. */
#include "tui/screens/steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/pinyin.h"

#define REGISTER_MOST 200

static const struct sign *self(const struct screen *s)
{
	return (const struct sign *)s;
}

/* Does the query find this entry: by its code, part of its words, or their initials? */
static bool finds(const char *query, const char *code, const char *words)
{
	return !*query || strcmp(query, code) == 0 || strstr(words, query) ||
	       pinyin_match(words, query, true) > 0;
}

static void add_pick(struct dialog_pick *out, size_t space, size_t *count, const char *query,
		     const char *code, const char *words)
{
	if (*count >= space || !finds(query, code, words))
		return;
	snprintf(out[*count].code, sizeof(out->code), "%s", code);
	snprintf(out[(*count)++].label, sizeof(out->label), "%s", words);
}

/* "李建国 主治医师  山西省儿童医院"; false: the institution cannot be read. */
static bool doctor_words(struct store *st, const struct doctor *d, char *buf, size_t size)
{
	struct institution i;

	if (institution_load(st, d->institution, &i, NULL) != 1)
		return false;
	snprintf(buf, size, "%s %s  %s", d->name, d->title, i.name);
	return true;
}

/* Doctors of other institutions: those of this one sign here themselves. */
size_t pick_doctors(struct screen *asker, const char *query, struct dialog_pick *out, size_t space)
{
	struct desk *d = asker->desk;
	struct doctor *all = calloc(REGISTER_MOST, sizeof(*all));
	int n = all ? doctors_list(d->store, 0, all, REGISTER_MOST, NULL) : 0;
	size_t count = 0;
	char words[sizeof(out->label)];

	for (int i = 0; i < n; i++)
		if (all[i].active && all[i].institution != d->identity.institution.id &&
		    doctor_words(d->store, &all[i], words, sizeof(words)))
			add_pick(out, space, &count, query, all[i].code, words);
	free(all);
	return count;
}

/* The institution whose seal goes on the filing: the certifying one. 0: not in the register. */
int64_t steps_sealing_institution(struct desk *d, const struct filing_record *r)
{
	const char *code = filing_get(&r->filing, FIELD_IDE_FIXMEDINS_NO);
	const char *name = filing_get(&r->filing, FIELD_IDE_FIXMEDINS_NAME);
	struct institution i;

	if (!*code && !*name)
		return d->identity.institution.id;
	return institution_find(d->store, *code ? code : name, &i, NULL) == 1 ? i.id : 0;
}

/* Of one's own institution only the seals that one keeps; of another all, since they are only looked at. */
static bool may_use(const struct desk *d, const struct seal *s)
{
	return s->active &&
	       (s->institution != d->identity.institution.id || s->keeper == d->actor.staff);
}

int steps_seals(struct desk *d, const struct filing_record *r, struct seal *out, int space)
{
	int64_t owner = steps_sealing_institution(d, r);
	int n = owner ? seals_list(d->store, owner, out, space, NULL) : 0, kept = 0;

	for (int i = 0; i < n; i++)
		if (may_use(d, &out[i]))
			out[kept++] = out[i];
	return kept;
}

size_t pick_seals(struct screen *asker, const char *query, struct dialog_pick *out, size_t space)
{
	struct seal seals[32];
	int n = steps_seals(asker->desk, &self(asker)->record, seals, (int)ARRAY_SIZE(seals));
	size_t count = 0;
	char code[24];

	for (int i = 0; i < n; i++) {
		snprintf(code, sizeof(code), "%lld", (long long)seals[i].id);
		add_pick(out, space, &count, query, code, seals[i].name);
	}
	return count;
}

size_t pick_scans(struct screen *asker, const char *query, struct dialog_pick *out, size_t space)
{
	struct material all[64];
	int n = materials_list(asker->desk->store, self(asker)->record.id, all,
			       (int)ARRAY_SIZE(all), NULL);
	size_t count = 0;
	char code[24];

	for (int i = 0; i < n; i++) {
		if (strcmp(all[i].kind, "seal_scan") != 0)
			continue;
		snprintf(code, sizeof(code), "%lld", (long long)all[i].id);
		add_pick(out, space, &count, query, code, all[i].name);
	}
	return count;
}

/* Packs with a term: nothing else can be prolonged. */
size_t pick_policies(struct screen *asker, const char *query, struct dialog_pick *out, size_t space)
{
	const struct policies *ps = asker->desk->policies;
	size_t count = 0;
	char words[sizeof(out->label)];

	for (size_t i = 0; i < policies_count(ps); i++) {
		const struct policy *p = policies_at(ps, i);

		if (!p->to)
			continue;
		snprintf(words, sizeof(words), "%s %s", p->document, p->title);
		add_pick(out, space, &count, query, p->id, words);
	}
	return count;
}
