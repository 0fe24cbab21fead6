#include "desk/sync_priv.h"

#include "flow/secret.h"
#include "store/calendar.h"
#include "when/duration.h"
#include "when/timeword.h"
#include "wire/people_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The door of mtg-sync: options, messages, the two programs that it is. */
struct front front;
struct want want = { .password_fd = -1, .jobs = 4, .capacity = -1 };
const struct sync_net *sync_net;
static char **sync_words; /* argv, for mtg-sync-net */

static const char calendar_columns[] =
	"id,provider,role,selected,state,lastSync,outbox,error";

void
print_calendar(const struct calendar *c)
{
	calendar_write(front_emit(&front, calendar_columns), c, front.now,
		desk_max_stale(&front));
}

int
keep_calendar(void *arg, const struct calendar *c)
{
	struct calendars *all = arg;

	all->v = pool_grow(
		front.pool, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = *c;
	return 0;
}

void
load_calendars(struct store *store, const char *user, bool selected,
	struct calendars *all)
{
	struct user u = { 0 };
	struct fail f;

	if (user != NULL)
		desk_user(&front, store, user, &u);
	if (calendar_each(store, u.id, selected, front.pool, keep_calendar, all,
		    &f) < 0)
		front_die(&front, &f);
}

void
window(int64_t days, struct span *to)
{
	struct fail f;

	to->start = front.now;
	if (want.from != NULL && timeword_from(want.from, "--from", front.now,
					 front.zone, &to->start, &f) != 0)
		front_die(&front, &f);
	to->end = zone_day(front.zone, to->start, days);
	if (want.to != NULL && timeword_to(want.to, "--to", front.now,
				       front.zone, &to->end, &f) != 0)
		front_die(&front, &f);
	if (to->end <= to->start)
		desk_usage(&front, "--to is not after --from");
}

/*
 * Becomes mtg-sync-net, with the same words, when a server is to be asked. It
 * stands beside us, or in the folder that it is installed to.
 */
void
need_network(void)
{
	const char *name = MTG_LIBEXEC "/mtg-sync-net";
	char self[4096];
	struct fail f;
	ssize_t n;

	/* the other program opens -o's file itself */
	if (front.output_temporary != NULL)
		unlink(front.output_temporary);
	n = readlink("/proc/self/exe", self, sizeof(self) - 16);
	if (n > 0) {
		self[n] = '\0';
		strcpy(strrchr(self, '/') + 1, "mtg-sync-net");
		execv(self, sync_words);
	}
	execv(name, sync_words);
	fail(&f, EXIT_CONFIG,
		"mtg-sync-net: not found beside mtg-sync nor in %s",
		MTG_LIBEXEC);
	front_die(&front, &f);
}

/* ---- telling ---- */

void
print_change(void *arg, const struct change *c)
{
	struct emit *e = front_emit(&front, "calendar,action,start,uid");

	(void)arg;
	emit_begin(e, "change", c->uid);
	emit_str(e, "calendar", c->calendar);
	emit_str(e, "action", c->action);
	emit_str(e, "uid", c->uid);
	emit_time(e, "start", c->start);
	emit_end(e);
}

static void
on_problem(void *arg, const char *what, const struct fail *why)
{
	(void)arg;
	front_tell(&front, 2, "%s", what);
	front_error(&front, why);
}

static void
on_warning(void *arg, const char *line)
{
	(void)arg;
	front_warn(&front, "%s", line);
}

static void
on_trace(void *arg, const char *line)
{
	(void)arg;
	front_tell(&front, 2, "%s", line);
}

static void
on_progress(void *arg, const char *what, long done, long total)
{
	(void)arg;
	front_progress(&front, what, done, total);
}

static int
by_smtp(void *arg, const char *message, size_t len, const char *recipient,
	struct fail *f)
{
	const char *command = config_get(front.config, "mail.password-command");
	struct account a = { .secret_command = command };
	struct session s = { .pool = front.pool };
	struct strs to = { 0 };
	struct smtp smtp = { .to = &to };
	int rc;

	(void)arg;
	strs_split(front.pool, &to, recipient, ',');
	smtp.url = config_get(front.config, "mail.smtp");
	smtp.from = config_get(front.config, "mail.from");
	if (smtp.from == NULL)
		return fail(f, EXIT_CONFIG, "mail.smtp wants mail.from");
	s.login = config_get(front.config, "mail.login");
	if (secret_get(&a, &s.secret, f) != 0)
		return -1;
	rc = sync_net->smtp(&s, &smtp, message, len, f);
	sync_session_end(&s);
	return rc;
}

void
how_to_sync(struct sync_how *how)
{
	static struct book_how meetings;
	const char *command = config_get(front.config, "mail.command");
	const char *private = config_get(front.config, "sync.allow-private");
	const char *timeout = config_get(front.config, "sync.timeout");
	int64_t s = 0;
	struct fail f;

	memset(how, 0, sizeof(*how));
	if (timeout != NULL &&
		duration_read(timeout, "sync.timeout", &s, &f) != 0)
		front_die(&front, &f);
	meetings.notify.now = front.now;
	meetings.notify.url = config_get(front.config, "page.url");
	meetings.notify.from = config_get(front.config, "mail.from");
	meetings.notify.from_name = config_get(front.config, "mail.name");
	meetings.notify.language = front.language;
	meetings.max_stale_s = desk_max_stale(&front);
	how->book = &meetings;
	how->find = sync_net->find;
	how->now = front.now;
	how->full = want.full;
	how->jobs = want.jobs < 1 ? 1 : want.jobs > 32 ? 32 : (int)want.jobs;
	how->grace = (int)want.grace;
	how->timeout_s = (int)s;
	how->allow_private = private != NULL && strcmp(private, "true") == 0;
	how->mail_command = command != NULL ? command : "sendmail -t -i";
	if (sync_net->smtp != NULL &&
		config_get(front.config, "mail.smtp") != NULL)
		how->smtp = by_smtp;
	/* cron's -q is silent; who wants the changes names a format */
	if (!front.quiet || front.format_text != NULL || front.json)
		how->change = print_change;
	how->problem = on_problem;
	how->warning = on_warning;
	how->trace = front.verbose > 1 ? on_trace : NULL;
	how->progress = on_progress;
}
static const struct opt user_opts[] = {
	{ OPT_TEXT, 0, "name", "NAME", "the person's name", &want.name },
	{ OPT_TEXT, 0, "timezone", "ZONE",
		"zone of days and hours, as Europe/Rome", &want.timezone },
	{ OPT_TEXT, 0, "hours", "TEXT",
		"weekly hours, 'mon-fri 09:00-17:00' if not named",
		&want.hours },
	{ OPT_TEXT, 0, "language", "LL", "language of mails to the person",
		&want.language },
	{ OPT_TEXT, 0, "email", "EMAIL", "another address, for set",
		&want.email },
	{ OPT_TEXT, 0, "cap", "CAPS",
		"at most so many meetings, as day:6,week:20h", &want.cap },
	{ OPT_TEXT, 0, "role", "member|admin",
		"who may change rotations, teams and roles", &want.role },
	{ OPT_END },
};
static const struct opt room_opts[] = {
	{ OPT_TEXT, 0, "name", "NAME", "what it is called", &want.name },
	{ OPT_INT, 0, "capacity", "N", "for so many people; 0 for any number",
		&want.capacity },
	{ OPT_TEXT, 0, "location", "TEXT", "where it is, as '2nd floor'",
		&want.location },
	{ OPT_LIST, 0, "team", "T",
		"only for meetings of this team; may be repeated, '' for all",
		&want.teams },
	{ OPT_FLAG, 0, "resource", NULL, "a thing, no place to meet in",
		&want.resource },
	{ OPT_TEXT, 0, "hours", "TEXT",
		"when it can be had; all day if not named", &want.hours },
	{ OPT_TEXT, 0, "timezone", "ZONE",
		"zone of days and hours, as Europe/Rome", &want.timezone },
	{ OPT_TEXT, 0, "email", "EMAIL", "another address, for set",
		&want.email },
	{ OPT_TEXT, 0, "cap", "CAPS",
		"at most so many meetings, as day:6,week:20h", &want.cap },
	{ OPT_END },
};
static const struct opt connect_opts[] = {
	{ OPT_TEXT, 0, "user", "U", "whose calendars", &want.user },
	{ OPT_TEXT, 0, "url", "URL",
		"address of the server, feed, file or folder", &want.url },
	{ OPT_TEXT, 0, "login", "L", "name to sign in with", &want.login },
	{ OPT_TEXT, 0, "name", "C", "what to call the calendar here",
		&want.name },
	{ OPT_TEXT, 0, "password-command", "CMD",
		"prints the password, at each use", &want.password_command },
	{ OPT_INT, 0, "password-fd", "N",
		"descriptor to read the password from, once",
		&want.password_fd },
	{ OPT_END },
};
static const struct opt list_opts[] = {
	{ OPT_TEXT, 0, "user", "U", "calendars of this user", &want.user },
	{ OPT_FLAG, 0, "available", NULL, "also those that are not selected",
		&want.available },
	{ OPT_END },
};
static const struct opt sync_opts[] = {
	{ OPT_TEXT, 0, "user", "U", "calendars and letters of this user",
		&want.user },
	{ OPT_FLAG, 0, "full", NULL,
		"from the beginning; removals are believed", &want.full },
	{ OPT_INT, 0, "grace", "N",
		"say nothing of servers before the Nth failure", &want.grace },
	{ OPT_INT, 0, "jobs", "N", "accounts at once, 4 if not named",
		&want.jobs },
	{ OPT_END },
};
static const struct opt push_opts[] = {
	{ OPT_TEXT, 0, "user", "U", "calendars of this user", &want.user },
	{ OPT_INT, 0, "limit", "N", "so many letters", &want.limit },
	{ OPT_INT, 0, "grace", "N", "say nothing of servers before the Nth try",
		&want.grace },
	{ OPT_END },
};
static const struct opt status_opts[] = {
	{ OPT_TEXT, 0, "user", "U", "calendars of this user", &want.user },
	{ OPT_FLAG, 0, "check", NULL, "print nothing, exit 0, 3, 4 or 8",
		&want.check },
	{ OPT_END },
};
static const struct opt outbox_opts[] = {
	{ OPT_FLAG, 0, "all", NULL, "also what is done or dropped", &want.all },
	{ OPT_END },
};
static const struct opt import_opts[] = {
	{ OPT_TEXT, 0, "calendar", "C", "write them there", &want.calendar },
	{ OPT_END },
};
static const struct opt export_opts[] = {
	{ OPT_TEXT, 0, "calendar", "C", "of this calendar", &want.calendar },
	{ OPT_TEXT, 0, "user", "U", "of this user's calendars", &want.user },
	{ OPT_TEXT, 0, "page", "P", "of this page's hosts", &want.page },
	{ OPT_TEXT, 0, "from", "TIME", "events from then on", &want.from },
	{ OPT_TEXT, 0, "to", "TIME", "and before then", &want.to },
	{ OPT_FLAG, 0, "busy-only", NULL, "busy times without their titles",
		&want.busy_only },
	{ OPT_END },
};
static const struct opt busy_opts[] = {
	{ OPT_TEXT, 0, "from", "TIME", "from then on, now if not named",
		&want.from },
	{ OPT_TEXT, 0, "to", "TIME", "and before then, 60 days if not named",
		&want.to },
	{ OPT_TEXT, 0, "ics", "FILE|-", "of this iCalendar, without a store",
		&want.ics },
	{ OPT_LIST, 0, "owner", "EMAIL", "whose answers count, with --ics",
		&want.owners },
	{ OPT_END },
};
static const struct opt availability_opts[] = {
	{ OPT_TEXT, 0, "name", "S", "which schedule, 'default' if not named",
		&want.name },
	{ OPT_TEXT, 0, "set", "FILE|-",
		"take it from iCalendar (VAVAILABILITY)", &want.set },
	{ OPT_TEXT, 0, "hours", "TEXT",
		"its week, as 'mon-fri 09:00-12:00 13:00-17:00'", &want.hours },
	{ OPT_TEXT, 0, "timezone", "ZONE",
		"read it in that zone; '' in the user's own", &want.timezone },
	{ OPT_LIST, 0, "override", "DAY=HOURS",
		"on that day 10:00-14:00, closed, or '' as usual",
		&want.overrides },
	{ OPT_LIST, 0, "travel", "DAY..DAY=ZONE",
		"on those days read in that zone; '' as usual", &want.travels },
	{ OPT_FLAG, 0, "remove", NULL, "forget the schedule", &want.drop },
	{ OPT_END },
};
static const struct opt away_opts[] = {
	{ OPT_TEXT, 0, "from", "TIME", "away from then on", &want.from },
	{ OPT_TEXT, 0, "to", "TIME", "and before then, that day included",
		&want.to },
	{ OPT_TEXT, 0, "handover", "U", "the colleague who stands in",
		&want.handover },
	{ OPT_TEXT, 0, "note", "TEXT", "for colleagues", &want.note },
	{ OPT_TEXT, 0, "remove", "ID", "take that absence back", &want.remove },
	{ OPT_END },
};
static const struct opt check_opts[] = {
	{ OPT_FLAG, 0, "repair", NULL, "make anew what follows from the events",
		&want.repair },
	{ OPT_END },
};

static const struct verb verbs[] = {
	{ "init", "", "make the store", NULL, NULL, verb_init, false },
	{ "user", "add EMAIL | set U | list | remove U...", "people who host",
		NULL, user_opts, verb_user, false },
	{ "room", "add EMAIL | set R | list | remove R...",
		"rooms and things that meetings reserve", NULL, room_opts,
		verb_room, false },
	{ "connect", "PROVIDER", "connect calendars: caldav, ics or vdir", NULL,
		connect_opts, verb_connect, false },
	{ "disconnect", "CALENDAR...", "forget calendars and their account",
		NULL, NULL, verb_disconnect, false },
	{ "list", "", "list the selected calendars", NULL, list_opts, verb_list,
		false },
	{ "add", "CALENDAR...", "select calendars: they count", NULL, NULL,
		verb_add, false },
	{ "remove", "CALENDAR...", "deselect calendars: they count no more",
		NULL, NULL, verb_remove, false },
	{ "set", "CALENDAR KEY=VALUE...",
		"role, treat, tentative, sync, pages, name", NULL, NULL,
		verb_set, false },
	{ "pull", "[CALENDAR...]", "fetch what is new", NULL, sync_opts,
		verb_pull, false },
	{ "push", "", "write calendars and send mail that waits", NULL,
		push_opts, verb_push, false },
	{ "run", "[CALENDAR...]", "push, pull, push: the line for cron", NULL,
		sync_opts, verb_run, false },
	{ "status", "", "state of each calendar", NULL, status_opts,
		verb_status, false },
	{ "outbox", "[list] | retry ID | drop ID", "what waits to be sent",
		NULL, outbox_opts, verb_outbox, false },
	{ "import", "[FILE|-]", "write events of an iCalendar into a calendar",
		NULL, import_opts, verb_import, true },
	{ "export", "", "print calendars as one iCalendar", NULL, export_opts,
		verb_export, false },
	{ "busy", "[USER...]", "print busy times", NULL, busy_opts, verb_busy,
		false },
	{ "availability", "USER",
		"when somebody is open: schedules, dates, travel", NULL,
		availability_opts, verb_availability, false },
	{ "away", "[USER]", "when somebody is not there, and who stands in",
		NULL, away_opts, verb_away, false },
	{ "backup", "FILE", "copy the store while it is in use", NULL, NULL,
		verb_backup, false },
	{ "check", "", "look whether the store is whole", NULL, check_opts,
		verb_check, false },
	{ .name = NULL },
};

static const struct program program = {
	.name = "mtg-sync",
	.help = "keep people's calendars and send what leaves the machine",
	.examples = "mtg-sync connect caldav --user ada --url "
		    "https://dav.acme.example --login ada --password-command "
		    "'pass dav'\n"
		    "mtg-sync run -q --grace 3\n",
	.verbs = verbs,
};

int
sync_main(int argc, char **argv, const struct sync_net *net)
{
	int rc;

	sync_net = net;
	/* parsing moves the words about; the other program wants them as typed
	 */
	sync_words = malloc(((size_t)argc + 1) * sizeof(*sync_words));
	if (sync_words == NULL)
		return EXIT_BUSY;
	memcpy(sync_words, argv, ((size_t)argc + 1) * sizeof(*sync_words));
	rc = front_main(&front, &program, argc, argv);
	free(sync_words);
	return rc;
}
