#include "when/duration.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* A hundred years of 365.25 days. */
#define LIMIT_S (INT64_C(36525) * 86400)

struct unit {
	char letter;
	int64_t seconds;
};

/*
 * Reads "1h30m": numbers with a letter each, in the order of `units` (ended by
 * letter 0), each at most once, into places of `counts`. Moves `*p` to the
 * first character that is none of it. False when a number has no unit of these
 * or is too large.
 */
static bool
counts_read(const char **p, const struct unit *units, int64_t *counts)
{
	int64_t n;
	int i = 0;

	while (isdigit((unsigned char)**p)) {
		for (n = 0; isdigit((unsigned char)**p); (*p)++)
			if ((n = n * 10 + (**p - '0')) > LIMIT_S)
				return false;
		while (units[i].letter != 0 &&
			units[i].letter != tolower((unsigned char)**p))
			i++;
		if (units[i].letter == 0)
			return false;
		if (n > LIMIT_S / units[i].seconds)
			return false;
		counts[i++] = n;
		(*p)++;
	}
	return true;
}

/* "P1W2DT3H4M5S" without a sign; whether anything was in it. */
static bool
ical_read(const char *p, struct duration *d)
{
	static const struct unit days[] = { { 'w', 604800 }, { 'd', 86400 },
		{ 0, 0 } };
	static const struct unit clock[] = { { 'h', 3600 }, { 'm', 60 },
		{ 's', 1 }, { 0, 0 } };
	int64_t n[5] = { -1, -1, -1, -1, -1 };
	bool any = false;
	int i;

	if (tolower((unsigned char)*p++) != 'p' || !counts_read(&p, days, n))
		return false;
	if (tolower((unsigned char)*p) == 't') {
		p++;
		if (!counts_read(&p, clock, n + 2))
			return false;
	}
	for (i = 0; i < 5; i++) {
		any |= n[i] >= 0;
		n[i] = n[i] < 0 ? 0 : n[i];
	}
	d->days = n[0] * 7 + n[1];
	d->seconds = n[2] * 3600 + n[3] * 60 + n[4];
	return any && *p == '\0' && d->days * 86400 + d->seconds <= LIMIT_S;
}

int
duration_read_ical(const char *text, struct duration *d, struct fail *f)
{
	const char *p = text;
	bool minus = *p == '-';

	if (*p == '-' || *p == '+')
		p++;
	if (!ical_read(p, d))
		return fail(f, EXIT_BAD_DATA, "duration %.40s: not understood",
			text);
	if (minus) {
		d->days = -d->days;
		d->seconds = -d->seconds;
	}
	return 0;
}

/* "1h30m" or a plain number of minutes. */
static bool
words_read(const char *p, int64_t *seconds)
{
	static const struct unit units[] = { { 'w', 604800 }, { 'd', 86400 },
		{ 'h', 3600 }, { 'm', 60 }, { 's', 1 }, { 0, 0 } };
	int64_t n[5] = { 0 };
	const char *start = p;
	int i;

	*seconds = 0;
	if (*p != '\0' && strspn(p, "0123456789") == strlen(p)) {
		for (; *p != '\0'; p++) {
			*seconds = *seconds * 10 + (*p - '0');
			if (*seconds > LIMIT_S / 60)
				return false;
		}
		*seconds *= 60;
		return true;
	}
	if (!counts_read(&p, units, n) || p == start || *p != '\0')
		return false;
	for (i = 0; i < 5; i++)
		*seconds += n[i] * units[i].seconds;
	return *seconds <= LIMIT_S;
}

int
duration_read(
	const char *text, const char *what, int64_t *seconds, struct fail *f)
{
	struct duration d;
	int64_t s;

	if (words_read(text, &s)) {
		*seconds = s;
		return 0;
	}
	if (ical_read(text, &d)) {
		*seconds = d.days * 86400 + d.seconds;
		return 0;
	}
	fail(f, EXIT_USAGE, "%s %.40s: not a length of time", what, text);
	return fail_hint(f, "write 30, 30m, 1h30m, 2d or PT30M (m is minutes)");
}

char *
duration_write(int64_t seconds, char *to)
{
	static const struct unit units[] = { { 'd', 86400 }, { 'h', 3600 },
		{ 'm', 60 }, { 's', 1 } };
	uint64_t left = seconds < 0 ? -(uint64_t)seconds : (uint64_t)seconds;
	char *p = to;
	int i;

	if (seconds < 0)
		*p++ = '-';
	for (i = 0; i < 4; i++) {
		uint64_t n = left / (uint64_t)units[i].seconds;

		left %= (uint64_t)units[i].seconds;
		if (n > 0)
			p += sprintf(p, "%" PRIu64 "%c", n, units[i].letter);
	}
	if (seconds == 0)
		strcpy(p, "0m");
	return to;
}
