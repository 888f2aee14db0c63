/* Peers: the desks that bundles go to and come from. A desk's card is one signed line that is carried over and compared by
 * eye (its key id):
 *
 *     mtdesk-desk/1 UUID CODE NAME PUBLIC SIGNATURE */
#ifndef DB_PEERS_H
#define DB_PEERS_H

#include "db/setup.h"

#define PEER_CARD_SIZE 1024

struct peer {
	int64_t id;
	char uuid[37], code[64], name[256], public[SM2_PUBLIC_SIZE], key_id[SM2_KEY_ID_SIZE], added_at[20];
	bool active;
};

/* This desk's own card. */
int peer_card_make(struct store *st, char out[PEER_CARD_SIZE], struct err *err);
/* A card as text: strict, and its signature good. 0 or -1 (ERR_INPUT). */
int peer_card_read(const char *line, struct peer *out, struct err *err);
/* Take a desk up (ACT_PEER), or change whether it is active. A known UUID with another key is refused. */
int peer_save(struct store *st, const struct actor *who, struct peer *p, struct err *err);
int peers_list(struct store *st, struct peer *out, int space, struct err *err);
int peer_by_uuid(struct store *st, const char *uuid, struct peer *out, struct err *err); /* 1, 0, -1 */

#endif
