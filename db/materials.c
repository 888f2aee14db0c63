#include "db/materials.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts_parts.h"
#include "db/audit.h"
#include "db/material_files.h"
#include "db/stmt.h"
#include "forms/text.h"

#define SEAL_SCAN "seal_scan"

/* ---- what is said about a material ---- */

/* What a machine calls a kind: the packs' ids, and ours. */
static bool kind_is_sound(const char *kind)
{
	size_t len = strlen(kind);

	return len > 0 && strspn(kind, "abcdefghijklmnopqrstuvwxyz0123456789-_") == len;
}

static int clean_into(char *out, size_t size, const char *text, const char *label, struct err *err)
{
	char *clean = text_clean(text, strlen(text), NULL);

	if (!clean)
		return err_set(err, ERR_INPUT, _("%s不是 UTF-8 文字，请改正"), label);
	text_copy(out, size, clean);
	free(clean);
	return 0;
}

/* The last part of the path, for the list; bytes that are no UTF-8 name nothing that anybody could read. */
static void name_from(char *out, size_t size, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	char *clean = text_clean(name, strlen(name), NULL);

	text_copy(out, size, clean && *clean ? clean : _("（文件名无法显示）"));
	free(clean);
}

static int check_words(struct material *m, const char *path, struct err *err)
{
	struct date day;

	if (!kind_is_sound(m->kind))
		return err_set(err, ERR_INPUT, _("材料种类“%s”不对，请从列表中选择"), m->kind);
	if (*m->issued && date_parse(m->issued, &day))
		return err_set(err, ERR_INPUT, _("出具日期“%s”不是日期，请写成 2026-11-22"),
			       m->issued);
	if (!path && (m->pages < 1 || m->pages > MATERIAL_PAGES_MOST))
		return err_set(err, ERR_INPUT, _("纸质件应有 1 至 %d 页，请填写页数"),
			       MATERIAL_PAGES_MOST);
	return clean_into(m->issuer, sizeof(m->issuer), m->issuer, _("出具机构"), err);
}

/* ---- who may, and when ---- */

/* What is attached or taken away changes what was registered; a scan of a seal belongs to the sealing. */
int materials_may_change(const struct actor *who, const char *kind, enum filing_state state,
			 struct err *err)
{
	bool of_seal = strcmp(kind, SEAL_SCAN) == 0;

	if (who->staff == 0)
		return err_set(err, ERR_NOT_ALLOWED, _("还没有人登录，请先登录再办理材料"));
	if (of_seal && state == STATE_CERTIFIED)
		return workflow_check(who->roles, ACT_SEAL, state, err);
	if (!workflow_find(ACT_REGISTER, state))
		return err_set(err, ERR_NOT_ALLOWED,
			       _("此件现为“%s”，材料已随签署固定，不能改动；需要改动请先退回"),
			       _(state_label(state)));
	if (!workflow_allows(who->roles, ACT_REGISTER, state))
		return workflow_check(who->roles, ACT_REGISTER, state, err);
	return 0;
}

static int read_state(struct store *st, int64_t filing, enum filing_state *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_MATERIAL_STATE);
	int rc;

	*out = STATE_COUNT;
	stmt_bind_int(q, 1, filing);
	rc = stmt_step(q, err);
	if (rc == 1)
		*out = state_by_name(stmt_text(q, 0));
	stmt_done(q);
	return rc;
}

/* Who changes which material, as the store knows him and the filing now. */
struct change {
	const struct actor *who;
	struct actor now;
	enum filing_state state;
	int64_t filing;
	const char *what; /* "added", "removed" */
};

/* Asked inside the transaction that changes something: another desk may have submitted the filing meanwhile, and the person
 * may have been given other work. */
static int check_filing(struct store *st, struct change *c, const char *kind, struct err *err)
{
	int rc = read_state(st, c->filing, &c->state, err);

	if (rc < 0)
		return -1;
	if (rc == 0 || c->state == STATE_COUNT)
		return err_set(err, ERR_CONFLICT, _("这份申请表已不在库中，请重新查询"));
	if (c->who->staff == 0)
		return materials_may_change(c->who, kind, c->state, err);
	if (actor_now(st, c->who, &c->now, err) < 0)
		return -1;
	return materials_may_change(&c->now, kind, c->state, err);
}

/* The row names the file by its digest: what stands in a diagnosis is nobody's business in the audit. */
static int note_change(struct store *st, const struct change *c, const struct material *m,
		       struct err *err)
{
	bool of_seal = strcmp(m->kind, SEAL_SCAN) == 0 && c->state == STATE_CERTIFIED;
	char object[AUDIT_OBJECT_SIZE], detail[24 + SM3_HEX_SIZE];

	snprintf(detail, sizeof(detail), "%s %s", c->what, *m->sm3 ? m->sm3 : "paper");
	return audit_append(st,
			    &(struct audit_entry) {
				    .act = ACT_MATERIAL,
				    .object = audit_object("filing", m->filing, object),
				    .role = role_used(c->now.roles,
						      of_seal ? ACT_SEAL : ACT_REGISTER, c->state),
				    .detail = detail,
			    },
			    NULL, err);
}

/* After the transaction was rolled back. -1 always. */
static int refuse_change(struct store *st, const struct change *c, const struct err *why,
			 struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];

	if (why->code == ERR_NOT_ALLOWED && store_actor(st)->staff)
		audit_note(st,
			   &(struct audit_entry) { .act = ACT_MATERIAL,
						   .object = audit_object("filing", c->filing, object),
						   .refused = true,
						   .reason = why->msg,
						   .detail = c->what },
			   NULL);
	if (err)
		*err = *why;
	return -1;
}

/* ---- adding ---- */

/* The same file under the same kind is there already: 1 and its id, 0, or -1. A paper without file is never the same. */
static int find_same(struct store *st, const struct material *m, int64_t *out, struct err *err)
{
	struct stmt *q;

	if (!*m->sm3)
		return 0;
	q = stmt_get(st, STMT_MATERIAL_SAME);
	stmt_bind_int(q, 1, m->filing);
	stmt_bind_text(q, 2, m->kind);
	stmt_bind_text(q, 3, m->sm3);
	return stmt_fetch_int(q, out, err);
}

static int insert(struct store *st, const struct actor *who, struct material *m, struct err *err)
{
	struct stmt *q;

	timestamp_now(m->added_at);
	m->staff = who->staff;
	q = stmt_get(st, STMT_MATERIAL_ADD);
	stmt_bind_int(q, 1, m->filing);
	stmt_bind_text(q, 2, m->kind);
	stmt_bind_text(q, 3, m->name);
	stmt_bind_text(q, 4, m->type);
	stmt_bind_int(q, 5, m->bytes);
	stmt_bind_int(q, 6, m->pages);
	stmt_bind_text(q, 7, m->sm3);
	stmt_bind_text(q, 8, m->issued);
	stmt_bind_text(q, 9, m->issuer);
	stmt_bind_text(q, 10, m->added_at);
	stmt_bind_int(q, 11, m->staff);
	if (stmt_run(q, err) < 0)
		return -1;
	m->id = store_last_id(st);
	return 0;
}

static int add_inside(struct store *st, struct change *c, struct material *m, struct err *err)
{
	int rc = check_filing(st, c, m->kind, err);

	if (rc == 0)
		rc = find_same(st, m, &m->id, err);
	if (rc != 0)
		return rc;
	return insert(st, &c->now, m, err) < 0 ? -1 : note_change(st, c, m, err);
}

/* 1: the same is there already. */
static int add_row(struct store *st, struct change *c, struct material *m, struct err *err)
{
	int rc;

	if (store_begin(st, err) < 0)
		return -1;
	rc = add_inside(st, c, m, err);
	if (rc == 0)
		return store_commit(st, err);
	store_rollback(st);
	return rc < 0 ? -1 : 0;
}

static char *folder_of(const struct store *st)
{
	char *folder = NULL;

	return asprintf(&folder, "%s.materials", store_path(st)) < 0 ? NULL : folder;
}

static int bring_file(struct store *st, struct material *m, const char *path, struct err *err)
{
	char *folder = folder_of(st);
	int rc = folder ? material_keep(folder, path, m, err)
			: err_set(err, ERR_MEMORY, _("内存不足"));

	free(folder);
	name_from(m->name, sizeof(m->name), path);
	return rc;
}

/* Who may not is told before a file is copied; the transaction asks again. */
int materials_add(struct store *st, const struct actor *who, struct material *m, const char *path,
		  struct err *err)
{
	struct change c = { .who = who, .filing = m->filing, .what = "added" };
	struct material new = *m;
	struct err why = { 0 };

	if (check_words(&new, path, err) < 0)
		return -1;
	if (check_filing(st, &c, new.kind, &why) < 0)
		return refuse_change(st, &c, &why, err);
	new.id = new.bytes = 0;
	new.type[0] = new.sm3[0] = new.name[0] = '\0';
	if (path && bring_file(st, &new, path, err) < 0)
		return -1;
	if (add_row(st, &c, &new, &why) < 0)
		return refuse_change(st, &c, &why, err);
	*m = new;
	return 0;
}

/* ---- reading ---- */

static void from_row(struct material *m, struct stmt *q)
{
	*m = (struct material) { .id = stmt_int(q, 0),
				 .filing = stmt_int(q, 1),
				 .bytes = stmt_int(q, 5),
				 .pages = stmt_int(q, 6),
				 .staff = stmt_int(q, 11) };
	stmt_copy_text(q, 2, m->kind, sizeof(m->kind));
	stmt_copy_text(q, 3, m->name, sizeof(m->name));
	stmt_copy_text(q, 4, m->type, sizeof(m->type));
	stmt_copy_text(q, 7, m->sm3, sizeof(m->sm3));
	stmt_copy_text(q, 8, m->issued, sizeof(m->issued));
	stmt_copy_text(q, 9, m->issuer, sizeof(m->issuer));
	stmt_copy_text(q, 10, m->added_at, sizeof(m->added_at));
}

int materials_list(struct store *st, int64_t filing, struct material *out, int space,
		   struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_MATERIAL_LIST);
	int count = 0, rc;

	stmt_bind_int(q, 1, filing);
	stmt_bind_int(q, 2, space);
	while ((rc = stmt_step(q, err)) == 1 && count < space)
		from_row(&out[count++], q);
	stmt_done(q);
	return rc < 0 ? -1 : count;
}

int materials_load(struct store *st, int64_t id, struct material *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_MATERIAL_BY_ID);
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, err);
	if (rc == 1)
		from_row(out, q);
	stmt_done(q);
	return rc;
}

char *materials_kinds(struct store *st, int64_t filing, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_MATERIAL_KINDS);
	char *kinds = strdup(""), *longer;
	int rc = 0;

	stmt_bind_int(q, 1, filing);
	while (kinds && (rc = stmt_step(q, err)) == 1) {
		if (asprintf(&longer, "%s%s%s", kinds, *kinds ? " " : "", stmt_text(q, 0)) < 0)
			longer = NULL;
		free(kinds);
		kinds = longer;
	}
	stmt_done(q);
	if (!kinds)
		err_set(err, ERR_MEMORY, _("内存不足"));
	if (rc >= 0)
		return kinds;
	free(kinds);
	return NULL;
}

/* ---- taking away ---- */

/* How many materials the last act on the filing names. They stand first in the list: what came after has a higher number. */
static int count_named(struct store *st, int64_t filing, int64_t *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_MATERIAL_NAMED);
	char *count = NULL;
	int rc;

	stmt_bind_int(q, 1, filing);
	rc = stmt_step(q, err);
	if (rc == 1)
		count = act_text_get(stmt_text(q, 0), "materials");
	stmt_done(q);
	*out = count ? strtoll(count, NULL, 10) : 0;
	free(count);
	return rc < 0 ? -1 : 0;
}

/* A scan that the certification names was signed over, and stays until the filing is returned. */
static int check_unsigned(struct store *st, const struct material *m, const struct change *c,
			  struct err *err)
{
	struct stmt *q;
	int64_t rank = 0, named;

	if (c->state != STATE_CERTIFIED)
		return 0;
	q = stmt_get(st, STMT_MATERIAL_RANK);
	stmt_bind_int(q, 1, m->filing);
	stmt_bind_int(q, 2, m->id);
	if (stmt_fetch_int(q, &rank, err) < 0 || count_named(st, m->filing, &named, err) < 0)
		return -1;
	return rank > named ? 0
			    : err_set(err, ERR_NOT_ALLOWED,
				      _("这份材料已随签署固定，不能移去；需要改动请先退回"));
}

static int remove_row(struct store *st, struct change *c, int64_t id, struct err *err)
{
	char at[TIMESTAMP_SIZE];
	struct material m;
	struct stmt *q;
	int rc = materials_load(st, id, &m, err);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(err, ERR_CONFLICT, _("这份材料已被移去，请刷新列表"));
	c->filing = m.filing;
	if (check_filing(st, c, m.kind, err) < 0 || check_unsigned(st, &m, c, err) < 0)
		return -1;
	timestamp_now(at);
	q = stmt_get(st, STMT_MATERIAL_REMOVE);
	stmt_bind_int(q, 1, id);
	stmt_bind_text(q, 2, at);
	return stmt_run(q, err) < 0 ? -1 : note_change(st, c, &m, err);
}

int materials_remove(struct store *st, const struct actor *who, int64_t id, struct err *err)
{
	struct change c = { .who = who, .what = "removed" };
	struct err why = { 0 };

	if (store_begin(st, err) < 0)
		return -1;
	if (remove_row(st, &c, id, &why) == 0)
		return store_commit(st, err);
	store_rollback(st);
	return refuse_change(st, &c, &why, err);
}

/* ---- the file ---- */

char *materials_path(struct store *st, const struct material *m)
{
	char *path = NULL;

	if (!*m->sm3 || asprintf(&path, "%s.materials/%s", store_path(st), m->sm3) < 0)
		return NULL;
	return path;
}

int materials_check(struct store *st, const struct material *m, struct err *err)
{
	char *path = materials_path(st, m), sm3[SM3_HEX_SIZE];
	int64_t bytes;
	int rc;

	if (!path)
		return *m->sm3 ? err_set(err, ERR_MEMORY, _("内存不足")) : 0;
	rc = material_digest(path, sm3, &bytes, err);
	free(path);
	if (rc < 0)
		return -1;
	if (bytes != m->bytes || strcmp(sm3, m->sm3) != 0)
		return err_set(err, ERR_STORAGE, _("材料“%s”的文件被改动过，与登记的摘要不符"),
			       m->name);
	return 0;
}
