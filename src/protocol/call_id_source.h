// CallIdSource: the call ids of one association group, rising in sending order
// ([MS-RPCE] 3.3.3.5.2).
//
// Shared by the connections of the group, on whatever loops they run. An id is never used again:
// when the ids are used up the group's connections are retired.
#pragma once

#include <atomic>
#include <cstdint>

namespace farcall::protocol {

class CallIdSource {
 public:
  static constexpr uint32_t k_last = 0x7fffffff;
  static constexpr uint32_t k_reserve = 1u << 20;

  explicit CallIdSource(uint32_t first = 1) : next_(first) {}

  // The next id, or 0 when there is none left.
  uint32_t draw() {
    uint32_t id = next_.load(std::memory_order_relaxed);
    do {
      if (id > k_last) return 0;
    } while (!next_.compare_exchange_weak(id, id + 1, std::memory_order_relaxed));
    return id;
  }
  [[nodiscard]] bool exhausted() const { return next_.load(std::memory_order_relaxed) > k_last; }
  // Time to go on elsewhere: what is left is for calls that were started already.
  [[nodiscard]] bool nearly_exhausted() const {
    return next_.load(std::memory_order_relaxed) > k_last - k_reserve;
  }

 private:
  std::atomic<uint32_t> next_;
};

}  // namespace farcall::protocol
