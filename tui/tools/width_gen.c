/* Host tool of the build: reads EastAsianWidth.txt (Unicode, Debian's unicode-data) on standard input and
 * writes the ranges of two-cell (W, F) and ambiguous (A) characters as C initialisers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Read "XXXX;C" or "XXXX..YYYY;C". Returns the class letter's place, or NULL for other lines. */
static const char *range_read(const char *line, unsigned long *first, unsigned long *last)
{
	char *end;

	*first = strtoul(line, &end, 16);
	if (end == line)
		return NULL;
	*last = *first;
	if (strncmp(end, "..", 2) == 0)
		*last = strtoul(end + 2, &end, 16);
	return *end == ';' ? end + 1 : NULL;
}

int main(void)
{
	char line[512];
	unsigned long first, last, from = 0, to = 0;
	char kind = 0;

	puts("/* Generated at build time from Unicode's EastAsianWidth.txt. */");
	while (fgets(line, sizeof(line), stdin)) {
		const char *class = range_read(line, &first, &last);
		char next = !class || class[1] == 'a' ? 0
			    : strchr("WF", class[0])  ? 'W'
			    : class[0] == 'A'         ? 'A'
						      : 0;

		if (!class || !next)
			continue;
		if (next == kind && first == to + 1) {
			to = last;
			continue;
		}
		if (kind)
			printf("{ 0x%lX, 0x%lX, '%c' },\n", from, to, kind);
		from = first;
		to = last;
		kind = next;
	}
	if (kind)
		printf("{ 0x%lX, 0x%lX, '%c' },\n", from, to, kind);
	return ferror(stdin) != 0;
}
