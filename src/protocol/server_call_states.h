// The states of a call on the server, as its association sees it (C706 chapter 11, CO_SERVER).
#pragma once

#include <iterator>
#include <string_view>

#include "protocol/state_table.h"

namespace farcall::protocol {

enum class ServerCallState : uint8_t {
  absent,     // no such call, or over
  receiving,  // fragments are missing
  active,     // handed to the dispatcher; its answer is awaited
  orphaned,   // the client has given it up: its answer is dropped
  count
};

enum class ServerCallEvent : uint8_t {
  first_fragment,
  middle_fragment,
  last_fragment,
  co_cancel,
  orphaned,
  answer,  // response, fault, or the end of a call without one
  connection_lost,
  count
};

inline constexpr auto k_server_call = [] {
  using S = ServerCallState;
  using E = ServerCallEvent;
  using Row = Transition<S, E>;
  return StateTable({
      Row{S::absent, E::first_fragment, S::receiving},
      // A cancel may cross the answer on its way: not an error (C706 11.1.1).
      Row{S::absent, E::co_cancel, S::absent},
      Row{S::absent, E::orphaned, S::absent},

      Row{S::receiving, E::middle_fragment, S::receiving},
      Row{S::receiving, E::last_fragment, S::active},
      Row{S::receiving, E::co_cancel, S::receiving},
      // The client may go on with it all the same; the next request ends it otherwise.
      Row{S::receiving, E::orphaned, S::receiving},
      Row{S::receiving, E::connection_lost, S::absent},

      Row{S::active, E::co_cancel, S::active},
      Row{S::active, E::orphaned, S::orphaned},
      Row{S::active, E::answer, S::absent},
      Row{S::active, E::connection_lost, S::absent},

      Row{S::orphaned, E::co_cancel, S::orphaned},
      Row{S::orphaned, E::orphaned, S::orphaned},
      Row{S::orphaned, E::answer, S::absent},
      Row{S::orphaned, E::connection_lost, S::absent},
  });
}();

// For the printed table.
inline constexpr std::string_view k_server_call_state_names[] = {"absent", "receiving", "active",
                                                                 "orphaned"};
static_assert(std::size(k_server_call_state_names) == static_cast<size_t>(ServerCallState::count));
inline constexpr std::string_view k_server_call_event_names[] = {
    "first_fragment", "middle_fragment", "last_fragment",  "co_cancel",
    "orphaned",       "answer",          "connection_lost"};
static_assert(std::size(k_server_call_event_names) == static_cast<size_t>(ServerCallEvent::count));

}  // namespace farcall::protocol
