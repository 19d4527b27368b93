// Builders for PDUs as a client sends them, right or wrong, byte by byte: used by the tests of the
// server association and, over TCP, of the whole server. Nothing here goes through src/wire, so a
// mistake there cannot hide itself.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace farcall::test {

using ByteVector = std::vector<uint8_t>;

// Appends integers in one byte order.
class Out {
 public:
  explicit Out(bool big_endian = false) : big_endian_(big_endian) {}

  Out& u8(unsigned value) {
    bytes.push_back(static_cast<uint8_t>(value));
    return *this;
  }
  Out& u16(unsigned value) { return integer(value, 2); }
  Out& u32(uint32_t value) { return integer(value, 4); }
  Out& zeros(size_t count) {
    bytes.insert(bytes.end(), count, 0);
    return *this;
  }
  Out& append(const ByteVector& more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
    return *this;
  }

  ByteVector bytes;

 private:
  Out& integer(uint32_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i) u8(value >> 8 * (big_endian_ ? size - 1 - i : i) & 0xff);
    return *this;
  }
  bool big_endian_;
};

// A UUID and a version, as p_syntax_id_t.
struct Syntax {
  uint32_t data1;
  uint16_t data2, data3;
  std::array<uint8_t, 8> data4;
  uint32_t version;

  void write(Out& out) const {
    out.u32(data1).u16(data2).u16(data3);
    for (const uint8_t byte : data4) out.u8(byte);
    out.u32(version);
  }
};

inline constexpr Syntax k_rpcecho{
    0x60a15ec5, 0x4de8, 0x11d7, {0xa6, 0x37, 0x00, 0x50, 0x56, 0xa2, 0x01, 0x82}, 1};
inline constexpr Syntax k_mgmt{
    0xafa8bd80, 0x7d8a, 0x11c9, {0xbe, 0xf4, 0x08, 0x00, 0x2b, 0x10, 0x29, 0x89}, 1};
inline constexpr Syntax k_nobody{
    0x11111111, 0x2222, 0x3333, {0x44, 0x44, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55}, 1};
inline constexpr Syntax k_by_ndr{
    0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}, 2};
inline constexpr Syntax k_by_ndr64{
    0x71710533, 0xbeba, 0x4937, {0x83, 0x19, 0xb5, 0xdb, 0xef, 0x9c, 0xcc, 0x36}, 1};
inline constexpr Syntax features_syntax(uint8_t bits) {
  return {0x6cb71c2c, 0x9812, 0x4540, {bits, 0, 0, 0, 0, 0, 0, 0}, 1};
}

namespace pdu_type {
inline constexpr uint8_t request = 0, response = 2, fault = 3, bind = 11, bind_ack = 12,
                         bind_nak = 13, alter_context = 14, alter_context_resp = 15, auth3 = 16,
                         shutdown = 17, co_cancel = 18, orphaned = 19;
}
namespace flag {
inline constexpr uint8_t first = 0x01, last = 0x02, single = 0x03, pending_cancel = 0x04,
                         header_sign = 0x04, reserved = 0x08, conc_mpx = 0x10,
                         did_not_execute = 0x20, maybe = 0x40, object = 0x80;
}

// One PDU; every field of its header can be set against the rules.
struct Pdu {
  uint8_t ptype = pdu_type::request;
  uint8_t flags = flag::single;
  uint32_t call_id = 1;
  ByteVector body = {};
  uint8_t version = 5;
  uint8_t minor = 0;
  std::array<uint8_t, 4> drep{0x10, 0, 0, 0};
  uint16_t auth_length = 0;
  std::optional<uint16_t> frag_length = {};  // else the true one

  [[nodiscard]] ByteVector bytes() const {
    Out out{(drep[0] >> 4) == 0};
    out.u8(version).u8(minor).u8(ptype).u8(flags);
    for (const uint8_t byte : drep) out.u8(byte);
    out.u16(frag_length.value_or(static_cast<uint16_t>(16 + body.size())));
    out.u16(auth_length).u32(call_id).append(body);
    return out.bytes;
  }
};

struct Context {
  uint16_t id = 0;
  Syntax abstract = k_rpcecho;
  std::vector<Syntax> transfer{k_by_ndr};
};

struct BindFields {
  uint16_t max_xmit_frag = 5840;
  uint16_t max_recv_frag = 5840;
  uint32_t assoc_group_id = 0;
  std::optional<uint8_t> context_count = {};  // else the true one
};

inline ByteVector bind_body(const std::vector<Context>& contexts, const BindFields& fields = {},
                            bool big_endian = false) {
  Out out{big_endian};
  out.u16(fields.max_xmit_frag).u16(fields.max_recv_frag).u32(fields.assoc_group_id);
  out.u8(fields.context_count.value_or(static_cast<uint8_t>(contexts.size()))).zeros(3);
  for (const Context& context : contexts) {
    out.u16(context.id).u8(static_cast<unsigned>(context.transfer.size())).u8(0);
    context.abstract.write(out);
    for (const Syntax& syntax : context.transfer) syntax.write(out);
  }
  return out.bytes;
}

inline Pdu bind_pdu(const std::vector<Context>& contexts = {Context{}},
                    const BindFields& fields = {}) {
  return {.ptype = pdu_type::bind, .body = bind_body(contexts, fields)};
}

inline Pdu multiplexed_bind_pdu() {
  Pdu pdu = bind_pdu();
  pdu.flags |= flag::conc_mpx;
  return pdu;
}

inline Pdu alter_context_pdu(const std::vector<Context>& contexts, uint32_t call_id = 2) {
  return {.ptype = pdu_type::alter_context, .call_id = call_id, .body = bind_body(contexts)};
}

struct RequestFields {
  uint32_t alloc_hint = 0;
  uint16_t context_id = 0;
  uint16_t opnum = 0;      // AddOne
  ByteVector object = {};  // 16 bytes when there is one
};

inline Pdu request_pdu(uint32_t call_id, uint8_t flags, const ByteVector& stub,
                       const RequestFields& fields = {}) {
  Out out;
  out.u32(fields.alloc_hint).u16(fields.context_id).u16(fields.opnum).append(fields.object);
  out.append(stub);
  const auto object_flag = fields.object.empty() ? uint8_t{0} : flag::object;
  return {
      .flags = static_cast<uint8_t>(flags | object_flag), .call_id = call_id, .body = out.bytes};
}

inline ByteVector add_one_stub(uint32_t value) {
  return Out{}.u32(value).bytes;
}

inline Pdu add_one_pdu(uint32_t call_id, uint32_t value = 41) {
  return request_pdu(call_id, flag::single, add_one_stub(value));
}

// TestSleep is parked by the server and answered later.
inline constexpr uint16_t k_op_test_sleep = 6;
inline Pdu test_sleep_pdu(uint32_t call_id, uint32_t seconds = 1) {
  return request_pdu(call_id, flag::single, Out{}.u32(seconds).bytes, {.opnum = k_op_test_sleep});
}

inline Pdu control_pdu(uint8_t type, uint32_t call_id) {
  return {.ptype = type, .call_id = call_id, .body = {}};
}

// `pdu` with pad, trailer and a token of zeros behind it.
struct TrailerFields {
  uint8_t type = 10;
  uint8_t level = 6;
  std::optional<uint8_t> pad = {};  // what the trailer says; else what there is
  uint32_t context_id = 1;
  size_t token_size = 16;
};
inline Pdu with_trailer(Pdu pdu, const TrailerFields& fields = {}) {
  const size_t pad = (4 - pdu.body.size() % 4) % 4;
  Out out;
  out.append(pdu.body).zeros(pad);
  out.u8(fields.type).u8(fields.level).u8(fields.pad.value_or(static_cast<uint8_t>(pad))).u8(0);
  out.u32(fields.context_id).zeros(fields.token_size);
  pdu.body = out.bytes;
  pdu.auth_length = static_cast<uint16_t>(fields.token_size);
  return pdu;
}

inline Pdu auth3_pdu(uint32_t call_id = 1) {
  return with_trailer({.ptype = pdu_type::auth3, .call_id = call_id, .body = ByteVector(4)});
}

inline ByteVector joined(const std::vector<Pdu>& pdus) {
  ByteVector all;
  for (const Pdu& pdu : pdus) {
    const ByteVector bytes = pdu.bytes();
    all.insert(all.end(), bytes.begin(), bytes.end());
  }
  return all;
}

}  // namespace farcall::test
