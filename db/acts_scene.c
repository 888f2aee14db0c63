/* Reading all that an act's rules look at. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts_parts.h"
#include "db/audit.h"
#include "db/changes.h"
#include "db/desk_clock.h"
#include "db/notices.h"

#define MATERIALS_MOST 400

void scene_finish(struct scene *s)
{
	if (!s)
		return;
	filing_record_finish(&s->now);
	filing_finish(&s->after);
	check_result_finish(&s->result);
	free(s->text);
	free(s->materials);
	free(s->kinds);
	*s = (struct scene) { 0 };
}

/* ---- the filing and its version ---- */

static int read_sm3(struct stmt *q, char out[SM3_HEX_SIZE], struct err *err)
{
	int rc = stmt_step(q, err);

	if (rc == 1)
		stmt_copy_text(q, 0, out, SM3_HEX_SIZE);
	stmt_done(q);
	return rc;
}

static int version_before(struct store *st, int64_t filing, int64_t version, char out[SM3_HEX_SIZE],
			  struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_VERSION_BEFORE);

	stmt_bind_int(q, 1, filing);
	stmt_bind_int(q, 2, version);
	return read_sm3(q, out, err);
}

/* An amendment's first version follows the last one of the filing that it amends. */
static int read_prior_version(struct store *st, struct scene *s, struct err *err)
{
	int rc = version_before(st, s->now.id, s->version, s->prior_sm3, err);

	if (rc == 0 && s->now.prior)
		rc = version_before(st, s->now.prior, s->version, s->prior_sm3, err);
	return rc < 0 ? -1 : 0;
}

static int last_act(struct store *st, int64_t filing, char out[SM3_HEX_SIZE], struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_ACT_LAST);

	stmt_bind_int(q, 1, filing);
	return read_sm3(q, out, err);
}

static int read_act_before(struct store *st, struct scene *s, struct err *err)
{
	int rc = last_act(st, s->now.id, s->before_sm3, err);

	if (rc == 0 && s->now.prior)
		rc = last_act(st, s->now.prior, s->before_sm3, err);
	return rc < 0 ? -1 : 0;
}

static int read_history(struct store *st, struct scene *s, struct err *err)
{
	int64_t count = 0;

	if (changes_digest(st, s->now.id, -1, &count, s->history_sm3, err) < 0)
		return -1;
	snprintf(s->history, sizeof(s->history), "%lld", (long long)count);
	return 0;
}

static int make_text(const struct scene *s, const char *salt, char **out, struct err *err)
{
	struct canonical c;

	if (canonical_filing(&s->now.filing, s->now.route, salt, &c) < 0)
		return err_set(err, ERR_INPUT, _("此件含有不能签署的字符或内存不足，请核对后再试"));
	*out = c.text;
	return 0;
}

/* The salt of a text that was made before. */
static char *salt_of(const char *text)
{
	return canonical_get(CANONICAL_FILING, text, "salt");
}

/* A submission makes a version; the one that was shown keeps its salt. */
static int make_version(struct store *st, struct scene *s, const struct act_draft *seen,
			struct err *err)
{
	char salt[RANDOM_KEY_SIZE] = "";
	int64_t last = s->now.version;
	char *shown = seen ? salt_of(seen->filing_text) : NULL;
	struct filing_record prior = { 0 };
	int rc = 1;

	if (shown)
		snprintf(salt, sizeof(salt), "%s", shown);
	else if (random_key(salt, err) < 0)
		rc = -1;
	free(shown);
	if (rc == 1 && last == 0 && s->now.prior) {
		rc = filing_load_here(st, s->now.prior, &prior, err);
		last = prior.version;
		filing_record_finish(&prior);
	}
	s->version = last + 1;
	return rc < 0 ? -1 : make_text(s, salt, &s->text, err);
}

/* What stands in the form's columns must be what was signed: nobody signs over a filing that was altered behind the desk. */
static int compare_version(const struct scene *s, const char *stored_sm3, struct err *err)
{
	char *salt = salt_of(s->text), *now = NULL, sm3[SM3_HEX_SIZE] = "";
	int rc = salt ? make_text(s, salt, &now, err) : 0;
	bool same = now && strcmp(now, s->text) == 0 &&
		    sm3_hex_of(s->text, strlen(s->text), sm3) == 0 && strcmp(sm3, stored_sm3) == 0;

	free(salt);
	free(now);
	if (rc == 0 && !same)
		rc = err_set(err, ERR_STORAGE,
			     _("此件的内容与提交时签署的不一致，不能办理；请医保负责人核对全库"));
	return rc;
}

static int load_version(struct store *st, struct scene *s, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_VERSION_GET);
	char sm3[SM3_HEX_SIZE] = "";
	int rc;

	s->version = s->now.version;
	stmt_bind_int(q, 1, s->now.id);
	stmt_bind_int(q, 2, s->version);
	rc = stmt_step(q, err);
	if (rc == 1) {
		s->text = strdup(stmt_text(q, 0));
		stmt_copy_text(q, 1, sm3, sizeof(sm3));
	}
	stmt_done(q);
	if (rc < 0)
		return -1;
	if (rc == 1 && !s->text)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	if (rc == 0)
		return err_set(err, ERR_STORAGE,
			       _("库里没有此件提交时签署的内容，不能办理；请医保负责人核对全库"));
	return compare_version(s, sm3, err);
}

static int read_version(struct store *st, struct scene *s, const struct act_draft *seen,
			struct err *err)
{
	int rc = s->req->act == ACT_SUBMIT ? make_version(st, s, seen, err)
					   : load_version(st, s, err);

	if (rc < 0)
		return -1;
	if (sm3_hex_of(s->text, strlen(s->text), s->sm3) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	return read_prior_version(st, s, err);
}

/* ---- materials, way, judgement ---- */

static int read_materials(struct store *st, struct scene *s, struct err *err)
{
	int count;

	s->materials = calloc(MATERIALS_MOST, sizeof(*s->materials));
	if (!s->materials)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	count = materials_list(st, s->now.id, s->materials, MATERIALS_MOST, err);
	if (count < 0)
		return -1;
	/* A text that leaves some out would bind too little. */
	if (count == MATERIALS_MOST)
		return err_set(err, ERR_INPUT, _("材料超过 %d 件，不能办理，请合并后再试"),
			       MATERIALS_MOST - 1);
	s->materials_count = (size_t)count;
	s->kinds = materials_kinds(st, s->now.id, err);
	return s->kinds ? 0 : -1;
}

void check_after(struct scene *s)
{
	check_result_finish(&s->result);
	filing_check(&s->after, &s->check, &s->result);
}

static int read_filing(struct store *st, struct scene *s, const struct act_draft *seen,
		       struct err *err)
{
	int rc = filing_load_here(st, s->req->filing, &s->now, err);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(err, ERR_INPUT, _("库中没有这一件，请重新查找"));
	if (seen && seen->revision != s->now.revision)
		return err_set(err, ERR_CONFLICT,
			       _("此件核对之后有人办理或保存过，现为“%s”；请重新打开核对"),
			       _(state_label(s->now.state)));
	return 0;
}

/* What a filing's act needs beyond the filing itself. */
static int read_surroundings(struct store *st, struct scene *s, const struct act_draft *seen,
			     struct err *err)
{
	if (read_materials(st, s, err) < 0 || read_version(st, s, seen, err) < 0 ||
	    read_act_before(st, s, err) < 0 || read_history(st, s, err) < 0)
		return -1;
	if (filing_copy(&s->after, &s->now.filing) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	s->check.route = notices_route(&s->now, s->ctx);
	check_after(s);
	return 0;
}

int scene_open(struct store *st, const struct actor *who, const struct act_request *req,
	       const struct check_context *ctx, const struct act_draft *seen, struct scene *s,
	       struct err *err)
{
	bool desk_act = act_flags(req->act) & ACT_IS_DESK;
	int rc;

	*s = (struct scene) { .ctx = ctx, .check = *ctx, .req = req };
	s->check.complete = true;
	date_format(ctx->today, s->today);
	if (actor_now(st, who, &s->who, err) < 0)
		return -1;
	if (!(act_flags(req->act) & ACT_IS_SIGNED))
		return err_set(err, ERR_NOT_ALLOWED, _("“%s”不能这样办理"), _(act_label(req->act)));
	rc = desk_identity_load(st, &s->desk, err);
	if (rc == 0)
		return err_set(err, ERR_NOT_ALLOWED, _("登记台还没有建立，请先建台"));
	if (rc < 0 || (!desk_act && read_filing(st, s, seen, err) < 0))
		return -1;
	if (workflow_check(s->who.roles, req->act, desk_act ? STATE_COUNT : s->now.state, err) < 0)
		return -1;
	s->step = workflow_find(req->act, desk_act ? STATE_COUNT : s->now.state);
	return desk_act ? 0 : read_surroundings(st, s, seen, err);
}

/* ---- the moment of signing ---- */

int signing_look(struct store *st, struct signing *out, struct err *err)
{
	struct moment now;

	if (desk_clock_peek(st, &now, err) < 0 ||
	    audit_head(st, &out->audit_seq, out->audit_head, err) < 0)
		return -1;
	snprintf(out->at, sizeof(out->at), "%s", now.at);
	out->clock_doubtful = now.doubtful;
	return 0;
}

void note_refusal(struct store *st, const struct scene *s, const struct act_request *req,
		  const struct err *why)
{
	char object[AUDIT_OBJECT_SIZE] = "";

	if (why->code != ERR_NOT_ALLOWED)
		return;
	if (req->filing)
		audit_object("filing", req->filing, object);
	/* A store that fails now has said so already, or will at the next step. */
	audit_note(st,
		   &(struct audit_entry) {
			   .act = req->act,
			   .object = object,
			   .version = s->now.version,
			   .refused = true,
			   .role = s->step ? role_used(s->who.roles, req->act, s->step->from) : "",
			   .reason = *s->audit_words ? s->audit_words : why->msg,
		   },
		   NULL);
}
