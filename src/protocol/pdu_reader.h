// PduReader: a stream of bytes, cut in any way, becomes whole PDUs.
//
// A PDU that lies completely in the input is given in place, without a copy. Only an unfinished
// rest is kept, in a pooled block of its own; between PDUs there is none. The common header is
// checked as soon as it is complete, and the fragment length against its limit before anything more
// is waited for or kept (CVE-2013-4408 and its kin).
#pragma once

#include <array>
#include <cstdint>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/result.h"

namespace farcall::protocol {

// Largest PDUs accepted in the present state of an association.
struct PduLimits {
  uint16_t fragment;   // request, response, fault, …
  uint16_t handshake;  // bind, alter_context, auth3 and their answers: they carry security tokens
};

class PduReader {
 public:
  static constexpr size_t k_header_size = 16;

  explicit PduReader(BufferPool& pool) : pool_(pool) {}
  PduReader(const PduReader&) = delete;
  PduReader& operator=(const PduReader&) = delete;

  // The next whole PDU; the front of `input` that belongs to it is taken off. Empty: `input` is
  // used up and more is needed. Valid until the next call. RPC_S_PROTOCOL_ERROR: the header cannot
  // be accepted, see header(); RPC_S_OUT_OF_MEMORY. After an error the stream has no meaning any
  // more.
  Result<Bytes> next(Bytes& input, const PduLimits& limits);

  // The block that holds the PDU which next() gave, or an empty reference when it lies in the
  // input.
  [[nodiscard]] const BufferRef& owner() const { return block_; }
  // A PDU has begun and is not complete.
  [[nodiscard]] bool partial() const { return stored_ != 0 && !delivered_; }
  // Whole PDUs that next() gave.
  [[nodiscard]] uint64_t count() const { return count_; }
  // The header that next() refused.
  [[nodiscard]] Bytes header() const { return header_; }

 private:
  Result<size_t> check_header(const PduLimits& limits) const;
  bool collect_header(Bytes& input);
  Result<void> open_block(size_t length);
  Bytes fill_block(Bytes& input);
  void forget();

  BufferPool& pool_;
  BufferRef block_;  // the PDU in parts, from its first byte
  std::array<uint8_t, k_header_size>
      header_{};  // the first bytes, until there are enough for a length
  size_t stored_ = 0;
  size_t length_ = 0;  // of the PDU in parts, once its header is complete
  bool delivered_ = false;
  uint64_t count_ = 0;
};

}  // namespace farcall::protocol
