#include "forms/check_code.h"
