#include "db/national.h"
