/* What encoding a file is in. Declared in db/encoding.h.
 *
 * The whole file is read as each of the candidates at once, in one window of memory. A mark decides; else strict UTF-8, else GB18030,
 * else GBK (which differs by Windows' euro sign). Where nothing reads it to the end, it is taken for what read furthest, so
 * that the place which is told is a wrong byte and not the first Chinese character. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "db/encoding_codes.h"

#define WINDOW 65536
/* Text that is read without a fault both ways is doubted up to so many characters beyond ASCII; longer, chance is no explanation. */
#define DOUBT_MOST 30
/* So many characters of UTF-8 in a row do not stand in other text by chance: one in ten million of GBK. */
#define UTF8_SURE 8
#define UTF16_NULS 3

struct reading {
	enum encoding encoding;
	uint64_t at;     /* read up to here */
	uint64_t beyond; /* characters beyond ASCII */
	bool usual;      /* ... and all of them such as GB2312 has */
	bool failed;
};

struct detection {
	struct reading utf8, gb18030, gbk;
	char window[WINDOW];
	uint64_t base; /* offset of the window's first byte */
	size_t held;
	bool last;
	uint64_t nul[2], bytes; /* NULs at even and odd places of the first window */
	char head[4];
	size_t head_len;
};

/* GB2312's signs and its two levels of ideographs: what Chinese text hardly ever leaves. */
static bool is_usual(const char *s, size_t len)
{
	unsigned char lead = (unsigned char)s[0];

	return len == 2 && (unsigned char)s[1] >= 0xA1 &&
	       ((lead >= 0xA1 && lead <= 0xA9) || (lead >= 0xB0 && lead <= 0xF7));
}

static void read_on(struct reading *r, const struct detection *d)
{
	while (!r->failed && r->at < d->base + d->held) {
		size_t from = (size_t)(r->at - d->base), n;
		uint32_t cp;

		n = encoding_take(r->encoding, d->window + from, d->held - from, &cp);
		if (n == ENCODING_CUT && !d->last)
			return;
		if (n == 0 || n == ENCODING_CUT) {
			r->failed = true;
			return;
		}
		r->at += n;
		if (n == 1 && cp < 0x80)
			continue;
		r->beyond++;
		r->usual &= is_usual(d->window + from, n);
	}
}

/* GBK reads what GB18030 reads, and on from where that stops. */
static void read_both(struct detection *d)
{
	if (!d->gb18030.failed) {
		read_on(&d->gb18030, d);
		d->gbk = d->gb18030;
		d->gbk.encoding = ENCODING_GBK;
		d->gbk.failed = false;
	}
	if (d->gb18030.failed)
		read_on(&d->gbk, d);
}

static uint64_t least(const struct detection *d)
{
	const struct reading *const all[] = { &d->utf8, &d->gb18030, &d->gbk };
	uint64_t at = d->base + d->held;

	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		if (!all[i]->failed && all[i]->at < at)
			at = all[i]->at;
	return at;
}

static void count_nuls(struct detection *d)
{
	for (size_t i = 0; i < d->held; i++)
		d->nul[i % 2] += d->window[i] == '\0';
	d->bytes = d->held;
	d->head_len = d->held < sizeof(d->head) ? d->held : sizeof(d->head);
	memcpy(d->head, d->window, d->head_len);
}

static int fill(struct detection *d, FILE *in, struct err *err)
{
	bool first = d->base == 0 && d->held == 0;

	errno = 0;
	d->held += fread(d->window + d->held, 1, sizeof(d->window) - d->held, in);
	d->last = d->held < sizeof(d->window);
	if (ferror(in))
		return err_set(err, ERR_INPUT, _("文件读到一半读不下去了：%s"), err_system(errno));
	if (first)
		count_nuls(d);
	return 0;
}

static int read_all(struct detection *d, FILE *in, struct err *err)
{
	while (!d->last && !(d->utf8.failed && d->gb18030.failed && d->gbk.failed)) {
		uint64_t next;

		if (fill(d, in, err) < 0)
			return -1;
		read_on(&d->utf8, d);
		read_both(d);
		next = least(d);
		d->held -= (size_t)(next - d->base);
		memmove(d->window, d->window + (next - d->base), d->held);
		d->base = next;
	}
	return 0;
}

static size_t begins(const struct detection *d, const char *mark, size_t len)
{
	return d->head_len >= len && memcmp(d->head, mark, len) == 0 ? len : 0;
}

/* Its marks; or NULs at every other place only, a quarter of these places at least, which text of bytes never has. */
static bool is_utf16(const struct detection *d)
{
	uint64_t most = d->nul[0] > d->nul[1] ? d->nul[0] : d->nul[1];

	if (begins(d, "\xFF\xFE", 2) || begins(d, "\xFE\xFF", 2) || begins(d, "\0\0\xFE\xFF", 4))
		return true;
	return most >= UTF16_NULS && most == d->nul[0] + d->nul[1] && most >= d->bytes / 8 &&
	       d->bytes % 2 == 0;
}

/* What two read equally far is UTF-8 where it has read any of its characters, for it is the stricter one. */
static const struct reading *furthest(const struct detection *d)
{
	const struct reading *gb = d->gb18030.at >= d->gbk.at ? &d->gb18030 : &d->gbk;

	if (d->utf8.at > gb->at || (d->utf8.at == gb->at && d->utf8.beyond > 0))
		return &d->utf8;
	return gb;
}

static void judge(const struct detection *d, struct encoding_guess *out)
{
	*out = (struct encoding_guess) { .encoding = ENCODING_UTF8, .utf16 = is_utf16(d) };
	out->mark = begins(d, encoding_mark(ENCODING_UTF8), 3);
	if (out->utf16 || out->mark)
		return;
	out->mark = begins(d, encoding_mark(ENCODING_GB18030), 4);
	if (out->mark) {
		out->encoding = ENCODING_GB18030;
		return;
	}
	if (!d->utf8.failed) {
		out->doubtful = d->utf8.beyond > 0 && d->utf8.beyond <= DOUBT_MOST &&
				!d->gb18030.failed && d->gb18030.usual;
		return;
	}
	out->encoding = !d->gb18030.failed ? ENCODING_GB18030
			: !d->gbk.failed   ? ENCODING_GBK
					   : furthest(d)->encoding;
	out->doubtful = out->encoding != ENCODING_UTF8 && d->utf8.beyond >= UTF8_SURE;
}

int encoding_detect(FILE *in, struct encoding_guess *out, struct err *err)
{
	struct detection *d = calloc(1, sizeof(*d));
	int rc;

	if (!d)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	d->utf8 = (struct reading) { .encoding = ENCODING_UTF8, .usual = true };
	d->gb18030 = (struct reading) { .encoding = ENCODING_GB18030, .usual = true };
	rc = read_all(d, in, err);
	if (rc == 0)
		judge(d, out);
	free(d);
	if (rc == 0 && fseeko(in, 0, SEEK_SET) != 0)
		return err_set(err, ERR_INPUT, _("文件读到一半读不下去了：%s"), err_system(errno));
	return rc;
}
