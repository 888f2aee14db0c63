#include "db/desk_clock.h"
