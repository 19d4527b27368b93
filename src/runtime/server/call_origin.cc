// Reads the addresses of a call's connection, which do not change.
#include "runtime/server/call_origin.h"

#include <cstring>

#include "runtime/server/server_call.h"
#include "runtime/server/server_connection.h"

namespace farcall::runtime {

CallOrigin origin_of(const ServerCall& call) {
  const ServerConnection::Origin& from = call.connection().origin();
  CallOrigin origin{std::string(from.protseq->name),
                    from.protseq->number,
                    from.peer.host(),
                    from.peer.is_this_host(),
                    {},
                    0,
                    from.credentials};
  sockaddr_storage local{};
  from.local.to(local);
  if (local.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(local);
    origin.server_address_size = sizeof v4.sin_addr;
    std::memcpy(origin.server_address.data(), &v4.sin_addr, sizeof v4.sin_addr);
  } else if (local.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(local);
    origin.server_address_size = sizeof v6.sin6_addr;
    std::memcpy(origin.server_address.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
  }
  return origin;
}

}  // namespace farcall::runtime
