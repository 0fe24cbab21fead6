#include "desk/rotate_owner.h"
#include "desk/rotate_priv.h"

#include "flow/assign.h"
#include "flow/offer.h"
#include "record/calendar.h"
#include "record/user.h"
#include "store/rotation.h"
#include "when/duration.h"
#include "when/timeword.h"
#include "wire/pick_json.h"
#include "wire/record_in.h"

#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* Who is proposed. */

struct picker {
	struct front *front;
	const struct rotate_options *want;
	struct store *store;
	struct rotation rotation;
	struct members members;
	struct strs exclude;
	struct rotate_owner owner;
	bool by_record;      /* the rotation is the record's */
	struct picker *next; /* of another rotation that records have named */
};

static const char columns[] = "start,end,timeZone,organizer,reason";

static void
explain(const struct picker *p, const struct proposal *proposal,
	const struct slot *slot)
{
	struct emit *e = front_emit(
		p->front, "user,rule,count,weight,priority,lastAssigned");
	size_t i;

	for (i = 0; i < proposal->seats_n; i++) {
		const struct rotate_seat *s = &proposal->seats[i];
		struct candidate c = { .rotation = p->rotation.name,
			.user = s->member->email,
			.rule = rotate_word(s->rule),
			.start = slot->start,
			.end = slot->end,
			.chosen = s->rule == ROTATE_CHOSEN,
			.count = s->member->count,
			.weight = s->member->weight,
			.priority = s->member->priority,
			.recent = p->rotation.recent_s > 0 ? s->member->recent
							   : -1,
			.last_at = s->member->last_at,
			.score = s->score };

		candidate_write(e, &c);
	}
}

/* Who of the members is free at the slot: as the slot says, where it names a
 * member, else as the calendars say. */
static int
free_members(struct picker *p, const struct slot *slot, struct pool *pool,
	struct strs *free, struct fail *f)
{
	struct offer_query query = { .rotation = p->rotation.name,
		.duration_s = slot->end - slot->start,
		.step_s = -1,
		.notice_s = 0,
		.before_s = -1,
		.after_s = -1,
		.gap_s = -1,
		.from = slot->start,
		.to = slot->end,
		.now = p->front->now,
		.max_stale_s = CALENDAR_MAX_STALE_S };
	struct slot found = { 0 };
	struct offer offer = { 0 };
	size_t i, k;

	for (i = 0; i < slot->hosts.n; i++)
		for (k = 0; k < p->members.n; k++)
			if (strcmp(slot->hosts.v[i], p->members.v[k].email) ==
				0)
				strs_add(pool, free, slot->hosts.v[i]);
	if (free->n > 0)
		return 0;
	if (offer_open(p->store, &query, pool, &offer, f) != 0)
		return -1;
	if (offer_check(&offer, slot->start, false, pool, &found, f) == 0)
		*free = found.hosts;
	return 0;
}

/* Counts in memory, so that a stream of slots is shared out fairly. */
static void
count_here(struct picker *p, int64_t user_id)
{
	size_t i;

	for (i = 0; i < p->members.n; i++)
		if (p->members.v[i].user_id == user_id) {
			p->members.v[i].count++;
			/* -1: not asked for yet */
			if (p->members.v[i].recent < 0)
				p->members.v[i].recent = member_recent(p->store,
					p->rotation.id, user_id,
					p->front->now - p->rotation.recent_s);
			p->members.v[i].recent++;
			p->members.v[i].last_at =
				p->front->now + 1 +
				(instant)emit_count(p->front->emit);
		}
}

static int
pick_slot(struct picker *p, struct slot *slot, struct json_object *record,
	struct pool *pool, struct fail *f)
{
	struct proposal proposal = { 0 };
	struct strs free = { 0 };
	struct assign_ask ask = { .free = slot->start != 0 ? &free : NULL,
		.exclude = &p->exclude };
	int rc;

	if (slot->start != 0 && free_members(p, slot, pool, &free, f) != 0)
		return -1;
	if (rotate_owner_ask(&p->owner, slot, record, &ask, f) != 0)
		return -1;
	rc = assign_choose_lazily(p->store, &p->rotation, &p->members, &ask,
		p->front->now, pool, &proposal, f);
	if (p->want->explain)
		explain(p, &proposal, slot);
	if (rc != 0)
		return -1;
	slot->organizer = proposal.email;
	slot->rotation = p->rotation.name;
	slot->reason = proposal.reason;
	if (!p->want->explain)
		pick_write(front_emit(p->front, columns), slot, record);
	count_here(p, proposal.user_id);
	return 0;
}

static int picker_open(struct picker *, const char *name, struct fail *f);

/* The picker of the rotation that a record names; opened once. NULL: fails. */
static struct picker *
picker_of(struct picker *first, const char *name, struct fail *f)
{
	struct picker *p;

	name += *name == '@';
	for (p = first->next; p != NULL; p = p->next)
		if (strcasecmp(p->rotation.name, name) == 0)
			return p;
	p = pool_zero(first->front->pool, sizeof(*p));
	*p = *first;
	memset(&p->rotation, 0, sizeof(p->rotation));
	if (picker_open(p, name, f) != 0)
		return NULL;
	first->next = p;
	return p;
}

/* A record that is no rotation's matter, as it came. */
static void
pass_on(struct front *front, struct json_object *record)
{
	struct emit *e = front_emit(front, columns);
	const char *type = "lead";
	struct json_object *v = NULL;

	if (json_object_object_get_ex(record, "type", &v) &&
		json_object_is_type(v, json_type_string))
		type = json_object_get_string(v);
	emit_begin(e, type, type);
	json_object_object_foreach(record, key, value)
	{
		if (strcmp(key, "type") != 0)
			emit_json(e, key,
				json_object_to_json_string_ext(
					value, JSON_C_TO_STRING_PLAIN));
	}
	emit_end(e);
}

static void slot_of_options(
	struct front *, const struct rotate_options *, struct slot *);

/* One record: 0 or -1. */
static int
pick_record(struct picker *p, struct json_object *record, struct pool *pool,
	struct fail *f)
{
	struct slot slot = { 0 };
	const char *name = NULL;

	if (record_failed(record, f) ||
		field_str(pool, record, "rotation", &name, f) != 0)
		return -1;
	if (p->by_record && name == NULL) {
		if (!p->want->explain)
			pass_on(p->front, record);
		return 0;
	}
	if (slot_read(pool, record, &slot, f) != 0 ||
		(p->by_record && (p = picker_of(p, name, f)) == NULL))
		return -1;
	if (slot.start == 0 && p->want->at != NULL)
		slot_of_options(p->front, p->want, &slot);
	return pick_slot(p, &slot, record, pool, f);
}

/* Slots from stdin, one pick for each, at once. */
static int
pick_stream(struct picker *p)
{
	struct front *front = p->front;
	struct record_in *in = record_in_new(front->pool, stdin, "stdin");
	struct json_object *record;
	struct fail f;
	long n = 0;
	int rc;

	while ((rc = record_in_next(in, &record, &f)) == 1) {
		struct pool *pool = pool_new();

		n++;
		if (pick_record(p, record, pool, &f) != 0)
			front_error_record(front, &f, record_text(record));
		pool_free(pool);
	}
	if (rc != 0)
		front_error(front, &f);
	record_in_free(in);
	if (n > 0 && front->status != 0 && emit_count(front->emit) > 0 &&
		!p->want->explain)
		return EXIT_PARTIAL;
	/* a filter that read nothing hands the emptiness on */
	return front->status != 0 ? front->status : n == 0 ? EXIT_NONE : 0;
}

/* For whom, and whether their owner comes first. */
static void
owner_open(struct picker *p)
{
	const struct rotate_options *want = p->want;

	if (want->contact != NULL)
		p->owner.contact =
			rotate_contact(p->front, p->store, want->contact);
	if (want->owner_first && p->rotation.owner == NULL)
		p->rotation.owner = "prefer";
	p->owner.store = p->store;
	p->owner.rotation = &p->rotation;
	p->owner.members = &p->members;
	p->owner.now = p->front->now;
	p->owner.max_stale_s = desk_max_stale(p->front);
	p->owner.pool = p->front->pool;
}

/* Loads a rotation and those in it. */
static int
picker_open(struct picker *p, const char *name, struct fail *f)
{
	struct front *front = p->front;

	memset(&p->members, 0, sizeof(p->members));
	memset(&p->owner, 0, sizeof(p->owner));
	name += *name == '@';
	if (rotation_find(p->store, name, front->pool, &p->rotation, f) != 1 ||
		assign_members_recent(p->store, &p->rotation, front->now,
			front->pool, &p->members, f) != 0)
		return -1;
	/* --explain prints everybody's */
	if (p->want->explain && assign_recents(p->store, &p->rotation,
					front->now, &p->members, f) != 0)
		return -1;
	owner_open(p);
	return 0;
}

/* Whether records come in: a pipe, a file or a socket, not a terminal and not
 * /dev/null. */
static bool
stdin_has_records(void)
{
	struct stat st;

	return fstat(STDIN_FILENO, &st) == 0 &&
	       (S_ISFIFO(st.st_mode) || S_ISREG(st.st_mode) ||
		       S_ISSOCK(st.st_mode));
}

static void
slot_of_options(struct front *front, const struct rotate_options *want,
	struct slot *slot)
{
	struct timeword at;
	int64_t length = 1800;
	struct fail f;

	if (timeword_read(want->at, "--at", front->now, front->zone, &at, &f) !=
		0)
		front_die(front, &f);
	if (want->duration != NULL &&
		duration_read(want->duration, "--duration", &length, &f) != 0)
		front_die(front, &f);
	slot->start = at.at;
	slot->end = at.at + length;
	slot->time_zone = zone_name(front->zone);
}

int
desk_rotate_pick(struct front *front, const struct rotate_options *want,
	int argc, char **argv)
{
	struct picker p = { .front = front, .want = want };
	struct slot slot = { 0 };
	struct fail f;
	bool stream;
	size_t i;
	int rc = 0;

	if (argc < 1 || argc > 2 || (argc == 2 && strcmp(argv[1], "-") != 0))
		desk_usage(front, "name one rotation");
	p.by_record = argc == 1 && strcmp(argv[0], "-") == 0;
	stream = argc == 2 || p.by_record ||
		 (want->at == NULL && !want->counts && stdin_has_records());
	if (want->at == NULL && want->duration != NULL && !stream)
		desk_usage(front, "--duration wants --at");
	if (want->owner_first && want->contact == NULL && !stream)
		desk_usage(front, "--owner-first wants --contact");
	p.store = desk_store(front, STORE_READ);
	for (i = 0; i < want->exclude.n; i++) {
		struct user u = { 0 };

		desk_user(front, p.store, want->exclude.v[i], &u);
		strs_add(front->pool, &p.exclude, u.email);
	}
	if (!p.by_record && picker_open(&p, argv[0], &f) != 0)
		front_die(front, &f);
	front_emit(front, columns);
	if (stream) {
		rc = pick_stream(&p);
	} else {
		if (want->at != NULL)
			slot_of_options(front, want, &slot);
		if (pick_slot(&p, &slot, NULL, front->pool, &f) != 0)
			rc = front_error(front, &f);
	}
	store_close(p.store);
	return rc;
}