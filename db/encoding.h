/* Encodings of files: GBK, GB18030 and UTF-8, streaming and strict.
 *
 * glibc's converters are used character by character where they disagree with others: what GBK writers of Windows put beside
 * the standard (80 is the euro sign) and the 18 codes of GB18030 that the editions of 2000, 2005 and 2022 map
 * differently are read from all of them, and written as 2022 does. Nothing is replaced or dropped: a byte sequence that is
 * no character, or a character that the target lacks, stops with its place. Sources: the domain reference, 5. */
#ifndef DB_ENCODING_H
#define DB_ENCODING_H

#include <stdio.h>

#include "forms/err.h"

enum encoding { ENCODING_UTF8, ENCODING_GBK, ENCODING_GB18030, ENCODING_COUNT, ENCODING_AUTO = ENCODING_COUNT };

/* "UTF-8" ... */
const char *encoding_name(enum encoding e);
/* Names as people write them, in any case ("utf8", "cp936", "gb18030-2022", "auto"); "GB2312" is taken as GBK. Returns
 * whether it is one. */
bool encoding_parse(const char *name, enum encoding *out);

/* What went wrong, where. Offset in bytes from the file's beginning, from 0; line and column (characters) from 1. */
enum encoding_fault_kind { ENCODING_FINE, ENCODING_INVALID, ENCODING_TRUNCATED, ENCODING_UNMAPPABLE };
struct encoding_fault {
	enum encoding_fault_kind kind;
	uint64_t offset, line, column;
	uint32_t codepoint; /* of what is unmappable; else 0 */
};
/* "invalid" ...: stable, for JSON. */
const char *encoding_fault_name(enum encoding_fault_kind k);

/* Find out what a file is by its first bytes (all of it, or the first 64 KiB and more read later): a mark, strict UTF-8, then
 * GB18030. `doubtful`: short text that both could be. */
struct encoding_guess {
	enum encoding encoding;
	size_t mark;   /* bytes of the mark at its beginning, 0 none */
	bool doubtful;
	bool utf16;    /* it is UTF-16 (mark, or every other byte NUL): not read, and said so */
};
/* Looks at the whole stream (in bounded memory) and rewinds it. 0 or -1. */
int encoding_detect(FILE *in, struct encoding_guess *out, struct err *err);

/* Bytes to UTF-8: a piece of whole text (a cell, a line). `out` gets at most 3 bytes for each byte of a pair and is NUL-ended;
 * its space must be 3 * len + 1. Returns the bytes written; a fault's offset is relative to `in`. Private-use characters that
 * were read are counted into *out_private (may be NULL). */
size_t encoding_decode(enum encoding from, const char *in, size_t len, char *out, struct encoding_fault *fault,
		       size_t *out_private);
/* UTF-8 to bytes; space 4 * len + 1. A fault's offset is that of the character in `in`. */
size_t encoding_encode(enum encoding to, const char *in, size_t len, char *out, struct encoding_fault *fault);

/* The whole of `in` to `out`, in flat memory. A mark at the beginning of UTF-8 (and of GB18030) is left out, and a mark is
 * written where `mark` asks for one. 0; 1 with *fault; -1 with err. */
int encoding_convert(FILE *in, enum encoding from, FILE *out, enum encoding to, bool mark, struct encoding_fault *fault,
		     struct err *err);

#endif
