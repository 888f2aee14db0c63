#include "forms/workflow.h"

#include <stdio.h>
#include <string.h>

#define CLERK ROLE_BIT(ROLE_CLERK)
#define DOCTOR ROLE_BIT(ROLE_DOCTOR)
#define KEEPER ROLE_BIT(ROLE_SEAL_KEEPER)
#define HEAD ROLE_BIT(ROLE_HEAD)
#define SYSTEM ROLE_BIT(ROLE_SYSTEM_ADMIN)
#define SECURITY ROLE_BIT(ROLE_SECURITY_ADMIN)
#define AUDITOR ROLE_BIT(ROLE_AUDITOR)
#define BUSINESS (CLERK | DOCTOR | KEEPER | HEAD)
#define ADMINISTRATORS (SYSTEM | SECURITY | AUDITOR)
#define EVERYBODY (BUSINESS | ADMINISTRATORS)

// clang-format off
static const struct {
	const char *key, *label, *help;
} roles[ROLE_COUNT] = {
#define X(name, key, label, help) [ROLE_##name] = { key, label, help },
#include "forms/role.def"
#undef X
};

static const struct {
	const char *key, *label, *meaning;
	unsigned flags;
} acts[ACT_COUNT] = {
#define X(name, key, label, flags, meaning) [ACT_##name] = { key, label, meaning, flags },
#include "forms/act.def"
#undef X
};

/* The whole matrix. Sources: 乐医保发〔2023〕28号 二（一） the institution's doctor certifies and helps to fill the form, its insurance
 * window seals; 二（二） staff of the filing institution file; 晋医保发〔2024〕3号、4号 三 the same without a second review.
 * 三（一） the head answers for the filing: what ends or doubts one is his. */
static const struct transition transitions[] = {
	{ ACT_REGISTER,     STATE_DRAFT,      STATE_DRAFT,      CLERK | DOCTOR },
	{ ACT_REGISTER,     STATE_RETURNED,   STATE_DRAFT,      CLERK | DOCTOR },
	{ ACT_SUBMIT,       STATE_DRAFT,      STATE_READY,      CLERK | DOCTOR },
	{ ACT_SUBMIT,       STATE_RETURNED,   STATE_READY,      CLERK | DOCTOR },
	{ ACT_CERTIFY,      STATE_READY,      STATE_CERTIFIED,  DOCTOR },
	{ ACT_CERTIFY_SEEN, STATE_READY,      STATE_CERTIFIED,  CLERK },
	{ ACT_DECLINE,      STATE_READY,      STATE_DECLINED,   DOCTOR },
	{ ACT_RETURN,       STATE_READY,      STATE_RETURNED,   CLERK | DOCTOR | HEAD },
	{ ACT_RETURN,       STATE_CERTIFIED,  STATE_RETURNED,   DOCTOR | KEEPER | HEAD },
	{ ACT_RETURN,       STATE_SEALED,     STATE_RETURNED,   CLERK | HEAD },
	{ ACT_SEAL,         STATE_CERTIFIED,  STATE_SEALED,     KEEPER },
	{ ACT_FILE,         STATE_SEALED,     STATE_FILED,      CLERK },
	{ ACT_AMEND,        STATE_FILED,      STATE_FILED,      CLERK | HEAD },
	{ ACT_REVOKE,       STATE_FILED,      STATE_REVOKED,    HEAD },
	{ ACT_EXPIRE,       STATE_FILED,      STATE_EXPIRED,    CLERK | HEAD },
	{ ACT_REVIEW,       STATE_FILED,      STATE_FILED,      HEAD },
	{ ACT_REVIEW,       STATE_DECLINED,   STATE_DECLINED,   HEAD },
	{ ACT_REVIEW,       STATE_SUPERSEDED, STATE_SUPERSEDED, HEAD },
	{ ACT_REVIEW,       STATE_REVOKED,    STATE_REVOKED,    HEAD },
	{ ACT_REVIEW,       STATE_EXPIRED,    STATE_EXPIRED,    HEAD },

	{ ACT_RENEW,        STATE_COUNT,      STATE_COUNT,      HEAD },
	{ ACT_STAFF,        STATE_COUNT,      STATE_COUNT,      SECURITY },
	{ ACT_UNLOCK,       STATE_COUNT,      STATE_COUNT,      SECURITY },
	{ ACT_REGISTRY,     STATE_COUNT,      STATE_COUNT,      HEAD },
	{ ACT_PACKS,        STATE_COUNT,      STATE_COUNT,      SYSTEM },
	{ ACT_CLOCK,        STATE_COUNT,      STATE_COUNT,      SYSTEM },
	{ ACT_DAY_CLOSE,    STATE_COUNT,      STATE_COUNT,      CLERK | HEAD },
	{ ACT_SUPERVISE,    STATE_COUNT,      STATE_COUNT,      HEAD | AUDITOR },
	{ ACT_AUDIT_READ,   STATE_COUNT,      STATE_COUNT,      AUDITOR },
	{ ACT_VERIFY,       STATE_COUNT,      STATE_COUNT,      HEAD | SYSTEM | AUDITOR },
	{ ACT_VIEW,         STATE_COUNT,      STATE_COUNT,      BUSINESS | AUDITOR },
	{ ACT_PRINT,        STATE_COUNT,      STATE_COUNT,      BUSINESS },
	{ ACT_IMPORT,       STATE_COUNT,      STATE_COUNT,      CLERK | HEAD },
	{ ACT_EXPORT,       STATE_COUNT,      STATE_COUNT,      CLERK | HEAD },
	{ ACT_PLATFORM,     STATE_COUNT,      STATE_COUNT,      CLERK | HEAD },
	{ ACT_SITE,         STATE_COUNT,      STATE_COUNT,      HEAD | SYSTEM },
	{ ACT_BUNDLE,       STATE_COUNT,      STATE_COUNT,      CLERK | HEAD },
	{ ACT_PEER,         STATE_COUNT,      STATE_COUNT,      HEAD },
	{ ACT_SIGN_IN,      STATE_COUNT,      STATE_COUNT,      EVERYBODY },
	{ ACT_SIGN_OUT,     STATE_COUNT,      STATE_COUNT,      EVERYBODY },
	{ ACT_LOCK,         STATE_COUNT,      STATE_COUNT,      EVERYBODY },
	{ ACT_PASSWORD,     STATE_COUNT,      STATE_COUNT,      EVERYBODY },
};
// clang-format on

const char *role_key(enum role r)
{
	return roles[r].key;
}

const char *role_label(enum role r)
{
	return roles[r].label;
}

const char *role_help(enum role r)
{
	return roles[r].help;
}

enum role role_by_key(const char *key)
{
	int r = 0;

	while (r < ROLE_COUNT && strcmp(roles[r].key, key) != 0)
		r++;
	return (enum role)r;
}

const char *act_key(enum act a)
{
	return acts[a].key;
}

const char *act_label(enum act a)
{
	return acts[a].label;
}

const char *act_meaning(enum act a)
{
	return acts[a].meaning;
}

unsigned act_flags(enum act a)
{
	return acts[a].flags;
}

enum act act_by_key(const char *key)
{
	int a = 0;

	while (a < ACT_COUNT && strcmp(acts[a].key, key) != 0)
		a++;
	return (enum act)a;
}

/* ---- sets of roles ---- */

bool roles_parse(const char *text, unsigned *out)
{
	unsigned set = 0;
	char key[32];

	while (*text) {
		size_t len = strcspn(text, " ");

		if (len == 0 || len >= sizeof(key))
			return false;
		snprintf(key, sizeof(key), "%.*s", (int)len, text);
		if (role_by_key(key) == ROLE_COUNT)
			return false;
		set |= ROLE_BIT(role_by_key(key));
		text += len + (text[len] == ' ');
	}
	*out = set;
	return true;
}

char *roles_format(unsigned set, char out[ROLES_TEXT_SIZE])
{
	size_t len = 0;

	out[0] = '\0';
	for (int r = 0; r < ROLE_COUNT; r++)
		if (set & ROLE_BIT(r))
			len += (size_t)snprintf(out + len, ROLES_TEXT_SIZE - len, "%s%s",
						len ? " " : "", roles[r].key);
	return out;
}

char *roles_words(unsigned set, char *buf, size_t size)
{
	size_t len = 0;

	buf[0] = '\0';
	for (int r = 0; r < ROLE_COUNT && len < size; r++)
		if (set & ROLE_BIT(r))
			len += (size_t)snprintf(buf + len, size - len, "%s%s", len ? _("、") : "",
						_(roles[r].label));
	return buf;
}

bool roles_may_combine(unsigned set)
{
	unsigned administrators = set & ADMINISTRATORS;

	/* One administrator's role at most, and then nothing else. */
	return set != 0 && (administrators == 0 || set == (set & -set));
}

/* ---- the matrix ---- */

size_t transitions_count(void)
{
	return ARRAY_SIZE(transitions);
}

const struct transition *transition_at(size_t i)
{
	return &transitions[i];
}

const struct transition *workflow_find(enum act a, enum filing_state from)
{
	for (size_t i = 0; i < ARRAY_SIZE(transitions); i++)
		if (transitions[i].act == a && transitions[i].from == from)
			return &transitions[i];
	return NULL;
}

bool workflow_allows(unsigned set, enum act a, enum filing_state from)
{
	const struct transition *t = workflow_find(a, from);

	return t && (t->roles & set);
}

/* "暂存、退回" */
static void states_from(enum act a, char *buf, size_t size)
{
	size_t len = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(transitions) && len < size; i++)
		if (transitions[i].act == a && transitions[i].from != STATE_COUNT)
			len += (size_t)snprintf(buf + len, size - len, "%s%s", len ? _("、") : "",
						_(state_label(transitions[i].from)));
}

int workflow_check(unsigned set, enum act a, enum filing_state from, struct err *err)
{
	const struct transition *t = workflow_find(a, from);
	char words[256];

	if (t && (t->roles & set))
		return 0;
	if (t) {
		roles_words(t->roles, words, sizeof(words));
		return err_set(err, ERR_NOT_ALLOWED, _("“%s”应由%s办理，您的岗位不能办理"),
			       _(act_label(a)), words);
	}
	if (from == STATE_COUNT)
		return err_set(err, ERR_NOT_ALLOWED, _("“%s”不能这样办理"), _(act_label(a)));
	states_from(a, words, sizeof(words));
	return err_set(err, ERR_NOT_ALLOWED, _("此件现为“%s”，不能%s；“%s”只能在%s时办理"),
		       _(state_label(from)), _(act_label(a)), _(act_label(a)), words);
}
