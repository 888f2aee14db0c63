/* Makes lines for `mtdesk check`, the same ones for the same seed.
 *
 *   make_lines COUNT [SEED]
 *
 * Of twenty lines some fifteen are right, three have one thing wrong, one is no JSON and one asks for little. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

static unsigned below(unsigned limit)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state >> 33) % limit;
}

#define ONE_OF(list) (list)[below(sizeof(list) / sizeof((list)[0]))]

static const char *const surnames[] = {
	"张", "王", "李", "赵", "曾", "单", "阿木", "沙马", "马海"
};
static const char *const given[] = { "晓燕", "伟", "木呷", "拉且", "建国", "敏", "𠮷", "秀英" };
static const char *const diseases[] = { "M01904", "M01904", "M01600", "M03901", "M00501" };
static const char *const insurances[] = { "390", "310" };
static const char *const divisions[] = { "511102", "511123", "511181", "141102", "512625" };
static const char *const tri[] = { "true", "false", "null" };
static const char *const values[] = { "185", "<20", "215.5", "0.19", "≥100", "1,5", "" };
static const char *const units[] = { "mg/L", "mg/dL", "g/L", "U/L", "ug/24h" };

/* An 18-digit number, and whether its bearer is a man; `slip` spoils its last digit. */
static void make_certno(char out[19], int *man, int slip)
{
	static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	unsigned sequence = below(1000);
	int sum = 0;

	snprintf(out, 19, "%s%04u%02u%02u%03u", ONE_OF(divisions), 1930 + below(90), 1 + below(12),
		 1 + below(28), sequence);
	for (int i = 0; i < 17; i++)
		sum += (out[i] - '0') * weights[i];
	out[17] = "10X98765432"[(sum + slip) % 11];
	out[18] = '\0';
	*man = sequence % 2 == 1;
}

static void put_evidence(void)
{
	printf(",\"evidence\":{\"prior_diagnosis\":%s,\"neuro_psychiatric\":%s,\"liver_damage\":%s,"
	       "\"ceruloplasmin\":{\"value\":\"%s\",\"unit\":\"%s\"},\"kf_ring\":%s,\"atp7b\":%s}",
	       ONE_OF(tri), ONE_OF(tri), ONE_OF(tri), ONE_OF(values), ONE_OF(units), ONE_OF(tri),
	       ONE_OF(tri));
}

static void put_line(void)
{
	unsigned kind = below(20);
	char certno[19];
	int man;

	if (kind == 0) {
		puts("{\"certno\":\"5111");
		return;
	}
	make_certno(certno, &man, kind == 1);
	if (kind == 2) {
		printf("{\"certno\":\"%s\"}\n", certno);
		return;
	}
	printf("{\"psn_name\":\"%s%s\",\"gend\":\"%d\",\"certno\":\"%s\",\"tel\":\"138%08u\","
	       "\"insutype\":\"%s\","
	       "\"opsp_dise_code\":\"%s\"",
	       ONE_OF(surnames), ONE_OF(given), (man ^ (kind == 3)) ? 1 : 2, certno,
	       below(100000000), ONE_OF(insurances), kind == 4 ? "M99999" : ONE_OF(diseases));
	if (below(2))
		put_evidence();
	puts("}");
}

int main(int argc, char **argv)
{
	long count = argc > 1 ? strtol(argv[1], NULL, 10) : 0;

	state = 88172645463325252u + (argc > 2 ? strtoull(argv[2], NULL, 10) : 0);
	for (long i = 0; i < count; i++)
		put_line();
	return ferror(stdout) || count <= 0;
}
