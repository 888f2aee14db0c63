/* The code on a sheet: what its QR says, signed by the desk.
 *
 * At most 193 bytes, in Base32 without padding, so that the QR's alphanumeric mode holds it: format, desk, number, version,
 * masked name and last four of the document, disease, days, SM3 of the canonical text, where the audit stood (size and the
 * first 16 bytes of its head), key, and r and s of the desk's SM2 signature over all that stands before. Whoever scans it
 * can compare the sheet with these by eye, and the whole text with a store or a backup.
 *
 *     1 format (1)      16 desk              1 + 30 number: how many characters, three of 0-9 A-Z - in two bytes
 *     2 version          3 first character   1 + 7  last four: how many bytes, and they
 *     3 disease (digits) 2 + 2 days since 1990-01-01, 0: none
 *    32 SM3              5 + 16 audit        8 key    64 signature (r, s)
 *
 * Numbers stand with the most significant byte first. */
#ifndef FORMS_SHEET_CODE_H
#define FORMS_SHEET_CODE_H

#include "forms/base32.h"
#include "forms/sm2.h"

#define SHEET_CODE_BYTES 193
#define SHEET_CODE_SIZE 320 /* Base32 of that, NUL included */
#define SHEET_CODE_NO_MOST 45

struct sheet_code {
	char desk[37];                   /* UUID */
	char no[SHEET_CODE_NO_MOST + 1]; /* 备案号, else 受理号 */
	int64_t version;                 /* 1 to 65535 */
	char name[16];                   /* masked: 张* */
	char last4[8];                   /* of the document number; sheet_code_last4() */
	char disease[12];                /* M and five digits */
	char certified[11], filed[11];   /* "2026-11-22", "" */
	char sm3[SM3_HEX_SIZE];          /* of the version's canonical text */
	int64_t audit_size;              /* 1 to 2^40 - 1 */
	char audit_head[33];             /* first 16 bytes, hexadecimal */
	char key_id[SM2_KEY_ID_SIZE];
};

/* "张*": the first character of a name, for the code. "" for no name. */
void sheet_code_mask_name(const char *psn_name, char out[16]);
/* The last four characters of a document number, or as many of them as fit into 7 bytes: "643X", "567号". */
void sheet_code_last4(const char *certno, char out[8]);

/* Sign with the desk's key. 0, or -1: something does not fit (err says what). */
int sheet_code_make(const struct sheet_code *c, const struct sm2_key *desk_key,
		    char out[SHEET_CODE_SIZE], struct err *err);

/* Strict: 0 and *out, with what was signed and the signature kept for sheet_code_verify(); -1 for anything that
 * sheet_code_make() would not write. */
struct sheet_code_signed {
	unsigned char bytes[SHEET_CODE_BYTES];
	size_t len;
	char signature[SM2_SIGNATURE_HEX_SIZE];
};
int sheet_code_read(const char *text, struct sheet_code *out, struct sheet_code_signed *out_signed,
		    struct err *err);
enum sm2_verdict sheet_code_verify(const struct sheet_code_signed *s, const char *desk_public);

#endif
