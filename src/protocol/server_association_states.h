// The states of an association on the server (C706 chapter 11, [MS-RPCE] 3.3.3).
#pragma once

#include <iterator>
#include <string_view>

#include "protocol/state_table.h"

namespace farcall::protocol {

enum class ServerAssociationState : uint8_t {
  fresh,     // connected; nothing but a bind may come
  open,      // bound
  draining,  // we have asked the client to go; its requests are still served
  closed,
  count
};

enum class ServerAssociationEvent : uint8_t {
  bind_accepted,
  bind_refused,
  alter_context,
  request,
  co_cancel,
  orphaned,
  shutdown,  // the server is stopping
  protocol_error,
  timeout,
  connection_lost,
  count
};

inline constexpr auto k_server_association = [] {
  using S = ServerAssociationState;
  using E = ServerAssociationEvent;
  using Row = Transition<S, E>;
  return StateTable({
      Row{S::fresh, E::bind_accepted, S::open},
      Row{S::fresh, E::bind_refused, S::closed},
      Row{S::fresh, E::shutdown, S::closed},
      Row{S::fresh, E::protocol_error, S::closed},
      Row{S::fresh, E::timeout, S::closed},
      Row{S::fresh, E::connection_lost, S::closed},

      // A second bind is refused and ends the association.
      Row{S::open, E::bind_refused, S::closed},
      Row{S::open, E::alter_context, S::open},
      Row{S::open, E::request, S::open},
      Row{S::open, E::co_cancel, S::open},
      Row{S::open, E::orphaned, S::open},
      Row{S::open, E::shutdown, S::draining},
      Row{S::open, E::protocol_error, S::closed},
      Row{S::open, E::timeout, S::closed},
      Row{S::open, E::connection_lost, S::closed},

      // What the client sent before it saw our shutdown PDU is served as before.
      Row{S::draining, E::bind_refused, S::closed},
      Row{S::draining, E::alter_context, S::draining},
      Row{S::draining, E::request, S::draining},
      Row{S::draining, E::co_cancel, S::draining},
      Row{S::draining, E::orphaned, S::draining},
      Row{S::draining, E::shutdown, S::draining},
      Row{S::draining, E::protocol_error, S::closed},
      Row{S::draining, E::timeout, S::closed},
      Row{S::draining, E::connection_lost, S::closed},
  });
}();

// For the printed table.
inline constexpr std::string_view k_server_association_state_names[] = {"fresh", "open", "draining",
                                                                        "closed"};
static_assert(std::size(k_server_association_state_names) ==
              static_cast<size_t>(ServerAssociationState::count));
inline constexpr std::string_view k_server_association_event_names[] = {
    "bind_accepted", "bind_refused", "alter_context",  "request", "co_cancel",
    "orphaned",      "shutdown",     "protocol_error", "timeout", "connection_lost"};
static_assert(std::size(k_server_association_event_names) ==
              static_cast<size_t>(ServerAssociationEvent::count));

}  // namespace farcall::protocol
