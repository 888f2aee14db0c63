/* Covers forms/keybox: a private key at rest opens for its password and its desk, and for nothing else. */
#include "tests/test.h"

#include "forms/keybox.h"

static const unsigned char secret[DESK_SECRET_SIZE] = "the secret of this desk, 32 byte";
static const char password[] = "Mtdesk-2026";

static int make_key(void **state)
{
	struct sm2_key *k = NULL;

	setenv("MTDESK_KDF_COST", "1", 1);
	if (sm2_generate(&k, NULL))
		return -1;
	*state = k;
	return 0;
}

static int drop_key(void **state)
{
	sm2_destroy(*state);
	return 0;
}

static void close_box(void **state, const char *with, char out[KEYBOX_SIZE])
{
	struct err err = { 0 };

	if (keybox_close(*state, with, secret, out, &err))
		fail_msg("not closed: %s", err.msg);
}

static bool opens(const char *box, const char *with, const unsigned char of[DESK_SECRET_SIZE])
{
	struct sm2_key *k = NULL;
	struct err err = { 0 };
	int rc = keybox_open(box, with, of, &k, &err);

	if (rc && (k || err.code != ERR_NOT_ALLOWED || !*err.msg))
		fail_msg("refused as %d '%s'", err.code, err.msg);
	sm2_destroy(k);
	return rc == 0;
}

static void keybox__gives_back__the_same_key(void **state)
{
	static const char *const passwords[] = { password, "", NULL, "口令里有汉字 7A" };

	for (size_t i = 0; i < ARRAY_SIZE(passwords); i++) {
		char box[KEYBOX_SIZE], before[SM2_PUBLIC_SIZE], after[SM2_PUBLIC_SIZE];
		unsigned char a[SM2_PRIVATE_SIZE], b[SM2_PRIVATE_SIZE];
		struct sm2_key *k = NULL;

		close_box(state, passwords[i], box);
		assert_int_equal(keybox_open(box, passwords[i], secret, &k, NULL), 0);
		sm2_public(*state, before);
		sm2_public(k, after);
		sm2_private(*state, a);
		sm2_private(k, b);
		assert_string_equal(before, after);
		assert_memory_equal(a, b, sizeof(a));
		sm2_destroy(k);
	}
}

static void keybox__shows__nothing_and_never_the_same(void **state)
{
	char one[KEYBOX_SIZE], two[KEYBOX_SIZE], hex[2 * SM2_PRIVATE_SIZE + 1];
	unsigned char d[SM2_PRIVATE_SIZE];

	close_box(state, password, one);
	close_box(state, password, two);
	assert_string_not_equal(one, two);
	assert_int_equal(strncmp(one, "kb1$$y$", 7), 0);
	sm2_private(*state, d);
	hex_encode(d, sizeof(d), hex);
	assert_null(strstr(one, hex));
	close_box(state, NULL, one);
	assert_int_equal(strncmp(one, "kb1$$", 5), 0);
	assert_null(strstr(one, hex));
}

static void keybox_open__refuses__another_password_or_desk(void **state)
{
	static const char *const wrong[] = { "Mtdesk-2027", "mtdesk-2026", "Mtdesk-2026 ", "",
					     NULL };
	char box[KEYBOX_SIZE], own[KEYBOX_SIZE];

	close_box(state, password, box);
	close_box(state, NULL, own);
	assert_true(opens(box, password, secret));
	assert_true(opens(own, NULL, secret));
	assert_false(opens(own, password, secret));
	assert_false(opens(own, "", secret));
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_false(opens(box, wrong[i], secret));
	for (size_t i = 0; i < DESK_SECRET_SIZE; i++) {
		unsigned char other[DESK_SECRET_SIZE];

		memcpy(other, secret, sizeof(other));
		other[i] ^= 1;
		if (opens(box, password, other) || opens(own, NULL, other))
			fail_msg("opened with byte %zu of the secret changed", i);
	}
}

/* Each character as another of the same kind, as one of no kind, and cut off. */
static void spoil_each(const char *box, const char *with)
{
	static const char others[] = "0a$.zG";

	for (size_t i = 0; box[i]; i++) {
		char spoilt[KEYBOX_SIZE];

		for (size_t o = 0; o < strlen(others); o++) {
			snprintf(spoilt, sizeof(spoilt), "%s", box);
			spoilt[i] = others[o];
			if (others[o] != box[i] && opens(spoilt, with, secret))
				fail_msg("opened with character %zu as '%c'", i, others[o]);
		}
		spoilt[i] = '\0';
		if (opens(spoilt, with, secret))
			fail_msg("opened when cut at %zu", i);
	}
}

static void keybox_open__refuses__every_changed_character(void **state)
{
	char box[KEYBOX_SIZE], own[KEYBOX_SIZE], longer[KEYBOX_SIZE];

	close_box(state, password, box);
	close_box(state, NULL, own);
	spoil_each(box, password);
	spoil_each(own, NULL);
	snprintf(longer, sizeof(longer), "%s0", own);
	assert_false(opens(longer, NULL, secret));
	snprintf(longer, sizeof(longer), "%s$", own);
	assert_false(opens(longer, NULL, secret));
}

static void keybox_open__refuses__other_texts(void **state)
{
	char text[2 * KEYBOX_SIZE];

	(void)state;
	assert_false(opens("", password, secret));
	assert_false(opens("kb1$", NULL, secret));
	assert_false(opens("kb1$$$$", NULL, secret));
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_false(opens(text, password, secret));
	memcpy(text, "kb1$", 4);
	assert_false(opens(text, password, secret));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keybox__gives_back__the_same_key),
		cmocka_unit_test(keybox__shows__nothing_and_never_the_same),
		cmocka_unit_test(keybox_open__refuses__another_password_or_desk),
		cmocka_unit_test(keybox_open__refuses__every_changed_character),
		cmocka_unit_test(keybox_open__refuses__other_texts),
	};

	return cmocka_run_group_tests(tests, make_key, drop_key);
}
