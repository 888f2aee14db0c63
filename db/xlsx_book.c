/* Where in a workbook the first sheet is that people see. Declared in xlsx_parts.h. */
#include "db/xlsx_parts.h"

#include <stdlib.h>
#include <string.h>

#define SHEETS_MOST 256
#define ID_SIZE 64

struct sheet {
	char id[ID_SIZE], path[XLSX_PATH];
	bool hidden;
};

struct reading {
	struct xlsx_xml xml;
	char base[XLSX_PATH]; /* the folder that targets count from, with its slash */
	char document[XLSX_PATH], strings[XLSX_PATH];
	struct sheet sheets[SHEETS_MOST];
	size_t count;
	bool from_1904;
};

/* ---- paths ---- */

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), n = strlen(end);

	return len >= n && strcmp(text + len - n, end) == 0;
}

/* Take "./" and "x/../" out of a path. */
static void straighten(char *path)
{
	char *up;

	while ((up = strstr(path, "/../")) || strncmp(path, "../", 3) == 0) {
		char *from = up ? up : path, *after = up ? up + 4 : path + 3;

		while (from > path && from[-1] != '/')
			from--;
		memmove(from, after, strlen(after) + 1);
	}
	while ((up = strstr(path, "/./")))
		memmove(up, up + 2, strlen(up + 2) + 1);
}

/* Where a relationship leads. A path too long for us leads nowhere. */
static void resolve(const char *base, const char *target, char out[XLSX_PATH])
{
	int n = *target == '/' ? snprintf(out, XLSX_PATH, "%s", target + 1)
			       : snprintf(out, XLSX_PATH, "%s%s", base, target);

	if (n < 0 || n >= XLSX_PATH)
		out[0] = '\0';
	straighten(out);
}

static void folder_of(const char *path, char out[XLSX_PATH])
{
	const char *slash = strrchr(path, '/');

	snprintf(out, XLSX_PATH, "%.*s", slash ? (int)(slash - path + 1) : 0, path);
}

/* ---- handlers ---- */

static void ignore_end(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
}

static void on_relationship(void *ctx, const char *name, const char *const *attributes)
{
	struct reading *r = ctx;
	const char *type = xlsx_attribute(attributes, "Type"),
		   *target = xlsx_attribute(attributes, "Target"),
		   *id = xlsx_attribute(attributes, "Id");

	if (strcmp(name, "Relationship") != 0)
		return;
	if (ends_with(type, "/officeDocument"))
		resolve(r->base, target, r->document);
	if (ends_with(type, "/sharedStrings"))
		resolve(r->base, target, r->strings);
	for (size_t i = 0; i < r->count && ends_with(type, "/worksheet"); i++)
		if (strcmp(r->sheets[i].id, id) == 0)
			resolve(r->base, target, r->sheets[i].path);
}

static void on_workbook(void *ctx, const char *name, const char *const *attributes)
{
	struct reading *r = ctx;
	const char *date1904 = xlsx_attribute(attributes, "date1904"), *id;
	struct sheet *s = &r->sheets[r->count];

	if (strcmp(name, "workbookPr") == 0)
		r->from_1904 = strcmp(date1904, "1") == 0 || strcmp(date1904, "true") == 0;
	if (strcmp(name, "sheet") != 0 || r->count == SHEETS_MOST)
		return;
	id = xlsx_attribute(attributes, "id");
	snprintf(s->id, sizeof(s->id), "%s", id);
	s->hidden = strstr(xlsx_attribute(attributes, "state"), "idden") != NULL;
	r->count += *id && strlen(id) < ID_SIZE;
}

/* ---- reading ---- */

static int not_a_workbook(struct err *err)
{
	return err_set(err, ERR_INPUT, "%s",
		       _("不是 .xlsx 工作簿；请在 Excel 或 WPS 里另存为 .xlsx 或 CSV 后再导入"));
}

static int read_part(struct reading *r, struct xlsx_zip *z, const char *name,
		     void (*start)(void *, const char *, const char *const *), struct err *err)
{
	const struct xlsx_handlers handlers = { start, ignore_end, NULL };
	int rc = xlsx_zip_part(z, name, err);

	if (rc <= 0)
		return rc < 0 ? -1 : not_a_workbook(err);
	folder_of(name, r->base);
	/* Relationships stand in a folder of their own and count from the one above. */
	if (ends_with(r->base, "_rels/"))
		r->base[strlen(r->base) - strlen("_rels/")] = '\0';
	rc = xlsx_xml_init(&r->xml, xlsx_zip_read, z, &handlers, r, err);
	if (rc == 0)
		rc = xlsx_xml_run(&r->xml, err);
	xlsx_xml_finish(&r->xml);
	return rc;
}

static int read_all(struct reading *r, struct xlsx_zip *z, struct err *err)
{
	char folder[XLSX_PATH], links[2 * XLSX_PATH];
	const char *name;

	if (read_part(r, z, "_rels/.rels", on_relationship, err) < 0)
		return -1;
	if (ends_with(r->document, ".bin"))
		return err_set(err, ERR_INPUT, "%s",
			       _("是 .xlsb 工作簿，读不了；请在 Excel 里另存为 .xlsx 或 CSV"));
	if (!*r->document || read_part(r, z, r->document, on_workbook, err) < 0)
		return *r->document ? -1 : not_a_workbook(err);
	folder_of(r->document, folder);
	name = r->document + strlen(folder);
	snprintf(links, sizeof(links), "%s_rels/%s.rels", folder, name);
	return read_part(r, z, links, on_relationship, err);
}

static int choose(const struct reading *r, struct xlsx_book *book, struct err *err)
{
	/* Such serial numbers would be read as days four years too early. */
	if (r->from_1904)
		return err_set(err, ERR_INPUT, "%s",
			       _("工作簿用的是 1904 年起的日期；请在 Excel 的选项里取消“使用 1904 "
				 "日期系统”，核对日期后另存"));
	for (size_t i = 0; i < r->count; i++) {
		if (r->sheets[i].hidden || !r->sheets[i].path[0])
			continue;
		memcpy(book->sheet, r->sheets[i].path, XLSX_PATH);
		memcpy(book->strings, r->strings, XLSX_PATH);
		return 0;
	}
	return err_set(err, ERR_INPUT, "%s",
		       _("工作簿里没有看得见的工作表；请取消隐藏后另存，再导入"));
}

int xlsx_book_read(struct xlsx_zip *z, struct xlsx_book *book, struct err *err)
{
	struct reading *r = calloc(1, sizeof(*r));
	int rc;

	if (!r)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	rc = read_all(r, z, err);
	if (rc == 0)
		rc = choose(r, book, err);
	free(r);
	return rc;
}
