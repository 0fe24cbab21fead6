#include "flow/page_apply.h"
#include "flow/page_text.h"

#include "engine/page.h"
#include "flow/page_who.h"
#include "store/page.h"
#include "store/schedule.h"
#include "store/user.h"

#include <string.h>

/* Making the store what a text says. */

struct applying {
	struct store *store;
	instant now;
	struct pool *pool;
	void (*each)(void *arg, const struct apply_record *);
	void *arg;
	bool blamed; /* the failure names its line */
};

/* Names the line of a key. Returns -1. */
static int
blame(struct applying *a, const struct ini_at *at, struct fail *f)
{
	if (!a->blamed)
		ini_blame(f, at);
	a->blamed = true;
	return -1;
}

/* What was done, at the line of the key where the text has it. */
static void
tell(struct applying *a, const struct text_thing *t, const char *what,
	const char *key, const char *from, const char *to)
{
	const struct text_key *k = key != NULL ? thing_key(t, key) : NULL;
	struct apply_record r = { .kind = t->kind,
		.name = t->name,
		.what = what,
		.key = key,
		.from = from,
		.to = to,
		.at = k != NULL ? k->at : t->at };

	a->each(a->arg, &r);
}

/* Each key that says something else than before. Returns how many. */
static size_t
tell_differences(struct applying *a, const struct text_thing *t,
	const struct key_text *old, const struct key_text *new, size_t n)
{
	size_t i, differ = 0;

	for (i = 0; i < n; i++) {
		if (strcmp(old[i].text, new[i].text) == 0)
			continue;
		differ++;
		tell(a, t, "changed", new[i].key, old[i].text, new[i].text);
	}
	return differ;
}

/* ---- schedules ---- */

/* "ada/oncall" into its user and its name; "ada" has the name "". */
static int
schedule_of(struct applying *a, const struct text_thing *t, struct user *u,
	const char **name, struct fail *f)
{
	const char *slash = strchr(t->name, '/');
	size_t n = slash != NULL ? (size_t)(slash - t->name) : strlen(t->name);

	*name = slash != NULL ? slash + 1 : "";
	if (slash != NULL && !slug_valid(*name))
		return fail(f, EXIT_BAD_DATA,
			"schedule: '%.60s' is not USER/NAME", t->name);
	return user_find(a->store, pool_strn(a->pool, t->name, n), a->pool, u,
		       f) == 1
		       ? 0
		       : -1;
}

static int
week_save(struct applying *a, const struct user *u, const char *name,
	const struct schedule_text *new, struct fail *f)
{
	struct schedule s = { .user_id = u->id,
		.name = name,
		.time_zone = *new->time_zone != '\0' ? new->time_zone : NULL,
		.hours = new->hours,
		.updated_at = a->now };
	struct user changed = *u;

	/* the usual week rests with its user */
	if (strcmp(name, SCHEDULE_DEFAULT) == 0 && s.time_zone == NULL) {
		changed.hours = *new->hours != '\0' ? new->hours : NULL;
		return schedule_forget(a->store, u->id, name, f) < 0
			       ? -1
			       : user_save(a->store, &changed, f);
	}
	if (*new->hours == '\0')
		return fail(f, EXIT_BAD_DATA, "schedule %s/%s: no hours",
			u->slug, name);
	return schedule_save(a->store, &s, f);
}

static int
dates_save(struct applying *a, const struct user *u, const char *name,
	const struct schedule_text *old, const struct schedule_text *new,
	struct fail *f)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < old->dates_n; i++) {
		struct schedule_date d = old->dates[i];

		d.hours = NULL;
		rc = schedule_date_save(a->store, &d, f);
	}
	for (i = 0; rc == 0 && i < new->dates_n; i++) {
		struct schedule_date d = new->dates[i];

		d.user_id = u->id;
		d.schedule = name;
		rc = schedule_date_save(a->store, &d, f);
	}
	return rc;
}

static int
schedule_apply(struct applying *a, const struct text_thing *t, struct fail *f)
{
	struct schedule_text old = { 0 }, new = { 0 };
	struct key_text was[SCHEDULE_KEYS], is[SCHEDULE_KEYS];
	struct user u = { 0 };
	const struct ini_at *at = &t->at;
	const char *name;
	bool there;

	if (schedule_of(a, t, &u, &name, f) != 0 ||
		schedule_text_read(a->pool, t, *name != '\0', &new, &at, f) !=
			0 ||
		schedule_text_load(a->store, &u, name, a->now, a->pool, &old,
			&there, f) != 0)
		return blame(a, at, f);
	schedule_text_keys(a->pool, &old, was);
	schedule_text_keys(a->pool, &new, is);
	if (there && tell_differences(a, t, was, is, SCHEDULE_KEYS) == 0)
		return 0;
	if (!there)
		tell(a, t, "created", NULL, NULL, NULL);
	if (*name != '\0' &&
		(!there || strcmp(was[0].text, is[0].text) != 0 ||
			strcmp(was[1].text, is[1].text) != 0) &&
		week_save(a, &u, name, &new, f) != 0)
		return -1;
	if (dates_save(a, &u, name, &old, &new, f) != 0)
		return -1;
	return audit_add(a->store, a->now, "schedule.apply", t->name, NULL, f);
}

/* ---- pages ---- */

/* Everything a block says onto a page that has its defaults. */
static int
page_read(struct applying *a, const struct text_thing *t, struct page *p,
	int64_t **hosts, size_t *n, struct fail *f)
{
	const struct text_key *owner = thing_key(t, "owner");
	const struct text_key *who = thing_key(t, "hosts");
	const struct text_key *rooms = thing_key(t, "rooms");
	const struct text_key *state = thing_key(t, "state");
	struct user u = { 0 };
	size_t i;

	if (owner == NULL && who == NULL)
		return fail(f, EXIT_BAD_DATA, "page %s: no owner and no hosts",
			t->name);
	if (owner != NULL &&
		user_find(a->store, owner->value, a->pool, &u, f) != 1)
		return blame(a, &owner->at, f);
	if (u.room)
		return fail(f, EXIT_REFUSED, "%s is a room and owns nothing",
			u.email);
	if (page_hosts_set(a->store, p, who != NULL ? who->value : u.slug, u.id,
		    a->pool, hosts, n, f) != 0)
		return blame(a, who != NULL ? &who->at : &owner->at, f);
	if (rooms != NULL &&
		page_rooms_set(a->store, p, rooms->value, a->pool, f) != 0)
		return blame(a, &rooms->at, f);
	if (state != NULL) {
		if (strcmp(state->value, "enabled") != 0 &&
			strcmp(state->value, "disabled") != 0) {
			fail(f, EXIT_BAD_DATA,
				"state: '%.40s' is not enabled or disabled",
				state->value);
			return blame(a, &state->at, f);
		}
		p->state = state->value;
	}
	for (i = 0; i < t->n; i++) {
		const struct text_key *k = &t->v[i];

		if (k == owner || k == who || k == rooms || k == state)
			continue;
		if (page_set(a->pool, p, k->key, k->value, f) != 0)
			return blame(a, &k->at, f);
	}
	return 0;
}

static int
page_store(struct applying *a, const struct text_thing *t, struct page *p,
	const int64_t *hosts, size_t n, const struct page *old, struct fail *f)
{
	struct key_text was[PAGE_TEXT_MAX], is[PAGE_TEXT_MAX];
	size_t keys;

	if (page_check(p, f) != 0 ||
		page_text_keys(a->store, p, a->pool, is, &keys, f) != 0)
		return -1;
	if (old != NULL) {
		if (page_text_keys(a->store, old, a->pool, was, &keys, f) != 0)
			return -1;
		if (tell_differences(a, t, was, is, keys) == 0)
			return 0;
	} else {
		tell(a, t, "created", NULL, NULL, NULL);
	}
	if (page_save(a->store, p, hosts, n, a->now, f) != 0)
		return -1;
	return audit_add(a->store, a->now, "page.apply", p->slug, NULL, f);
}

static int
page_block(struct applying *a, const struct text_thing *t, struct fail *f)
{
	struct page old = { 0 }, p;
	struct user owner = { 0 };
	struct fail ignored;
	int64_t *hosts = NULL;
	size_t n = 0;
	bool there;
	int rc;

	there = page_find(a->store, t->name, a->pool, &old, &ignored) == 1 &&
		strcmp(old.state, "deleted") != 0;
	page_init(&p);
	p.slug = t->name;
	p.created_at = there ? old.created_at : a->now;
	p.updated_at = a->now;
	if (there)
		p.id = old.id;
	if (page_read(a, t, &p, &hosts, &n, f) != 0 ||
		page_owner_find(a->store, &p, a->pool, f) != 0)
		return -1;
	if (p.title == NULL &&
		user_load(a->store, p.user_id, a->pool, &owner, f) != 1)
		return -1;
	if (p.title == NULL)
		p.title = pool_printf(a->pool, "Meeting with %s",
			p.rotation != NULL ? p.rotation : owner.name);
	if (p.schedule != NULL &&
		(rc = schedule_known(a->store,
			 strcmp(p.kind, "user") == 0 ? p.user_id : 0,
			 p.schedule, f)) != 1)
		return rc < 0 ? -1
			      : fail(f, EXIT_NOT_FOUND,
					"page %s: none of its hosts has the "
					"schedule %s",
					p.slug, p.schedule);
	return page_store(a, t, &p, hosts, n, there ? &old : NULL, f);
}

/* ---- all of it ---- */

int
page_apply(struct store *store, const char *file, const char *text, size_t len,
	instant now, struct pool *pool,
	void (*each)(void *arg, const struct apply_record *), void *arg,
	struct fail *f)
{
	struct applying a = { .store = store,
		.now = now,
		.pool = pool,
		.each = each,
		.arg = arg };
	struct text_things all = { 0 };
	size_t i;

	if (page_text_read(pool, file, text, len, &all, f) != 0)
		return -1;
	/* pages may go by schedules that are made here */
	for (i = 0; i < all.n; i++)
		if (strcmp(all.v[i].kind, "schedule") == 0 &&
			schedule_apply(&a, &all.v[i], f) != 0)
			return blame(&a, &all.v[i].at, f);
	for (i = 0; i < all.n; i++)
		if (strcmp(all.v[i].kind, "page") == 0 &&
			page_block(&a, &all.v[i], f) != 0)
			return blame(&a, &all.v[i].at, f);
	return 0;
}
