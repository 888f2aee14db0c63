/* Short codes that people compare and type. */
#ifndef FORMS_CHECK_CODE_H
#define FORMS_CHECK_CODE_H

#include "forms/sm3.h"

/* The first 50 bits of a digest as 10 Base32 characters (RFC 4648: A-Z, 2-7): "7Q4M-2K9D-XA" in shape. */
#define CHECK_CODE_SIZE 13
void check_code(const unsigned char digest[SM3_SIZE], char out[CHECK_CODE_SIZE]);
/* From 64 hexadecimal digits; "" when they are not that. */
void check_code_of_hex(const char *sm3_hex, char out[CHECK_CODE_SIZE]);

/* 备案号: PREFIX-YEAR-SERIAL-C. The prefix is digits and capital letters, the serial has at least 5 digits, C is the check
 * character (ISO 7064, MOD 37,36) over all that stands before it without the hyphens: every single wrong character and
 * nearly every swap of neighbours is found. */
#define FILING_NO_SIZE 64
int filing_no_make(const char *prefix, int year, int64_t serial, char out[FILING_NO_SIZE]);
bool filing_no_valid(const char *no);

#endif
