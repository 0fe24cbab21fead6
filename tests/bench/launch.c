/*
 * launch: starts programs and measures, for tests/bench/run. Words of a command
 * are split at blanks; output goes to /dev/null.
 *
 *   launch pair N FLOOR OURS	by turns N times: best quarter of each, in us
 *   launch once COMMAND	us of wall, us of CPU, peak kB, exit status
 *   launch many P N COMMAND	N runs, P at a time, {} is the number: us of
 * wall
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

struct run {
	double wall_us, cpu_us;
	long peak_kb;
	int status;
};

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

/* Splits in place; at most 63 words. */
static void
split(char *text, char **words)
{
	int n = 0;
	char *w;

	for (w = strtok(text, " "); w != NULL && n < 63; w = strtok(NULL, " "))
		words[n++] = w;
	words[n] = NULL;
}

static pid_t
start(const char *command)
{
	posix_spawn_file_actions_t to;
	char *text = strdup(command), *words[64];
	pid_t pid;

	split(text, words);
	posix_spawn_file_actions_init(&to);
	posix_spawn_file_actions_addopen(&to, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&to, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&to, 2, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, words[0], &to, NULL, words, environ) != 0) {
		perror(words[0]);
		exit(2);
	}
	posix_spawn_file_actions_destroy(&to);
	free(text);
	return pid;
}

static struct run
once(const char *command)
{
	struct run r;
	struct rusage use;
	double begin = now_us();
	int status;

	wait4(start(command), &status, 0, &use);
	r.wall_us = now_us() - begin;
	r.cpu_us = (use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e6 +
		   use.ru_utime.tv_usec + use.ru_stime.tv_usec;
	r.peak_kb = use.ru_maxrss;
	r.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
	return r;
}

static int
up(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
pair(int n, const char *floor_command, const char *ours)
{
	double *a = calloc(n, sizeof(*a)), *b = calloc(n, sizeof(*b));
	int i;

	for (i = 0; i < n; i++) {
		a[i] = once(floor_command).wall_us;
		b[i] = once(ours).wall_us;
	}
	qsort(a, n, sizeof(*a), up);
	qsort(b, n, sizeof(*b), up);
	printf("%.0f %.0f\n", a[n / 4], b[n / 4]);
	free(a);
	free(b);
}

/* `command` with {} replaced by `i`, in `to`. */
static const char *
numbered(const char *command, int i, char *to, size_t size)
{
	const char *at = strstr(command, "{}");

	if (at == NULL)
		snprintf(to, size, "%s", command);
	else
		snprintf(to, size, "%.*s%d%s", (int)(at - command), command, i,
			at + 2);
	return to;
}

static void
many(int p, int n, const char *command)
{
	char text[4096];
	double begin = now_us();
	int i, status, running = 0, bad = 0;

	for (i = 0; i < n || running > 0;) {
		if (i < n && running < p) {
			start(numbered(command, i++, text, sizeof(text)));
			running++;
			continue;
		}
		wait(&status);
		running--;
		bad += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
	}
	printf("%.0f %d\n", now_us() - begin, bad);
}

int
main(int argc, char **argv)
{
	struct run r;

	if (argc == 5 && strcmp(argv[1], "pair") == 0) {
		pair(atoi(argv[2]), argv[3], argv[4]);
	} else if (argc == 3 && strcmp(argv[1], "once") == 0) {
		r = once(argv[2]);
		printf("%.0f %.0f %ld %d\n", r.wall_us, r.cpu_us, r.peak_kb,
			r.status);
	} else if (argc == 5 && strcmp(argv[1], "many") == 0) {
		many(atoi(argv[2]), atoi(argv[3]), argv[4]);
	} else {
		fprintf(stderr, "usage: launch pair N A B | once A | "
				"many P N A\n");
		return 2;
	}
	return 0;
}
