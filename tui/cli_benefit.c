/* mtdesk benefit: what the fund pays of a row of costs, each step shown. */
#include <stdlib.h>
#include <string.h>

#include "forms/benefit.h"
#include "tui/cli.h"

#define VISITS_MAX 1024

struct visits {
	struct benefit_visit list[VISITS_MAX];
	size_t count;
};

static int bad_cost(const char *text)
{
	char *shown = cli_text(text);

	cli_complain(_("--cost 中的“%s”不是金额；请写成元，如 4615.39，多次就诊用逗号隔开"),
		     shown ? shown : "?");
	free(shown);
	return EXIT_USAGE;
}

/* The amounts of one --cost, all on the date that stood before it. */
static int read_cost(const struct cli *cli, const struct cli_cost *cost, struct visits *v)
{
	struct cli dated = *cli;
	struct date on;
	char *list = strdup(cost->amounts), *rest = list, *amount;
	int rc;

	dated.date = cost->date;
	rc = list ? cli_date(&dated, &on) : EXIT_UNUSABLE;
	while (rc == 0 && (amount = strsep(&rest, ","))) {
		if (v->count == VISITS_MAX || money_read(amount, &v->list[v->count].cost))
			rc = bad_cost(amount);
		else
			v->list[v->count++].on = on;
	}
	free(list);
	return rc;
}

/* A --date behind the last --cost holds for all costs that had none. */
static int read_visits(const struct cli *cli, struct visits *v)
{
	for (size_t i = 0; i < cli->costs_count; i++) {
		struct cli_cost cost = cli->costs[i];
		int rc;

		if (!cost.date)
			cost.date = cli->date;
		rc = read_cost(cli, &cost, v);
		if (rc)
			return rc;
	}
	return 0;
}

static void print_cap(const char *label, int64_t cap, const struct policy *from)
{
	char money[32];

	if (cap >= 0)
		cli_print("%s %s %s\t%s\n", label, money_format(cap, money, sizeof(money)), _("元"),
			  from->document);
}

static void print_terms(const struct benefit_terms *t)
{
	cli_print("%s %d.%02d %%\t%s\n", _("支付比例"), t->ratio_hundredths / 100,
		  t->ratio_hundredths % 100, t->ratio_policy->document);
	print_cap(_("年度限额"), t->year_cap, t->year_policy);
	print_cap(_("季度限额"), t->quarter_cap, t->quarter_policy);
	cli_print("%s\n",
		  _("按次计算，四舍五入到分；季度余额不结转，年度不按月折算（文件均未写明）"));
}

static const char *step_remark(const struct benefit_step *s)
{
	switch (s->force) {
	case POLICY_NOT_YET:
		return _("就诊日期早于施行日，不支付");
	case POLICY_EXPIRED:
		return _("文件已期满，不能据此支付");
	case POLICY_IN_FORCE:
		break;
	}
	if (s->quarter_bit && s->year_bit)
		return _("到季度限额和年度限额");
	if (s->quarter_bit)
		return _("到季度限额");
	return s->year_bit ? _("到年度限额") : "";
}

static void print_step(const struct benefit_step *s)
{
	char day[DATE_TEXT_SIZE], cost[32], ratio[32], quarter[32] = "-", year[32] = "-", fund[32];

	date_format(s->visit.on, day);
	if (s->quarter_left >= 0)
		money_format(s->quarter_left, quarter, sizeof(quarter));
	if (s->year_left >= 0)
		money_format(s->year_left, year, sizeof(year));
	cli_print(_("%s  费用 %s  按比例 %s  季度余额 %s  年度余额 %s  支付 %s  %s\n"), day,
		  money_format(s->visit.cost, cost, sizeof(cost)),
		  money_format(s->by_ratio, ratio, sizeof(ratio)), quarter, year,
		  money_format(s->fund, fund, sizeof(fund)), step_remark(s));
}

static int compute(const struct policies *ps, const struct benefit_terms *terms,
		   const struct visits *v)
{
	struct benefit_step *steps = calloc(v->count, sizeof(*steps));
	char total[32];
	int64_t fund;
	bool outside = false;

	if (!steps) {
		cli_complain("%s", _("内存不足"));
		return EXIT_UNUSABLE;
	}
	fund = benefit_compute(ps, terms, v->list, v->count, steps);
	print_terms(terms);
	for (size_t i = 0; i < v->count; i++) {
		print_step(&steps[i]);
		outside = outside || steps[i].force != POLICY_IN_FORCE;
	}
	cli_print(_("统筹基金共支付 %s 元\n"), money_format(fund, total, sizeof(total)));
	free(steps);
	return outside ? EXIT_FOUND : EXIT_DONE;
}

/* The disease when none is named: the only one that the region's packs pay for. */
static const char *only_disease(const struct policies *ps, const char *region)
{
	const char *disease = NULL;

	for (size_t i = 0; i < policies_count(ps); i++) {
		const struct policy *p = policies_at(ps, i);

		for (unsigned b = 0; policy_covers(p, region) && b < p->benefits_count; b++) {
			if (disease && strcmp(disease, p->benefits[b].disease) != 0)
				return NULL;
			disease = p->benefits[b].disease;
		}
	}
	return disease;
}

static int benefit_with(const struct cli *cli, const struct policies *ps, const char *region)
{
	const char *disease = cli->disease ? cli->disease : only_disease(ps, region);
	struct benefit_terms terms;
	struct visits *v = calloc(1, sizeof(*v));
	int rc = v ? read_visits(cli, v) : EXIT_UNUSABLE;

	if (rc == 0 && (!disease || !benefit_terms(ps, region, disease, cli->insutype, &terms))) {
		cli_complain(_("行政区划 %s、险种 %s 没有装入待遇规定（比例和限额）；可用 mtdesk "
			       "policy list 查看"),
			     region, cli->insutype);
		rc = EXIT_FOUND;
	}
	if (rc == 0)
		rc = compute(ps, &terms, v);
	free(v);
	return rc;
}

int cli_benefit(const struct cli *cli)
{
	struct policies *ps = NULL;
	char region[8];
	int rc;

	if (!cli->insutype || !cli->costs_count) {
		cli_complain("%s", _("请写明 --insutype（310 职工，390 居民）和 "
				     "--cost（元，多次用逗号隔开）"));
		return EXIT_USAGE;
	}
	rc = cli_region(cli, region, sizeof(region));
	if (rc == 0)
		rc = cli_policies(&ps);
	if (rc == 0)
		rc = benefit_with(cli, ps, region);
	policies_free(ps);
	return rc;
}
