/* Covers what a signature promises: it covers exactly its text, and no other text, signature or key passes with it.
 *
 *   test_mutants [COUNT [SEED]]     COUNT mutants of signed texts, signatures and keys (default 100000)
 *
 * Two processes share the count. Every mutant goes through sm2_verify(); none may be valid. How many came as far as the
 * curve's arithmetic is told, as those that die of their form are cheap. The control is a verifier that looks at a part
 * of the text only: the same mutants must then find it out. */
#include "tests/test.h"

#include <sys/wait.h>
#include <unistd.h>

#include "forms/sm2.h"

#define TEXT_MOST 4096
#define TEXTS 16
#define WORKERS 2

static size_t mutants = 100000;
static unsigned first_seed = 20261122;

/* A text as it was signed, or a mutant of it. */
struct signed_text {
	char text[TEXT_MOST];
	size_t len;
	char public[SM2_PUBLIC_SIZE];
	char signature[SM2_SIGNATURE_HEX_SIZE];
};

struct outcome {
	size_t tried, accepted, on_curve;
	char first[200]; /* the first that was accepted: how it was made */
};

static size_t below(unsigned *dice, size_t limit)
{
	return (size_t)rand_r(dice) % limit;
}

/* ---- texts to begin with ---- */

static const char act_text[] =
	"mtdesk-act/1\n"
	"act:6:认定\n"
	"desk:36:6f1d2c1e-0b7a-4a43-9d53-2f6c1e8a9b70\n"
	"filing:%zu\n"
	"version:1:%zu\n"
	"filing_sm3:64:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0\n"
	"verdict:8:eligible\n"
	"items:15:1:yes 2:yes 3:no\n"
	"actor_name:9:李建国\n"
	"role:6:doctor\n"
	"at:20:2026-11-22T09:15:02Z\n"
	"reason:-\n"
	"once:32:%032zx\n";

static int make_texts(struct signed_text made[TEXTS])
{
	int rc = 0;

	for (size_t i = 0; i < TEXTS && rc == 0; i++) {
		struct signed_text *t = &made[i];
		struct sm2_key *k = NULL;

		t->len = (size_t)snprintf(t->text, sizeof(t->text), act_text, 1000 + i, i % 3 + 1,
					  i * 7919);
		rc = sm2_generate(&k, NULL);
		if (rc == 0)
			rc = sm2_sign(k, t->text, t->len, t->signature, NULL);
		if (rc == 0)
			sm2_public(k, t->public);
		sm2_destroy(k);
	}
	return rc;
}

/* ---- mutations of a text ---- */

static void flip_bit(struct signed_text *t, unsigned *dice)
{
	t->text[below(dice, t->len)] ^= (char)(1 << below(dice, 8));
}

static void drop_byte(struct signed_text *t, unsigned *dice)
{
	size_t at = below(dice, t->len);

	memmove(t->text + at, t->text + at + 1, t->len - at - 1);
	t->len--;
}

static void add_byte(struct signed_text *t, unsigned *dice)
{
	size_t at = below(dice, t->len + 1);

	memmove(t->text + at + 1, t->text + at, t->len - at);
	t->text[at] = (char)below(dice, 256);
	t->len++;
}

static void cut_off(struct signed_text *t, unsigned *dice)
{
	t->len = below(dice, t->len);
}

static void repeat_line(struct signed_text *t, unsigned *dice)
{
	char *at = memchr(t->text + below(dice, t->len / 2), '\n', t->len / 2);
	size_t offset = at ? (size_t)(at - t->text) + 1 : t->len, len;

	at = memchr(t->text + offset, '\n', t->len - offset);
	len = at ? (size_t)(at - t->text) + 1 - offset : 1;
	memmove(t->text + offset + len, t->text + offset, t->len - offset);
	t->len += len;
}

static void change_digit(struct signed_text *t, unsigned *dice)
{
	size_t at = below(dice, t->len);

	while (t->text[at] < '0' || t->text[at] > '9')
		at = (at + 1) % t->len;
	t->text[at] = (char)('0' + (t->text[at] - '0' + 1 + below(dice, 9)) % 10);
}

/* ---- mutations of a signature or key ---- */

static void flip_hex(char *hex, size_t at, unsigned *dice)
{
	static const char digits[] = "0123456789abcdef";
	size_t value = (size_t)(strchr(digits, hex[at]) - digits);

	hex[at] = digits[value ^ (1 + below(dice, 15))];
}

static void change_signature(struct signed_text *t, unsigned *dice)
{
	flip_hex(t->signature, below(dice, strlen(t->signature)), dice);
}

/* The frame: sequence, lengths, first bytes of the numbers. */
static void change_frame(struct signed_text *t, unsigned *dice)
{
	static const size_t places[] = { 0, 1,  2,  3,  4,  5,  6,  7,  8,
					 9, 70, 71, 72, 73, 74, 75, 76, 77 };

	flip_hex(t->signature, places[below(dice, ARRAY_SIZE(places))], dice);
}

static void cut_signature(struct signed_text *t, unsigned *dice)
{
	t->signature[below(dice, strlen(t->signature))] = '\0';
}

static void lengthen_signature(struct signed_text *t, unsigned *dice)
{
	size_t len = strlen(t->signature);

	snprintf(t->signature + len, sizeof(t->signature) - len, "%02x",
		 (unsigned)below(dice, 256));
}

static void change_key(struct signed_text *t, unsigned *dice)
{
	flip_hex(t->public, below(dice, strlen(t->public)), dice);
}

// clang-format off
static const struct {
	const char *what;
	void (*change)(struct signed_text *t, unsigned *dice);
	size_t share; /* of 100 */
	bool of_text;
} kinds[] = {
	{ "a bit of the text",         flip_bit,           7,  true },
	{ "a byte of the text less",   drop_byte,          3,  true },
	{ "a byte of the text more",   add_byte,           3,  true },
	{ "the text cut off",          cut_off,            2,  true },
	{ "a line twice",              repeat_line,        2,  true },
	{ "a digit of the text",       change_digit,       3,  true },
	{ "a digit of the signature",  change_signature,   12, false },
	{ "the signature's frame",     change_frame,       23, false },
	{ "the signature cut off",     cut_signature,      15, false },
	{ "the signature lengthened",  lengthen_signature, 10, false },
	{ "a digit of the key",        change_key,         20, false },
};
// clang-format on

static size_t throw_kind(unsigned *dice)
{
	size_t left = below(dice, 100), k = 0;

	while (left >= kinds[k].share)
		left -= kinds[k++].share;
	return k;
}

/* Has anything become different? A line between two equal ones may be repeated unseen, for example. */
static bool differs(const struct signed_text *a, const struct signed_text *b)
{
	return a->len != b->len || memcmp(a->text, b->text, a->len) != 0 ||
	       strcmp(a->public, b->public) != 0 || strcmp(a->signature, b->signature) != 0;
}

static void try_mutant(const struct signed_text made[TEXTS], unsigned *dice, struct outcome *o)
{
	const struct signed_text *right = &made[below(dice, TEXTS)];
	struct signed_text t = *right;
	size_t k = throw_kind(dice);
	enum sm2_verdict v;

	do
		kinds[k].change(&t, dice);
	while (!differs(&t, right));
	v = sm2_verify(t.public, t.text, t.len, t.signature);
	o->tried++;
	o->on_curve += v == SM2_MISMATCH;
	if (v == SM2_VALID || v == SM2_TROUBLE)
		o->accepted++;
	if (o->accepted == 1 && !*o->first)
		snprintf(o->first, sizeof(o->first), "%s: %s", kinds[k].what, sm2_verdict_words(v));
}

static struct outcome try_mutants(const struct signed_text made[TEXTS], size_t count, unsigned seed)
{
	struct outcome o = { 0 };
	unsigned dice = seed;

	while (o.tried < count)
		try_mutant(made, &dice, &o);
	return o;
}

/* ---- in several processes ---- */

static int begin_worker(const struct signed_text made[TEXTS], size_t count, unsigned seed)
{
	int ends[2];
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct outcome o = try_mutants(made, count, seed);

		_exit(write(ends[1], &o, sizeof(o)) == sizeof(o) ? 0 : 1);
	}
	close(ends[1]);
	return ends[0];
}

static void add_outcome(struct outcome *sum, int from)
{
	struct outcome o;

	assert_int_equal(read(from, &o, sizeof(o)), sizeof(o));
	close(from);
	sum->tried += o.tried;
	sum->accepted += o.accepted;
	sum->on_curve += o.on_curve;
	if (*o.first && !*sum->first)
		memcpy(sum->first, o.first, sizeof(o.first));
}

static void sm2_verify__accepts__no_mutant(void **unused)
{
	struct signed_text made[TEXTS];
	struct outcome sum = { 0 };
	int workers[WORKERS];

	(void)unused;
	assert_int_equal(make_texts(made), 0);
	for (size_t i = 0; i < TEXTS; i++)
		assert_int_equal(
			sm2_verify(made[i].public, made[i].text, made[i].len, made[i].signature),
			SM2_VALID);
	for (size_t w = 0; w < WORKERS; w++)
		workers[w] = begin_worker(made, mutants / WORKERS + (w < mutants % WORKERS),
					  first_seed + (unsigned)w);
	for (size_t w = 0; w < WORKERS; w++)
		add_outcome(&sum, workers[w]);
	while (wait(NULL) > 0)
		continue;
	print_message("seed %u: %zu mutants, %zu of them as far as the curve, %zu accepted\n",
		      first_seed, sum.tried, sum.on_curve, sum.accepted);
	if (*sum.first)
		print_message("  %s\n", sum.first);
	assert_int_equal(sum.tried, mutants);
	assert_int_equal(sum.accepted, 0);
	assert_true(sum.on_curve > mutants / 5);
}

/* No signature stands under another text or beside another key. */
static void sm2_verify__accepts__no_swap(void **unused)
{
	struct signed_text made[TEXTS];

	(void)unused;
	assert_int_equal(make_texts(made), 0);
	for (size_t a = 0; a < TEXTS; a++)
		for (size_t b = 0; b < TEXTS; b++) {
			if (a == b)
				continue;
			assert_int_equal(sm2_verify(made[a].public, made[a].text, made[a].len,
						    made[b].signature),
					 SM2_MISMATCH);
			assert_int_equal(sm2_verify(made[b].public, made[a].text, made[a].len,
						    made[a].signature),
					 SM2_MISMATCH);
		}
}

/* A verifier that leaves out the last line, of texts that were signed so. */
static bool weak_verify(const struct signed_text *t)
{
	static const char last[] = "once:";
	const char *end = memmem(t->text, t->len, last, strlen(last));

	return sm2_verify(t->public, t->text, end ? (size_t)(end - t->text) : t->len,
			  t->signature) == SM2_VALID;
}

static void the_check__finds__a_verifier_that_leaves_out_a_line(void **unused)
{
	struct signed_text right;
	struct sm2_key *k = NULL;
	unsigned dice = first_seed;
	size_t accepted = 0;

	(void)unused;
	right.len = (size_t)snprintf(right.text, sizeof(right.text), act_text, (size_t)1, (size_t)1,
				     (size_t)1);
	assert_int_equal(sm2_generate(&k, NULL), 0);
	sm2_public(k, right.public);
	assert_int_equal(sm2_sign(k, right.text, (size_t)(strstr(right.text, "once:") - right.text),
				  right.signature, NULL),
			 0);
	for (int i = 0; i < 500; i++) {
		struct signed_text t = right;

		flip_bit(&t, &dice);
		accepted += weak_verify(&t);
	}
	assert_true(accepted > 0);
	sm2_destroy(k);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sm2_verify__accepts__no_mutant),
		cmocka_unit_test(sm2_verify__accepts__no_swap),
		cmocka_unit_test(the_check__finds__a_verifier_that_leaves_out_a_line),
	};

	if (argc > 1)
		mutants = strtoul(argv[1], NULL, 10);
	if (argc > 2)
		first_seed = (unsigned)strtoul(argv[2], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
