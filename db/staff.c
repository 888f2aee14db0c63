#include "db/staff.h"
