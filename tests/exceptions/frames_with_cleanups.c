#define FRAMES with_cleanups
#define FRAMES_NAME "with_cleanups"
#define FRAMES_HAVE_CLEANUPS 1
#include "frames.inl"
