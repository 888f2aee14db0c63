/* What a start costs: the packs beside a bare pass of libyaml over the same files, and the program beside one that does
 * nothing. */
#include "tests/bench/bench.h"

#include <yaml.h>

#include "forms/policies/embedded.h"
#include "forms/policy.h"

static void load(void *unused)
{
	struct policies *ps = NULL;
	struct err err = { 0 };

	(void)unused;
	if (policies_load(NULL, &ps, &err))
		exit(1);
	policies_free(ps);
}

static void pass_over(const struct embedded_pack *pack)
{
	yaml_parser_t parser;
	yaml_event_t event;
	bool more = true;

	yaml_parser_initialize(&parser);
	yaml_parser_set_input_string(&parser, (const unsigned char *)pack->yaml, pack->len);
	while (more && yaml_parser_parse(&parser, &event)) {
		more = event.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
}

static void pass_over_all(void *unused)
{
	(void)unused;
	for (size_t i = 0; i < embedded_packs_count; i++)
		pass_over(&embedded_packs[i]);
}

int main(void)
{
	double packs = bench_best(20, load, NULL), bare = bench_best(20, pass_over_all, NULL);
	struct bench_run nothing = bench_program_best(20, BENCH_ARGV("true"));
	struct bench_run version = bench_program_best(20, BENCH_ARGV(MTDESK_PROGRAM, "--version"));
	struct bench_run codes = bench_program_best(
		20, BENCH_ARGV(MTDESK_PROGRAM, "codes", "--region", "5111", "M01904"));

	printf("load the packs     %7.2f ms, libyaml alone %7.2f ms, x%.1f\n", packs * 1e3,
	       bare * 1e3, packs / bare);
	printf("mtdesk --version   %7.2f ms, true          %7.2f ms, x%.1f\n",
	       version.seconds * 1e3, nothing.seconds * 1e3, version.seconds / nothing.seconds);
	printf("mtdesk codes       %7.2f ms, of which the packs %.0f %%\n", codes.seconds * 1e3,
	       packs / codes.seconds * 100);
	return 0;
}
