#include "forms/policy.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "forms/policy_parts.h"
#include "forms/text.h"

int policy_read(const char *yaml, size_t len, const char *name, struct policy **out,
		struct err *err)
{
	struct policy *p = NULL;
	struct marks m;
	int rc;

	if (marks_read(&m, yaml, len, name, err))
		return -1;
	rc = policy_fill(yaml, len, &m, name, &p, err);
	if (!rc)
		rc = policy_check(p, &m, name, err);
	if (!rc && sm3_hex_of(yaml, len, p->digest))
		rc = err_set(err, ERR_MEMORY, _("系统算不出“%.300s”的摘要；请检查 OpenSSL"), name);
	marks_finish(&m);
	if (rc) {
		policy_free(p);
		return -1;
	}
	*out = p;
	return 0;
}

static int refuse_file(const char *name, int error, struct err *err)
{
	return err_set(err, ERR_INPUT, _("无法读取“%.300s”：%s"), name, err_system(error));
}

/* Everything in f, one byte more than a pack may have at most, so that a larger file shows.
 * Returns NULL when memory is out or reading fails. */
static char *read_all(FILE *f, size_t *out_len)
{
	char *bytes = malloc(PACK_BYTES_MAX + 1);

	if (!bytes)
		return NULL;
	*out_len = fread(bytes, 1, PACK_BYTES_MAX + 1, f);
	if (!ferror(f))
		return bytes;
	free(bytes);
	return NULL;
}

int policy_read_file_as(const char *path, const char *name, struct policy **out, struct err *err)
{
	struct stat st;
	char *yaml;
	size_t len;
	FILE *f;
	int rc;

	/* A pipe in the pack folder would keep the desk waiting for ever. */
	if (stat(path, &st))
		return refuse_file(name, errno, err);
	if (!S_ISREG(st.st_mode))
		return refuse_file(name, S_ISDIR(st.st_mode) ? EISDIR : EINVAL, err);
	f = fopen(path, "re");
	if (!f)
		return refuse_file(name, errno, err);
	errno = ENOMEM;
	yaml = read_all(f, &len);
	rc = yaml ? policy_read(yaml, len, name, out, err) : refuse_file(name, errno, err);
	free(yaml);
	fclose(f);
	return rc;
}

int policy_read_file(const char *path, struct policy **out, struct err *err)
{
	return policy_read_file_as(path, path, out, err);
}

size_t policy_reach(const struct policy *p, const char *region)
{
	size_t best = 0;

	for (unsigned i = 0; region && i < p->regions_count; i++) {
		size_t len = strlen(p->regions[i]);

		if (len > best && !strncmp(region, p->regions[i], len))
			best = len;
	}
	return best;
}

bool policy_covers(const struct policy *p, const char *region)
{
	return policy_reach(p, region) > 0;
}

bool policy_insures(const struct policy *p, const char *insutype)
{
	if (!p->insutypes_count || !insutype || !*insutype)
		return true;
	for (unsigned i = 0; i < p->insutypes_count; i++)
		if (!strcmp(p->insutypes[i], insutype))
			return true;
	return false;
}

static bool folds_to(const char *text, const char *wanted)
{
	char *folded = text_fold(text);
	bool same = folded && !strcmp(folded, wanted);

	free(folded);
	return same;
}

static bool hospital_is(const struct policy_hospital *h, const char *wanted)
{
	if (folds_to(h->name, wanted))
		return true;
	for (unsigned i = 0; i < h->aliases_count; i++)
		if (folds_to(h->aliases[i], wanted))
			return true;
	return false;
}

bool policy_lists_hospital(const struct policy *p, const char *name)
{
	char *wanted = text_fold(name);
	bool found = false;

	for (unsigned i = 0; wanted && !found && i < p->hospitals_count; i++)
		found = hospital_is(&p->hospitals[i], wanted);
	free(wanted);
	return found;
}
