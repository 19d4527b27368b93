// OwnerWord: who holds a loop, in one atomic word (D7, rules of the baton).
//
// The word is owner thread, number of the up-call, and whether the owner is inside a manager
// routine. The owner alone writes it while it is not in a manager; while it is, any thread may take
// the loop over by compare-and-swap. The number tells a watcher that the manager it saw some time
// ago is still the same one. A thread is inside at most one manager of a loop, so a word that still
// names it is the one it left.
#pragma once

#include <atomic>
#include <cassert>
#include <cstdint>

namespace farcall::transport {

// A number of the calling thread, never 0, not used again by a later thread.
inline uint32_t this_thread_number() {
  static std::atomic<uint32_t> last{0};
  thread_local const uint32_t number = last.fetch_add(1, std::memory_order_relaxed) + 1;
  return number;
}

class OwnerWord {
 public:
  using Value = uint64_t;  // owner << 32 | up-call << 1 | in_manager; 0: nobody
  static constexpr Value k_free = 0;
  static constexpr bool in_manager(Value value) { return (value & 1) != 0; }

  [[nodiscard]] Value value() const { return word_.load(std::memory_order_acquire); }
  // Relaxed is enough: a word that names the calling thread, not in a manager, changes by its own
  // hand only.
  [[nodiscard]] bool held_by_caller() const {
    const Value now = word_.load(std::memory_order_relaxed);
    return owner(now) == this_thread_number() && !in_manager(now);
  }
  [[nodiscard]] bool free() const { return value() == k_free; }

  // Takes a loop that nobody holds.
  [[nodiscard]] bool acquire() {
    Value expected = k_free;
    return word_.compare_exchange_strong(expected, caller(), std::memory_order_acq_rel);
  }
  void release() {
    assert(held_by_caller());
    word_.store(k_free, std::memory_order_release);
  }
  void enter_manager() {
    assert(held_by_caller());
    const Value up_call = (word_.load(std::memory_order_relaxed) + 2) & k_up_call_mask;
    word_.store(caller() | up_call | 1, std::memory_order_release);
  }
  // False when another thread took the loop over meanwhile.
  [[nodiscard]] bool leave_manager() {
    Value now = value();
    if (owner(now) != this_thread_number()) return false;
    assert(in_manager(now));
    return word_.compare_exchange_strong(now, now & ~Value{1}, std::memory_order_acq_rel);
  }
  // Takes over from the very up-call that `seen` describes.
  [[nodiscard]] bool take_over(Value seen) {
    if (!in_manager(seen)) return false;
    return word_.compare_exchange_strong(seen, caller() | (seen & k_up_call_mask),
                                         std::memory_order_acq_rel);
  }

 private:
  static constexpr Value k_up_call_mask = 0xffff'fffe;
  static uint32_t owner(Value value) { return static_cast<uint32_t>(value >> 32); }
  static Value caller() { return Value{this_thread_number()} << 32; }

  std::atomic<Value> word_{k_free};
};

}  // namespace farcall::transport
