// Every cell of the client's two state tables, through the machine itself: a pair with a row moves
// as the row says, a pair without one is a protocol error of the server or has no effect.
#include "client_fixture.h"

namespace farcall::protocol::test {
namespace {

using State = ClientAssociationState;
using Event = ClientAssociationEvent;
using CallState = ClientCallState;
using CallEvent = ClientCallEvent;

// From open on two calls wait (ids 2 and 3) and an alter_context is not answered (id 4).
void bring_to(ClientFixture& client, State state) {
  if (state == State::closed) client.association->close();
  if (state == State::connecting || state == State::closed) return;
  client.association->connected();
  client.start("a");
  if (state == State::unbound) return;
  client.pump();
  if (state == State::binding) return;
  client.feed(client.server.bind_ack(1));
  client.start("b");
  client.pump();
  client.start("c", ClientFixture::clock);
  client.pump();
  if (state == State::draining) client.feed(client.server.shutdown());
}

// The PDUs answer what is outstanding in the state, so that only the state can make them wrong.
void cause(ClientFixture& client, State state, Event event) {
  ServerBytes& server = client.server;
  switch (event) {
    case Event::connected:
      return client.association->connected();
    case Event::bind_sent:
      return (void)client.pump();
    case Event::bind_ack:
      return client.feed(server.bind_ack(1));
    case Event::bind_nak:
      return client.feed(server.bind_nak(1, 0));
    case Event::alter_context_resp:
      return client.feed(server.alter_context_resp(4));
    case Event::response:
      return client.feed(server.response(2, "r"));
    case Event::fault:
      return client.feed(server.fault(state == State::binding ? 1 : 2, 5));
    case Event::shutdown_pdu:
      return client.feed(server.shutdown());
    case Event::protocol_error:
      return client.feed(server.pdu(0, k_single, 2, ByteVector(8)));
    case Event::connection_lost:
      return client.association->connection_lost();
    case Event::close:
      return client.association->close();
    default:
      FAIL() << "the machine causes this by itself";
  }
}

bool from_server(Event event) {
  return event == Event::bind_ack || event == Event::bind_nak ||
         event == Event::alter_context_resp || event == Event::response || event == Event::fault ||
         event == Event::shutdown_pdu || event == Event::protocol_error;
}

constexpr Event k_caused_from_outside[] = {
    Event::bind_ack,       Event::bind_nak,        Event::alter_context_resp,
    Event::response,       Event::fault,           Event::shutdown_pdu,
    Event::protocol_error, Event::connection_lost, Event::close};

TEST(ClientStates, every_association_state_takes_every_event_from_outside_as_its_table_says) {
  for (size_t s = 0; s < static_cast<size_t>(State::count); ++s) {
    const auto state = static_cast<State>(s);
    for (const Event event : k_caused_from_outside) {
      SCOPED_TRACE(std::string(k_client_association_state_names[s]) + " x " +
                   std::string(k_client_association_event_names[static_cast<size_t>(event)]));
      ClientFixture client;
      bring_to(client, state);
      ASSERT_EQ(client.association->state(), state);
      client.events();
      cause(client, state, event);
      const bool no_bytes_come = state == State::connecting && from_server(event);
      const State expected =
          k_client_association.next(state, event).value_or(no_bytes_come ? state : State::closed);
      EXPECT_EQ(client.association->state(), expected);
      const std::string events = client.events();
      if (state == State::closed || no_bytes_come) {
        EXPECT_EQ(events, "");
      } else {
        EXPECT_EQ(events.find("close") != std::string::npos, expected == State::closed) << events;
      }
      if (!k_client_association.allows(state, event) && !no_bytes_come && state != State::closed) {
        EXPECT_NE(events.find("close 1728"), std::string::npos) << events;
      }
      if (expected == State::closed) {
        for (const Call& call : client.calls) EXPECT_EQ(call.state, CallState::idle);
      }
    }
  }
}

TEST(ClientStates, what_the_association_causes_itself_moves_it_as_its_table_says) {
  ClientFixture client;
  EXPECT_EQ(client.association->state(), State::connecting);
  cause(client, State::connecting, Event::connected);
  EXPECT_EQ(client.association->state(), State::unbound);
  client.start();
  cause(client, State::unbound, Event::bind_sent);
  EXPECT_EQ(client.association->state(), State::binding);
  client.feed(client.server.bind_ack(1));
  client.start("c", ClientFixture::clock);
  EXPECT_EQ(client.pump(), "request#2 FL c0 o7 'stub'; alter#3 c2");
  EXPECT_EQ(client.association->state(), State::open);
}

TEST(ClientStates, draining_association_may_retire_once_more) {
  ClientFixture client;
  client.open({.features = -1});
  Call& call = client.start(std::string(6000, 'x'));
  client.pump(1);
  client.feed(client.server.shutdown());
  client.association->cancel(call, true);
  EXPECT_EQ(client.association->state(), State::draining);
  EXPECT_EQ(client.pump(), "orphaned#3");
  client.feed(client.server.response(2, "r"));
  EXPECT_EQ(client.events(), "shutdown; failed B 1818; response A 'r'; close 0");
}

// The call under test is B; its id is 3 once it has one. A waits all the time.
Call& bring_call_to(ClientFixture& client, CallState state, bool maybe) {
  client.open();
  Call& call = client.make_call(std::string(6000, 'x'));
  call.maybe = maybe;
  if (state == CallState::idle) return call;
  EXPECT_TRUE(client.association->start_call(call));
  if (state == CallState::queued) return call;
  client.pump(1);
  if (state == CallState::sending) return call;
  client.pump();
  if (state == CallState::receiving) client.feed(client.server.response(3, "part", k_first));
  return call;
}

void cause(ClientFixture& client, Call& call, CallEvent event) {
  const uint8_t first = call.state == CallState::receiving ? 0 : k_first;
  const auto last = static_cast<uint8_t>(first | k_last);
  switch (event) {
    case CallEvent::start:
      (void)client.association->start_call(call);
      break;
    case CallEvent::first_fragment:
      client.pump(1);
      break;
    case CallEvent::last_fragment:
    case CallEvent::unanswered_sent:
      client.pump();
      break;
    case CallEvent::response_fragment:
      client.feed(client.server.response(3, "r", first));
      break;
    case CallEvent::response_last:
      client.feed(client.server.response(3, "r", last));
      break;
    case CallEvent::fault:
      client.feed(client.server.fault(3, 5));
      break;
    case CallEvent::cancel:
      client.association->cancel(call, false);
      break;
    case CallEvent::abortive_cancel:
      client.association->cancel(call, true);
      break;
    default:
      client.association->connection_lost();
  }
}

bool is_answer(CallEvent event) {
  return event == CallEvent::response_fragment || event == CallEvent::response_last ||
         event == CallEvent::fault;
}

TEST(ClientStates, every_call_state_takes_every_event_as_its_table_says) {
  for (size_t s = 0; s < static_cast<size_t>(CallState::count); ++s) {
    for (size_t e = 0; e < static_cast<size_t>(CallEvent::count); ++e) {
      const auto state = static_cast<CallState>(s);
      const auto event = static_cast<CallEvent>(e);
      SCOPED_TRACE(std::string(k_client_call_state_names[s]) + " x " +
                   std::string(k_client_call_event_names[e]));
      const auto row = k_client_call.next(state, event);
      const bool maybe = event == CallEvent::unanswered_sent;
      // Nobody outside can cause these where they have no row.
      if (!row &&
          (maybe || event == CallEvent::first_fragment || event == CallEvent::last_fragment))
        continue;
      ClientFixture client;
      Call& call = bring_call_to(client, state, maybe);
      ASSERT_EQ(call.state, state);
      client.events();
      cause(client, call, event);
      const bool dies = !row && is_answer(event);  // nobody asked for it, or not yet
      EXPECT_EQ(call.state, dies ? CallState::idle : row.value_or(state));
      EXPECT_EQ(client.association->state() == State::closed, dies || event == CallEvent::failed);
      const bool was_live = state != CallState::idle;
      EXPECT_EQ(call.ended, was_live && call.state == CallState::idle ? 1 : 0);
    }
  }
}

}  // namespace
}  // namespace farcall::protocol::test
