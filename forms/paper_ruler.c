/* The ruler: how far does this printer lie off? Crosses at known places, and millimetres along both edges. */
#include "forms/paper.h"

#include <stdio.h>

#define EDGE 10  /* mm; printers leave the margin before it white */
#define FIRST 20 /* where a scale begins, so that the two do not meet */
#define THIN 0.1
#define CROSS 12.0

static const struct page_style number_style = { .size = 7, .align = PAGE_CENTRE },
			       word_style = { .size = 11, .leading = 18 },
			       title_style = { .size = 16, .bold = true, .align = PAGE_CENTRE };

/* Longer marks at five and ten, so that the eye counts. */
static double tick(int mm)
{
	return mm % 10 == 0 ? 6 : mm % 5 == 0 ? 4 : 2.5;
}

static void draw_across(struct page *p)
{
	char number[8];

	for (int mm = FIRST; mm <= (int)PAGE_WIDTH - EDGE; mm++) {
		page_line(p, mm, EDGE, mm, EDGE + tick(mm), THIN);
		if (mm % 10 == 0) {
			snprintf(number, sizeof(number), "%d", mm);
			page_text(p, mm - 5, EDGE + 6.5, 10, number, &number_style);
		}
	}
}

static void draw_down(struct page *p)
{
	char number[8];

	for (int mm = FIRST; mm <= (int)PAGE_HEIGHT - EDGE; mm++) {
		page_line(p, EDGE, mm, EDGE + tick(mm), mm, THIN);
		if (mm % 10 == 0 && mm > FIRST) {
			snprintf(number, sizeof(number), "%d", mm);
			page_text(p, EDGE + 6, mm - 1.75, 8, number, &number_style);
		}
	}
}

static void draw_cross(struct page *p, double x, double y)
{
	char words[64];

	page_line(p, x - CROSS / 2, y, x + CROSS / 2, y, THIN);
	page_line(p, x, y - CROSS / 2, x, y + CROSS / 2, THIN);
	snprintf(words, sizeof(words), _("左 %.0f 上 %.0f"), x, y);
	page_text(p, x - 15, y + CROSS / 2 + 0.5, 30, words, &number_style);
}

int paper_ruler(struct page *p, struct err *err)
{
	(void)err;
	draw_across(p);
	draw_down(p);
	draw_cross(p, 50, 50);
	draw_cross(p, 160, 50);
	draw_cross(p, 50, 247);
	draw_cross(p, 160, 247);
	page_text(p, 30, 75, 150, _("套打校准"), &title_style);
	page_text(p, 35, 90, 140,
		  _("1. 用套打的那台打印机，按原大小（100%，不要“适合页面”）打印本页。\n"
		    "2. 用直尺从纸的左边量到左上角十字的竖线，应为 50 "
		    "毫米；从纸的上边量到它的横线，应为 50 毫米。\n"
		    "3. 横向偏移 = 50 减去量得的左距；纵向偏移 = 50 减去量得的上距。例如量得左距 "
		    "51.5、上距 49，"
		    "横向偏移填 -1.5，纵向偏移填 1。\n"
		    "4. 在“打印机”里填入这两个数，再用一张印好的表试打一件。\n"
		    "5. 四个十字之间横向应相距 110 毫米，纵向应相距 197 "
		    "毫米；不是这样的，说明打印时缩放了，请回到第 1 步。"),
		  &word_style);
	return 0;
}
