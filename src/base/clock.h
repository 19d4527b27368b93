// Clock: monotonic time for every layer, injected so that tests move it by hand (D1).
#pragma once

#include <chrono>

namespace farcall {

using Time = std::chrono::steady_clock::time_point;
using Duration = std::chrono::steady_clock::duration;

struct Clock {
  [[nodiscard]] virtual Time now() const = 0;

 protected:
  ~Clock() = default;
};

struct SteadyClock final : Clock {
  [[nodiscard]] Time now() const override { return std::chrono::steady_clock::now(); }
};

}  // namespace farcall
