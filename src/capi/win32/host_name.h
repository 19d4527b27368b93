// What this computer is called.
#pragma once

#include <string>

namespace farcall::capi {

// The full name where the resolver knows it, else the plain one.
std::string dns_host_name();
// The name up to the first dot, in capitals, at most 15 characters: a NetBIOS name.
std::string netbios_host_name();

}  // namespace farcall::capi
