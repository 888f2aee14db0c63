/* The national platform's code lists, as far as filings meet them: forms/data/national.tsv, put into the program by the
 * build. A site may overrule a list with one of its own, which is a text: "310 职工基本医疗保险；390 城乡居民基本医疗保险". */
#ifndef FORMS_NATIONAL_LIST_H
#define FORMS_NATIONAL_LIST_H

#include "forms/base.h"

struct national_code {
	const char *list, *code, *words;
};

/* Every row of the table, those of a list together; *out_count how many. */
const struct national_code *national_codes(size_t *out_count);

/* Is the code in the list? `own` is the site's text of it, or "" for the national one. *out gets the words. */
#define NATIONAL_WORDS_SIZE 256
bool national_list_words(const char *list, const char *own, const char *code,
			 char out[NATIONAL_WORDS_SIZE]);

/* The other way round: the code for these words. */
bool national_list_code(const char *list, const char *own, const char *words, char *out,
			size_t size);

/* Is the text a list: "CODE WORDS；CODE WORDS", each code once? */
bool national_list_parse(const char *own);

#endif
