// LookupHandles: how far clients have come that walk through the map.
//
// A handle leads to what was there when its lookup began. Clients may never come back: at most
// k_most are kept, the oldest goes first, and a client whose handle is gone is told so. Handles are
// random: nobody goes on with another's. Any thread.
#pragma once

#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <vector>

#include "base/uuid.h"
#include "endpoint_map.h"

namespace farcall::epmapper {

class LookupHandles {
 public:
  static constexpr size_t k_most = 256;

  // Keeps what is left; the nil UUID when nothing is.
  Uuid keep(std::vector<Element> rest);
  // Takes it back; nothing for a handle that is none.
  std::optional<std::vector<Element>> take(const Uuid& handle);

 private:
  struct Walk {
    Uuid handle;
    std::vector<Element> rest;
  };
  std::mutex mutex_;
  std::list<Walk> walks_;  // oldest first
};

}  // namespace farcall::epmapper
