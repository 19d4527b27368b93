// TokenBucket: a rate with a burst, for what a peer may ask of us without waiting (cancels).
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/clock.h"

namespace farcall::protocol {

class TokenBucket {
 public:
  TokenBucket(uint32_t burst, uint32_t per_second) : burst_(burst), rate_(per_second) {}

  // False when the bucket is empty.
  bool take(Time now) {
    refill(now);
    if (used_ >= burst_) return false;
    ++used_;
    return true;
  }

 private:
  // Whole tokens come back; the rest of the time is kept for the next one.
  void refill(Time now) {
    if (used_ == 0 || rate_ == 0) {
      since_ = now;
      return;
    }
    const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - since_);
    if (elapsed.count() <= 0) return;
    const auto back = static_cast<uint64_t>(elapsed.count()) * rate_ / 1000;
    if (back == 0) return;
    used_ -= static_cast<uint32_t>(std::min<uint64_t>(back, used_));
    since_ += std::chrono::milliseconds(back * 1000 / rate_);
  }

  uint32_t burst_;
  uint32_t rate_;
  uint32_t used_ = 0;
  Time since_{};
};

}  // namespace farcall::protocol
