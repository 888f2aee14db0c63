/* Covers forms/password: the rules as a table, hashes, and costs. */
#include "tests/test.h"

#include "forms/password.h"

// clang-format off
static const struct { const char *password, *login, *name; bool good; const char *why; } rules[] = {
	{ "Mtdesk-2026",      "wm",       "王敏",    true,  "the tests' own" },
	{ "Kx7#pQ2!vZ",       "wm",       "王敏",    true,  "ten characters by chance" },
	{ "三月的乐山 Blue7", "wm",       "王敏",    true,  "Han and a blank" },
	{ "correct Horse battery", "wm",  "王敏",    true,  "words, blanks and a capital" },
	{ "Kx7#pQ2!v",        "wm",       "王敏",    false, "nine characters" },
	{ "乐山门特登记",     "wm",       "王敏",    false, "six characters of eighteen bytes" },
	{ "",                 "wm",       "王敏",    false, "nothing" },
	{ "kxzpqvwmtrbn",     "wm",       "王敏",    false, "one class" },
	{ "kxzpqv739258",     "wm",       "王敏",    false, "two classes" },
	{ "KXZPQV739258",     "wm",       "王敏",    false, "two classes, capitals" },
	{ "kxzpqv739258!",    "wm",       "王敏",    true,  "three classes" },
	{ "Password123!",     "wm",       "王敏",    false, "a word and a row" },
	{ "P@ssw0rd2026",     "wm",       "王敏",    false, "a word in other signs, and a year" },
	{ "Admin@2026!!",     "wm",       "王敏",    false, "a word, a year and three signs" },
	{ "Qwerty12345!",     "wm",       "王敏",    false, "two rows" },
	{ "Qwer1234!@#$",     "wm",       "王敏",    false, "three rows" },
	{ "1qaz@WSX3edc",     "wm",       "王敏",    false, "columns of the keyboard" },
	{ "Zxcvbnm,./1",      "wm",       "王敏",    false, "a whole row" },
	{ "Abcdefg12345",     "wm",       "王敏",    false, "sequences" },
	{ "Gfedcba98765",     "wm",       "王敏",    false, "sequences backwards" },
	{ "Aaaa1111!!!!",     "wm",       "王敏",    false, "repeats" },
	{ "Woaini5201314",    "wm",       "王敏",    false, "what people love" },
	{ "Welcome2026!",     "wm",       "王敏",    false, "a greeting" },
	{ "Abc-123-XYZ",      "wm",       "王敏",    false, "sequences and two signs" },
	{ "wangmin#K72x",     "clerk",    "王敏",    false, "the name in pinyin" },
	{ "WangMin#K72x",     "clerk",    "王敏",    false, "the name in capitals" },
	{ "Wang-Min#72x",     "clerk",    "王敏",    false, "the name with a sign between" },
	{ "我是王敏 Kx72#",   "clerk",    "王敏",    false, "the name itself" },
	{ "lijianguoK7#",     "ljg",      "李建国",  false, "three syllables" },
	{ "xLJG#4k92pQ",      "ljg",      "李建国",  false, "the login" },
	{ "x-LjG-4k92pQ",     "ljg",      "李建国",  false, "the login in either case" },
	{ "xWM#4k92pQv",      "wm",       "王敏",    true,  "two letters stand in many a word" },
	{ "Kx7#pQ2!vZ",       NULL,       NULL,      true,  "nobody yet" },
	{ "Kx7#pQ2!\033Z",    "wm",       "王敏",    false, "a control character" },
	{ "Kx7#pQ2!\u200BvZ", "wm",       "王敏",    false, "a character that nobody sees" },
	{ "Kx7#pQ2!\xff\xfe", "wm",       "王敏",    false, "no text" },
};
// clang-format on

static void password_check__applies__the_rules(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		struct err err = { 0 };
		int rc = password_check(rules[i].password, rules[i].login, rules[i].name, &err);

		if ((rc == 0) != rules[i].good)
			fail_msg("'%s' %s: %s", rules[i].password, rc == 0 ? "taken" : err.msg,
				 rules[i].why);
		if (rc && (err.code != ERR_INPUT || !*err.msg))
			fail_msg("'%s': no reason", rules[i].password);
		if (rc && *rules[i].password && strstr(err.msg, rules[i].password))
			fail_msg("'%s': shown in the reason", rules[i].password);
	}
}

static void password_check__refuses__too_long(void **unused)
{
	char text[PASSWORD_MOST + 2] = "Kx7#pQ2!vZ";

	(void)unused;
	while (strlen(text) < PASSWORD_MOST)
		strncat(text, strlen(text) % 2 ? "k" : "w", 2);
	assert_int_equal(password_check(text, "wm", "王敏", NULL), 0);
	strncat(text, "k", 2);
	assert_int_equal(password_check(text, "wm", "王敏", NULL), -1);
}

static void password_hash__matches__only_its_password(void **unused)
{
	char hash[PASSWORD_HASH_SIZE], other[PASSWORD_HASH_SIZE], wrong[PASSWORD_HASH_SIZE];
	struct err err = { 0 };

	(void)unused;
	assert_int_equal(password_hash("Mtdesk-2026", 1, hash, &err), 0);
	assert_int_equal(password_hash("Mtdesk-2026", 1, other, &err), 0);
	assert_int_equal(strncmp(hash, "$y$", 3), 0);
	assert_string_not_equal(hash, other);
	assert_true(password_matches("Mtdesk-2026", hash));
	assert_true(password_matches("Mtdesk-2026", other));
	assert_false(password_matches("Mtdesk-2027", hash));
	assert_false(password_matches("mtdesk-2026", hash));
	assert_false(password_matches("", hash));
	for (size_t i = 0; hash[i]; i++) {
		memcpy(wrong, hash, sizeof(hash));
		wrong[i] = wrong[i] == 'x' ? 'y' : 'x';
		if (password_matches("Mtdesk-2026", wrong))
			fail_msg("matches with character %zu changed", i);
		wrong[i] = '\0';
		if (password_matches("Mtdesk-2026", wrong))
			fail_msg("matches when cut at %zu", i);
	}
}

static void password_matches__refuses__foreign_hashes(void **unused)
{
	static const char *const hashes[] = {
		"",
		"*0",
		"!",
		"Mtdesk-2026",
		"$1$abcdefgh$xxxxxxxxxxxxxxxxxxxxxx",
		"$6$abcdefgh$xxxx",
		"$y$",
		"$y$j9T$",
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(hashes); i++)
		assert_false(password_matches("Mtdesk-2026", hashes[i]));
}

static void password_cost__believes__the_tests(void **unused)
{
	char hash[PASSWORD_HASH_SIZE];

	(void)unused;
	setenv("MTDESK_KDF_COST", "3", 1);
	assert_int_equal(password_cost(), 3);
	assert_int_equal(password_hash("Mtdesk-2026", 1, hash, NULL), 0);
	assert_int_equal(password_cost_of(hash), 1);
	assert_true(password_is_weak(hash));
	assert_int_equal(password_hash("Mtdesk-2026", 3, hash, NULL), 0);
	assert_int_equal(password_cost_of(hash), 3);
	assert_false(password_is_weak(hash));
	assert_true(password_is_weak("$6$abcdefgh$xxxx"));
	unsetenv("MTDESK_KDF_COST");
	assert_true(password_cost() == 7 || password_cost() == 8);
}

static void password_cost_of__knows__every_cost(void **unused)
{
	(void)unused;
	for (int cost = 1; cost <= 11; cost++) {
		char setting[PASSWORD_HASH_SIZE];

		assert_int_equal(password_setting(cost, setting, NULL), 0);
		assert_int_equal(password_cost_of(setting), cost);
	}
	assert_int_equal(password_cost_of("$y$jD6$abcd$"), 0);
	assert_int_equal(password_cost_of("$y$j9"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(password_check__applies__the_rules),
		cmocka_unit_test(password_check__refuses__too_long),
		cmocka_unit_test(password_hash__matches__only_its_password),
		cmocka_unit_test(password_matches__refuses__foreign_hashes),
		cmocka_unit_test(password_cost__believes__the_tests),
		cmocka_unit_test(password_cost_of__knows__every_cost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
