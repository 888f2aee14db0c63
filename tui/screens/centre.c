#include "tui/screens/screens.h"

struct screen *centre_screen(struct desk *desk, int64_t filing)
{
	(void)desk;
	(void)filing;
	return NULL;
}
