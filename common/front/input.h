#ifndef FRONT_INPUT_H
#define FRONT_INPUT_H

#include "base/fail.h"
#include "base/pool.h"

/*
 * All of a file, or of stdin for "-", at most `max` bytes, NUL terminated in
 * the pool. NULL: EXIT_IO with the file's name and the reason, EXIT_BAD_DATA
 * when it is larger.
 */
char *input_read(struct pool *, const char *name, size_t max, size_t *len,
	struct fail *f);

#endif
