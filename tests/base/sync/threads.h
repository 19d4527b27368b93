// Helpers of the sync tests.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <utility>

#include "base/sync/apc_queue.h"
#include "base/sync/wait.h"

namespace farcall::sync {

using std::chrono::milliseconds;

inline Time after(milliseconds delay) {
  return std::chrono::steady_clock::now() + delay;
}
// Long enough that only a lost wake-up reaches it, short enough that a test then fails instead of
// hanging.
inline Time patience() {
  return after(milliseconds(20'000));
}

inline WaitEnd poll(Waitable& object) {
  return wait(object, {.deadline = k_poll}).end;
}
inline WaitEnd await(Waitable& object) {
  return wait(object, {.deadline = patience()}).end;
}

// Runs something on a thread of its own and joins it.
inline void on_another_thread(const std::function<void()>& work) {
  std::thread(work).join();
}

// An APC that counts, or records its order.
struct TestApc : ApcEntry {
  explicit TestApc(std::function<void()> body = {}) : body_(std::move(body)) {
    run = [](ApcEntry& entry) { static_cast<TestApc&>(entry).on_run(); };
    discard = [](ApcEntry& entry) { static_cast<TestApc&>(entry).discarded = true; };
  }
  std::atomic<bool> ran{false};
  std::atomic<bool> discarded{false};

 private:
  void on_run() {
    ran = true;
    if (body_) body_();
  }
  std::function<void()> body_;
};

}  // namespace farcall::sync
