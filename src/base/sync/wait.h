// wait(): WaitForSingleObjectEx, WaitForMultipleObjectsEx, SleepEx and GetQueuedCompletionStatus in
// one function.
//
// Objects are looked at first, then the APC queue, then the clock: an object that is signalled
// already ends the wait even when APCs are queued, as on Windows. An alertable wait that is ended
// by APCs has run all of them before it returns. The caller keeps the objects alive; for a wait for
// all they are distinct.
#pragma once

#include "base/sync/waitable.h"

namespace farcall::sync {

inline constexpr size_t k_max_wait_objects = 64;  // MAXIMUM_WAIT_OBJECTS
inline constexpr Time k_poll = Time::min();       // do not sleep at all

enum class WaitFor : uint8_t { any, all };
enum class WaitEnd : uint8_t { signalled, abandoned, apc, timed_out, out_of_memory };

struct WaitOptions {
  WaitFor wait_for = WaitFor::any;
  Time deadline = k_never;
  bool alertable = false;
  CompletionPacket* packet = nullptr;
};

struct WaitResult {
  WaitEnd end;
  uint32_t index = 0;  // of the object, for signalled and abandoned waits for any
};

// At most k_max_wait_objects; none is a sleep.
WaitResult wait(std::span<Waitable* const> objects, const WaitOptions& options);
WaitResult wait(Waitable& object, const WaitOptions& options);

}  // namespace farcall::sync
