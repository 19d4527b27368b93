// Where a position stands on the calling thread's stacks: its own stack, the alternate stack of signal handlers, or a
// stack that the program made (fibers).
//
// Only asked when a frame of the chain looks dead, which a healthy program never sees; so it may cost a system call.
#pragma once

#include <cstdint>

namespace farcall::stub {

// An address inside the frame of a function, as __builtin_frame_address(0) gives it.
using StackPosition = uintptr_t;

// True when the function at `position` has certainly ended, asked from a function that stands at `now`. False on
// doubt: a frame of the stack that a signal interrupted lives, and other stacks cannot be judged.
bool is_below(StackPosition position, StackPosition now);

// True when both stand on the stack the thread was started with.
bool on_thread_stack(StackPosition a, StackPosition b);

}  // namespace farcall::stub
