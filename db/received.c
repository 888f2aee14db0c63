/* Filings that came from other desks: the list, and what their desks signed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/received_parts.h"
#include "db/stmt.h"

/* ---- rows ---- */

/* The columns of RECEIVED_COLUMNS (statements.c). */
static void read_brief(struct stmt *q, struct received *out)
{
	*out = (struct received) { .id = stmt_int(q, 0),
				   .peer = stmt_int(q, 1),
				   .number = stmt_int(q, 2),
				   .version = stmt_int(q, 3),
				   .filing = stmt_int(q, 4),
				   .state = state_by_name(stmt_text(q, 12)) };
	stmt_copy_text(q, 5, out->no, sizeof(out->no));
	stmt_copy_text(q, 6, out->filing_no, sizeof(out->filing_no));
	stmt_copy_text(q, 7, out->psn_name, sizeof(out->psn_name));
	stmt_copy_text(q, 8, out->certno, sizeof(out->certno));
	stmt_copy_text(q, 9, out->disease, sizeof(out->disease));
	stmt_copy_text(q, 10, out->peer_name, sizeof(out->peer_name));
	stmt_copy_text(q, 11, out->at, sizeof(out->at));
	stmt_copy_text(q, 13, out->filing_here, sizeof(out->filing_here));
}

int received_list(struct store *st, bool open_only, struct received *out, int space,
		  struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_RECEIVED_LIST);
	int count = 0, rc = 0;

	stmt_bind_int(q, 1, open_only);
	stmt_bind_int(q, 2, space);
	while (count < space && (rc = stmt_step(q, err)) == 1)
		read_brief(q, &out[count++]);
	stmt_done(q);
	return rc < 0 ? -1 : count;
}

int received_of_filing(struct store *st, int64_t filing, struct received *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_RECEIVED_OF_FILING);
	int rc;

	stmt_bind_int(q, 1, filing);
	rc = stmt_step(q, err);
	if (rc == 1)
		read_brief(q, out);
	stmt_done(q);
	return rc;
}

void received_full_finish(struct received_full *r)
{
	free(r->text);
	free(r->acts);
	free(r->materials);
	bundle_filing_finish(&r->filing);
	*r = (struct received_full) { 0 };
}

static int read_full(struct stmt *q, struct received_full *out, struct err *err)
{
	read_brief(q, &out->brief);
	out->text = strdup(stmt_text(q, 14));
	out->acts = strdup(stmt_text(q, 15));
	out->materials = strdup(stmt_text(q, 16));
	stmt_copy_text(q, 17, out->sm3, sizeof(out->sm3));
	if (!out->text || !out->acts || !out->materials)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	return 1;
}

static bool is_sound(const struct received_full *r)
{
	const struct received *b = &r->brief;
	const struct received_row row = {
		.peer = b->peer,
		.number = b->number,
		.version = b->version,
		.no = b->no,
		.filing_no = b->filing_no,
		.state = state_name(b->state),
		.psn_name = b->psn_name,
		.certno = b->certno,
		.disease = b->disease,
		.text = r->text,
		.acts = r->acts,
		.materials = r->materials,
	};
	char sm3[SM3_HEX_SIZE];

	return received_digest(&row, sm3) == 0 && strcmp(sm3, r->sm3) == 0;
}

int received_load(struct store *st, int64_t id, struct received_full *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_RECEIVED_GET);
	struct received_full r = { 0 };
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, err);
	if (rc == 1)
		rc = read_full(q, &r, err);
	stmt_done(q);
	if (rc == 1)
		rc = peer_load(st, r.brief.peer, &r.peer, err);
	if (rc == 1) {
		r.sound = is_sound(&r);
		rc = bundle_filing_read(r.acts, strlen(r.acts), &r.filing, err) < 0 ? -1 : 1;
	}
	if (rc == 1)
		*out = r;
	else
		received_full_finish(&r);
	return rc;
}

/* ---- each act's verdict ---- */

enum trust { TRUST_VALID, TRUST_INVALID, TRUST_UNKNOWN };

static const char *const trust_words[] = {
	[TRUST_VALID] = N_("有效"),
	[TRUST_INVALID] = N_("无效"),
	[TRUST_UNKNOWN] = N_("无法确认"),
};

struct opinion {
	enum trust trust;
	char why[256]; /* "" where it is valid */
};

static struct opinion judged(enum trust trust, const char *why)
{
	struct opinion j = { .trust = trust };

	snprintf(j.why, sizeof(j.why), "%s", why);
	return j;
}

static bool act_is(const struct bundle_act *a, const char *key, const char *value)
{
	char *said = act_text_get(a->text, key);
	bool same = strcmp(said ? said : "", value) == 0;

	free(said);
	return same;
}

/* Does the amended filing, as far as it came, hold the act that this one names? 1, 0, -1: it has not come. */
static int find_amended(struct store *st, const struct received_full *r)
{
	struct stmt *q = stmt_get(st, STMT_RECEIVED_BY_NO);
	struct received_full amended;
	int64_t id = 0;
	int found = 0;

	stmt_bind_int(q, 1, r->brief.peer);
	stmt_bind_text(q, 2, r->filing.amends);
	if (stmt_fetch_int(q, &id, NULL) != 1 || received_load(st, id, &amended, NULL) != 1)
		return -1;
	for (size_t i = 0; i < amended.filing.acts_count; i++)
		found |= act_is(&r->filing.acts[0], "before_sm3", amended.filing.acts[i].sm3);
	received_full_finish(&amended);
	return found;
}

static struct opinion judge_outside(struct store *st, const struct received_full *r)
{
	char why[256];
	int found = find_amended(st, r);

	if (found == 1)
		return judged(TRUST_VALID, "");
	snprintf(why, sizeof(why),
		 found < 0 ? _("所修正的“%s”还没有收到") : _("接不上所修正的“%s”"),
		 r->filing.amends);
	return judged(TRUST_UNKNOWN, why);
}

/* In this order: what is wrong for certain, then what cannot be known. */
static struct opinion judge(struct store *st, const struct received_full *r, size_t i,
			      const char *links)
{
	const struct bundle_act *a = &r->filing.acts[i];
	enum sm2_verdict v = sm2_verify(a->public, a->text, strlen(a->text), a->signature);

	if (!r->sound)
		return judged(TRUST_INVALID, _("收下之后被改动过"));
	if (v == SM2_TROUBLE)
		return judged(TRUST_UNKNOWN, _(sm2_verdict_words(v)));
	if (v != SM2_VALID)
		return judged(TRUST_INVALID, _(sm2_verdict_words(v)));
	if (*links)
		return judged(TRUST_INVALID, links);
	if (!r->peer.active)
		return judged(TRUST_UNKNOWN, _("送来的台已停用"));
	if (i == 0 && *r->filing.amends)
		return judge_outside(st, r);
	return judged(TRUST_VALID, "");
}

/* ---- words ---- */

static void put_act(FILE *out, const struct bundle_act *a, const struct opinion *j)
{
	char *name = act_text_get(a->text, "actor_name"), *role = act_text_get(a->text, "role"),
	     *at = act_text_get(a->text, "at");
	enum role r = role ? role_by_key(role) : ROLE_COUNT;

	fprintf(out, _("    %s：%s%s%s  %s %s %s\n"), _(act_label(a->act)),
		_(trust_words[j->trust]), *j->why ? _("，") : "", j->why, at ? at : "",
		name ? name : "", r == ROLE_COUNT ? "" : _(role_label(r)));
	free(name);
	free(role);
	free(at);
}

static void put_origin(FILE *out, const struct received_full *r)
{
	const struct received *b = &r->brief;

	fprintf(out, _("由“%s”送来并由该台签署封装：第 %lld 号数据包，%.16s 收下\n"), b->peer_name,
		(long long)b->number, b->at);
	fprintf(out, _("对方受理号：%s    第 %lld 版    %s\n"), b->no, (long long)b->version,
		_(state_label(b->state)));
	if (*b->filing_no)
		fprintf(out, _("对方备案号：%s\n"), b->filing_no);
	if (*r->filing.amends)
		fprintf(out, _("修正对方的“%s”\n"), r->filing.amends);
	if (*b->filing_here)
		fprintf(out, _("本台已接办：受理号 %s\n"), b->filing_here);
}

static int put_words(struct store *st, const struct received_full *r, const struct policies *ps,
		     FILE *out, struct err *err)
{
	const struct bundle_act *last = &r->filing.acts[r->filing.acts_count - 1];
	struct err links = { 0 };
	char *content = act_text_words(r->text, last->text, ps);

	if (!content)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	bundle_filing_check(&r->filing, r->peer.uuid, &links);
	put_origin(out, r);
	fprintf(out, _("\n各次签署（签名人和密钥是谁的，以送来的台所说为准）：\n"));
	for (size_t i = 0; i < r->filing.acts_count; i++) {
		const struct opinion j = judge(st, r, i, links.msg);

		put_act(out, &r->filing.acts[i], &j);
	}
	fprintf(out, _("\n最后一次签署的内容：\n%s"), content);
	free(content);
	return 0;
}

int received_words(struct store *st, int64_t id, const struct policies *ps, char **out,
		   struct err *err)
{
	struct received_full r;
	char *words = NULL;
	size_t len;
	FILE *f;
	int rc = received_load(st, id, &r, err);

	if (rc < 1)
		return rc < 0 ? -1 : err_set(err, ERR_CONFLICT, _("收到的件里没有这一件"));
	f = open_memstream(&words, &len);
	rc = f ? put_words(st, &r, ps, f, err) : err_set(err, ERR_MEMORY, _("内存不足"));
	if (f)
		fclose(f);
	received_full_finish(&r);
	if (rc == 0 && words)
		*out = words;
	else
		free(words);
	return rc;
}
