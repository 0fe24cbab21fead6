#include "check.h"

#include <inttypes.h>
#include <stdlib.h>

#include "when/zone.h"

/*
 * Answers questions about zones so that tests/zones.t can compare them with
 * another reader. With the operand "-" each line of stdin is either
 *
 *	ZONE SECONDS              answered by "OFFSET ABBREVIATION"
 *	ZONE Y M D H MIN S        answered by "SECONDS FIT" (once twice never)
 *
 * and an unknown zone by "?". Without the operand it tests next to nothing.
 */
static void
answer(const char *line)
{
	static const char *const fits[] = { "once", "twice", "never" };
	const struct zone *zone;
	enum zone_fit fit;
	struct civil c;
	struct fail f;
	char name[80];
	int64_t at;
	int n;

	n = sscanf(line, "%79s %" SCNd64 " %d %d %d %d %d", name, &at, &c.month,
		&c.day, &c.hour, &c.minute, &c.second);
	if (n < 2 || (zone = zone_load(name, &f)) == NULL) {
		puts("?");
	} else if (n == 2) {
		printf("%d %s\n", zone_offset(zone, at),
			zone_abbreviation(zone, at));
	} else {
		c.year = (int)at;
		at = zone_instant(zone, &c, &fit);
		printf("%" PRId64 " %s\n", at, fits[fit]);
	}
}

int
main(int argc, char **argv)
{
	char line[256];

	if (argc < 2 || strcmp(argv[1], "-") != 0) {
		check(zone_offset(zone_utc(), 0) == 0, "UTC is UTC");
		return check_done();
	}
	while (fgets(line, sizeof(line), stdin) != NULL)
		answer(line);
	return 0;
}
