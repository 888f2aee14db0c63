#include "forms/paper.h"
