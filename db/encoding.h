/* Encodings of files: GBK, GB18030 and UTF-8, streaming and strict.
 *
 * The tables are those of glibc's converters; where others disagree with them, all are read:
 * - GB18030: the 25 codes that the editions of 2000, 2005 and 2022 map differently give the real character, be it written as the
 *   pair or as the four-byte code. The real characters are written as 2022 writes them (U+9FB4 as FE59, U+20087 as 95329031); a
 *   private-use character of old is written as the pair that it stood for.
 * - GBK reads what GB18030 reads, and 80 as the euro sign: so everything is read that Windows and newer systems put into files
 *   called GBK (A2E3 €, A8BF ǹ, FE9F 䶮, the user-defined area, four-byte codes). These codes mean nothing else in GBK. Written is
 *   only what every reader of GBK takes, and 80.
 * Nothing is replaced or dropped: a byte sequence that is no character, or a character that the target lacks, stops with its
 * place. A wrong sequence is one byte long, its lead byte: what stands behind it is never swallowed. Sources: the domain reference, 5. */
#ifndef DB_ENCODING_H
#define DB_ENCODING_H

#include <stdio.h>

#include "forms/err.h"

enum encoding {
	ENCODING_UTF8,
	ENCODING_GBK,
	ENCODING_GB18030,
	ENCODING_COUNT,
	ENCODING_AUTO = ENCODING_COUNT
};

/* "UTF-8" ... */
const char *encoding_name(enum encoding e);
/* Names as people write them, in any case ("utf8", "cp936", "gb18030-2022", "auto"); "GB2312" is taken as GBK. Returns
 * whether it is one. */
bool encoding_parse(const char *name, enum encoding *out);

/* The mark that a file in this encoding may begin with; "" for GBK. It says what the file is and is no part of its text. */
const char *encoding_mark(enum encoding e);

/* What went wrong, where. Offset in bytes from the file's beginning, from 0; line and column (characters) from 1. */
enum encoding_fault_kind {
	ENCODING_FINE,
	ENCODING_INVALID,
	ENCODING_TRUNCATED,
	ENCODING_UNMAPPABLE
};
struct encoding_fault {
	enum encoding_fault_kind kind;
	uint64_t offset, line, column;
	uint32_t codepoint; /* of what is unmappable; else 0 */
};
/* "invalid" ...: stable, for JSON. */
const char *encoding_fault_name(enum encoding_fault_kind k);

/* Find out what a file is: by its mark, else strict UTF-8, then GB18030, then GBK with Windows' euro sign; where it is none of them, what reads
 * furthest. `doubtful`: short text that both could be (茅 in GBK is é in UTF-8), or a file of which much reads as UTF-8 but not all. */
struct encoding_guess {
	enum encoding encoding;
	size_t mark; /* bytes of the mark at its beginning, 0 none */
	bool doubtful;
	bool utf16; /* it is UTF-16 (mark, or every other byte NUL): not read, and said so */
};
/* Looks at the whole stream (in bounded memory) and rewinds it. 0 or -1. */
int encoding_detect(FILE *in, struct encoding_guess *out, struct err *err);

/* Bytes to UTF-8: a piece of whole text (a cell, a line). `out` gets at most 3 bytes for each byte of a pair and is NUL-ended;
 * its space must be 3 * len + 1. Returns the bytes written, up to the fault if there is one (its offset is relative to `in`; `fault` may be
 * NULL). Private-use characters that were read are added to *out_private (may be NULL). */
size_t encoding_decode(enum encoding from, const char *in, size_t len, char *out,
		       struct encoding_fault *fault, size_t *out_private);
/* UTF-8 to bytes; space 4 * len + 1. A fault's offset is that of the character in `in`. */
size_t encoding_encode(enum encoding to, const char *in, size_t len, char *out,
		       struct encoding_fault *fault);

/* The whole of `in` to `out` (NULL: only see whether it can be done), in flat memory. A mark at the beginning of UTF-8 (and of GB18030) is left out, and a mark is
 * written where `mark` asks for one. *out_private (may be NULL) gets the count of private-use characters. 0; 1 with *fault, whose offset
 * counts from the file's beginning, mark included; -1 with err. What was written until then is the caller's to take away. */
int encoding_convert(FILE *in, enum encoding from, FILE *out, enum encoding to, bool mark,
		     struct encoding_fault *fault, uint64_t *out_private, struct err *err);

#endif
