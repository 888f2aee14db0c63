#include "db/audit.h"
