// What every system under test supplies: a client that makes integer echo calls in two styles. The
// harness owns main(), runs one style on a thread of its own, and measures (client_main.cc).
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

#include "harness/arguments.h"
#include "harness/histogram.h"

namespace bench {

using Time = std::chrono::steady_clock::time_point;

// Hears of every call. Any thread.
class Recorder {
 public:
  static Time now() { return std::chrono::steady_clock::now(); }

  // A call that started at `started` has its reply. Returns the present time: the next call's
  // start, so that a call costs one look at the clock.
  Time completed(Time started) {
    const Time ended = now();
    const auto taken = std::chrono::duration_cast<std::chrono::nanoseconds>(ended - started);
    latencies_.add(static_cast<uint64_t>(taken.count()));
    return ended;
  }

  // True when no further call shall start.
  bool stopping() const { return stopping_.load(std::memory_order_relaxed); }
  void stop() { stopping_.store(true, std::memory_order_relaxed); }

  const Histogram& latencies() const { return latencies_; }

 private:
  Histogram latencies_;
  std::atomic<bool> stopping_{false};
};

class EchoClient {
 public:
  virtual ~EchoClient() = default;

  // Blocking calls, one after the other, on the calling thread until the recorder is stopping.
  virtual void call_one_by_one(Recorder& recorder) = 0;

  // `count` calls in flight at any time: each reply starts the next call. Returns when the recorder
  // is stopping and the last reply is there.
  virtual void keep_outstanding(unsigned count, Recorder& recorder) = 0;
};

// Connects to --port. Replies that differ from the request end the program.
std::unique_ptr<EchoClient> make_echo_client(const Arguments& arguments);

}  // namespace bench
