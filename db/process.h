/* Which process is it, and does it still run? A process id alone is given out again; its start time
 * (clock ticks since boot) and the boot's id make it unique. */
#ifndef DB_PROCESS_H
#define DB_PROCESS_H

#include "forms/base.h"

struct process {
	int64_t pid;
	int64_t started;
	char boot[40];
};

/* The terminal it is used at by its short name ("pts/3"), "" without one. Returns out. */
#define PROCESS_TERMINAL_SIZE 64
char *process_terminal(char *out, size_t size);

void process_self(struct process *out);
bool process_alive(const struct process *p);

#endif
