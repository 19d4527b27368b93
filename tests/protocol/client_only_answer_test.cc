// Answers with call id 1 from a server that gives nothing else (docs/decisions/0005).
#include "client_fixture.h"

namespace farcall::protocol::test {
namespace {

// Its bind has call id 7, its first call 8.
struct OneByOne : ClientFixture {
  OneByOne() : ClientFixture(false, 0, 7) {
    association->connected();
    start("a");
    pump();
    feed(server.bind_ack(1));
    EXPECT_EQ(events(), "bound");
    pump();
  }
};

TEST(ClientOnlyAnswer, with_id_1_is_that_of_the_only_call) {
  OneByOne client;
  client.feed(client.server.response(1, "one", k_first) + client.server.response(1, " two", k_last));
  EXPECT_EQ(client.events(), "response A 'one two'; idle");
  client.start("b");
  client.pump();
  client.feed(client.server.fault(1, 5));
  EXPECT_EQ(client.events(), "fault B 5; idle");
}

TEST(ClientOnlyAnswer, with_any_other_wrong_id_is_a_protocol_error) {
  for (const uint32_t id : {0u, 2u, 7u, 9u}) {
    OneByOne client;
    client.feed(client.server.response(id, "?"));
    EXPECT_EQ(client.events(), "failed A 1728; close 1728") << id;
  }
}

TEST(ClientOnlyAnswer, that_nobody_waits_for_is_a_protocol_error) {
  OneByOne client;
  client.feed(client.server.response(8, "a"));
  EXPECT_EQ(client.events(), "response A 'a'; idle");
  client.feed(client.server.response(1, "?"));
  EXPECT_EQ(client.events(), "close 1728");
}

TEST(ClientOnlyAnswer, may_be_that_of_a_call_which_was_given_up) {
  OneByOne client;
  client.association->cancel(client.calls.front(), true);
  client.start("b");
  client.pump();
  client.events();
  client.feed(client.server.response(1, "whose?"));
  EXPECT_EQ(client.events(), "failed B 1728; close 1728");
}

TEST(ClientOnlyAnswer, with_id_1_means_nothing_where_calls_are_multiplexed) {
  ClientFixture client(true, 0, 7);
  client.association->connected();
  client.start("a");
  client.pump();
  client.feed(client.server.bind_ack(7));
  client.pump();
  client.events();
  client.feed(client.server.response(1, "?"));
  EXPECT_EQ(client.events(), "failed A 1728; close 1728");
}

}  // namespace
}  // namespace farcall::protocol::test
