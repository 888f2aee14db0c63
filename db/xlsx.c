#include "db/xlsx.h"
