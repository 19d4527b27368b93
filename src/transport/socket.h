// The socket calls that listener, connector and channel share, and what their errors mean to an RPC
// caller.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/error_record.h"
#include "base/result.h"
#include "transport/address.h"
#include "transport/unique_fd.h"

namespace farcall::transport {

// A failed connect or resolution: RPC_S_SERVER_UNAVAILABLE, unless this process lacks descriptors
// or memory.
// `what` names whom: it goes into the error's records.
Status connect_status(int error, const std::string& what);
// The record of a socket call that failed: "Winsock" in terms of the SDK, with its number for the
// errno, and ours beside it.
ErrorRecord socket_error_record(int error, const std::string& what, ErrorLocation location);
// A failed bind or listen: RPC_S_DUPLICATE_ENDPOINT, RPC_S_CANT_CREATE_ENDPOINT, ….
Status listen_status(int error);

// A stream socket for an address of this kind: non-blocking, close-on-exec. The errno in `error`
// when it is empty.
UniqueFd make_socket(const Address& address, int& error);
// When a peer that has been silent is asked whether it is there, how often, and how many questions
// without an answer end the connection.
struct KeepAlive {
  std::chrono::seconds idle{0};  // 0: never
  std::chrono::seconds interval{0};
  int count = 0;
  friend bool operator==(const KeepAlive&, const KeepAlive&) = default;
};
inline constexpr KeepAlive k_usual_keep_alive{std::chrono::seconds(60), std::chrono::seconds(10),
                                              3};
// Does nothing to a descriptor that is no TCP socket. What was sent and is not acknowledged for as
// long as all of it takes ends the connection too, unless it is the usual one.
void set_keep_alive(int fd, const KeepAlive& keep_alive);

// What a connection of this kind wants. TCP: TCP_NODELAY (replies are gathered by us) and
// keep-alive, 60 s + 3 × 10 s (docs/limits.md).
void set_connection_options(int fd, const Address& address);

// Binds and listens; `backlog` 0: the system's maximum. 0 or the errno.
int listen_at(int fd, const Address& address, unsigned backlog);

// Starts a connect. 0 when connected already, EINPROGRESS when under way, EAGAIN when the queue of
// a local listener is full and nothing will tell when it is not, else the errno.
int begin_connect(int fd, const Address& address);
// Outcome of a connect that has become writable: 0 or the errno.
int finish_connect(int fd);

Address local_address(int fd);

}  // namespace farcall::transport
