#include "db/imports.h"
