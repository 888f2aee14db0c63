/* Prints: every sheet that was counted stands in the audit, with its digest, and no number of a kind is missing. */
#include <stdio.h>
#include <string.h>

#include "db/prints.h"
#include "db/verify_parts.h"

/* Columns of STMT_VERIFY_PRINT. */
enum {
	KIND,
	NTH,
	PAGES,
	SM3,
	WAY,
	DAY,
	FILING,
	VERSION,
	AT,
	STAFF,
	AUDIT, /* of the print */
	SEQ,
	A_ACT,
	A_OBJECT,
	A_VERSION,
	A_AT,
	A_STAFF,
	A_RESULT,
	A_DETAIL, /* of its row in the audit */
	IS_NEXT,
	AFTER_AUDITED
};

static bool is_object(struct stmt *q)
{
	char object[AUDIT_OBJECT_SIZE];

	if (stmt_int(q, FILING))
		audit_object("filing", stmt_int(q, FILING), object);
	else
		snprintf(object, sizeof(object), "day:%s", stmt_text(q, DAY));
	return strcmp(object, stmt_text(q, A_OBJECT)) == 0;
}

static bool is_detail(struct stmt *q)
{
	const struct print_detail d = { stmt_text(q, KIND), stmt_text(q, SM3), stmt_text(q, WAY),
					stmt_int(q, NTH), stmt_int(q, PAGES) };
	char detail[PRINT_DETAIL_SIZE];

	print_detail(&d, detail);
	return strcmp(detail, stmt_text(q, A_DETAIL)) == 0;
}

/* The field in which the print differs from its row, or NULL. */
static const char *differs(struct stmt *q)
{
	if (strcmp(stmt_text(q, A_ACT), act_key(ACT_PRINT)) != 0 ||
	    strcmp(stmt_text(q, A_RESULT), "done") != 0)
		return "audit";
	if (!is_object(q))
		return stmt_int(q, FILING) ? "filing" : "day";
	if (!is_detail(q))
		return "sm3";
	if (stmt_int(q, VERSION) != stmt_int(q, A_VERSION))
		return "version";
	if (strcmp(stmt_text(q, AT), stmt_text(q, A_AT)) != 0)
		return "at";
	return stmt_int(q, STAFF) != stmt_int(q, A_STAFF) ? "staff" : NULL;
}

/* What was printed before the desk was set up stands in no audit. */
static int check_unaudited(struct verify *v, struct stmt *q, int64_t id)
{
	if (!stmt_int(q, AFTER_AUDITED) &&
	    (!v->is_set_up || strcmp(stmt_text(q, AT), v->desk.created_at) <= 0))
		return 0;
	return verify_broken(v, "print", id, "audit", _("第 %lld 次打印没有审计：不是登记台打印的"),
			     (long long)id);
}

static int check_print(struct verify *v, struct stmt *q, int64_t id)
{
	const char *field;

	if (!stmt_int(q, IS_NEXT))
		return verify_broken(v, "print", id, "nth", _("打印的次数缺号：前一次打印被删去"));
	if (!stmt_int(q, SEQ))
		return check_unaudited(v, q, id);
	field = differs(q);
	return field ? verify_broken(v, "print", id, field, _("打印记录与审计第 %lld 条不一致"),
				     (long long)stmt_int(q, SEQ))
		     : 0;
}

static int look_at_print(struct verify *v, int64_t id)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_PRINT);
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, v->err);
	if (rc == 1)
		rc = check_print(v, q, id);
	stmt_done(q);
	return rc;
}

int verify_prints(struct verify *v)
{
	return verify_each(v, "print", STMT_VERIFY_NEXT_PRINT, look_at_print);
}

/* A row of the audit that says that a sheet was counted. */
int verify_print_of(struct verify *v, const struct audit_row *row)
{
	int64_t id;
	int rc;

	if (strcmp(row->object, "printer") == 0)
		return 0;
	rc = verify_number(v, STMT_VERIFY_PRINT_OF_AUDIT, row->seq, &id);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	return verify_broken(v, "audit", row->seq, "act",
			     _("审计第 %lld 条记有打印，库中却没有那次打印：被隐去或删除"),
			     (long long)row->seq);
}
