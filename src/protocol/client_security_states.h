// The states of a security context on the client, from its first step to its death ([MS-RPCE]
// 3.3.1.5.2, 3.3.2.4; C706 chapter 13). One leg at a time: a step and then a PDU with its token.
#pragma once

#include <iterator>
#include <string_view>

#include "protocol/state_table.h"

namespace farcall::protocol {

enum class ClientSecurityState : uint8_t {
  fresh,
  stepping,    // the mechanism works, off the loop
  token,       // a token waits to be sent in a bind or alter_context; more will follow
  last_token,  // the mechanism is done; its last token waits to be sent
  waiting,     // sent; the server's token is awaited
  finishing,   // the last one is sent in an alter_context; what its answer carries is dropped
  ready,       // protects PDUs
  dead,
  count
};

enum class ClientSecurityEvent : uint8_t {
  begin,
  step_more,
  step_last,      // complete, with a token that has to be sent
  step_complete,  // complete, nothing to be sent
  sent,           // in a bind or alter_context
  sent_auth3,     // which has no answer
  answer,
  failed,  // of a step, of the server's answer, of protection
  count
};

inline constexpr auto k_client_security = [] {
  using S = ClientSecurityState;
  using E = ClientSecurityEvent;
  using Row = Transition<S, E>;
  return StateTable({
      Row{S::fresh, E::begin, S::stepping},
      Row{S::fresh, E::failed, S::dead},

      Row{S::stepping, E::step_more, S::token},
      Row{S::stepping, E::step_last, S::last_token},
      Row{S::stepping, E::step_complete, S::ready},
      Row{S::stepping, E::failed, S::dead},

      Row{S::token, E::sent, S::waiting},
      Row{S::token, E::failed, S::dead},

      Row{S::last_token, E::sent, S::finishing},
      Row{S::last_token, E::sent_auth3, S::ready},
      Row{S::last_token, E::failed, S::dead},

      Row{S::waiting, E::answer, S::stepping},
      Row{S::waiting, E::failed, S::dead},

      Row{S::finishing, E::answer, S::ready},
      Row{S::finishing, E::failed, S::dead},

      Row{S::ready, E::failed, S::dead},
  });
}();

// For the printed table.
inline constexpr std::string_view k_client_security_state_names[] = {
    "fresh", "stepping", "token", "last_token", "waiting", "finishing", "ready", "dead"};
static_assert(std::size(k_client_security_state_names) ==
              static_cast<size_t>(ClientSecurityState::count));
inline constexpr std::string_view k_client_security_event_names[] = {
    "begin", "step_more", "step_last", "step_complete", "sent", "sent_auth3", "answer", "failed"};
static_assert(std::size(k_client_security_event_names) ==
              static_cast<size_t>(ClientSecurityEvent::count));

}  // namespace farcall::protocol
