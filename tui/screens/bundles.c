#include "tui/screens/screens.h"

struct screen *bundles_screen(struct desk *desk)
{
	(void)desk;
	return NULL;
}
