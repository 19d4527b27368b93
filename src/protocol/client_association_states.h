// The states of an association on the client (C706 chapter 11, [MS-RPCE] 3.3.2).
#pragma once

#include <iterator>
#include <string_view>

#include "protocol/state_table.h"

namespace farcall::protocol {

enum class ClientAssociationState : uint8_t {
  connecting,
  unbound,   // connected; the first call decides what is proposed in the bind
  binding,   // bind sent
  open,      // bound
  draining,  // nothing new leaves; closes when its last call has ended
  closed,
  count
};

enum class ClientAssociationEvent : uint8_t {
  connected,
  bind_sent,
  bind_ack,
  bind_nak,
  alter_sent,
  alter_context_resp,
  response,
  fault,
  shutdown_pdu,
  retire,  // call ids are used up, or a half-sent request was orphaned that the server does not
           // forgive
  last_call_done,
  protocol_error,
  connection_lost,
  close,
  count
};

inline constexpr auto k_client_association = [] {
  using S = ClientAssociationState;
  using E = ClientAssociationEvent;
  using Row = Transition<S, E>;
  return StateTable({
      Row{S::connecting, E::connected, S::unbound},
      Row{S::connecting, E::connection_lost, S::closed},
      Row{S::connecting, E::close, S::closed},

      Row{S::unbound, E::bind_sent, S::binding},
      Row{S::unbound, E::retire, S::draining},
      Row{S::unbound, E::protocol_error, S::closed},
      Row{S::unbound, E::connection_lost, S::closed},
      Row{S::unbound, E::close, S::closed},

      Row{S::binding, E::bind_ack, S::open},
      Row{S::binding, E::bind_nak, S::closed},
      // Some servers answer a bind with a fault before they close.
      Row{S::binding, E::fault, S::closed},
      Row{S::binding, E::protocol_error, S::closed},
      Row{S::binding, E::connection_lost, S::closed},
      Row{S::binding, E::close, S::closed},

      Row{S::open, E::alter_sent, S::open},
      Row{S::open, E::alter_context_resp, S::open},
      Row{S::open, E::response, S::open},
      Row{S::open, E::fault, S::open},
      Row{S::open, E::shutdown_pdu, S::draining},
      Row{S::open, E::retire, S::draining},
      Row{S::open, E::protocol_error, S::closed},
      Row{S::open, E::connection_lost, S::closed},
      Row{S::open, E::close, S::closed},

      Row{S::draining, E::alter_context_resp, S::draining},
      Row{S::draining, E::response, S::draining},
      Row{S::draining, E::fault, S::draining},
      Row{S::draining, E::shutdown_pdu, S::draining},
      Row{S::draining, E::retire, S::draining},
      Row{S::draining, E::last_call_done, S::closed},
      Row{S::draining, E::protocol_error, S::closed},
      Row{S::draining, E::connection_lost, S::closed},
      Row{S::draining, E::close, S::closed},
  });
}();

// For the printed table.
inline constexpr std::string_view k_client_association_state_names[] = {
    "connecting", "unbound", "binding", "open", "draining", "closed"};
static_assert(std::size(k_client_association_state_names) ==
              static_cast<size_t>(ClientAssociationState::count));
inline constexpr std::string_view k_client_association_event_names[] = {
    "connected",          "bind_sent",      "bind_ack",        "bind_nak",     "alter_sent",
    "alter_context_resp", "response",       "fault",           "shutdown_pdu", "retire",
    "last_call_done",     "protocol_error", "connection_lost", "close"};
static_assert(std::size(k_client_association_event_names) ==
              static_cast<size_t>(ClientAssociationEvent::count));

}  // namespace farcall::protocol
