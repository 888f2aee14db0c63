#include "forms/state.h"

#include <string.h>

// clang-format off
static const struct { const char *name, *label; } states[STATE_COUNT] = {
	[STATE_DRAFT]      = { "draft",      N_("已暂存") },
	[STATE_READY]      = { "ready",      N_("待认定") },
	[STATE_CERTIFIED]  = { "certified",  N_("待用印") },
	[STATE_SEALED]     = { "sealed",     N_("待备案") },
	[STATE_FILED]      = { "filed",      N_("已备案") },
	[STATE_RETURNED]   = { "returned",   N_("退回待补") },
	[STATE_DECLINED]   = { "declined",   N_("不予认定") },
	[STATE_SUPERSEDED] = { "superseded", N_("已被取代") },
	[STATE_REVOKED]    = { "revoked",    N_("已撤销") },
	[STATE_EXPIRED]    = { "expired",    N_("已到期") },
	[STATE_HISTORY]    = { "history",    N_("历史导入") },
};
// clang-format on

const char *state_name(enum filing_state s)
{
	return s < STATE_COUNT ? states[s].name : "";
}

const char *state_label(enum filing_state s)
{
	return s < STATE_COUNT ? states[s].label : N_("未知");
}

enum filing_state state_by_name(const char *name)
{
	for (int s = 0; s < STATE_COUNT; s++)
		if (strcmp(states[s].name, name) == 0)
			return (enum filing_state)s;
	return STATE_COUNT;
}
