/* The archive of a workbook. Declared in xlsx_parts.h. */
#include "db/xlsx_parts.h"

#include <stdlib.h>

/* A part that has grown beyond so much is a bomb when it has grown so many times over; a sheet of a hundred thousand equal rows grows 18
 * times. */
#define SMALL_ENOUGH ((uint64_t)64 << 20)
#define GROWTH_MOST 100
#define PART_MOST ((uint64_t)4 << 30)

/* ---- the stream is the caller's ---- */

static voidpf take_stream(voidpf opaque, const void *name, int mode)
{
	(void)name;
	(void)mode;
	return opaque;
}

static int leave_stream(voidpf opaque, voidpf stream)
{
	(void)opaque;
	(void)stream;
	return 0;
}

int xlsx_zip_open(struct xlsx_zip *z, FILE *in, struct err *err)
{
	zlib_filefunc64_def io;
	off_t size = fseeko(in, 0, SEEK_END) == 0 ? ftello(in) : 0;

	fill_fopen64_filefunc(&io);
	io.zopen64_file = take_stream;
	io.zclose_file = leave_stream;
	io.opaque = in;
	*z = (struct xlsx_zip) { .zip = unzOpen2_64("", &io),
				 .size = size > 0 ? (uint64_t)size : 0 };
	if (z->zip)
		return 0;
	return err_set(err, ERR_INPUT, "%s",
		       _("工作簿不完整，可能没有复制完；请重新复制，或在 Excel 里打开后另存"));
}

void xlsx_zip_close(struct xlsx_zip *z)
{
	xlsx_zip_leave(z);
	if (z->zip)
		unzClose(z->zip);
	*z = (struct xlsx_zip) { 0 };
}

/* ---- a part ---- */

static int broken(struct err *err)
{
	return err_set(err, ERR_INPUT, "%s",
		       _("工作簿已损坏，读不下去；请在 Excel 里打开后另存，再导入"));
}

int xlsx_zip_part(struct xlsx_zip *z, const char *name, struct err *err)
{
	unz_file_info64 info;
	int rc;

	xlsx_zip_leave(z);
	rc = unzLocateFile(z->zip, name, 2);
	if (rc == UNZ_END_OF_LIST_OF_FILE)
		return 0;
	if (rc != UNZ_OK ||
	    unzGetCurrentFileInfo64(z->zip, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK)
		return broken(err);
	if (info.flag & 1)
		return err_set(err, ERR_INPUT, "%s",
			       _("工作簿加了密码，读不了；请在 Excel 里取消密码后另存"));
	if (unzOpenCurrentFile(z->zip) != UNZ_OK)
		return broken(err);
	z->open = true;
	/* A directory may say anything. */
	z->packed = info.compressed_size < z->size ? info.compressed_size : z->size;
	z->read = 0;
	return 1;
}

void xlsx_zip_leave(struct xlsx_zip *z)
{
	if (z->open)
		unzCloseCurrentFile(z->zip);
	z->open = false;
}

static bool is_bomb(const struct xlsx_zip *z)
{
	return z->read > PART_MOST || (z->read > SMALL_ENOUGH && z->read / GROWTH_MOST > z->packed);
}

int xlsx_zip_read(void *zip, char *buf, size_t size, struct err *err)
{
	struct xlsx_zip *z = zip;
	int n = unzReadCurrentFile(z->zip, buf, (unsigned)size);

	if (n < 0)
		return broken(err);
	z->read += (uint64_t)n;
	if (is_bomb(z))
		return err_set(err, ERR_INPUT,
			       _("工作簿解压后太大（已超过 %llu "
				 "MiB），不像正常的表，没有读；请分成几份，或改用 CSV"),
			       (unsigned long long)(z->read >> 20));
	if (n > 0)
		return n;
	z->open = false;
	return unzCloseCurrentFile(z->zip) == UNZ_OK ? 0 : broken(err);
}
