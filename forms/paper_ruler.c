#include "forms/paper.h"

int paper_ruler(struct page *p, struct err *err)
{
	(void)p;
	return err_set(err, ERR_INPUT, "%s", _("没有这种单据"));
}
