/* Reading an envelope: its form and its signature from end to end, then its chunks one by one. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "forms/envelope_parts.h"

#define PIECE 65536

struct envelope_reader {
	FILE *in;
	struct envelope_keys keys;
	unsigned char header[SM3_SIZE];
	off_t first; /* where chunk 0 begins */
	uint64_t number;
	size_t used, len; /* of the chunk at work: handed out, there */
	bool is_last, begun;
	unsigned char chunk[CHUNK_SPACE];
};

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, _("内存不足"));
}

/* `at`: the byte behind which it is wrong. */
static int damaged(FILE *in, off_t at, struct err *err)
{
	if (ferror(in))
		return err_set(err, ERR_INPUT, _("数据包读不下去：%s"), err_system(errno));
	return err_set(err, ERR_INPUT,
		       _("数据包在第 %lld 字节之后损坏或不全；请重新复制，或请对方再做一次"),
		       (long long)at);
}

/* ---- the header ---- */

/* From the stream's beginning to the empty line. 0 with its length, or -1. */
static int read_header(FILE *in, char text[HEADER_MOST], size_t *out_len, struct err *err)
{
	size_t len = 0;
	int c = 0;

	if (fseeko(in, 0, SEEK_SET) < 0)
		return err_set(err, ERR_INPUT, _("数据包读不下去：%s"), err_system(errno));
	while (len + 1 < HEADER_MOST && (c = getc(in)) != EOF) {
		text[len++] = (char)c;
		if (len > 1 && c == '\n' && text[len - 2] == '\n') {
			text[len] = '\0';
			*out_len = len;
			return 0;
		}
	}
	return err_set(err, ERR_INPUT, _("这个文件不是数据包"));
}

static int read_head(FILE *in, struct envelope_head *out, char sealed[SM2_SEALED_SIZE],
		     unsigned char digest[SM3_SIZE], struct err *err)
{
	char text[HEADER_MOST];
	size_t len;

	if (read_header(in, text, &len, err) < 0)
		return -1;
	if (!envelope_header_read(text, len, out, sealed))
		return err_set(err, ERR_INPUT, _("这个文件不是数据包"));
	return sm3_of(text, len, digest) < 0 ? no_memory(err) : 0;
}

int envelope_peek(FILE *in, struct envelope_head *out, struct err *err)
{
	char sealed[SM2_SEALED_SIZE];
	unsigned char digest[SM3_SIZE];
	int rc = read_head(in, out, sealed, digest, err);

	clearerr(in);
	rewind(in);
	return rc;
}

/* ---- chunks ---- */

static bool read_whole(FILE *in, void *out, size_t len)
{
	return fread(out, 1, len, in) == len;
}

/* One content is cut in one way. */
static bool head_is_right(uint64_t number, size_t len, unsigned char last)
{
	if (last > 1 || len > ENVELOPE_CHUNK)
		return false;
	return last ? len > 0 || number == 0 : len == ENVELOPE_CHUNK;
}

/* A chunk's head: 0, or -1 when it is none. */
static int read_chunk_head(FILE *in, uint64_t number, unsigned char head[CHUNK_HEAD],
			   size_t *out_len, bool *out_last)
{
	if (!read_whole(in, head, CHUNK_HEAD))
		return -1;
	*out_len = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
	*out_last = head[4] == 1;
	return head_is_right(number, *out_len, head[4]) ? 0 : -1;
}

/* ---- from end to end ---- */

struct scan {
	FILE *in;
	struct sm3 *upto, *whole; /* the signature, all */
	envelope_watch_fn *watch;
	void *ctx;
	off_t at;
};

static void add(struct scan *s, const void *data, size_t len)
{
	sm3_add(s->upto, data, len);
	sm3_add(s->whole, data, len);
	s->at += (off_t)len;
}

static int pass_over(struct scan *s, size_t len, struct err *err)
{
	unsigned char piece[PIECE];

	while (len > 0) {
		size_t n = len < sizeof(piece) ? len : sizeof(piece);

		if (!read_whole(s->in, piece, n))
			return damaged(s->in, s->at, err);
		add(s, piece, n);
		len -= n;
	}
	return 0;
}

static int pass_over_chunks(struct scan *s, struct err *err)
{
	unsigned char head[CHUNK_HEAD];
	bool is_last = false;
	size_t len;

	for (uint64_t number = 0; !is_last; number++) {
		if (s->watch && s->watch(s->ctx, (uint64_t)s->at))
			return err_set(err, ERR_CANCELLED, _("已取消"));
		if (read_chunk_head(s->in, number, head, &len, &is_last) < 0)
			return damaged(s->in, s->at, err);
		add(s, head, sizeof(head));
		if (pass_over(s, len + SM3_SIZE, err) < 0)
			return -1;
	}
	return 0;
}

static int check_signature(struct scan *s, const char *sender_public, struct err *err)
{
	char line[SM2_SIGNATURE_HEX_SIZE + 2], text[SIGNED_SIZE];
	size_t len = fread(line, 1, sizeof(line), s->in);
	unsigned char digest[SM3_SIZE];

	sm3_add(s->whole, line, len);
	if (len < 2 || len == sizeof(line) || line[len - 1] != '\n' || memchr(line, '\0', len))
		return damaged(s->in, s->at, err);
	line[len - 1] = '\0';
	if (!sm3_end(s->upto, digest))
		return no_memory(err);
	envelope_signed_text(digest, text);
	switch (sm2_verify(sender_public, text, strlen(text), line)) {
	case SM2_VALID:
		return 0;
	case SM2_TROUBLE:
		return no_memory(err);
	case SM2_BAD_KEY:
	case SM2_BAD_SIGNATURE:
	case SM2_MISMATCH:
		break;
	}
	return err_set(err, ERR_NOT_ALLOWED,
		       _("数据包的签名不对：不是该台所签，或内容被改动过；请对方再做一次"));
}

static int run_scan(struct scan *s, const char *sender_public, char out_sm3[SM3_HEX_SIZE],
		    struct err *err)
{
	unsigned char digest[SM3_SIZE];
	off_t header = ftello(s->in);

	if (header < 0 || fseeko(s->in, 0, SEEK_SET) < 0)
		return damaged(s->in, 0, err);
	if (pass_over(s, (size_t)header, err) < 0 || pass_over_chunks(s, err) < 0 ||
	    check_signature(s, sender_public, err) < 0)
		return -1;
	if (!sm3_end(s->whole, digest))
		return no_memory(err);
	hex_encode(digest, sizeof(digest), out_sm3);
	return 0;
}

/* The stream stands behind the header. */
static int scan(struct scan *s, const char *sender_public, char out_sm3[SM3_HEX_SIZE],
		struct err *err)
{
	int rc;

	s->upto = sm3_create();
	s->whole = sm3_create();
	rc = s->upto && s->whole ? run_scan(s, sender_public, out_sm3, err) : no_memory(err);
	sm3_destroy(s->upto);
	sm3_destroy(s->whole);
	return rc;
}

/* ---- handing out ---- */

static int open_keys(struct envelope_reader *r, const char *sealed, const struct sm2_key *receiver,
		     struct err *err)
{
	unsigned char content[CONTENT_KEY_SIZE];
	size_t len = 0;
	int rc = sm2_open(receiver, sealed, content, sizeof(content), &len, err);

	if (rc == 0 && len != sizeof(content))
		rc = err_set(err, ERR_NOT_ALLOWED, _("数据包的密钥不合规定"));
	if (rc == 0 && envelope_keys_make(content, &r->keys) < 0)
		rc = no_memory(err);
	explicit_bzero(content, sizeof(content));
	return rc;
}

int envelope_open(FILE *in, const char *sender_public, const struct sm2_key *receiver,
		  envelope_watch_fn *watch, void *ctx, struct envelope_reader **r,
		  char out_sm3[SM3_HEX_SIZE], struct err *err)
{
	struct scan s = { .in = in, .watch = watch, .ctx = ctx };
	struct envelope_reader *new = calloc(1, sizeof(*new));
	char sealed[SM2_SEALED_SIZE];
	struct envelope_head head;
	int rc;

	if (!new)
		return no_memory(err);
	new->in = in;
	rc = read_head(in, &head, sealed, new->header, err);
	new->first = ftello(in);
	if (rc == 0)
		rc = scan(&s, sender_public, out_sm3, err);
	if (rc == 0)
		rc = open_keys(new, sealed, receiver, err);
	if (rc == 0)
		rc = envelope_again(new, err);
	if (rc == 0)
		*r = new;
	else
		envelope_close(new);
	return rc;
}

int envelope_again(struct envelope_reader *r, struct err *err)
{
	r->number = 0;
	r->used = r->len = 0;
	r->is_last = r->begun = false;
	if (fseeko(r->in, r->first, SEEK_SET) < 0)
		return err_set(err, ERR_INPUT, _("数据包读不下去：%s"), err_system(errno));
	return 0;
}

/* Read anew, since the file may have been exchanged: what does not bear the MAC is not handed out. */
static int next_chunk(struct envelope_reader *r, struct err *err)
{
	unsigned char head[CHUNK_HEAD], read_mac[SM3_SIZE], mac[SM3_SIZE],
		*data = r->chunk + CHUNK_DATA;
	off_t at = ftello(r->in);

	if (r->begun)
		r->number++;
	r->begun = true;
	r->used = r->len = 0;
	if (read_chunk_head(r->in, r->number, head, &r->len, &r->is_last) < 0 ||
	    !read_whole(r->in, data, r->len) || !read_whole(r->in, read_mac, sizeof(read_mac))) {
		r->len = 0;
		return damaged(r->in, at, err);
	}
	if (envelope_bind(&r->keys, r->header, r->number, r->is_last, r->len, r->chunk, mac) < 0 ||
	    CRYPTO_memcmp(mac, read_mac, sizeof(mac)) != 0 ||
	    !envelope_cipher(&r->keys, r->number, data, r->len)) {
		r->len = 0;
		return damaged(r->in, at, err);
	}
	return 0;
}

int64_t envelope_read(struct envelope_reader *r, void *out, size_t size, struct err *err)
{
	size_t n;

	if (r->used == r->len && !r->is_last && next_chunk(r, err) < 0)
		return -1;
	n = r->len - r->used < size ? r->len - r->used : size;
	memcpy(out, r->chunk + CHUNK_DATA + r->used, n);
	r->used += n;
	return (int64_t)n;
}

void envelope_close(struct envelope_reader *r)
{
	if (!r)
		return;
	explicit_bzero(r, sizeof(*r));
	free(r);
}
