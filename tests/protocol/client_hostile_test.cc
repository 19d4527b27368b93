// A hostile server against our client (docs/limits.md, threat A5): each row is one malformed or
// misplaced answer. The association ends, or the one call, or nothing; each call ends once, and
// nothing is believed that was not asked for.
#include <vector>

#include "client_fixture.h"

namespace farcall::protocol::test {
namespace {

using State = ClientAssociationState;

enum class When { unbound, binding, open };

struct Row {
  const char* name;
  When when;
  ByteVector bytes;
  std::string events;
};

ByteVector patched(ByteVector pdu, size_t at, std::initializer_list<uint8_t> bytes) {
  std::copy(bytes.begin(), bytes.end(), pdu.begin() + static_cast<ptrdiff_t>(at));
  return pdu;
}

ByteVector shortened(ByteVector pdu, size_t size) {
  pdu.resize(size);
  return patched(std::move(pdu), 8, {static_cast<uint8_t>(size), static_cast<uint8_t>(size >> 8)});
}

ByteVector with_trailer(ByteVector pdu) {  // 8 bytes of trailer and a token of 4
  pdu.insert(pdu.end(), {10, 2, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4});
  const auto length = static_cast<uint8_t>(pdu.size());
  return patched(std::move(pdu), 8, {length, 0, 4, 0});
}

const std::string k_bind_dies = "failed A 1728; close 1728";
// A (id 2) and B (id 3) wait; C (id 4) has half left; D is queued.
const std::string k_open_dies =
    "failed A 1728; failed B 1728; failed C 1728; failed D 1728; close 1728";

void add_header_rows(std::vector<Row>& rows) {
  ServerBytes s;
  const ByteVector good = s.response(2, "good");
  const auto open = [&](const char* name, ByteVector bytes) {
    rows.push_back({name, When::open, std::move(bytes), k_open_dies});
  };
  open("protocol version 4", patched(good, 0, {4}));
  open("protocol version 5.2", patched(good, 1, {2}));
  open("no RPC at all",
       {'H', 'T', 'T', 'P', '/', '1', '.', '1', ' ', '4', '0', '0', ' ', 'B', 'a', 'd'});
  open("fragment of length 0", patched(good, 8, {0, 0}));
  open("fragment of length 15", patched(good, 8, {15, 0}));
  open("fragment longer than we receive", patched(good, 8, {0xd1, 0x16}));
  open("fragment of length 65535", patched(good, 8, {0xff, 0xff}));
  open("unknown type 20", patched(good, 2, {20}));
  open("unknown type 255", patched(good, 2, {255}));
  for (const int type : {0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 14, 16, 18, 19})
    open("type of a client or of datagrams", patched(good, 2, {static_cast<uint8_t>(type)}));
  open("EBCDIC characters", patched(good, 4, {0x11}));
  open("VAX floats", patched(good, 5, {1}));
  open("IBM floats", patched(good, 5, {3}));
  open("unknown integers", patched(good, 4, {0x20}));
}

void add_response_rows(std::vector<Row>& rows) {
  ServerBytes s;
  ServerBytes big(true);
  const auto open = [&](const char* name, ByteVector bytes, std::string events = k_open_dies) {
    rows.push_back({name, When::open, std::move(bytes), std::move(events)});
  };
  open("response without body", shortened(s.response(2, ""), 16));
  open("response cut in its body", shortened(s.response(2, ""), 23));
  open("response to a call that never was", s.response(99, "r"));
  open("response to call 0", s.response(0, "r"));
  open("response to the bind", s.response(1, "r"));
  open("response to a request that has half left", s.response(4, "r"));
  open("response to a call that has not left", s.response(5, "r"));
  open("response twice", s.response(2, "r") + s.response(2, "r"),
       "response A 'r'; failed B 1728; failed C 1728; failed D 1728; close 1728");
  open("response that does not begin", s.response(2, "r", k_last));
  open("middle of a response first", s.response(2, "r", 0));
  open("response that begins twice", s.response(2, "r", k_first) + s.response(2, "r", k_first));
  open("response that begins again at its end",
       s.response(2, "r", k_first) + s.response(2, "r", k_single));
  open("response in another context", s.response(2, "r", k_single, 1));
  open("response that changes its context",
       s.response(2, "r", k_first) + s.response(2, "r", k_last, 1));
  open("response that changes its byte order",
       s.response(2, "r", k_first) + big.response(2, "r", k_last));
  open("response with a trailer that was not agreed", with_trailer(s.response(2, "good")),
       "failed A 5; failed B 5; failed C 5; failed D 5; close 5");
  open("fault with a trailer that was not agreed", with_trailer(s.fault(2, 1)),
       "failed A 5; failed B 5; failed C 5; failed D 5; close 5");
  open("trailer longer than the response", patched(s.response(2, "good"), 10, {200, 0}));
  open("trailer of 65535 bytes", patched(s.response(2, "good"), 10, {0xff, 0xff}));
  open("pad longer than the stub data", patched(with_trailer(s.response(2, "good")), 30, {200}));
  open("lying alloc_hint",
       s.response(2, "small", k_first, 0, 0xffffffff) + s.response(2, "", k_last),
       "response A 'small'");
  ByteVector empty;
  for (int i = 0; i < 1025; ++i) empty = empty + s.response(2, "", i ? 0 : k_first);
  open("fragments without data, for ever", std::move(empty));
}

void add_fault_and_control_rows(std::vector<Row>& rows) {
  ServerBytes s;
  const auto open = [&](const char* name, ByteVector bytes, std::string events = k_open_dies) {
    rows.push_back({name, When::open, std::move(bytes), std::move(events)});
  };
  open("fault without status", shortened(s.fault(2, 5), 27));
  open("fault that ends behind its status", shortened(s.fault(2, 5), 28), "fault A 5");
  open("fault for a call that never was", s.fault(99, 5));
  open("fault for the bind", s.fault(1, 5));
  open("fault for a call that has not left", s.fault(5, 5));
  open("fault twice", s.fault(2, 5) + s.fault(2, 5),
       "fault A 5; failed B 1728; failed C 1728; failed D 1728; close 1728");
  open("response after the fault", s.fault(2, 5) + s.response(2, "r"),
       "fault A 5; failed B 1728; failed C 1728; failed D 1728; close 1728");
  open("fault with status 0", s.fault(2, 0), "fault A 1726");
  open("shutdown with a body", s.pdu(17, k_single, 0, {1, 2, 3, 4}));
  open("bind_ack again", s.bind_ack(1));
  open("bind_nak after all", s.bind_nak(1, 0));
  open("alter_context_resp that nobody asked for", s.alter_context_resp(6));
  open("alter_context_resp for a request", s.alter_context_resp(2));
}

void add_binding_rows(std::vector<Row>& rows) {
  ServerBytes s;
  const ByteVector ack = s.bind_ack(1);
  const std::string bound_and_dies = "bound; " + k_bind_dies;  // its context is a lie
  const auto binding = [&](const char* name, ByteVector bytes, std::string events = k_bind_dies) {
    rows.push_back({name, When::binding, std::move(bytes), std::move(events)});
  };
  binding("response before the bind_ack", s.response(1, "r"));
  binding("fault for another call", s.fault(2, 5));
  binding("shutdown before the bind_ack", s.shutdown());
  binding("alter_context_resp for the bind", s.alter_context_resp(1));
  binding("bind_ack for another call", s.bind_ack(2));
  binding("bind_nak for another call", s.bind_nak(2, 0));
  binding("bind_nak without reason", shortened(s.bind_nak(1, 0), 17));
  binding("bind_nak with more versions than there are", patched(s.bind_nak(1, 0), 18, {200}));
  binding("bind_ack without its end", s.bind_ack(1, {.flags = k_first}));
  binding("bind_ack without its beginning", s.bind_ack(1, {.flags = k_last}));
  binding("bind_ack without results", s.bind_ack(1, {.results = 0}));
  binding("bind_ack with one result too few", s.bind_ack(1, {.results = 1}));
  binding("bind_ack with one result too many", s.bind_ack(1, {.results = 3}));
  binding("bind_ack with 255 results, two of them there", patched(ack, 32, {255}));
  binding("bind_ack with an address longer than itself", patched(ack, 24, {0xff, 0xff}));
  binding("bind_ack that ends in its address", shortened(ack, 27));
  binding("bind_ack that ends in its results", shortened(ack, ack.size() - 1));
  binding("bind_ack with a transfer syntax that was not offered",
          s.bind_ack(1, {.syntax = k_ndr64}), bound_and_dies);
  binding("bind_ack with another version of the syntax",
          s.bind_ack(1, {.syntax = {k_ndr20.uuid, 1, 0}}), bound_and_dies);
  binding("bind_ack that acknowledges features where an interface was proposed",
          s.bind_ack(1, {.result = 3}), bound_and_dies);
  binding("bind_ack with an unknown result", s.bind_ack(1, {.result = 4}), bound_and_dies);
  binding("bind_ack with a trailer that was not agreed", with_trailer(ack));
  binding("bind_ack of a server that receives nothing", s.bind_ack(1, {.max_recv_frag = 0}));
  for (size_t size : {16u, 18u, 20u, 24u, 25u}) binding("bind_ack cut short", shortened(ack, size));
  rows.push_back({"bind_ack before the bind", When::unbound, ack, k_bind_dies});
  rows.push_back({"response before the bind", When::unbound, s.response(1, "r"), k_bind_dies});
  rows.push_back({"shutdown before the bind", When::unbound, s.shutdown(), k_bind_dies});
}

std::vector<Row> rows() {
  std::vector<Row> all;
  add_header_rows(all);
  add_response_rows(all);
  add_fault_and_control_rows(all);
  add_binding_rows(all);
  return all;
}

void bring_to(ClientFixture& client, When when) {
  client.association->connected();
  client.start("a");
  if (when == When::unbound) return;
  client.pump();
  if (when == When::binding) return;
  client.feed(client.server.bind_ack(1));
  client.start("b");
  client.pump();
  client.start(std::string(12000, 'x'));
  client.start("d");
  client.pump(1);
  client.events();
}

void check(const Row& row, const std::function<void(ClientFixture&)>& feed) {
  SCOPED_TRACE(row.name);
  ClientFixture client;
  bring_to(client, row.when);
  feed(client);
  EXPECT_EQ(client.events(), row.events);
  const bool closed = row.events.find("close") != std::string::npos;
  EXPECT_EQ(client.association->state() == State::closed, closed);
  EXPECT_EQ(client.association->wants_to_send(), !closed);
  if (!closed) client.association->close();
  for (const Call& call : client.calls) EXPECT_EQ(call.ended, 1) << call.name;
}

TEST(ClientHostileServer, every_row_ends_as_written) {
  const std::vector<Row> all = rows();
  EXPECT_GE(all.size(), 80u);
  for (const Row& row : all) check(row, [&](ClientFixture& client) { client.feed(row.bytes); });
}

TEST(ClientHostileServer, every_row_ends_the_same_in_single_bytes) {
  for (const Row& row : rows())
    check(row, [&](ClientFixture& client) {
      for (const uint8_t byte : row.bytes) client.feed({byte});
    });
}

// CVE-2013-4408: lengths that do not agree with what is there, on the client's side too.
TEST(ClientHostileServer, every_length_and_every_flag_of_a_response_is_survived) {
  const ByteVector good = ServerBytes().response(2, "good data");
  for (unsigned flags = 0; flags < 256; ++flags)
    for (unsigned auth : {0u, 1u, 4u, 8u, 9u, 255u, 65535u})
      for (size_t present = 16; present <= good.size(); ++present) {
        ClientFixture client;
        bring_to(client, When::open);
        ByteVector pdu = patched(shortened(good, present), 3, {static_cast<uint8_t>(flags)});
        pdu = patched(pdu, 10, {static_cast<uint8_t>(auth), static_cast<uint8_t>(auth >> 8)});
        client.feed(pdu);
        client.association->close();
        for (const Call& call : client.calls) ASSERT_EQ(call.ended, 1);
      }
}

TEST(ClientHostileServer, every_single_byte_of_a_bind_ack_may_be_wrong) {
  const ByteVector ack = ServerBytes().bind_ack(1);
  for (size_t at = 0; at < ack.size(); ++at)
    for (unsigned value = 0; value < 256; ++value) {
      ClientFixture client;
      bring_to(client, When::binding);
      client.feed(patched(ack, at, {static_cast<uint8_t>(value)}));
      client.pump();
      client.association->close();
      for (const Call& call : client.calls) ASSERT_EQ(call.ended, 1);
      ASSERT_EQ(client.closes, 1);
    }
}

// CVE-2022-26809 was a sum of fragment lengths that wrapped.
TEST(ClientHostileServer, total_of_a_response_near_the_end_of_its_integer_does_not_wrap) {
  ClientFixture client;
  Call& call = client.open();
  client.feed(client.server.response(2, "r", k_first));
  call.response.set_received_for_test(SIZE_MAX - 2);
  client.feed(client.server.response(2, "more", 0));
  EXPECT_EQ(client.events(), "failed A 1721; idle");
}

}  // namespace
}  // namespace farcall::protocol::test
