/* Any bytes as an envelope: read to their end in bounded memory, and never taken, since nobody but the sender can sign. The
 * header alone may be read: what it says, it says in one spelling. Then the same bytes as a payload under the sender's own
 * signature: what comes out is what went in. */
#include "tests/fuzz/fuzz.h"

#include "forms/envelope_parts.h"

static const unsigned char number[SM2_PRIVATE_SIZE] = { [31] = 42 },
			   other[SM2_PRIVATE_SIZE] = { [31] = 43 };
static struct sm2_key *sender, *receiver;
static char sender_public[SM2_PUBLIC_SIZE], receiver_public[SM2_PUBLIC_SIZE];

static void begin(void)
{
	if (sender)
		return;
	PROMISE(sm2_from_private(number, &sender, NULL) == 0 &&
			sm2_from_private(other, &receiver, NULL) == 0,
		"keys");
	sm2_public(sender, sender_public);
	sm2_public(receiver, receiver_public);
}

static FILE *stream(const uint8_t *data, size_t size)
{
	FILE *f = size ? fmemopen((void *)(uintptr_t)data, size, "rb") : tmpfile();

	PROMISE(f, "a stream");
	return f;
}

static void judge_header(const uint8_t *data, size_t size)
{
	struct envelope_head head;
	char sealed[SM2_SEALED_SIZE];
	struct canonical again = { 0 };
	char *text = fuzz_text(data, size);

	if (envelope_header_read(text, size, &head, sealed)) {
		PROMISE(envelope_header_make(&head, sealed, &again) == 0, "it is made again");
		PROMISE(again.len == size && memcmp(again.text, data, size) == 0,
			"two spellings of one header");
		canonical_finish(&again);
	}
	free(text);
}

static void judge_stranger(const uint8_t *data, size_t size)
{
	struct envelope_reader *r = NULL;
	struct envelope_head head;
	char sm3[SM3_HEX_SIZE];
	struct err err = { 0 };
	FILE *f = stream(data, size);

	envelope_peek(f, &head, &err);
	PROMISE(envelope_open(f, sender_public, receiver, NULL, NULL, &r, sm3, &err) < 0,
		"an envelope of a stranger's making");
	PROMISE(err.code == ERR_INPUT || err.code == ERR_NOT_ALLOWED, "the reason is named");
	fclose(f);
}

static void judge_payload(const uint8_t *data, size_t size)
{
	static const struct envelope_head head = { .sender = "11111111-2222-4333-8444-555555555555",
						   .receiver =
							   "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
						   .number = 1,
						   .made_at = "2026-11-22 09:15:02" };
	struct envelope_reader *r = NULL;
	struct envelope_writer *w = NULL;
	char sm3[SM3_HEX_SIZE], *file = NULL;
	uint8_t *out = malloc(size + 1);
	size_t len;
	FILE *f = open_memstream(&file, &len);

	PROMISE(f && out, "memory");
	PROMISE(envelope_begin(f, &head, receiver_public, &w, NULL) == 0 &&
			envelope_write(w, data, size, NULL) == 0 &&
			envelope_end(w, sender, sm3, NULL) == 0,
		"it is written");
	fclose(f);
	f = stream((uint8_t *)file, len);
	PROMISE(envelope_open(f, sender_public, receiver, NULL, NULL, &r, sm3, NULL) == 0,
		"it opens");
	PROMISE(envelope_read(r, out, size + 1, NULL) == (int64_t)size, "all of it");
	PROMISE(size == 0 || memcmp(out, data, size) == 0, "the same bytes");
	envelope_close(r);
	fclose(f);
	free(file);
	free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	begin();
	judge_header(data, size);
	judge_stranger(data, size);
	if (size % 16 == 0)
		judge_payload(data, size);
	return 0;
}
