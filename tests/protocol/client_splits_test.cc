// Whole dialogues, cut at every byte, in one-byte pieces, and from a big-endian server: what comes
// out is always the same.
#include "client_fixture.h"

namespace farcall::protocol::test {
namespace {

// The server's side of a dialogue with every kind of PDU; what the client sends is fixed.
struct Dialogue {
  explicit Dialogue(bool big_endian) {
    ServerBytes server(big_endian);
    steps = {server.bind_ack(1),
             server.response(2, "first ", k_first, 0, 20) + server.response(3, "b") +
                 server.response(2, "second", k_last),
             server.alter_context_resp(5),
             server.fault(4, 0x1c010002, k_single | k_did_not_execute) +
                 server.response(6, "tick", k_single, 2) + server.shutdown()};
  }
  std::vector<ByteVector> steps;
};

std::string play(const Dialogue& dialogue,
                 const std::function<void(ClientFixture&, size_t)>& feed) {
  ClientFixture client;
  client.association->connected();
  client.start("a");
  client.start("b");
  std::string sent = client.pump();
  for (size_t step = 0; step < dialogue.steps.size(); ++step) {
    feed(client, step);
    if (step == 1) {
      client.start("c");
      client.start("d", ClientFixture::clock);
    }
    sent += "; " + client.pump();
  }
  EXPECT_EQ(sent,
            "bind#1 c0; request#2 FL c0 o7 'a'; request#3 FL c0 o7 'b'; "
            "request#4 FL c0 o7 'c'; alter#5 c2; request#6 FL c2 o7 'd'; ");
  // Idle is told at the end of an entry, so how often depends on the pieces.
  std::string events = client.events();
  for (size_t at; (at = events.find("idle; ")) != std::string::npos;) events.erase(at, 6);
  return events;
}

constexpr const char* k_events =
    "bound; response B 'b'; response A 'first second'; fault C 1745 dne; "
    "response D 'tick'; shutdown; close 0";

class ClientSplits : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(ByteOrders, ClientSplits, testing::Bool(),
                         [](const auto& order) { return order.param ? "big" : "little"; });

TEST_P(ClientSplits, dialogue_in_one_piece_a_step) {
  const Dialogue dialogue(GetParam());
  EXPECT_EQ(play(dialogue, [&](ClientFixture& c, size_t step) { c.feed(dialogue.steps[step]); }),
            k_events);
}

TEST_P(ClientSplits, dialogue_one_byte_at_a_time) {
  const Dialogue dialogue(GetParam());
  EXPECT_EQ(play(dialogue,
                 [&](ClientFixture& c, size_t step) {
                   for (const uint8_t byte : dialogue.steps[step]) c.feed({byte});
                 }),
            k_events);
}

TEST_P(ClientSplits, dialogue_cut_at_every_byte) {
  const Dialogue dialogue(GetParam());
  for (size_t step = 0; step < dialogue.steps.size(); ++step)
    for (size_t cut = 0; cut <= dialogue.steps[step].size(); ++cut) {
      SCOPED_TRACE(std::to_string(step) + " at " + std::to_string(cut));
      EXPECT_EQ(play(dialogue,
                     [&](ClientFixture& c, size_t now) {
                       const ByteVector& bytes = dialogue.steps[now];
                       const auto middle =
                           bytes.begin() + static_cast<ptrdiff_t>(now == step ? cut : 0);
                       c.feed({bytes.begin(), middle});
                       c.feed({middle, bytes.end()});
                     }),
                k_events);
    }
}

// Whatever has arrived, each call ends once, and a call that was never sent says so.
TEST_P(ClientSplits, connection_lost_after_every_byte) {
  const Dialogue dialogue(GetParam());
  for (size_t step = 0; step < dialogue.steps.size(); ++step)
    for (size_t cut = 0; cut <= dialogue.steps[step].size(); ++cut) {
      ClientFixture client;
      client.association->connected();
      client.start("a");
      client.start("b");
      client.pump();
      for (size_t now = 0; now < step; ++now) {
        client.feed(dialogue.steps[now]);
        if (now == 1) {
          client.start("c");
          client.start("d", ClientFixture::clock);
        }
        client.pump();
      }
      const ByteVector& bytes = dialogue.steps[step];
      client.feed({bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(cut)});
      client.association->connection_lost();
      for (const Call& call : client.calls) EXPECT_EQ(call.ended, 1) << call.name;
      EXPECT_EQ(client.closes, 1);
    }
}

TEST(ClientSplits, big_endian_response_is_marked_for_the_stub) {
  ClientFixture client;
  client.open();
  client.server = ServerBytes(true);
  client.feed(client.server.response(2, "r"));
  EXPECT_TRUE(client.last_big_endian);
  client.start("b");
  client.pump();
  client.feed(client.server.response(3, "1", k_first) + client.server.response(3, "2", k_last));
  EXPECT_TRUE(client.last_big_endian);
  EXPECT_EQ(client.events(), "response A 'r'; idle; response B '12'; idle");
}

}  // namespace
}  // namespace farcall::protocol::test
