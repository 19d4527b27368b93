// Unix sockets as a protocol sequence.
//
// A name whose server is gone (it crashed) stays in the directory. Whoever wants it asks by
// connecting: if nobody is there, the name is taken. The directory is locked meanwhile, so that of
// two servers that both see the stale name only one takes it, and none takes a socket that is bound
// but not listening yet.
#include "transport/local.h"

#include <strings.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

#include "transport/local_directory.h"
#include "transport/socket.h"

namespace farcall::transport {
namespace {

Status check_endpoint(std::string_view endpoint) {
  return Status{is_local_endpoint(endpoint) ? RPC_S_OK : RPC_S_INVALID_ENDPOINT_FORMAT};
}

// The network address of a local binding is absent or names this computer.
Status check_address(std::string_view address) {
  std::array<char, 256> name{};
  if (address == "localhost" || (gethostname(name.data(), name.size() - 1) == 0 &&
                                 address.size() == std::string_view(name.data()).size() &&
                                 strncasecmp(name.data(), address.data(), address.size()) == 0))
    return Status{};
  return Status{RPC_S_INVALID_NET_ADDR};
}

Status check_optional_address(std::string_view address) {
  return address.empty() ? Status{} : check_address(address);
}

// A name in the user's own directory hides the system's.
Result<Destination> destination(std::string_view host, std::string_view endpoint) {
  RPC_TRY(check_optional_address(host));
  RPC_TRY(check_endpoint(endpoint));
  Destination to;
  for (const std::string& directory : local_directories())
    if (auto address = LocalAddress::of(directory + '/' + std::string(endpoint)))
      to.addresses.emplace_back(*std::move(address));
  return to;
}

// As Windows names its own.
std::string dynamic_name() {
  std::array<uint8_t, 8> random{};
  while (getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
  }
  std::string name = "LRPC-";
  for (const uint8_t byte : random) {
    std::array<char, 3> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", byte);
    name += digits.data();
  }
  return name;
}

bool somebody_listens(const Address& address) {
  int error = 0;
  const UniqueFd fd = make_socket(address, error);
  if (!fd) return true;  // not known to be stale
  error = begin_connect(fd.get(), address);
  return error != ECONNREFUSED && error != ENOENT;
}

Result<ListeningSocket> bind_name(const LocalAddress& address, unsigned backlog) {
  int error = 0;
  UniqueFd fd = make_socket(address, error);
  if (!fd) return listen_status(error);
  error = listen_at(fd.get(), address, backlog);
  if (error == EADDRINUSE && !somebody_listens(address)) {
    (void)unlink(address.path().c_str());
    error = listen_at(fd.get(), address, backlog);
  }
  if (error != 0) return listen_status(error);
  // Who may connect is what the directory says.
  if (chmod(address.path().c_str(), 0666) != 0) return listen_status(errno);
  return ListeningSocket{std::move(fd), address, socket_name(address.path())};
}

Result<ListeningSockets> listen(const ListenRequest& request) {
  RPC_TRY(check_optional_address(request.address));
  const bool dynamic = request.endpoint.empty();
  const std::string name = dynamic ? dynamic_name() : std::string(request.endpoint);
  RPC_TRY(check_endpoint(name));
  RPC_TRY(const LockedDirectory directory, lock_local_directory());
  const std::optional<LocalAddress> address = LocalAddress::of(directory.path + '/' + name);
  if (!address) return Status{RPC_S_INVALID_ENDPOINT_FORMAT};
  ListeningSockets result{{}, name};
  RPC_TRY(ListeningSocket socket, bind_name(*address, request.backlog));
  result.sockets.push_back(std::move(socket));
  return result;
}

std::vector<std::string> hosts(std::span<const Address>) {
  return {""};
}

}  // namespace

constinit const ProtocolSequence k_ncalrpc{
    "ncalrpc",   3,      true, k_max_local_endpoint, check_endpoint, check_address,
    destination, listen, hosts};

}  // namespace farcall::transport
