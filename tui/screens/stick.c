/* Sticks and folders for bundles, and numbers that eyes compare. */
#include <dirent.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "forms/text.h"
#include "tui/file_name.h"
#include "tui/screens/bundles.h"

/* Where desktops mount what is plugged in, under the user's name. */
static const char *const mounts[] = { "/run/media", "/media" };

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The first folder inside whose name can be shown. */
static bool first_inside(const char *folder, char *out, size_t size)
{
	DIR *d = opendir(folder);
	bool found = false;

	for (struct dirent *e; d && !found && (e = readdir(d));)
		if (e->d_name[0] != '.' && text_valid(e->d_name, strlen(e->d_name), NULL) &&
		    snprintf(out, size, "%s/%s", folder, e->d_name) < (int)size)
			found = is_folder(out);
	if (d)
		closedir(d);
	return found;
}

void stick_folder(char *out, size_t size)
{
	struct passwd *pw = getpwuid(getuid());
	char folder[512];

	for (size_t i = 0; pw && i < ARRAY_SIZE(mounts); i++) {
		snprintf(folder, sizeof(folder), "%s/%s", mounts[i], pw->pw_name);
		if (first_inside(folder, out, size))
			return;
	}
	snprintf(out, size, "%s", file_name_home());
}

char *stick_typed(struct screen *asker, const char *text)
{
	char *path = file_name_typed(text);

	if (path && is_folder(path))
		return path;
	free(path);
	app_say(asker->app, STYLE_WARN, _("没有这个文件夹；请插好 U 盘，或改一改路径"));
	return NULL;
}
