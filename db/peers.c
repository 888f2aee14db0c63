#include "db/peers.h"
