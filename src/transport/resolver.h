// Resolver: host names to addresses, on worker threads, because getaddrinfo may block for as long
// as it likes.
//
// A request that is given up is forgotten, its worker is not waited for: workers are detached and
// share nothing with the resolver's user but the request. Numeric addresses never see a worker.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "transport/loop.h"
#include "transport/tcp_address.h"

namespace farcall::transport {

using AddressList = std::vector<TcpAddress>;

struct ResolveHandler {
  // RPC_S_SERVER_UNAVAILABLE when the name has no address.
  virtual void on_resolved(Result<AddressList> addresses) = 0;

 protected:
  ~ResolveHandler() = default;
};

class Resolver {
 public:
  // What a worker calls; tests supply their own. Any thread.
  using Lookup = Result<AddressList> (*)(const std::string& host, uint16_t port);
  static Result<AddressList> system_lookup(const std::string& host, uint16_t port);

  // A request under way. Its owner keeps it; dropping or cancelling it means that no handler call
  // follows.
  class Request;
  using RequestRef = std::shared_ptr<Request>;

  explicit Resolver(Lookup lookup = system_lookup);
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;
  // Requests still under way are cancelled.
  ~Resolver();

  // On `loop`; one handler call follows on it, in a later turn, unless cancelled.
  RequestRef resolve(std::string host, uint16_t port, Loop& loop, ResolveHandler& handler);
  // On the request's loop. Idempotent.
  static void cancel(const RequestRef& request);

  // For synchronous callers, any thread but a loop's. RPC_S_CALL_CANCELLED when `wake_fd` (or -1)
  // became readable first, RPC_S_SERVER_UNAVAILABLE at the deadline.
  Result<AddressList> resolve_now(std::string host, uint16_t port, Time deadline, int wake_fd);

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace farcall::transport
