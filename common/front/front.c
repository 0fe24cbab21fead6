#include "front/front.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/out.h"
#include "front/front_priv.h"
#include "when/timeword.h"
#include "wire/locale.h"

/* ---- options of all programs ---- */

static const struct opt *
common_options(struct front *f, bool *help, bool *version)
{
	const struct opt all[] = {
		{ OPT_FLAG, 'h', "help", NULL, "this help, or that of a verb",
			help },
		{ OPT_FLAG, 'V', "version", NULL, "name and version", version },
		{ OPT_FLAG, 'q', "quiet", NULL,
			"say nothing about what went well", &f->quiet },
		{ OPT_COUNT, 'v', "verbose", NULL,
			"tell each step; twice: requests too", &f->verbose },
		{ OPT_FLAG, 'n', "dry-run", NULL,
			"rehearse: store nothing, send nothing", &f->dry_run },
		{ OPT_TEXT, 'f', "format", "FMT",
			"table, json, json-array, tsv, id, or a verb's own",
			&f->format_text },
		{ OPT_FLAG, 0, "json", NULL, "the same as -f json", &f->json },
		{ OPT_TEXT, 0, "fields", "A,B",
			"these fields in this order; a.b reaches inside",
			&f->fields },
		{ OPT_TEXT, 0, "template", "TEXT|@FILE",
			"print each record through a template",
			&f->template_text },
		{ OPT_TEXT, 'o', "output", "FILE",
			"write there, whole or not at all", &f->output },
		{ OPT_FLAG, '0', "null", NULL,
			"end items with NUL, with -f id or --template",
			&f->nul },
		{ OPT_TEXT, 'z', "tz", "ZONE",
			"zone of times typed and shown, as Europe/Rome",
			&f->tz },
		{ OPT_TEXT, 'S', "store", "FILE", "the store", &f->store },
		{ OPT_FLAG, 'y', "yes", NULL, "do not ask", &f->yes },
		{ OPT_TEXT, 0, "color", "WHEN", "auto, always or never",
			&f->color },
		{ OPT_TEXT, 0, "lang", "LL", "language of texts for people",
			&f->language_text },
		{ OPT_TEXT, 0, "now", "TIME", "what the clock shows",
			&f->now_text },
		{ OPT_TEXT, 0, "format-version", "N",
			"version of the records, now 1", &f->format_version },
		{ OPT_END },
	};
	struct opt *copy = pool_zero(f->pool, sizeof(all));

	memcpy(copy, all, sizeof(all));
	return copy;
}

static _Noreturn void
usage(struct front *front, const char *text)
{
	struct fail f;

	fail(&f, EXIT_USAGE, "%s", text);
	front_die(front, &f);
}

/* ---- which verb ---- */

static const struct verb *
find_verb(struct front *front, const char *name)
{
	const struct program *p = front->program;
	const struct verb *v;
	const char **words;
	const char *near;
	struct fail f;
	size_t n = 0;

	for (v = p->verbs; v->name != NULL; v++, n++)
		if (strcmp(v->name, name) == 0)
			return v;
	words = pool_array(front->pool, n + 1, sizeof(*words));
	for (v = p->verbs, n = 0; v->name != NULL; v++)
		words[n++] = v->name;
	fail(&f, EXIT_USAGE, "no verb '%s'", name);
	if ((near = opt_near(name, words, n)) != NULL)
		fail_hint(&f, "did you mean '%s'?", near);
	else
		fail_hint(&f, "%s --help lists the verbs", p->name);
	front_die(front, &f);
}

/* Sets front->verb and takes its word out of argv; false when none is named. */
static bool
take_verb(struct front *front, int *argc, char **argv)
{
	int i = opt_verb(*argc, argv, front->program, front->options);

	if (i == 0)
		return false;
	front->verb = find_verb(front, argv[i]);
	for (--*argc; i < *argc; i++)
		argv[i] = argv[i + 1];
	argv[*argc] = NULL;
	return true;
}

static const struct opt *
own_options(const struct front *front)
{
	if (front->verb != NULL)
		return front->verb->opts;
	return front->program->opts;
}

/* Reads the options; the index of the first operand. */
static int
read_options(struct front *front, int argc, char **argv)
{
	struct fail f;
	int i = opt_parse(front->pool, argc, argv, own_options(front),
		front->options, &f);

	if (i < 0) {
		if (f.hint[0] == '\0')
			fail_hint(&f, "%s%s%s --help lists the options",
				front->program->name,
				front->verb == NULL ? "" : " ",
				front->verb == NULL ? "" : front->verb->name);
		front_die(front, &f);
	}
	return i;
}

/* ---- what the options mean ---- */

static bool
wants_color(struct front *front, int fd)
{
	const char *when = front->color == NULL ? "auto" : front->color;
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (strcmp(when, "always") == 0)
		return true;
	if (strcmp(when, "never") == 0)
		return false;
	if (strcmp(when, "auto") != 0)
		usage(front, "option --color: auto, always or never");
	if (fd == STDOUT_FILENO && front->output != NULL)
		return false;
	return isatty(fd) && (no == NULL || *no == '\0') && term != NULL &&
	       strcmp(term, "dumb") != 0;
}

/* The language: --lang, the environment, core.language, English. */
static void
set_language(struct front *front)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *set = NULL;
	struct fail f;
	size_t i;

	if (front->language_text != NULL) {
		if (!locale_known(front->language_text)) {
			fail(&f, EXIT_USAGE, "option --lang: no words for '%s'",
				front->language_text);
			fail_hint(&f, "en da de es fi fr it nb nl pl pt sv");
			front_die(front, &f);
		}
		front->language_given = true;
		front->language = locale_find(front->language_text);
		return;
	}
	for (i = 0; i < 3 && (set == NULL || *set == '\0'); i++)
		set = getenv(names[i]);
	/* "C" is what cron has: no language was chosen */
	if (set == NULL || *set == '\0' || strncmp(set, "C.", 2) == 0 ||
		strcmp(set, "C") == 0 || strcmp(set, "POSIX") == 0)
		set = config_get(front->config, "core.language");
	front->language = set == NULL ? "en" : locale_find(set);
}

/* The zone: --tz, TZ, core.timezone, /etc/localtime. */
static void
set_zone(struct front *front)
{
	const char *tz = getenv("TZ"), *set;
	struct fail f;

	if (front->tz != NULL) {
		if ((front->zone = zone_load(front->tz, &f)) == NULL) {
			fail_prefix(&f, "option --tz");
			front_die(front, &f);
		}
		front->zone_given = true;
		return;
	}
	set = config_get(front->config, "core.timezone");
	if (set == NULL || (tz != NULL && *tz != '\0')) {
		front->zone = zone_local();
		return;
	}
	if ((front->zone = zone_load(set, &f)) == NULL) {
		f.status = EXIT_CONFIG;
		f.code = fail_name(EXIT_CONFIG);
		fail_prefix(&f, "core.timezone");
		front_die(front, &f);
	}
}

/* The clock: --now, MTG_NOW, the clock itself. */
static void
set_now(struct front *front)
{
	const char *env = getenv("MTG_NOW");
	const char *text = front->now_text, *what = "--now";
	char at[INSTANT_TEXT];
	struct timeword word;
	struct fail f;

	if (text == NULL && env != NULL && *env != '\0') {
		text = env;
		what = "MTG_NOW";
	}
	front->now = instant_now();
	if (text == NULL || instant_read(text, &front->now))
		return;
	if (timeword_read(text, what, front->now, front->zone, &word, &f) != 0)
		front_die(front, &f);
	front->now = word.at;
	front_tell(front, 1, "%s %s is %s", what, text,
		instant_write(word.at, at));
}

static void
set_format(struct front *front)
{
	static const char *const names[] = { "table", "json", "json-array",
		"tsv", "id", "text", "ics", "html", "svg", "ansi", "markdown",
		"mail" };
	const char *near;
	struct fail f;

	if (front->format_version != NULL &&
		strcmp(front->format_version, "1") != 0)
		usage(front, "option --format-version: there is only 1");
	if (front->json && front->format_text != NULL &&
		strcmp(front->format_text, "json") != 0)
		usage(front, "options --json and --format exclude each other");
	if (front->template_text != NULL &&
		(front->json || front->format_text != NULL))
		usage(front, "options --template and --format exclude each "
			     "other");
	if (front->json || front->template_text != NULL) {
		front->format = FORMAT_JSON;
	} else if (front->format_text == NULL) {
		front->format = front->output == NULL && isatty(STDOUT_FILENO)
					? FORMAT_TABLE
					: FORMAT_JSON;
	} else if (!format_read(front->format_text, &front->format) ||
		   front->format == FORMAT_AUTO) {
		fail(&f, EXIT_USAGE, "option --format: no format '%s'",
			front->format_text);
		near = opt_near(front->format_text, names,
			sizeof(names) / sizeof(names[0]));
		if (near != NULL)
			fail_hint(&f, "did you mean '%s'?", near);
		front_die(front, &f);
	}
	if (front->nul && front->format != FORMAT_ID &&
		front->template_text == NULL)
		usage(front, "option --null goes with -f id or --template");
}

static void
open_output(struct front *front)
{
	struct fail f;

	if (front->output == NULL)
		return;
	front->out = out_open(
		front->pool, front->output, &front->output_temporary, &f);
	if (front->out == NULL) {
		front->out = stdout;
		front_die(front, &f);
	}
}

static void
work_out(struct front *front)
{
	const struct strs *warnings;
	struct fail f;
	size_t i;

	front->color_err = wants_color(front, STDERR_FILENO);
	front->color_out = wants_color(front, STDOUT_FILENO);
	set_format(front);
	if ((front->config = config_load(front->pool, &f)) == NULL)
		front_die(front, &f);
	warnings = config_warnings(front->config);
	for (i = 0; i < warnings->n; i++)
		front_warn(front, "%s", warnings->v[i]);
	set_zone(front);
	set_language(front);
	set_now(front);
	open_output(front);
}

/* ---- the run ---- */

int
front_end(struct front *front, int status, bool whole)
{
	const char *name = front->output == NULL ? "stdout" : front->output;
	struct fail f = { .status = 0 };
	int rc = 0;

	if (front->emit != NULL)
		emit_close(front->emit);
	else if (front->format == FORMAT_JSON_ARRAY && status < EXIT_BAD_DATA &&
		 status != EXIT_USAGE)
		fputs("[]\n", front->out);
	if (front->output == NULL)
		rc = out_flush(front->out, name, &f);
	else if (whole && status < EXIT_BAD_DATA)
		rc = out_keep(front->out, front->output_temporary, name, &f);
	else
		out_drop(front->out, front->output_temporary);
	front->out = stdout;
	front->output = front->output_temporary = NULL;
	if (rc == 0)
		return status;
	front_error(front, &f);
	return status > f.status ? status : f.status;
}

/* Called with nothing, or a filter on a terminal with nothing to filter. */
static bool
needs_help(const struct front *front, int argc)
{
	return argc == 1 && front->verb != NULL && front->verb->filter &&
	       isatty(STDIN_FILENO);
}

static int
run(struct front *front, int argc, char **argv)
{
	int first = read_options(front, argc, argv), rc;

	work_out(front);
	if (front->verb != NULL)
		rc = front->verb->run(argc - first, argv + first);
	else
		rc = front->program->run(argc - first, argv + first);
	return front_end(front, rc != 0 ? rc : front->status, true);
}

static int
say_help(struct front *front)
{
	struct fail f;

	opt_help(stdout, front->program, front->verb, front->options);
	if (out_flush(stdout, "stdout", &f) != 0)
		return front_error(front, &f);
	return 0;
}

static int
say_version(struct front *front)
{
	struct fail f;

	printf("%s %s\n", front->program->name, MTG_VERSION);
	if (out_flush(stdout, "stdout", &f) != 0)
		return front_error(front, &f);
	return 0;
}

int
front_main(struct front *front, const struct program *program, int argc,
	char **argv)
{
	bool help = false, version = false, named = true;
	int rc;

	out_guard();
	/* some parents have it ignored: a reader that leaves ends us quietly */
	signal(SIGPIPE, SIG_DFL);
	front->program = program;
	front->pool = pool_new();
	front->out = stdout;
	front->options = common_options(front, &help, &version);
	if (argc > 0 && program->verbs != NULL)
		named = take_verb(front, &argc, argv);
	if (argc > 0 && opt_asks(argc, argv, 'h', "help")) {
		rc = say_help(front);
	} else if (argc > 0 && opt_asks(argc, argv, 'V', "version")) {
		rc = say_version(front);
	} else if (!named || (argc <= 1 && program->verbs == NULL)) {
		opt_short_help(stderr, program);
		rc = EXIT_USAGE;
	} else if (needs_help(front, argc)) {
		opt_help(stderr, program, front->verb, front->options);
		rc = EXIT_USAGE;
	} else {
		rc = run(front, argc, argv);
	}
	pool_free(front->pool);
	return rc;
}
