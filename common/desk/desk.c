#include "desk/desk.h"

#include "store/calendar.h"
#include "store/page.h"
#include "store/rotation.h"
#include "store/user.h"
#include "when/duration.h"

#include <string.h>

struct store *
desk_store(struct front *front, enum store_mode mode)
{
	struct store *store;
	struct fail f;

	store = store_open(front_store_path(front), mode, &f);
	if (store == NULL)
		front_die(front, &f);
	if (store_warning(store) != NULL)
		front_warn(front, "%s", store_warning(store));
	return store;
}

struct store *
desk_begin(struct front *front)
{
	struct store *store = desk_store(front, STORE_WRITE);
	struct fail f;

	if (store_begin(store, &f) != 0)
		front_die(front, &f);
	return store;
}

void
desk_finish(struct front *front, struct store *store)
{
	struct fail f;

	if (front->dry_run)
		store_rollback(store);
	else if (store_commit(store, &f) != 0)
		front_die(front, &f);
	store_close(store);
}

void
desk_usage(struct front *front, const char *what)
{
	const char *verb = front->verb != NULL ? front->verb->name : NULL;
	struct fail f;

	if (verb == NULL) {
		fail(&f, EXIT_USAGE, "%s", what);
		fail_hint(&f, "%s --help", front->program->name);
	} else {
		fail(&f, EXIT_USAGE, "%s: %s", verb, what);
		fail_hint(&f, "%s %s --help", front->program->name, verb);
	}
	front_die(front, &f);
}

void
desk_user(struct front *front, struct store *store, const char *name,
	struct user *u)
{
	struct fail f;

	memset(u, 0, sizeof(*u));
	if (user_find(store, name, front->pool, u, &f) != 1)
		front_die(front, &f);
}

void
desk_person(struct front *front, struct store *store, const char *name,
	struct user *u)
{
	struct fail f;

	memset(u, 0, sizeof(*u));
	if (user_find_person(store, name, front->pool, u, &f) != 1)
		front_die(front, &f);
}

void
desk_calendar(struct front *front, struct store *store, const char *name,
	struct calendar *c)
{
	struct fail f;

	memset(c, 0, sizeof(*c));
	if (calendar_find(store, name, front->pool, c, &f) != 1)
		front_die(front, &f);
}

void
desk_rotation(struct front *front, struct store *store, const char *name,
	struct rotation *r)
{
	struct fail f;

	memset(r, 0, sizeof(*r));
	if (rotation_find(store, *name == '@' ? name + 1 : name, front->pool, r,
		    &f) != 1)
		front_die(front, &f);
}

void
desk_page(struct front *front, struct store *store, const char *slug,
	struct page *p)
{
	struct fail f;

	memset(p, 0, sizeof(*p));
	if (page_find(store, slug, front->pool, p, &f) != 1)
		front_die(front, &f);
	if (strcmp(p->state, "deleted") == 0) {
		fail(&f, EXIT_NOT_FOUND, "page %s: deleted", p->slug);
		front_die(front, &f);
	}
}

int64_t
desk_max_stale(struct front *front)
{
	const char *text = config_get(front->config, "sync.max-stale");
	int64_t s = CALENDAR_MAX_STALE_S;
	struct fail f;

	if (text != NULL && duration_read(text, "sync.max-stale", &s, &f) != 0)
		front_die(front, &f);
	return s;
}
