/* Replies from a file: each is read, joined to its request, and kept beside the filing. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/json_pieces.h"
#include "db/national_parts.h"
#include "db/outbox_parts.h"
#include "db/plain_file.h"
#include "db/staff_parts.h"
#include "db/stmt.h"
#include "forms/text.h"

#define SERIAL_CHARS_MOST 30
#define NAMED_MOST 10000
#define PIECE 65536
#define BESIDE ".replies"

struct national_reader {
	struct store *st;
	struct actor who;
	FILE *in, *words;
	size_t words_size;
	struct json_pieces pieces;
	struct national_reply_result result;
	uint64_t all, done, named;
	int64_t file; /* the sent file whose lines the replies follow; 0: they have numbers */
	char sm3[SM3_HEX_SIZE];
};

/* ---- what is said of one ---- */

/* One reply, where it stands, and what it is about. */
struct item {
	struct json_piece piece;
	struct national_reply reply;
	struct outbox_row row;
	uint64_t number;
};

static void name_item(struct national_reader *r, const struct item *it, const char *why)
{
	if (r->named++ < NAMED_MOST)
		fprintf(r->words, _("第 %llu 条（第 %llu 行）：%s\n"),
			(unsigned long long)it->number, (unsigned long long)it->piece.line, why);
}

static int is_bad(struct national_reader *r, const struct item *it, const char *why)
{
	r->result.bad++;
	name_item(r, it, why);
	return 0;
}

static int is_unknown(struct national_reader *r, const struct item *it, const char *why)
{
	r->result.unknown++;
	name_item(r, it, why);
	return 0;
}

/* ---- joining ---- */

/* 1 with it->row, 0 none of ours, -1. */
static int find_row(struct national_reader *r, struct item *it, struct err *err)
{
	int rc = 0;

	if (r->file)
		rc = outbox_file_line(r->st, r->file, (int64_t)it->number, it->reply.msgid, err);
	if (rc < 0)
		return -1;
	if (*it->reply.msgid)
		return outbox_by_msgid(r->st, it->reply.msgid, &it->row, err);
	if (!*it->reply.refmsgid)
		return 0;
	rc = outbox_by_msgid(r->st, it->reply.refmsgid, &it->row, err);
	if (rc == 1)
		text_copy(it->reply.msgid, sizeof(it->reply.msgid), it->reply.refmsgid);
	return rc;
}

/* ---- keeping ---- */

static int keep(struct national_reader *r, struct item *it, enum outbox_state state,
		uint64_t *counter, struct err *err)
{
	struct outbox_row *row = &it->row;

	row->state = state;
	text_copy(row->infcode, sizeof(row->infcode), it->reply.infcode);
	text_copy(row->error, sizeof(row->error), it->reply.error);
	(*counter)++;
	return outbox_answer(r->st, row, it->reply.refmsgid, err);
}

static int is_same(struct national_reader *r)
{
	r->result.same++;
	return 0;
}

/* Of a request that was sent anew only the last one can be refused; what the platform has taken it has. */
static int take_failure(struct national_reader *r, struct item *it, struct err *err)
{
	const struct outbox_row *row = &it->row;
	bool current = strcmp(row->msgid, it->reply.msgid) == 0;

	if (!current || (row->state != OUTBOX_SENT && row->state != OUTBOX_REFUSED))
		return is_same(r);
	if (row->state == OUTBOX_REFUSED && strcmp(row->infcode, it->reply.infcode) == 0 &&
	    strcmp(row->error, it->reply.error) == 0)
		return is_same(r);
	return keep(r, it, OUTBOX_REFUSED, &r->result.refused, err);
}

static int take_serial(struct national_reader *r, struct item *it, struct err *err)
{
	struct outbox_row *row = &it->row;
	bool known = row->state == OUTBOX_ANSWERED && *row->serial;

	if (text_chars(it->reply.serial) > SERIAL_CHARS_MOST)
		return is_bad(r, it, _("流水号超过 30 个字符，没有采用"));
	if (known && strcmp(row->serial, it->reply.serial) == 0)
		return is_same(r);
	if (known)
		return is_bad(r, it, _("此件已有另一个流水号，没有采用；请向中心核对"));
	text_copy(row->serial, sizeof(row->serial), it->reply.serial);
	return keep(r, it, OUTBOX_ANSWERED, &r->result.answered, err);
}

/* A registration without a serial number has failed, whatever the code says. */
static int take_reply(struct national_reader *r, struct item *it, struct err *err)
{
	bool tells = strcmp(it->row.infno, "2503") == 0;

	if (strcmp(it->reply.infcode, "0") != 0 || (tells && !*it->reply.serial))
		return take_failure(r, it, err);
	if (tells)
		return take_serial(r, it, err);
	if (it->row.state == OUTBOX_ANSWERED)
		return is_same(r);
	return keep(r, it, OUTBOX_ANSWERED, &r->result.answered, err);
}

static int take_item(struct national_reader *r, struct item *it, struct err *err)
{
	char why[160];
	int rc;

	if (it->piece.fault)
		return is_bad(r, it, _(it->piece.fault));
	national_read_reply(it->piece.text, it->piece.len, &it->reply);
	if (it->reply.fault)
		return is_bad(r, it, _(it->reply.fault));
	if (it->reply.query && !*it->reply.msgid) {
		r->result.other++;
		return 0;
	}
	rc = find_row(r, it, err);
	if (rc == 1)
		return take_reply(r, it, err);
	if (rc < 0)
		return -1;
	if (!*it->reply.msgid)
		return is_unknown(r, it, _("没有报文ID，也不能按行序对应"));
	snprintf(why, sizeof(why), _("报文ID %s 不是本台报送的"), it->reply.msgid);
	return is_unknown(r, it, why);
}

/* ---- the file ---- */

/* Count the replies, and look whether any has a number. */
static int look_through(struct national_reader *r, bool *out_numbered, struct err *err)
{
	struct json_piece piece;
	struct national_reply *reply = calloc(1, sizeof(*reply));
	int rc;

	*out_numbered = false;
	if (!reply)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	for (; (rc = json_pieces_next(&r->pieces, &piece, err)) == 1; r->all++) {
		if (piece.fault || *out_numbered)
			continue;
		national_read_reply(piece.text, piece.len, reply);
		*out_numbered = *reply->msgid != '\0';
	}
	free(reply);
	return rc;
}

static int start_anew(struct national_reader *r, struct err *err)
{
	json_pieces_finish(&r->pieces);
	rewind(r->in);
	return json_pieces_init(&r->pieces, r->in) == 0
		       ? 0
		       : err_set(err, ERR_MEMORY, "%s", _("内存不足"));
}

static int digest(struct national_reader *r, struct err *err)
{
	struct sm3 *s = sm3_create();
	unsigned char sum[SM3_SIZE];
	char piece[PIECE];
	size_t n;
	bool done;

	while (s && (n = fread(piece, 1, sizeof(piece), r->in)) > 0)
		sm3_add(s, piece, n);
	done = s && !ferror(r->in) && sm3_end(s, sum);
	sm3_destroy(s);
	if (!done)
		return err_set(err, ERR_INPUT, _("读不出来：%s"), err_system(errno));
	hex_encode(sum, sizeof(sum), r->sm3);
	return 0;
}

/* "X.jsonl" of "X.replies.jsonl" or "X.jsonl.replies"; false: it is called after no file. */
static bool sent_name(const char *path, char *out, size_t size)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	const char *at = strstr(name, BESIDE);

	if (!at)
		return false;
	snprintf(out, size, "%.*s%s", (int)(at - name), name, at + strlen(BESIDE));
	return true;
}

/* Follow the lines of the file that was sent, where the name says so and the counts agree. */
static int find_file(struct national_reader *r, const char *path, struct err *err)
{
	struct outbox_file file;
	char name[256];
	int n;

	if (!sent_name(path, name, sizeof(name)))
		return 0;
	n = outbox_file_find(r->st, name, &file, err);
	if (n == 1 && file.requests == (int64_t)r->all)
		r->file = file.id;
	else if (n == 1)
		fprintf(r->words, _("“%s”报送了 %lld 条，这里有 %llu 条回执，不能按行序对应\n"),
			name, (long long)file.requests, (unsigned long long)r->all);
	else if (n == 0)
		fprintf(r->words, _("本台没有报送过“%s”，不能按行序对应\n"), name);
	else if (n > 1)
		fprintf(r->words, _("本台报送过不止一个“%s”，不能按行序对应\n"), name);
	r->result.by_place = r->file != 0;
	return n < 0 ? -1 : 0;
}

static int open_file(struct national_reader *r, const char *path, struct err *err)
{
	int64_t bytes;
	int fd = plain_file_open(path, &bytes, err);

	if (fd < 0)
		return -1;
	r->in = fdopen(fd, "r");
	if (r->in)
		return 0;
	close(fd);
	return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
}

static int open_reader(struct national_reader *r, const char *path, struct err *err)
{
	bool numbered;

	if (open_file(r, path, err) < 0 || digest(r, err) < 0 || start_anew(r, err) < 0 ||
	    look_through(r, &numbered, err) < 0)
		return -1;
	if (r->all == 0)
		return err_set(err, ERR_INPUT, _("“%.300s”里没有回执"), path);
	if (!numbered && find_file(r, path, err) < 0)
		return -1;
	return start_anew(r, err);
}

int national_replies_open(struct store *st, const struct actor *who, const char *path,
			  struct national_reader **out, struct err *err)
{
	struct national_reader *r;

	if (outbox_refresh(st, err) < 0)
		return -1;
	r = calloc(1, sizeof(*r));
	if (!r)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	r->st = st;
	r->who = *who;
	r->words = open_memstream(&r->result.words, &r->words_size);
	if (!r->words)
		err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	else if (open_reader(r, path, err) == 0) {
		*out = r;
		return 0;
	}
	national_replies_close(r, NULL);
	return -1;
}

/* ---- steps ---- */

static int take_some(struct national_reader *r, struct item *it, bool *out_audited, struct err *err)
{
	int n = 0, rc = 1;

	if (outbox_may(r->st, &r->who, ACT_PLATFORM, out_audited, err) < 0)
		return -1;
	for (; n < OUTBOX_BATCH && (rc = json_pieces_next(&r->pieces, &it->piece, err)) == 1; n++) {
		it->number = ++r->done;
		it->row = (struct outbox_row) { 0 };
		if (take_item(r, it, err) < 0)
			return -1;
	}
	return rc < 0 ? -1 : rc;
}

static int note_import(struct national_reader *r, struct err *err)
{
	char detail[240];

	snprintf(detail, sizeof(detail),
		 "replies answered=%llu refused=%llu unknown=%llu bad=%llu sm3=%s",
		 (unsigned long long)r->result.answered, (unsigned long long)r->result.refused,
		 (unsigned long long)r->result.unknown, (unsigned long long)r->result.bad, r->sm3);
	return audit_append(r->st,
			    &(struct audit_entry) {
				    .act = ACT_PLATFORM, .object = "replies", .detail = detail },
			    NULL, err);
}

/* A step that fails leaves its own part out, and what came before stays. */
int national_replies_step(struct national_reader *r, struct err *err)
{
	struct item *it = calloc(1, sizeof(*it));
	struct err why = { 0 };
	bool audited = false;
	int rc;

	if (!it)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (store_begin(r->st, err) < 0) {
		free(it);
		return -1;
	}
	rc = take_some(r, it, &audited, &why);
	free(it);
	if (rc == 0 && audited && note_import(r, &why) < 0)
		rc = -1;
	if (rc >= 0)
		return store_commit(r->st, err) < 0 ? -1 : rc;
	refuse_and_note(r->st, ACT_PLATFORM, "replies", &why);
	if (err)
		*err = why;
	return -1;
}

void national_replies_so_far(const struct national_reader *r, uint64_t *out_done, uint64_t *out_all)
{
	*out_done = r->done;
	*out_all = r->all;
}

void national_replies_close(struct national_reader *r, struct national_reply_result *out)
{
	if (r->words) {
		if (r->named > NAMED_MOST)
			fprintf(r->words, _("另有 %llu 条没有列出\n"),
				(unsigned long long)(r->named - NAMED_MOST));
		fclose(r->words);
	}
	json_pieces_finish(&r->pieces);
	if (r->in)
		fclose(r->in);
	if (out)
		*out = r->result;
	else
		free(r->result.words);
	free(r);
}

int national_import(struct store *st, const struct actor *who, const char *path,
		    struct national_reply_result *out, struct err *err)
{
	struct national_reader *r;
	int rc;

	*out = (struct national_reply_result) { 0 };
	if (national_replies_open(st, who, path, &r, err) < 0)
		return -1;
	while ((rc = national_replies_step(r, err)) == 1)
		;
	national_replies_close(r, out);
	return rc;
}

bool national_is_replies(const char *path)
{
	int64_t bytes;
	int fd = plain_file_open(path, &bytes, NULL);
	char head[512];
	ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof(head) - 1);
	const char *at = head;

	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return false;
	head[n] = '\0';
	if (strncmp(at, "\xEF\xBB\xBF", 3) == 0)
		at += 3;
	at += strspn(at, " \t\r\n");
	return *at == '{' || *at == '[';
}
