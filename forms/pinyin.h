/* Pinyin: every reading of every character, for search.
 *
 * The table is generated at build time from Unihan (kTGHZ2013, then kHanyuPinyin's first reading /
 * kMandarin); a small override list ranks surname readings first and adds what Unihan lacks. ü is
 * typed v: 吕 is lv; lu and lyu find it too. */
#ifndef FORMS_PINYIN_H
#define FORMS_PINYIN_H

#include "forms/base.h"

#define PINYIN_READINGS_MAX 8

/* The toneless readings of a character ("zeng", "ceng"), most usual first; with as_surname the
 * reading as a surname is first. Returns how many; the strings live as long as the program. */
size_t pinyin_readings(uint32_t cp, bool as_surname, const char *out[PINYIN_READINGS_MAX]);

/* How well `query` (ASCII letters and digits, any case) names `text` by pinyin: each character of
 * text may be given by its initial letter or by a beginning of a reading, in order; ASCII in the
 * text stands for itself. The query must be used up, the text need not (unless whole). 0: not at
 * all; higher is better: whole text beats beginning beats middle, first reading beats another. */
int pinyin_match(const char *text, const char *query, bool as_surname);

/* Call fn for each distinct search key of a name: initials ("zxy") and full spelling
 * ("zhangxiaoyan") in every combination of readings, surname reading first, at most `most` keys.
 * Characters without reading are left out. */
void pinyin_keys(const char *name, size_t most,
		 void (*fn)(void *ctx, const char *key, bool initials), void *ctx);

#endif
