/* Where a filing stands in its life.
 *
 *   draft -> ready -> certified -> sealed -> filed -> (superseded | revoked | expired)
 *                 \-> returned -> draft          \-> declined
 */
#ifndef FORMS_STATE_H
#define FORMS_STATE_H

#include "forms/base.h"

enum filing_state {
	STATE_DRAFT,
	STATE_READY,
	STATE_CERTIFIED,
	STATE_SEALED,
	STATE_FILED,
	STATE_RETURNED,
	STATE_DECLINED,
	STATE_SUPERSEDED,
	STATE_REVOKED,
	STATE_EXPIRED,
	STATE_HISTORY, /* read from a file (db/imports.h): no act leads to it or from it */
	STATE_COUNT
};

/* "draft" ...: what is stored; "" for STATE_COUNT, which a damaged store may give. */
const char *state_name(enum filing_state s);
/* N_("暂存") ...: what is shown, untranslated. */
const char *state_label(enum filing_state s);
/* The state of this name, or STATE_COUNT. */
enum filing_state state_by_name(const char *name);

#endif
