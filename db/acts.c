#include "db/acts.h"
