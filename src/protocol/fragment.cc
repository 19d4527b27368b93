// Cutting and writing fragments. Lengths are final before the header is signed; the pad is zero
// bytes, so nothing of our memory leaves with it.
#include "protocol/fragment.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

namespace farcall::protocol {
namespace {

// Pad, trailer and token of one fragment.
class Tail {
 public:
  Tail(const Fragment& fragment, wire::AuthTrailer trailer) : pad_length_(fragment.pad_length) {
    assert(fragment.auth_length <= security::k_max_auth_length);
    trailer.auth_pad_length = fragment.pad_length;
    wire::encode_sec_trailer(sec_trailer(), trailer);
    size_ = pad_length_ + wire::k_sec_trailer_size + fragment.auth_length;
  }

  [[nodiscard]] MutableBytes pad() { return MutableBytes{bytes_}.first(pad_length_); }
  [[nodiscard]] MutableBytes sec_trailer() {
    return MutableBytes{bytes_}.subspan(pad_length_, wire::k_sec_trailer_size);
  }
  [[nodiscard]] MutableBytes auth_value() {
    const size_t at = pad_length_ + wire::k_sec_trailer_size;
    return MutableBytes{bytes_}.subspan(at, size_ - at);
  }
  [[nodiscard]] Bytes bytes() const { return Bytes{bytes_}.first(size_); }

 private:
  std::array<uint8_t, 256 + wire::k_sec_trailer_size + security::k_max_auth_length> bytes_{};
  size_t pad_length_;
  size_t size_ = 0;
};

MutableBytes stub_of(const StubData& stub_data, size_t offset, const Fragment& fragment) {
  if (fragment.stub_length == 0) return {};
  return {stub_data.block.data() + stub_data.offset + offset, fragment.stub_length};
}

void write(ByteSink& output, Bytes header, const StubData& stub_data, size_t offset,
           size_t length) {
  ++output.pdus;
  const bool in_head_room =
      offset == 0 && length > 0 && stub_data.offset >= header.size() && stub_data.block.unique();
  if (in_head_room) {
    const size_t start = stub_data.offset - header.size();
    std::memcpy(stub_data.block.data() + start, header.data(), header.size());
    output.append(stub_data.block, start, header.size() + length);
    return;
  }
  output.append(header);
  if (length) output.append(stub_data.block, stub_data.offset + offset, length);
}

}  // namespace

Fragment next_fragment(size_t max_frag, size_t header_size, size_t stub_left,
                       const security::Sizes& sizes) {
  const bool authenticated = sizes.auth_length != 0;
  const size_t behind = authenticated ? wire::k_sec_trailer_size + sizes.auth_length : 0;
  assert(max_frag <= UINT16_MAX && max_frag > header_size + behind + sizes.stub_multiple);
  const size_t room = max_frag - header_size - behind;
  const size_t whole = room - room % sizes.stub_multiple;

  Fragment fragment;
  fragment.last = stub_left <= whole;
  fragment.stub_length = std::min(stub_left, whole);
  fragment.auth_length = sizes.auth_length;
  const size_t over = fragment.stub_length % sizes.stub_multiple;
  if (authenticated && over) fragment.pad_length = static_cast<uint8_t>(sizes.stub_multiple - over);
  fragment.frag_length =
      static_cast<uint16_t>(header_size + fragment.stub_length + fragment.pad_length + behind);
  return fragment;
}

Result<void> write_fragment(ByteSink& output, security::SecurityContext& security, Bytes header,
                            const StubData& stub_data, size_t offset, const Fragment& fragment) {
  const MutableBytes stub = stub_of(stub_data, offset, fragment);
  if (fragment.auth_length == 0) {
    RPC_TRY(security.protect({header, stub, {}, {}, {}}));
    write(output, header, stub_data, offset, fragment.stub_length);
    return {};
  }
  Tail tail{fragment, security.trailer()};
  RPC_TRY(security.protect({header, stub, tail.pad(), tail.sec_trailer(), tail.auth_value()}));
  write(output, header, stub_data, offset, fragment.stub_length);
  output.append(tail.bytes());
  return {};
}

}  // namespace farcall::protocol
