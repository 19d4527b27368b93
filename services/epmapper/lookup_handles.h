// LookupHandles: the walks of clients that have not come to their end.
//
// What a client's context handle (epm_lookup_handle) leads to; the run-time takes it away when the
// client frees it or is gone. Clients may never come back: at most k_most walks are kept, the one
// that has rested longest goes first, and a client whose walk is gone is told so. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

#include "endpoint_map.h"

namespace farcall::epmapper {

class LookupHandles {
 public:
  static constexpr size_t k_most = 256;
  // No walk has it.
  static constexpr uint64_t k_none = 0;

  // Until it is taken; under another number each time.
  uint64_t keep(Walk walk);
  // Nothing for a number that is none, or none any more.
  std::optional<Walk> take(uint64_t number);
  [[nodiscard]] size_t size() const;

 private:
  mutable std::mutex mutex_;
  std::map<uint64_t, Walk> walks_;  // the one that has rested longest first
  uint64_t last_number_ = k_none;
};

}  // namespace farcall::epmapper
