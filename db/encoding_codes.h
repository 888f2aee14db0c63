/* One character at a time: what its bytes are in each encoding. For encoding.c, encoding_convert.c and encoding_detect.c.
 *
 * GB18030's pairs stand in a table that tools/encoding_gen.c asks glibc's iconv for while the program is built; its four-byte
 * codes follow from it, for they count through what has no pair. The table is that of the edition of 2000, on which all
 * converters agree, and the 25 codes that later editions moved are here. */
#ifndef DB_ENCODING_CODES_H
#define DB_ENCODING_CODES_H

#include "db/encoding.h"

/* Pairs: a lead byte 81-FE and a trail byte 40-7E or 80-FE. */
#define GB_LEADS 126
#define GB_TRAILS 190
#define GB_PAIRS (GB_LEADS * GB_TRAILS)

/* A run of code points of the basic plane that have no pair, and the number of its first four-byte code. */
struct gb_range {
	uint32_t first, number;
};

/* Generated. */
extern const uint16_t gb_codepoint[GB_PAIRS]; /* by pair: the code point */
extern const uint16_t gb_pair[0x10000];       /* by code point: the pair + 1, 0 none */
extern const uint8_t
	gb_in_gbk[(GB_PAIRS + 7) / 8]; /* bits by pair: GBK has it too, in every converter */
extern const struct gb_range gb_ranges[];
extern const size_t gb_ranges_count;

/* A pair that meant a private-use character in the edition of 2000 and means a real one now. `written`: the edition of 2022 gives
 * the real character this pair; the other six characters keep their four-byte codes. */
struct gb_moved {
	uint16_t code, private_use;
	uint32_t real;
	bool written;
};
#define GB_MOVED 25
extern const struct gb_moved gb_moved[GB_MOVED];

#define ENCODING_CUT SIZE_MAX

/* The character at s (len > 0): its bytes and *cp. 0: s begins with no character; ENCODING_CUT: all of s is the beginning of one. */
size_t encoding_take(enum encoding from, const char *s, size_t len, uint32_t *cp);

/* Write the character to out (5 bytes): its bytes, 0 when the encoding lacks it. */
size_t encoding_put(enum encoding to, uint32_t cp, char *out);

bool encoding_is_private(uint32_t cp);

/* Text on its way from one encoding to another, in pieces. Zeroed but for from, to and line and column = 1. */
struct encoding_way {
	enum encoding from, to;
	uint64_t offset, line, column; /* of the character that comes next */
	uint64_t private_use;          /* characters read from the private-use areas */
};
#define ENCODING_GROWTH 4 /* no byte in makes more than so many bytes out */

/* Carry in[0..len) over to out (ENCODING_GROWTH * len bytes and one more). Stops with *fault; a cut character at the end is a fault only when
 * `last`. *used gets how much was read. Returns the bytes written. */
size_t encoding_carry(struct encoding_way *way, const char *in, size_t len, bool last, char *out,
		      size_t *used, struct encoding_fault *fault);

#endif
