/* What stands beside the form and opens over it: materials, agent, the list of all that is missing. */
#include "tui/screens/form.h"

enum next form_side(struct form *f, enum command c, jump_fn *jump)
{
	struct desk *desk = f->base.desk;

	if (c == CMD_MATERIALS)
		app_push(f->base.app, materials_screen(desk, f->entry, NULL));
	else if (c == CMD_NOTICE)
		app_push(f->base.app, notice_screen(desk, f->entry, &f->base, jump));
	else
		app_push(f->base.app, agent_screen(desk, &f->base));
	return NEXT_STAY;
}
