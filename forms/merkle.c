#include "forms/merkle.h"
