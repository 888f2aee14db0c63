#include "forms/policies_parts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/policies/embedded.h"

#define SUFFIX ".yaml"

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, _("内存不足"));
}

static struct policies_slot *find_slot(const struct policies *ps, const char *id)
{
	for (size_t i = 0; i < ps->count; i++)
		if (!strcmp(ps->slots[i].policy->id, id))
			return &ps->slots[i];
	return NULL;
}

static int append_slot(struct policies *ps, struct policy *p, enum policy_origin origin)
{
	struct policies_slot *slots = realloc(ps->slots, (ps->count + 1) * sizeof(*slots));

	if (!slots)
		return -1;
	ps->slots = slots;
	slots[ps->count++] = (struct policies_slot) { .policy = p, .origin = origin };
	return 0;
}

/* Take over p: in the place of the pack of the same id, or behind all others. */
static int put(struct policies *ps, struct policy *p, enum policy_origin origin)
{
	struct policies_slot *slot = find_slot(ps, p->id);

	if (!slot)
		return append_slot(ps, p, origin);
	slot->built_in = slot->policy;
	slot->policy = p;
	slot->origin = origin;
	return 0;
}

/* Drop the installed pack of slot i; the built-in one stands again, if there is one. */
static void put_back(struct policies *ps, size_t i)
{
	struct policies_slot *slot = &ps->slots[i];

	policy_free(slot->policy);
	if (slot->built_in) {
		*slot = (struct policies_slot) { .policy = slot->built_in,
						 .origin = POLICY_BUILT_IN };
		return;
	}
	memmove(slot, slot + 1, (ps->count - i - 1) * sizeof(*slot));
	ps->count--;
}

static int complain(struct policies *ps, const char *reason)
{
	char **list = realloc(ps->complaints, (ps->complaints_count + 1) * sizeof(*list));

	if (!list)
		return -1;
	ps->complaints = list;
	list[ps->complaints_count] = strdup(reason);
	if (!list[ps->complaints_count])
		return -1;
	ps->complaints_count++;
	return 0;
}

static int load_built_in(struct policies *ps, struct err *err)
{
	for (size_t i = 0; i < embedded_packs_count; i++) {
		const struct embedded_pack *e = &embedded_packs[i];
		struct policy *p;

		if (policy_read(e->yaml, e->len, e->name, &p, err))
			return -1;
		if (put(ps, p, POLICY_BUILT_IN)) {
			policy_free(p);
			return no_memory(err);
		}
	}
	return 0;
}

static int is_pack_file(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > strlen(SUFFIX) &&
	       !strcmp(entry->d_name + len - strlen(SUFFIX), SUFFIX);
}

/* Two files of one id would silently outvote each other; the name says which one is meant. */
static int check_file_name(const struct policy *p, const char *path, struct err *err)
{
	const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	size_t len = strlen(p->id);

	if (!strncmp(base, p->id, len) && !strcmp(base + len, SUFFIX))
		return 0;
	return err_set(err, ERR_INPUT, _("%.300s:1:1: 文件名应为 %s%s，与 id 一致"), path, p->id,
		       SUFFIX);
}

/* An older edition would take back what a newer one corrected, and nobody would see it. */
static int check_edition(const struct policies *ps, const struct policy *p, struct err *err)
{
	const struct policy *used = policies_find(ps, p->id);

	if (!used || p->edition >= used->edition)
		return 0;
	return err_set(err, ERR_INPUT, _("%s：第 %u 版比现用的第 %u 版旧，未采用；请换用新版"),
		       p->id, p->edition, used->edition);
}

/* A bad file is no failure: it is left aside with its reason. */
static int load_file(struct policies *ps, const char *path, struct err *err)
{
	struct policy *p = NULL;
	struct err why;

	if (!policy_read_file(path, &p, &why) && !check_file_name(p, path, &why) &&
	    !check_edition(ps, p, &why)) {
		if (!put(ps, p, POLICY_INSTALLED))
			return 0;
		policy_free(p);
		return no_memory(err);
	}
	policy_free(p);
	return complain(ps, why.msg) ? no_memory(err) : 0;
}

static int load_entry(struct policies *ps, const char *folder, const char *name, struct err *err)
{
	char *path;
	int rc;

	if (asprintf(&path, "%s/%s", folder, name) < 0)
		return no_memory(err);
	rc = load_file(ps, path, err);
	free(path);
	return rc;
}

static int load_folder(struct policies *ps, const char *folder, struct err *err)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_pack_file, alphasort), rc = 0;
	char why[512];

	if (count < 0 && errno == ENOENT)
		return 0;
	if (count < 0) {
		snprintf(why, sizeof(why), _("无法读取“%.300s”：%s"), folder, err_system(errno));
		return complain(ps, why) ? no_memory(err) : 0;
	}
	for (int i = 0; i < count; i++) {
		if (!rc)
			rc = load_entry(ps, folder, entries[i]->d_name, err);
		free(entries[i]);
	}
	free(entries);
	return rc;
}

/* The pack called id, where p stands for itself whether it is in the set or not. */
static const struct policy *base_of(const struct policies *ps, const struct policy *p,
				    const char *id)
{
	return strcmp(id, p->id) ? policies_find(ps, id) : p;
}

/* Does p rest on more than `levels` levels of packs? A circle does. */
static bool rests_deeper(const struct policies *ps, const struct policy *top,
			 const struct policy *p, int levels)
{
	for (unsigned i = 0; i < p->extends_count; i++) {
		const struct policy *base = base_of(ps, top, p->extends[i]);

		if (!levels || (base && rests_deeper(ps, top, base, levels - 1)))
			return true;
	}
	return false;
}

/* A pack that brings the form in use must go on bringing it: a desk without any form can register nobody. */
static int check_form(const struct policies *ps, const struct policy *p, struct err *err)
{
	const struct policy *used = policies_find(ps, p->id);

	if (!used || !used->form_title || p->form_title)
		return 0;
	return err_set(err, ERR_INPUT, _("%s：缺 form_title，而正在使用的版本有表样；请补上"),
		       p->id);
}

int policies_accept(const struct policies *ps, const struct policy *p, struct err *err)
{
	if (check_form(ps, p, err))
		return -1;
	if (check_edition(ps, p, err))
		return -1;
	for (unsigned i = 0; i < p->extends_count; i++)
		if (!base_of(ps, p, p->extends[i]))
			return err_set(err, ERR_INPUT, _("%s：extends 里的政策包 %s 没有装入"),
				       p->id, p->extends[i]);
	if (rests_deeper(ps, p, p, POLICY_LEVELS_MAX))
		return err_set(err, ERR_INPUT, _("%s：extends 绕回了它自己，或超过 %d 层"), p->id,
			       POLICY_LEVELS_MAX);
	return 0;
}

/* Leave aside the first installed pack that cannot stand. Returns 1 when there was one, 0, or -1. */
static int drop_unfounded(struct policies *ps, struct err *err)
{
	struct err why;

	for (size_t i = 0; i < ps->count; i++) {
		if (ps->slots[i].origin != POLICY_INSTALLED ||
		    !policies_accept(ps, ps->slots[i].policy, &why))
			continue;
		if (complain(ps, why.msg))
			return no_memory(err);
		put_back(ps, i);
		return 1;
	}
	return 0;
}

/* Leaving one pack aside may take the ground from another, so look again until all stand. */
static int settle(struct policies *ps, struct err *err)
{
	int rc;

	do {
		rc = drop_unfounded(ps, err);
	} while (rc > 0);
	return rc;
}

int policies_load(const char *folder, struct policies **out, struct err *err)
{
	struct policies *ps = calloc(1, sizeof(*ps));

	if (!ps)
		return no_memory(err);
	if (load_built_in(ps, err) || (folder && load_folder(ps, folder, err)) || settle(ps, err)) {
		policies_free(ps);
		return -1;
	}
	*out = ps;
	return 0;
}

void policies_free(struct policies *ps)
{
	if (!ps)
		return;
	for (size_t i = 0; i < ps->count; i++) {
		policy_free(ps->slots[i].policy);
		policy_free(ps->slots[i].built_in);
	}
	for (size_t i = 0; i < ps->complaints_count; i++)
		free(ps->complaints[i]);
	policies_forget_renewals(ps);
	free(ps->slots);
	free(ps->complaints);
	free(ps);
}

const char *policies_complaint(const struct policies *ps, size_t i)
{
	return i < ps->complaints_count ? ps->complaints[i] : NULL;
}

size_t policies_count(const struct policies *ps)
{
	return ps->count;
}

const struct policy *policies_at(const struct policies *ps, size_t i)
{
	return ps->slots[i].policy;
}

enum policy_origin policies_origin(const struct policies *ps, size_t i)
{
	return ps->slots[i].origin;
}

const struct policy *policies_find(const struct policies *ps, const char *id)
{
	const struct policies_slot *slot = find_slot(ps, id);

	return slot ? slot->policy : NULL;
}

const char *policy_digest(const struct policies *ps, const struct policy *p)
{
	(void)ps;
	return p->digest;
}
