// Handshakes: where the steps of security contexts run, which may block (KDC, keytab, user file).
//
// Never on a loop: the steps of loop-driven connections run on threads that are kept for them, at
// most Limits::max_handshake_threads at once; more of them wait. A synchronous caller steps on its
// own thread, within the same bound. Any thread.
#pragma once

#include <functional>
#include <memory>
#include <semaphore>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "runtime/server/thread_pool.h"
#include "security/provider.h"
#include "transport/loop.h"

namespace farcall::runtime {

class Handshakes {
 public:
  using Done = std::function<void(Result<security::Step> result)>;

  explicit Handshakes(const Limits& limits);
  Handshakes(const Handshakes&) = delete;
  Handshakes& operator=(const Handshakes&) = delete;

  // Runs the step elsewhere, and then `done` on `loop`; never from inside this call. When the loop
  // has ended `done` is destroyed without having been called, on any thread. RPC_S_OUT_OF_RESOURCES
  // is a result as any other.
  void start(std::shared_ptr<security::SecurityContext> context, std::vector<uint8_t> token,
             transport::Loop& loop, Done done);
  // Runs the step here.
  Result<security::Step> run(security::SecurityContext& context, Bytes token);

  // Waits for steps that run, and takes no more.
  void stop() { pool_.stop(); }

 private:
  std::counting_semaphore<> callers_;
  ThreadPool pool_;
};

}  // namespace farcall::runtime
