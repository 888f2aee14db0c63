/* Any bytes as a file of replies: the pieces are bounded and in order, and every one is read or has its reason. */
#include "tests/fuzz/fuzz.h"

#include "db/json_pieces.h"
#include "db/national_parts.h"
#include "forms/text.h"

static void judge(const struct json_piece *piece, uint64_t before, uint64_t lines)
{
	struct national_reply reply;

	PROMISE(piece->line >= before && piece->line <= lines, "a piece on no line");
	PROMISE(piece->len <= JSON_PIECE_BYTES, "a piece without bound");
	if (piece->fault)
		return;
	PROMISE(piece->text[0] == '{', "a piece that is no object");
	national_read_reply(piece->text, piece->len, &reply);
	PROMISE(reply.fault || *reply.infcode, "a reply without code or reason");
	/* Words that were cut may end with a blank. */
	PROMISE((strlen(reply.error) > 2000 || text_is_clean(reply.error)) &&
			text_is_clean(reply.serial) && text_is_clean(reply.msgid) &&
			text_is_clean(reply.refmsgid),
		"a text that is not clean");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	FILE *in = size ? fmemopen(text, size, "r") : NULL;
	struct json_pieces p;
	struct json_piece piece;
	uint64_t before = 1, lines = 1, count = 0;
	int rc;

	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n';
	if (in) {
		PROMISE(json_pieces_init(&p, in) == 0, "memory");
		while ((rc = json_pieces_next(&p, &piece, NULL)) == 1) {
			judge(&piece, before, lines);
			before = piece.line;
			PROMISE(++count <= size, "more pieces than bytes");
		}
		PROMISE(rc == 0, "not read to the end");
		json_pieces_finish(&p);
		fclose(in);
	}
	free(text);
	return 0;
}
