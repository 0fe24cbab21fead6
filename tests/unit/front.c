/*
 * What all doors share, on a door of its own: called with "door" first, this
 * program is one; else it runs that door through a table of shell lines.
 */
#include "front/front.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

/* ---- the door ---- */

static struct front front;
static struct {
	const char *from;
	int64_t count;
} want;

static void
record(int i)
{
	struct emit *e = front_emit(&front, "id,at");
	char id[16];

	snprintf(id, sizeof(id), "r%d", i);
	emit_begin(e, "thing", id);
	emit_str(e, "id", id);
	emit_time(e, "at", front.now + i * 60);
	emit_end(e);
}

static int
list(int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++)
		front_say(&front, "operand %s", argv[i]);
	for (i = 1; i <= want.count; i++)
		record(i);
	return 0;
}

static int
facts(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	fprintf(front.out, "%s %s %s %d\n", zone_name(front.zone),
		front.language, front_store_path(&front), front.verbose);
	return 0;
}

static int
die(int argc, char **argv)
{
	struct fail f;

	(void)argc;
	(void)argv;
	record(1);
	fail(&f, EXIT_NOT_FOUND, "page x: no such page\n\033[2J");
	fail_hint(&f, "list shows them");
	front_die(&front, &f);
}

/* One record good, one bad. */
static int
filter(int argc, char **argv)
{
	struct fail f;

	(void)argc;
	(void)argv;
	record(1);
	fail(&f, EXIT_TAKEN, "slot taken");
	front_error_record(&front, &f, "{\"n\":2}");
	return EXIT_PARTIAL;
}

static int
erase(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (front_confirm(&front, "erase all?"))
		front_say(&front, "erased");
	return 0;
}

static int
picture(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	front_formats(&front, "svg,text");
	fprintf(front.out, "%s\n", format_name(front.format));
	return 0;
}

static int
wait_long(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	fputs("half\n", front.out);
	fflush(front.out);
	sleep(20);
	return 0;
}

static const struct opt list_opts[] = {
	{ OPT_INT, 0, "count", "N", "how many", &want.count },
	{ OPT_TEXT, 0, "from", "TIME", "from when", &want.from },
	{ OPT_END },
};
static const struct verb verbs[] = {
	{ .name = "list",
		.operands = "[NAME...]",
		.help = "list things",
		.opts = list_opts,
		.run = list },
	{ .name = "facts", .operands = "", .help = "say facts", .run = facts },
	{ .name = "die", .operands = "", .help = "fail", .run = die },
	{ .name = "filter",
		.operands = "[-]",
		.help = "filter things",
		.run = filter,
		.filter = true },
	{ .name = "erase", .operands = "", .help = "erase", .run = erase },
	{ .name = "picture", .operands = "", .help = "draw", .run = picture },
	{ .name = "wait", .operands = "", .help = "wait", .run = wait_long },
	{ .name = NULL },
};
static const struct program program = {
	.name = "door",
	.help = "stand in for a program",
	.examples = "door list --count 2\ndoor facts\n",
	.verbs = verbs,
};

/* ---- the table ---- */

struct row {
	const char *why;
	const char *run; /* $D is the door */
	int exit;
	const char *out; /* all of stdout; NULL: not looked at */
	const char *err; /* all of stderr; from "~" on: what it holds */
};

static const struct row rows[] = {
	{ "called with nothing", "$D", 2, "", "~door: stand in for" },
	{ "the short help has at most ten lines",
		"$D 2>&1 | awk 'END { print NR <= 10 }'", 0, "1\n", "" },
	{ "--help", "$D --help | head -n 3", 0,
		"Examples:\n  door list --count 2\n  door facts\n", "" },
	{ "-h of a verb, whatever else is wrong",
		"$D list --bogus -h | "
		"grep -c -e '^      --count N  ' -e '^Usage: door list'",
		0, "2\n", "" },
	{ "--version", "$D --version | grep -c '^door [0-9]'", 0, "1\n", "" },
	{ "a verb nearly right", "$D lits", 2, "",
		"door: no verb 'lits'\ndoor: hint: did you mean 'list'?\n" },
	{ "a verb far off", "$D xxxxxx", 2, "",
		"door: no verb 'xxxxxx'\n"
		"door: hint: door --help lists the verbs\n" },
	{ "an option nearly right", "$D list --cuont 1", 2, "",
		"door: unknown option --cuont\n"
		"door: hint: did you mean '--count'?\n" },
	{ "an option far off", "$D list --zzzzzzzzz", 2, "",
		"door: unknown option --zzzzzzzzz\n"
		"door: hint: door list --help lists the options\n" },
	{ "an option twice", "$D list --count 1 --count 2", 2, "",
		"~option --count given twice" },
	{ "options before the verb", "$D -f id --count 2 list", 0, "r1\nr2\n",
		"" },
	{ "options anywhere, even if POSIX is asked for",
		"POSIXLY_CORRECT=1 $D list a --count 1 b -f id", 0, "r1\n",
		"door: operand a\ndoor: operand b\n" },
	{ "-q", "$D list a -q", 0, "", "" },
	{ "records on a pipe are JSON",
		"$D list --count 1 --now 2026-12-01T09:00:00Z", 0,
		"{\"type\":\"thing\",\"id\":\"r1\",\"at\":"
		"\"2026-12-01T09:01:00Z\"}\n",
		"" },
	{ "an empty answer is empty", "$D list", 0, "", "" },
	{ "but an array is always printed", "$D list -f json-array", 0, "[]\n",
		"" },
	{ "-0", "$D list --count 2 -f id -0 | tr '\\0' ,", 0, "r1,r2,", "" },
	{ "-0 without ids", "$D list -0", 2, "",
		"~option --null goes with -f id" },
	{ "a format that does not exist", "$D list -f jsn", 2, "",
		"door: option --format: no format 'jsn'\n"
		"door: hint: did you mean 'json'?\n" },
	{ "a format of another verb", "$D list --count 1 -f svg", 2, "",
		"~door list does not print svg" },
	{ "a format of this verb", "$D picture -f svg", 0, "svg\n", "" },
	{ "a format this verb has not", "$D picture -f ics", 2, "",
		"~json,json-array,tsv,id,svg,text" },
	{ "--json and -f", "$D list --json -f tsv", 2, "",
		"~exclude each other" },
	{ "--format-version", "$D list --format-version 2", 2, "",
		"~there is only 1" },
	{ "--fields", "$D list --count 1 --fields id -f tsv", 0, "id\nr1\n",
		"" },
	{ "--fields with a name that is none", "$D list --count 1 --fields ib",
		2, "", "~did you mean 'id'?" },
	{ "--template", "$D list --count 2 --template '{{id}}!'", 0,
		"r1!\nr2!\n", "" },
	{ "--template of a file",
		"printf '<{{id}}>\\n' >t; $D list --count 1 --template @t", 0,
		"<r1>\n", "" },
	{ "--template of no file", "$D list --count 1 --template @none", 74, "",
		"door: none: No such file or directory\n" },
	{ "a bad template", "$D list --count 1 --template '{{#a}}'", 65, "",
		"~--template: line 1" },
	{ "--now in words",
		"$D list --count 1 --now '2026-12-01 10:00' "
		"-z Europe/Rome --fields at -f tsv",
		0, "at\n2026-12-01T09:01:00Z\n", "" },
	{ "--now that is none", "$D list --now soon", 2, "", "~--now" },
	{ "MTG_NOW",
		"MTG_NOW=2026-12-01T09:00:00Z $D list --count 1 --fields "
		"at -f tsv",
		0, "at\n2026-12-01T09:01:00Z\n", "" },
	{ "MTG_NOW that is none", "MTG_NOW=soon $D list", 2, "", "~MTG_NOW" },
	{ "a zone that does not exist", "$D list -z Europe/Rom", 2, "",
		"~did you mean" },
	{ "TZ, LANG, XDG_DATA_HOME",
		"TZ=Asia/Tokyo LANG=da_DK XDG_DATA_HOME=/x $D facts -vv", 0,
		"Asia/Tokyo da /x/mtg/store.db 2\n", "" },
	{ "--tz, --lang, --store",
		"TZ=Asia/Tokyo $D facts -z UTC --lang de -S s.db", 0,
		"UTC de s.db 0\n", "" },
	{ "a language without words", "$D facts --lang xx", 2, "",
		"~no words for 'xx'" },
	{ "HOME", "HOME=/h $D facts", 0,
		"UTC en /h/.local/share/mtg/store.db 0\n", "" },
	{ "no HOME", "env -u HOME $D facts", 78, "", "~HOME is not set" },
	{ "the end in an error: message, hint, what went out before", "$D die",
		5, NULL,
		"door: page x: no such page  [2J\n"
		"door: hint: list shows them\n" },
	{ "records before the error go out", "$D die -f id 2>/dev/null", 5,
		"r1\n", "" },
	{ "an error record in its place", "$D filter -f json --fields id", 3,
		"{\"id\":\"r1\"}\n{\"type\":\"error\",\"code\":\"slot-taken\","
		"\"exit\":6,\"message\":\"slot taken\",\"hint\":null,\"input\":"
		"{\"n\":2}}\n",
		"door: slot taken\n" },
	{ "no error record in other formats", "$D filter -f id", 3, "r1\n",
		"door: slot taken\n" },
	{ "a rehearsal says so in each record",
		"$D list -n --count 1 --fields id,dryRun", 0,
		"{\"id\":\"r1\",\"dryRun\":true}\n", "" },
	{ "nobody to ask", "$D erase </dev/null", 2, "", "~--yes" },
	{ "--yes", "$D erase -y", 0, "", "door: erased\n" },
	{ "colour when told",
		"$D list --count 1 -f table --color always | "
		"grep -c '\\[1m'",
		0, "1\n", "" },
	{ "colour of a word that is none", "$D list --color red", 2, "",
		"~auto, always or never" },
	{ "stdout full", "$D list --count 1 >/dev/full", 74, "",
		"door: stdout: No space left on device\n" },
	{ "stdout full, much text", "$D list --count 9999 >/dev/full", 74, "",
		"~stdout: " },
	{ "stdout closed", "$D list --count 1 >&-", 74, "",
		"door: stdout: Bad file descriptor\n" },
	{ "stdout closed with nothing to say", "$D list >&-", 0, "", "" },
	{ "help on a full disk", "$D --help >/dev/full", 74, "", "~No space" },
	{ "-o writes the file and nothing else",
		"umask 027; $D list --count 1 -f id -o f && cat f && "
		"stat -c %a f && ls",
		0, "r1\n640\nf\n", "" },
	{ "-o keeps what was there when it fails",
		"echo old >f; $D die -f id -o f; echo $?; cat f; ls", 0,
		"5\nold\nf\n", "~no such page" },
	{ "-o through a link",
		"echo old >g; ln -s g f; $D list --count 1 -f "
		"id -o f; cat g; test -L f",
		0, "r1\n", "" },
	{ "-o into a folder that is none", "$D list -o none/f", 74, "",
		"door: none/f: No such file or directory\n" },
	{ "-o to a device leaves the device",
		"$D list --count 1 -f id -o /dev/null; test -c /dev/null", 0,
		"", "" },
	{ "-o interrupted leaves no file and ends by the signal",
		"$D wait -o f & sleep 0.4; ls | wc -l; kill -TERM $!; wait $!; "
		"echo $?; ls",
		0, "1\n143\n", NULL },
	{ "a reader that goes away, though the parent ignores that",
		"trap '' PIPE; { $D list --count 99999; echo $? >rc; } | head "
		"-n 1 | wc -l; "
		"cat rc",
		0, "1\n141\n", "" },
	{ "configuration, twice the same key: the later wins",
		"mkdir -p c/mtg; printf '[core]\\n\\tstore = a\\n\\tstore = "
		"b.db\\n\\ttimezone = Europe/Rome\\n\\tlanguage = sv\\n' "
		">c/mtg/config; env -u TZ XDG_CONFIG_HOME=$PWD/c $D facts",
		0, "Europe/Rome sv b.db 0\n", "" },
	{ "environment before configuration",
		"printf '[core]\\nstore = a\\n' >c; MTG_CONFIG=c MTG_STORE=e "
		"$D facts",
		0, "UTC en e 0\n", "" },
	{ "values in quotes",
		"printf '[Core]\\nSTORE = \"a ; #b\\\\\" \"\\n' >c; "
		"MTG_CONFIG=c $D facts",
		0, "UTC en a ; #b\"  0\n", "" },
	{ "comments",
		"printf '# a\\n; b = \\n\\n[core]\\n  # c\\nstore = x ; "
		"no\\n' >c; MTG_CONFIG=c $D facts",
		0, "UTC en x 0\n", "" },
	{ "an unknown key warns once, with its line",
		"printf '[core]\\nstore = a\\ncolour = b\\n' >c; MTG_CONFIG=c "
		"$D facts",
		0, "UTC en a 0\n",
		"door: warning: c:3: unknown key core.colour\n" },
	{ "an unknown section",
		"printf '[page \"Demo\"]\\nUrl = b\\n' >c; MTG_CONFIG=c $D "
		"list",
		0, "", "door: warning: c:2: unknown key page.Demo.url\n" },
	{ "a line that is none",
		"printf '[core]\\nstore a\\n' >c; MTG_CONFIG=c $D facts", 78,
		"", "~c:2: neither" },
	{ "quotes that do not close",
		"printf '[core]\\nstore = \"a\\n' >c; MTG_CONFIG=c $D facts",
		78, "", "~c:2: quotes" },
	{ "a line that is too long",
		"printf '[core]\\nstore = %0300d\\n' 1 >c; MTG_CONFIG=c $D "
		"facts",
		78, "", "~c:2: the line is too long" },
	{ "a control character",
		"printf '[core]\\nstore = a\\001b\\n' >c; MTG_CONFIG=c $D "
		"facts",
		78, "", "~c:2: a control character" },
	{ "a password in the URL",
		"printf '[mail]\\nsmtp = smtp://u:geheim@h\\n' >c; "
		"MTG_CONFIG=c "
		"$D facts 2>&1 | grep -c -e geheim -e password-command",
		0, "1\n", "" },
	{ "configuration that is named must be there",
		"MTG_CONFIG=none $D facts", 78, "",
		"door: none: No such file or directory\n" },
	{ "configuration that is a folder", "mkdir c; MTG_CONFIG=c $D facts",
		78, "", "~c: Is a directory" },
	{ "a zone of the configuration that is none",
		"printf '[core]\\ntimezone = Mars/X\\n' >c; env -u TZ "
		"MTG_CONFIG=c $D facts",
		78, "", "~core.timezone" },
	{ "help needs no configuration",
		"MTG_CONFIG=none $D --help | wc -l | "
		"grep -c .",
		0, "1\n", "" },
};

static char *
slurp(struct pool *pool, const char *name)
{
	char *text = pool_zero(pool, 65536);
	FILE *from = fopen(name, "r");

	if (from != NULL) {
		text[fread(text, 1, 65535, from)] = '\0';
		fclose(from);
	}
	return text;
}

static void
run(const struct row *r)
{
	struct pool *pool = pool_new();
	FILE *to = fopen("../run.sh", "w");
	const char *err;
	int rc;

	fprintf(to, "rm -rf ./*\n%s\n", r->run);
	fclose(to);
	rc = system("sh ../run.sh >../out 2>../err </dev/null");
	check(WIFEXITED(rc) && WEXITSTATUS(rc) == r->exit,
		"%s: exit %d, expected %d", r->why, WEXITSTATUS(rc), r->exit);
	if (r->out != NULL)
		check_str(slurp(pool, "../out"), r->out, r->why);
	err = slurp(pool, "../err");
	if (r->err != NULL && *r->err == '~')
		check(strstr(err, r->err + 1) != NULL, "%s: says: %s", r->why,
			err);
	else if (r->err != NULL)
		check_str(err, r->err, r->why);
	pool_free(pool);
}

static void
surroundings(void)
{
	static const char *const unset[] = { "MTG_CONFIG", "MTG_STORE",
		"MTG_NOW", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "LC_ALL",
		"LC_MESSAGES", "COLUMNS" };
	size_t i;

	for (i = 0; i < sizeof(unset) / sizeof(unset[0]); i++)
		unsetenv(unset[i]);
	setenv("TZ", "UTC", 1);
	setenv("LANG", "C", 1);
	setenv("HOME", "/none", 1);
}

int
main(int argc, char **argv)
{
	char dir[] = "/tmp/mtg-front-XXXXXX", self[4096];
	ssize_t n;
	size_t i;

	if (argc > 1 && strcmp(argv[1], "door") == 0)
		return front_main(&front, &program, argc - 1, argv + 1);
	n = readlink("/proc/self/exe", self, sizeof(self) - 6);
	if (n <= 0 || mkdtemp(dir) == NULL || chdir(dir) != 0 ||
		mkdir("in", 0777) != 0 || chdir("in") != 0)
		return 2;
	strcpy(self + n, " door");
	setenv("D", self, 1);
	surroundings();
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		run(&rows[i]);
	if (chdir("/") == 0 && setenv("DIR", dir, 1) == 0)
		check(system("rm -rf \"$DIR\"") == 0, "the folder is gone");
	return check_done();
}
