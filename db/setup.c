#include "db/setup.h"
