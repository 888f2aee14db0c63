#include "forms/notice.h"
