// StubAssembly: the stub data of one call whose fragments are coming in.
//
// Contiguous, so that a stub reads it like a single fragment. Memory is taken on a claim
// (alloc_hint) only up to limits.reserve_on_claim; beyond that the block doubles with what was
// really received. A value without references of its own: a client call embeds one, a server
// association has one.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/limits.h"
#include "base/result.h"

namespace farcall::protocol {

class StubAssembly {
 public:
  // Appends the stub data of one fragment.
  // RPC_S_ACCESS_DENIED: the total would exceed `max_total` (what Windows answers for MaxRpcSize).
  // RPC_S_PROTOCOL_ERROR: fragments without data, again and again.
  // RPC_S_OUT_OF_MEMORY.
  Result<void> append(BufferPool& pool, const Limits& limits, size_t max_total, Bytes fragment,
                      uint32_t alloc_hint);

  [[nodiscard]] Bytes bytes() const {
    return received_ ? Bytes{block_.data(), received_} : Bytes{};
  }
  [[nodiscard]] const BufferRef& block() const { return block_; }
  [[nodiscard]] size_t received() const { return received_; }
  void clear() { *this = StubAssembly{}; }

  // The running total, to be set close to a limit or to the end of an integer's range by a test.
  void set_received_for_test(size_t received) { received_ = received; }

 private:
  Result<void> reserve(BufferPool& pool, size_t wanted);

  BufferRef block_;
  size_t received_ = 0;
  uint32_t empty_fragments_ = 0;
};

}  // namespace farcall::protocol
