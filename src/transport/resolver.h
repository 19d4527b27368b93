// Resolver: host names to addresses, on worker threads, because getaddrinfo may block for as long
// as it likes.
//
// A request that is given up is forgotten, its worker is not waited for: workers are detached and
// share nothing with the resolver's user but the request. Numeric addresses never see a worker.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "transport/address.h"
#include "transport/loop.h"
#include "transport/patience.h"

namespace farcall::transport {

struct ResolveHandler {
  // RPC_S_SERVER_UNAVAILABLE when the name has no address.
  virtual void on_resolved(Result<AddressList> addresses) = 0;

 protected:
  ~ResolveHandler() = default;
};

class ResolveRequest;

// A resolution under way, on behalf of its owner. No handler call follows its end.
class Resolution {
 public:
  Resolution() = default;
  Resolution(const Resolution&) = delete;
  Resolution& operator=(const Resolution&) = delete;
  ~Resolution() { cancel(); }

  // On the loop of the request. Idempotent.
  void cancel();

 private:
  friend class Resolver;
  std::shared_ptr<ResolveRequest> request_;
};

class Resolver {
 public:
  // What a worker calls; tests supply their own. Any thread.
  using Lookup = Result<AddressList> (*)(const std::string& host, uint16_t port);
  static Result<AddressList> system_lookup(const std::string& host, uint16_t port);

  explicit Resolver(Lookup lookup = system_lookup);
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;
  // Workers that are idle end, the others when their look-up does. Resolutions go before or are
  // cancelled: none touches its loop from here on.
  ~Resolver();

  // On `loop`: one handler call follows on it, in a later turn, unless cancelled.
  // RPC_S_OUT_OF_RESOURCES when there is no worker to be had, RPC_S_OUT_OF_MEMORY; no call then.
  Result<void> resolve(Resolution& resolution, const std::string& host, uint16_t port, Loop& loop,
                       ResolveHandler& handler);
  // The same for any other work that ends in addresses and may wait. The job is run on a worker and
  // may outlive the resolver's user.
  using Job = std::function<Result<AddressList>()>;
  Result<void> run(Resolution& resolution, Job job, Loop& loop, ResolveHandler& handler);
  Result<AddressList> run_now(Job job, const Patience& patience);
  // For synchronous callers, any thread but a loop's. RPC_S_CALL_CANCELLED when the caller was
  // woken, RPC_S_SERVER_UNAVAILABLE at the deadline.
  Result<AddressList> resolve_now(const std::string& host, uint16_t port, const Patience& patience);

 private:
  struct Shared;
  [[nodiscard]] Job name_job(const std::string& host, uint16_t port) const;
  [[nodiscard]] static bool ensure_worker(const std::shared_ptr<Shared>& shared);
  [[nodiscard]] static Result<void> submit(const std::shared_ptr<Shared>& shared,
                                           std::shared_ptr<ResolveRequest> request);
  static void work(Shared& shared, unsigned slot);

  std::shared_ptr<Shared> shared_;
};

}  // namespace farcall::transport
