#include "db/columns.h"
