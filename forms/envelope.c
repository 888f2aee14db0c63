/* The form of an envelope, and writing one. */
#include "forms/envelope.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>

#include "forms/envelope_parts.h"
#include "forms/keybox.h"

#define KIND "mtdesk-envelope/1"

/* ---- the header ---- */

static bool has_shape(const char *text, const char *shape)
{
	size_t i;

	for (i = 0; shape[i] && text[i]; i++) {
		bool digit = text[i] >= '0' && text[i] <= '9',
		     hex = digit || (text[i] >= 'a' && text[i] <= 'f');

		if (shape[i] == '0' ? !digit : shape[i] == 'x' ? !hex : text[i] != shape[i])
			return false;
	}
	return shape[i] == '\0' && text[i] == '\0';
}

static bool head_is_sound(const struct envelope_head *h)
{
	static const char uuid[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	return has_shape(h->sender, uuid) && has_shape(h->receiver, uuid) &&
	       has_shape(h->made_at, "0000-00-00 00:00:00") && h->number >= 1 &&
	       h->number <= ENVELOPE_NUMBER_MOST;
}

int envelope_header_make(const struct envelope_head *head, const char *sealed,
			 struct canonical *out)
{
	char *longer;

	if (!head_is_sound(head))
		return -1;
	canonical_begin(out, KIND);
	canonical_add(out, "sender", head->sender);
	canonical_add(out, "receiver", head->receiver);
	canonical_add_int(out, "number", head->number);
	canonical_add(out, "made_at", head->made_at);
	canonical_add(out, "training", head->training ? "yes" : "no");
	canonical_add(out, "key", sealed);
	longer = out->failed ? NULL : realloc(out->text, out->len + 2);
	if (!longer) {
		canonical_finish(out);
		return -1;
	}
	out->text = longer;
	memcpy(out->text + out->len, "\n", 2);
	out->len++;
	return 0;
}

/* The value of the next line, which must be this one. */
static bool take(struct canonical_reader *r, const char *key, char *out, size_t size)
{
	struct canonical_line line;

	if (!canonical_next(r, &line) || !canonical_line_is(&line, key) || !line.value ||
	    line.value_len >= size || memchr(line.value, '\0', line.value_len))
		return false;
	memcpy(out, line.value, line.value_len);
	out[line.value_len] = '\0';
	return true;
}

static bool take_lines(struct canonical_reader *r, struct envelope_head *out,
		       char sealed[SM2_SEALED_SIZE])
{
	char number[12], training[4];

	if (!take(r, "sender", out->sender, sizeof(out->sender)) ||
	    !take(r, "receiver", out->receiver, sizeof(out->receiver)) ||
	    !take(r, "number", number, sizeof(number)) ||
	    !take(r, "made_at", out->made_at, sizeof(out->made_at)) ||
	    !take(r, "training", training, sizeof(training)) ||
	    !take(r, "key", sealed, SM2_SEALED_SIZE))
		return false;
	out->number = strtoll(number, NULL, 10);
	out->training = strcmp(training, "yes") == 0;
	return true;
}

/* Taken apart, and put together again: another spelling of the same is another text. */
bool envelope_header_read(const char *text, size_t len, struct envelope_head *out,
			  char sealed[SM2_SEALED_SIZE])
{
	struct envelope_head head = { 0 };
	struct canonical again = { 0 };
	struct canonical_reader r;
	bool same;

	if (len < 2 || !canonical_open(&r, KIND, text, len - 1) || !take_lines(&r, &head, sealed) ||
	    envelope_header_make(&head, sealed, &again) < 0)
		return false;
	same = again.len == len && memcmp(again.text, text, len) == 0;
	canonical_finish(&again);
	if (same)
		*out = head;
	return same;
}

/* ---- keys, bytes and MACs ---- */

int envelope_keys_make(const unsigned char content[CONTENT_KEY_SIZE], struct envelope_keys *out)
{
	static const char sm4_label[] = KIND " sm4", mac_label[] = KIND " hmac";
	unsigned char block[SM3_SIZE];
	int rc = hmac_sm3(content, CONTENT_KEY_SIZE, sm4_label, strlen(sm4_label), block);

	memcpy(out->sm4, block, sizeof(out->sm4));
	explicit_bzero(block, sizeof(block));
	if (rc == 0)
		rc = hmac_sm3(content, CONTENT_KEY_SIZE, mac_label, strlen(mac_label), out->mac);
	return rc;
}

static void put_number(unsigned char *out, size_t size, uint64_t value)
{
	for (size_t i = size; i > 0; i--, value >>= 8)
		out[i - 1] = (unsigned char)value;
}

bool envelope_cipher(const struct envelope_keys *k, uint64_t number, unsigned char *data,
		     size_t len)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	unsigned char counter[16] = { 0 };
	int done_len = 0;
	bool done;

	put_number(counter, 8, number);
	done = ctx && EVP_EncryptInit_ex(ctx, EVP_sm4_ctr(), NULL, k->sm4, counter) == 1 &&
	       EVP_EncryptUpdate(ctx, data, &done_len, data, (int)len) == 1 &&
	       (size_t)done_len == len;
	EVP_CIPHER_CTX_free(ctx);
	ERR_clear_error();
	return done;
}

int envelope_bind(const struct envelope_keys *k, const unsigned char header[SM3_SIZE],
		  uint64_t number, bool is_last, size_t len, unsigned char *chunk,
		  unsigned char mac[SM3_SIZE])
{
	memcpy(chunk, header, SM3_SIZE);
	put_number(chunk + SM3_SIZE, 8, number);
	put_number(chunk + CHUNK_BIND, 4, len);
	chunk[CHUNK_BIND + 4] = is_last;
	return hmac_sm3(k->mac, sizeof(k->mac), chunk, CHUNK_DATA + len, mac);
}

int envelope_signed_text(const unsigned char sm3[SM3_SIZE], char out[SIGNED_SIZE])
{
	char hex[SM3_HEX_SIZE];

	hex_encode(sm3, SM3_SIZE, hex);
	return snprintf(out, SIGNED_SIZE, KIND " %s\n", hex);
}

/* ---- writing ---- */

struct envelope_writer {
	FILE *out;
	struct sm3 *upto; /* the signature */
	struct sm3 *whole;
	struct envelope_keys keys;
	unsigned char header[SM3_SIZE];
	uint64_t number; /* of the chunk at work */
	size_t used;     /* its bytes so far */
	unsigned char chunk[CHUNK_SPACE];
};

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, _("内存不足"));
}

void envelope_abandon(struct envelope_writer *w)
{
	if (!w)
		return;
	sm3_destroy(w->upto);
	sm3_destroy(w->whole);
	explicit_bzero(w, sizeof(*w));
	free(w);
}

static int put(struct envelope_writer *w, const void *data, size_t len, struct err *err)
{
	if (fwrite(data, 1, len, w->out) != len)
		return err_set(err, ERR_INPUT, _("数据包写不下去：%s"), err_system(errno));
	sm3_add(w->upto, data, len);
	sm3_add(w->whole, data, len);
	return 0;
}

static int put_header(struct envelope_writer *w, const struct envelope_head *head,
		      const char *sealed, struct err *err)
{
	struct canonical text = { 0 };
	int rc;

	if (envelope_header_make(head, sealed, &text) < 0)
		return no_memory(err);
	rc = sm3_of(text.text, text.len, w->header) < 0 ? no_memory(err)
							: put(w, text.text, text.len, err);
	canonical_finish(&text);
	return rc;
}

static int make_keys(struct envelope_writer *w, const char *receiver_public,
		     char sealed[SM2_SEALED_SIZE], struct err *err)
{
	unsigned char content[CONTENT_KEY_SIZE];
	int rc = random_bytes(content, sizeof(content), err);

	if (rc == 0)
		rc = sm2_seal(receiver_public, content, sizeof(content), sealed, err);
	if (rc == 0 && envelope_keys_make(content, &w->keys) < 0)
		rc = no_memory(err);
	explicit_bzero(content, sizeof(content));
	return rc;
}

int envelope_begin(FILE *out, const struct envelope_head *head, const char *receiver_public,
		   struct envelope_writer **w, struct err *err)
{
	struct envelope_writer *new = calloc(1, sizeof(*new));
	char sealed[SM2_SEALED_SIZE];

	if (!new)
		return no_memory(err);
	new->out = out;
	new->upto = sm3_create();
	new->whole = sm3_create();
	if (!new->upto || !new->whole) {
		envelope_abandon(new);
		return no_memory(err);
	}
	if (make_keys(new, receiver_public, sealed, err) < 0 ||
	    put_header(new, head, sealed, err) < 0) {
		envelope_abandon(new);
		return -1;
	}
	*w = new;
	return 0;
}

static int put_chunk(struct envelope_writer *w, bool is_last, struct err *err)
{
	unsigned char *data = w->chunk + CHUNK_DATA;

	if (!envelope_cipher(&w->keys, w->number, data, w->used) ||
	    envelope_bind(&w->keys, w->header, w->number, is_last, w->used, w->chunk,
			  data + w->used) < 0)
		return no_memory(err);
	if (put(w, w->chunk + CHUNK_BIND, CHUNK_HEAD + w->used + SM3_SIZE, err) < 0)
		return -1;
	w->number++;
	w->used = 0;
	return 0;
}

/* A full chunk waits for the byte behind it: it may be the last. */
int envelope_write(struct envelope_writer *w, const void *data, size_t len, struct err *err)
{
	const unsigned char *at = data;

	while (len > 0) {
		size_t room, n;

		if (w->used == ENVELOPE_CHUNK && put_chunk(w, false, err) < 0)
			return -1;
		room = ENVELOPE_CHUNK - w->used;
		n = len < room ? len : room;
		memcpy(w->chunk + CHUNK_DATA + w->used, at, n);
		w->used += n;
		at += n;
		len -= n;
	}
	return 0;
}

static int put_signature(struct envelope_writer *w, const struct sm2_key *sender, struct err *err)
{
	char text[SIGNED_SIZE], signature[SM2_SIGNATURE_HEX_SIZE + 1];
	unsigned char digest[SM3_SIZE];
	int len;

	if (!sm3_end(w->upto, digest))
		return no_memory(err);
	len = envelope_signed_text(digest, text);
	if (sm2_sign(sender, text, (size_t)len, signature, err) < 0)
		return -1;
	len = (int)strlen(signature);
	memcpy(signature + len, "\n", 2);
	return put(w, signature, (size_t)len + 1, err);
}

int envelope_end(struct envelope_writer *w, const struct sm2_key *sender,
		 char out_sm3[SM3_HEX_SIZE], struct err *err)
{
	unsigned char digest[SM3_SIZE];
	int rc = put_chunk(w, true, err);

	if (rc == 0)
		rc = put_signature(w, sender, err);
	if (rc == 0 && fflush(w->out) != 0)
		rc = err_set(err, ERR_INPUT, _("数据包写不下去：%s"), err_system(errno));
	if (rc == 0 && !sm3_end(w->whole, digest))
		rc = no_memory(err);
	if (rc == 0)
		hex_encode(digest, sizeof(digest), out_sm3);
	envelope_abandon(w);
	return rc;
}
