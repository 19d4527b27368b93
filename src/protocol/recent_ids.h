// RecentIds: the last few call ids that need no answer but may still get one: orphaned and maybe
// calls.
//
// A fault that the server had already sent crosses our orphaned PDU; it must not look like a
// protocol error. Such ids usually get no answer at all, so they are not kept for ever as
// tombstones are, only the latest of them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace farcall::protocol {

class RecentIds {
 public:
  static constexpr size_t k_kept = 64;

  void add(uint32_t call_id) { ids_[next_++ % ids_.size()] = call_id; }
  [[nodiscard]] bool contains(uint32_t call_id) const {
    return call_id != 0 && std::find(ids_.begin(), ids_.end(), call_id) != ids_.end();
  }

 private:
  std::array<uint32_t, k_kept> ids_{};  // 0 is never drawn
  uint32_t next_ = 0;
};

}  // namespace farcall::protocol
