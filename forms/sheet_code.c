#include "forms/sheet_code.h"
