/* Envelopes: bytes that one desk may read and one desk has signed.
 *
 * A stream of any size in bounded memory: a header (format, sender, receiver, number, and the content key encrypted to the
 * receiver's SM2 key), then chunks of at most 1 MiB under SM4-CTR and HMAC-SM3 (encrypt, then MAC; the chunk's number and
 * whether it is the last are under the MAC), then the sender's SM2 signature over the SM3 of all that stands before it. A
 * chunk that is changed, swapped, left out or cut off is found before its bytes are handed out. */
#ifndef FORMS_ENVELOPE_H
#define FORMS_ENVELOPE_H

#include <stdio.h>

#include "forms/sm2.h"

struct envelope_head {
	char sender[37], receiver[37]; /* UUIDs of desks */
	int64_t number;                /* of the pair, from 1 */
	char made_at[20];
};

/* Encrypt a few bytes (at most 64) to a public key, as hexadecimal; and back. */
#define SM2_SEALED_SIZE 512
int sm2_seal(const char *public_hex, const void *data, size_t len, char out[SM2_SEALED_SIZE], struct err *err);
int sm2_open(const struct sm2_key *k, const char *sealed, void *out, size_t size, size_t *out_len, struct err *err);

struct envelope_writer;
int envelope_begin(FILE *out, const struct envelope_head *head, const char *receiver_public, struct envelope_writer **w,
		   struct err *err);
int envelope_write(struct envelope_writer *w, const void *data, size_t len, struct err *err);
/* Writes the last chunk and the signature; w is gone either way. sm3: of the whole file. */
int envelope_end(struct envelope_writer *w, const struct sm2_key *sender, char out_sm3[SM3_HEX_SIZE], struct err *err);
void envelope_abandon(struct envelope_writer *w);

/* Read the head alone: who is it from, and for whom? 0 or -1 (ERR_INPUT: no envelope). The stream is rewound. */
int envelope_peek(FILE *in, struct envelope_head *out, struct err *err);
/* Check the signature over the whole file first, then hand out its bytes. 0, or -1 with ERR_NOT_ALLOWED (not for this desk, or
 * not signed by the sender) or ERR_INPUT (damaged: where). */
struct envelope_reader;
int envelope_open(FILE *in, const char *sender_public, const struct sm2_key *receiver, struct envelope_reader **r,
		  char out_sm3[SM3_HEX_SIZE], struct err *err);
/* Up to `size` bytes: how many, 0 at the end, -1. */
int64_t envelope_read(struct envelope_reader *r, void *out, size_t size, struct err *err);
void envelope_close(struct envelope_reader *r);

#endif
