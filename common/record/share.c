#include "record/share.h"

const char *const share_skips[SHARE_SKIPS] = { "busy", "hours", "paused",
	"weightZero", "excluded", "lowerPriority", "ahead", "owner", "byHand" };
const char *const share_skip_words[SHARE_SKIPS] = { "busy", "hours", "paused",
	"weight 0", "excluded", "lower level", "ahead", "owner first",
	"by hand" };
