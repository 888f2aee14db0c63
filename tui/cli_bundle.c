/* mtdesk bundle: cards of desks, bundles and receipts, without a screen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/bundles.h"
#include "db/plain_file.h"
#include "tui/cli.h"

/* What a kind of work is called with. */
struct work {
	const struct cli *cli;
	struct store *store;
	struct actor who;
};

/* What stands in a file that can be read, or is not allowed, is a finding; what cannot be read or written is not. */
static int fail(const struct err *err, bool file_was_read)
{
	bool found = err->code == ERR_NOT_ALLOWED || err->code == ERR_CONFLICT ||
		     (err->code == ERR_INPUT && file_was_read);

	cli_complain("%s", err->msg);
	return found ? EXIT_FOUND : EXIT_UNUSABLE;
}

/* Can the file be read at all? 0, or an exit status. */
static int check_file(const char *path)
{
	struct err err = { 0 };
	int64_t bytes;
	int fd = plain_file_open(path, &bytes, &err);

	if (fd < 0)
		return cli_fail(&err);
	close(fd);
	return EXIT_DONE;
}

/* ---- cards ---- */

static int print_card(struct work *w)
{
	char card[PEER_CARD_SIZE], groups[KEY_GROUPS_SIZE];
	struct err err = { 0 };
	struct peer self;

	if (peer_card_make(w->store, card, &err) < 0 || peer_card_read(card, &self, &err) < 0)
		return cli_fail(&err);
	cli_print("%s\n", card);
	cli_complain(_("“%s”的密钥是 %s：请对方登记时当面或打电话核对"), self.name,
		     key_groups(self.key_id, groups));
	return EXIT_DONE;
}

static int take_card(struct work *w)
{
	char groups[KEY_GROUPS_SIZE];
	struct err err = { 0 };
	struct peer p;

	if (peer_card_load(w->cli->args[1], &p, &err) < 0 ||
	    peer_save(w->store, &w->who, &p, &err) < 0)
		return fail(&err, true);
	cli_print(_("已登记往来台“%s”（%s），密钥 %s；请与对方当面或打电话核对这个密钥\n"), p.name,
		  p.code, key_groups(p.key_id, groups));
	return EXIT_DONE;
}

/* ---- bundles ---- */

static void print_made(const struct bundle_result *r)
{
	cli_print(_("给“%s”的第 %lld 号数据包：%lld 件，%lld 个材料文件\n%s\n"), r->peer,
		  (long long)r->number, (long long)r->filings, (long long)r->materials, r->path);
	if (r->waiting)
		cli_print(_("还有 %lld 件装不下，请再做一个数据包\n"), (long long)r->waiting);
}

/* The peer that the word means: 0, or an exit status. */
static int find_peer(struct work *w, struct peer *out)
{
	char *word = cli_text(w->cli->args[1]);
	struct err err = { 0 };
	int rc = peer_find(w->store, word ? word : "", out, &err);

	free(word);
	return rc == 1 ? EXIT_DONE : fail(&err, true);
}

static int make(struct work *w)
{
	struct bundle_result r;
	struct err err = { 0 };
	struct peer p;
	int rc = find_peer(w, &p);

	if (rc)
		return rc;
	if (bundle_make(w->store, &w->who, p.id, w->cli->output, NULL, NULL, &r, &err) < 0)
		return fail(&err, false);
	print_made(&r);
	return EXIT_DONE;
}

static int make_again(struct work *w)
{
	struct bundle_result r;
	struct err err = { 0 };
	struct peer p;
	char *end;
	long long number = strtoll(w->cli->args[2], &end, 10);
	int rc = *end || number < 1 ? EXIT_USAGE : find_peer(w, &p);

	if (rc == EXIT_USAGE)
		cli_complain(
			"%s",
			_("重做哪一号？请写数据包的编号，如 mtdesk bundle again 名称 3 -o DIR"));
	if (rc)
		return rc;
	if (bundle_again(w->store, &w->who, p.id, number, w->cli->output, NULL, NULL, &r, &err) < 0)
		return fail(&err, false);
	print_made(&r);
	return EXIT_DONE;
}

static int take(struct work *w)
{
	struct bundle_result r;
	struct err err = { 0 };

	if (bundle_take(w->store, &w->who, w->cli->args[1], NULL, NULL, &r, &err) < 0)
		return fail(&err, true);
	cli_print(r.again ? _("“%s”的第 %lld 号数据包先前已收下，没有改动：%lld 件\n")
			  : _("已收下“%s”的第 %lld 号数据包：%lld 件\n"),
		  r.peer, (long long)r.number, (long long)r.filings);
	cli_print(_("回执：%s\n"), r.path);
	if (*r.gaps)
		cli_print(_("还没有收到“%s”的第 %s 号数据包，请向对方要\n"), r.peer, r.gaps);
	return EXIT_DONE;
}

static int take_receipt(struct work *w)
{
	struct bundle_result r;
	struct err err = { 0 };

	if (bundle_receipt(w->store, &w->who, w->cli->args[1], &r, &err) < 0)
		return fail(&err, true);
	cli_print(r.again ? _("“%s”收到第 %lld 号数据包的回执先前已登记\n")
			  : _("“%s”已收到第 %lld 号数据包\n"),
		  r.peer, (long long)r.number);
	if (*r.gaps)
		cli_print(_("对方还没有收到第 %s 号数据包，请再送一次\n"), r.gaps);
	return EXIT_DONE;
}

/* ---- the command ---- */

static const struct kind {
	const char *word;
	int args; /* the word included */
	bool file, folder, acts;
	int (*run)(struct work *w);
} kinds[] = {
	{ "card", 1, false, false, false, print_card },
	{ "peer", 2, true, false, true, take_card },
	{ "make", 2, false, true, true, make },
	{ "again", 3, false, true, true, make_again },
	{ "take", 2, true, false, true, take },
	{ "receipt", 2, true, false, true, take_receipt },
};

static const struct kind *find_kind(const struct cli *cli)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (strcmp(kinds[i].word, cli->args[0]) == 0)
			return cli->count == kinds[i].args &&
					       kinds[i].folder == (cli->output != NULL)
				       ? &kinds[i]
				       : NULL;
	return NULL;
}

static int run(struct work *w, const struct kind *k)
{
	int rc = k->acts ? cli_actor(w->cli, w->store, &w->who) : EXIT_DONE;

	if (rc)
		return rc;
	rc = k->run(w);
	cli_actor_leave(w->store, &w->who);
	return rc;
}

int cli_bundle(const struct cli *cli)
{
	const struct kind *k = find_kind(cli);
	struct work w = { .cli = cli };
	int rc;

	if (!k) {
		cli_complain("%s", _("请写 card、peer FILE、make NAME -o DIR、again NAME 编号 -o "
				     "DIR、take FILE 或 receipt FILE"));
		return EXIT_USAGE;
	}
	rc = k->file ? check_file(cli->args[1]) : EXIT_DONE;
	if (rc == 0)
		rc = cli_store(cli, k->acts ? STORE_READ_WRITE : STORE_READ_ONLY, &w.store);
	if (rc)
		return rc;
	rc = run(&w, k);
	store_close(w.store);
	return rc;
}
