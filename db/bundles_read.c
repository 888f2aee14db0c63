/* Looking at a bundle from end to end, before anything of it is believed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/bundle_taking.h"
#include "db/material_files.h"
#include "db/plain_file.h"

#define PIECE 65536
#define HEAD_MOST 1024 /* bytes of the record B */

/* One look at the payload. */
struct look {
	struct taking *t;
	bool keep;          /* the files, and compare instead of collecting */
	const char *folder; /* ... where */
	struct sm3 *sm3;    /* of all that was read */
	struct bundle_seen seen;
	int64_t texts; /* bytes so far */
	struct err *err;
};

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, _("内存不足"));
}

/* The sender's own signature is on it, and yet it is not what a desk makes. */
static int wrong_form(struct look *l)
{
	return err_set(l->err, ERR_INPUT, _("数据包的内容不合规定，没有收下；请“%s”再做一次"),
		       l->t->peer.name);
}

/* ---- telling how far it is ---- */

/* The file is gone over three times: signature, content, files. */
static bool tell(struct taking *t)
{
	return t->progress && t->progress(t->ctx, t->base + t->done, 3 * t->size);
}

static bool watch_envelope(void *ctx, uint64_t done)
{
	struct taking *t = ctx;

	t->done = done;
	return tell(t);
}

static int tell_look(struct look *l)
{
	return tell(l->t) ? err_set(l->err, ERR_CANCELLED, _("已取消，没有收下")) : 0;
}

/* ---- records ---- */

/* All of it, or it is no record. */
static int read_all(struct look *l, void *out, size_t len)
{
	unsigned char *at = out;

	while (len > 0) {
		int64_t n = envelope_read(l->t->envelope, at, len, l->err);

		if (n <= 0)
			return n < 0 ? -1 : wrong_form(l);
		sm3_add(l->sm3, at, (size_t)n);
		l->t->done += (uint64_t)n;
		at += n;
		len -= (size_t)n;
	}
	return 0;
}

/* The letter is the one that must come here, and its length is within what it may be. */
static int read_head(struct look *l, char letter, uint64_t least, uint64_t most, size_t *out)
{
	unsigned char head[BUNDLE_RECORD_HEAD];
	uint64_t len = 0;

	if (read_all(l, head, sizeof(head)) < 0)
		return -1;
	for (size_t i = 1; i < sizeof(head); i++)
		len = len << 8 | head[i];
	if (head[0] != (unsigned char)letter || len < least || len > most)
		return wrong_form(l);
	*out = (size_t)len;
	return 0;
}

/* It says once more what the envelope says, under the payload's digest. */
static int read_begin(struct look *l, struct bundle_head *out)
{
	const struct envelope_head *e = &l->t->head;
	char text[HEAD_MOST];
	size_t len;

	if (read_head(l, 'B', 1, sizeof(text), &len) < 0 || read_all(l, text, len) < 0)
		return -1;
	if (!bundle_head_read(text, len, out) || strcmp(out->sender, e->sender) != 0 ||
	    strcmp(out->receiver, e->receiver) != 0 || out->number != e->number)
		return wrong_form(l);
	return 0;
}

/* ---- files ---- */

static int read_pieces(struct look *l, size_t len, struct sm3 *s, struct material_sink *sink)
{
	char piece[PIECE];
	bool is_first = true;

	while (len > 0) {
		size_t n = len < sizeof(piece) ? len : sizeof(piece);

		if (read_all(l, piece, n) < 0 || tell_look(l) < 0)
			return -1;
		if (is_first && !material_type(piece, n))
			return wrong_form(l);
		is_first = false;
		sm3_add(s, piece, n);
		if (sink && material_sink_add(sink, piece, n, l->err) < 0)
			return -1;
		len -= n;
	}
	return 0;
}

static int check_digest(struct look *l, struct sm3 *s, const char *sm3)
{
	unsigned char digest[SM3_SIZE];
	char hex[SM3_HEX_SIZE];

	if (!sm3_end(s, digest))
		return no_memory(l->err);
	hex_encode(digest, sizeof(digest), hex);
	return strcmp(hex, sm3) == 0 ? 0 : wrong_form(l);
}

static int read_file(struct look *l, const struct bundle_material *m)
{
	struct material_sink sink = { .out = -1, .at = -1 };
	struct sm3 *s;
	size_t len;
	int rc;

	if (read_head(l, 'D', (uint64_t)m->bytes, (uint64_t)m->bytes, &len) < 0)
		return -1;
	s = sm3_create();
	if (!s)
		return no_memory(l->err);
	rc = l->keep ? material_sink_begin(l->folder, &sink, l->err) : 0;
	if (rc == 0)
		rc = read_pieces(l, len, s, l->keep ? &sink : NULL);
	if (rc == 0)
		rc = check_digest(l, s, m->sm3);
	if (rc == 0 && l->keep)
		rc = material_sink_end(&sink, m->sm3, l->err);
	else if (l->keep)
		material_sink_drop(&sink);
	sm3_destroy(s);
	return rc;
}

static int read_files(struct look *l, const struct bundle_filing *f)
{
	for (size_t i = 0; i < f->materials_count; i++) {
		int new = *f->materials[i].sm3
				  ? bundle_seen_add(&l->seen, f->materials[i].sm3, l->err)
				  : 0;

		if (new < 0 || (new == 1 && read_file(l, &f->materials[i]) < 0))
			return -1;
	}
	return 0;
}

/* ---- filings ---- */

/* Two filings of one number would be one and the same. */
static bool is_twice(const struct taking *t, const char *no)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->filings[i].no, no) == 0)
			return true;
	return false;
}

static int collect(struct look *l, const char *text, size_t len)
{
	struct taking *t = l->t;
	struct bundle_filing f = { 0 };

	if (bundle_filing_read(text, len, &f, l->err) < 0)
		return -1;
	if (bundle_filing_check(&f, t->head.sender, l->err) < 0 ||
	    (is_twice(t, f.no) && wrong_form(l) < 0)) {
		bundle_filing_finish(&f);
		return -1;
	}
	t->filings[t->count++] = f;
	return 0;
}

/* The second time the text must be what was checked. */
static int meet(struct look *l, size_t i, const char *text, size_t len)
{
	const struct bundle_filing *f = &l->t->filings[i];

	if (!l->keep)
		return collect(l, text, len);
	return f->text_len == len && memcmp(f->text, text, len) == 0 ? 0 : wrong_form(l);
}

static int read_filing(struct look *l, size_t i)
{
	char *text;
	size_t len;
	int rc;

	if (read_head(l, 'F', 1, BUNDLE_FILING_MOST, &len) < 0)
		return -1;
	l->texts += (int64_t)len;
	if (l->texts > BUNDLE_TEXTS_MOST + BUNDLE_FILING_MOST)
		return wrong_form(l);
	text = malloc(len);
	if (!text)
		return no_memory(l->err);
	rc = read_all(l, text, len);
	if (rc == 0)
		rc = meet(l, i, text, len);
	free(text);
	if (rc == 0)
		rc = tell_look(l);
	return rc == 0 ? read_files(l, &l->t->filings[i]) : rc;
}

static int read_end(struct look *l)
{
	char more;
	size_t len;
	int64_t n;

	if (read_head(l, 'E', 0, 0, &len) < 0)
		return -1;
	n = envelope_read(l->t->envelope, &more, 1, l->err);
	return n == 0 ? 0 : n < 0 ? -1 : wrong_form(l);
}

static int read_payload(struct look *l)
{
	struct bundle_head head = { 0 };

	if (read_begin(l, &head) < 0)
		return -1;
	for (int64_t i = 0; i < head.filings; i++)
		if (read_filing(l, (size_t)i) < 0)
			return -1;
	return read_end(l);
}

static int look_at(struct taking *t, bool keep, const char *folder, struct err *err)
{
	struct look l = { .t = t, .keep = keep, .folder = folder, .sm3 = sm3_create(), .err = err };
	unsigned char digest[SM3_SIZE];
	int rc = l.sm3 ? 0 : no_memory(err);

	t->base += t->size;
	t->done = 0;
	if (rc == 0)
		rc = envelope_again(t->envelope, err);
	if (rc == 0)
		rc = read_payload(&l);
	if (rc == 0 && !sm3_end(l.sm3, digest))
		rc = no_memory(err);
	if (rc == 0)
		hex_encode(digest, sizeof(digest), t->sm3);
	t->files = (int64_t)l.seen.count;
	sm3_destroy(l.sm3);
	bundle_seen_finish(&l.seen);
	return rc;
}

/* ---- the envelope ---- */

static int open_file(struct taking *t, struct err *err)
{
	int64_t bytes = 0;
	int fd = plain_file_open(t->path, &bytes, err);

	if (fd < 0)
		return -1;
	t->size = (uint64_t)bytes;
	t->in = fdopen(fd, "rb");
	if (t->in)
		return 0;
	close(fd);
	return no_memory(err);
}

/* For this desk, of this kind, from a desk that is known. */
static int check_head(struct taking *t, struct err *err)
{
	const bool training = store_kind(t->st) == STORE_TRAINING;
	int rc;

	if (t->head.training != training)
		return err_set(err, ERR_NOT_ALLOWED,
			       training ? _("这是正式登记台的数据包，培训台不能收")
					: _("这是培训台的数据包，正式登记台不能收"));
	if (strcmp(t->head.receiver, t->desk.uuid) != 0)
		return err_set(err, ERR_NOT_ALLOWED, _("这个数据包是给别的台的，本台打不开"));
	rc = peer_by_uuid(t->st, t->head.sender, &t->peer, err);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("送来数据包的台不在往来台里；请先用它的名片登记，核对密钥后再收"));
	return t->peer.active ? 0
			      : err_set(err, ERR_NOT_ALLOWED, _("“%s”已停用，不收它的数据包"),
					t->peer.name);
}

static int open_envelope(struct taking *t, struct err *err)
{
	char sm3[SM3_HEX_SIZE];
	struct sm2_key *key = NULL;
	int rc = desk_key_open(t->st, &key, err);

	if (rc == 0)
		rc = envelope_open(t->in, t->peer.public, key, watch_envelope, t, &t->envelope, sm3,
				   err);
	sm2_destroy(key);
	return rc;
}

int bundle_look(struct taking *t, struct err *err)
{
	if (bundle_desk(t->st, &t->desk, err) < 0 || open_file(t, err) < 0 ||
	    envelope_peek(t->in, &t->head, err) < 0 || check_head(t, err) < 0 ||
	    open_envelope(t, err) < 0)
		return -1;
	return look_at(t, false, NULL, err);
}

int bundle_keep_files(struct taking *t, struct err *err)
{
	char *folder = NULL, before[SM3_HEX_SIZE];
	int rc;

	if (t->files == 0)
		return 0;
	if (asprintf(&folder, "%s.materials", store_path(t->st)) < 0)
		return no_memory(err);
	memcpy(before, t->sm3, sizeof(before));
	rc = look_at(t, true, folder, err);
	free(folder);
	if (rc == 0 && strcmp(before, t->sm3) != 0)
		rc = err_set(err, ERR_INPUT, _("数据包在读的时候被换掉了，请再收一次"));
	return rc;
}

void taking_finish(struct taking *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->count; i++)
		bundle_filing_finish(&t->filings[i]);
	envelope_close(t->envelope);
	if (t->in)
		fclose(t->in);
	free(t);
}
