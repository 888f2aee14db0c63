#include "forms/password.h"

#include <crypt.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "forms/pinyin.h"
#include "forms/text.h"

#define COST_USUAL 8
#define COST_SMALL 7 /* of a machine with less than 1 GiB */
#define COST_MOST 11 /* what libxcrypt's yescrypt knows */
#define MEMORY_SMALL (INT64_C(1) << 30)

#define CLASSES_LEAST 3
#define OWN_LEAST 4   /* characters that are no part of a common pattern */
#define RUN_LEAST 3   /* from here on a run is a pattern */
#define LOGIN_LEAST 3 /* shorter ones stand in many a word by chance */
#define SPELLING_LEAST 4

/* ---- cost ---- */

static int cost_for_tests(void)
{
#ifdef MTDESK_TESTING
	const char *text = getenv("MTDESK_KDF_COST");
	long cost = text ? strtol(text, NULL, 10) : 0;

	return cost >= 1 && cost <= COST_MOST ? (int)cost : 0;
#else
	return 0;
#endif
}

int password_cost(void)
{
	int64_t pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
	int cost = cost_for_tests();

	if (cost)
		return cost;
	return pages > 0 && size > 0 && pages < MEMORY_SMALL / size ? COST_SMALL : COST_USUAL;
}

/* The beginning of a setting, "$y$" parameters "$", says what it costs; the parameters of a cost are asked of the library.
 * A setting that asks for more than any of ours could be a trap for the memory. */
int password_cost_of(const char *setting)
{
	static const char salt[16];

	for (int cost = 1; cost <= COST_MOST; cost++) {
		char made[CRYPT_GENSALT_OUTPUT_SIZE];
		const char *end;

		if (!crypt_gensalt_rn("$y$", (unsigned long)cost, salt, sizeof(salt), made,
				      sizeof(made)))
			continue;
		end = strchr(made + strlen("$y$"), '$');
		if (end && strncmp(setting, made, (size_t)(end + 1 - made)) == 0)
			return cost;
	}
	return 0;
}

/* ---- hash ---- */

int password_setting(int cost, char out[PASSWORD_HASH_SIZE], struct err *err)
{
	char made[CRYPT_GENSALT_OUTPUT_SIZE];

	if (!crypt_gensalt_rn("$y$", (unsigned long)cost, NULL, 0, made, sizeof(made)) ||
	    strlen(made) >= PASSWORD_HASH_SIZE)
		return err_set(err, ERR_STORAGE, _("系统的随机数不可用，未能处理口令"));
	memcpy(out, made, strlen(made) + 1);
	return 0;
}

int password_stretch(const char *password, const char *setting, char out[PASSWORD_HASH_SIZE],
		     struct err *err)
{
	void *data = NULL;
	int size = 0, rc = -1;
	const char *hash;

	if (password_cost_of(setting) == 0)
		return err_set(err, ERR_INPUT, _("口令的存储格式不对，请由安全管理员重设口令"));
	hash = crypt_ra(password, setting, &data, &size);
	if (hash && *hash != '*' && strlen(hash) < PASSWORD_HASH_SIZE) {
		memcpy(out, hash, strlen(hash) + 1);
		rc = 0;
	} else if (errno == EINVAL) {
		err_set(err, ERR_INPUT, _("口令的存储格式不对，请由安全管理员重设口令"));
	} else {
		err_set(err, ERR_MEMORY, _("内存不足，未能处理口令；请关闭其他程序后重试"));
	}
	if (data)
		explicit_bzero(data, (size_t)size);
	free(data);
	return rc;
}

int password_hash(const char *password, int cost, char out[PASSWORD_HASH_SIZE], struct err *err)
{
	char setting[PASSWORD_HASH_SIZE];

	return password_setting(cost, setting, err) ? -1
						    : password_stretch(password, setting, out, err);
}

bool password_matches(const char *password, const char *hash)
{
	char again[PASSWORD_HASH_SIZE];
	bool same;

	if (password_stretch(password, hash, again, NULL))
		return false;
	same = strlen(again) == strlen(hash) && CRYPTO_memcmp(again, hash, strlen(hash)) == 0;
	explicit_bzero(again, sizeof(again));
	return same;
}

bool password_is_weak(const char *hash)
{
	return password_cost_of(hash) < password_cost();
}

void password_spend(const char *password)
{
	char hash[PASSWORD_HASH_SIZE];

	if (password_hash(password, password_cost(), hash, NULL) == 0)
		explicit_bzero(hash, sizeof(hash));
}

/* ---- classes ---- */

static unsigned class_of(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return 1;
	if (c >= 'a' && c <= 'z')
		return 2;
	return c >= '0' && c <= '9' ? 4 : 8;
}

static int classes(const char *password)
{
	unsigned seen = 0;

	for (; *password; password++)
		seen |= class_of((unsigned char)*password);
	return __builtin_popcount(seen);
}

static bool typable(const char *password)
{
	size_t len;

	if (!text_valid(password, strlen(password), NULL))
		return false;
	for (; *password; password += len)
		if (text_is_unwanted(text_codepoint(password, &len)))
			return false;
	return true;
}

/* ---- what everybody knows ---- */

/* Words that people take for passwords everywhere, in small letters; none names a place of work. */
static const char *const words[] = {
	"abc",    "admin",    "administrator", "aini",     "asdf",     "baby",     "changeme",
	"china",  "computer", "default",       "demo",     "dragon",   "football", "guest",
	"hello",  "iloveyou", "letmein",       "linux",    "login",    "love",     "manager",
	"master", "mima",     "monkey",        "mysql",    "nihao",    "oracle",   "pass",
	"passw",  "password", "passwd",        "princess", "public",   "qaz",      "qwer",
	"root",   "secret",   "server",        "shadow",   "sunshine", "super",    "system",
	"temp",   "test",     "user",          "welcome",  "windows",  "woaini",   "wsx",
	"yonghu", "zhongguo", "kouling",       "guanli",   "5201314",  "1314",     "520",
	"1qaz",   "2wsx",     "3edc",          "4rfv",     "5tgb",     "zaq1",     "xsw2",
};

/* Rows of the keyboard, without and with Shift, and what stands in order of itself. Read from both ends. */
static const char *const rows[] = {
	"qwertyuiop[]",
	"asdfghjkl;'",
	"zxcvbnm,./",
	"1234567890-=",
	"!@#$%^&*()_+",
	"7894561230",
	"abcdefghijklmnopqrstuvwxyz",
	"0123456789",
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A letter of a word, as it is or as the sign that is written for it. */
static bool stands_for(char written, char letter)
{
	static const char signs[][2] = {
		{ '@', 'a' }, { '4', 'a' }, { '3', 'e' }, { '!', 'i' }, { '1', 'i' },
		{ '1', 'l' }, { '0', 'o' }, { '$', 's' }, { '5', 's' }, { '7', 't' },
	};

	if (lower(written) == letter)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
		if (signs[i][0] == written && signs[i][1] == letter)
			return true;
	return false;
}

static size_t word_at(const char *s)
{
	size_t longest = 0;

	for (size_t w = 0; w < ARRAY_SIZE(words); w++) {
		size_t n = 0;

		while (words[w][n] && s[n] && stands_for(s[n], words[w][n]))
			n++;
		if (!words[w][n] && n > longest)
			longest = n;
	}
	return longest;
}

/* How far s follows a row from where its first character stands, in steps of 1 or -1. */
static size_t follow(const char *s, const char *row, int step)
{
	const char *first = strchr(row, lower(*s));
	ptrdiff_t at = first ? first - row : -1, len = (ptrdiff_t)strlen(row);
	size_t n = 0;

	while (at >= 0 && at < len && s[n] && lower(s[n]) == row[at]) {
		at += step;
		n++;
	}
	return n;
}

static size_t row_at(const char *s)
{
	size_t longest = 0;

	for (size_t r = 0; r < ARRAY_SIZE(rows); r++)
		for (int step = -1; step <= 1; step += 2) {
			size_t n = follow(s, rows[r], step);

			if (n > longest)
				longest = n;
		}
	return longest >= RUN_LEAST ? longest : 0;
}

static size_t repeat_at(const char *s)
{
	size_t n = strspn(s, (const char[]) { *s, '\0' });

	return n >= RUN_LEAST ? n : 0;
}

static size_t year_at(const char *s)
{
	bool century = strncmp(s, "19", 2) == 0 || strncmp(s, "20", 2) == 0;

	return century && isdigit((unsigned char)s[2]) && isdigit((unsigned char)s[3]) ? 4 : 0;
}

/* The longest common pattern that begins here, in bytes. */
static size_t pattern_at(const char *s)
{
	static size_t (*const finders[])(const char *) = { word_at, row_at, repeat_at, year_at };
	size_t longest = 0;

	for (size_t i = 0; i < ARRAY_SIZE(finders); i++) {
		size_t n = finders[i](s);

		if (n > longest)
			longest = n;
	}
	return longest;
}

/* Characters that belong to no common pattern: what is really to be guessed. */
static size_t own_characters(const char *password)
{
	size_t own = 0, at = 0;

	while (password[at]) {
		size_t n = pattern_at(password + at);

		if (n == 0)
			own++;
		at = n > 0 ? at + n : text_next(password, at);
	}
	return own;
}

/* ---- what everybody knows of this person ---- */

/* ASCII letters and digits in small letters and everything beyond ASCII; without the signs between them. */
static void plain(const char *text, char *out, size_t size)
{
	size_t n = 0;

	for (; *text && n + 1 < size; text++)
		if (isalnum((unsigned char)*text) || (unsigned char)*text >= 0x80)
			out[n++] = lower(*text);
	out[n] = '\0';
}

struct spelled {
	const char *password; /* plain */
	bool found;
};

static void look_for_spelling(void *ctx, const char *key, bool initials)
{
	struct spelled *s = ctx;

	if (!initials && strlen(key) >= SPELLING_LEAST && strstr(s->password, key))
		s->found = true;
}

static bool names_person(const char *password, const char *login, const char *name)
{
	char mine[PASSWORD_MOST + 1], other[256];
	struct spelled s = { mine, false };

	plain(password, mine, sizeof(mine));
	plain(login ? login : "", other, sizeof(other));
	s.found = strlen(other) >= LOGIN_LEAST && strstr(mine, other);
	plain(name ? name : "", other, sizeof(other));
	if (text_chars(other) >= 2 && strstr(mine, other))
		s.found = true;
	if (name && !s.found)
		pinyin_keys(name, 32, look_for_spelling, &s);
	explicit_bzero(mine, sizeof(mine));
	return s.found;
}

/* ---- the rules ---- */

int password_check(const char *password, const char *login, const char *name, struct err *err)
{
	if (!typable(password))
		return err_set(err, ERR_INPUT,
			       _("口令中有不能用的字符，请用键盘上的字母、数字和符号"));
	if (text_chars(password) < PASSWORD_LEAST)
		return err_set(err, ERR_INPUT, _("口令太短，请用 %d 个以上的字符"), PASSWORD_LEAST);
	if (strlen(password) > PASSWORD_MOST)
		return err_set(err, ERR_INPUT, _("口令太长，请不要超过 %d 个字节"), PASSWORD_MOST);
	if (classes(password) < CLASSES_LEAST)
		return err_set(err, ERR_INPUT,
			       _("口令太简单，请用大写字母、小写字母、数字、符号中的三种以上"));
	if (names_person(password, login, name))
		return err_set(err, ERR_INPUT, _("口令里有本人的姓名或登录名，请另取一个"));
	if (own_characters(password) < OWN_LEAST)
		return err_set(err, ERR_INPUT,
			       _("口令太常见（常用词、键盘顺序、连号、重复或年份），请另取一个"));
	return 0;
}
