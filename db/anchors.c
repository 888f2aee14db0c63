#include "db/anchors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/anchor_file.h"
#include "db/setup.h"
#include "db/stmt.h"
#include "forms/merkle.h"

#define ANCHOR_KIND "mtdesk-anchor/1"

/* --- The line --- */

/* What is signed: the line up to its signature. Each part is one word, so the time stands as "2026-11-22T09:15:02". */
static int format_signed(const struct anchor *a, char out[ANCHOR_LINE_SIZE])
{
	return snprintf(out, ANCHOR_LINE_SIZE, ANCHOR_KIND " %s %lld %s %s %.10sT%.8s", a->desk,
			(long long)a->size, a->root, a->head, a->at,
			strlen(a->at) > 11 ? a->at + 11 : "");
}

void anchor_format(const struct anchor *a, char out[ANCHOR_LINE_SIZE])
{
	int len = format_signed(a, out);

	snprintf(out + len, ANCHOR_LINE_SIZE - (size_t)len, " %s", a->signature);
}

static bool take_word(char **rest, char *out, size_t size)
{
	const char *word = strsep(rest, " ");

	if (!word || !*word || strlen(word) >= size)
		return false;
	snprintf(out, size, "%s", word);
	return true;
}

static bool is_hex(const char *text, size_t least, size_t most)
{
	size_t len = strlen(text);

	return len >= least && len <= most && len % 2 == 0 &&
	       strspn(text, "0123456789abcdef") == len;
}

/* "dddd-dd-dd dd:dd:dd" */
static bool is_time(const char *text)
{
	static const char shape[] = "0000-00-00 00:00:00";

	for (size_t i = 0; i < sizeof(shape); i++)
		if (shape[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
			return false;
	return true;
}

static bool is_sound(const struct anchor *a)
{
	return a->size > 0 && strlen(a->desk) == 36 && is_time(a->at) && is_hex(a->root, 64, 64) &&
	       is_hex(a->head, 64, 64) && is_hex(a->signature, 2, 2 * SM2_SIGNATURE_MAX);
}

/* Taken apart, and put together again: another spelling of the same is another line. */
bool anchor_parse(const char *line, struct anchor *out)
{
	char copy[ANCHOR_LINE_SIZE], kind[sizeof(ANCHOR_KIND)], size[24], *rest = copy;
	struct anchor a = { 0 };

	if (strlen(line) >= sizeof(copy))
		return false;
	snprintf(copy, sizeof(copy), "%s", line);
	if (!take_word(&rest, kind, sizeof(kind)) || !take_word(&rest, a.desk, sizeof(a.desk)) ||
	    !take_word(&rest, size, sizeof(size)) || !take_word(&rest, a.root, sizeof(a.root)) ||
	    !take_word(&rest, a.head, sizeof(a.head)) || !take_word(&rest, a.at, sizeof(a.at)) ||
	    !take_word(&rest, a.signature, sizeof(a.signature)) || rest)
		return false;
	if (a.at[10] == 'T')
		a.at[10] = ' ';
	a.size = strtoll(size, NULL, 10);
	if (!is_sound(&a))
		return false;
	anchor_format(&a, copy);
	if (strcmp(copy, line) != 0)
		return false;
	*out = a;
	return true;
}

bool anchor_signature_valid(const struct anchor *a, const char *public_hex)
{
	char text[ANCHOR_LINE_SIZE];
	int len = format_signed(a, text);

	return sm2_verify(public_hex, text, (size_t)len, a->signature) == SM2_VALID;
}

/* --- Making one --- */

/* The tree over the rows up to one. */
struct growth {
	struct merkle tree;
	int64_t size;
	char head[SM3_HEX_SIZE];
};

static int grow(void *ctx, const struct audit_row *row, struct err *err)
{
	struct growth *g = ctx;
	unsigned char hash[SM3_SIZE];

	if (row->seq > g->size)
		return 1;
	if (!hex_decode(row->hash, hash, sizeof(hash)))
		return err_set(err, ERR_STORAGE, _("审计第 %lld 条已损坏，请运行 mtdesk verify"),
			       (long long)row->seq);
	if (merkle_add(&g->tree, hash) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	snprintf(g->head, sizeof(g->head), "%s", row->hash);
	return 0;
}

/* Rows are never changed, so the tree needs no lock over the walk. */
static int measure(struct store *st, struct anchor *a, struct err *err)
{
	struct growth *g = calloc(1, sizeof(*g));
	unsigned char root[SM3_SIZE];
	int rc;

	if (!g)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	rc = audit_head(st, &g->size, a->head, err);
	a->size = g->size;
	if (rc == 0 && g->size == 0)
		rc = err_set(err, ERR_INPUT, _("还没有审计记录，不能留锚点"));
	if (rc == 0 && audit_walk(st, 1, grow, g, err) < 0)
		rc = -1;
	if (rc == 0 && ((int64_t)g->tree.count != a->size || strcmp(g->head, a->head) != 0))
		rc = err_set(err, ERR_STORAGE, _("审计不完整，请运行 mtdesk verify"));
	if (rc == 0 && merkle_root(&g->tree, root) < 0)
		rc = err_set(err, ERR_MEMORY, _("内存不足"));
	if (rc == 0)
		hex_encode(root, sizeof(root), a->root);
	free(g);
	return rc;
}

static int sign(struct store *st, struct anchor *a, struct err *err)
{
	char text[ANCHOR_LINE_SIZE];
	struct sm2_key *key = NULL;
	int len = format_signed(a, text), rc;

	if (desk_key_open(st, &key, err) < 0)
		return -1;
	rc = sm2_sign(key, text, (size_t)len, a->signature, err);
	sm2_destroy(key);
	return rc;
}

static void anchor_from_row(struct stmt *q, const char *desk, struct anchor *out)
{
	*out = (struct anchor) { .size = stmt_int(q, 0) };
	snprintf(out->desk, sizeof(out->desk), "%s", desk);
	stmt_copy_text(q, 1, out->head, sizeof(out->head));
	stmt_copy_text(q, 2, out->root, sizeof(out->root));
	stmt_copy_text(q, 3, out->at, sizeof(out->at));
	stmt_copy_text(q, 4, out->signature, sizeof(out->signature));
}

/* The anchor that stands at this row already: 1, 0, -1. */
static int find(struct store *st, int64_t size, const char *desk, struct anchor *out,
		struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_ANCHOR_AT);
	int rc;

	stmt_bind_int(q, 1, size);
	rc = stmt_step(q, err);
	if (rc == 1)
		anchor_from_row(q, desk, out);
	stmt_done(q);
	return rc;
}

static int add(struct store *st, const struct anchor *a, struct err *err)
{
	struct stmt *q;

	if (store_begin(st, err) < 0)
		return -1;
	q = stmt_get(st, STMT_ANCHOR_ADD);
	stmt_bind_int(q, 1, a->size);
	stmt_bind_text(q, 2, a->head);
	stmt_bind_text(q, 3, a->root);
	stmt_bind_text(q, 4, a->at);
	stmt_bind_text(q, 5, a->signature);
	if (stmt_run(q, err) == 0)
		return store_commit(st, err);
	store_rollback(st);
	return -1;
}

static int load_desk(struct store *st, char out[37], struct err *err)
{
	struct desk_identity *desk = calloc(1, sizeof(*desk));
	int rc;

	if (!desk)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	rc = desk_identity_load(st, desk, err);
	snprintf(out, 37, "%s", desk->uuid);
	free(desk);
	return rc == 0 ? err_set(err, ERR_NOT_ALLOWED, _("登记台还没有建好，不能留锚点"))
	       : rc < 0 ? -1
			: 0;
}

/* The file comes first: an anchor that the store lost again is true all the same. */
int anchor_make(struct store *st, struct anchor *out, struct err *err)
{
	struct anchor a = { 0 };
	int rc;

	if (load_desk(st, a.desk, err) < 0 || measure(st, &a, err) < 0)
		return -1;
	rc = find(st, a.size, a.desk, out, err);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	timestamp_now(a.at);
	if (sign(st, &a, err) < 0 || anchor_file_append(st, &a, err) < 0 || add(st, &a, err) < 0)
		return -1;
	*out = a;
	return 0;
}

int anchors_list(struct store *st, struct anchor *out, int space, struct err *err)
{
	struct stmt *q;
	char desk[37];
	int count = 0, rc = 0;

	if (load_desk(st, desk, err) < 0)
		return -1;
	q = stmt_get(st, STMT_ANCHOR_LIST);
	while (count < space && (rc = stmt_step(q, err)) == 1)
		anchor_from_row(q, desk, &out[count++]);
	stmt_done(q);
	return rc < 0 ? -1 : count;
}
