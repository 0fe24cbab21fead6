/* mtg-rotate: who takes a meeting. Rotations, their members, picks, reports. */
#include "engine/cap.h"
#include "flow/assign.h"
#include "flow/offer.h"
#include "flow/report.h"
#include "desk/desk.h"
#include "record/calendar.h"
#include "store/page.h"
#include "store/rotation.h"
#include "store/user.h"
#include "when/duration.h"
#include "when/timeword.h"
#include "wire/pick_json.h"
#include "wire/record_in.h"
#include "wire/rotation_json.h"
#include "wire/share_bars.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct front front;

static struct {
	const char *method, *recent, *rename, *cap;
	const char *at, *duration, *until, *from, *to;
	int64_t weight, priority;
	struct strs exclude;
	bool explain, counts;
} want = { .weight = -1, .priority = -1 };

static const char rotation_columns[] = "name,method,members,on";
static const char member_columns[] =
	"user,on,weight,priority,count,lastAssigned,pausedUntil";

static void
print_rotation(struct store *store, const struct rotation *r)
{
	struct members members = { 0 };
	struct fail f;

	if (members_load(store, r->id, 0, front.pool, &members, &f) != 0)
		front_die(&front, &f);
	rotation_write(
		front_emit(&front, rotation_columns), r, &members, front.now);
}

static int64_t
recent_seconds(void)
{
	int64_t s = 0;
	struct fail f;

	if (want.recent != NULL &&
		duration_read(want.recent, "--recent", &s, &f) != 0)
		front_die(&front, &f);
	return s;
}

static const char *
caps_text(void)
{
	struct caps caps;
	struct fail f;

	if (caps_read(want.cap, "--cap", &caps, &f) != 0)
		front_die(&front, &f);
	return caps_write(front.pool, &caps);
}

static int
create(int argc, char **argv)
{
	struct rotation r = { 0 };
	struct store *store;
	struct fail f;

	if (argc != 1)
		desk_usage(&front, "name one rotation");
	r.name = *argv[0] == '@' ? argv[0] + 1 : argv[0];
	r.method = want.method != NULL ? want.method : "even";
	r.recent_s = recent_seconds();
	if (want.cap != NULL)
		r.caps = caps_text();
	r.created_at = front.now;
	store = desk_begin(&front);
	if (rotation_save(store, &r, &f) != 0 ||
		audit_add(store, front.now, "rotation.create", r.name, NULL,
			&f) != 0)
		front_die(&front, &f);
	print_rotation(store, &r);
	desk_finish(&front, store);
	front_say(&front, "%s rotation %s",
		front.dry_run ? "would create" : "created", r.name);
	return 0;
}

static int
edit(int argc, char **argv)
{
	struct rotation r = { 0 };
	struct store *store;
	struct fail f;

	if (argc != 1)
		desk_usage(&front, "name one rotation");
	if (want.method == NULL && want.recent == NULL && want.rename == NULL &&
		want.cap == NULL)
		desk_usage(&front, "nothing to change: --name, --method, "
				   "--recent or --cap");
	store = desk_begin(&front);
	desk_rotation(&front, store, argv[0], &r);
	if (want.rename != NULL)
		r.name = want.rename;
	if (want.method != NULL)
		r.method = want.method;
	if (want.recent != NULL)
		r.recent_s = recent_seconds();
	if (want.cap != NULL)
		r.caps = caps_text();
	if (rotation_save(store, &r, &f) != 0 ||
		audit_add(store, front.now, "rotation.edit", r.name, NULL,
			&f) != 0)
		front_die(&front, &f);
	print_rotation(store, &r);
	desk_finish(&front, store);
	front_say(&front, "%s rotation %s",
		front.dry_run ? "would change" : "changed", r.name);
	return 0;
}

static int delete (int argc, char **argv)
{
	struct store *store;
	struct fail f;
	int i;

	if (argc < 1)
		desk_usage(&front, "name the rotations");
	if (!front.dry_run &&
		!front_confirm(&front, "delete rotation %s%s? its log stays",
			argv[0], argc > 1 ? " and the others" : ""))
		return 0;
	store = desk_begin(&front);
	for (i = 0; i < argc; i++) {
		struct rotation r = { 0 };

		desk_rotation(&front, store, argv[i], &r);
		print_rotation(store, &r);
		if (rotation_remove(store, r.id, &f) != 0 ||
			audit_add(store, front.now, "rotation.delete", r.name,
				NULL, &f) != 0)
			front_die(&front, &f);
	}
	desk_finish(&front, store);
	for (i = 0; i < argc; i++)
		front_say(&front, "%s rotation %s",
			front.dry_run ? "would delete" : "deleted", argv[i]);
	return 0;
}

struct all {
	struct rotation v[1000];
	size_t n;
};

static int
keep(void *arg, const struct rotation *r)
{
	struct all *all = arg;

	if (all->n == sizeof(all->v) / sizeof(all->v[0]))
		return 1;
	all->v[all->n] = *r;
	all->v[all->n].name = pool_str(front.pool, r->name);
	all->v[all->n++].method = pool_str(front.pool, r->method);
	return 0;
}

static int
list(int argc, char **argv)
{
	static struct all all;
	struct store *store;
	struct fail f;
	size_t i;

	(void)argv;
	if (argc != 0)
		desk_usage(&front, "takes no operand");
	store = desk_store(&front, STORE_READ);
	if (rotation_each(store, front.pool, keep, &all, &f) < 0)
		front_die(&front, &f);
	for (i = 0; i < all.n; i++)
		print_rotation(store, &all.v[i]);
	store_close(store);
	return 0;
}

static int
show(int argc, char **argv)
{
	struct store *store;
	int i;

	if (argc < 1)
		desk_usage(&front, "name the rotations");
	store = desk_store(&front, STORE_READ);
	for (i = 0; i < argc; i++) {
		struct rotation r = { 0 };

		desk_rotation(&front, store, argv[i], &r);
		print_rotation(store, &r);
	}
	store_close(store);
	return 0;
}

static int
list_members(struct store *store, const struct rotation *r)
{
	struct members all = { 0 };
	struct fail f;
	size_t i;

	if (members_load(store, r->id, 0, front.pool, &all, &f) != 0)
		front_die(&front, &f);
	for (i = 0; i < all.n; i++)
		member_write(front_emit(&front, member_columns), r, &all.v[i],
			front.now);
	return 0;
}

/* add, remove, pause or resume of one user; the word says which. */
static int
change_member(struct store *store, const struct rotation *r, const char *verb,
	const char *who, struct fail *f)
{
	struct user u = { 0 };
	instant until = 0;

	desk_person(&front, store, who, &u);
	if (strcmp(verb, "add") == 0)
		return assign_add_member(store, r, u.id,
			want.weight < 0 ? 100 : (int)want.weight,
			want.priority < 0 ? 0 : (int)want.priority, front.now,
			f);
	if (strcmp(verb, "remove") == 0)
		return assign_remove_member(store, r, u.id, front.now, f);
	if (strcmp(verb, "resume") == 0)
		return assign_resume_member(store, r, u.id, front.now, f);
	if (want.until != NULL && timeword_to(want.until, "--until", front.now,
					  front.zone, &until, f) != 0)
		return -1;
	return assign_pause_member(store, r, u.id, until, front.now, f);
}

static int
members(int argc, char **argv)
{
	static const char *const verbs[] = { "add", "remove", "pause",
		"resume" };
	struct rotation r = { 0 };
	struct store *store;
	struct fail f;
	const char *near;
	int i;

	if (argc < 1)
		desk_usage(&front, "name the rotation");
	if (argc == 1) {
		store = desk_store(&front, STORE_READ);
		desk_rotation(&front, store, argv[0], &r);
		list_members(store, &r);
		store_close(store);
		return 0;
	}
	for (i = 0; i < 4 && strcmp(argv[1], verbs[i]) != 0; i++)
		;
	if (i == 4) {
		near = opt_near(argv[1], verbs, 4);
		fail(&f, EXIT_USAGE, "members: no verb '%s'", argv[1]);
		if (near != NULL)
			fail_hint(&f, "did you mean '%s'?", near);
		else
			fail_hint(&f,
				"members %s add|remove|pause|resume USER...",
				argv[0]);
		front_die(&front, &f);
	}
	if (argc == 2)
		desk_usage(&front, "name the users");
	/* R86: switching a member off or out is asked for */
	if ((i == 1 || i == 2) && !front.dry_run &&
		!front_confirm(&front, "%s %s%s in rotation %s?", argv[1],
			argv[2], argc > 3 ? " and others" : "", argv[0]))
		return 0;
	store = desk_begin(&front);
	desk_rotation(&front, store, argv[0], &r);
	for (i = 2; i < argc; i++)
		if (change_member(store, &r, argv[1], argv[i], &f) != 0 ||
			audit_add(store, front.now, "rotation.members", r.name,
				NULL, &f) != 0)
			front_die(&front, &f);
	list_members(store, &r);
	desk_finish(&front, store);
	for (i = 2; i < argc; i++)
		front_say(&front, "%s%s %s in rotation %s",
			front.dry_run ? "would " : "", argv[1], argv[i],
			r.name);
	return 0;
}

/* ---- pick ---- */

struct picker {
	struct store *store;
	struct rotation rotation;
	struct members members;
	struct strs exclude;
};

static void
seat_write(struct emit *e, const struct rotation *r,
	const struct rotate_seat *seat, const struct slot *slot)
{
	emit_begin(e, "candidate", seat->member->email);
	emit_str(e, "rotation", r->name);
	emit_str(e, "user", seat->member->email);
	emit_time(e, "start", slot->start);
	emit_time(e, "end", slot->end);
	emit_bool(e, "chosen", seat->rule == ROTATE_CHOSEN);
	emit_str(e, "rule", rotate_word(seat->rule));
	emit_int(e, "count", seat->member->count);
	emit_int(e, "weight", seat->member->weight);
	emit_int(e, "priority", seat->member->priority);
	emit_time(e, "lastAssigned", seat->member->last_at);
	emit_end(e);
}

static void
explain(const struct picker *p, const struct proposal *proposal,
	const struct slot *slot)
{
	struct emit *e = front_emit(
		&front, "user,rule,count,weight,priority,lastAssigned");
	size_t i;

	for (i = 0; i < proposal->seats_n; i++)
		seat_write(e, &p->rotation, &proposal->seats[i], slot);
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
		.now = front.now,
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
			p->members.v[i].recent++;
			p->members.v[i].last_at =
				front.now + 1 + (instant)emit_count(front.emit);
		}
}

static int
pick_slot(struct picker *p, struct slot *slot, struct json_object *record,
	struct pool *pool, struct fail *f)
{
	struct proposal proposal = { 0 };
	struct strs free = { 0 };
	int rc;

	if (slot->start != 0 && free_members(p, slot, pool, &free, f) != 0)
		return -1;
	rc = assign_choose(&p->rotation, &p->members,
		slot->start != 0 ? &free : NULL, &p->exclude, front.now, pool,
		&proposal, f);
	if (want.explain)
		explain(p, &proposal, slot);
	if (rc != 0)
		return -1;
	slot->organizer = proposal.email;
	slot->rotation = p->rotation.name;
	slot->reason = proposal.reason;
	if (!want.explain)
		pick_write(front_emit(&front,
				   "start,end,timeZone,organizer,reason"),
			slot, record);
	count_here(p, proposal.user_id);
	return 0;
}

/* Slots from stdin, one pick for each, at once. */
static int
pick_stream(struct picker *p)
{
	struct record_in *in = record_in_new(front.pool, stdin, "stdin");
	struct json_object *record;
	struct fail f;
	long n = 0;
	int rc;

	while ((rc = record_in_next(in, &record, &f)) == 1) {
		struct pool *pool = pool_new();
		struct slot slot = { 0 };

		n++;
		if (slot_read(pool, record, &slot, &f) != 0 ||
			pick_slot(p, &slot, record, pool, &f) != 0)
			front_error_record(&front, &f,
				json_object_to_json_string_ext(
					record, JSON_C_TO_STRING_PLAIN));
		pool_free(pool);
	}
	if (rc != 0)
		front_error(&front, &f);
	record_in_free(in);
	if (n > 0 && front.status != 0 && emit_count(front.emit) > 0 &&
		!want.explain)
		return EXIT_PARTIAL;
	/* a filter that read nothing hands the emptiness on */
	return front.status != 0 ? front.status : n == 0 ? EXIT_NONE : 0;
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
slot_of_options(struct slot *slot)
{
	struct timeword at;
	int64_t length = 1800;
	struct fail f;

	if (timeword_read(want.at, "--at", front.now, front.zone, &at, &f) != 0)
		front_die(&front, &f);
	if (want.duration != NULL &&
		duration_read(want.duration, "--duration", &length, &f) != 0)
		front_die(&front, &f);
	slot->start = at.at;
	slot->end = at.at + length;
	slot->time_zone = zone_name(front.zone);
}

static int
pick(int argc, char **argv)
{
	struct picker p = { 0 };
	struct slot slot = { 0 };
	struct fail f;
	bool stream;
	size_t i;
	int rc = 0;

	if (argc < 1 || argc > 2 || (argc == 2 && strcmp(argv[1], "-") != 0))
		desk_usage(&front, "name one rotation");
	stream = argc == 2 ||
		 (want.at == NULL && !want.counts && stdin_has_records());
	if (want.at == NULL && want.duration != NULL && !stream)
		desk_usage(&front, "--duration wants --at");
	p.store = desk_store(&front, STORE_READ);
	desk_rotation(&front, p.store, argv[0], &p.rotation);
	for (i = 0; i < want.exclude.n; i++) {
		struct user u = { 0 };

		desk_user(&front, p.store, want.exclude.v[i], &u);
		strs_add(front.pool, &p.exclude, u.email);
	}
	if (members_load(p.store, p.rotation.id,
		    p.rotation.recent_s > 0 ? front.now - p.rotation.recent_s
					    : 0,
		    front.pool, &p.members, &f) != 0)
		front_die(&front, &f);
	front_emit(&front, "start,end,timeZone,organizer,reason");
	if (stream) {
		rc = pick_stream(&p);
	} else {
		if (want.at != NULL)
			slot_of_options(&slot);
		if (pick_slot(&p, &slot, NULL, front.pool, &f) != 0)
			rc = front_error(&front, &f);
	}
	store_close(p.store);
	return rc;
}

/* ---- report ---- */

static void
report_one(
	struct store *store, const struct rotation *r, instant from, instant to)
{
	struct shares shares = { 0 };
	char *title;
	struct civil a, b;
	struct fail f;
	size_t i;

	if (report_rotation(store, r, from, to, front.now, front.pool, &shares,
		    &f) != 0)
		front_die(&front, &f);
	a = zone_civil(front.zone, from);
	b = zone_civil(front.zone, to - 1);
	title = pool_printf(front.pool,
		"%s, %04d-%02d-%02d to %04d-%02d-%02d (%s)", r->name, a.year,
		a.month, a.day, b.year, b.month, b.day, zone_name(front.zone));
	if (front.format == FORMAT_ANSI)
		share_bars_text(front.out, title, &shares, front.color_out);
	else if (front.format == FORMAT_SVG)
		share_bars_svg(front.out, title, &shares);
	else
		for (i = 0; i < shares.n; i++)
			share_write(front_emit(&front,
					    "rotation,user,on,assigned,target,"
					    "upcoming,completed,noShow,"
					    "cancelled,skipped.busy,skipped."
					    "paused,lastAssigned"),
				&shares.v[i]);
}

static int
report(int argc, char **argv)
{
	static struct all all;
	instant from = front.now - INT64_C(30) * 86400, to = front.now + 1;
	struct store *store;
	struct fail f;
	size_t i;

	front_formats(&front, "svg,ansi");
	if (argc > 1)
		desk_usage(&front, "name one rotation or none");
	if (want.from != NULL && timeword_from(want.from, "--from", front.now,
					 front.zone, &from, &f) != 0)
		front_die(&front, &f);
	if (want.to != NULL && timeword_to(want.to, "--to", front.now,
				       front.zone, &to, &f) != 0)
		front_die(&front, &f);
	if (to <= from)
		desk_usage(&front, "--to is not after --from");
	store = desk_store(&front, STORE_READ);
	if (argc == 1) {
		desk_rotation(&front, store, argv[0], &all.v[0]);
		all.n = 1;
	} else if (rotation_each(store, front.pool, keep, &all, &f) < 0) {
		front_die(&front, &f);
	}
	for (i = 0; i < all.n; i++)
		report_one(store, &all.v[i], from, to);
	store_close(store);
	return 0;
}

static const struct opt create_opts[] = {
	{ OPT_TEXT, 0, "method", "METHOD",
		"even (the default), first-available or priority",
		&want.method },
	{ OPT_TEXT, 0, "recent", "DURATION",
		"break ties by the fewest within this long, such as 30d",
		&want.recent },
	{ OPT_TEXT, 0, "cap", "CAPS",
		"for each member by this rotation, as day:2,week:5h",
		&want.cap },
	{ OPT_END },
};
static const struct opt edit_opts[] = {
	{ OPT_TEXT, 0, "name", "NAME", "a new name; counts stay",
		&want.rename },
	{ OPT_TEXT, 0, "method", "METHOD", "even, first-available or priority",
		&want.method },
	{ OPT_TEXT, 0, "recent", "DURATION",
		"break ties by the fewest within this long; 0 ends that",
		&want.recent },
	{ OPT_TEXT, 0, "cap", "CAPS",
		"for each member by this rotation, as day:2,week:5h",
		&want.cap },
	{ OPT_END },
};
static const struct opt members_opts[] = {
	{ OPT_INT, 0, "weight", "N", "share of a member added; 100 is usual",
		&want.weight },
	{ OPT_INT, 0, "priority", "N",
		"level of a member added; the highest free level is asked "
		"first",
		&want.priority },
	{ OPT_TEXT, 0, "until", "TIME", "end of a pause, a bare date included",
		&want.until },
	{ OPT_END },
};
static const struct opt pick_opts[] = {
	{ OPT_TEXT, 0, "at", "TIME", "who is free then", &want.at },
	{ OPT_TEXT, 'd', "duration", "DURATION",
		"how long from --at, 30m if not named", &want.duration },
	{ OPT_LIST, 0, "exclude", "USER", "not this member; may be repeated",
		&want.exclude },
	{ OPT_FLAG, 0, "counts", NULL,
		"look at counts alone and do not read stdin", &want.counts },
	{ OPT_FLAG, 0, "explain", NULL,
		"list each member with the rule that passed or skipped them",
		&want.explain },
	{ OPT_END },
};
static const struct opt report_opts[] = {
	{ OPT_TEXT, 0, "from", "TIME",
		"turns from then on, 30 days ago if not named", &want.from },
	{ OPT_TEXT, 0, "to", "TIME", "and before then, now if not named",
		&want.to },
	{ OPT_END },
};

static const struct verb verbs[] = {
	{ "create", "NAME", "make a rotation", NULL, create_opts, create,
		false },
	{ "edit", "NAME", "rename a rotation or change its rule", NULL,
		edit_opts, edit, false },
	{ "delete", "NAME...", "delete rotations; the log stays", NULL, NULL,
		delete, false },
	{ "list", "", "list the rotations", NULL, NULL, list, false },
	{ "show", "NAME...", "show rotations", NULL, NULL, show, false },
	{ "members", "NAME [add|remove|pause|resume USER...]",
		"list or change the members", NULL, members_opts, members,
		false },
	{ "pick", "NAME [-]",
		"propose a member for each slot on stdin, a time or none", NULL,
		pick_opts, pick, false },
	{ "report", "[NAME]", "who got how much, against the target", NULL,
		report_opts, report, false },
	{ .name = NULL },
};

static const struct program program = {
	.name = "mtg-rotate",
	.help = "decide fairly who takes a meeting",
	.examples = "mtg-slots demo --first | mtg-rotate pick sales | mtg-book "
		    "create - --email pat@example.com\n"
		    "mtg-rotate report sales --from=-30d\n",
	.verbs = verbs,
};

int
main(int argc, char **argv)
{
	return front_main(&front, &program, argc, argv);
}
