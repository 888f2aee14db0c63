#include "forms/keybox.h"
