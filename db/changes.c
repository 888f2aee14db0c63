#include "db/changes.h"
