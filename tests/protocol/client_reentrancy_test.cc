// Intents used inside events: the owner may start, cancel and close from wherever it is told
// something (conventions 2 to 4 of client_association.h).
#include "client_fixture.h"

namespace farcall::protocol::test {
namespace {

TEST(ClientReentrancy, next_call_is_started_inside_the_response_of_the_last) {
  ClientFixture client;
  client.open();
  int left = 3;
  client.hook = [&](const std::string& event) {
    if (event.starts_with("response") && left-- > 0) client.start("next");
  };
  for (uint32_t id = 2; id <= 5; ++id) {
    client.feed(client.server.response(id, "r"));
    client.pump();
  }
  EXPECT_EQ(client.events(),
            "response A 'r'; response B 'r'; response C 'r'; response D 'r'; idle");
}

TEST(ClientReentrancy, other_call_is_cancelled_inside_a_response) {
  ClientFixture client;
  client.open();
  Call& other = client.start("b");
  client.pump();
  client.hook = [&](const std::string& event) {
    if (event == "response A 'r'") client.association->cancel(other, true);
  };
  client.feed(client.server.response(2, "r") + client.server.response(3, "late"));
  EXPECT_EQ(client.events(), "response A 'r'; failed B 1818; idle");
}

TEST(ClientReentrancy, association_is_closed_inside_every_event) {
  for (const char* where : {"bound", "response A 'r'", "fault B 5", "failed C 1818", "shutdown",
                            "failed D 1717", "idle"}) {
    SCOPED_TRACE(where);
    ClientFixture client;
    client.hook = [&](const std::string& event) {
      if (event == where) client.association->close();
    };
    client.association->connected();
    client.start("a");
    client.start("b");
    Call& c = client.start("c");
    client.start("d", ClientFixture::clock);
    client.pump();
    client.feed(client.server.bind_ack(1));
    client.pump();
    client.association->cancel(c, true);
    client.feed(client.server.response(2, "r") + client.server.fault(3, 5));
    client.feed(client.server.alter_context_resp(5, {.result = 2, .reason = 1}));
    client.feed(client.server.shutdown());
    EXPECT_EQ(client.association->state(), ClientAssociationState::closed);
    EXPECT_EQ(client.closes, 1);
    for (const Call& call : client.calls) EXPECT_EQ(call.ended, 1) << call.name;
    EXPECT_TRUE(client.log.ends_with("close 0")) << client.log;
  }
}

TEST(ClientReentrancy, refused_call_cancels_the_others_of_its_interface) {
  ClientFixture client;
  client.association->connected();
  client.start("a");
  Call& b = client.start("b");
  client.start("c");
  client.pump();
  client.hook = [&](const std::string& event) {
    if (event == "failed A 1717") client.association->cancel(b, true);
  };
  client.feed(client.server.bind_ack(1, {.result = 2, .reason = 1}));
  EXPECT_EQ(client.events(), "bound; failed A 1717; failed B 1818; failed C 1717; idle");
}

TEST(ClientReentrancy, refused_call_closes_the_association_of_the_others) {
  ClientFixture client;
  client.association->connected();
  client.start("a");
  client.start("b");
  client.pump();
  client.hook = [&](const std::string& event) {
    if (event == "failed A 1717") client.association->close();
  };
  client.feed(client.server.bind_ack(1, {.result = 2, .reason = 1}));
  EXPECT_EQ(client.events(), "bound; failed A 1717; failed B 1727; close 0");
}

TEST(ClientReentrancy, calls_cannot_be_started_while_the_association_closes) {
  ClientFixture client;
  client.open();
  client.hook = [&](const std::string& event) {
    if (event != "failed A 1726" && event != "close 0") return;
    Call& call = client.make_call();
    EXPECT_EQ(client.association->start_call(call).status(), Status{RPC_S_CALL_FAILED_DNE});
    EXPECT_EQ(call.state, ClientCallState::idle);
  };
  client.association->close();
  EXPECT_EQ(client.events(), "failed A 1726; close 0");
}

TEST(ClientReentrancy, maybe_call_starts_the_next_one_when_it_has_left) {
  ClientFixture client;
  client.open();
  client.hook = [&](const std::string& event) {
    if (event == "response B ''") client.start("after");
  };
  Call& call = client.make_call("news");
  call.maybe = true;
  EXPECT_TRUE(client.association->start_call(call));
  EXPECT_EQ(client.pump(), "request#3 FLM c0 o7 'news'; request#4 FL c0 o7 'after'");
}

TEST(ClientReentrancy, idle_starts_again_and_is_told_again) {
  ClientFixture client;
  client.open();
  client.hook = [&](const std::string& event) {
    if (event == "idle" && client.calls.size() < 3) client.start("more");
  };
  client.feed(client.server.response(2, "r"));
  client.pump();
  client.feed(client.server.response(3, "r"));
  client.pump();
  client.feed(client.server.response(4, "r"));
  EXPECT_EQ(client.events(), "response A 'r'; idle; response B 'r'; idle; response C 'r'; idle");
}

}  // namespace
}  // namespace farcall::protocol::test
