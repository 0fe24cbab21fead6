#include "desk/page.h"

#include "wire/record_in.h"
#include "wire/template.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { TEMPLATE_MAX = 256 * 1024 };

/* The verb that checks and renders templates. */

static char *
read_template(struct front *front, const char *name)
{
	char *text = pool_zero(front->pool, TEMPLATE_MAX + 2);
	struct fail f;
	FILE *from;
	size_t n;

	if ((from = fopen(name, "r")) == NULL) {
		fail(&f, EXIT_IO, "%s: %s", name, strerror(errno));
		front_die(front, &f);
	}
	n = fread(text, 1, TEMPLATE_MAX + 1, from);
	if (ferror(from))
		fail(&f, EXIT_IO, "%s: %s", name, strerror(errno));
	else if (n > TEMPLATE_MAX)
		fail(&f, EXIT_BAD_DATA, "%s: larger than 256 KB", name);
	else if (memchr(text, '\0', n) != NULL)
		fail(&f, EXIT_BAD_DATA, "%s: holds a NUL byte", name);
	else {
		fclose(from);
		return text;
	}
	front_die(front, &f);
}

/* Renders once for each record on stdin; once with nothing when there is none.
 */
static int
render(struct front *front, const char *file)
{
	const char *dot = strrchr(file, '.');
	struct template_how how = {
		.html = dot != NULL &&
			(strcmp(dot, ".html") == 0 || strcmp(dot, ".htm") == 0),
		.language = front->language,
		.zone = front->zone_given ? front->zone : NULL,
	};
	struct json_object *record;
	struct record_in *in;
	struct template *t;
	struct fail f;
	long n = 0;
	int rc;

	if ((t = template_read(front->pool, read_template(front, file), file,
		     &f)) == NULL)
		front_die(front, &f);
	in = record_in_new(front->pool, stdin, "stdin");
	while ((rc = record_in_next(in, &record, &f)) == 1) {
		n++;
		if (template_write(front->out, t, record, &how, &f) != 0)
			front_die(front, &f);
	}
	if (rc != 0)
		front_die(front, &f);
	record_in_free(in);
	return n == 0 ? EXIT_NONE : 0;
}

static int
check_templates(struct front *front, int argc, char **argv)
{
	struct fail f;
	int i;

	for (i = 0; i < argc; i++)
		if (template_read(front->pool, read_template(front, argv[i]),
			    argv[i], &f) == NULL)
			front_error(front, &f);
	return front->status;
}

int
desk_page_template(struct front *front, int argc, char **argv)
{
	if (argc >= 2 && strcmp(argv[0], "check") == 0)
		return check_templates(front, argc - 1, argv + 1);
	if ((argc == 2 || (argc == 3 && strcmp(argv[2], "-") == 0)) &&
		strcmp(argv[0], "render") == 0) {
		if (argc == 2 && isatty(STDIN_FILENO))
			desk_usage(front, "render reads records from stdin");
		return render(front, argv[1]);
	}
	desk_usage(front, "check FILE... or render FILE [-]");
	return EXIT_USAGE;
}
