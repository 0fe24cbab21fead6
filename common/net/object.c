#include "net/object.h"
#include "net/provider.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "wire/ics_scan.h"

char *
provider_name_of(struct pool *pool, const char *uid)
{
	size_t n = strlen(uid), i;

	for (i = 0; i < n; i++)
		if (!isalnum((unsigned char)uid[i]) &&
			strchr("@._-", uid[i]) == NULL)
			break;
	if (n > 0 && i == n && n <= 200 && (unsigned char)uid[0] < 0x80 &&
		isalnum((unsigned char)uid[0]))
		return pool_printf(pool, "%s.ics", uid);
	return pool_printf(pool, "mtg-%016llx%016llx.ics",
		(unsigned long long)ics_hash(0, uid, n),
		(unsigned long long)ics_hash(1, uid, n));
}

char *
object_stored(struct pool *pool, const char *ics, size_t *len)
{
	char *out = pool_zero(pool, *len + 1), *to = out;
	const char *end = ics + *len, *next;
	bool drop = false;

	for (; ics < end; ics = next) {
		next = memchr(ics, '\n', (size_t)(end - ics));
		next = next == NULL ? end : next + 1;
		/* a line that begins with a blank belongs to the one before */
		if (*ics != ' ' && *ics != '\t')
			drop = next - ics > 7 &&
			       strncasecmp(ics, "METHOD", 6) == 0 &&
			       (ics[6] == ':' || ics[6] == ';');
		if (drop)
			continue;
		memcpy(to, ics, (size_t)(next - ics));
		to += next - ics;
	}
	*len = (size_t)(to - out);
	return out;
}
