/* The file of a bundle: payload, envelope, stick. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/bundle_making.h"
#include "db/material_files.h"
#include "db/stmt.h"

#define PIECE 65536
#define FRAME_MOST 1024 /* bytes of the records B and E */

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, _("内存不足"));
}

static int tell(struct making *m, struct err *err)
{
	if (m->progress && m->progress(m->ctx, m->done, m->all))
		return err_set(err, ERR_CANCELLED, _("已取消，没有做数据包"));
	return 0;
}

/* ---- what goes along, and how much it is ---- */

static void material_of(const struct bundle_material *b, struct material *out)
{
	*out = (struct material) { .bytes = b->bytes, .pages = b->pages };
	snprintf(out->sm3, sizeof(out->sm3), "%s", b->sm3);
	snprintf(out->name, sizeof(out->name), "%s", b->name);
}

/* Bytes of the files that no filing before has named. 0 or -1. */
static int weigh_files(struct making *m, const struct bundle_filing *f, int64_t *out,
		       struct err *err)
{
	*out = 0;
	for (size_t i = 0; i < f->materials_count; i++) {
		int new = *f->materials[i].sm3 ? bundle_seen_add(&m->seen, f->materials[i].sm3, err)
					       : 0;

		if (new < 0)
			return -1;
		*out += new ? f->materials[i].bytes + BUNDLE_RECORD_HEAD : 0;
	}
	return 0;
}

/* From where on the bundle would be too large: that waits for the next one. One filing always fits. */
static int weigh(struct making *m, struct err *err)
{
	int64_t texts = 0, files = 0;

	for (size_t i = 0; i < m->count; i++) {
		struct bundle_filing f = { 0 };
		int64_t more = 0;
		int rc = bundle_filing_collect(m->st, m->items[i].filing, m->items[i].act, &f, err);

		if (rc == 0)
			rc = weigh_files(m, &f, &more, err);
		texts += (int64_t)f.text_len + BUNDLE_RECORD_HEAD;
		files += more;
		bundle_filing_finish(&f);
		if (rc < 0)
			return -1;
		if (i > 0 && (texts > BUNDLE_TEXTS_MOST || files > BUNDLE_FILES_MOST)) {
			m->waiting += (int64_t)(m->count - i);
			m->count = i;
			break;
		}
		m->all = (uint64_t)(texts + files) + FRAME_MOST;
	}
	bundle_seen_finish(&m->seen);
	return 0;
}

/* ---- the payload ---- */

static int put(struct making *m, const void *data, size_t len, struct err *err)
{
	sm3_add(m->sm3, data, len);
	m->done += len;
	return envelope_write(m->envelope, data, len, err);
}

static int put_head(struct making *m, char letter, uint64_t len, struct err *err)
{
	unsigned char head[BUNDLE_RECORD_HEAD] = { (unsigned char)letter };

	for (size_t i = 0; i < 8; i++)
		head[1 + i] = (unsigned char)(len >> (56 - 8 * i));
	return put(m, head, sizeof(head), err);
}

static int put_record(struct making *m, char letter, const void *data, size_t len, struct err *err)
{
	return put_head(m, letter, len, err) < 0 ? -1 : put(m, data, len, err);
}

static int missing_file(const struct bundle_filing *f, const struct material *file, struct err *err)
{
	return err_set(err, ERR_STORAGE,
		       _("“%s”的材料“%s”找不到或被改动过，不能做数据包；请先用 mtdesk verify 核对"),
		       f->no, file->name);
}

static int pump(struct making *m, int fd, int64_t bytes, unsigned char digest[SM3_SIZE],
		struct err *err)
{
	struct sm3 *s = sm3_create();
	char piece[PIECE];
	int rc = s ? 0 : no_memory(err);

	while (rc == 0 && bytes > 0) {
		ssize_t n = read(fd, piece, bytes < PIECE ? (size_t)bytes : PIECE);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		sm3_add(s, piece, (size_t)n);
		bytes -= n;
		rc = put(m, piece, (size_t)n, err);
		if (rc == 0)
			rc = tell(m, err);
	}
	if (rc == 0 && (bytes > 0 || !sm3_end(s, digest)))
		rc = 1;
	sm3_destroy(s);
	return rc;
}

/* The bytes as the acts know them, or no bundle. */
static int put_file(struct making *m, const struct bundle_filing *f,
		    const struct bundle_material *b, struct err *err)
{
	unsigned char digest[SM3_SIZE];
	char hex[SM3_HEX_SIZE] = "";
	struct material file;
	char *path;
	int64_t bytes = 0;
	int fd, rc;

	material_of(b, &file);
	path = materials_path(m->st, &file);
	if (!path)
		return no_memory(err);
	fd = material_open(path, &bytes, NULL);
	free(path);
	if (fd < 0 || bytes != b->bytes) {
		if (fd >= 0)
			close(fd);
		return missing_file(f, &file, err);
	}
	rc = put_head(m, 'D', (uint64_t)bytes, err);
	if (rc == 0)
		rc = pump(m, fd, bytes, digest, err);
	close(fd);
	if (rc == 0)
		hex_encode(digest, sizeof(digest), hex);
	if (rc < 0)
		return -1;
	return strcmp(hex, b->sm3) == 0 ? 0 : missing_file(f, &file, err);
}

static int put_filing(struct making *m, const struct bundle_item *item, struct err *err)
{
	struct bundle_filing f = { 0 };
	int rc = bundle_filing_collect(m->st, item->filing, item->act, &f, err);

	if (rc == 0)
		rc = put_record(m, 'F', f.text, f.text_len, err);
	for (size_t i = 0; i < f.materials_count && rc == 0; i++) {
		int new = *f.materials[i].sm3 ? bundle_seen_add(&m->seen, f.materials[i].sm3, err)
					      : 0;

		rc = new < 0 ? -1 : new == 0 ? 0 : put_file(m, &f, &f.materials[i], err);
	}
	bundle_filing_finish(&f);
	return rc == 0 ? tell(m, err) : rc;
}

static int put_payload(struct making *m, struct err *err)
{
	struct bundle_head head = { .number = m->number, .filings = (int64_t)m->count };
	unsigned char digest[SM3_SIZE];
	char *text = NULL;
	size_t len = 0;
	int rc;

	snprintf(head.sender, sizeof(head.sender), "%s", m->desk.uuid);
	snprintf(head.receiver, sizeof(head.receiver), "%s", m->peer.uuid);
	rc = bundle_head_make(&head, &text, &len, err);
	if (rc == 0)
		rc = put_record(m, 'B', text, len, err);
	free(text);
	for (size_t i = 0; i < m->count && rc == 0; i++)
		rc = put_filing(m, &m->items[i], err);
	if (rc == 0)
		rc = put_record(m, 'E', "", 0, err);
	if (rc == 0 && !sm3_end(m->sm3, digest))
		rc = no_memory(err);
	if (rc == 0)
		hex_encode(digest, sizeof(digest), m->sm3_hex);
	return rc;
}

/* ---- the file ---- */

static int place_file(struct making *m, const char *folder, struct err *err)
{
	int len = snprintf(m->path, sizeof(m->path), "%s/MTDESK-%.60s-%.60s-%lld.mtb", folder,
			   m->desk.institution.code, m->peer.code, (long long)m->number);

	if (len < 0 || (size_t)len >= sizeof(m->path))
		return err_set(err, ERR_INPUT, _("文件夹“%.200s”的路径太长"), folder);
	return 0;
}

/* A file of this name is ours to put another over when it is the same bundle. */
static int check_place(const struct making *m, struct err *err)
{
	int fd = open(m->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	FILE *in = fd < 0 ? NULL : fdopen(fd, "rb");
	struct envelope_head head = { 0 };
	bool same;

	if (fd < 0 && errno == ENOENT)
		return 0;
	same = in && envelope_peek(in, &head, NULL) == 0 &&
	       strcmp(head.sender, m->desk.uuid) == 0 && strcmp(head.receiver, m->peer.uuid) == 0 &&
	       head.number == m->number;
	if (in)
		fclose(in);
	else if (fd >= 0)
		close(fd);
	return same ? 0
		    : err_set(err, ERR_INPUT, _("已有另一个“%.300s”，不能盖掉；请换一个文件夹"),
			      m->path);
}

static int seal_envelope(struct making *m, char file_sm3[SM3_HEX_SIZE], struct err *err)
{
	struct envelope_writer *w = m->envelope;
	struct sm2_key *key = NULL;
	int rc = desk_key_open(m->st, &key, err);

	if (rc == 0) {
		m->envelope = NULL;
		rc = envelope_end(w, key, file_sm3, err);
	}
	sm2_destroy(key);
	return rc;
}

static int write_envelope(struct making *m, struct err *err)
{
	struct envelope_head head = { .number = m->number,
				      .training = store_kind(m->st) == STORE_TRAINING };
	char file_sm3[SM3_HEX_SIZE];
	int rc;

	snprintf(head.sender, sizeof(head.sender), "%s", m->desk.uuid);
	snprintf(head.receiver, sizeof(head.receiver), "%s", m->peer.uuid);
	timestamp_now(head.made_at);
	m->sm3 = sm3_create();
	if (!m->sm3)
		return no_memory(err);
	rc = envelope_begin(m->file.out, &head, m->peer.public, &m->envelope, err);
	if (rc == 0)
		rc = put_payload(m, err);
	if (rc == 0)
		rc = seal_envelope(m, file_sm3, err);
	return rc == 0 ? new_file_read_back(&m->file, file_sm3, err) : rc;
}

int bundle_write(struct making *m, const char *folder, struct err *err)
{
	if (place_file(m, folder, err) < 0 || check_place(m, err) < 0 || weigh(m, err) < 0 ||
	    new_file_begin(&m->file, m->path, true, err) < 0)
		return -1;
	return write_envelope(m, err);
}
