#include "db/notices.h"

#include <stdlib.h>
#include <string.h>

#include "db/materials.h"

const struct policy_route *notices_route(const struct filing_record *r,
					 const struct check_context *ctx)
{
	const struct policy *p =
		policies_routes(ctx->policies, ctx->region, filing_get(&r->filing, FIELD_INSUTYPE));

	for (unsigned i = 0; p && i < p->routes_count; i++)
		if (strcmp(p->routes[i].id, r->route) == 0)
			return &p->routes[i];
	return NULL;
}

int notices_make(struct store *st, const struct filing_record *r, const struct check_context *ctx,
		 struct notice *out, struct err *err)
{
	char *kinds = r->id ? materials_kinds(st, r->id, err) : strdup("");
	const struct notice_context c = { .check = ctx,
					  .route = notices_route(r, ctx),
					  .materials = kinds,
					  .proxy = filing_has_agent(&r->filing) };
	int rc = -1;

	if (!kinds)
		return r->id ? -1 : err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	rc = notice_make(&r->filing, &c, out);
	free(kinds);
	return rc ? err_set(err, ERR_MEMORY, "%s", _("内存不足")) : 0;
}
