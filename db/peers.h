/* Peers: the desks that bundles go to and come from. A desk's card is one signed line that is carried over and compared by
 * eye (its key id):
 *
 *     mtdesk-desk/1 UUID CODE NAME PUBLIC SIGNATURE
 *
 * with "mtdesk-training-desk/1" on a training desk, whose cards no real desk takes, and the reverse. The name may hold
 * blanks. The signature, of the desk's own key, covers what stands before it: it shows that who made the card holds the key;
 * whose key it is only eyes can tell. */
#ifndef DB_PEERS_H
#define DB_PEERS_H

#include "db/setup.h"

#define PEER_CARD_SIZE 1024

struct peer {
	int64_t id;
	char uuid[37], code[64], name[256], public[SM2_PUBLIC_SIZE], key_id[SM2_KEY_ID_SIZE], added_at[20];
	bool active;
	bool training; /* of a card: it is a training desk's */
};

/* A number that is compared by eye, in groups of four. */
#define KEY_GROUPS_SIZE 24
const char *key_groups(const char *key_id, char out[KEY_GROUPS_SIZE]);

/* This desk's own card. */
int peer_card_make(struct store *st, char out[PEER_CARD_SIZE], struct err *err);
/* A card as text: strict, and its signature good. 0 or -1 (ERR_INPUT). */
int peer_card_read(const char *line, struct peer *out, struct err *err);
/* ... that is the one line of a file. */
int peer_card_load(const char *path, struct peer *out, struct err *err);
/* Take a desk up (ACT_PEER), or change whether it is active. A known UUID with another key is refused, as are this desk itself and
 * a desk of the other kind. */
int peer_save(struct store *st, const struct actor *who, struct peer *p, struct err *err);
/* In order of their names. */
int peers_list(struct store *st, struct peer *out, int space, struct err *err);
int peer_by_uuid(struct store *st, const char *uuid, struct peer *out, struct err *err); /* 1, 0, -1 */
int peer_load(struct store *st, int64_t id, struct peer *out, struct err *err);          /* 1, 0, -1 */
/* The peer that somebody means by its whole name or its code: 1; 0 with the reason (none, or several); -1. */
int peer_find(struct store *st, const char *word, struct peer *out, struct err *err);

/* What a row of ACT_PEER about "peer:ID" commits to. 0 or -1. */
int peer_digest(const struct peer *p, char out[SM3_HEX_SIZE]);

#endif
