/* The generated table behind pinyin.c (forms/tools/pinyin_gen.c writes it). */
#ifndef FORMS_PINYIN_TABLE_H
#define FORMS_PINYIN_TABLE_H

#include "forms/base.h"

#define PINYIN_SET_BITS 14 /* low bits of an index entry; above them the code point (18 bits) */
#define PINYIN_SYLLABLE_SIZE 8

/* Sorted by code point: code point << PINYIN_SET_BITS | set. Characters that are read alike share a
 * set. */
extern const uint32_t pinyin_index[];
extern const size_t pinyin_index_count;

/* Set s is pinyin_items[pinyin_sets[s]] up to pinyin_items[pinyin_sets[s + 1]]. */
extern const uint16_t pinyin_sets[];
extern const uint16_t pinyin_items[];
extern const char pinyin_syllables[][PINYIN_SYLLABLE_SIZE];

enum name_place { PLACE_SURNAME, PLACE_NAME, PLACE_ANY };

/* How a surname of one or two characters, or a character in names, is read. */
struct name_reading {
	uint32_t characters[2]; /* the second is 0 when there is only one */
	uint16_t syllables[2];
	enum name_place place;
};
extern const struct name_reading pinyin_names[];
extern const size_t pinyin_names_count;

#endif
