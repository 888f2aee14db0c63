#include "db/anchors.h"
