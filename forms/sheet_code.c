#include "forms/sheet_code.h"

#include <stdio.h>
#include <string.h>

#include "forms/calendar.h"
#include "forms/text.h"

#define FORMAT 1

/* How many bytes each part takes at most; of `no` and `last4` the first byte is their length. */
enum {
	FORMAT_BYTES = 1,
	DESK_BYTES = 16,
	NO_BYTES = 1 + SHEET_CODE_NO_MOST / 3 * 2,
	VERSION_BYTES = 2,
	NAME_BYTES = 3,
	LAST4_MOST = 7,
	LAST4_BYTES = 1 + LAST4_MOST,
	DISEASE_BYTES = 3,
	DAY_BYTES = 2,
	AUDIT_SIZE_BYTES = 5,
	AUDIT_HEAD_BYTES = 16,
	KEY_BYTES = 8,
	BODY_MOST = FORMAT_BYTES + DESK_BYTES + NO_BYTES + VERSION_BYTES + NAME_BYTES +
		    LAST4_BYTES + DISEASE_BYTES + 2 * DAY_BYTES + SM3_SIZE + AUDIT_SIZE_BYTES +
		    AUDIT_HEAD_BYTES + KEY_BYTES,
};

_Static_assert(BODY_MOST + SM2_BARE_SIZE == SHEET_CODE_BYTES, "the longest of each part fills it");
_Static_assert(BASE32_CHARS(SHEET_CODE_BYTES) < SHEET_CODE_SIZE, "its text has room");
_Static_assert(BASE32_CHARS(SHEET_CODE_BYTES) <= 311, "what QR version 10-M holds of letters");

/* Day 1 is the first that can be said. */
static const struct date day_zero = { 1989, 12, 31 };

/* ---- masks ---- */

void sheet_code_mask_name(const char *psn_name, char out[16])
{
	size_t len = 0;

	*out = '\0';
	if (!*psn_name)
		return;
	text_codepoint(psn_name, &len);
	snprintf(out, 16, "%.*s*", (int)len, psn_name);
}

void sheet_code_last4(const char *certno, char out[8])
{
	size_t end = strlen(certno), at = end;

	for (int i = 0; i < 4 && at > 0; i++) {
		size_t before = text_prev(certno, at);

		if (end - before > LAST4_MOST)
			break;
		at = before;
	}
	text_copy(out, LAST4_MOST + 1, certno + at);
}

/* ---- writing and reading numbers ---- */

struct writer {
	unsigned char bytes[BODY_MOST];
	size_t len;
};

struct reader {
	const unsigned char *at;
	size_t left;
};

static bool put_number(struct writer *w, uint64_t n, size_t bytes)
{
	for (size_t i = bytes; i-- > 0;)
		w->bytes[w->len++] = (unsigned char)(n >> (8 * i));
	return bytes >= sizeof(n) || n >> (8 * bytes) == 0;
}

static bool take_number(struct reader *r, size_t bytes, uint64_t *out)
{
	if (r->left < bytes)
		return false;
	*out = 0;
	for (size_t i = 0; i < bytes; i++)
		*out = *out << 8 | *r->at++;
	r->left -= bytes;
	return true;
}

/* A counted number that is never 0. */
static bool put_count(struct writer *w, int64_t n, size_t bytes)
{
	return n > 0 && put_number(w, (uint64_t)n, bytes);
}

static bool take_count(struct reader *r, size_t bytes, int64_t *out)
{
	uint64_t n;

	if (!take_number(r, bytes, &n))
		return false;
	*out = (int64_t)n;
	return true;
}

static bool put_hex(struct writer *w, const char *hex, size_t bytes)
{
	bool good = hex_decode(hex, w->bytes + w->len, bytes);

	w->len += bytes;
	return good;
}

static bool take_hex(struct reader *r, size_t bytes, char *out)
{
	if (r->left < bytes)
		return false;
	hex_encode(r->at, bytes, out);
	r->at += bytes;
	r->left -= bytes;
	return true;
}

/* ---- the parts ---- */

static bool put_format(struct writer *w, const struct sheet_code *c)
{
	(void)c;
	return put_number(w, FORMAT, FORMAT_BYTES);
}

static bool take_format(struct reader *r, struct sheet_code *c)
{
	uint64_t format;

	(void)c;
	return take_number(r, FORMAT_BYTES, &format) && format == FORMAT;
}

static void uuid_format(const char hex[2 * DESK_BYTES + 1], char out[37])
{
	snprintf(out, 37, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

static bool put_desk(struct writer *w, const struct sheet_code *c)
{
	const char *d = c->desk;
	char hex[2 * DESK_BYTES + 1], again[37];

	if (strlen(d) != sizeof(again) - 1)
		return false;
	snprintf(hex, sizeof(hex), "%.8s%.4s%.4s%.4s%.12s", d, d + 9, d + 14, d + 19, d + 24);
	uuid_format(hex, again);
	return strcmp(again, d) == 0 && put_hex(w, hex, DESK_BYTES);
}

static bool take_desk(struct reader *r, struct sheet_code *c)
{
	char hex[2 * DESK_BYTES + 1];

	if (!take_hex(r, DESK_BYTES, hex))
		return false;
	uuid_format(hex, c->desk);
	return true;
}

/* Characters of a number; three of them are less than 2^16. */
static const char no_letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-";
#define NO_BASE (sizeof(no_letters) - 1)

/* Up to three characters take two bytes, one alone takes one. */
static size_t group_bytes(size_t chars)
{
	return chars > 1 ? 2 : chars;
}

static bool put_no(struct writer *w, const struct sheet_code *c)
{
	size_t len = strlen(c->no);

	if (len == 0 || len > SHEET_CODE_NO_MOST || strspn(c->no, no_letters) != len)
		return false;
	put_number(w, len, 1);
	for (size_t at = 0; at < len; at += 3) {
		size_t chars = len - at < 3 ? len - at : 3;
		uint64_t n = 0;

		for (size_t i = 0; i < chars; i++)
			n = n * NO_BASE +
			    (uint64_t)(strchr(no_letters, c->no[at + i]) - no_letters);
		put_number(w, n, group_bytes(chars));
	}
	return true;
}

static bool take_no(struct reader *r, struct sheet_code *c)
{
	uint64_t len, n;

	if (!take_number(r, 1, &len) || len > SHEET_CODE_NO_MOST)
		return false;
	for (size_t at = 0; at < len; at += 3) {
		size_t chars = len - at < 3 ? len - at : 3;

		if (!take_number(r, group_bytes(chars), &n))
			return false;
		for (size_t i = chars; i-- > 0; n /= NO_BASE)
			c->no[at + i] = no_letters[n % NO_BASE];
	}
	c->no[len] = '\0';
	return true;
}

static bool put_version(struct writer *w, const struct sheet_code *c)
{
	return put_count(w, c->version, VERSION_BYTES);
}

static bool take_version(struct reader *r, struct sheet_code *c)
{
	return take_count(r, VERSION_BYTES, &c->version);
}

static bool clean(const char *text)
{
	return text_valid(text, strlen(text), NULL) && text_is_clean(text);
}

/* One character and a star; the star is not written. */
static bool put_name(struct writer *w, const struct sheet_code *c)
{
	char masked[16];
	size_t len;

	if (!*c->name || !clean(c->name))
		return false;
	sheet_code_mask_name(c->name, masked);
	return strcmp(masked, c->name) == 0 &&
	       put_number(w, text_codepoint(c->name, &len), NAME_BYTES);
}

static bool take_name(struct reader *r, struct sheet_code *c)
{
	char character[8];
	uint64_t cp;

	if (!take_number(r, NAME_BYTES, &cp) || text_put((uint32_t)cp, character) == 0)
		return false;
	snprintf(c->name, sizeof(c->name), "%s*", character);
	return true;
}

static bool put_last4(struct writer *w, const struct sheet_code *c)
{
	size_t len = strlen(c->last4);

	if (len == 0 || len > LAST4_MOST || !clean(c->last4) || text_chars(c->last4) > 4)
		return false;
	put_number(w, len, 1);
	memcpy(w->bytes + w->len, c->last4, len);
	w->len += len;
	return true;
}

static bool take_last4(struct reader *r, struct sheet_code *c)
{
	uint64_t len;

	if (!take_number(r, 1, &len) || len > LAST4_MOST || len > r->left)
		return false;
	memcpy(c->last4, r->at, len);
	c->last4[len] = '\0';
	r->at += len;
	r->left -= len;
	return true;
}

static bool put_disease(struct writer *w, const struct sheet_code *c)
{
	uint64_t n = 0;

	if (c->disease[0] != 'M' || strspn(c->disease + 1, "0123456789") != 5 || c->disease[6])
		return false;
	for (size_t i = 1; i < 6; i++)
		n = n * 10 + (uint64_t)(c->disease[i] - '0');
	return put_number(w, n, DISEASE_BYTES);
}

static bool take_disease(struct reader *r, struct sheet_code *c)
{
	uint64_t n;

	if (!take_number(r, DISEASE_BYTES, &n) || n > 99999)
		return false;
	snprintf(c->disease, sizeof(c->disease), "M%05u", (unsigned)n);
	return true;
}

static bool put_day(struct writer *w, const char *day)
{
	struct date d;

	if (!*day)
		return put_number(w, 0, DAY_BYTES);
	return date_parse(day, &d) == 0 && put_count(w, date_days_between(day_zero, d), DAY_BYTES);
}

static bool take_day(struct reader *r, char out[DATE_TEXT_SIZE])
{
	uint64_t n;

	if (!take_number(r, DAY_BYTES, &n))
		return false;
	*out = '\0';
	if (n > 0)
		date_format(date_add_days(day_zero, (int)n), out);
	return true;
}

static bool put_certified(struct writer *w, const struct sheet_code *c)
{
	return put_day(w, c->certified);
}

static bool take_certified(struct reader *r, struct sheet_code *c)
{
	return take_day(r, c->certified);
}

static bool put_filed(struct writer *w, const struct sheet_code *c)
{
	return put_day(w, c->filed);
}

static bool take_filed(struct reader *r, struct sheet_code *c)
{
	return take_day(r, c->filed);
}

static bool put_sm3(struct writer *w, const struct sheet_code *c)
{
	return put_hex(w, c->sm3, SM3_SIZE);
}

static bool take_sm3(struct reader *r, struct sheet_code *c)
{
	return take_hex(r, SM3_SIZE, c->sm3);
}

static bool put_audit(struct writer *w, const struct sheet_code *c)
{
	return put_count(w, c->audit_size, AUDIT_SIZE_BYTES) &&
	       put_hex(w, c->audit_head, AUDIT_HEAD_BYTES);
}

static bool take_audit(struct reader *r, struct sheet_code *c)
{
	return take_count(r, AUDIT_SIZE_BYTES, &c->audit_size) &&
	       take_hex(r, AUDIT_HEAD_BYTES, c->audit_head);
}

static bool put_key(struct writer *w, const struct sheet_code *c)
{
	return put_hex(w, c->key_id, KEY_BYTES);
}

static bool take_key(struct reader *r, struct sheet_code *c)
{
	return take_hex(r, KEY_BYTES, c->key_id);
}

/* In the order in which they stand. */
// clang-format off
static const struct part {
	const char *label;
	bool (*put)(struct writer *w, const struct sheet_code *c);  /* false: it does not fit */
	bool (*take)(struct reader *r, struct sheet_code *c);       /* false: it is none */
} parts[] = {
	{ N_("格式"),       put_format,    take_format },
	{ N_("登记台"),     put_desk,      take_desk },
	{ N_("编号"),       put_no,        take_no },
	{ N_("版本"),       put_version,   take_version },
	{ N_("姓名"),       put_name,      take_name },
	{ N_("证件号码"),   put_last4,     take_last4 },
	{ N_("病种编码"),   put_disease,   take_disease },
	{ N_("认定日期"),   put_certified, take_certified },
	{ N_("备案日期"),   put_filed,     take_filed },
	{ N_("内容摘要"),   put_sm3,       take_sm3 },
	{ N_("审计位置"),   put_audit,     take_audit },
	{ N_("密钥编号"),   put_key,       take_key },
};
// clang-format on

/* NULL, or the label of the part that does not fit. */
static const char *write_body(struct writer *w, const struct sheet_code *c)
{
	w->len = 0;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (!parts[i].put(w, c))
			return parts[i].label;
	return NULL;
}

/* What was read must be written again as the same bytes: a sheet has one code. */
static bool read_body(const unsigned char *bytes, size_t len, struct sheet_code *out)
{
	struct reader r = { bytes, len };
	struct writer again;

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (!parts[i].take(&r, out))
			return false;
	return r.left == 0 && !write_body(&again, out) && again.len == len &&
	       memcmp(again.bytes, bytes, len) == 0;
}

/* ---- the whole ---- */

int sheet_code_make(const struct sheet_code *c, const struct sm2_key *desk_key,
		    char out[SHEET_CODE_SIZE], struct err *err)
{
	unsigned char bytes[SHEET_CODE_BYTES];
	char signature[SM2_SIGNATURE_HEX_SIZE];
	struct writer w;
	const char *label = write_body(&w, c);

	if (label)
		return err_set(err, ERR_INPUT, _("%s不合规定，二维码未能生成；请核对此件"),
			       _(label));
	if (sm2_sign(desk_key, w.bytes, w.len, signature, err) < 0)
		return -1;
	memcpy(bytes, w.bytes, w.len);
	if (!sm2_bare(signature, bytes + w.len))
		return err_set(err, ERR_MEMORY, _("签名未能做出，请重试"));
	base32_encode(bytes, w.len + SM2_BARE_SIZE, out);
	return 0;
}

int sheet_code_read(const char *text, struct sheet_code *out, struct sheet_code_signed *out_signed,
		    struct err *err)
{
	struct sheet_code_signed s = { 0 };
	struct sheet_code c = { 0 };
	size_t len;

	if (!base32_decode(text, s.bytes, sizeof(s.bytes), &len) || len < SM2_BARE_SIZE)
		return err_set(err, ERR_INPUT,
			       _("这不是本系统单据的二维码；请对准单据上的二维码重新扫描"));
	s.len = len - SM2_BARE_SIZE;
	if (!read_body(s.bytes, s.len, &c) || !sm2_of_bare(s.bytes + s.len, s.signature))
		return err_set(err, ERR_INPUT,
			       _("二维码的内容不完整或被改动，不能采信；请重新扫描"));
	*out = c;
	*out_signed = s;
	return 0;
}

enum sm2_verdict sheet_code_verify(const struct sheet_code_signed *s, const char *desk_public)
{
	return sm2_verify(desk_public, s->bytes, s->len, s->signature);
}
