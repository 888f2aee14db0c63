#include "db/exports.h"
