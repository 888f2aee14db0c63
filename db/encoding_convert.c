#include "db/encoding.h"
