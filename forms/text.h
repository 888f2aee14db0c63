/* Text: the one place where text from outside becomes text of ours.
 *
 * Inside the desk every text is UTF-8 in normal form C without control, bidirectional or zero-width
 * characters. text_clean() makes it so, once, at the edge; the same function runs again before a
 * text is drawn, printed or exported (cleaning is idempotent, so the second run changes nothing).
 *
 * Lengths are in bytes unless a name says characters; a "character" for deletion and for limits is
 * what the reader sees (an extended grapheme cluster). Display width is the terminal's business:
 * tui/width.h. */
#ifndef FORMS_TEXT_H
#define FORMS_TEXT_H

#include "forms/base.h"

/* What text_clean() took away or changed. */
struct text_report {
	unsigned removed; /* characters taken away */
	uint32_t first;   /* code point of the first one taken away */
	bool composed;    /* normal form C changed something */
	bool private_use; /* a home-made character (造字) is in it: kept, but to be flagged */
};

/* Strict UTF-8 (no overlong forms, surrogates, or values above U+10FFFF). If it is not, *out_at
 * (may be NULL) gets the offset of the first wrong byte. */
bool text_valid(const char *s, size_t len, size_t *out_at);

/* Clean len bytes of strict UTF-8: NFC; control, bidi, zero-width, unassigned-format characters and
 * line ends removed (a tab or line end between words becomes one blank); blanks trimmed at both
 * ends. A variation selector is kept behind a Han character. *report may be NULL. Returns a string
 * the caller frees, or NULL when s is not UTF-8 or memory is out. */
char *text_clean(const char *s, size_t len, struct text_report *report);

/* Printable ASCII and the common ideographs (U+4E00-9FFF) alone, without a blank at an end: text_clean() would change nothing. A
 * quick look that nearly every cell of a large table passes. */
bool text_is_plain(const char *s, size_t len);

/* Is it what text_clean() would make of it? */
bool text_is_clean(const char *s);

/* The key under which two spellings of one word are equal: NFKC, case folded, blanks and separators
 * removed, full-width forms and brackets as ASCII, every kind of middle dot as U+00B7. For
 * comparison only, never stored in place of the text. The caller frees it; NULL when memory is out
 * or s is not UTF-8. */
char *text_fold(const char *s);

/* Full-width ASCII (U+FF01-FF5E) and the ideographic blank as ASCII, everything else as it is: what
 * a number typed with a Chinese input method needs. In place; never grows the text. */
void text_narrow(char *s);

/* Offset of the character after / before byte offset `at` in s (both stop at the ends). */
size_t text_next(const char *s, size_t at);
size_t text_prev(const char *s, size_t at);

/* How many characters the reader sees. */
size_t text_chars(const char *s);

/* Decode one code point at s (valid UTF-8, not at its end); *out_len gets its bytes. */
uint32_t text_codepoint(const char *s, size_t *out_len);

/* Write code point cp as UTF-8 into out (at least 5 bytes, NUL-terminated); returns the bytes, 0 if
 * invalid. */
size_t text_put(uint32_t cp, char *out);

/* Is cp a character that must never reach a terminal, a paper or a file: control, bidirectional, zero-width? */
bool text_is_unwanted(uint32_t cp);

/* Is cp a Han ideograph (any plane, compatibility and U+3007 included)? */
bool text_is_han(uint32_t cp);

/* Is cp one of the dots that people type for the separator U+00B7 of a name (U+00B7 included)? */
bool text_is_dot(uint32_t cp);

/* Is cp a blank of any width? */
bool text_is_blank(uint32_t cp);

/* Is `word` one of `words`, which are parted by blanks? */
bool text_lists(const char *words, const char *word);

/* Copy as many whole characters of s as fit into out with its NUL. Returns the bytes copied. */
size_t text_copy(char *out, size_t size, const char *s);

/* An identity number for lists and messages: first 3 and last 4 characters, stars between (reliability 7); of one shorter than 15
 * characters the first and the last 2, of one shorter than 8 the last 2. `out` holds at least 4 * strlen + 1 bytes. */
void text_mask_certno(const char *certno, char *out, size_t size);

/* A telephone number masked as 138****5678. */
void text_mask_tel(const char *tel, char *out, size_t size);

#endif
