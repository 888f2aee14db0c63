/* The command line: the same work without a screen. Exit status: 0 done, 1 something was found
 * wrong, 2 usage, 3 the store or a file cannot be used. */
#ifndef TUI_CLI_H
#define TUI_CLI_H

#include <stdio.h>

#include "forms/codetable.h"
#include "tui/desk.h"

enum exit_status { EXIT_DONE = 0, EXIT_FOUND = 1, EXIT_USAGE = 2, EXIT_UNUSABLE = 3 };

#define CLI_COSTS_MAX 64

/* One --cost, with the --date that stood before it. */
struct cli_cost {
	const char *date, *amounts;
};

/* The command line as given: bytes of the locale's charset. */
struct cli {
	const char *db, *date, *region, *insutype, *disease, *proof;
	const char *anchor; /* a file's name, bytes of the locale's charset like db */
	struct cli_cost costs[CLI_COSTS_MAX];
	size_t costs_count;
	const char *from, *to, *by, *seed, *size;
	const char *encoding, *format, *output, *user, *state, *kind, *printer, *qr;
	bool json, complete, csv, dry_run, mask, full, bom, slip, blank, values_only, ruler;
	bool locale_replaced; /* LANG=C or a locale that is not there: C.UTF-8 took its place */
	char **args;          /* what is no option, after the command */
	int count;
};

/* Every option there is, as bits: a command says which it takes. */
enum cli_option {
	OPT_DATE = 1 << 0,
	OPT_REGION = 1 << 1,
	OPT_JSON = 1 << 2,
	OPT_COMPLETE = 1 << 3,
	OPT_INSUTYPE = 1 << 4,
	OPT_DISEASE = 1 << 5,
	OPT_COST = 1 << 6,
	OPT_PROOF = 1 << 7,
	OPT_PERIOD = 1 << 8, /* --from, --to */
	OPT_BY = 1 << 9,
	OPT_CSV = 1 << 10,
	OPT_SAMPLE = 1 << 11, /* --seed, --size */
	OPT_ANCHOR = 1 << 12,
	OPT_ENCODING = 1 << 13,
	OPT_FORMAT = 1 << 14,
	OPT_OUTPUT = 1 << 15,
	OPT_USER = 1 << 16,
	OPT_EXPORT = 1 << 17, /* --state, --mask, --full */
	OPT_PRINT = 1 << 18,  /* --kind, --slip, --blank, --values-only, --ruler, --printer */
	OPT_DRY_RUN = 1 << 19,
	OPT_QR = 1 << 20,
	OPT_BOM = 1 << 21,
};

struct cli_command {
	const char *name;
	const char *usage; /* what follows the name */
	const char *help;  /* N_() */
	unsigned options;  /* enum cli_option */
	int least, most;   /* how many arguments */
	int (*run)(const struct cli *cli);
};

/* Run the desk or a command: all of main() but the locale. */
int cli_main(int argc, char **argv, bool locale_replaced);

/* Print to standard output / error in the locale's charset. */
void cli_print(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void cli_complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* An argument as clean UTF-8; the caller frees it. NULL when it is not text of the locale's
 * charset. */
char *cli_text(const char *arg);

/* Complain about a failure; returns the exit status for it. */
int cli_fail(const struct err *err);

/* What a command needs, each opened when asked for. They return 0, or an exit status after
 * complaining. */
int cli_policies(struct policies **out);
int cli_store(const struct cli *cli, enum store_mode mode, struct store **out);
/* --region, else the desk's own, else Leshan. Returns 0 and a code, or an exit status. */
int cli_region(const struct cli *cli, char *out, size_t size);
/* --date, else today. */
int cli_date(const struct cli *cli, struct date *out);
/* --from and --to, else the year of today up to today. */
int cli_period(const struct cli *cli, struct date *from, struct date *to);
/* The folder of installed packs; the caller frees it. */
char *cli_policy_folder(void);

/* What a check of a store's filings needs: the packs without those that its desk leaves out, with what prolongs them. 0, or an
 * exit status after complaining. */
struct cli_world {
	struct settings settings;
	struct policies *policies;
	struct codetable codes;
};
int cli_world_open(struct store *st, struct cli_world *w);
struct check_context cli_world_context(const struct cli_world *w, bool complete);
void cli_world_close(struct cli_world *w);

int cli_check(const struct cli *cli);
int cli_codes(const struct cli *cli);
int cli_find(const struct cli *cli);
int cli_show(const struct cli *cli);
int cli_notice(const struct cli *cli);
int cli_benefit(const struct cli *cli);
int cli_policy(const struct cli *cli);
int cli_roles(const struct cli *cli);
int cli_report(const struct cli *cli);
int cli_day(const struct cli *cli);
int cli_sample(const struct cli *cli);
int cli_training(const struct cli *cli); /* in desk_open.c */
int cli_verify(const struct cli *cli);
int cli_convert(const struct cli *cli);
int cli_import(const struct cli *cli);
int cli_export(const struct cli *cli);
int cli_print_sheet(const struct cli *cli);
int cli_bundle(const struct cli *cli);

/* Of the national platform (cli_platform.c): is it an export or a file for it? Then it is done there. */
bool cli_platform_exports(const struct cli *cli);
int cli_platform_export(const struct cli *cli);
bool cli_platform_imports(const struct cli *cli);
int cli_platform_import(const struct cli *cli);

/* Who does it, on a desk that is set up: --user signs in with the password that is typed at the terminal, or stands in the
 * first line of standard input where that is no terminal. Before a desk is set up nobody is asked. 0 with *out (staff 0:
 * nobody), or an exit status after complaining. The caller signs out with cli_actor_leave(). */
int cli_actor(const struct cli *cli, struct store *st, struct actor *out);
void cli_actor_leave(struct store *st, const struct actor *a);

/* A progress_fn (db/exports.h) that never stops the work: what is done, on standard error when that is a terminal. ctx is a zeroed
 * struct cli_progress; _end wipes the line before anything else is said. */
struct cli_progress {
	int64_t told;
};
bool cli_progress(void *ctx, uint64_t done, uint64_t all);
void cli_progress_end(const struct cli_progress *p);

#endif
