/* The fonts of a page: the named families alone, so that a machine's other fonts and settings never reach a sheet. */
#include "forms/page_parts.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <string.h>

static const char *const families[] = { "Noto Serif CJK SC", "HanaMinA", "HanaMinB" };

static void add_places(GString *to, const char *element, FcStrList *list)
{
	const FcChar8 *path;

	while (list && (path = FcStrListNext(list))) {
		char *quoted = g_markup_escape_text((const char *)path, -1);

		g_string_append_printf(to, "<%s>%s</%s>", element, quoted, element);
		g_free(quoted);
	}
	if (list)
		FcStrListDone(list);
}

/* Take over where the machine keeps its fonts and what it knows of them, and no rule. */
static void take_places(FcConfig *to, FcConfig *machine)
{
	GString *s = g_string_new("<?xml version=\"1.0\"?><fontconfig>");

	add_places(s, "dir", FcConfigGetFontDirs(machine));
	add_places(s, "cachedir", FcConfigGetCacheDirs(machine));
	g_string_append(s, "</fontconfig>");
	FcConfigParseAndLoadFromMemory(to, (const FcChar8 *)s->str, FcTrue);
	g_string_free(s, TRUE);
}

static bool is_named(const FcPattern *font)
{
	FcChar8 *family;

	for (int n = 0; FcPatternGetString(font, FC_FAMILY, n, &family) == FcResultMatch; n++)
		for (size_t i = 0; i < ARRAY_SIZE(families); i++)
			if (strcmp((const char *)family, families[i]) == 0)
				return true;
	return false;
}

static void keep_named(FcFontSet *set)
{
	int kept = 0;

	for (int i = 0; set && i < set->nfont; i++) {
		if (is_named(set->fonts[i]))
			set->fonts[kept++] = set->fonts[i];
		else
			FcPatternDestroy(set->fonts[i]);
	}
	if (set)
		set->nfont = kept;
}

static FcConfig *configure(void)
{
	FcConfig *machine = FcInitLoadConfig(), *own = FcConfigCreate();

	if (machine && own) {
		take_places(own, machine);
		FcConfigBuildFonts(own);
		keep_named(FcConfigGetFonts(own, FcSetSystem));
	}
	if (machine)
		FcConfigDestroy(machine);
	return own;
}

static bool has_family(FcConfig *c, const char *family)
{
	FcPattern *any = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, (char *)NULL);
	FcObjectSet *wanted = FcObjectSetBuild(FC_FILE, (char *)NULL);
	FcFontSet *found = FcFontList(c, any, wanted);
	bool has = found && found->nfont > 0;

	if (found)
		FcFontSetDestroy(found);
	FcObjectSetDestroy(wanted);
	FcPatternDestroy(any);
	return has;
}

bool page_fonts_complete(PangoFontMap *fonts)
{
	FcConfig *c = pango_fc_font_map_get_config(PANGO_FC_FONT_MAP(fonts));

	for (size_t i = 0; i < ARRAY_SIZE(families); i++)
		if (!has_family(c, families[i]))
			return false;
	return true;
}

static PangoFontMap *make_map(struct err *err)
{
	FcConfig *c = configure();
	PangoFontMap *map = NULL;

	if (!c) {
		err_set(err, ERR_MEMORY, "%s", _("内存不足"));
		return NULL;
	}
	/* Pango would load the machine's own settings in the background, for nothing, were there none yet. */
	FcConfigSetCurrent(c);
	if (has_family(c, families[0])) {
		map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
		pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), c);
	} else {
		err_set(err, ERR_INPUT, _("没有安装打印用的字体“%s”；请安装软件包 fonts-noto-cjk"),
			families[0]);
	}
	FcConfigDestroy(c);
	return map;
}

/* Pango's own default map is replaced by ours and kept: making one anew costs 10 ms, and a map must not go away while the
 * thread that pango sorts fonts in still works for it. */
PangoFontMap *page_fonts(struct err *err)
{
	static const char mark[] = "mtdesk-fonts";
	PangoFontMap *map = pango_cairo_font_map_get_default();

	if (g_object_get_data(G_OBJECT(map), mark))
		return g_object_ref(map);
	map = make_map(err);
	if (!map)
		return NULL;
	g_object_set_data(G_OBJECT(map), mark, map);
	pango_cairo_font_map_set_default(PANGO_CAIRO_FONT_MAP(map));
	return map;
}
