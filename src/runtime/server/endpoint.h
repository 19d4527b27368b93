// Endpoint: an address and port at which a server takes connections.
//
// "Every address" is two listeners, IPv4 and IPv6, with one port between them. Bound when it is
// made: from then on connections queue in the kernel; start() begins to take them. The connections
// are given to the loops of the process in turn. Any thread, but close() not on a loop.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "runtime/server/server_core.h"
#include "transport/listener.h"
#include "transport/part.h"

namespace farcall::runtime {

struct EndpointRequest {
  std::string_view protseq;
  std::string_view address;   // empty: every address of this host
  std::string_view endpoint;  // empty or "0": any free one
  unsigned backlog = 0;       // 0: the system's maximum
};

// An endpoint that is there, as a string binding has it.
struct EndpointName {
  std::string protseq;
  std::string address;
  std::string endpoint;
};

class Endpoint final : private transport::ListenerHandler {
 public:
  // See Server::use_endpoint().
  static Result<std::unique_ptr<Endpoint>> bind(ServerCore& core, const EndpointRequest& request);
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;
  ~Endpoint();

  // Once, before close().
  void start();
  // Returns when no connection will be taken any more. Idempotent.
  void close();

  // One for each address at which it can be reached: loopback first, then the others.
  void append_names(std::vector<EndpointName>& names) const;

 private:
  using Family = transport::AddressFamily;

  Endpoint(ServerCore& core, transport::Loop& loop);
  Result<void> bind_address(std::string_view address, uint16_t port, unsigned backlog);
  Result<void> bind_every_address(uint16_t port, unsigned backlog);
  Result<void> bind_one(std::optional<transport::Listener>& listener,
                        const transport::TcpAddress& address, unsigned backlog);
  void drop_listeners();
  static void run_start(transport::Task& task);
  void on_accept(transport::UniqueFd fd, const transport::TcpAddress& peer,
                 const transport::TcpAddress& local) override;

  ServerCore& core_;
  transport::Loop& loop_;
  std::optional<transport::Listener> first_;   // IPv4 of "every address", or the only one
  std::optional<transport::Listener> second_;  // IPv6 of "every address"
  // Constant once bound; kept when the listeners are gone.
  transport::TcpAddress address_;
  bool every_address_ = false;
  bool ipv4_ = false;
  bool ipv6_ = false;
  std::string port_;
  transport::Part<transport::Task, Endpoint> start_task_;
};

}  // namespace farcall::runtime
