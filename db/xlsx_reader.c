#include "db/table_in.h"

int xlsx_reader_open(FILE *in, struct xlsx_reader **out, struct err *err)
{
	(void)in;
	(void)out;
	return err_set(err, ERR_INPUT, "xlsx");
}

int xlsx_reader_next(struct xlsx_reader *r, struct table_row *row, struct err *err)
{
	(void)r;
	(void)row;
	return err_set(err, ERR_INPUT, "xlsx");
}

void xlsx_reader_close(struct xlsx_reader *r)
{
	(void)r;
}
