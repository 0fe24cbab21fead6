/* The answer on its way out: which formats, the emitter, where the store is. */
#include "front/front.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/front_priv.h"

enum { TEMPLATE_MAX = 256 * 1024 };

static bool
is_listed(const char *list, const char *word)
{
	size_t n = strlen(word);
	const char *p;

	for (p = list; p != NULL && *p != '\0'; p += *p == ',') {
		if (strncmp(p, word, n) == 0 && (p[n] == ',' || p[n] == '\0'))
			return true;
		p += strcspn(p, ",");
	}
	return false;
}

static void
check_format(struct front *front)
{
	struct fail f;

	if (front->format <= FORMAT_ID ||
		is_listed(front->more_formats, format_name(front->format)))
		return;
	fail(&f, EXIT_USAGE, "option --format: %s%s%s does not print %s",
		front->program->name, front->verb == NULL ? "" : " ",
		front->verb == NULL ? "" : front->verb->name,
		format_name(front->format));
	fail_hint(&f, "table,json,json-array,tsv,id%s%s",
		front->more_formats == NULL ? "" : ",",
		front->more_formats == NULL ? "" : front->more_formats);
	front_die(front, &f);
}

void
front_formats(struct front *front, const char *more)
{
	front->more_formats = more;
	check_format(front);
}

const char *
front_template(struct front *front)
{
	const char *text = front->template_text, *name;
	char *read;
	struct fail f;
	FILE *from;
	size_t n;

	if (text == NULL || *text != '@')
		return text;
	name = text + 1;
	read = pool_zero(front->pool, TEMPLATE_MAX + 2);
	if ((from = fopen(name, "re")) == NULL) {
		fail(&f, EXIT_IO, "%s: %s", name, strerror(errno));
		front_die(front, &f);
	}
	n = fread(read, 1, TEMPLATE_MAX + 1, from);
	if (ferror(from))
		fail(&f, EXIT_IO, "%s: %s", name, strerror(errno));
	else if (n > TEMPLATE_MAX)
		fail(&f, EXIT_BAD_DATA, "%s: larger than 256 KB", name);
	else if (memchr(read, '\0', n) != NULL)
		fail(&f, EXIT_BAD_DATA, "%s: holds a NUL byte", name);
	else {
		fclose(from);
		return read;
	}
	fclose(from);
	front_die(front, &f);
}

/* Columns of the terminal, else COLUMNS, else 0. */
static int
width(const struct front *front)
{
	const char *set = getenv("COLUMNS");
	struct winsize size;
	long n;

	if (front->format != FORMAT_TABLE)
		return 0;
	if (front->output == NULL &&
		ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	n = set == NULL ? 0 : strtol(set, NULL, 10);
	return n >= 20 && n <= 10000 ? (int)n : 0;
}

/* Filters hand each record on at once (CLI.md section 1). */
static bool
wants_flush(const struct front *front)
{
	const struct verb *v = front->verb;
	struct stat st;

	if (v == NULL || front->output != NULL ||
		!(v->filter || strstr(v->operands, "[-]") != NULL))
		return false;
	return fstat(STDOUT_FILENO, &st) != 0 || !S_ISREG(st.st_mode);
}

static void
emit_failed(void *arg, const struct fail *f)
{
	front_die(arg, f);
}

struct emit *
front_emit(struct front *front, const char *columns)
{
	struct emit_how how = { .to = front->out, .columns = columns };
	struct fail f;

	if (front->emit != NULL)
		return front->emit;
	check_format(front);
	how.format = front->format > FORMAT_ID ? FORMAT_JSON : front->format;
	how.fields = front->fields;
	how.template = front_template(front);
	how.nul = front->nul;
	how.flush = wants_flush(front);
	how.color = front->color_out;
	how.width = width(front);
	how.zone = front->zone;
	how.zone_given = front->zone_given;
	how.language = front->language;
	how.dry_run = front->dry_run;
	how.now = front->now;
	how.failed = emit_failed;
	how.arg = front;
	if ((front->emit = emit_open(front->pool, &how, &f)) == NULL)
		front_die(front, &f);
	return front->emit;
}

const char *
front_store_path(struct front *front)
{
	const char *path = front->store, *base;
	struct fail f;

	if (path == NULL)
		path = getenv("MTG_STORE");
	if (path == NULL || *path == '\0')
		path = config_get(front->config, "core.store");
	if (path != NULL && path[0] == '~' && path[1] == '/' &&
		(base = getenv("HOME")) != NULL)
		return pool_printf(front->pool, "%s%s", base, path + 1);
	if (path != NULL && *path != '\0')
		return path;
	if ((base = getenv("XDG_DATA_HOME")) != NULL && *base == '/')
		return pool_printf(front->pool, "%s/mtg/store.db", base);
	if ((base = getenv("HOME")) != NULL && *base != '\0')
		return pool_printf(
			front->pool, "%s/.local/share/mtg/store.db", base);
	fail(&f, EXIT_CONFIG, "no place for the store: HOME is not set");
	fail_hint(&f, "--store FILE or MTG_STORE names it");
	front_die(front, &f);
}
