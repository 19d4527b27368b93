// The state machines of the protocol layer, as tables: what they must not allow, and their printed
// form.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "protocol/client_association_states.h"
#include "protocol/client_call_states.h"
#include "protocol/client_security_states.h"
#include "protocol/server_association_states.h"
#include "protocol/server_call_states.h"
#include "protocol/server_security_states.h"

namespace farcall::protocol {
namespace {

template <class Table, class Names1, class Names2>
void print(std::ostream& out, const char* title, const Table& table, const Names1& states,
           const Names2& events) {
  out << "\n## " << title << "\n\n| state | event | next state |\n|---|---|---|\n";
  for (const auto& row : table.rows())
    out << "| " << states[static_cast<size_t>(row.from)] << " | "
        << events[static_cast<size_t>(row.event)] << " | " << states[static_cast<size_t>(row.to)]
        << " |\n";
  size_t missing = 0;
  for (size_t s = 0; s < Table::k_states; ++s)
    for (size_t e = 0; e < Table::k_events; ++e)
      missing += !table.allows(static_cast<decltype(table.rows()[0].from)>(s),
                               static_cast<decltype(table.rows()[0].event)>(e));
  out << "\n" << table.rows().size() << " pairs are defined, " << missing << " are not.\n";
}

std::string printed() {
  std::ostringstream out;
  out << "# State machines\n\n"
         "Printed from the tables in `src/protocol/*_states.h` by a test; "
         "`FARCALL_UPDATE_GOLDEN=1` rewrites it.\n"
         "A pair that is not listed is a protocol error when the peer causes it, and impossible "
         "when we do.\n";
  print(out, "Association, server", k_server_association, k_server_association_state_names,
        k_server_association_event_names);
  print(out, "Call, server", k_server_call, k_server_call_state_names, k_server_call_event_names);
  print(out, "Security context, server", k_server_security, k_server_security_state_names,
        k_server_security_event_names);
  print(out, "Association, client", k_client_association, k_client_association_state_names,
        k_client_association_event_names);
  print(out, "Call, client", k_client_call, k_client_call_state_names, k_client_call_event_names);
  print(out, "Security context, client", k_client_security, k_client_security_state_names,
        k_client_security_event_names);
  return out.str();
}

TEST(StateTables, printed_page_is_fresh) {
  const std::string path = FARCALL_SOURCE_DIR "/docs/state-machines.md";
  if (std::getenv("FARCALL_UPDATE_GOLDEN")) std::ofstream(path) << printed();
  std::ifstream file(path);
  std::stringstream page;
  page << file.rdbuf();
  EXPECT_EQ(page.str(), printed()) << "run this test with FARCALL_UPDATE_GOLDEN=1";
}

template <class Table, class State, class Event>
bool closed_is_final(const Table& table, State closed, Event) {
  for (size_t e = 0; e < Table::k_events; ++e)
    if (table.allows(closed, static_cast<Event>(e))) return false;
  return true;
}

TEST(StateTables, nothing_leaves_a_closed_association) {
  EXPECT_TRUE(closed_is_final(k_server_association, ServerAssociationState::closed,
                              ServerAssociationEvent::count));
  EXPECT_TRUE(closed_is_final(k_client_association, ClientAssociationState::closed,
                              ClientAssociationEvent::count));
}

TEST(StateTables, every_open_association_can_lose_its_connection) {
  for (size_t s = 0; s < static_cast<size_t>(ServerAssociationState::closed); ++s)
    EXPECT_EQ(k_server_association.next(static_cast<ServerAssociationState>(s),
                                        ServerAssociationEvent::connection_lost),
              ServerAssociationState::closed);
  for (size_t s = 0; s < static_cast<size_t>(ClientAssociationState::closed); ++s)
    EXPECT_EQ(k_client_association.next(static_cast<ClientAssociationState>(s),
                                        ClientAssociationEvent::connection_lost),
              ClientAssociationState::closed);
}

TEST(StateTables, only_a_bind_opens_a_fresh_server_association) {
  for (const auto& row : k_server_association.rows())
    EXPECT_EQ(row.from == ServerAssociationState::fresh && row.to == ServerAssociationState::open,
              row.event == ServerAssociationEvent::bind_accepted);
}

TEST(StateTables, an_abortive_cancel_ends_a_call_in_every_live_state) {
  for (size_t s = 1; s < static_cast<size_t>(ClientCallState::count); ++s)
    EXPECT_EQ(k_client_call.next(static_cast<ClientCallState>(s), ClientCallEvent::abortive_cancel),
              ClientCallState::idle);
}

TEST(StateTables, a_cancel_alone_never_changes_the_state_of_a_call) {
  for (const auto& row : k_client_call.rows())
    EXPECT_TRUE(row.event != ClientCallEvent::cancel || row.from == row.to);
  for (const auto& row : k_server_call.rows())
    EXPECT_TRUE(row.event != ServerCallEvent::co_cancel || row.from == row.to);
}

TEST(StateTables, a_response_before_the_request_has_left_has_no_row) {
  for (ClientCallState state :
       {ClientCallState::idle, ClientCallState::queued, ClientCallState::sending}) {
    EXPECT_FALSE(k_client_call.allows(state, ClientCallEvent::response_fragment));
    EXPECT_FALSE(k_client_call.allows(state, ClientCallEvent::response_last));
  }
}

TEST(StateTables, a_dead_security_context_stays_dead) {
  for (const auto& row : k_client_security.rows()) EXPECT_NE(row.from, ClientSecurityState::dead);
  for (const auto& row : k_server_security.rows())
    EXPECT_TRUE(row.from != ServerSecurityState::dead || row.to == ServerSecurityState::dead);
}

TEST(StateTables, only_a_ready_security_context_serves_requests) {
  for (const auto& row : k_server_security.rows())
    EXPECT_EQ(row.event == ServerSecurityEvent::request,
              row.from == ServerSecurityState::ready && row.to == ServerSecurityState::ready);
}

TEST(StateTables, a_step_without_a_row_leaves_the_state_alone) {
  ServerCallState state = ServerCallState::active;
  EXPECT_FALSE(step(state, k_server_call, ServerCallEvent::first_fragment));
  EXPECT_EQ(state, ServerCallState::active);
}

}  // namespace
}  // namespace farcall::protocol
