#include "when/instant.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "when/civil.h"

instant
instant_now(void)
{
	const char *set = getenv("MTG_NOW");
	instant at;

	if (set != NULL && instant_read(set, &at))
		return at;
	return (instant)time(NULL);
}

/* Two digits and what follows them; returns where to go on. */
static char *
two(char *to, int value, char then)
{
	to[0] = (char)('0' + value / 10);
	to[1] = (char)('0' + value % 10);
	to[2] = then;
	return to + 3;
}

char *
instant_write(instant at, char *to)
{
	struct civil c;
	char *p = to;

	if (at < INSTANT_MIN)
		at = INSTANT_MIN;
	if (at > INSTANT_MAX)
		at = INSTANT_MAX;
	c = civil_of_seconds(at);
	/* by hand: lists of slots consist of these */
	*p++ = (char)('0' + c.year / 1000 % 10);
	*p++ = (char)('0' + c.year / 100 % 10);
	p = two(p, c.year % 100, '-');
	p = two(p, c.month, '-');
	p = two(p, c.day, 'T');
	p = two(p, c.hour, ':');
	p = two(p, c.minute, ':');
	p = two(p, c.second, 'Z');
	*p = '\0';
	return to;
}

/* Exactly `n` digits at `*p`, which moves behind them; -1 when not there. */
static int
digits(const char **p, int n)
{
	int value = 0;

	for (; n > 0; n--, (*p)++) {
		if (!isdigit((unsigned char)**p))
			return -1;
		value = value * 10 + (**p - '0');
	}
	return value;
}

/* `n` digits and then `sep` (0: nothing more is asked). */
static bool
part(const char **p, int n, char sep, int *value)
{
	if ((*value = digits(p, n)) < 0)
		return false;
	if (sep == 0)
		return true;
	return *(*p)++ == sep;
}

/* "Z" or "+hh:mm" and the end of the text; seconds east of UTC. */
static bool
offset_read(const char *p, int *offset_s)
{
	int sign, hour, minute;

	*offset_s = 0;
	if (*p == 'Z' || *p == 'z')
		return p[1] == '\0';
	if (*p != '+' && *p != '-')
		return false;
	sign = *p++ == '-' ? -1 : 1;
	if (!part(&p, 2, ':', &hour) || !part(&p, 2, 0, &minute))
		return false;
	*offset_s = sign * (hour * 3600 + minute * 60);
	return *p == '\0' && hour <= 23 && minute <= 59;
}

bool
instant_read(const char *text, instant *at)
{
	const char *p = text;
	struct civil c;
	int offset_s, leap;

	if (!part(&p, 4, '-', &c.year) || !part(&p, 2, '-', &c.month) ||
		!part(&p, 2, 0, &c.day))
		return false;
	if (*p != 'T' && *p != 't' && *p != ' ')
		return false;
	p++;
	if (!part(&p, 2, ':', &c.hour) || !part(&p, 2, ':', &c.minute) ||
		!part(&p, 2, 0, &c.second))
		return false;
	if (*p == '.') {
		if (!isdigit((unsigned char)*++p))
			return false;
		while (isdigit((unsigned char)*p))
			p++;
	}
	/* a leap second is the moment after the second before it */
	leap = c.second == 60;
	c.second -= leap;
	if (!offset_read(p, &offset_s) || !civil_valid(&c))
		return false;
	*at = civil_seconds(&c) + leap - offset_s;
	return true;
}
