#include "tui/screens/screens.h"

struct screen *site_screen(struct desk *desk)
{
	(void)desk;
	return NULL;
}
