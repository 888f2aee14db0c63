#include "db/text_line.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "db/plain_file.h"
#include "forms/text.h"

#define LINE_MOST 4096

/* One byte more than a line may have tells that it is too long. */
static int read_all(const char *path, char *buf, size_t size, struct err *err)
{
	int64_t bytes;
	int fd = plain_file_open(path, &bytes, err);
	size_t used = 0;
	ssize_t n = 0;

	if (fd < 0)
		return -1;
	while (used + 1 < size &&
	       ((n = read(fd, buf + used, size - used - 1)) > 0 || (n < 0 && errno == EINTR)))
		used += n > 0 ? (size_t)n : 0;
	if (n < 0)
		err_set(err, ERR_INPUT, _("读不了“%.300s”：%s"), path, err_system(errno));
	close(fd);
	buf[used] = '\0';
	return n < 0 ? -1 : (int)used;
}

/* The end of the line, cut off; what stands behind it is no line of ours. */
static bool cut_end(char *line, size_t len)
{
	if (len > 0 && line[len - 1] == '\n')
		line[--len] = '\0';
	if (len > 0 && line[len - 1] == '\r')
		line[--len] = '\0';
	return len > 0 && strlen(line) == len && !strpbrk(line, "\r\n") &&
	       text_valid(line, len, NULL);
}

int text_line_load(const char *path, char *out, size_t size, struct err *err)
{
	static const char mark[] = "\xEF\xBB\xBF";
	char buf[LINE_MOST];
	char *line = buf;
	int len = read_all(path, buf, sizeof(buf), err);

	if (len < 0)
		return -1;
	if (strncmp(line, mark, strlen(mark)) == 0) {
		line += strlen(mark);
		len -= (int)strlen(mark);
	}
	if (!cut_end(line, (size_t)len) || strlen(line) >= size)
		return err_set(err, ERR_INPUT, _("“%.300s”不是所要的文件：里面应当只有一行文字"),
			       path);
	memcpy(out, line, strlen(line) + 1);
	return 0;
}

bool text_line_word(const char **rest, char *out, size_t size)
{
	size_t len = strcspn(*rest, " ");

	if (len == 0 || len >= size)
		return false;
	memcpy(out, *rest, len);
	out[len] = '\0';
	*rest += len;
	if (**rest == ' ')
		(*rest)++;
	return true;
}
