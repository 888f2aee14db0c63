#include "forms/envelope.h"
