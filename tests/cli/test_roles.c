/* Covers mtdesk roles: what it prints is the table of tests/data/matrix.tsv, cell by cell, which was written apart from the code. */
#include "tests/test.h"

#include "tests/cli/run.h"

#define CELLS_MOST 16

/* The cells of a line, which is cut up. */
static size_t split(char *line, char *cells[CELLS_MOST])
{
	size_t n = 0;

	line[strcspn(line, "\n")] = '\0';
	while (line && n < CELLS_MOST)
		cells[n++] = strsep(&line, "\t");
	return n;
}

/* What the program printed for an act, a state ("*": of the desk) and a role; "" nothing. */
static const char *printed(const char *out, const char *act, const char *state, const char *role)
{
	static char line[512], cell[64];
	char *cells[CELLS_MOST], head[512], *heads[CELLS_MOST];
	size_t column = 0, n;

	snprintf(head, sizeof(head), "%.*s", (int)strcspn(out, "\n"), out);
	n = split(head, heads);
	while (column < n && strcmp(heads[column], role) != 0)
		column++;
	for (const char *at = out; *at; at += strcspn(at, "\n"), at += *at == '\n') {
		snprintf(line, sizeof(line), "%.*s", (int)strcspn(at, "\n"), at);
		if (split(line, cells) == n && column < n && strcmp(cells[0], act) == 0 &&
		    strcmp(cells[1], state) == 0) {
			snprintf(cell, sizeof(cell), "%s", cells[column]);
			return cell;
		}
	}
	return "";
}

static size_t count_lines(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void roles__prints__the_table(void **unused)
{
	static const char *const args[] = { "roles", NULL };
	struct outcome done = run_desk(NULL, args);
	FILE *in = fopen(TEST_DATA "/matrix.tsv", "r");
	char line[512], head[512] = "", *heads[CELLS_MOST], *cells[CELLS_MOST];
	size_t columns = 0, compared = 0, roles = 7;

	(void)unused;
	assert_non_null(in);
	assert_int_equal(done.status, 0);
	while (fgets(line, sizeof(line), in)) {
		if (*line == '#')
			continue;
		if (!*head) {
			snprintf(head, sizeof(head), "%s", line);
			columns = split(head, heads);
			continue;
		}
		assert_int_equal(split(line, cells), columns);
		for (size_t i = 2; i < columns; i++) {
			bool of_desk = strcmp(heads[i], "desk") == 0;
			const char *cell =
				printed(done.out, cells[0], of_desk ? "*" : heads[i], cells[1]);

			/* An act has either rows of states or one of the desk. */
			compared += *cell != '\0';
			if (strcmp(*cell ? cell : "-", cells[i]) != 0)
				fail_msg("%s by %s, %s: printed “%s”, not “%s”", cells[0], cells[1],
					 heads[i], cell, cells[i]);
		}
	}
	fclose(in);
	/* Nothing was printed beside the table. */
	assert_int_equal(compared, (count_lines(done.out) - 1) * roles);
	outcome_finish(&done);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roles__prints__the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
