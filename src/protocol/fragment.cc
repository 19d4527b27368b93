// Cutting and writing fragments. Lengths are final before the header is signed; the pad is zero
// bytes, so nothing of our memory leaves with it.
#include "protocol/fragment.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "wire/verification_trailer.h"

namespace farcall::protocol {
namespace {

// Verification trailer, pad, trailer and token of one fragment.
class Tail {
 public:
  Tail(const Fragment& fragment, wire::AuthTrailer trailer, Bytes verification)
      : sealed_length_(size_t{fragment.align_length} + fragment.verification_length +
                       fragment.pad_length) {
    assert(fragment.auth_length <= security::k_max_auth_length);
    assert(verification.size() == fragment.verification_length);
    std::copy(verification.begin(), verification.end(), bytes_.begin() + fragment.align_length);
    trailer.auth_pad_length = fragment.pad_length;
    wire::encode_sec_trailer(sec_trailer(), trailer);
    size_ = sealed_length_ + wire::k_sec_trailer_size + fragment.auth_length;
  }

  // What is sealed besides the stub data: for the provider it is all pad.
  [[nodiscard]] MutableBytes sealed() { return MutableBytes{bytes_}.first(sealed_length_); }
  [[nodiscard]] MutableBytes sec_trailer() {
    return MutableBytes{bytes_}.subspan(sealed_length_, wire::k_sec_trailer_size);
  }
  [[nodiscard]] MutableBytes auth_value() {
    const size_t at = sealed_length_ + wire::k_sec_trailer_size;
    return MutableBytes{bytes_}.subspan(at, size_ - at);
  }
  [[nodiscard]] Bytes bytes() const { return Bytes{bytes_}.first(size_); }

 private:
  static constexpr size_t k_most_pad = 256;
  std::array<uint8_t, 4 + wire::k_max_verification_trailer + k_most_pad + wire::k_sec_trailer_size +
                          security::k_max_auth_length>
      bytes_{};
  size_t sealed_length_;
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
                       const security::Sizes& sizes, size_t verification) {
  const bool authenticated = sizes.auth_length != 0;
  const size_t behind = authenticated ? wire::k_sec_trailer_size + sizes.auth_length : 0;
  assert(max_frag <= UINT16_MAX && max_frag > header_size + behind + sizes.stub_multiple);
  assert(authenticated || verification == 0);
  const size_t room = max_frag - header_size - behind;
  // A fragment that is not the last ends at a multiple of 8 (C706 12.6.4.9: alignment goes on).
  const size_t multiple = std::max<size_t>(sizes.stub_multiple, 8);
  const size_t whole = room - room % multiple;
  const size_t align = verification ? (4 - stub_left % 4) % 4 : 0;

  Fragment fragment;
  fragment.last = stub_left <= whole && align + verification <= whole - stub_left;
  fragment.stub_length = std::min(stub_left, whole);
  if (fragment.last) {
    fragment.align_length = static_cast<uint8_t>(align);
    fragment.verification_length = static_cast<uint8_t>(verification);
  } else {
    fragment.stub_length -= fragment.stub_length % sizes.stub_multiple;
  }
  fragment.auth_length = sizes.auth_length;
  const size_t sealed = fragment.stub_length + fragment.align_length + fragment.verification_length;
  const size_t over = sealed % sizes.stub_multiple;
  if (authenticated && over) fragment.pad_length = static_cast<uint8_t>(sizes.stub_multiple - over);
  fragment.frag_length = static_cast<uint16_t>(header_size + sealed + fragment.pad_length + behind);
  return fragment;
}

Result<void> write_fragment(ByteSink& output, security::SecurityContext& security, Bytes header,
                            const StubData& stub_data, size_t offset, const Fragment& fragment,
                            Bytes verification) {
  if (fragment.auth_length == 0) {
    write(output, header, stub_data, offset, fragment.stub_length);
    return {};
  }
  const MutableBytes stub = stub_of(stub_data, offset, fragment);
  Tail tail{fragment, security.trailer(), verification};
  RPC_TRY(security.protect({header, stub, tail.sealed(), tail.sec_trailer(), tail.auth_value()}));
  write(output, header, stub_data, offset, fragment.stub_length);
  output.append(tail.bytes());
  return {};
}

}  // namespace farcall::protocol
