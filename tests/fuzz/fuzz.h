/* What every fuzz harness and both drivers share.
 *
 * A harness feeds any bytes to one door of the desk and stops the program where a promise of that door's header is
 * broken. libFuzzer drives it where clang is there (preset fuzz); driver.c replays the seeds and a fixed number of
 * seeded mutations under ctest everywhere. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A broken promise. */
#define PROMISE(holds, why)                                                                        \
	do {                                                                                       \
		if (!(holds)) {                                                                    \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, why);                   \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* The input as a string, which the caller frees. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (!text)
		abort();
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

#endif
