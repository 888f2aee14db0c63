#include "forms/page.h"
