/* mtg-page: scheduling pages, their settings, links and templates. */
#include "desk/lint.h"
#include "desk/page.h"

static struct front front;
static struct page_options want;

static int
create(int argc, char **argv)
{
	return desk_page_create(&front, &want, argc, argv);
}

static int
edit(int argc, char **argv)
{
	return desk_page_edit(&front, argc, argv);
}

static int
list(int argc, char **argv)
{
	return desk_page_list(&front, &want, argc, argv);
}

static int
show(int argc, char **argv)
{
	return desk_page_show(&front, argc, argv);
}

static int
enable(int argc, char **argv)
{
	return desk_page_enable(&front, argc, argv);
}

static int
disable(int argc, char **argv)
{
	return desk_page_disable(&front, argc, argv);
}

static int
delete_pages(int argc, char **argv)
{
	return desk_page_delete(&front, argc, argv);
}

static int
link_page(int argc, char **argv)
{
	return desk_page_link(&front, &want, argc, argv);
}

static int
templates(int argc, char **argv)
{
	return desk_page_template(&front, argc, argv);
}

static int export(int argc, char **argv)
{
	return desk_page_export(&front, argc, argv);
}

static int
apply(int argc, char **argv)
{
	return desk_page_apply(&front, argc, argv);
}

static int
lint(int argc, char **argv)
{
	return desk_lint(&front, want.days, argc, argv);
}

static const struct opt create_opts[] = {
	{ OPT_TEXT, 0, "user", "U",
		"its host; the owner of a group's or rotation's page",
		&want.user },
	{ OPT_TEXT, 0, "rotation", "R,R", "one member of each hosts; 2:R two",
		&want.rotation },
	{ OPT_TEXT, 0, "group", "U,U", "all of these host; 2:U,U,U two of them",
		&want.group },
	{ OPT_TEXT, 0, "hosts", "WHO",
		"who hosts, as ada+@sales or 2:ada,bo,cy", &want.hosts },
	{ OPT_TEXT, 0, "rooms", "WHO", "rooms, as aula+bella or 1:aula,bella",
		&want.rooms },
	{ OPT_TEXT, 0, "title", "TEXT", "what the meeting is called",
		&want.set[0] },
	{ OPT_TEXT, 0, "description", "TEXT", "shown in the invitation",
		&want.set[1] },
	{ OPT_TEXT, 'd', "duration", "D,D",
		"lengths to choose from; the first is usual", &want.set[2] },
	{ OPT_TEXT, 0, "step", "D", "grid of starts; the duration if not named",
		&want.set[3] },
	{ OPT_TEXT, 0, "offset", "D", "first start after the hour window's",
		&want.set[4] },
	{ OPT_TEXT, 0, "hours", "TEXT",
		"'mon-fri 09:00-17:00'; the host's if not named",
		&want.set[5] },
	{ OPT_TEXT, 0, "timezone", "ZONE",
		"zone of the page; the owner's if not named", &want.set[6] },
	{ OPT_TEXT, 0, "language", "LL", "language of its mails",
		&want.set[7] },
	{ OPT_TEXT, 0, "notice", "D", "not sooner than this, 4h if not named",
		&want.set[8] },
	{ OPT_TEXT, 0, "horizon", "DAYS",
		"28, '10 business', '5 bookable' or two dates, a..b",
		&want.set[9] },
	{ OPT_TEXT, 0, "before", "D", "free time before a meeting",
		&want.set[10] },
	{ OPT_TEXT, 0, "after", "D", "free time after a meeting",
		&want.set[11] },
	{ OPT_TEXT, 0, "gap", "D", "free time between meetings",
		&want.set[12] },
	{ OPT_TEXT, 0, "location", "KIND:VALUE",
		"phone, address, video or text", &want.set[13] },
	{ OPT_TEXT, 0, "links", "on|off",
		"cancel and reschedule links in the event", &want.set[14] },
	{ OPT_TEXT, 0, "max-age", "D", "pull older calendars before a booking",
		&want.set[15] },
	{ OPT_TEXT, 0, "schedule", "NAME",
		"go by the hosts' schedule of that name", &want.set[16] },
	{ OPT_TEXT, 0, "cap", "CAPS",
		"at most so many meetings, as day:5,week:10h", &want.rule[0] },
	{ OPT_TEXT, 0, "booker-cap", "N",
		"at most so many to come for each booker", &want.rule[1] },
	{ OPT_TEXT, 0, "move-notice", "D",
		"moved only so long before the start", &want.rule[2] },
	{ OPT_TEXT, 0, "cancel-notice", "D",
		"cancelled only so long before the start", &want.rule[3] },
	{ OPT_TEXT, 0, "align", "clock", "count starts from the full hour",
		&want.rule[4] },
	{ OPT_TEXT, 0, "pack", "on|off",
		"also a start right behind each busy time", &want.rule[5] },
	{ OPT_TEXT, 0, "first-only", "on|off",
		"only the first start of each day", &want.rule[6] },
	{ OPT_TEXT, 0, "restrict", "HOURS",
		"only within these too, on the booker's clock", &want.rule[7] },
	{ OPT_TEXT, 0, "calendars", "C,C",
		"only these of their owners' are looked at", &want.rule[8] },
	{ OPT_TEXT, 0, "write", "C,C",
		"meetings go there, not to the default calendar",
		&want.rule[9] },
	{ OPT_TEXT, 0, "buffer-events", "on|off",
		"buffers stand in the calendar too", &want.rule[10] },
	{ OPT_TEXT, 0, "repeat", "WORD:N",
		"so many meetings in one go, as weekly:12 or any:6",
		&want.rule[11] },
	{ OPT_TEXT, 0, "instant", "on|off", "meetings can start right away",
		&want.rule[12] },
	{ OPT_TEXT, 0, "seats", "N", "so many people can book the same meeting",
		&want.rule[13] },
	{ OPT_END },
};
static const struct opt list_opts[] = {
	{ OPT_TEXT, 0, "owner", "U", "pages of this user", &want.owner },
	{ OPT_END },
};
static const struct opt lint_opts[] = {
	{ OPT_TEXT, 0, "days", "N", "look so many days ahead, 14 if not named",
		&want.days },
	{ OPT_END },
};
static const struct opt link_opts[] = {
	{ OPT_TEXT, 0, "contact", "E", "fill in this address", &want.contact },
	{ OPT_LIST, 0, "utm", "K=V",
		"tracking parameter, as campaign=dec; may be repeated",
		&want.utm },
	{ OPT_TEXT, 0, "start", "TIME", "with this time chosen", &want.start },
	{ OPT_TEXT, 'd', "duration", "MIN", "with this duration chosen",
		&want.duration },
	{ OPT_END },
};

static const struct verb verbs[] = {
	{ "create", "SLUG", "make a page", NULL, create_opts, create, false },
	{ "edit", "SLUG KEY=VALUE...",
		"change settings, named as create's options", NULL, NULL, edit,
		false },
	{ "list", "", "list the pages", NULL, list_opts, list, false },
	{ "show", "SLUG...", "show pages", NULL, NULL, show, false },
	{ "enable", "SLUG...", "switch pages on", NULL, NULL, enable, false },
	{ "disable", "SLUG...", "switch pages off; settings stay", NULL, NULL,
		disable, false },
	{ "delete", "SLUG...", "delete pages; meetings stay", NULL, NULL,
		delete_pages, false },
	{ "lint", "[SLUG...]", "find pages that nobody can book, and why", NULL,
		lint_opts, lint, false },
	{ "link", "SLUG", "print a page's link for a mail", NULL, link_opts,
		link_page, false },
	{ "export", "[SLUG...]",
		"write pages and their hosts' schedules as text", NULL, NULL,
		export, false },
	{ "apply", "FILE...", "make pages and schedules what a text says", NULL,
		NULL, apply, false },
	{ "template", "check FILE... | render FILE [-]",
		"check templates, or render records from stdin through one",
		NULL, NULL, templates, false },
	{ .name = NULL },
};

static const struct program program = {
	.name = "mtg-page",
	.help = "keep the settings of scheduling pages",
	.examples = "mtg-page create demo --rotation sales --duration 15,30 "
		    "--title 'Product demo'\n"
		    "mtg-page link demo --contact pat@example.com --utm "
		    "campaign=dec -f html\n",
	.verbs = verbs,
};

int
main(int argc, char **argv)
{
	return front_main(&front, &program, argc, argv);
}
