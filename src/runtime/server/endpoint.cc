// Binding of endpoints, and the hand-over of accepted connections to loops.
#include "runtime/server/endpoint.h"

#include <new>
#include <utility>

#include "base/log.h"
#include "runtime/client/protocol_sequence.h"
#include "runtime/server/on_loop.h"
#include "runtime/server/server_connection.h"
#include "transport/given_socket.h"

namespace farcall::runtime {

Result<std::unique_ptr<Endpoint>> Endpoint::bind(ServerCore& core, const EndpointRequest& request) {
  RPC_TRY(const auto& protseq, client::supported_protseq(request.protseq));
  RPC_TRY(transport::ListeningSockets listening,
          protseq.listen({request.address, request.endpoint, request.backlog}));
  return make(core, protseq, std::move(listening), request.scope);
}

Result<std::unique_ptr<Endpoint>> Endpoint::of_socket(ServerCore& core,
                                                      transport::UniqueFd socket) {
  RPC_TRY(transport::GivenSocket given, transport::given_socket(std::move(socket)));
  return make(core, *given.protseq, std::move(given.listening), {});
}

Result<std::unique_ptr<Endpoint>> Endpoint::make(ServerCore& core,
                                                 const transport::ProtocolSequence& protseq,
                                                 transport::ListeningSockets listening,
                                                 GroupScopeRef scope) {
  RPC_TRY(transport::Loop & loop, core.runtime.next_loop());
  std::unique_ptr<Endpoint> endpoint(
      new (std::nothrow) Endpoint(core, loop, protseq, std::move(listening.endpoint)));
  if (!endpoint) return Status{RPC_S_OUT_OF_MEMORY};
  endpoint->scope_ = std::move(scope);
  RPC_TRY(endpoint->adopt(std::move(listening.sockets)));
  return endpoint;
}

Endpoint::Endpoint(ServerCore& core, transport::Loop& loop,
                   const transport::ProtocolSequence& protseq, std::string name)
    : core_(core),
      loop_(loop),
      protseq_(protseq),
      name_(std::move(name)),
      start_task_(*this, nullptr, run_start) {}

Endpoint::~Endpoint() {
  close();
}

Result<void> Endpoint::adopt(std::vector<transport::ListeningSocket> sockets) {
  for (transport::ListeningSocket& socket : sockets) {
    bound_.push_back(socket.address);
    listeners_.push_back(std::make_unique<transport::Listener>(loop_));
    RPC_TRY(listeners_.back()->adopt(std::move(socket)));
  }
  return {};
}

void Endpoint::start() {
  if (!loop_.post(start_task_)) log(Level::error, "server.endpoint_failed", "its loop has ended");
}

void Endpoint::run_start(transport::Task& task) {
  Endpoint& endpoint = transport::Part<transport::Task, Endpoint>::of(task);
  for (const auto& listener : endpoint.listeners_) {
    const Status started = listener->start(endpoint).status();
    if (!started.ok())
      log(Level::error, "server.endpoint_failed", "%s: status %d",
          listener->address().to_string().c_str(), started.code);
  }
}

// Listeners live and die on the loop.
void Endpoint::close() {
  if (listeners_.empty()) return;
  run_on_loop(loop_, [this] { listeners_.clear(); });
}

void Endpoint::on_accept(transport::UniqueFd fd, const transport::Address& peer,
                         const transport::Address& local) {
  const Result<transport::Loop&> loop = core_.runtime.next_loop();
  if (!loop.ok()) return;
  ServerConnection::Origin origin{&protseq_, peer, local, {}, scope_};
  if (protseq_.local) {
    origin.credentials = transport::peer_credentials(fd.get());
    if (!origin.credentials) return;  // it went before it could be asked who it is
  }
  ServerConnection::serve(core_, *loop, std::move(fd), origin, name_);
}

void Endpoint::append_names(std::vector<EndpointName>& names) const {
  for (std::string& host : protseq_.hosts(bound_))
    names.push_back({std::string(protseq_.name), std::move(host), name_});
}

}  // namespace farcall::runtime
