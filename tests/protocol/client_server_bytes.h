// What a server sends, written byte by byte in either order: an oracle that shares no code with the
// codecs of src/wire.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.h"

namespace farcall::protocol::test {

using ByteVector = std::vector<uint8_t>;

constexpr uint8_t k_first = 1, k_last = 2, k_single = 3, k_conc_mpx = 0x10,
                  k_did_not_execute = 0x20;

class ServerBytes {
 public:
  explicit ServerBytes(bool big_endian = false) : big_endian_(big_endian) {}

  struct Ack {
    uint8_t flags = k_single | k_conc_mpx;
    uint16_t max_xmit_frag = 5840;
    uint16_t max_recv_frag = 5840;
    uint32_t group = 0x1234;
    std::string_view sec_addr = "135";
    uint16_t result = 0;  // of the interface
    uint16_t reason = 0;
    SyntaxId syntax = k_ndr20;
    int features = 2;  // below 0: not understood
    int results = 2;
    // Where several syntaxes were proposed: which of them are accepted, instead of `result`.
    std::vector<std::pair<bool, SyntaxId>> choices = {};
  };
  ByteVector bind_ack(uint32_t call_id, const Ack& ack) {
    return answer(12, call_id, ack, ack.results);
  }
  ByteVector bind_ack(uint32_t call_id) { return bind_ack(call_id, Ack{}); }
  ByteVector alter_context_resp(uint32_t call_id, Ack ack) {
    ack.sec_addr = {};
    return answer(15, call_id, ack, ack.results == 2 ? 1 : ack.results);
  }
  ByteVector alter_context_resp(uint32_t call_id) { return alter_context_resp(call_id, Ack{}); }

  ByteVector bind_nak(uint32_t call_id, uint16_t reason) {
    ByteVector body;
    u16(body, reason);
    body.insert(body.end(), {1, 5, 0, 0, 0, 0});
    return pdu(13, k_single, call_id, body);
  }
  ByteVector response(uint32_t call_id, std::string_view stub, uint8_t flags = k_single,
                      uint16_t context_id = 0, uint32_t alloc_hint = 0) {
    ByteVector body;
    u32(body, alloc_hint);
    u16(body, context_id);
    u16(body, 0);
    body.insert(body.end(), stub.begin(), stub.end());
    return pdu(2, flags, call_id, body);
  }
  ByteVector fault(uint32_t call_id, uint32_t status, uint8_t flags = k_single) {
    ByteVector body;
    for (uint32_t field : {32u, 0u, status, 0u}) u32(body, field);
    return pdu(3, flags, call_id, body);
  }
  ByteVector shutdown() { return pdu(17, k_single, 0, {}); }

  ByteVector pdu(uint8_t type, uint8_t flags, uint32_t call_id, const ByteVector& body,
                 uint16_t auth_length = 0) {
    ByteVector out{5, 0, type, flags, static_cast<uint8_t>(big_endian_ ? 0 : 0x10), 0, 0, 0};
    u16(out, static_cast<uint16_t>(16 + body.size()));
    u16(out, auth_length);
    u32(out, call_id);
    out.insert(out.end(), body.begin(), body.end());
    return out;
  }

  void u16(ByteVector& out, uint16_t value) const {
    const uint8_t low = static_cast<uint8_t>(value), high = static_cast<uint8_t>(value >> 8);
    out.push_back(big_endian_ ? high : low);
    out.push_back(big_endian_ ? low : high);
  }
  void u32(ByteVector& out, uint32_t value) const {
    const auto low = static_cast<uint16_t>(value), high = static_cast<uint16_t>(value >> 16);
    u16(out, big_endian_ ? high : low);
    u16(out, big_endian_ ? low : high);
  }
  void syntax(ByteVector& out, const SyntaxId& id) const {
    u32(out, id.uuid.data1);
    u16(out, id.uuid.data2);
    u16(out, id.uuid.data3);
    out.insert(out.end(), id.uuid.data4.begin(), id.uuid.data4.end());
    u32(out, id.major | static_cast<uint32_t>(id.minor) << 16);
  }

 private:
  ByteVector answer(uint8_t type, uint32_t call_id, const Ack& ack, int results) {
    ByteVector body;
    u16(body, ack.max_xmit_frag);
    u16(body, ack.max_recv_frag);
    u32(body, ack.group);
    u16(body, static_cast<uint16_t>(ack.sec_addr.empty() ? 0 : ack.sec_addr.size() + 1));
    body.insert(body.end(), ack.sec_addr.begin(), ack.sec_addr.end());
    if (!ack.sec_addr.empty()) body.push_back(0);
    while (body.size() % 4) body.push_back(0);
    const size_t choices = ack.choices.size();
    body.insert(body.end(), {static_cast<uint8_t>(choices ? choices + (type == 12)
                                                          : static_cast<size_t>(results)),
                             0, 0, 0});
    for (const auto& [accepted, syntax_id] : ack.choices) {
      u16(body, accepted ? 0 : 2);
      u16(body, accepted ? 0 : 2);  // proposed transfer syntaxes not supported
      syntax(body, accepted ? syntax_id : SyntaxId{});
    }
    for (int i = choices ? 1 : 0; i < (choices && type != 12 ? 1 : results); ++i) {
      const bool features = i == 1;
      u16(body, features ? (ack.features < 0 ? 2 : 3) : ack.result);
      u16(body, features ? static_cast<uint16_t>(ack.features < 0 ? 2 : ack.features) : ack.reason);
      syntax(body, features || ack.result ? SyntaxId{} : ack.syntax);
    }
    return pdu(type, ack.flags, call_id, body);
  }

  bool big_endian_;
};

inline ByteVector operator+(ByteVector left, const ByteVector& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

}  // namespace farcall::protocol::test
