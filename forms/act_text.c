#include "forms/act_text.h"
