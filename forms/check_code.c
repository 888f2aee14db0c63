#include "forms/check_code.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "forms/base32.h"

#define CODE_BYTES 7   /* that hold the 50 bits of a code */
#define SERIAL_LEAST 5 /* digits */

void check_code(const unsigned char digest[SM3_SIZE], char out[CHECK_CODE_SIZE])
{
	char text[BASE32_CHARS(CODE_BYTES) + 1];

	base32_encode(digest, CODE_BYTES, text);
	snprintf(out, CHECK_CODE_SIZE, "%.4s-%.4s-%.2s", text, text + 4, text + 8);
}

void check_code_of_hex(const char *sm3_hex, char out[CHECK_CODE_SIZE])
{
	unsigned char digest[SM3_SIZE];

	*out = '\0';
	if (sm3_hex && hex_decode(sm3_hex, digest, sizeof(digest)))
		check_code(digest, out);
}

/* 0-9 are 0 to 9, A-Z are 10 to 35; anything else has no value. */
static int char_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
}

/* ISO 7064, MOD 37,36 over the letters and digits of the first `len` characters, hyphens passed over: what the check
 * character is added to. */
static int running_product(const char *no, size_t len)
{
	int product = 36;

	for (size_t i = 0; i < len; i++) {
		int value = char_value(no[i]), sum;

		if (value < 0)
			continue;
		sum = (product + value) % 36;
		product = (sum == 0 ? 36 : sum) * 2 % 37;
	}
	return product;
}

static char check_character(const char *no, size_t len)
{
	int value = (37 - running_product(no, len)) % 36;

	return (char)(value < 10 ? '0' + value : 'A' + value - 10);
}

static bool plain_prefix(const char *prefix, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (char_value(prefix[i]) < 0)
			return false;
	return len > 0;
}

int filing_no_make(const char *prefix, int year, int64_t serial, char out[FILING_NO_SIZE])
{
	char no[FILING_NO_SIZE];
	int len;

	if (!plain_prefix(prefix, strlen(prefix)) || year < 1000 || year > 9999 || serial < 1)
		return -1;
	len = snprintf(no, sizeof(no), "%s-%d-%0*" PRId64 "-", prefix, year, SERIAL_LEAST, serial);
	if (len < 0 || (size_t)len + 2 > sizeof(no))
		return -1;
	no[len] = check_character(no, (size_t)len);
	no[len + 1] = '\0';
	memcpy(out, no, (size_t)len + 2);
	return 0;
}

/* How many digits stand at s. */
static size_t digits(const char *s)
{
	return strspn(s, "0123456789");
}

bool filing_no_valid(const char *no)
{
	const char *year, *serial, *check;
	size_t serial_len;

	if (strlen(no) >= FILING_NO_SIZE)
		return false;
	year = strchr(no, '-');
	if (!year || !plain_prefix(no, (size_t)(year - no)) || digits(++year) != 4 ||
	    year[4] != '-' || *year == '0')
		return false;
	serial = year + 5;
	serial_len = digits(serial);
	/* A serial is filled up with zeros to its least length and no further; 0 is none. */
	if (serial_len < SERIAL_LEAST || (serial_len > SERIAL_LEAST && *serial == '0') ||
	    strspn(serial, "0") == serial_len || serial[serial_len] != '-')
		return false;
	check = serial + serial_len + 1;
	return check[0] != '\0' && check[1] == '\0' &&
	       check[0] == check_character(no, (size_t)(check - no));
}
