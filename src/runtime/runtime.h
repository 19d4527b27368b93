// Runtime: what all calls of a process share: limits, clock, pooled memory, event loops, and the
// threads on which handshakes may block.
//
// One object per process for the C API (capi::Process owns it); tests make their own. Loops start when first
// needed, so a program that only links the library has no thread of ours. Any thread.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/result.h"
#include "runtime/call_statistics.h"
#include "runtime/handshakes.h"
#include "transport/loop.h"

namespace farcall::runtime {

// The defaults with what FARCALL_LIMITS changes (docs/limits.md); what it says wrong is logged.
Limits limits_from_environment();

struct RuntimeConfig {
  Limits limits;
  unsigned loops = 0;  // 0: one for every two processors, at least one, at most eight
};

class Runtime {
 public:
  explicit Runtime(RuntimeConfig config = {});
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;
  ~Runtime();

  [[nodiscard]] const Limits& limits() const { return config_.limits; }
  [[nodiscard]] BufferPool& buffers() { return buffers_; }
  [[nodiscard]] Clock& clock() { return clock_; }
  [[nodiscard]] CallStatistics& statistics() { return statistics_; }

  [[nodiscard]] Handshakes& handshakes() { return handshakes_; }

  // A running loop, chosen in turn. RPC_S_OUT_OF_RESOURCES when none can be started.
  Result<transport::Loop&> next_loop();
  // Returns when each loop has done what was posted to it before, and what that left to the end of
  // its turn (that is when output leaves). Not on a loop.
  void finish_posted_work();
  // Ends all loops; their threads are joined. Nothing may use a loop afterwards.
  void stop();

 private:
  RuntimeConfig config_;
  SteadyClock clock_;
  BufferPool buffers_;
  CallStatistics statistics_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<transport::Loop>> loops_;
  unsigned turn_ = 0;
  unsigned loop_count_;
  Handshakes handshakes_;
};

}  // namespace farcall::runtime
