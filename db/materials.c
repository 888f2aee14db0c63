#include "db/materials.h"
