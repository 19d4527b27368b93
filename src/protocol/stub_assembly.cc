// Assembly of stub data from fragments: every length is compared as "what may still come", never as
// a sum that could wrap (CVE-2022-26809 was such a sum).
#include "protocol/stub_assembly.h"

#include <algorithm>
#include <cstring>

namespace farcall::protocol {

Result<void> StubAssembly::append(BufferPool& pool, const Limits& limits, size_t max_total,
                                  Bytes fragment, uint32_t alloc_hint) {
  if (fragment.empty()) {
    if (++empty_fragments_ >= limits.max_empty_fragments) return Status{RPC_S_PROTOCOL_ERROR};
    return {};
  }
  if (received_ > max_total || fragment.size() > max_total - received_)
    return Status{RPC_S_ACCESS_DENIED};
  const size_t needed = received_ + fragment.size();
  if (needed > block_.capacity()) {
    const size_t claimed = std::min<size_t>(alloc_hint, limits.reserve_on_claim);
    const size_t doubled = std::min(block_.capacity() * 2, max_total);
    RPC_TRY(reserve(pool, std::max({needed, claimed, doubled})));
  }
  std::memcpy(block_.data() + received_, fragment.data(), fragment.size());
  received_ = needed;
  return {};
}

Result<void> StubAssembly::reserve(BufferPool& pool, size_t wanted) {
  BufferRef larger = pool.get(wanted);
  if (!larger) return Status{RPC_S_OUT_OF_MEMORY};
  if (received_) std::memcpy(larger.data(), block_.data(), received_);
  block_ = std::move(larger);
  return {};
}

}  // namespace farcall::protocol
