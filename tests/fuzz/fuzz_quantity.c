/* Any bytes as a laboratory's value, against limits and units. */
#include "tests/fuzz/fuzz.h"

#include "forms/quantity.h"
#include "forms/text.h"

static void judge(const struct quantity *q, const char *limit)
{
	enum tri below = quantity_below(q, limit), above = quantity_above(q, limit);

	PROMISE(below != TRI_YES || above == TRI_NO, "below and not not above");
	PROMISE(above != TRI_YES || below == TRI_NO, "above and not not below");
}

static void judge_scaled(struct quantity *q, const char *limit, const char *factor,
			 const char *scaled)
{
	enum tri below = quantity_below(q, limit), above = quantity_above(q, limit);

	PROMISE(quantity_scale(q, factor) == 0, "not scaled");
	PROMISE(below == quantity_below(q, scaled) && above == quantity_above(q, scaled),
		"in another unit it is judged otherwise");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const units[] = { "mg/L", "ug/24h", "µg/24h", "", "%", "ug/g" };
	char *text = fuzz_text(data, size), shown[96];
	struct quantity q;
	const char *unit = NULL;

	quantity_init(&q);
	if (quantity_read(text, &q, &unit) == QUANTITY_OK) {
		PROMISE(unit >= text && unit <= text + strlen(text), "a unit outside the text");
		PROMISE(q.low.finite || q.high.finite, "no number at all");
		PROMISE(!q.low.finite || !q.high.finite || mpq_cmp(q.low.at, q.high.at) <= 0,
			"turned round");
		PROMISE(unit_equal(unit, unit), "a unit is not itself");
		for (size_t i = 0; i < ARRAY_SIZE(units); i++)
			PROMISE(unit_equal(unit, units[i]) == unit_equal(units[i], unit),
				"one-sided");
		judge(&q, "200");
		judge(&q, "0");
		judge(&q, "100.5");
		quantity_format(&q, 4, shown, sizeof(shown));
		PROMISE(strlen(shown) < sizeof(shown) && text_valid(shown, strlen(shown), NULL),
			"not shown");
		judge_scaled(&q, "0.2", "1000", "200");
		judge_scaled(&q, "100", "63.546", "6354.6");
	}
	quantity_finish(&q);
	free(text);
	return 0;
}
