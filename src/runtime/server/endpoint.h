// Endpoint: a name, such as a port, at which a server takes connections.
//
// One listener for each socket that the protocol sequence makes of it. Bound when it is made: from
// then on connections queue in the kernel; start() begins to take them. The connections are given to
// the loops of the process in turn. Any thread, but close() not on a loop.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "runtime/server/group_scope.h"
#include "runtime/server/server_core.h"
#include "transport/listener.h"
#include "transport/part.h"
#include "transport/protocol_sequence.h"

namespace farcall::runtime {

struct EndpointRequest {
  std::string_view protseq;
  std::string_view address;   // empty: every address of this host
  std::string_view endpoint;  // empty: any free one
  unsigned backlog = 0;       // 0: the system's maximum
  GroupScopeRef scope = {};   // whose interfaces its connections find
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
  // See Server::use_socket().
  static Result<std::unique_ptr<Endpoint>> of_socket(ServerCore& core, transport::UniqueFd socket);
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;
  ~Endpoint();

  // Once, before close().
  void start();
  // Returns when no connection will be taken any more. Idempotent.
  void close();

  [[nodiscard]] const transport::ProtocolSequence& protseq() const { return protseq_; }
  // One for each address at which it can be reached: loopback first, then the others.
  void append_names(std::vector<EndpointName>& names) const;

 private:
  Endpoint(ServerCore& core, transport::Loop& loop, const transport::ProtocolSequence& protseq,
           std::string name);
  static Result<std::unique_ptr<Endpoint>> make(ServerCore& core,
                                                const transport::ProtocolSequence& protseq,
                                                transport::ListeningSockets listening,
                                                GroupScopeRef scope);
  Result<void> adopt(std::vector<transport::ListeningSocket> sockets);
  static void run_start(transport::Task& task);
  void on_accept(transport::UniqueFd fd, const transport::Address& peer,
                 const transport::Address& local) override;

  ServerCore& core_;
  transport::Loop& loop_;
  GroupScopeRef scope_;
  const transport::ProtocolSequence& protseq_;
  const std::string name_;
  std::vector<std::unique_ptr<transport::Listener>> listeners_;
  std::vector<transport::Address> bound_;  // kept when the listeners are gone
  transport::Part<transport::Task, Endpoint> start_task_;
};

}  // namespace farcall::runtime
