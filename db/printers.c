#include "db/prints.h"
