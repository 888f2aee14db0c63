#include "forms/paper.h"

int paper_form(struct page *p, const struct paper_facts *f, const struct paper_options *o,
	       struct err *err)
{
	(void)p, (void)f, (void)o;
	return err_set(err, ERR_INPUT, "%s", _("没有这种单据"));
}
