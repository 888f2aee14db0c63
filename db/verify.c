#include "db/verify.h"
