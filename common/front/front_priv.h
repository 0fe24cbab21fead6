#ifndef FRONT_FRONT_PRIV_H
#define FRONT_FRONT_PRIV_H

#include "front/front.h"

/*
 * Ends the answer: closes the emitter, flushes stdout or gives the file of -o
 * its name. That file is removed, and what was there stays, with a status of 65
 * and above, or when the run did not come to its end (not `whole`). Returns the
 * status of the run, at least EXIT_IO when the answer could not be written.
 */
int front_end(struct front *, int status, bool whole);

#endif
