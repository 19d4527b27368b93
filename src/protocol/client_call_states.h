// The states of a call on the client, as its association sees it (C706 chapter 11, CO_CLIENT).
#pragma once

#include <iterator>
#include <string_view>

#include "protocol/state_table.h"

namespace farcall::protocol {

enum class ClientCallState : uint8_t {
  idle,       // not started, or over
  queued,     // nothing of it has left
  sending,    // its first fragment has left, its last has not
  waiting,    // sent completely
  receiving,  // a part of the response is here
  count
};

enum class ClientCallEvent : uint8_t {
  start,
  first_fragment,   // handed to the sink, more to follow
  last_fragment,    // handed to the sink
  unanswered_sent,  // likewise, and no answer is wanted (maybe)
  response_fragment,
  response_last,
  fault,
  cancel,
  abortive_cancel,
  failed,  // connection lost, context refused, association closed
  count
};

inline constexpr auto k_client_call = [] {
  using S = ClientCallState;
  using E = ClientCallEvent;
  using Row = Transition<S, E>;
  return StateTable({
      Row{S::idle, E::start, S::queued},

      Row{S::queued, E::first_fragment, S::sending},
      Row{S::queued, E::last_fragment, S::waiting},
      Row{S::queued, E::unanswered_sent, S::idle},
      Row{S::queued, E::cancel, S::queued},         // co_cancel follows the last fragment
      Row{S::queued, E::abortive_cancel, S::idle},  // withdrawn
      Row{S::queued, E::failed, S::idle},

      Row{S::sending, E::last_fragment, S::waiting},
      Row{S::sending, E::unanswered_sent, S::idle},
      Row{S::sending, E::cancel, S::sending},        // co_cancel follows the last fragment
      Row{S::sending, E::abortive_cancel, S::idle},  // orphaned
      Row{S::sending, E::fault, S::idle},            // the server has seen enough
      Row{S::sending, E::failed, S::idle},

      Row{S::waiting, E::response_fragment, S::receiving},
      Row{S::waiting, E::response_last, S::idle},
      Row{S::waiting, E::fault, S::idle},
      Row{S::waiting, E::cancel, S::waiting},        // co_cancel
      Row{S::waiting, E::abortive_cancel, S::idle},  // co_cancel and a tombstone
      Row{S::waiting, E::failed, S::idle},

      Row{S::receiving, E::response_fragment, S::receiving},
      Row{S::receiving, E::response_last, S::idle},
      Row{S::receiving, E::fault, S::idle},
      Row{S::receiving, E::cancel, S::receiving},
      Row{S::receiving, E::abortive_cancel, S::idle},
      Row{S::receiving, E::failed, S::idle},
  });
}();

// For the printed table.
inline constexpr std::string_view k_client_call_state_names[] = {"idle", "queued", "sending",
                                                                 "waiting", "receiving"};
static_assert(std::size(k_client_call_state_names) == static_cast<size_t>(ClientCallState::count));
inline constexpr std::string_view k_client_call_event_names[] = {
    "start",         "first_fragment", "last_fragment", "unanswered_sent", "response_fragment",
    "response_last", "fault",          "cancel",        "abortive_cancel", "failed"};
static_assert(std::size(k_client_call_event_names) == static_cast<size_t>(ClientCallEvent::count));

}  // namespace farcall::protocol
