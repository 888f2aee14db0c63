#include "forms/canonical.h"
