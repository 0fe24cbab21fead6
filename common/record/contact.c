#include "record/contact.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

char *
contact_ref(struct pool *pool, int64_t id)
{
	return id == 0 ? NULL : pool_printf(pool, "c_%" PRId64, id);
}

int64_t
contact_number(const char *ref)
{
	if (strncmp(ref, "c_", 2) != 0 || ref[2] == '\0' || strlen(ref) > 20 ||
		ref[2 + strspn(ref + 2, "0123456789")] != '\0')
		return 0;
	return strtoll(ref + 2, NULL, 10);
}
