#include "db/registry.h"
