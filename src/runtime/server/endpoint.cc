// Binding of TCP endpoints, and the hand-over of accepted connections to loops.
#include "runtime/server/endpoint.h"

#include <charconv>
#include <new>
#include <utility>

#include "base/log.h"
#include "runtime/client/protocol_sequence.h"
#include "runtime/server/host_addresses.h"
#include "runtime/server/on_loop.h"
#include "runtime/server/server_connection.h"

namespace farcall::runtime {
namespace {

// A free IPv4 port may be taken in IPv6: another one is tried.
constexpr int k_port_attempts = 16;

Result<uint16_t> parse_port(std::string_view protseq, std::string_view endpoint) {
  if (endpoint.empty() || endpoint == "0") return uint16_t{0};
  RPC_TRY(client::check_endpoint(protseq, endpoint));
  uint16_t port = 0;
  std::from_chars(endpoint.data(), endpoint.data() + endpoint.size(), port);
  return port;
}

}  // namespace

Result<std::unique_ptr<Endpoint>> Endpoint::bind(ServerCore& core, const EndpointRequest& request) {
  RPC_TRY(client::check_protseq(request.protseq));
  RPC_TRY(const uint16_t port, parse_port(request.protseq, request.endpoint));
  RPC_TRY(transport::Loop & loop, core.runtime.next_loop());
  std::unique_ptr<Endpoint> endpoint(new (std::nothrow) Endpoint(core, loop));
  if (!endpoint) return Status{RPC_S_OUT_OF_MEMORY};
  if (request.address.empty())
    RPC_TRY(endpoint->bind_every_address(port, request.backlog));
  else
    RPC_TRY(endpoint->bind_address(request.address, port, request.backlog));
  return endpoint;
}

Endpoint::Endpoint(ServerCore& core, transport::Loop& loop)
    : core_(core), loop_(loop), start_task_(*this, nullptr, run_start) {}

Endpoint::~Endpoint() {
  close();
}

Result<void> Endpoint::bind_one(std::optional<transport::Listener>& listener,
                                const transport::TcpAddress& address, unsigned backlog) {
  listener.emplace(loop_);
  RPC_TRY(listener->bind(address, backlog));
  address_ = listener->address();
  port_ = std::to_string(address_.port());
  (address.family() == Family::ipv4 ? ipv4_ : ipv6_) = true;
  return {};
}

Result<void> Endpoint::bind_address(std::string_view address, uint16_t port, unsigned backlog) {
  const std::optional<transport::TcpAddress> parsed = transport::TcpAddress::parse(address, port);
  if (!parsed) return Status{RPC_S_INVALID_NET_ADDR};
  if (parsed->is_any() && parsed->family() == Family::ipv6)
    return bind_every_address(port, backlog);
  every_address_ = parsed->is_any();
  return bind_one(first_, *parsed, backlog);
}

// A host without IPv6 (or without IPv4) is served over what it has.
Result<void> Endpoint::bind_every_address(uint16_t port, unsigned backlog) {
  every_address_ = true;
  Status status;
  for (int attempt = 0; attempt < k_port_attempts; ++attempt) {
    ipv4_ = ipv6_ = false;
    status = bind_one(first_, transport::TcpAddress::any(Family::ipv4, port), backlog).status();
    if (!status.ok() && status.code != RPC_S_CANT_CREATE_ENDPOINT) break;
    const uint16_t chosen = ipv4_ ? first_->address().port() : port;
    status = bind_one(second_, transport::TcpAddress::any(Family::ipv6, chosen), backlog).status();
    if (status.ok() || (ipv4_ && status.code == RPC_S_CANT_CREATE_ENDPOINT)) return {};
    drop_listeners();
    if (port != 0 || status.code != RPC_S_DUPLICATE_ENDPOINT) break;
  }
  return status;
}

void Endpoint::start() {
  if (!loop_.post(start_task_)) log(Level::error, "server.endpoint_failed", "its loop has ended");
}

void Endpoint::run_start(transport::Task& task) {
  Endpoint& endpoint = transport::Part<transport::Task, Endpoint>::of(task);
  for (auto* listener : {&endpoint.first_, &endpoint.second_}) {
    if (!*listener || (*listener)->address().port() == 0) continue;  // never bound
    const Status started = (*listener)->start(endpoint).status();
    if (!started.ok())
      log(Level::error, "server.endpoint_failed", "%s: status %d",
          (*listener)->address().to_string().c_str(), started.code);
  }
}

void Endpoint::close() {
  drop_listeners();
}

// Listeners live and die on the loop.
void Endpoint::drop_listeners() {
  if (!first_ && !second_) return;
  run_on_loop(loop_, [this] {
    first_.reset();
    second_.reset();
  });
}

void Endpoint::on_accept(transport::UniqueFd fd, const transport::TcpAddress& peer,
                         const transport::TcpAddress& local) {
  const Result<transport::Loop&> loop = core_.runtime.next_loop();
  if (!loop.ok()) return;
  ServerConnection::serve(core_, *loop, std::move(fd), {peer, local}, port_);
}

void Endpoint::append_names(std::vector<EndpointName>& names) const {
  const std::string protseq(client::k_ncacn_ip_tcp);
  if (!every_address_) return names.push_back({protseq, address_.host(), port_});
  for (const transport::TcpAddress& each : host_addresses())
    if (each.family() == Family::ipv4 ? ipv4_ : ipv6_)
      names.push_back({protseq, each.host(), port_});
}

}  // namespace farcall::runtime
