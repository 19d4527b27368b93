// The states of a security context on the server, from the token of a bind or alter_context to its
// death ([MS-RPCE] 3.3.1.5.2, 3.3.3.4.1; C706 chapter 13). One leg at a time.
#pragma once

#include <iterator>
#include <string_view>

#include "protocol/state_table.h"

namespace farcall::protocol {

enum class ServerSecurityState : uint8_t {
  fresh,
  stepping,        // the mechanism works, off the loop; an answer follows
  stepping_auth3,  // likewise; no answer follows
  waiting,         // answered; the client's next token is awaited
  ready,           // protects PDUs
  dead,            // its requests are refused
  count
};

enum class ServerSecurityEvent : uint8_t {
  token,          // in a bind or alter_context
  token_auth3,    // in an auth3
  step_more,      // a token was made, the client's next is needed
  step_complete,  // nothing more is needed
  request,
  changed,  // another type or level under the same context id
  failed,   // of a step, of protection
  count
};

inline constexpr auto k_server_security = [] {
  using S = ServerSecurityState;
  using E = ServerSecurityEvent;
  using Row = Transition<S, E>;
  return StateTable({
      Row{S::fresh, E::token, S::stepping},

      Row{S::stepping, E::step_more, S::waiting},
      Row{S::stepping, E::step_complete, S::ready},
      Row{S::stepping, E::failed, S::dead},

      // Nothing can be said to the client, and so no other token can follow.
      Row{S::stepping_auth3, E::step_more, S::dead},
      Row{S::stepping_auth3, E::step_complete, S::ready},
      Row{S::stepping_auth3, E::failed, S::dead},

      Row{S::waiting, E::token, S::stepping},
      Row{S::waiting, E::token_auth3, S::stepping_auth3},
      Row{S::waiting, E::changed, S::dead},

      Row{S::ready, E::request, S::ready},
      Row{S::ready, E::changed, S::dead},
      Row{S::ready, E::failed, S::dead},

      Row{S::dead, E::changed, S::dead},
  });
}();

// For the printed table.
inline constexpr std::string_view k_server_security_state_names[] = {
    "fresh", "stepping", "stepping_auth3", "waiting", "ready", "dead"};
static_assert(std::size(k_server_security_state_names) ==
              static_cast<size_t>(ServerSecurityState::count));
inline constexpr std::string_view k_server_security_event_names[] = {
    "token", "token_auth3", "step_more", "step_complete", "request", "changed", "failed"};
static_assert(std::size(k_server_security_event_names) ==
              static_cast<size_t>(ServerSecurityEvent::count));

}  // namespace farcall::protocol
