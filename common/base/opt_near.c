#include "base/opt.h"

#include <string.h>

enum { NEAR_MAX = 48 };

static int
low(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

static int
min(int a, int b)
{
	return a < b ? a : b;
}

/* Edits (insert, delete, replace, swap neighbours) from `a` to `b`. */
static int
edits(const char *a, int na, const char *b, int nb)
{
	int row[3][NEAR_MAX + 1], i, k, cost;
	int *before = row[0], *last = row[1], *now = row[2], *spare;

	for (k = 0; k <= nb; k++)
		last[k] = k;
	for (i = 1; i <= na; i++) {
		now[0] = i;
		for (k = 1; k <= nb; k++) {
			cost = low(a[i - 1]) != low(b[k - 1]);
			now[k] = min(min(last[k] + 1, now[k - 1] + 1),
				last[k - 1] + cost);
			if (i > 1 && k > 1 && low(a[i - 1]) == low(b[k - 2]) &&
				low(a[i - 2]) == low(b[k - 1]))
				now[k] = min(now[k], before[k - 2] + 1);
		}
		spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[nb];
}

const char *
opt_near(const char *typed, const char *const *words, size_t n)
{
	size_t len = strlen(typed), i, wlen;
	const char *best = NULL;
	int best_d = 3, d;

	if (len == 0 || len > NEAR_MAX)
		return NULL;
	for (i = 0; i < n; i++) {
		wlen = words[i] == NULL ? 0 : strlen(words[i]);
		if (wlen == 0 || wlen > NEAR_MAX || wlen > len + 2 ||
			len > wlen + 2 || strcmp(typed, words[i]) == 0)
			continue;
		d = edits(typed, (int)len, words[i], (int)wlen);
		/* two edits turn any short word into any other */
		if (d < best_d && (size_t)d < (len > wlen ? len : wlen)) {
			best = words[i];
			best_d = d;
		}
	}
	return best;
}
