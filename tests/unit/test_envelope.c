/* Covers forms/envelope and forms/sm2_seal: what goes in comes out at every size that meets an edge; whatever is changed,
 * swapped, dropped, doubled or cut is refused before a byte of it is handed out; only the receiver opens it, only the sender
 * made it. The openssl program opens the key, checks the signature and reads the bytes by itself. */
#include "tests/test.h"

#include <unistd.h>

#include "forms/envelope.h"

#define CHUNK ENVELOPE_CHUNK
#define FILE_NAME "envelope.mtb"

static struct sm2_key *sender, *receiver, *stranger;
static char sender_public[SM2_PUBLIC_SIZE], receiver_public[SM2_PUBLIC_SIZE],
	stranger_public[SM2_PUBLIC_SIZE];

static const struct envelope_head head = {
	.sender = "11111111-2222-4333-8444-555555555555",
	.receiver = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
	.number = 7,
	.made_at = "2026-11-22 09:15:02",
};

static int make_keys(void **unused)
{
	(void)unused;
	assert_int_equal(sm2_generate(&sender, NULL), 0);
	assert_int_equal(sm2_generate(&receiver, NULL), 0);
	assert_int_equal(sm2_generate(&stranger, NULL), 0);
	sm2_public(sender, sender_public);
	sm2_public(receiver, receiver_public);
	sm2_public(stranger, stranger_public);
	return 0;
}

static int drop_keys(void **unused)
{
	(void)unused;
	sm2_destroy(sender);
	sm2_destroy(receiver);
	sm2_destroy(stranger);
	return 0;
}

/* ---- files ---- */

/* Bytes that differ from place to place, the same each time. */
static void fill(unsigned char *out, size_t len, uint64_t seed)
{
	uint64_t x = seed * 2654435761U + 88172645463325252U;

	for (size_t i = 0; i < len; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		out[i] = (unsigned char)x;
	}
}

static unsigned char *bytes_of(size_t len, uint64_t seed)
{
	unsigned char *bytes = malloc(len + 1);

	assert_non_null(bytes);
	fill(bytes, len, seed);
	return bytes;
}

/* An envelope of these bytes in FILE_NAME, written in pieces of `piece`; its SM3. */
static void make(const unsigned char *bytes, size_t len, size_t piece, char sm3[SM3_HEX_SIZE])
{
	FILE *f = fopen(FILE_NAME, "wb");
	struct envelope_writer *w = NULL;
	struct err err = { 0 };

	assert_non_null(f);
	if (envelope_begin(f, &head, receiver_public, &w, &err) < 0)
		fail_msg("%s", err.msg);
	for (size_t at = 0; at < len; at += piece)
		if (envelope_write(w, bytes + at, len - at < piece ? len - at : piece, &err) < 0)
			fail_msg("%s", err.msg);
	if (envelope_end(w, sender, sm3, &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(fclose(f), 0);
}

static unsigned char *slurp(const char *name, size_t *out_len)
{
	FILE *f = fopen(name, "rb");
	unsigned char *bytes = malloc(8 * CHUNK);

	assert_non_null(f);
	assert_non_null(bytes);
	*out_len = fread(bytes, 1, 8 * CHUNK, f);
	fclose(f);
	return bytes;
}

static FILE *stream_of(const unsigned char *bytes, size_t len)
{
	FILE *f = tmpfile();

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	rewind(f);
	return f;
}

/* Open a stream and read it to its end into `out`; how many bytes, or -1 with the reason and *out_any: something was handed
 * out. */
static int64_t take(FILE *f, const char *from, const struct sm2_key *to, unsigned char *out,
		    size_t space, bool *out_any, struct err *err)
{
	struct envelope_reader *r = NULL;
	char sm3[SM3_HEX_SIZE];
	int64_t n = 0, total = 0;

	*out_any = false;
	if (envelope_open(f, from, to, NULL, NULL, &r, sm3, err) < 0)
		return -1;
	while ((n = envelope_read(r, out + total, space - (size_t)total, err)) > 0) {
		*out_any = true;
		total += n;
	}
	envelope_close(r);
	return n < 0 ? -1 : total;
}

static int64_t take_bytes(const unsigned char *bytes, size_t len, unsigned char *out, size_t space,
			  bool *out_any, struct err *err)
{
	FILE *f = stream_of(bytes, len);
	int64_t n = take(f, sender_public, receiver, out, space, out_any, err);

	fclose(f);
	return n;
}

/* ---- round trips ---- */

static void envelope__gives_back__what_went_in(void **unused)
{
	static const struct {
		size_t len, piece;
		const char *why;
	} rows[] = {
		{ 0, 1, "nothing" },
		{ 1, 1, "one byte" },
		{ CHUNK - 1, 4096, "a byte less than a chunk" },
		{ CHUNK, 65536, "a chunk" },
		{ CHUNK + 1, 65536, "a byte more" },
		{ 2 * CHUNK, 3 * CHUNK, "two chunks in one piece" },
		{ 3 * CHUNK + 17, 100003, "several, in odd pieces" },
	};
	unsigned char *out = malloc(4 * CHUNK);

	(void)unused;
	assert_non_null(out);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		unsigned char *bytes = bytes_of(rows[i].len, i);
		char sm3[SM3_HEX_SIZE], found[SM3_HEX_SIZE];
		struct envelope_reader *r = NULL;
		struct err err = { 0 };
		size_t size;
		unsigned char *file;
		FILE *f;
		bool any;

		make(bytes, rows[i].len, rows[i].piece, sm3);
		file = slurp(FILE_NAME, &size);
		assert_int_equal(sm3_hex_of(file, size, found), 0);
		assert_string_equal(sm3, found);
		if (take_bytes(file, size, out, 4 * CHUNK, &any, &err) != (int64_t)rows[i].len)
			fail_msg("%s: %s", rows[i].why, err.msg);
		if (rows[i].len && memcmp(out, bytes, rows[i].len) != 0)
			fail_msg("%s: other bytes came out", rows[i].why);
		f = fopen(FILE_NAME, "rb");
		assert_int_equal(
			envelope_open(f, sender_public, receiver, NULL, NULL, &r, found, &err), 0);
		assert_string_equal(sm3, found);
		/* A second time from the beginning. */
		envelope_read(r, out, 10, &err);
		assert_int_equal(envelope_again(r, &err), 0);
		assert_true(envelope_read(r, out, 10, &err) ==
			    (rows[i].len < 10 ? (int64_t)rows[i].len : 10));
		assert_true(!rows[i].len ||
			    memcmp(out, bytes, rows[i].len < 10 ? rows[i].len : 10) == 0);
		envelope_close(r);
		fclose(f);
		free(bytes);
		free(file);
	}
	free(out);
}

static void envelope__says__who_it_is_from(void **unused)
{
	struct envelope_head got = { 0 };
	char sm3[SM3_HEX_SIZE];
	struct err err = { 0 };
	FILE *f;

	(void)unused;
	make((const unsigned char *)"x", 1, 1, sm3);
	f = fopen(FILE_NAME, "rb");
	assert_int_equal(envelope_peek(f, &got, &err), 0);
	assert_string_equal(got.sender, head.sender);
	assert_string_equal(got.receiver, head.receiver);
	assert_int_equal(got.number, head.number);
	assert_string_equal(got.made_at, head.made_at);
	assert_false(got.training);
	assert_int_equal(ftell(f), 0);
	fclose(f);
}

/* The same bytes twice make two files, neither of which shows them. */
static void envelope__hides__its_bytes(void **unused)
{
	static const char secret[] = "身份证号 511102199003076642 肝豆状核变性";
	char sm3[SM3_HEX_SIZE], again[SM3_HEX_SIZE];
	unsigned char *file;
	size_t size;

	(void)unused;
	make((const unsigned char *)secret, sizeof(secret), 5, sm3);
	file = slurp(FILE_NAME, &size);
	assert_null(memmem(file, size, "511102199003076642", 18));
	assert_null(memmem(file, size, "肝豆", strlen("肝豆")));
	make((const unsigned char *)secret, sizeof(secret), 5, again);
	assert_string_not_equal(sm3, again);
	free(file);
}

/* ---- refusals ---- */

static void envelope__refuses__every_flipped_byte(void **unused)
{
	unsigned char bytes[40], *file, out[64];
	char sm3[SM3_HEX_SIZE];
	size_t size;

	(void)unused;
	fill(bytes, sizeof(bytes), 9);
	make(bytes, sizeof(bytes), 7, sm3);
	file = slurp(FILE_NAME, &size);
	for (size_t i = 0; i < size; i++) {
		static const unsigned char flips[] = { 0x01, 0x20, 0x80 };

		for (size_t k = 0; k < ARRAY_SIZE(flips); k++) {
			struct err err = { 0 };
			bool any;

			file[i] ^= flips[k];
			if (take_bytes(file, size, out, sizeof(out), &any, &err) >= 0 || any)
				fail_msg("byte %zu of %zu, bit %02x: it passed", i, size, flips[k]);
			assert_true(err.code == ERR_INPUT || err.code == ERR_NOT_ALLOWED);
			file[i] ^= flips[k];
		}
	}
	free(file);
}

static void envelope__refuses__every_cut(void **unused)
{
	unsigned char bytes[40], *file, out[64];
	char sm3[SM3_HEX_SIZE];
	size_t size;

	(void)unused;
	fill(bytes, sizeof(bytes), 10);
	make(bytes, sizeof(bytes), 7, sm3);
	file = slurp(FILE_NAME, &size);
	for (size_t len = 0; len < size; len++) {
		struct err err = { 0 };
		bool any;

		if (take_bytes(file, len, out, sizeof(out), &any, &err) >= 0 || any)
			fail_msg("cut at %zu of %zu: it passed", len, size);
	}
	free(file);
}

/* Where the parts of an envelope of three chunks and a bit stand. */
struct parts {
	unsigned char *file;
	size_t size, first, piece; /* chunk 0; a whole chunk with head and MAC */
};

static struct parts three_chunks(void)
{
	struct parts p = { .piece = 5 + CHUNK + SM3_SIZE };
	unsigned char *bytes = bytes_of(3 * CHUNK + 5, 11);
	char sm3[SM3_HEX_SIZE];

	make(bytes, 3 * CHUNK + 5, CHUNK, sm3);
	free(bytes);
	p.file = slurp(FILE_NAME, &p.size);
	p.first = (size_t)((unsigned char *)memmem(p.file, p.size, "\n\n", 2) - p.file) + 2;
	return p;
}

/* Sign what stands before the signature anew, as somebody would who has the sender's key but not the content key. */
static size_t sign_again(unsigned char *file, size_t upto, const struct sm2_key *key)
{
	char text[96], hex[SM3_HEX_SIZE], signature[SM2_SIGNATURE_HEX_SIZE];

	assert_int_equal(sm3_hex_of(file, upto, hex), 0);
	snprintf(text, sizeof(text), "mtdesk-envelope/1 %s\n", hex);
	assert_int_equal(sm2_sign(key, text, strlen(text), signature, NULL), 0);
	memcpy(file + upto, signature, strlen(signature));
	file[upto + strlen(signature)] = '\n';
	return upto + strlen(signature) + 1;
}

enum trick { SWAP, DROP, DOUBLE, EXCHANGE_HEADER };

static void play(struct parts *p, enum trick trick)
{
	unsigned char *a = p->file + p->first, *b = a + p->piece, *copy = malloc(p->piece);

	assert_non_null(copy);
	memcpy(copy, a, p->piece);
	switch (trick) {
	case SWAP:
		memcpy(a, b, p->piece);
		memcpy(b, copy, p->piece);
		break;
	case DROP:
		memmove(a, b, p->size - p->first - p->piece);
		p->size -= p->piece;
		break;
	case DOUBLE:
		memmove(b, a, p->size - p->first);
		p->size += p->piece;
		break;
	case EXCHANGE_HEADER:
		memcpy(memmem(p->file, p->first, "number:1:7", 10), "number:1:8", 10);
		break;
	}
	free(copy);
}

/* Refused by the signature; and where that was made anew, by the chunks' own MACs, before their bytes. */
static void envelope__refuses__chunks_out_of_place(void **unused)
{
	static const struct {
		enum trick trick;
		bool first_is_sound;
		const char *why;
	} rows[] = {
		{ SWAP, false, "two chunks swapped" },
		{ DROP, false, "a chunk left out" },
		{ DOUBLE, true, "a chunk twice" },
		{ EXCHANGE_HEADER, false, "another number in the header" },
	};
	unsigned char *out = malloc(5 * CHUNK);

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct parts p = three_chunks();
		struct err err = { 0 };
		int64_t got;
		size_t upto;
		bool any;

		play(&p, rows[i].trick);
		if (take_bytes(p.file, p.size, out, 5 * CHUNK, &any, &err) >= 0 || any ||
		    err.code != ERR_NOT_ALLOWED)
			fail_msg("%s: %s", rows[i].why, err.msg);
		upto = p.first + (p.size - p.first) / p.piece * p.piece + 5 + 5 + SM3_SIZE;
		p.size = sign_again(p.file, upto, sender);
		got = take_bytes(p.file, p.size, out, 5 * CHUNK, &any, &err);
		if (got >= 0 || err.code != ERR_INPUT)
			fail_msg("%s, signed anew: %lld %s", rows[i].why, (long long)got, err.msg);
		assert_int_equal(any, rows[i].first_is_sound);
		free(p.file);
	}
	free(out);
}

/* A sound chunk is handed out before one behind it turns out wrong, and nothing of the wrong one. */
static void envelope__stops__at_a_chunk_changed_under_a_good_signature(void **unused)
{
	unsigned char *out = malloc(5 * CHUNK);
	struct parts p = three_chunks();
	struct envelope_reader *r = NULL;
	struct err err = { 0 };
	char sm3[SM3_HEX_SIZE];
	int64_t n, total = 0;
	FILE *f;

	(void)unused;
	p.file[p.first + p.piece + 100] ^= 1;
	p.size = sign_again(p.file, p.first + 3 * p.piece + 5 + 5 + SM3_SIZE, sender);
	f = stream_of(p.file, p.size);
	assert_int_equal(envelope_open(f, sender_public, receiver, NULL, NULL, &r, sm3, &err), 0);
	while ((n = envelope_read(r, out, CHUNK, &err)) > 0)
		total += n;
	assert_int_equal(n, -1);
	assert_int_equal(total, CHUNK);
	envelope_close(r);
	fclose(f);
	free(p.file);
	free(out);
}

/* The file is exchanged between the two looks. */
static void envelope__refuses__a_file_changed_while_it_is_read(void **unused)
{
	struct parts p = three_chunks();
	unsigned char *out = malloc(CHUNK);
	struct envelope_reader *r = NULL;
	struct err err = { 0 };
	char sm3[SM3_HEX_SIZE];
	FILE *f = stream_of(p.file, p.size);

	(void)unused;
	assert_int_equal(envelope_open(f, sender_public, receiver, NULL, NULL, &r, sm3, &err), 0);
	assert_int_equal(pwrite(fileno(f), "x", 1, (off_t)(p.first + 1000)), 1);
	assert_int_equal(envelope_read(r, out, CHUNK, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	envelope_close(r);
	fclose(f);
	free(p.file);
	free(out);
}

static void envelope__refuses__the_wrong_hands(void **unused)
{
	unsigned char out[16];
	char sm3[SM3_HEX_SIZE];
	struct err err = { 0 };
	bool any;
	FILE *f;

	(void)unused;
	make((const unsigned char *)"abc", 3, 3, sm3);
	f = fopen(FILE_NAME, "rb");
	assert_int_equal(take(f, sender_public, stranger, out, sizeof(out), &any, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_int_equal(take(f, stranger_public, receiver, out, sizeof(out), &any, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_int_equal(take(f, "04", receiver, out, sizeof(out), &any, &err), -1);
	assert_int_equal(take(f, sender_public, receiver, out, sizeof(out), &any, &err), 3);
	fclose(f);
}

/* The header's text put in place of the true one. */
static void envelope__refuses__other_headers(void **unused)
{
	static const struct {
		const char *from, *to, *why;
	} rows[] = {
		{ "number:1:7", "number:2:07", "a leading zero" },
		{ "number:1:7", "number:1:0", "number 0" },
		{ "number:1:7", "number:2:-7", "a negative number" },
		{ "number:1:7", "number:20:99999999999999999999", "a huge number" },
		{ "number:1:7", "number:10:1000000000", "a number too large" },
		{ "number:1:7", "number:999999999:7", "a huge count" },
		{ "number:1:7\n", "", "no number" },
		{ "number:1:7", "number:-", "an absent number" },
		{ "number:1:7\n", "number:1:7\nnumber:1:7\n", "two numbers" },
		{ "training:2:no", "training:2:NO", "another word" },
		{ "training:2:no", "training:3:yes", "a training desk's (not signed so)" },
		{ "2026-11-22 09:15:02", "2026-11-22T09:15:02", "another time" },
		{ "aaaaaaaa-bbbb", "AAAAAAAA-bbbb", "a UUID in capitals" },
		{ "mtdesk-envelope/1", "mtdesk-envelope/2", "another kind" },
		{ "mtdesk-envelope/1", "\xEF\xBB\xBFmtdesk-envelope/1", "a mark" },
		{ "sender:36:", "sender:36:\n", "a line end" },
	};
	char sm3[SM3_HEX_SIZE];
	size_t size;
	unsigned char *file;

	(void)unused;
	make((const unsigned char *)"abc", 3, 3, sm3);
	file = slurp(FILE_NAME, &size);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		unsigned char other[4096], out[16],
			*at = memmem(file, size, rows[i].from, strlen(rows[i].from));
		size_t before, len;
		struct err err = { 0 };
		bool any;

		assert_non_null(at);
		before = (size_t)(at - file);
		len = strlen(rows[i].to);
		memcpy(other, file, before);
		memcpy(other + before, rows[i].to, len);
		memcpy(other + before + len, at + strlen(rows[i].from),
		       size - before - strlen(rows[i].from));
		if (take_bytes(other, size + len - strlen(rows[i].from), out, sizeof(out), &any,
			       &err) >= 0 ||
		    any)
			fail_msg("%s passed", rows[i].why);
	}
	free(file);
}

/* Signed by the sender, and yet of another form. */
static void envelope__refuses__other_forms(void **unused)
{
	static const struct {
		const char *chunk;
		size_t len;
		const char *why;
	} rows[] = {
		{ "\xff\xff\xff\xff\x01", 5, "4 GiB in a chunk" },
		{ "\x00\x10\x00\x01\x01", 5, "a byte more than a chunk may have" },
		{ "\x00\x00\x00\x03\x02"
		  "abc",
		  8, "neither last nor not" },
		{ "\x00\x00\x00\x03\x00"
		  "abc",
		  8, "a short one that is not the last" },
		{ "\x7f\xff\xff\xff\x00", 5, "2 GiB" },
		{ "", 0, "no chunk" },
	};
	char sm3[SM3_HEX_SIZE];
	size_t size, first;
	unsigned char *file;

	(void)unused;
	make((const unsigned char *)"abc", 3, 3, sm3);
	file = slurp(FILE_NAME, &size);
	first = (size_t)((unsigned char *)memmem(file, size, "\n\n", 2) - file) + 2;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		unsigned char other[4096] = { 0 }, out[16];
		struct err err = { 0 };
		size_t len;
		bool any;

		memcpy(other, file, first);
		memcpy(other + first, rows[i].chunk, rows[i].len);
		len = sign_again(other, first + rows[i].len + (rows[i].len ? SM3_SIZE : 0), sender);
		if (take_bytes(other, len, out, sizeof(out), &any, &err) >= 0 || any)
			fail_msg("%s passed", rows[i].why);
	}
	free(file);
}

static void envelope__refuses__what_is_behind_its_end(void **unused)
{
	static const char *const behind[] = { "\n", " ", "0", "00", "abc\n" };
	char sm3[SM3_HEX_SIZE];
	size_t size;
	unsigned char *file;

	(void)unused;
	make((const unsigned char *)"abc", 3, 3, sm3);
	file = slurp(FILE_NAME, &size);
	for (size_t i = 0; i < ARRAY_SIZE(behind); i++) {
		unsigned char out[16];
		struct err err = { 0 };
		bool any;

		memcpy(file + size, behind[i], strlen(behind[i]));
		if (take_bytes(file, size + strlen(behind[i]), out, sizeof(out), &any, &err) >= 0 ||
		    any)
			fail_msg("row %zu passed", i);
	}
	free(file);
}

/* ---- stopping ---- */

static bool stop_at_once(void *ctx, uint64_t done)
{
	(void)done;
	++*(int *)ctx;
	return true;
}

static void envelope__stops__when_it_is_told_to(void **unused)
{
	struct envelope_reader *r = NULL;
	struct err err = { 0 };
	char sm3[SM3_HEX_SIZE];
	int asked = 0;
	FILE *f;

	(void)unused;
	make((const unsigned char *)"abc", 3, 3, sm3);
	f = fopen(FILE_NAME, "rb");
	assert_int_equal(
		envelope_open(f, sender_public, receiver, stop_at_once, &asked, &r, sm3, &err), -1);
	assert_int_equal(err.code, ERR_CANCELLED);
	assert_int_equal(asked, 1);
	fclose(f);
}

/* ---- sealing ---- */

static void sm2_seal__is_opened__by_its_key_alone(void **unused)
{
	unsigned char data[SM2_SEAL_MOST], out[SM2_SEAL_MOST];

	(void)unused;
	for (size_t len = 1; len <= sizeof(data); len += 7) {
		char sealed[SM2_SEALED_SIZE], again[SM2_SEALED_SIZE];
		struct err err = { 0 };
		size_t got = 0;

		fill(data, len, len);
		assert_int_equal(sm2_seal(receiver_public, data, len, sealed, &err), 0);
		assert_int_equal(sm2_seal(receiver_public, data, len, again, &err), 0);
		assert_string_not_equal(sealed, again);
		assert_int_equal(sm2_open(receiver, sealed, out, sizeof(out), &got, &err), 0);
		assert_int_equal(got, len);
		assert_memory_equal(out, data, len);
		assert_int_equal(sm2_open(stranger, sealed, out, sizeof(out), &got, &err), -1);
		assert_int_equal(err.code, ERR_NOT_ALLOWED);
		assert_int_equal(sm2_open(receiver, sealed, out, len - 1, &got, &err), -1);
	}
}

static void sm2_seal__refuses__what_it_cannot_take(void **unused)
{
	unsigned char data[SM2_SEAL_MOST + 1] = { 0 }, out[SM2_SEAL_MOST];
	char sealed[SM2_SEALED_SIZE], bad[SM2_SEALED_SIZE];
	struct err err = { 0 };
	size_t got;

	(void)unused;
	assert_int_equal(sm2_seal(receiver_public, data, sizeof(data), sealed, &err), -1);
	assert_int_equal(sm2_seal(receiver_public, data, 0, sealed, &err), -1);
	assert_int_equal(sm2_seal("04ab", data, 1, sealed, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	assert_int_equal(sm2_seal(receiver_public, data, 32, sealed, &err), 0);
	for (size_t i = 0; sealed[i]; i++) {
		snprintf(bad, sizeof(bad), "%s", sealed);
		bad[i] = bad[i] == '0' ? '1' : '0';
		/* DER has spellings that OpenSSL reads alike: what opens must be the same bytes. */
		if (sm2_open(receiver, bad, out, sizeof(out), &got, &err) == 0)
			assert_true(got == 32 && memcmp(out, data, 32) == 0);
	}
	assert_int_equal(sm2_open(receiver, "", out, sizeof(out), &got, &err), -1);
	assert_int_equal(sm2_open(receiver, "0", out, sizeof(out), &got, &err), -1);
	assert_int_equal(sm2_open(receiver, "zz", out, sizeof(out), &got, &err), -1);
}

/* ---- the openssl program ---- */

static void run(const char *command)
{
	if (system(command) != 0)
		fail_msg("failed: %s", command);
}

static void put_file(const char *name, const void *data, size_t len)
{
	FILE *f = fopen(name, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

/* key.pem of openssl's making, and the same as ours. */
static struct sm2_key *openssl_key(void)
{
	unsigned char *der;
	struct sm2_key *k = NULL;
	size_t len;

	run("openssl genpkey -algorithm SM2 -out key.pem 2>said");
	run("openssl ec -in key.pem -outform DER -out key.der 2>said");
	der = slurp("key.der", &len);
	/* SEQUENCE, version 1, OCTET STRING of 32. */
	assert_true(len > 39 && der[5] == 4 && der[6] == 32);
	assert_int_equal(sm2_from_private(der + 7, &k, NULL), 0);
	free(der);
	return k;
}

/* The key under `label`, by openssl: `chars` digits of it. */
static void openssl_derive(const char *label, int chars, char *out)
{
	char command[256];
	FILE *in;

	put_file("label", label, strlen(label));
	snprintf(command, sizeof(command),
		 "openssl dgst -sm3 -mac HMAC -macopt hexkey:$(od -An -v -tx1 content | tr -d ' "
		 "\\n') -r label "
		 "2>said");
	in = popen(command, "re");
	assert_non_null(in);
	assert_int_equal(fread(out, 1, (size_t)chars, in), chars);
	out[chars] = '\0';
	pclose(in);
}

static void openssl__opens__an_envelope_by_itself(void **unused)
{
	static const char text[] = "收件人自己用 openssl 也打得开\n";
	struct sm2_key *k = openssl_key();
	struct sm2_key *kept = receiver;
	char kept_public[SM2_PUBLIC_SIZE], sm3[SM3_HEX_SIZE], hex[SM2_SEALED_SIZE], command[512],
		key[65];
	unsigned char *file, *chunk, *at, sealed[256], *plain;
	size_t size, len = 0, signature;

	(void)unused;
	memcpy(kept_public, receiver_public, sizeof(kept_public));
	receiver = k;
	sm2_public(k, receiver_public);
	make((const unsigned char *)text, strlen(text), 9, sm3);
	file = slurp(FILE_NAME, &size);

	/* The content key. */
	at = memmem(file, size, "\nkey:", 5);
	at = (unsigned char *)memchr(at + 5, ':', 8) + 1;
	while (at[len] != '\n')
		len++;
	memcpy(hex, at, len);
	hex[len] = '\0';
	assert_true(hex_decode(hex, sealed, len / 2));
	put_file("sealed", sealed, len / 2);
	run("openssl pkeyutl -decrypt -inkey key.pem -in sealed -out content 2>said");

	/* The bytes. */
	chunk = (unsigned char *)memmem(file, size, "\n\n", 2) + 2;
	put_file("chunk", chunk + 5, strlen(text));
	openssl_derive("mtdesk-envelope/1 sm4", 32, key);
	snprintf(command, sizeof(command),
		 "openssl enc -d -sm4-ctr -K %s -iv 00000000000000000000000000000000 -in chunk "
		 "-out plain",
		 key);
	run(command);
	plain = slurp("plain", &len);
	assert_int_equal(len, strlen(text));
	assert_memory_equal(plain, text, len);
	free(plain);

	/* The signature. */
	signature = (size_t)(chunk - file) + 5 + strlen(text) + SM3_SIZE;
	put_file("before", file, signature);
	run("printf 'mtdesk-envelope/1 %s\\n' $(openssl dgst -sm3 -r before | cut -c 1-64) > text");
	memcpy(hex, file + signature, size - signature - 1);
	hex[size - signature - 1] = '\0';
	assert_true(hex_decode(hex, sealed, strlen(hex) / 2));
	put_file("text.sig", sealed, strlen(hex) / 2);
	at = (unsigned char *)sm2_public_pem(sender_public);
	put_file("sender.pem", at, strlen((char *)at));
	free(at);
	run("openssl dgst -sm3 -verify sender.pem -sigopt distid:" SM2_ID
	    " -signature text.sig text > said 2>&1");
	put_file("before", file, signature - 1);
	run("printf 'mtdesk-envelope/1 %s\\n' $(openssl dgst -sm3 -r before | cut -c 1-64) > text");
	run("! openssl dgst -sm3 -verify sender.pem -sigopt distid:" SM2_ID
	    " -signature text.sig text > said 2>&1");

	free(file);
	memcpy(receiver_public, kept_public, sizeof(kept_public));
	receiver = kept;
	sm2_destroy(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(envelope__gives_back__what_went_in),
		cmocka_unit_test(envelope__says__who_it_is_from),
		cmocka_unit_test(envelope__hides__its_bytes),
		cmocka_unit_test(envelope__refuses__every_flipped_byte),
		cmocka_unit_test(envelope__refuses__every_cut),
		cmocka_unit_test(envelope__refuses__chunks_out_of_place),
		cmocka_unit_test(envelope__stops__at_a_chunk_changed_under_a_good_signature),
		cmocka_unit_test(envelope__refuses__a_file_changed_while_it_is_read),
		cmocka_unit_test(envelope__refuses__the_wrong_hands),
		cmocka_unit_test(envelope__refuses__other_headers),
		cmocka_unit_test(envelope__refuses__other_forms),
		cmocka_unit_test(envelope__refuses__what_is_behind_its_end),
		cmocka_unit_test(envelope__stops__when_it_is_told_to),
		cmocka_unit_test(sm2_seal__is_opened__by_its_key_alone),
		cmocka_unit_test(sm2_seal__refuses__what_it_cannot_take),
		cmocka_unit_test(openssl__opens__an_envelope_by_itself),
	};

	return cmocka_run_group_tests(tests, make_keys, drop_keys);
}
