/* Envelopes: bytes that one desk may read and one desk has signed.
 *
 *     header       text, "mtdesk-envelope/1", then (forms/canonical.h) sender, receiver, number, made_at, training, and
 *                  key, the content key encrypted to the receiver's SM2 key; an empty line ends it
 *     chunk 0..n   4 bytes length (most significant first), 1 byte "is the last", the bytes under SM4-CTR, 32 bytes MAC
 *     signature    the sender's SM2 signature in hexadecimal, and LF
 *
 * Every chunk holds 1 MiB but the last, which holds 1 byte to 1 MiB (0 when there is nothing at all), so that the same
 * bytes are cut in one way. Two keys come of the content key by HMAC-SM3: one encrypts, chunk by chunk from the counter
 * (chunk number, 0); one is for the MAC, HMAC-SM3 over the header's SM3, the chunk's number, its head and its encrypted
 * bytes. Signed is the text "mtdesk-envelope/1 SM3\n", with the SM3 of all that stands before the signature.
 *
 * A stream of any size goes through in memory for one chunk. The reader checks the form and the signature of the whole file
 * before it hands out a byte; then each chunk's MAC, so that a file that is exchanged meanwhile is found too. */
#ifndef FORMS_ENVELOPE_H
#define FORMS_ENVELOPE_H

#include <stdio.h>

#include "forms/sm2.h"

#define ENVELOPE_CHUNK (1U << 20)
#define ENVELOPE_NUMBER_MOST 999999999

struct envelope_head {
	char sender[37], receiver[37]; /* UUIDs of desks */
	int64_t number;                /* of the pair, from 1 */
	char made_at[20];
	bool training;                 /* of training desks: no real desk takes it, and the reverse */
};

/* Encrypt a few bytes to a public key, as hexadecimal; and back. -1 with ERR_NOT_ALLOWED: not encrypted to this key, or
 * damaged. */
#define SM2_SEALED_SIZE 512
#define SM2_SEAL_MOST 64
int sm2_seal(const char *public_hex, const void *data, size_t len, char out[SM2_SEALED_SIZE], struct err *err);
int sm2_open(const struct sm2_key *k, const char *sealed, void *out, size_t size, size_t *out_len, struct err *err);

struct envelope_writer;
/* `out` stands at its beginning and stays the caller's. */
int envelope_begin(FILE *out, const struct envelope_head *head, const char *receiver_public, struct envelope_writer **w,
		   struct err *err);
int envelope_write(struct envelope_writer *w, const void *data, size_t len, struct err *err);
/* Writes the last chunk and the signature; w is gone either way. sm3: of the whole file. */
int envelope_end(struct envelope_writer *w, const struct sm2_key *sender, char out_sm3[SM3_HEX_SIZE], struct err *err);
void envelope_abandon(struct envelope_writer *w);

/* Read the head alone: who is it from, and for whom? 0 or -1 (ERR_INPUT: no envelope). The stream is rewound. */
int envelope_peek(FILE *in, struct envelope_head *out, struct err *err);

/* Told now and then how many bytes were looked at; true: stop (ERR_CANCELLED). */
typedef bool envelope_watch_fn(void *ctx, uint64_t done);

/* Check the signature over the whole file first, then hand out its bytes. 0, or -1 with ERR_NOT_ALLOWED (not for this desk, or
 * not signed by the sender) or ERR_INPUT (damaged: where). `watch` may be NULL. */
struct envelope_reader;
int envelope_open(FILE *in, const char *sender_public, const struct sm2_key *receiver, envelope_watch_fn *watch, void *ctx,
		  struct envelope_reader **r, char out_sm3[SM3_HEX_SIZE], struct err *err);
/* Up to `size` bytes: how many, 0 at the end, -1. */
int64_t envelope_read(struct envelope_reader *r, void *out, size_t size, struct err *err);
/* From the first byte again. 0 or -1. */
int envelope_again(struct envelope_reader *r, struct err *err);
void envelope_close(struct envelope_reader *r);

#endif
