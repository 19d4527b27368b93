// Cutting a stream into PDUs. Three phases: the first bytes until there is a header, the rest of
// that PDU, then delivery. A header is judged before its PDU is waited for or room for it is taken.
#include "protocol/pdu_reader.h"

#include <algorithm>
#include <cstring>

#include "wire/pdu_header.h"

namespace farcall::protocol {
namespace {

static_assert(PduReader::k_header_size == wire::k_header_size);

bool carries_token(wire::PduType type) {
  switch (type) {
    case wire::PduType::bind:
    case wire::PduType::bind_ack:
    case wire::PduType::alter_context:
    case wire::PduType::alter_context_resp:
    case wire::PduType::auth3:
      return true;
    default:
      return false;
  }
}

Bytes take(Bytes& input, size_t size) {
  const Bytes taken = input.first(size);
  input = input.subspan(size);
  return taken;
}

}  // namespace

Result<Bytes> PduReader::next(Bytes& input, const PduLimits& limits) {
  if (delivered_) forget();
  if (length_ == 0) {
    const bool in_place = stored_ == 0 && input.size() >= k_header_size;
    if (in_place)
      std::memcpy(header_.data(), input.data(), k_header_size);
    else if (!collect_header(input))
      return Bytes{};
    RPC_TRY(const size_t length, check_header(limits));
    if (in_place && length <= input.size()) {
      ++count_;
      return take(input, length);
    }
    RPC_TRY(open_block(length));
  }
  return fill_block(input);
}

// True when it is complete.
bool PduReader::collect_header(Bytes& input) {
  const Bytes more = take(input, std::min(input.size(), k_header_size - stored_));
  std::copy(more.begin(), more.end(), header_.begin() + static_cast<ptrdiff_t>(stored_));
  stored_ += more.size();
  return stored_ == k_header_size;
}

Result<size_t> PduReader::check_header(const PduLimits& limits) const {
  RPC_TRY(const wire::PduHeader header, wire::decode_pdu_header(header_));
  // 5.0 and 5.1 (C706 12.6.3.1). An integer representation that we do not know says nothing about
  // the length.
  const bool known =
      header.rpc_vers == 5 && header.rpc_vers_minor <= 1 && (header.packed_drep[0] >> 4) <= 1;
  const uint16_t limit = carries_token(header.ptype) ? limits.handshake : limits.fragment;
  if (!known || header.frag_length < k_header_size || header.frag_length > limit)
    return Status{RPC_S_PROTOCOL_ERROR};
  return header.frag_length;
}

// What was collected of the header, if anything, goes in front.
Result<void> PduReader::open_block(size_t length) {
  block_ = pool_.get(length);
  if (!block_) return Status{RPC_S_OUT_OF_MEMORY};
  length_ = length;
  std::memcpy(block_.data(), header_.data(), stored_);
  return {};
}

Bytes PduReader::fill_block(Bytes& input) {
  const Bytes more = take(input, std::min(input.size(), length_ - stored_));
  std::copy(more.begin(), more.end(), block_.data() + stored_);
  stored_ += more.size();
  delivered_ = stored_ == length_;
  if (delivered_) ++count_;
  return delivered_ ? Bytes{block_.data(), length_} : Bytes{};
}

void PduReader::forget() {
  block_.reset();
  stored_ = length_ = 0;
  delivered_ = false;
}

}  // namespace farcall::protocol
