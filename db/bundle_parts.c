#include "db/bundle_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/staff_parts.h"
#include "db/stmt.h"

#define KIND "mtdesk-bundle/1"

/* ---- digests met ---- */

int bundle_seen_add(struct bundle_seen *s, const char *sm3, struct err *err)
{
	void *more;

	for (size_t i = 0; i < s->count; i++)
		if (strcmp(s->sm3[i], sm3) == 0)
			return 0;
	more = realloc(s->sm3, (s->count + 1) * sizeof(*s->sm3));
	if (!more)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	s->sm3 = more;
	snprintf(s->sm3[s->count++], sizeof(*s->sm3), "%s", sm3);
	return 1;
}

void bundle_seen_finish(struct bundle_seen *s)
{
	free(s->sm3);
	*s = (struct bundle_seen) { 0 };
}

/* ---- the record B ---- */

int bundle_head_make(const struct bundle_head *h, char **out, size_t *out_len, struct err *err)
{
	struct canonical c = { 0 };

	canonical_begin(&c, KIND);
	canonical_add(&c, "sender", h->sender);
	canonical_add(&c, "receiver", h->receiver);
	canonical_add_int(&c, "number", h->number);
	canonical_add_int(&c, "filings", h->filings);
	if (c.failed) {
		canonical_finish(&c);
		return err_set(err, ERR_MEMORY, _("内存不足"));
	}
	*out = c.text;
	*out_len = c.len;
	return 0;
}

static bool take(struct canonical_reader *r, const char *key, char *out, size_t size)
{
	struct canonical_line line;

	if (!canonical_next(r, &line) || !canonical_line_is(&line, key) || !line.value ||
	    line.value_len >= size)
		return false;
	memcpy(out, line.value, line.value_len);
	out[line.value_len] = '\0';
	return true;
}

/* Put together again it must be the same bytes. */
bool bundle_head_read(const char *text, size_t len, struct bundle_head *out)
{
	char number[12], filings[12], *again = NULL;
	struct bundle_head h = { 0 };
	struct canonical_reader r;
	size_t again_len = 0;
	bool same;

	if (!canonical_open(&r, KIND, text, len) ||
	    !take(&r, "sender", h.sender, sizeof(h.sender)) ||
	    !take(&r, "receiver", h.receiver, sizeof(h.receiver)) ||
	    !take(&r, "number", number, sizeof(number)) ||
	    !take(&r, "filings", filings, sizeof(filings)))
		return false;
	h.number = strtoll(number, NULL, 10);
	h.filings = strtoll(filings, NULL, 10);
	if (h.filings < 1 || h.filings > BUNDLE_FILINGS_MOST ||
	    bundle_head_make(&h, &again, &again_len, NULL) < 0)
		return false;
	same = again_len == len && memcmp(again, text, len) == 0;
	free(again);
	if (same)
		*out = h;
	return same;
}

/* ---- the desk and the right ---- */

int bundle_desk(struct store *st, struct desk_identity *out, struct err *err)
{
	int there = desk_identity_load(st, out, err);

	if (there == 0)
		return err_set(err, ERR_INPUT, _("本台还没有建立，请先打开登记台建台"));
	return there < 0 ? -1 : 0;
}

int bundle_may(struct store *st, const struct actor *who, struct err *err)
{
	if (staff_may(st, who, ACT_BUNDLE, err) == 0)
		return 0;
	return refuse_and_note(st, ACT_BUNDLE, "", err);
}

int bundle_note(struct store *st, int64_t peer, const char *detail, int64_t *out_seq,
		struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];

	return audit_append(st,
			    &(struct audit_entry) { .act = ACT_BUNDLE,
						    .object = audit_object("peer", peer, object),
						    .detail = detail },
			    out_seq, err);
}

/* ---- gaps ---- */

/* "3," or "5-6," behind what is there; false when there is no room left for it and for the "+" behind it. */
static bool put_gap(char *out, size_t *len, int64_t from, int64_t to)
{
	char word[48];
	int n = from == to ? snprintf(word, sizeof(word), "%lld,", (long long)from)
			   : snprintf(word, sizeof(word), "%lld-%lld,", (long long)from,
				      (long long)to);

	if (*len + (size_t)n + 2 > BUNDLE_GAPS_SIZE)
		return false;
	memcpy(out + *len, word, (size_t)n + 1);
	*len += (size_t)n;
	return true;
}

int bundle_gaps_of(struct store *st, int64_t peer, char out[BUNDLE_GAPS_SIZE], struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_BUNDLE_IN_NUMBERS);
	int64_t next = 1;
	bool room = true;
	size_t len = 0;
	int rc;

	out[0] = '\0';
	stmt_bind_int(q, 1, peer);
	while ((rc = stmt_step(q, err)) == 1 && room) {
		int64_t number = stmt_int(q, 0);

		room = number <= next || put_gap(out, &len, next, number - 1);
		next = number + 1;
	}
	stmt_done(q);
	if (!room)
		memcpy(out + len, "+", 2);
	else if (len > 0)
		out[len - 1] = '\0';
	return rc < 0 ? -1 : 0;
}

void bundle_gaps_words(const char *gaps, char *out, size_t size)
{
	size_t len = 0;

	out[0] = '\0';
	for (; *gaps && len + 8 < size; gaps++) {
		bool more = gaps[0] == ',' && gaps[1] == '+';

		len += (size_t)snprintf(out + len, size - len, "%.*s", more || *gaps == ',' ? 0 : 1,
					gaps);
		if (more || *gaps == ',')
			len += (size_t)snprintf(out + len, size - len, "%s",
						more ? _(" 等") : _("、"));
		gaps += more;
	}
}
