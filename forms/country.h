/* Countries of ISO 3166-1, as foreigners' cards name them. */
#ifndef FORMS_COUNTRY_H
#define FORMS_COUNTRY_H

#include "forms/base.h"

/* Are the first three characters of `code` an alpha-3 ("CAN") or numeric ("124") country code? */
bool country_known(const char *code);

#endif
