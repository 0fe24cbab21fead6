#ifndef CHECK_H
#define CHECK_H

/* A test harness of one page: TAP on stdout, exit 1 when a check failed. */
#include <stdio.h>
#include <string.h>

static int check_n, check_bad;

/* One check; the rest is printf's: what was expected, in words. */
#define check(ok, ...)                                                         \
	do {                                                                   \
		int check_ok_ = !!(ok);                                        \
		check_n++;                                                     \
		check_bad += !check_ok_;                                       \
		printf("%sok %d - ", check_ok_ ? "" : "not ", check_n);        \
		printf(__VA_ARGS__);                                           \
		putchar('\n');                                                 \
		if (!check_ok_)                                                \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #ok);      \
	} while (0)

/* Two strings, the second expected. NULL equals only NULL. */
static inline void
check_str(const char *got, const char *want, const char *what)
{
	int same = got == NULL || want == NULL ? got == want
					       : strcmp(got, want) == 0;

	check(same, "%s", what);
	if (!same)
		printf("# got  %s\n# want %s\n", got == NULL ? "(null)" : got,
			want == NULL ? "(null)" : want);
}

static inline int
check_done(void)
{
	printf("1..%d\n", check_n);
	return check_bad != 0;
}

#endif
