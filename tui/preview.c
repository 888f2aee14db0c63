#include "tui/preview.h"

#include <chafa.h>
#include <errno.h>
#include <fcntl.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "db/child.h"
#include "tui/draw.h"

#define SIDE_MOST 1600 /* points of the longer side that are kept: eight times 200 columns */
#define POINTS_MOST                                                                                \
	((int64_t)64 << 20) /* of a picture that is decoded at all: 256 MiB as it is read */
#define PAGE_BYTES_MOST ((size_t)64 << 20)
#define PDF_SECONDS 15
#define PDF_MEMORY ((size_t)1 << 30)

struct preview {
	GdkPixbuf *picture; /* RGB, no alpha, the right way up */
};

static int cannot_show(struct err *err)
{
	return err_set(err, ERR_INPUT, "%s",
		       _("这个文件显示不出来，可能已损坏；请用别的程序打开核对"));
}

/* ---- reading ---- */

/* Make it so large and no larger, whatever it says of itself. */
static void fit_size(GdkPixbufLoader *loader, int width, int height, gpointer unused)
{
	int longer = width > height ? width : height;

	(void)unused;
	if (longer > SIDE_MOST)
		gdk_pixbuf_loader_set_size(loader, (int)((int64_t)width * SIDE_MOST / longer) + 1,
					   (int)((int64_t)height * SIDE_MOST / longer) + 1);
}

/* The picture as eyes see it: turned as the camera says, and on white where it is transparent. */
static GdkPixbuf *flatten(GdkPixbuf *raw)
{
	GdkPixbuf *upright = gdk_pixbuf_apply_embedded_orientation(raw);
	int width = upright ? gdk_pixbuf_get_width(upright) : 0;
	int height = upright ? gdk_pixbuf_get_height(upright) : 0;
	GdkPixbuf *flat =
		upright ? gdk_pixbuf_new(GDK_COLORSPACE_RGB, FALSE, 8, width, height) : NULL;

	if (flat) {
		gdk_pixbuf_fill(flat, 0xffffffff);
		gdk_pixbuf_composite(upright, flat, 0, 0, width, height, 0, 0, 1, 1,
				     GDK_INTERP_NEAREST, 255);
	}
	if (upright)
		g_object_unref(upright);
	return flat;
}

static GdkPixbuf *decode(const guchar *bytes, size_t len)
{
	GdkPixbufLoader *loader = gdk_pixbuf_loader_new();
	GdkPixbuf *picture = NULL;

	g_signal_connect(loader, "size-prepared", G_CALLBACK(fit_size), NULL);
	if (gdk_pixbuf_loader_write(loader, bytes, len, NULL) &&
	    gdk_pixbuf_loader_close(loader, NULL))
		picture = gdk_pixbuf_loader_get_pixbuf(loader);
	else
		gdk_pixbuf_loader_close(loader, NULL);
	if (picture)
		picture = flatten(picture);
	g_object_unref(loader);
	return picture;
}

/* The bytes of an open file, mapped: nothing is copied. */
static int decode_file(int fd, GdkPixbuf **out, struct err *err)
{
	off_t len = lseek(fd, 0, SEEK_END);
	void *bytes = len > 0 && (size_t)len <= PAGE_BYTES_MOST
			      ? mmap(NULL, (size_t)len, PROT_READ, MAP_PRIVATE, fd, 0)
			      : MAP_FAILED;

	if (bytes == MAP_FAILED)
		return cannot_show(err);
	*out = decode(bytes, (size_t)len);
	munmap(bytes, (size_t)len);
	return *out ? 0 : cannot_show(err);
}

static int open_picture(const char *path, int fd, GdkPixbuf **out, struct err *err)
{
	int width = 0, height = 0;

	if (!gdk_pixbuf_get_file_info(path, &width, &height))
		return cannot_show(err);
	if ((int64_t)width * height > POINTS_MOST)
		return err_set(err, ERR_INPUT, _("图片有 %d×%d 点，太大，这里显示不了"), width,
			       height);
	return decode_file(fd, out, err);
}

/* It may end well and have written nothing, when memory was out. */
static int open_page(int fd, int64_t page, GdkPixbuf **out, struct err *err)
{
	char number[24], side[16];
	const char *const argv[] = { "pdftoppm", "-png",      "-f", number,       "-l",
				     number,     "-scale-to", side, "/dev/stdin", NULL };
	struct child c = { .argv = argv,
			   .in = fd,
			   .seconds = PDF_SECONDS,
			   .memory = PDF_MEMORY,
			   .file = PAGE_BYTES_MOST };
	int rc;

	snprintf(number, sizeof(number), "%lld", (long long)page);
	snprintf(side, sizeof(side), "%d", SIDE_MOST);
	c.out = memfd_create("mtdesk-page", MFD_CLOEXEC);
	if (c.out < 0)
		return err_set(err, ERR_STORAGE, "%s", err_system(errno));
	rc = child_run(&c, NULL, 0, err);
	if (rc >= 0)
		rc = decode_file(c.out, out, err);
	close(c.out);
	return rc;
}

int preview_open(const char *path, const char *type, int64_t page, struct preview **out,
		 struct err *err)
{
	struct preview *p;
	int fd, rc;

	if (!draw_has_colours())
		return err_set(err, ERR_INPUT, "%s",
			       _("这台终端没有颜色，显示不了图片；请用别的程序打开核对"));
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return err_set(err, ERR_STORAGE, _("读不出材料文件：%s"), err_system(errno));
	p = calloc(1, sizeof(*p));
	if (!p)
		rc = err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	else if (strcmp(type, "application/pdf") == 0)
		rc = open_page(fd, page, &p->picture, err);
	else
		rc = open_picture(path, fd, &p->picture, err);
	close(fd);
	if (rc < 0)
		preview_close(p);
	else
		*out = p;
	return rc;
}

void preview_close(struct preview *p)
{
	if (p && p->picture)
		g_object_unref(p->picture);
	free(p);
}

/* ---- painting ---- */

/* Cells are twice as high as they are wide. The whole picture at zoom 1 fills the box one way. */
static void whole_size(const struct preview *p, int rows, int cols, int zoom, int *out_rows,
		       int *out_cols)
{
	int64_t width = gdk_pixbuf_get_width(p->picture);
	int64_t height = gdk_pixbuf_get_height(p->picture);
	int64_t wanted = height * cols / (2 * width);

	if (wanted <= rows) {
		*out_cols = cols * zoom;
		*out_rows = (int)wanted * zoom;
	} else {
		*out_rows = rows * zoom;
		*out_cols = (int)(2 * width * rows / height) * zoom;
	}
	*out_rows = *out_rows < 1 ? 1 : *out_rows;
	*out_cols = *out_cols < 1 ? 1 : *out_cols;
}

static int within(int value, int most)
{
	return value > most ? most : value < 0 ? 0 : value;
}

/* A canvas of so many cells, in the colours and characters that this terminal has. */
static ChafaCanvas *canvas_for(int rows, int cols)
{
	ChafaCanvasConfig *config = chafa_canvas_config_new();
	ChafaSymbolMap *symbols = chafa_symbol_map_new();
	int colours = draw_has_colours();
	ChafaCanvas *canvas;

	chafa_symbol_map_add_by_tags(symbols, CHAFA_SYMBOL_TAG_SPACE);
	if (draw_has_half_blocks() && colours >= 256)
		chafa_symbol_map_add_by_tags(symbols, CHAFA_SYMBOL_TAG_VHALF);
	chafa_canvas_config_set_geometry(config, cols, rows);
	chafa_canvas_config_set_symbol_map(config, symbols);
	/* The first sixteen of 256 colours are what somebody's taste made them. */
	chafa_canvas_config_set_canvas_mode(config, colours >= 256  ? CHAFA_CANVAS_MODE_INDEXED_240
						    : colours >= 16 ? CHAFA_CANVAS_MODE_INDEXED_16
								    : CHAFA_CANVAS_MODE_INDEXED_8);
	canvas = chafa_canvas_new(config);
	chafa_symbol_map_unref(symbols);
	chafa_canvas_config_unref(config);
	return canvas;
}

static void paint(ChafaCanvas *canvas, WINDOW *w, int y, int x, int rows, int cols)
{
	for (int r = 0; r < rows; r++)
		for (int c = 0; c < cols; c++) {
			gint fg, bg;

			chafa_canvas_get_raw_colors_at(canvas, c, r, &fg, &bg);
			draw_coloured(w, y + r, x + c, chafa_canvas_get_char_at(canvas, c, r), fg,
				      bg);
		}
}

/* The part of the picture behind `seen` of `whole` cells from `from` on, in its points. */
static void part(int from, int seen, int whole, int points, int *out_from, int *out_count)
{
	*out_from = (int)((int64_t)from * points / whole);
	*out_count = (int)((int64_t)seen * points / whole);
	*out_from = within(*out_from, points - 1);
	*out_count = *out_count < 1 ? 1 : within(*out_count, points - *out_from);
}

void preview_draw(struct preview *p, WINDOW *w, int y, int x, int rows, int cols,
		  struct preview_view *v)
{
	int whole_rows, whole_cols, seen_rows, seen_cols, left, top, width, height;
	ChafaCanvas *canvas;
	GdkPixbuf *seen;

	v->zoom = v->zoom < 1 ? 1 : v->zoom > PREVIEW_ZOOM_MOST ? PREVIEW_ZOOM_MOST : v->zoom;
	whole_size(p, rows, cols, v->zoom, &whole_rows, &whole_cols);
	seen_rows = whole_rows < rows ? whole_rows : rows;
	seen_cols = whole_cols < cols ? whole_cols : cols;
	v->row = within(v->row, whole_rows - seen_rows);
	v->col = within(v->col, whole_cols - seen_cols);
	part(v->col, seen_cols, whole_cols, gdk_pixbuf_get_width(p->picture), &left, &width);
	part(v->row, seen_rows, whole_rows, gdk_pixbuf_get_height(p->picture), &top, &height);

	canvas = canvas_for(seen_rows, seen_cols);
	seen = gdk_pixbuf_new_subpixbuf(p->picture, left, top, width, height);
	chafa_canvas_draw_all_pixels(canvas, CHAFA_PIXEL_RGB8, gdk_pixbuf_read_pixels(seen), width,
				     height, gdk_pixbuf_get_rowstride(seen));
	paint(canvas, w, y + (rows - seen_rows) / 2, x + (cols - seen_cols) / 2, seen_rows,
	      seen_cols);
	g_object_unref(seen);
	chafa_canvas_unref(canvas);
}
