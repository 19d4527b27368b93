// The kernel's wait word: sleep while a word has a value, until a point of monotonic time.
//
// Both calls tolerate, and cause, spurious wake-ups; callers look at the word again. futex_wake
// never reads the word, so it may be called with the address of a word whose owner is already gone:
// at worst somebody else, who now sleeps on that address, looks once more.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/clock.h"

namespace farcall::sync {

using FutexWord = std::atomic<int32_t>;

inline constexpr Time k_never = Time::max();

// False when the deadline passed.
bool futex_wait(const FutexWord& word, int32_t while_value, Time deadline);
void futex_wake(const FutexWord* word, int32_t how_many);

}  // namespace farcall::sync
