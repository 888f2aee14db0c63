/* Going on with what another desk sent: a filing of this desk, with its own number and its own acts. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/acts_parts.h"
#include "db/changes.h"
#include "db/material_files.h"
#include "db/received_parts.h"
#include "db/staff_parts.h"
#include "db/stmt.h"

#define SEAL_SCAN "seal_scan"
#define OTHER "other"

struct registration {
	struct store *st;
	struct received_full from;
	struct filing_record record;
	struct material materials[BUNDLE_MATERIALS_MOST];
	size_t count;
	struct actor now;
	struct saved saved;
};

/* ---- what it begins with ---- */

/* What acts filled in there is for acts of this desk to fill. */
static int make_record(struct registration *g, struct err *err)
{
	struct filing *f = &g->record.filing;

	if (bundle_filing_fields(&g->from.filing, f, g->record.route, sizeof(g->record.route),
				 err) < 0)
		return -1;
	for (int id = 0; id < FIELD_COUNT; id++)
		if (fields[id].flags & (FIELD_ACT | FIELD_MARK))
			filing_set(f, (enum field_id)id, NULL);
	return 0;
}

static int find_type(struct store *st, struct material *m, struct err *err)
{
	char *path = materials_path(st, m);
	char head[8];
	int fd = path ? open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) : -1;
	ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof(head));
	const char *type = n > 0 ? material_type(head, (size_t)n) : NULL;

	free(path);
	if (fd >= 0)
		close(fd);
	if (!type)
		return err_set(err, ERR_STORAGE,
			       _("随件材料“%s”的文件找不到或损坏，请把数据包再收一次"), m->name);
	snprintf(m->type, sizeof(m->type), "%s", type);
	return materials_check(st, m, err);
}

/* A scan of the other desk's seal is no scan of a seal that is set here: it is one more paper. */
static int make_material(struct registration *g, const struct bundle_material *b, struct err *err)
{
	struct material *m = &g->materials[g->count];

	*m = (struct material) { .bytes = b->bytes, .pages = b->pages };
	snprintf(m->kind, sizeof(m->kind), "%s", strcmp(b->kind, SEAL_SCAN) == 0 ? OTHER : b->kind);
	snprintf(m->name, sizeof(m->name), "%s", b->name);
	snprintf(m->sm3, sizeof(m->sm3), "%s", b->sm3);
	snprintf(m->issued, sizeof(m->issued), "%s", b->issued);
	snprintf(m->issuer, sizeof(m->issuer), "%s", b->issuer);
	if (*m->sm3 && find_type(g->st, m, err) < 0)
		return -1;
	g->count++;
	return 0;
}

/* Those that the last act names: what was taken away since is history there. */
static int make_materials(struct registration *g, struct err *err)
{
	const struct bundle_filing *f = &g->from.filing;

	for (size_t i = 0; i < f->materials_count; i++)
		if (f->materials[i].current && make_material(g, &f->materials[i], err) < 0)
			return -1;
	return 0;
}

/* ---- the transaction ---- */

/* Nobody has done so before, and nothing newer came meanwhile. */
static int check_open(struct registration *g, struct err *err)
{
	const struct received *b = &g->from.brief;
	struct stmt *q = stmt_get(g->st, STMT_RECEIVED_STANDING);
	int rc;

	stmt_bind_int(q, 1, b->id);
	rc = stmt_step(q, err);
	if (rc == 1 && !stmt_is_null(q, 0))
		rc = err_set(err, ERR_NOT_ALLOWED, _("对方的“%s”已在本台接办，受理号 %s"), b->no,
			     stmt_text(q, 0));
	else if (rc == 1 && stmt_int(q, 1) != b->number)
		rc = err_set(err, ERR_CONFLICT, _("“%s”又送来了新的一次，请刷新后接办新的"),
			     b->peer_name);
	stmt_done(q);
	return rc == 1 ? 0 : -1;
}

static int check_right(struct registration *g, const struct actor *who, struct err *err)
{
	if (actor_now(g->st, who, &g->now, err) < 0)
		return -1;
	return workflow_check(g->now.roles, ACT_REGISTER, STATE_DRAFT, err);
}

static int note(struct registration *g, enum act act, const char *detail, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];

	return audit_append(g->st,
			    &(struct audit_entry) {
				    .act = act,
				    .object = audit_object("filing", g->saved.id, object),
				    .role = role_used(g->now.roles, ACT_REGISTER, STATE_DRAFT),
				    .detail = detail,
			    },
			    NULL, err);
}

static int add_filing(struct registration *g, struct err *err)
{
	struct saved *s = &g->saved;
	char detail[64];

	timestamp_now(s->at);
	if (random_key(s->key, err) < 0 || filing_add_row(g->st, s, err) < 0 ||
	    filing_write_row(g->st, &g->record, 0, s, err) < 0 ||
	    changes_write(g->st, s->id, 1, s->at, NULL, &g->record, err) < 0)
		return -1;
	snprintf(detail, sizeof(detail), "received %lld", (long long)g->from.brief.id);
	return note(g, ACT_REGISTER, detail, err);
}

static int add_material(struct registration *g, const struct material *m, struct err *err)
{
	struct stmt *q = stmt_get(g->st, STMT_MATERIAL_ADD);
	char detail[24 + SM3_HEX_SIZE];

	stmt_bind_int(q, 1, g->saved.id);
	stmt_bind_text(q, 2, m->kind);
	stmt_bind_text(q, 3, m->name);
	stmt_bind_text(q, 4, m->type);
	stmt_bind_int(q, 5, m->bytes);
	stmt_bind_int(q, 6, m->pages);
	stmt_bind_text(q, 7, m->sm3);
	stmt_bind_text(q, 8, m->issued);
	stmt_bind_text(q, 9, m->issuer);
	stmt_bind_text(q, 10, g->saved.at);
	stmt_bind_int(q, 11, g->now.staff);
	if (stmt_run(q, err) < 0)
		return -1;
	snprintf(detail, sizeof(detail), "added %s", *m->sm3 ? m->sm3 : "paper");
	return note(g, ACT_MATERIAL, detail, err);
}

static int link_row(struct registration *g, struct err *err)
{
	struct stmt *q = stmt_get(g->st, STMT_RECEIVED_LINK);

	stmt_bind_int(q, 1, g->from.brief.id);
	stmt_bind_int(q, 2, g->saved.id);
	return stmt_run(q, err);
}

static int write_all(struct registration *g, struct err *err)
{
	if (add_filing(g, err) < 0)
		return -1;
	for (size_t i = 0; i < g->count; i++)
		if (add_material(g, &g->materials[i], err) < 0)
			return -1;
	return link_row(g, err);
}

/* A commit whose end nobody could tell: does the row name a filing now? */
static int settle(struct registration *g, struct err *err)
{
	struct stmt *q;
	int rc;

	if (!store_outcome_unknown(g->st))
		return -1;
	q = stmt_get(g->st, STMT_FILING_BY_SAVE_KEY);
	stmt_bind_text(q, 1, g->saved.key);
	rc = stmt_step(q, NULL);
	stmt_done(q);
	return rc == 1 ? 0 : err_set(err, ERR_STORAGE, "%s", store_fault(g->st));
}

static int transact(struct registration *g, const struct actor *who, struct err *err)
{
	if (store_begin(g->st, err) < 0)
		return -1;
	if (check_right(g, who, err) < 0 || check_open(g, err) < 0)
		return refuse_and_note(g->st, ACT_REGISTER, "", err);
	if (write_all(g, err) < 0) {
		store_rollback(g->st);
		return -1;
	}
	return store_commit(g->st, err) < 0 ? settle(g, err) : 0;
}

static int prepare(struct registration *g, int64_t id, struct err *err)
{
	int rc = received_load(g->st, id, &g->from, err);

	if (rc < 1)
		return rc < 0 ? -1 : err_set(err, ERR_CONFLICT, _("收到的件里没有这一件"));
	if (!g->from.sound)
		return err_set(err, ERR_STORAGE,
			       _("对方的“%s”收下之后被改动过，不能接办；请先用 mtdesk verify 核对"),
			       g->from.brief.no);
	return make_record(g, err) < 0 ? -1 : make_materials(g, err);
}

int received_register(struct store *st, const struct actor *who, int64_t id, int64_t *out_filing,
		      struct err *err)
{
	struct registration *g = calloc(1, sizeof(*g));
	int rc;

	if (!g)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	g->st = st;
	rc = prepare(g, id, err);
	if (rc == 0)
		rc = transact(g, who, err);
	if (rc == 0)
		*out_filing = g->saved.id;
	filing_record_finish(&g->record);
	received_full_finish(&g->from);
	free(g);
	return rc;
}
