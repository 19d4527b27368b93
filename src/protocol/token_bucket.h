// TokenBucket: a rate with a burst, for what a peer may ask of us without waiting (cancels).
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/clock.h"

namespace farcall::protocol {

class TokenBucket {
 public:
  TokenBucket(uint32_t burst, uint32_t per_second) : burst_(burst), rate_(per_second) {}

  // One more may be taken, up to the burst.
  void give() {
    if (used_ > 0) --used_;
  }
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
    const Duration per_token =
        std::chrono::duration_cast<Duration>(std::chrono::seconds(1)) / rate_;
    const auto back = (now - since_) / per_token;
    if (back <= 0) return;
    used_ -= static_cast<uint32_t>(std::min<int64_t>(back, used_));
    since_ += back * per_token;
  }

  uint32_t burst_;
  uint32_t rate_;
  uint32_t used_ = 0;
  Time since_{};
};

}  // namespace farcall::protocol
