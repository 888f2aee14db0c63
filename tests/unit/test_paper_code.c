/* Covers the QR on paper from end to end: a form or a certificate is made, rendered at 150 dpi, turned by up to 3 degrees, strewn
 * with noise on 2 % of its dots, and read by zbarimg; what is read is the payload, and the desk's key finds it valid.
 *
 * zbar looks for the corners of a code by chance, so that it misses one sheet in a few hundred and reads the same sheet upside
 * down: a sheet that is not read is laid down the other way once, as anybody does, and both rates are printed.
 *
 *   test_paper_code [SHEETS]     so many sheets instead of 4; 99.5 % are wanted */
#include "tests/sheets.h"

#include <math.h>

#include "forms/sheet_code.h"

#define DPI "150"
#define TURN_MOST 3.0 /* degrees */
#define NOISE 50      /* a dot in so many */

static unsigned long sheets = 4;
static uint64_t state = 20261124;

static uint64_t random_below(uint64_t limit)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (state * UINT64_C(2685821657736338717) >> 11) % limit;
}

/* ---- pictures ---- */

struct raster {
	int width, height;
	unsigned char *dots; /* owned; 255 is white */
};

static void raster_read(const char *path, struct raster *out)
{
	FILE *f = fopen(path, "rb");
	size_t size;

	assert_non_null(f);
	assert_int_equal(fscanf(f, "P5 %d %d 255", &out->width, &out->height), 2);
	assert_int_equal(fgetc(f), '\n');
	size = (size_t)out->width * (size_t)out->height;
	out->dots = malloc(size);
	assert_non_null(out->dots);
	assert_int_equal(fread(out->dots, 1, size, f), size);
	fclose(f);
}

static void raster_write(const struct raster *r, const char *path)
{
	size_t size = (size_t)r->width * (size_t)r->height;
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	fprintf(f, "P5\n%d %d\n255\n", r->width, r->height);
	assert_int_equal(fwrite(r->dots, 1, size, f), size);
	assert_int_equal(fclose(f), 0);
}

/* White outside of the sheet. */
static double dot_at(const struct raster *r, int x, int y)
{
	return x < 0 || y < 0 || x >= r->width || y >= r->height ? 255 : r->dots[y * r->width + x];
}

/* Between four dots, as a scanner sees it. */
static unsigned char between(const struct raster *r, double x, double y)
{
	int left = (int)floor(x), top = (int)floor(y);
	double right = x - left, down = y - top;

	return (unsigned char)((1 - down) * ((1 - right) * dot_at(r, left, top) +
					     right * dot_at(r, left + 1, top)) +
			       down * ((1 - right) * dot_at(r, left, top + 1) +
				       right * dot_at(r, left + 1, top + 1)));
}

static void raster_turn(struct raster *r, double degrees)
{
	double c = cos(degrees * M_PI / 180), s = sin(degrees * M_PI / 180);
	double middle_x = r->width / 2.0, middle_y = r->height / 2.0;
	unsigned char *turned = malloc((size_t)r->width * (size_t)r->height);

	assert_non_null(turned);
	for (int y = 0; y < r->height; y++)
		for (int x = 0; x < r->width; x++) {
			double dx = x - middle_x, dy = y - middle_y;

			turned[y * r->width + x] =
				between(r, middle_x + c * dx + s * dy, middle_y - s * dx + c * dy);
		}
	free(r->dots);
	r->dots = turned;
}

static void raster_strew(struct raster *r)
{
	size_t dots = (size_t)r->width * (size_t)r->height;

	for (size_t i = 0; i < dots / NOISE; i++)
		r->dots[random_below(dots)] = random_below(2) ? 255 : 0;
}

static void raster_upside_down(struct raster *r)
{
	size_t dots = (size_t)r->width * (size_t)r->height;

	for (size_t i = 0; i < dots / 2; i++) {
		unsigned char dot = r->dots[i];

		r->dots[i] = r->dots[dots - 1 - i];
		r->dots[dots - 1 - i] = dot;
	}
}

/* ---- sheets ---- */

static struct sm2_key *key;
static char public_key[SM2_PUBLIC_SIZE];

static int make_key(void **unused)
{
	(void)unused;
	if (sm2_generate(&key, NULL) < 0)
		return -1;
	sm2_public(key, public_key);
	return 0;
}

static int drop_key(void **unused)
{
	(void)unused;
	sm2_destroy(key);
	return 0;
}

static void random_hex(char *out, size_t digits)
{
	for (size_t i = 0; i < digits; i++)
		out[i] = "0123456789abcdef"[random_below(16)];
	out[digits] = '\0';
}

/* Every third sheet carries the longest number that there is, and with it the largest QR. */
static void make_payload(unsigned long n, const struct filing *f, char out[SHEET_CODE_SIZE])
{
	struct sheet_code c = { .version = 1 + (int64_t)random_below(9),
				.certified = "2026-11-21",
				.filed = "2026-11-22",
				.audit_size = 1 + (int64_t)random_below(100000) };
	struct err err = { 0 };
	char digits[33];

	random_hex(digits, 32);
	snprintf(c.desk, sizeof(c.desk), "%.8s-%.4s-%.4s-%.4s-%.12s", digits, digits + 8,
		 digits + 12, digits + 16, digits + 20);
	snprintf(c.no, sizeof(c.no), "%s-2026-%05lu-K",
		 n % 3 ? "H51110200001" : "H511102000010000000000000000000", n);
	sheet_code_mask_name(filing_get(f, FIELD_PSN_NAME), c.name);
	sheet_code_last4(filing_get(f, FIELD_CERTNO), c.last4);
	snprintf(c.disease, sizeof(c.disease), "%s", filing_get(f, FIELD_OPSP_DISE_CODE));
	random_hex(c.sm3, SM3_HEX_SIZE - 1);
	random_hex(c.audit_head, sizeof(c.audit_head) - 1);
	sm2_key_id(public_key, c.key_id);
	if (sheet_code_make(&c, key, out, &err) < 0)
		fail_msg("%s", err.msg);
}

static void run(const char *command)
{
	if (system(command) != 0)
		fail_msg("%s", command);
}

/* Both are a single page here. */
static void render(enum paper kind, const struct paper_facts *f, struct raster *out)
{
	char *pdf = NULL;
	struct err err = { 0 };
	size_t len = 0;
	int pages = 0;
	FILE *file;

	if (paper_make(kind, f, NULL, &pdf, &len, &pages, &err) < 0)
		fail_msg("%s", err.msg);
	file = fopen("code.pdf", "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(pdf, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
	free(pdf);
	assert_int_equal(pages, 1);
	run("pdftoppm -r " DPI " -gray -singlefile code.pdf code");
	raster_read("code.pgm", out);
}

/* What zbarimg reads on the picture; "" for nothing. */
static void scan(const struct raster *r, char *out, size_t size)
{
	FILE *in;

	raster_write(r, "scan.pgm");
	in = popen("zbarimg --nodbus -q --raw -Sdisable -Sqrcode.enable scan.pgm", "r");
	assert_non_null(in);
	if (!fgets(out, (int)size, in))
		out[0] = '\0';
	pclose(in);
	out[strcspn(out, "\n")] = '\0';
}

/* How many looks it took to read it; 0: it was not read. */
static int looks_at(struct raster *r, char *out, size_t size)
{
	scan(r, out, size);
	if (*out)
		return 1;
	raster_upside_down(r);
	scan(r, out, size);
	return *out ? 2 : 0;
}

static int reads_back(struct sheet *s, unsigned long n)
{
	double turn = TURN_MOST * ((double)random_below(2001) - 1000) / 1000;
	char payload[SHEET_CODE_SIZE], got[2 * SHEET_CODE_SIZE];
	struct sheet_code_signed sig;
	struct sheet_code c;
	struct raster r;
	int looks;

	make_payload(n, &s->filing, payload);
	s->facts.qr = payload;
	render(n % 2 ? PAPER_CERTIFICATE : PAPER_FORM, &s->facts, &r);
	raster_turn(&r, turn);
	raster_strew(&r);
	looks = looks_at(&r, got, sizeof(got));
	free(r.dots);
	if (looks != 1)
		print_message("sheet %lu (%s), turned by %.2f degrees: %s\n", n,
			      n % 2 ? "certificate" : "form", turn,
			      looks ? "read at the second look" : "not read");
	if (looks == 0)
		return 0;
	assert_string_equal(got, payload);
	assert_int_equal(sheet_code_read(got, &c, &sig, NULL), 0);
	assert_int_equal(sheet_code_verify(&sig, public_key), SM2_VALID);
	return looks;
}

static void papers__are_read__by_a_scanner(void **unused)
{
	unsigned long read[3] = { 0 };
	struct sheet s;

	(void)unused;
	sheet_open(&s, SHEET_WILSON);
	sheet_sign(&s);
	for (unsigned long n = 0; n < sheets; n++)
		read[reads_back(&s, n)]++;
	sheet_close(&s);
	print_message("%lu of %lu sheets read at the first look (%.2f %%), %lu at the second, %lu "
		      "not at all\n",
		      read[1], sheets, 100.0 * (double)read[1] / (double)sheets, read[2], read[0]);
	assert_true((read[1] + read[2]) * 1000 >= sheets * 995);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(papers__are_read__by_a_scanner),
	};

	if (argc > 1)
		sheets = strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests(tests, make_key, drop_key);
}
