#include "db/training.h"
