#include "forms/sm2.h"
