#include "when/zone_priv.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* No file of the system's comes near; nothing larger is read. */
enum { FILE_MAX = 200000 };

/* The zones of this run, in a pool of their own that is never freed. */
struct loaded {
	const struct zone *zone;
	struct loaded *next;
};
static struct loaded *loaded;
static struct pool *kept;

const char *
zone_folder(void)
{
	const char *dir = getenv("TZDIR");

	return dir != NULL && *dir == '/' ? dir : "/usr/share/zoneinfo";
}

/* The file's bytes; NULL when it is no file, cannot be read or is too big. */
static unsigned char *
file_read(struct pool *pool, const char *name, size_t *size)
{
	const char *path = pool_printf(pool, "%s/%s", zone_folder(), name);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	unsigned char *bytes = NULL;
	struct stat st;
	ssize_t n = -1;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
		st.st_size <= FILE_MAX) {
		bytes = pool_zero(pool, (size_t)st.st_size);
		n = read(fd, bytes, (size_t)st.st_size);
	}
	close(fd);
	*size = n < 0 ? 0 : (size_t)n;
	return n < 0 ? NULL : bytes;
}

static const struct zone *
keep(const char *name, const void *bytes, size_t size)
{
	struct loaded *l;
	struct zone *zone;

	if (kept == NULL)
		kept = pool_new();
	if ((zone = zone_tzif(kept, name, bytes, size)) == NULL)
		return NULL;
	l = pool_zero(kept, sizeof(*l));
	l->zone = zone;
	l->next = loaded;
	loaded = l;
	return zone;
}

const struct zone *
zone_try(const char *name, bool *damaged)
{
	const struct zone *zone = NULL;
	struct pool *pool;
	struct loaded *l;
	unsigned char *bytes;
	size_t size = 0;

	if (damaged != NULL)
		*damaged = false;
	if (strcmp(name, "UTC") == 0)
		return zone_utc();
	for (l = loaded; l != NULL; l = l->next)
		if (strcmp(l->zone->name, name) == 0)
			return l->zone;
	if (!zone_name_plain(name))
		return NULL;
	pool = pool_new();
	bytes = file_read(pool, name, &size);
	if (bytes != NULL) {
		zone = keep(name, bytes, size);
		if (zone == NULL && damaged != NULL)
			*damaged = true;
	}
	pool_free(pool);
	return zone;
}

const struct zone *
zone_load(const char *name, struct fail *f)
{
	const struct zone *zone;
	const char *near;
	bool damaged;

	if ((zone = zone_try(name, &damaged)) != NULL)
		return zone;
	if (damaged) {
		fail(f, EXIT_USAGE, "zone %.80s: %s/%s is damaged", name,
			zone_folder(), name);
		return NULL;
	}
	fail(f, EXIT_USAGE, "zone %.80s: no such time zone", name);
	if (access(zone_folder(), R_OK) != 0)
		fail_hint(f, "install tzdata: %s is not there", zone_folder());
	else if ((near = zone_near(name)) != NULL)
		fail_hint(f, "did you mean %s?", near);
	return NULL;
}

/* "/usr/share/zoneinfo/Europe/Rome", any folder of that name or $TZDIR. */
static const struct zone *
zone_of_path(const char *path)
{
	static const char folder[] = "/zoneinfo/";
	size_t n = strlen(zone_folder());
	const char *p;

	if (strncmp(path, zone_folder(), n) == 0 && path[n] == '/')
		return zone_try(path + n + 1, NULL);
	if ((p = strstr(path, folder)) == NULL)
		return NULL;
	return zone_try(p + strlen(folder), NULL);
}

static const struct zone *
zone_of_env(const char *tz)
{
	const char *name;

	if (*tz == ':')
		tz++;
	if (*tz == '\0')
		return zone_utc();
	if (*tz == '/')
		return zone_of_path(tz);
	name = zone_find(tz);
	return name == NULL ? NULL : zone_try(name, NULL);
}

/* /etc/timezone, one name in a line. */
static const struct zone *
zone_of_debian(void)
{
	char line[128];
	const struct zone *zone = NULL;
	FILE *file = fopen("/etc/timezone", "re");

	if (file == NULL)
		return NULL;
	if (fgets(line, sizeof(line), file) != NULL) {
		line[strcspn(line, " \t\r\n")] = '\0';
		zone = zone_try(line, NULL);
	}
	fclose(file);
	return zone;
}

const struct zone *
zone_local(void)
{
	const char *tz = getenv("TZ");
	const struct zone *zone = NULL;
	char path[512];
	ssize_t n;

	if (tz != NULL && (zone = zone_of_env(tz)) != NULL)
		return zone;
	n = readlink("/etc/localtime", path, sizeof(path) - 1);
	if (n > 0) {
		path[n] = '\0';
		zone = zone_of_path(path);
	}
	if (zone == NULL)
		zone = zone_of_debian();
	return zone == NULL ? zone_utc() : zone;
}
