/* desk-people: make a store with the desk and the people of tests/people.h, for pictures and for a look by hand.
 *
 *     desk-people FILE          their password is PEOPLE_PASSWORD */
#include "tests/people.h"

int main(int argc, char **argv)
{
	static struct setup s;
	struct store *st = NULL;
	struct err err = { 0 };
	int rc;

	if (argc != 2) {
		fputs("usage: desk-people FILE\n", stderr);
		return 2;
	}
	people_describe(&s);
	rc = store_open(argv[1], STORE_READ_WRITE, &st, &err);
	if (rc == 0)
		rc = setup_commit(st, &s, &err);
	if (rc < 0)
		fprintf(stderr, "desk-people: %s\n", err.msg);
	store_close(st);
	return rc < 0;
}
