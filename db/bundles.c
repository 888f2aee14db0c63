#include "db/bundles.h"
