#ifndef FRONT_FRONT_H
#define FRONT_FRONT_H

#include "base/fail.h"
#include "base/opt.h"
#include "base/pool.h"
#include "front/config.h"
#include "wire/emit.h"

/*
 * What all five doors have in common: the options of every program, --help,
 * messages, formats, the clock, the zone, the end of a run. A door has one
 * static struct front.
 */
struct front {
	const struct program *program;
	const struct verb *verb; /* NULL for a program without verbs */
	struct pool *pool;       /* of the run */
	struct config *config;
	/* as given */
	bool quiet, dry_run, yes, nul, json;
	int verbose;
	const char *format_text, *output, *store, *tz, *language_text, *fields;
	const char *template_text, *color, *now_text, *format_version;
	/* worked out */
	enum format format; /* never FORMAT_AUTO */
	instant now;
	const struct zone *zone; /* --tz, else TZ, else /etc/localtime */
	bool zone_given;         /* by --tz */
	const char *language;    /* --lang, else the environment's */
	bool language_given;
	bool color_out, color_err;
	FILE *out; /* stdout, or the file of -o */
	/* the file beside -o's until front_end renames it; or NULL */
	char *output_temporary;
	struct emit *emit;         /* of front_emit, or NULL */
	int status;                /* the worst so far */
	const struct opt *options; /* of all programs, for help */
	const char *more_formats;  /* of front_formats, or NULL */
	int64_t progress_ms;       /* when the work began, 0: not yet */
	bool progress_shown;
};

/*
 * Parses, reads the configuration, opens -o, and runs the program or its verb.
 * This is all of main(). Returns the exit status: what the verb returned, or
 * front->status when that was 0; EXIT_IO when the answer could not be written.
 * --help, --version, a bare name, a mistyped verb are dealt with here. With
 * --template the format is FORMAT_JSON, so that doors take the emitter's way.
 */
int front_main(struct front *, const struct program *, int argc, char **argv);

/* Says that this verb also prints these formats ("text,ics"); others than the
 * five are refused with EXIT_USAGE (ends the program). Call it first. */
void front_formats(struct front *, const char *more);

/* The emitter for --format, --fields, --template; made at the first call.
 * `columns` is the table's default. A bad template ends the program. */
struct emit *front_emit(struct front *, const char *columns);

/* Messages to stderr, "mtg-book: ..." each one line. */
void front_say(struct front *, const char *fmt, ...) /* -q drops it */
	__attribute__((format(printf, 2, 3)));
void front_warn(struct front *, const char *fmt, ...) /* "warning: ..." */
	__attribute__((format(printf, 2, 3)));
void front_tell(struct front *, int level, const char *fmt, ...) /* -v, -vv */
	__attribute__((format(printf, 3, 4)));

/* Prints the failure and its hint, notes its status in front->status by
 * fail_worse, returns the status. */
int front_error(struct front *, const struct fail *);
/*
 * For filters: the same, and under JSON formats the error record on stdout in
 * its place, {"type":"error","code":...,"exit":...,"message":...,"hint":...,
 * "input":INPUT}; `input` is JSON text or NULL.
 */
int front_error_record(struct front *, const struct fail *, const char *input);
/* front_error, then the end of the program. */
_Noreturn void front_die(struct front *, const struct fail *);

/* The store's path: --store, MTG_STORE, core.store,
 * $XDG_DATA_HOME/mtg/store.db; in the pool. No HOME and nothing set: ends the
 * program with EXIT_CONFIG. */
const char *front_store_path(struct front *);

/* Whether stdin and stderr are terminals: only then may a question be asked. */
bool front_can_ask(void);
/* Asks "question [y/N] " on stderr; true for yes, and for --yes unasked. Where
 * nobody can be asked, ends the program with EXIT_USAGE naming --yes. */
bool front_confirm(struct front *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * A line of progress on stderr, rewritten; only on a terminal, not with -q, and
 * only after one second of work. `total` 0: unknown. step with done == total
 * wipes it.
 */
void front_progress(struct front *, const char *what, long done, long total);

/* --template's text, @FILE read. NULL when there is none. */
const char *front_template(struct front *);

#endif
