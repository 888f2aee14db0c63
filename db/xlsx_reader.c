#include "db/table_in.h"
