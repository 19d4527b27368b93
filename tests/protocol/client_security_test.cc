// The client with a context that protects: sizes of fragments, order, and what is not let through
// ([MS-RPCE] 2.2.2.11). Handshakes are not in this version; the association starts with a ready
// context.
#include "client_fixture.h"
#include "protocol/fragment.h"
#include "toy_security.h"
#include "wire/response.h"

namespace farcall::protocol::test {
namespace {

using farcall::test::ToySecurity;

class ClientSecurity : public testing::Test {
 protected:
  ClientSecurity() {
    client.association = std::make_unique<ClientAssociation>(
        ClientConfig{client.limits, client.buffers, client.call_ids, 0, true, &ours}, client);
    client.open({.max_recv_frag = 1432});
  }

  // A response as the server's context protects it.
  ByteVector response(uint32_t call_id, std::string_view stub, uint8_t flags = k_single) {
    const StubData data = client.marshal(stub);
    const Fragment fragment =
        next_fragment(1432, wire::k_response_header_size, stub.size(), theirs.sizes());
    wire::PduHeader header;
    header.call_id = call_id;
    header.pfc_flags = flags;
    header.frag_length = fragment.frag_length;
    header.auth_length = fragment.auth_length;
    std::array<uint8_t, wire::k_response_header_size> head;
    wire::encode_response_header(head, header, {});
    Sink sink;
    EXPECT_TRUE(write_fragment(sink, theirs, head, data, 0, fragment));
    return sink.bytes;
  }

  ToySecurity ours, theirs;
  ClientFixture client;
};

TEST_F(ClientSecurity, fragments_leave_room_for_pad_and_trailer) {
  client.start(std::string(3000, 'x'));
  client.pump();
  size_t fragments = 0;
  for (size_t at = 0; at < client.last_sent.size(); ++fragments) {
    const ClientPdu pdu(&client.last_sent[at]);
    EXPECT_LE(pdu.frag_length(), 1432);
    EXPECT_EQ(pdu.u16(10), 16) << "auth_length";
    EXPECT_EQ((pdu.frag_length() - 24 - 8 - 16) % 16, 0);
    at += pdu.frag_length();
  }
  EXPECT_EQ(fragments, 3u);
}

TEST_F(ClientSecurity, responses_are_opened_in_order) {
  client.start("b");
  client.pump();
  client.feed(response(3, "for b"));
  client.feed(response(2, "for ", k_first));
  client.feed(response(2, "a", k_last));
  EXPECT_EQ(client.events(), "response B 'for b'; response A 'for a'; idle");
}

TEST_F(ClientSecurity, late_reply_is_opened_too_or_the_next_could_not_be) {
  Call& b = client.start("b");
  client.pump();
  client.association->cancel(b, true);
  client.feed(response(3, "late"));
  client.feed(response(2, "r"));
  EXPECT_EQ(client.events(), "failed B 1818; response A 'r'; idle");
}

TEST_F(ClientSecurity, changed_response_ends_the_association) {
  ByteVector pdu = response(2, "r");
  pdu[25] ^= 1;
  client.feed(pdu);
  EXPECT_EQ(client.events(), "failed A 1825; close 1825");
}

TEST_F(ClientSecurity, response_without_protection_ends_the_association) {
  client.feed(client.server.response(2, "r"));
  EXPECT_EQ(client.events(), "failed A 5; close 5");
}

TEST_F(ClientSecurity, fault_without_protection_ends_its_call) {
  client.feed(client.server.fault(2, 5));
  EXPECT_EQ(client.events(), "fault A 5; idle");
}

TEST_F(ClientSecurity, context_that_cannot_protect_ends_the_association) {
  ours.fail = true;
  client.start("b");
  EXPECT_EQ(client.pump(), "");
  EXPECT_EQ(client.events(), "failed A 1825; failed B 1825; close 1825");
}

}  // namespace
}  // namespace farcall::protocol::test
