/* Tables for imports: rows of people who pass every check, and files with them. */
#ifndef TESTS_TABLE_H
#define TESTS_TABLE_H

#include "tests/office.h"

#include "db/imports.h"

#define TABLE_HEADER                                                                                                             \
	"姓名,性别,年龄,险种,身份证件类型,身份证件号码,联系电话,病种编码,病种名称,认定医师," \
	"认定日期,认定医疗机构,"                                                                                       \
	"备案医疗机构,经办人,备案日期,备注"

/* One line of the ledger, without its end: person number `i`, who was filed on a day of 2024. */
static inline void table_line(unsigned i, const char *memo, char *out, size_t size)
{
	static const char *const names[] = { "张晓燕", "王䶮", "买买提·伊敏",
					     "李𠮷",   "赵㛃", "欧阳娜" };
	char certno[19];

	office_certno(i, certno);
	snprintf(out, size,
		 "%s,%s,,城乡居民基本医疗保险,居民身份证（户口簿）,%s,138%08u,M00105,,李建国,2024-"
		 "03-%02u,乐山市人民医院,"
		 "乐山市人民医院,王敏,2024-03-%02u,%s",
		 names[i % ARRAY_SIZE(names)], (certno[16] - '0') % 2 ? "男" : "女", certno, i,
		 1 + i % 27, 2 + i % 27, memo);
}

static inline void table_write(const char *path, const char *text)
{
	FILE *out = fopen(path, "wb");

	assert_non_null(out);
	assert_int_equal(fputs(text, out) >= 0, 1);
	assert_int_equal(fclose(out), 0);
}

/* A file of `count` people from number `from` on. */
static inline void table_make(const char *path, unsigned from, unsigned count)
{
	FILE *out = fopen(path, "wb");
	char line[600];

	assert_non_null(out);
	fprintf(out, "%s\r\n", TABLE_HEADER);
	for (unsigned i = from; i < from + count; i++) {
		table_line(i, "", line, sizeof(line));
		fprintf(out, "%s\r\n", line);
	}
	assert_int_equal(fclose(out), 0);
}

static inline char *table_read(const char *path)
{
	FILE *in = fopen(path, "rb");
	struct stat st;
	char *text;

	if (!in)
		fail_msg("no file %s", path);
	fstat(fileno(in), &st);
	text = calloc(1, (size_t)st.st_size + 1);
	assert_int_equal(fread(text, 1, (size_t)st.st_size, in), st.st_size);
	fclose(in);
	return text;
}

/* The whole import in somebody's name, his password given. */
static inline int table_try(struct office *o, const char *login, const struct import_request *req,
			    struct import_result *out, struct err *err)
{
	const struct actor *who = office_who(o, login);

	office_confirm(o, login, ACT_IMPORT);
	return imports_read(o->st, who, req, &o->ctx, NULL, NULL, out, err);
}

static inline struct import_result table_import(struct office *o, const char *path)
{
	struct import_result result;
	struct err err = { 0 };

	if (table_try(o, "wm", &(struct import_request) { .path = path, .encoding = ENCODING_AUTO },
		      &result, &err) < 0)
		fail_msg("%s: %s", path, err.msg);
	return result;
}

#endif
