// run_on_loop(): a piece of work done on a loop, for a thread that waits for it.
#pragma once

#include <atomic>

#include "transport/loop.h"

namespace farcall::runtime {

// At once when the caller is on the loop, or when the loop has ended. Not from another loop's
// thread: two loops that wait for each other never end.
template <class Work>
void run_on_loop(transport::Loop& loop, Work work) {
  struct Waiting : transport::Task {
    Work* body;
    std::atomic<bool> done{false};
  };
  if (loop.is_current()) return work();
  Waiting task;
  task.body = &work;
  task.run = [](transport::Task& posted) {
    auto& self = static_cast<Waiting&>(posted);
    (*self.body)();
    std::atomic<bool>& done = self.done;
    done.store(true);
    done.notify_one();  // by its address only: the waiter may be gone
  };
  if (!loop.post(task)) return work();
  task.done.wait(false);
}

}  // namespace farcall::runtime
