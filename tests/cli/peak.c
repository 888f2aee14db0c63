/* The most memory that a program holds.
 *
 *   peak FILE PROGRAM [ARGUMENT...]    writes KiB to FILE; the exit status is the program's
 *
 * The system counts to a child what its parent held when it started, so the parent must be as small as this one. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct rusage usage = { 0 };
	int status = 0;
	pid_t child;
	FILE *f;

	if (argc < 3)
		return 2;
	child = fork();
	if (child == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child)
		return 125;
	f = fopen(argv[1], "w");
	if (!f || fprintf(f, "%ld\n", usage.ru_maxrss) < 0 || fclose(f) != 0)
		return 125;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
