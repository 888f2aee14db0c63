#include "db/outbox.h"
