// Towers: the bytes of C706 appendix L, of every protocol sequence, and of peers that mean harm.
#include "wire/tower.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace farcall::wire {
namespace {

using Octets = std::vector<uint8_t>;

const SyntaxId k_echo{
    {0x60a15ec5, 0x4de8, 0x11d7, {0xa6, 0x37, 0x00, 0x50, 0x56, 0xa2, 0x01, 0x82}}, 1, 0};

Octets encoded(const Tower& tower) {
  std::array<uint8_t, k_max_tower> room{};
  const Result<size_t> size = encode_tower(room, tower);
  EXPECT_TRUE(size.ok()) << size.status().code;
  return size.ok() ? Octets(room.begin(), room.begin() + static_cast<ptrdiff_t>(*size)) : Octets{};
}

// rpcecho at 192.0.2.1, port 1025, written out floor by floor.
const Octets k_tcp = {
    5,    0,                                                                             // floors
    19,   0,    0x0d, 0xc5, 0x5e, 0xa1, 0x60, 0xe8, 0x4d, 0xd7, 0x11, 0xa6, 0x37, 0x00,  // rpcecho
    0x50, 0x56, 0xa2, 0x01, 0x82, 1,    0,    2,    0,    0,    0,                       // 1.0
    19,   0,    0x0d, 0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11, 0x9f, 0xe8, 0x08,  // NDR
    0x00, 0x2b, 0x10, 0x48, 0x60, 2,    0,    2,    0,    0,    0,                       // 2.0
    1,    0,    0x0b, 2,    0,    0,    0,                                               // ncacn
    1,    0,    0x07, 2,    0,    0x04, 0x01,            // TCP, 1025
    1,    0,    0x09, 4,    0,    192,  0,    2,    1};  // IP

TEST(Tower, of_tcp_is_written_as_the_specification_has_it) {
  EXPECT_EQ(encoded({k_echo, k_ndr20, "ncacn_ip_tcp", "1025", "192.0.2.1"}), k_tcp);
  const Result<Tower> tower = decode_tower(k_tcp);
  ASSERT_TRUE(tower.ok());
  EXPECT_EQ(tower->interface, k_echo);
  EXPECT_EQ(tower->transfer_syntax, k_ndr20);
  EXPECT_EQ(tower->protseq, "ncacn_ip_tcp");
  EXPECT_EQ(tower->endpoint, "1025");
  EXPECT_EQ(tower->address, "192.0.2.1");
}

TEST(Tower, of_every_protocol_sequence_with_a_known_form_goes_there_and_back) {
  const Tower towers[] = {{k_echo, k_ndr20, "ncacn_ip_tcp", "65535", "255.255.255.255"},
                          {k_echo, k_ndr64, "ncadg_ip_udp", "1", "10.0.0.1"},
                          {k_echo, k_ndr20, "ncacn_np", "\\pipe\\rpcecho", "\\\\SERVER"},
                          {k_echo, k_ndr20, "ncacn_http", "593", "192.0.2.7"},
                          {k_echo, k_ndr20, "ncalrpc", "LRPC-0123", ""},
                          {k_echo, k_ndr20, "ncacn_ip_tcp", "", ""}};
  for (const Tower& tower : towers) {
    const Result<Tower> back = decode_tower(encoded(tower));
    ASSERT_TRUE(back.ok()) << tower.protseq;
    EXPECT_EQ(back->protseq, tower.protseq);
    EXPECT_EQ(back->endpoint, tower.endpoint);
    EXPECT_EQ(back->address, tower.address);
    EXPECT_EQ(back->transfer_syntax, tower.transfer_syntax);
  }
}

TEST(Tower, leaves_out_an_address_that_has_no_floor) {
  for (const char* address : {"server.example", "::1", "1.2.3", "1.2.3.4.5", "1.2.3.256"})
    EXPECT_EQ(decode_tower(encoded({k_echo, k_ndr20, "ncacn_ip_tcp", "7", address}))->address, "")
        << address;
}

TEST(Tower, is_refused_for_what_cannot_be_one) {
  std::array<uint8_t, k_max_tower> room{};
  EXPECT_EQ(encode_tower(room, {k_echo, k_ndr20, "ncacn_pigeon", "1", ""}).status().code,
            RPC_S_INVALID_RPC_PROTSEQ);
  EXPECT_EQ(encode_tower(room, {k_echo, k_ndr20, "ncacn_spx", "1", ""}).status().code,
            RPC_S_INVALID_RPC_PROTSEQ);
  for (const char* endpoint : {"x", "65536", "-1", "1x"})
    EXPECT_EQ(encode_tower(room, {k_echo, k_ndr20, "ncacn_ip_tcp", endpoint, ""}).status().code,
              RPC_S_INVALID_ENDPOINT_FORMAT);
  EXPECT_EQ(encode_tower(MutableBytes{room}.first(74), {k_echo, k_ndr20, "ncacn_ip_tcp", "1", ""})
                .status()
                .code,
            RPC_S_BUFFER_TOO_SMALL);
  EXPECT_EQ(
      encode_tower(room, {k_echo, k_ndr20, "ncalrpc", std::string(3000, 'x'), ""}).status().code,
      RPC_S_BUFFER_TOO_SMALL);
}

TEST(Tower, of_unknown_protocols_still_tells_its_interface) {
  Octets odd = k_tcp;
  odd[odd.size() - 9 - 5] = 0x77;  // the endpoint floor's identifier
  const Result<Tower> tower = decode_tower(odd);
  ASSERT_TRUE(tower.ok());
  EXPECT_EQ(tower->interface, k_echo);
  EXPECT_EQ(tower->protseq, "");
}

TEST(Tower, that_is_cut_anywhere_is_none) {
  for (size_t size = 0; size < k_tcp.size(); ++size)
    EXPECT_EQ(decode_tower(Bytes{k_tcp}.first(size)).status().code, EPT_S_INVALID_ENTRY) << size;
}

TEST(Tower, with_lengths_that_lie_is_none) {
  const size_t k_length_fields[] = {2, 23, 27, 48, 52, 55, 59, 62, 66, 69};
  for (const size_t at : k_length_fields)
    for (const uint16_t length : {uint16_t{0xffff}, uint16_t{0}}) {
      Octets bad = k_tcp;
      bad[at] = static_cast<uint8_t>(length);
      bad[at + 1] = static_cast<uint8_t>(length >> 8);
      EXPECT_FALSE(decode_tower(bad).ok() && decode_tower(bad)->protseq == "ncacn_ip_tcp") << at;
    }
  for (const unsigned floors : {0u, 1u, 2u, 6u, 17u, 0xffffu}) {
    Octets bad = k_tcp;
    bad[0] = static_cast<uint8_t>(floors);
    bad[1] = static_cast<uint8_t>(floors >> 8);
    EXPECT_EQ(decode_tower(bad).status().code, EPT_S_INVALID_ENTRY) << floors;
  }
}

TEST(Tower, is_of_the_same_protocols_as_another_whatever_its_endpoint) {
  const Octets other = encoded({k_echo, k_ndr64, "ncacn_ip_tcp", "", ""});
  EXPECT_TRUE(same_protocols(k_tcp, other));
  EXPECT_FALSE(same_protocols(k_tcp, encoded({k_echo, k_ndr20, "ncadg_ip_udp", "", ""})));
  EXPECT_FALSE(same_protocols(k_tcp, encoded({k_echo, k_ndr20, "ncalrpc", "x", ""})));
  EXPECT_FALSE(same_protocols(k_tcp, {}));
}

TEST(ProtocolSequence, those_that_exist_elsewhere_are_known_by_name) {
  for (const char* name : {"ncacn_np", "ncacn_http", "ncadg_ip_udp", "ncacn_spx", "ncadg_ipx",
                           "ncadg_mq", "ncacn_hvsocket", "ncalrpc", "ncacn_ip_tcp"})
    EXPECT_TRUE(is_known_protseq(name)) << name;
  EXPECT_FALSE(is_known_protseq("ncacn_pigeon"));
  EXPECT_FALSE(is_known_protseq(""));
}

}  // namespace
}  // namespace farcall::wire
