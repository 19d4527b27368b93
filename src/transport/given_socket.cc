// What a socket is, asked of the kernel.
#include "transport/given_socket.h"

#include <fcntl.h>
#include <sys/socket.h>

#include "transport/local.h"
#include "transport/local_directory.h"
#include "transport/socket.h"
#include "transport/tcp.h"

namespace farcall::transport {
namespace {

// -1 when it has none.
int option_of(int fd, int option) {
  int value = -1;
  socklen_t size = sizeof value;
  return getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

bool listens(int fd) {
  const int domain = option_of(fd, SO_DOMAIN);
  return (domain == AF_INET || domain == AF_INET6 || domain == AF_UNIX) &&
         option_of(fd, SO_TYPE) == SOCK_STREAM && option_of(fd, SO_ACCEPTCONN) == 1;
}

// As the loops want their descriptors.
bool prepare(int fd) {
  const int status = fcntl(fd, F_GETFL);
  const int flags = fcntl(fd, F_GETFD);
  return status >= 0 && flags >= 0 && fcntl(fd, F_SETFL, status | O_NONBLOCK) == 0 &&
         fcntl(fd, F_SETFD, flags | FD_CLOEXEC) == 0;
}

}  // namespace

Result<GivenSocket> given_socket(UniqueFd fd) {
  if (!listens(fd.get())) return Status{RPC_S_INVALID_ARG};
  if (!prepare(fd.get())) return Status{RPC_S_OUT_OF_RESOURCES};
  const Address address = local_address(fd.get());
  GivenSocket given{&k_ncacn_ip_tcp, {{}, std::to_string(address.port())}};
  if (const LocalAddress* local = address.local()) {
    given.protseq = &k_ncalrpc;
    given.listening.endpoint = local->path().substr(local->path().rfind('/') + 1);
    if (!is_local_endpoint(given.listening.endpoint)) return Status{RPC_S_INVALID_ENDPOINT_FORMAT};
  }
  given.listening.sockets.push_back({std::move(fd), address, nullptr});
  return given;
}

}  // namespace farcall::transport
