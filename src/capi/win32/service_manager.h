// The service manager that has started this program: sd_notify(3)'s protocol, one datagram for each change.
#pragma once

#include <string_view>

namespace farcall::capi {

// Whether there is one: NOTIFY_SOCKET or INVOCATION_ID in the environment.
bool has_service_manager();
// Lines of VARIABLE=VALUE; nothing happens when nobody listens.
void tell_service_manager(std::string_view lines);

}  // namespace farcall::capi
