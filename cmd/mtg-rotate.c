/* mtg-rotate: who takes a meeting. Rotations, their members, picks, reports. */
#include "desk/rotate.h"
#include "desk/rotate_text.h"

static struct front front;
static struct rotate_options want = {
	.lead = -1, .weight = -1, .priority = -1, .count = -1, .seed = -1
};

static int
create(int argc, char **argv)
{
	return desk_rotate_create(&front, &want, argc, argv);
}

static int
edit(int argc, char **argv)
{
	return desk_rotate_edit(&front, &want, argc, argv);
}

static int
delete_rotations(int argc, char **argv)
{
	return desk_rotate_delete(&front, argc, argv);
}

static int
list(int argc, char **argv)
{
	return desk_rotate_list(&front, argc, argv);
}

static int
show(int argc, char **argv)
{
	return desk_rotate_show(&front, argc, argv);
}

static int
reset(int argc, char **argv)
{
	return desk_rotate_reset(&front, argc, argv);
}

static int
members(int argc, char **argv)
{
	return desk_rotate_members(&front, &want, argc, argv);
}

static int
pick(int argc, char **argv)
{
	return desk_rotate_pick(&front, &want, argc, argv);
}

static int
report(int argc, char **argv)
{
	return desk_rotate_report(&front, &want, argc, argv);
}

static bool prune;

static int
export_text(int argc, char **argv)
{
	return desk_rotate_export(&front, argc, argv);
}

static int
apply(int argc, char **argv)
{
	return desk_rotate_apply(&front, prune, argc, argv);
}

static int
route(int argc, char **argv)
{
	return desk_rotate_route(&front, want.explain, argc, argv);
}

static int
routing(int argc, char **argv)
{
	return desk_rotate_routing(&front, argc, argv);
}

static int
team(int argc, char **argv)
{
	return desk_rotate_team(&front, argc, argv);
}

static int
availability(int argc, char **argv)
{
	return desk_rotate_availability(&front, &want, argc, argv);
}

static int
simulate(int argc, char **argv)
{
	return desk_rotate_simulate(&front, &want, argc, argv);
}

static int
why(int argc, char **argv)
{
	return desk_rotate_why(&front, argc, argv);
}

static int
history(int argc, char **argv)
{
	return desk_rotate_history(&front, &want, argc, argv);
}

#define SETTINGS                                                               \
	{ OPT_TEXT, 0, "method", "METHOD",                                     \
		"even (the usual), first-available or priority",               \
		&want.method },                                                \
		{ OPT_TEXT, 0, "recent", "DURATION",                           \
			"break ties by the fewest within this long, such as "  \
			"30d; 0 "                                              \
			"ends that",                                           \
			&want.recent },                                        \
		{ OPT_INT, 0, "lead", "N",                                     \
			"hide who is more than N turns ahead; 0 ends that",    \
			&want.lead },                                          \
		{ OPT_TEXT, 0, "period", "PERIOD",                             \
			"counts begin anew each day, week, month, quarter or " \
			"year; "                                               \
			"none: never",                                         \
			&want.period },                                        \
		{ OPT_FLAG, 0, "credit-absence", NULL,                         \
			"back from a pause, a count is raised to the least",   \
			&want.credit },                                        \
		{ OPT_TEXT, 0, "no-show", "RULE",                              \
			"count (the usual), or free: a no-show gives the "     \
			"turn back",                                           \
			&want.no_show },                                       \
		{ OPT_TEXT, 0, "owner", "RULE",                                \
			"the contact's owner first: none, prefer or strict",   \
			&want.owner },                                         \
	{                                                                      \
		OPT_TEXT, 0, "cap", "CAPS",                                    \
			"for each member by this rotation, as day:2,week:5h",  \
			&want.cap                                              \
	}

static const struct opt create_opts[] = {
	SETTINGS,
	{ OPT_END },
};
static const struct opt edit_opts[] = {
	{ OPT_TEXT, 0, "name", "NAME", "a new name; counts stay",
		&want.rename },
	SETTINGS,
	{ OPT_FLAG, 0, "no-credit-absence", NULL, "counts stay as they are",
		&want.no_credit },
	{ OPT_END },
};
static const struct opt members_opts[] = {
	{ OPT_INT, 0, "weight", "N",
		"share of a member added or set; 100 is usual", &want.weight },
	{ OPT_INT, 0, "priority", "N",
		"level of a member added or set; the highest free level is "
		"asked "
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
	{ OPT_TEXT, 0, "contact", "CONTACT",
		"for whom: their owner first, where the rotation says so",
		&want.contact },
	{ OPT_FLAG, 0, "owner-first", NULL,
		"the contact's owner first, whatever the rotation says",
		&want.owner_first },
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
	{ OPT_FLAG, 0, "summary", NULL,
		"one record a rotation: how even it was", &want.summary },
	{ OPT_END },
};
static const struct opt history_opts[] = {
	{ OPT_TEXT, 0, "from", "TIME",
		"from then on; a day of the week is the last one", &want.from },
	{ OPT_TEXT, 0, "to", "TIME", "and before then, now if not named",
		&want.to },
	{ OPT_TEXT, 0, "user", "U", "what is about this user", &want.user },
	{ OPT_FLAG, 0, "skipped", NULL,
		"who was passed over, by which rule, for whom", &want.skipped },
	{ OPT_END },
};
static const struct opt simulate_opts[] = {
	{ OPT_INT, 0, "count", "N", "how many meetings, 10 if not named",
		&want.count },
	{ OPT_INT, 0, "seed", "S",
		"another seed draws other times, 1 if not "
		"named",
		&want.seed },
	{ OPT_TEXT, 0, "from", "TIME",
		"at free times from then on, drawn by the seed", &want.from },
	{ OPT_TEXT, 0, "to", "TIME", "and before then, 4 weeks if not named",
		&want.to },
	{ OPT_TEXT, 'd', "duration", "DURATION",
		"how long each is, 30m if not named", &want.duration },
	{ OPT_FLAG, 0, "counts", NULL,
		"by counts alone, as without --from and --to", &want.counts },
	{ OPT_LIST, 0, "away", "U",
		"as if this member were off; may be "
		"repeated",
		&want.away },
	{ OPT_LIST, 0, "weight", "U=N",
		"as if this member weighed N; may be repeated", &want.weights },
	{ OPT_FLAG, 0, "summary", NULL, "one record a member: what each got",
		&want.summary },
	{ OPT_END },
};
static const struct opt availability_opts[] = {
	{ OPT_TEXT, 0, "from", "TIME", "from then on, today if not named",
		&want.from },
	{ OPT_TEXT, 0, "to", "TIME", "and before then, 7 days if not named",
		&want.to },
	{ OPT_TEXT, 'd', "duration", "DURATION",
		"free is where this fits, 30m if not named", &want.duration },
	{ OPT_END },
};

static const struct opt apply_opts[] = {
	{ OPT_FLAG, 0, "prune", NULL,
		"what the files do not name goes, after asking", &prune },
	{ OPT_END },
};
static const struct opt route_opts[] = {
	{ OPT_FLAG, 0, "explain", NULL,
		"print each rule that was asked, and why it matched or not",
		&want.explain },
	{ OPT_END },
};

static const struct verb verbs[] = {
	{ "create", "NAME", "make a rotation", NULL, create_opts, create,
		false },
	{ "edit", "NAME", "rename a rotation or change its rule", NULL,
		edit_opts, edit, false },
	{ "delete", "NAME...", "delete rotations; the log stays", NULL, NULL,
		delete_rotations, false },
	{ "reset", "NAME", "set all counts to 0; the log stays", NULL, NULL,
		reset, false },
	{ "list", "", "list the rotations", NULL, NULL, list, false },
	{ "show", "NAME...", "show rotations", NULL, NULL, show, false },
	{ "members", "NAME [add|set|remove|pause|resume USER...]",
		"list or change the members", NULL, members_opts, members,
		false },
	{ "team", "list|show|create|add|remove|rename|delete [TEAM] [USER...]",
		"list or change teams, which can be members", NULL, NULL, team,
		false },
	{ "availability", "NAME", "which members are there, day by day", NULL,
		availability_opts, availability, false },
	{ "pick", "NAME [-]",
		"propose a member for each slot on stdin, a time or none", NULL,
		pick_opts, pick, false },
	{ "report", "[NAME]", "who got how much, against the target", NULL,
		report_opts, report, false },
	{ "history", "NAME", "the log, or who was passed over and why", NULL,
		history_opts, history, false },
	{ "why", "BOOKING...", "what chose or skipped each member then", NULL,
		NULL, why, false },
	{ "simulate", "NAME", "who the next meetings would go to", NULL,
		simulate_opts, simulate, false },
	{ "route", "NAME [-]",
		"send each record on stdin to a page, a rotation or a host",
		"mtg-rotate route inbound <lead.json\n"
		"mtg-slots \"$(mtg-rotate route inbound -f id <lead.json)\"\n",
		route_opts, route, false },
	{ "routing", "list|show|delete [NAME...]",
		"list, show or delete routings",
		"mtg-rotate routing list\nmtg-rotate routing show inbound\n",
		NULL, routing, false },
	{ "export", "[NAME|team:NAME|routing:NAME...]",
		"write teams, rotations and routings as text",
		"mtg-rotate export >rotations.ini\n"
		"mtg-rotate export sales routing:inbound\n",
		NULL, export_text, false },
	{ "apply", "FILE...", "make teams, rotations and routings as text says",
		"mtg-rotate apply -n rotations.ini\n"
		"mtg-rotate apply --prune --yes rotations.ini\n",
		apply_opts, apply, false },
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
