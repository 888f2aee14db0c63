#include "db/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Field 22 of /proc/PID/stat, proc(5); -1 when there is no such process. The second field, the
 * program's name in brackets, may itself hold blanks and brackets, so counting begins after the
 * last bracket. A zombie has ended: nobody types there. */
static int64_t start_time(int64_t pid)
{
	char path[64], text[1024];
	const char *at;
	size_t len;
	FILE *in;

	snprintf(path, sizeof(path), "/proc/%lld/stat", (long long)pid);
	in = fopen(path, "re");
	if (!in)
		return -1;
	len = fread(text, 1, sizeof(text) - 1, in);
	fclose(in);
	text[len] = '\0';
	at = strrchr(text, ')');
	if (!at || strncmp(at, ") Z", 3) == 0)
		return -1;
	for (int field = 2; at && field < 22; field++)
		at = strchr(at + 1, ' ');
	return at ? strtoll(at, NULL, 10) : -1;
}

static void boot_id(char *out, size_t size)
{
	FILE *in = fopen("/proc/sys/kernel/random/boot_id", "re");

	snprintf(out, size, "%s", "?");
	if (!in)
		return;
	if (fgets(out, (int)size, in))
		out[strcspn(out, "\n")] = '\0';
	fclose(in);
}

void process_self(struct process *out)
{
	int64_t started;

	*out = (struct process) { .pid = getpid() };
	started = start_time(out->pid);
	out->started = started < 0 ? 0 : started;
	boot_id(out->boot, sizeof(out->boot));
}

bool process_alive(const struct process *p)
{
	char boot[sizeof(p->boot)];

	boot_id(boot, sizeof(boot));
	return strcmp(boot, p->boot) == 0 && start_time(p->pid) == p->started;
}

char *process_terminal(char *out, size_t size)
{
	char name[PROCESS_TERMINAL_SIZE];

	*out = '\0';
	if (ttyname_r(STDIN_FILENO, name, sizeof(name)) == 0)
		snprintf(out, size, "%s", strncmp(name, "/dev/", 5) == 0 ? name + 5 : name);
	return out;
}
