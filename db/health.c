#include "db/health.h"

#include <string.h>

#include "db/stmt.h"

/* Both checks answer with one row "ok", or with a row for each thing that is wrong. */
static int expect_ok(struct store *st, int id, struct err *err)
{
	struct stmt *q = stmt_get(st, id);
	int rc = stmt_step(q, err);

	if (rc == 1 && strcmp(stmt_text(q, 0), "ok") != 0)
		rc = err_set(err, ERR_STORAGE,
			     _("库文件已损坏（%s），请停止登记，用最近的备份恢复"),
			     stmt_text(q, 0));
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

int health_quick_check(struct store *st, struct err *err)
{
	return expect_ok(st, STMT_QUICK_CHECK, err);
}

int store_verify(struct store *st, struct err *err)
{
	struct stmt *q;
	int rc;

	if (expect_ok(st, STMT_INTEGRITY_CHECK, err) < 0)
		return -1;
	q = stmt_get(st, STMT_FOREIGN_KEY_CHECK);
	rc = stmt_step(q, err);
	if (rc == 1)
		rc = err_set(err, ERR_STORAGE,
			     _("库中“%s”表第 %lld 行指向不存在的记录，请用最近的备份恢复"),
			     stmt_text(q, 0), (long long)stmt_int(q, 1));
	stmt_done(q);
	return rc;
}
