// Limits by name: what FARCALL_LIMITS and docs/limits.md call them, and the range that each may be set to. No limit can be
// switched off: the largest value is one that the run-time can live with.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/limits.h"

namespace farcall {

struct LimitSetting {
  std::string_view name;
  uint64_t least;
  uint64_t most;
  void (*set)(Limits& limits, uint64_t value);
  uint64_t (*get)(const Limits& limits);
};

// One for each member of Limits, in their order. Times are in the unit of their member.
std::span<const LimitSetting> limit_settings();

// Sets what `text` says: NAME=NUMBER, separated by commas. What is not understood or out of range is
// left as it is and returned.
std::vector<std::string_view> apply_limits(Limits& limits, std::string_view text);

}  // namespace farcall
