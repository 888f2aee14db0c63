/* What the scenes of acts share: a desk with its people in a store that outlives each of them, somebody at the keyboard, and the
 * steps that every route goes through. */
#ifndef TESTS_SCREENS_ROUTE_H
#define TESTS_SCREENS_ROUTE_H

#include "tests/people.h"
#include "tests/screens/scene.h"

struct route {
	char folder[SCENE_PATH], db[SCENE_PATH + 16];
	struct desk *desk; /* NULL while nobody sits there */
	const char *const
		*env; /* "NAME=value" around the desk, NULL-ended; NULL: cheap passwords alone */
};

/* Make the store. `describe` (may be NULL) changes the set-up; `fill` (may be NULL) puts more into the store. */
void route_begin(struct route *r, void (*describe)(struct setup *s),
		 void (*fill)(struct store *st));
/* The same desk from a blank folder, by keys alone: the first run is gone through. */
void route_begin_by_keys(struct route *r, void (*describe)(struct setup *s));
void route_end(struct route *r);

/* The store, while a desk has it open too. */
struct store *route_store(const struct route *r);

/* Sit down as this person: the desk starts, or changes hands. */
void route_as(struct route *r, const char *login);
void route_as_on(struct route *r, const char *login, const char *today);

/* Back to the home screen of whoever sits there. */
void route_home(struct desk *d);

/* Leave the program. */
void route_leave(struct route *r);

/* Go down until the line with these words is the current one; and take it. */
void route_select(struct desk *d, const char *line);
void route_choose(struct desk *d, const char *line);

/* A line of the menu, by its words. */
void route_menu(struct desk *d, const char *line);

/* From the home screen: register this person for 肝豆状核变性 as a resident, eligible by the criteria, and see the paper
 * signed. The form is left open. */
void route_register(struct desk *d, const char *certno, const char *name, const char *tel);

/* On the form: the papers that the way demands (their words in the list of materials) are recorded as seen. */
void route_papers(struct desk *d, const char *const *papers);

/* On an act screen: read to the end; and sign there, with the password where `password` is given. */
void route_read(struct desk *d);
void route_sign(struct desk *d, const char *password, const char *told);

/* How a route certifies and seals, each by the right person; and the beginning of the number that it files under. */
struct route_way {
	void (*certify)(struct route *r, int version);
	void (*seal)(struct route *r);
	const char *number;
};

/* From submitted to filed; `version` is the one that is certified. */
void route_to_filed(struct route *r, const struct route_way *way, int version);
/* What is filed is amended by the clerk and filed again under its number, and then revoked by the head. */
void route_amend_and_revoke(struct route *r, const struct route_way *way, const char *name);

/* The only filing of a list, opened there: 1 to certify, 2 to seal, 3 to file. */
void route_take(struct desk *d, char list, const char *name);

/* The form of a person, from home by find. */
void route_open(struct desk *d, const char *name);

#endif
