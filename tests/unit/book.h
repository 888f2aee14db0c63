/* Workbooks made by hand, for what no spreadsheet would write. */
#ifndef TESTS_UNIT_BOOK_H
#define TESTS_UNIT_BOOK_H

#include "tests/test.h"

#include <minizip/zip.h>

#define RELATIONSHIPS "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

/* Its parts; NULL: the usual one, "": left out. */
struct book {
	const char *links, *workbook, *workbook_links, *strings, *sheet;
	const char *end; /* written again and again behind `sheet`, `times` times */
	size_t times;
	const char *password;
};

__attribute__((unused)) static void add_part(zipFile zip, const char *name, const char *text,
					     const char *more, size_t times)
{
	zip_fileinfo info = { 0 };

	if (!*text)
		return;
	assert_int_equal(zipOpenNewFileInZip64(zip, name, &info, NULL, 0, NULL, 0, NULL, Z_DEFLATED,
					       Z_BEST_SPEED, 1),
			 ZIP_OK);
	zipWriteInFileInZip(zip, text, (unsigned)strlen(text));
	for (size_t i = 0; i < times; i++)
		zipWriteInFileInZip(zip, more, (unsigned)strlen(more));
	assert_int_equal(zipCloseFileInZip(zip), ZIP_OK);
}

__attribute__((unused)) static void make_book(const char *path, const struct book *b)
{
	zipFile zip = zipOpen64(path, APPEND_STATUS_CREATE);

	assert_non_null(zip);
	add_part(zip, "_rels/.rels",
		 b->links ? b->links
			  : "<Relationships xmlns=\"" RELATIONSHIPS
			    "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
			    "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
		 NULL, 0);
	add_part(zip, "xl/workbook.xml",
		 b->workbook ? b->workbook
			     : "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE
			       "\"><sheets><sheet name=\"a\" sheetId=\"1\" "
			       "r:id=\"rId1\"/></sheets></workbook>",
		 NULL, 0);
	add_part(zip, "xl/_rels/workbook.xml.rels",
		 b->workbook_links
			 ? b->workbook_links
			 : "<Relationships xmlns=\"" RELATIONSHIPS
			   "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
			   "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship "
			   "Id=\"rId2\" Type=\"" OFFICE
			   "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
		 NULL, 0);
	add_part(zip, "xl/sharedStrings.xml", b->strings ? b->strings : "", NULL, 0);
	add_part(zip, "xl/worksheets/sheet1.xml", b->sheet, b->end, b->times);
	assert_int_equal(zipClose(zip, NULL), ZIP_OK);
}

#define SHEET(rows) "<worksheet xmlns=\"" MAIN "\"><sheetData>" rows "</sheetData></worksheet>"

#endif
