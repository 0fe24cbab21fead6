#include "net/provider.h"

#include <string.h>

const struct provider *
provider_find(const char *name)
{
	static const struct provider *const all[] = { &provider_vdir,
		&provider_ics, &provider_caldav };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i]->name, name) == 0)
			return all[i];
	return NULL;
}
