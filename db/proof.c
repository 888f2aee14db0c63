#include "db/proof.h"
