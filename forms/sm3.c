#include "forms/sm3.h"
