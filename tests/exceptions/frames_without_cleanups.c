#define FRAMES without_cleanups
#define FRAMES_NAME "without_cleanups"
#define FRAMES_HAVE_CLEANUPS 0
#include "frames.inl"
