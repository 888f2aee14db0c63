#include "forms/password.h"
