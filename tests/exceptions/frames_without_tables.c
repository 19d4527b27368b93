#define FRAMES without_tables
#define FRAMES_NAME "without_tables"
#define FRAMES_HAVE_CLEANUPS 0
#include "frames.inl"
