/* The audit chain from row 1, and the anchors that were taken of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/anchor_file.h"
#include "db/schema/schema.h"
#include "db/verify_parts.h"
#include "forms/merkle.h"

struct known_anchor {
	struct anchor anchor;
	bool outside; /* from somebody else's hands */
};

struct chain {
	struct verify *v;
	int64_t last;
	char hash[SM3_HEX_SIZE]; /* of row `last` */
	struct merkle tree;
	struct known_anchor *anchors; /* in order of size */
	size_t count, at;
};

/* --- Gathering the anchors --- */

static int add_anchor(struct chain *c, const struct anchor *a, bool outside)
{
	struct known_anchor *grown = c->anchors;

	if (c->count % 64 == 0)
		grown = realloc(c->anchors, (c->count + 64) * sizeof(*grown));
	if (!grown)
		return err_set(c->v->err, ERR_MEMORY, _("内存不足"));
	c->anchors = grown;
	grown[c->count++] = (struct known_anchor) { *a, outside };
	return 0;
}

static int add_stored(struct chain *c)
{
	struct stmt *q = stmt_get(c->v->st, STMT_ANCHOR_LIST);
	int rc = 0, step = 0;

	while (rc == 0 && (step = stmt_step(q, c->v->err)) == 1) {
		struct anchor a = { .size = stmt_int(q, 0) };
		int64_t odd = store_odd_texts(c->v->st);

		snprintf(a.desk, sizeof(a.desk), "%s", c->v->desk.uuid);
		stmt_copy_text(q, 1, a.head, sizeof(a.head));
		stmt_copy_text(q, 2, a.root, sizeof(a.root));
		stmt_copy_text(q, 3, a.at, sizeof(a.at));
		stmt_copy_text(q, 4, a.signature, sizeof(a.signature));
		rc = verify_odd(c->v, odd, "anchor", a.size);
		if (rc == 0)
			rc = add_anchor(c, &a, false);
	}
	stmt_done(q);
	return step < 0 ? -1 : rc;
}

/* FILE.anchors lies where the store lies: it proves nothing to others, but it betrays an old copy that was put in the
 * store's place. What is no anchor in it, such as a line that a crash cut, is passed over. */
static int add_beside(struct chain *c)
{
	char *path = anchor_file_path(c->v->st);
	struct anchor *list = NULL;
	size_t count = 0, bad;
	int rc = 0;

	if (!path)
		return err_set(c->v->err, ERR_MEMORY, _("内存不足"));
	if (access(path, R_OK) == 0 && anchor_file_read(path, &list, &count, &bad, c->v->err) == 0)
		for (size_t i = 0; i < count && rc == 0; i++)
			rc = add_anchor(c, &list[i], false);
	free(list);
	free(path);
	return rc;
}

static int by_size(const void *a, const void *b)
{
	const struct known_anchor *x = a, *y = b;

	return x->anchor.size < y->anchor.size ? -1 : x->anchor.size > y->anchor.size;
}

static int gather(struct chain *c)
{
	int rc;

	for (size_t i = 0; i < c->v->outside_count; i++)
		if (add_anchor(c, &c->v->outside[i], true) < 0)
			return -1;
	rc = add_stored(c);
	if (rc == 0)
		rc = add_beside(c);
	if (rc == 0 && c->count > 0)
		qsort(c->anchors, c->count, sizeof(c->anchors[0]), by_size);
	return rc;
}

/* --- An anchor against the chain --- */

static int check_anchor(struct chain *c, const struct known_anchor *k)
{
	const struct anchor *a = &k->anchor;
	struct verify *v = c->v;
	unsigned char root[SM3_SIZE];
	char hex[SM3_HEX_SIZE];

	if (!v->is_set_up || strcmp(a->desk, v->desk.uuid) != 0)
		return verify_broken(v, "anchor", a->size, "desk",
				     _("锚点属于另一个登记台（%s），不是这个库的"), a->desk);
	if (strcmp(a->head, c->hash) != 0)
		return verify_broken(v, "anchor", a->size, "head",
				     _("锚点证明的审计第 %lld 条与库中的不同：第 1 至 %lld "
				       "条中有被改写或替换的"),
				     (long long)a->size, (long long)a->size);
	if (merkle_root(&c->tree, root) < 0)
		return err_set(v->err, ERR_MEMORY, _("内存不足"));
	hex_encode(root, sizeof(root), hex);
	if (strcmp(a->root, hex) != 0)
		return verify_broken(v, "anchor", a->size, "root",
				     _("锚点与库中审计第 1 至 %lld 条的总摘要不同"),
				     (long long)a->size);
	if (!anchor_signature_valid(a, v->desk.public))
		return verify_broken(v, "anchor", a->size, "signature",
				     _("锚点上的签名不是这个登记台的，或锚点被改过"));
	if (k->outside && a->size > v->out->covered)
		v->out->covered = a->size;
	return 0;
}

static int check_anchors_here(struct chain *c)
{
	bool any = c->at < c->count && c->anchors[c->at].anchor.size == c->last;
	int rc = 0;

	/* One that several hands keep counts once. */
	c->v->out->anchors += any;
	for (; rc == 0 && c->at < c->count && c->anchors[c->at].anchor.size == c->last; c->at++)
		rc = check_anchor(c, &c->anchors[c->at]);
	return rc;
}

/* An anchor beyond the end: what it covers was cut off, if this desk signed it. */
static int check_tail(struct chain *c)
{
	struct verify *v = c->v;

	for (; c->at < c->count; c->at++) {
		const struct anchor *a = &c->anchors[c->at].anchor;

		if (!v->is_set_up || strcmp(a->desk, v->desk.uuid) != 0)
			return verify_broken(v, "anchor", a->size, "desk",
					     _("锚点属于另一个登记台（%s），不是这个库的"),
					     a->desk);
		if (!anchor_signature_valid(a, v->desk.public))
			return verify_broken(v, "anchor", a->size, "signature",
					     _("锚点上的签名不是这个登记台的，或锚点被改过"));
		return verify_broken(v, "audit", c->last + 1, NULL,
				     _("审计从第 %lld 条起缺失：锚点证明 %s 时已有 %lld "
				       "条，库被截断或换成了旧的"),
				     (long long)c->last + 1, a->at, (long long)a->size);
	}
	return 0;
}

/* --- The rows --- */

/* Row 1 says who the desk is. Its schema was one of those that the steps made on the way to today's. */
static int check_first(struct chain *c, const struct audit_row *row)
{
	struct verify *v = c->v;
	const struct desk_identity *desk = &v->desk;
	struct audit_desk made = { .uuid = desk->uuid,
				   .prefix = desk->prefix,
				   .created_at = desk->created_at,
				   .public = desk->public,
				   .institution = desk->institution.id };
	char want[SM3_HEX_SIZE];

	if (strcmp(row->act, act_key(ACT_SET_UP)) != 0)
		return verify_broken(v, "audit", 1, "act",
				     _("审计第 1 条不是建台记录：开头被换过"));
	if (!v->is_set_up)
		return verify_broken(v, "desk", 0, NULL, _("审计记有建台，库中却没有登记台的身份"));
	for (made.schema = 1; made.schema <= SCHEMA_STEPS; made.schema++) {
		if (audit_desk_digest(&made, want) < 0)
			return err_set(v->err, ERR_MEMORY, _("内存不足"));
		if (strcmp(want, row->detail) == 0)
			return 0;
	}
	return verify_broken(v, "desk", 0, NULL,
			     _("登记台的身份（编号、前缀、机构或公钥）与审计第 1 条不符"));
}

static int check_row(struct chain *c, const struct audit_row *row)
{
	char want[SM3_HEX_SIZE];
	struct verify *v = c->v;

	if (row->seq != c->last + 1)
		return verify_broken(v, "audit", c->last + 1, NULL, _("审计第 %lld 条缺失"),
				     (long long)c->last + 1);
	if (!row->odd && !audit_row_hash(row, want))
		return err_set(v->err, ERR_MEMORY, _("内存不足"));
	if (row->odd || strcmp(want, row->hash) != 0)
		return verify_broken(v, "audit", row->seq, NULL,
				     _("审计第 %lld 条的内容与它的摘要不符：被改过"),
				     (long long)row->seq);
	if (strcmp(row->prev, c->hash) != 0)
		return verify_broken(
			v, "audit", row->seq, "prev",
			_("审计第 %lld 条接不上前一条：前一条连同摘要被改过，或这一条是插入的"),
			(long long)row->seq);
	return row->seq == 1 ? check_first(c, row) : 0;
}

static int look_at_row(void *ctx, const struct audit_row *row, struct err *err)
{
	struct chain *c = ctx;
	unsigned char hash[SM3_SIZE];
	int rc = check_row(c, row);

	if (rc != 0)
		return rc;
	if (!hex_decode(row->hash, hash, sizeof(hash)) || merkle_add(&c->tree, hash) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	c->last = row->seq;
	memcpy(c->hash, row->hash, sizeof(c->hash));
	c->v->out->rows++;
	return check_anchors_here(c);
}

static int walk(struct chain *c)
{
	int rc = gather(c);

	memset(c->hash, '0', sizeof(c->hash) - 1);
	if (rc == 0)
		rc = audit_walk(c->v->st, INT64_MIN, look_at_row, c, c->v->err);
	if (rc == 0)
		rc = check_tail(c);
	if (rc == 0 && c->last == 0 && c->v->is_set_up)
		rc = verify_broken(c->v, "audit", 1, NULL, _("登记台已建立，审计却是空的"));
	return rc;
}

int verify_chain(struct verify *v)
{
	struct chain *c = calloc(1, sizeof(*c));
	int rc;

	if (!c)
		return err_set(v->err, ERR_MEMORY, _("内存不足"));
	c->v = v;
	rc = walk(c);
	free(c->anchors);
	free(c);
	return rc;
}
