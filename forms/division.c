#include "forms/division.h"

#include <ctype.h>
#include <string.h>

struct division {
	int code;
	const char *name;
	enum division_state state;
};

/* Sorted by code: made from forms/data/divisions.tsv by the build. */
static const struct division divisions[] = {
#include "forms/divisions.inc"
};

static const struct division *look_up(int code)
{
	size_t low = 0, high = ARRAY_SIZE(divisions);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (divisions[middle].code == code)
			return &divisions[middle];
		if (divisions[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* The value of the first `count` digits, moved up to six places; -1 when they are not all digits. */
static int leading_code(const char *code, size_t count)
{
	int value = 0;

	for (size_t i = 0; i < 6; i++) {
		if (i < count && !isdigit((unsigned char)code[i]))
			return -1;
		value = value * 10 + (i < count ? code[i] - '0' : 0);
	}
	return value;
}

enum division_state division_find(const char *code, const char **out_name)
{
	const struct division *found = look_up(leading_code(code, 6));

	if (out_name)
		*out_name = found ? found->name : NULL;
	if (found)
		return found->state;
	return look_up(leading_code(code, 2)) ? DIVISION_UNKNOWN : DIVISION_NO_PROVINCE;
}

const char *division_name(const char *code)
{
	for (size_t digits = 6; digits >= 2; digits -= 2) {
		const struct division *found = look_up(leading_code(code, digits));

		if (found)
			return found->name;
	}
	return NULL;
}

bool division_is_province(const char *code)
{
	/* The last second digit that GB/T 2260 uses behind each first one. It names 71, 81 and 82 too, but
	 * no citizen number begins with them. */
	static const char last[] = {
		['1'] = '5', ['2'] = '3', ['3'] = '7', ['4'] = '6', ['5'] = '4', ['6'] = '5'
	};

	if (code[0] < '1' || code[0] > '6')
		return false;
	return code[1] >= (code[0] == '5' ? '0' : '1') && code[1] <= last[(unsigned char)code[0]];
}
