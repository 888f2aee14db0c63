/* Drives a harness without a fuzzer: every seed, then mutations of the seeds from a fixed start, so that a run can be
 * repeated.
 *
 *   fuzz_x COUNT SEEDS...      a .txt file holds a seed a line, any other file is one seed
 *
 * A harness that stops leaves its input in the file failed-input. */
#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#define INPUT_MAX (1u << 16)

struct input {
	uint8_t *bytes;
	size_t size;
};

struct corpus {
	struct input *list;
	size_t count;
};

static uint64_t state = 20261122;

/* xorshift64* */
static size_t random_below(size_t limit)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return limit ? (size_t)(state * UINT64_C(2685821657736338717) >> 11) % limit : 0;
}

/* What bytes at random hardly ever make. */
// clang-format off
static const char *const tokens[] = {
	"\xEF\xBB\xBF", "\xE2\x80\xAE", "\xE2\x80\x8B", "\xC2\xB7",	  "\xEF\xBC\x8E", "\xF0\xA0\xAE\xB7",
	"\xED\xA0\x80", "\xF4\x90\x80\x80", "\xEE\x80\x80", "e\xCC\x81",  "\xEF\xBC\x91", "\xEF\xBC\xB8",
	"\xE3\x80\x80", "\xC2\xB5",	"\xCE\xBC",	"\xE2\x89\xA5",	  "\xE4\xB9\x90", "\xCC\x81\xCC\x81\xCC\x81",
	"true",		"false",	"null",		"{",		  "}",		  "[",
	"]",		"\"",		"\\",		"\\u0000",	  "\\ud800",	  ":",
	",",		"<",		">",		"-",		  "+86",	  "0833",
	"511102",	"19900307",	"X",		"x",		  "mg/L",	  "ug/24h",
	"200",		"0.2",		"1e9",		"M01904",	  "evidence",	  "18446744073709551616",
	"\n",		"\t",		" ",		"&a",		  "*a",		  "!!str",
};
// clang-format on

static void take_token(struct input *in)
{
	const char *token = tokens[random_below(ARRAY_SIZE(tokens))];
	size_t len = strlen(token), at = random_below(in->size + 1);

	if (in->size + len > INPUT_MAX)
		return;
	memmove(in->bytes + at + len, in->bytes + at, in->size - at);
	memcpy(in->bytes + at, token, len);
	in->size += len;
}

static void take_out(struct input *in)
{
	size_t at = random_below(in->size), len = 1 + random_below(8);

	if (at + len > in->size)
		len = in->size - at;
	memmove(in->bytes + at, in->bytes + at + len, in->size - at - len);
	in->size -= len;
}

static void repeat(struct input *in)
{
	size_t at = random_below(in->size), len = 1 + random_below(in->size - at);

	if (in->size + len > INPUT_MAX)
		return;
	memmove(in->bytes + at + len, in->bytes + at, in->size - at);
	in->size += len;
}

/* The end of another seed takes the place of this one's. */
static void graft(struct input *in, const struct input *other)
{
	size_t keep = random_below(in->size + 1), from = random_below(other->size + 1),
	       len = other->size - from;

	if (keep + len > INPUT_MAX)
		return;
	memcpy(in->bytes + keep, other->bytes + from, len);
	in->size = keep + len;
}

static void mutate(struct input *in, const struct corpus *c)
{
	switch (random_below(6)) {
	case 0:
		take_token(in);
		break;
	case 1:
		graft(in, &c->list[random_below(c->count)]);
		break;
	case 2:
		if (in->size > 0)
			take_out(in);
		break;
	case 3:
		if (in->size > 0)
			repeat(in);
		break;
	case 4:
		if (in->size > 0)
			in->bytes[random_below(in->size)] ^= (uint8_t)(1u << random_below(8));
		break;
	case 5:
		if (in->size > 0)
			in->bytes[random_below(in->size)] = (uint8_t)('0' + random_below(10));
		break;
	}
}

/* The input at work; what stops the harness (with ASAN_OPTIONS=abort_on_error=1, an address error too) leaves it in a
 * file. */
static struct input now;

static void on_abort(int sig)
{
	static const char left[] = "the input is left in failed-input\n";
	int fd = open("failed-input", O_WRONLY | O_CREAT | O_TRUNC, 0600);

	(void)sig;
	if (fd < 0 || write(fd, now.bytes, now.size) != (ssize_t)now.size ||
	    write(STDERR_FILENO, left, sizeof(left) - 1) < 0)
		_exit(1);
	signal(SIGABRT, SIG_DFL);
}

/* A copy of exactly its size, so that a read behind its end is found. */
static void run(const struct input *in)
{
	uint8_t *exact = malloc(in->size ? in->size : 1);

	if (!exact)
		abort();
	memcpy(exact, in->bytes, in->size);
	now = (struct input) { exact, in->size };
	LLVMFuzzerTestOneInput(exact, in->size);
	free(exact);
}

static void add_seed(struct corpus *c, const uint8_t *bytes, size_t size)
{
	struct input copy = { malloc(INPUT_MAX), size < INPUT_MAX ? size : INPUT_MAX };

	c->list = realloc(c->list, (c->count + 1) * sizeof(*c->list));
	if (!c->list || !copy.bytes)
		abort();
	memcpy(copy.bytes, bytes, copy.size);
	c->list[c->count++] = copy;
}

static void add_file(struct corpus *c, const char *path)
{
	static uint8_t bytes[1u << 18];
	size_t len, at = 0, name = strlen(path);
	FILE *f = fopen(path, "rb");

	if (!f) {
		perror(path);
		exit(1);
	}
	len = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	if (name < 4 || strcmp(path + name - 4, ".txt") != 0) {
		add_seed(c, bytes, len);
		return;
	}
	while (at < len) {
		uint8_t *end = memchr(bytes + at, '\n', len - at);
		size_t size = (end ? (size_t)(end - bytes) : len) - at;

		add_seed(c, bytes + at, size);
		at += size + 1;
	}
}

static void run_mutations(const struct corpus *c, long count)
{
	struct input in = { malloc(INPUT_MAX), 0 };

	if (!in.bytes)
		abort();
	for (long i = 0; i < count; i++) {
		const struct input *seed = &c->list[random_below(c->count)];

		in.size = seed->size;
		memcpy(in.bytes, seed->bytes, seed->size);
		for (size_t steps = 1 + random_below(4); steps > 0; steps--)
			mutate(&in, c);
		run(&in);
	}
	free(in.bytes);
}

int main(int argc, char **argv)
{
	struct corpus c = { 0 };
	long count = argc > 2 ? strtol(argv[1], NULL, 10) : 0;

	if (argc < 3) {
		fprintf(stderr, "%s COUNT SEEDS...\n", argv[0]);
		return 2;
	}
	signal(SIGABRT, on_abort);
	for (int i = 2; i < argc; i++)
		add_file(&c, argv[i]);
	for (size_t i = 0; i < c.count; i++)
		run(&c.list[i]);
	run(&(struct input) { (uint8_t *)"", 0 });
	run_mutations(&c, count);
	printf("%zu seeds and %ld mutations\n", c.count, count);
	for (size_t i = 0; i < c.count; i++)
		free(c.list[i].bytes);
	free(c.list);
	return 0;
}
