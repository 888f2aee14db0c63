/* Any bytes as the code on a sheet, as text and as what the text stands for: what is read is what sheet_code_make() writes
 * of it, word for word, and only the example is found valid. */
#include "tests/fuzz/fuzz.h"

#include "forms/sheet_code.h"
#include "forms/text.h"

/* The key of the example of GB/T 32918.5, annex A, with which the seeds were signed: the words below and nothing else. */
#define PRIVATE "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"
#define EXAMPLE_NO "H51110200001-2026-00017-K"
#define EXAMPLE_SM3 "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"

static struct sm2_key *example_key(void)
{
	static struct sm2_key *key;
	unsigned char d[SM2_PRIVATE_SIZE];

	if (!key && (!hex_decode(PRIVATE, d, sizeof(d)) || sm2_from_private(d, &key, NULL) < 0))
		abort();
	return key;
}

static void judge_words(const struct sheet_code *c)
{
	PROMISE(text_valid(c->name, strlen(c->name), NULL) && text_is_clean(c->name),
		"an unclean name");
	PROMISE(text_valid(c->last4, strlen(c->last4), NULL) && text_is_clean(c->last4),
		"an unclean document number");
	PROMISE(c->version > 0 && c->audit_size > 0, "a number below 1");
}

/* Made again, it is signed over the same bytes. */
static void judge_again(const struct sheet_code *c, const struct sheet_code_signed *s)
{
	struct sheet_code_signed again;
	struct sheet_code back;
	char text[SHEET_CODE_SIZE];

	PROMISE(sheet_code_make(c, example_key(), text, NULL) == 0, "read, and cannot be made");
	PROMISE(sheet_code_read(text, &back, &again, NULL) == 0, "made, and cannot be read");
	PROMISE(again.len == s->len && memcmp(again.bytes, s->bytes, s->len) == 0,
		"one code in two forms");
}

static void judge(const char *text)
{
	char public[SM2_PUBLIC_SIZE];
	struct sheet_code_signed s;
	struct sheet_code c;

	if (sheet_code_read(text, &c, &s, NULL) < 0)
		return;
	sm2_public(example_key(), public);
	judge_words(&c);
	judge_again(&c, &s);
	PROMISE(sheet_code_verify(&s, public) != SM2_VALID ||
			(strcmp(c.no, EXAMPLE_NO) == 0 && strcmp(c.sm3, EXAMPLE_SM3) == 0),
		"another code is valid");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), bare[BASE32_CHARS(2 * SHEET_CODE_BYTES) + 1];

	judge(text);
	if (size <= 2 * SHEET_CODE_BYTES) {
		base32_encode(data, size, bare);
		judge(bare);
	}
	free(text);
	return 0;
}
