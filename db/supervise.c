#include "db/supervise.h"
