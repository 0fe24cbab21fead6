#ifndef BASE_FAIL_H
#define BASE_FAIL_H

/*
 * Exit statuses of all programs (CLI.md section 4; the manual's EXIT STATUS
 * lists the same). Small numbers are answers that a script acts on, 65 and
 * above are failures in the words of sysexits.h.
 */
enum exit_status {
	EXIT_OK = 0,
	EXIT_NONE = 1,         /* no-slot, no-member */
	EXIT_USAGE = 2,        /* usage */
	EXIT_PARTIAL = 3,      /* partial */
	EXIT_SIGN_IN = 4,      /* sign-in */
	EXIT_NOT_FOUND = 5,    /* not-found */
	EXIT_TAKEN = 6,        /* slot-taken, changed */
	EXIT_REFUSED = 7,      /* refused */
	EXIT_INACTIVE = 8,     /* calendar-inactive */
	EXIT_PENDING = 9,      /* pending */
	EXIT_BAD_DATA = 65,    /* bad-data */
	EXIT_UNREACHABLE = 69, /* unreachable */
	EXIT_BUG = 70,         /* bug */
	EXIT_IO = 74,          /* io */
	EXIT_BUSY = 75,        /* busy */
	EXIT_PERMISSION = 77,  /* permission */
	EXIT_CONFIG = 78,      /* config */
};

/*
 * Why something did not work: an exit status, its name for error records, one
 * line for a person ("calendar work: 401 from host, token refused": the thing,
 * then the reason, no full stop, never a secret) and at most one hint that can
 * be pasted ("" when there is none).
 */
struct fail {
	int status;
	const char *code;
	char line[600];
	char hint[300];
};

/* Fills `f` and returns -1. The code is the status's usual name. */
int fail(struct fail *f, int status, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The same with a code of its own, a string that lives forever ("no-member",
 * "changed"). */
int fail_code(struct fail *f, int status, const char *code, const char *fmt,
	...) __attribute__((format(printf, 4, 5)));

/* Adds the hint to a failure that is already filled. Returns -1. */
int fail_hint(struct fail *f, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Puts "prefix: " before the line that is there. Returns -1. */
int fail_prefix(struct fail *f, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* The usual name of a status: "slot-taken" for 6, "bug" for unknown ones. */
const char *fail_name(int status);

/*
 * The status of a run with several failures: the largest of 65 and above (or
 * the largest small one) if nothing was done, else 3. `a` is the status so far,
 * `b` the new one.
 */
int fail_worse(int a, int b);

#endif
