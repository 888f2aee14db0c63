#include "tui/screens/screens.h"
