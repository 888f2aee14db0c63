#include "forms/paper.h"

int paper_notice(struct page *p, const struct paper_facts *f, struct err *err)
{
	(void)p, (void)f;
	return err_set(err, ERR_INPUT, "%s", _("没有这种单据"));
}
