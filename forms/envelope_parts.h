/* What writing and reading an envelope share (forms/envelope.h). */
#ifndef FORMS_ENVELOPE_PARTS_H
#define FORMS_ENVELOPE_PARTS_H

#include "forms/canonical.h"
#include "forms/envelope.h"

#define CONTENT_KEY_SIZE 32
#define HEADER_MOST 2048 /* bytes of a header, its empty line included */

/* A chunk in memory, all in one piece: what the MAC is of stands together, and what goes into the file does. */
#define CHUNK_BIND 40 /* the header's SM3 and the chunk's number: under the MAC, not in the file */
#define CHUNK_HEAD 5  /* length, is the last */
#define CHUNK_DATA (CHUNK_BIND + CHUNK_HEAD)
#define CHUNK_SPACE (CHUNK_DATA + ENVELOPE_CHUNK + SM3_SIZE)

struct envelope_keys {
	unsigned char sm4[16], mac[SM3_SIZE];
};

/* The header's text with its empty line. 0, or -1 when memory is out or the head is none. */
int envelope_header_make(const struct envelope_head *head, const char *sealed, struct canonical *out);
/* Strict: the text is what envelope_header_make() makes of what it says. */
bool envelope_header_read(const char *text, size_t len, struct envelope_head *out, char sealed[SM2_SEALED_SIZE]);

/* 0 or -1. */
int envelope_keys_make(const unsigned char content[CONTENT_KEY_SIZE], struct envelope_keys *out);
/* Encrypt or decrypt the bytes of chunk `number` where they stand. */
bool envelope_cipher(const struct envelope_keys *k, uint64_t number, unsigned char *data, size_t len);
/* Fill in what stands before a chunk's bytes, and the MAC of all. 0 or -1. */
int envelope_bind(const struct envelope_keys *k, const unsigned char header[SM3_SIZE], uint64_t number, bool is_last, size_t len,
		  unsigned char *chunk, unsigned char mac[SM3_SIZE]);

/* What is signed of the SM3 of everything before the signature. */
#define SIGNED_SIZE 96
int envelope_signed_text(const unsigned char sm3[SM3_SIZE], char out[SIGNED_SIZE]);

#endif
