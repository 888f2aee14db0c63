/* mtdesk find, mtdesk show: filings without a screen. */
#include <stdlib.h>
#include <string.h>

#include "db/acts.h"
#include "db/audit.h"
#include "db/filing_json.h"
#include "db/filings.h"
#include "db/imports.h"
#include "db/proof.h"
#include "forms/text.h"
#include "tui/cli.h"

#define FOUND_MOST 1000

static void print_brief(const struct filing_brief *b)
{
	char certno[4 * sizeof(b->certno) + 1];
	const char *sex = field_choice_label(FIELD_GEND, b->gend);

	text_mask_certno(b->certno, certno, sizeof(certno));
	cli_print("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", b->no, _(state_label(b->state)),
		  b->psn_name, sex ? _(sex) : "", b->age, certno, b->opsp_dise_code,
		  b->opsp_dise_name, b->saved_at);
}

static int print_found(const struct cli *cli, struct store *st, const char *text)
{
	const struct filing_query query = { text, STATE_COUNT };
	struct filing_brief *found = calloc(FOUND_MOST, sizeof(*found));
	struct err err = { 0 };
	size_t total = 0;
	int rc = found ? filings_search(st, &query, found, FOUND_MOST, &total, &err)
		       : err_set(&err, ERR_MEMORY, "%s", _("内存不足"));

	for (size_t i = 0; rc == 0 && i < total && i < FOUND_MOST; i++) {
		if (cli->json)
			filing_brief_to_json(stdout, &found[i], true);
		else
			print_brief(&found[i]);
	}
	if (rc == 0 && total > FOUND_MOST)
		cli_complain(_("共 %zu 件，只列出前 %d 件；请再缩小范围"), total, FOUND_MOST);
	if (rc == 0 && total == 0)
		cli_complain("%s", _("没有找到；可用姓名、拼音、证件号或后四位、电话、受理号查找"));
	free(found);
	return rc ? cli_fail(&err) : EXIT_DONE;
}

/* A query on the command line is seen by everybody who lists processes; `-` takes it from standard input. */
static char *read_query(const char *arg)
{
	char line[1024];

	if (strcmp(arg, "-") != 0)
		return cli_text(arg);
	if (!fgets(line, sizeof(line), stdin))
		return NULL;
	line[strcspn(line, "\n")] = '\0';
	return cli_text(line);
}

int cli_find(const struct cli *cli)
{
	struct store *st = NULL;
	char *query = read_query(cli->args[0]);
	int rc = cli_store(cli, STORE_READ_ONLY, &st);

	if (rc == 0)
		rc = print_found(cli, st, query ? query : "");
	store_close(st);
	free(query);
	return rc;
}

/* One line a field, in the paper's words; a choice as its words. */
static void print_fields(const struct filing_record *r)
{
	cli_print("%s\t%s\n", _("受理号"), r->no);
	if (*r->filing_no)
		cli_print(_("备案号\t%s（第 %lld 版）\n"), r->filing_no, (long long)r->version);
	cli_print("%s\t%s\n", _("状态"), _(state_label(r->state)));
	for (int id = 0; id < FIELD_COUNT; id++) {
		const char *text = filing_get(&r->filing, (enum field_id)id);
		const char *label = field_choice_label((enum field_id)id, text);

		if (*text)
			cli_print("%s\t%s\n", _(fields[id].label), label ? _(label) : text);
	}
}

/* Evidence under its words where the criteria know it, else under its key. */
static void print_evidence(const struct filing *f, const struct policy_criteria *c)
{
	for (size_t i = 0; i < f->evidence.count; i++) {
		const struct evidence_entry *e = &f->evidence.entries[i];
		const struct policy_evidence *def = c ? criteria_evidence(c, e->key) : NULL;
		const char *value = strcmp(e->value, "true") == 0    ? _("是")
				    : strcmp(e->value, "false") == 0 ? _("否")
								     : e->value;

		cli_print("%s\t%s%s%s%s%s\n", def ? def->label : e->key, value, *e->unit ? " " : "",
			  e->unit, *e->note ? "  " : "", e->note);
	}
}

static void print_verdict(const struct check_result *r)
{
	char why[512];

	if (!r->basis.criteria)
		return;
	judgement_explain(r->basis.criteria, &r->judgement, why, sizeof(why));
	cli_print("%s\t%s\n%s\t%s%s\n", _("判定"), why, _("依据"), r->basis.policy->document,
		  r->basis.binding ? "" : _("（参考标准）"));
}

/* The record, and what the desk says of it today. */
static int print_record(const struct cli *cli, const struct filing_record *record)
{
	struct policies *ps = NULL;
	struct codetable codes = { 0 };
	struct check_result result = { 0 };
	char region[8];
	int rc = cli_region(cli, region, sizeof(region));

	if (rc == 0)
		rc = cli_policies(&ps);
	if (rc == 0 && codetable_init(&codes, ps, region) == 0) {
		struct check_context ctx = {
			.policies = ps, .codes = &codes, .region = region, .today = desk_today()
		};

		filing_check(&record->filing, &ctx, &result);
		print_fields(record);
		print_evidence(&record->filing, result.basis.criteria);
		print_verdict(&result);
	}
	check_result_finish(&result);
	codetable_finish(&codes);
	policies_free(ps);
	return rc;
}

/* Texts that leave the store leave their row in the audit, and before they leave. */
static int note_export(struct store *st, const struct filing_record *record, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];
	const struct audit_entry entry = {
		.act = ACT_EXPORT, .object = object, .version = record->version, .reason = "proof"
	};

	audit_object("filing", record->id, object);
	return audit_note(st, &entry, err);
}

/* The signed texts as files instead. */
static int export_proof(const struct cli *cli, struct store *st, const struct filing_record *record)
{
	struct err err = { 0 };
	char *dir;

	if (note_export(st, record, &err) || proof_export(st, record->id, cli->proof, &err)) {
		cli_complain("%s", err.msg);
		return err.code == ERR_NOT_ALLOWED ? EXIT_FOUND : EXIT_UNUSABLE;
	}
	dir = cli_text(cli->proof);
	cli_print(_("已导出到“%s”；验证方法见其中的 %s\n"), dir ? dir : "", PROOF_README);
	free(dir);
	return EXIT_DONE;
}

/* Of what does not go on: which act ended it, when and why. Returns rc, or the status of a failure. */
static int print_ended(struct store *st, const struct filing_record *record, int rc)
{
	struct act_marks marks = { 0 };
	struct err err = { 0 };

	if (rc != EXIT_DONE)
		return rc;
	if (acts_marks(st, record->id, &marks, &err) < 0)
		return cli_fail(&err);
	if (*marks.ended)
		cli_print("%s\n", marks.ended);
	return EXIT_DONE;
}

/* Of history: the file, the line and who read it in. Returns rc, or the status of a failure. */
static int print_source(struct store *st, const struct filing_record *record, int rc)
{
	char source[1024];
	struct err err = { 0 };
	int there = rc ? 0 : imports_source(st, record->id, source, sizeof(source), &err);

	if (there < 0)
		return cli_fail(&err);
	if (there > 0)
		cli_print("%s\t%s\n%s\n", _("来源"), source,
			  _("这是从文件导入的历史，没有在本台认定、用印或备案"));
	return rc;
}

static int show_record(const struct cli *cli, struct store *st, const struct filing_record *record)
{
	if (cli->proof)
		return export_proof(cli, st, record);
	if (!cli->json)
		return print_source(st, record, print_ended(st, record, print_record(cli, record)));
	filing_to_json(stdout, record, false);
	return EXIT_DONE;
}

int cli_show(const struct cli *cli)
{
	struct store *st = NULL;
	struct filing_record record = { 0 };
	struct err err = { 0 };
	char *no;
	int found, rc;

	if (cli->json && cli->proof) {
		cli_complain("%s", _("--json 和 --proof 请分开用"));
		return EXIT_USAGE;
	}
	no = cli_text(cli->args[0]);
	rc = cli_store(cli, cli->proof ? STORE_READ_WRITE : STORE_READ_ONLY, &st);
	if (rc == 0) {
		found = filings_load_no(st, no ? no : "", &record, &err);
		if (found < 0)
			rc = cli_fail(&err);
		else if (found > 0)
			rc = show_record(cli, st, &record);
		else {
			cli_complain(_("没有受理号或备案号为“%s”的申请表；可用 mtdesk find 查找"),
				     no ? no : "");
			rc = EXIT_FOUND;
		}
	}
	filing_record_finish(&record);
	store_close(st);
	free(no);
	return rc;
}
