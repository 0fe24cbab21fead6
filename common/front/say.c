/* Messages, questions and progress: all that goes to stderr. */
#include "front/front.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "front/front_priv.h"

enum { LINE = 2000 };

/* One line at once, so that lines of several processes do not mix. */
static void
line(struct front *front, const char *paint, const char *word, const char *fmt,
	va_list ap)
{
	char text[LINE], *p;
	bool color = front->color_err && *paint != '\0';

	if (front->progress_shown) {
		fputs("\r\033[K", stderr);
		front->progress_shown = false;
	}
	vsnprintf(text, sizeof(text), fmt, ap);
	/* names from calendars and mails must not steer the terminal */
	for (p = text; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = ' ';
	fprintf(stderr, "%s%s: %s%s%s\n", color ? paint : "",
		front->program->name, word, color ? "\033[0m" : "", text);
}

void
front_say(struct front *front, const char *fmt, ...)
{
	va_list ap;

	if (front->quiet)
		return;
	va_start(ap, fmt);
	line(front, "", "", fmt, ap);
	va_end(ap);
}

void
front_warn(struct front *front, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line(front, "\033[33m", "warning: ", fmt, ap);
	va_end(ap);
}

void
front_tell(struct front *front, int level, const char *fmt, ...)
{
	va_list ap;

	if (front->verbose < level)
		return;
	va_start(ap, fmt);
	line(front, "", "", fmt, ap);
	va_end(ap);
}

static void
paint_line(struct front *front, const char *paint, const char *word,
	const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line(front, paint, word, fmt, ap);
	va_end(ap);
}

int
front_error(struct front *front, const struct fail *f)
{
	paint_line(front, "\033[31m", "", "%s", f->line);
	if (f->hint[0] != '\0')
		paint_line(front, "", "hint: ", "%s", f->hint);
	front->status = fail_worse(front->status, f->status);
	return f->status;
}

int
front_error_record(struct front *front, const struct fail *f, const char *input)
{
	struct emit *e;
	int rc = front_error(front, f);

	if ((front->format != FORMAT_JSON &&
		    front->format != FORMAT_JSON_ARRAY) ||
		front->template_text != NULL)
		return rc;
	e = front_emit(front, NULL);
	emit_begin_error(e);
	emit_str(e, "code", f->code);
	emit_int(e, "exit", f->status);
	emit_str(e, "message", f->line);
	emit_str(e, "hint", f->hint[0] == '\0' ? NULL : f->hint);
	if (input != NULL)
		emit_json(e, "input", input);
	else
		emit_null(e, "input");
	emit_end(e);
	return rc;
}

_Noreturn void
front_die(struct front *front, const struct fail *f)
{
	/* what went out before comes before the message */
	if (front->output == NULL && front->emit == NULL)
		fflush(front->out);
	exit(front_end(front, front_error(front, f), false));
}

bool
front_can_ask(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

bool
front_confirm(struct front *front, const char *fmt, ...)
{
	char text[LINE], answer[16];
	struct fail f;
	va_list ap;

	if (front->yes)
		return true;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!front_can_ask()) {
		fail(&f, EXIT_USAGE, "%s Nobody can be asked here", text);
		fail_hint(&f, "--yes answers it");
		front_die(front, &f);
	}
	fflush(front->out);
	fprintf(stderr, "%s: %s [y/N] ", front->program->name, text);
	if (fgets(answer, sizeof(answer), stdin) == NULL)
		return false;
	return strcasecmp(answer, "y\n") == 0 ||
	       strcasecmp(answer, "yes\n") == 0;
}

static int64_t
milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
front_progress(struct front *front, const char *what, long done, long total)
{
	if (front->quiet || !isatty(STDERR_FILENO))
		return;
	if (front->progress_ms == 0)
		front->progress_ms = milliseconds();
	if (total > 0 && done >= total) {
		if (front->progress_shown)
			fputs("\r\033[K", stderr);
		front->progress_shown = false;
		return;
	}
	if (milliseconds() - front->progress_ms < 1000)
		return;
	fprintf(stderr, "\r\033[K%s: %s %ld", front->program->name, what, done);
	if (total > 0)
		fprintf(stderr, " of %ld", total);
	front->progress_shown = true;
}
