#include "db/work.h"

#include "db/filing_row.h"
#include "db/stmt.h"

/* Columns behind those of BRIEF_COLUMNS. */
enum { COLUMN_REVISION = 12, COLUMN_SINCE };

int work_list(struct store *st, enum filing_state state, struct work_row *out, int space,
	      struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_WORK_LIST);
	int rc, n = 0;

	stmt_bind_text(q, 1, state_name(state));
	stmt_bind_int(q, 2, space);
	while ((rc = stmt_step(q, err)) == 1 && n < space) {
		filing_brief_read(q, &out[n].brief);
		out[n].revision = stmt_int(q, COLUMN_REVISION);
		stmt_copy_text(q, COLUMN_SINCE, out[n].since, sizeof(out[n].since));
		n++;
	}
	stmt_done(q);
	return rc < 0 ? -1 : n;
}

int work_amendment(struct store *st, int64_t filing, struct filing_brief *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_WORK_AMENDMENT);
	int rc;

	stmt_bind_int(q, 1, filing);
	rc = stmt_step(q, err);
	if (rc == 1)
		filing_brief_read(q, out);
	stmt_done(q);
	return rc;
}
