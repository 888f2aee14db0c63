#include "tui/screens/screens.h"

struct screen *outbox_screen(struct desk *desk)
{
	(void)desk;
	return NULL;
}
