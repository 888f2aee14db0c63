#include "forms/qualify.h"
