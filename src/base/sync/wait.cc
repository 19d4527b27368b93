// One wait: enter the lists of the objects, sleep on the outcome word, leave the lists.
#include "base/sync/wait.h"

#include <cassert>

#include "base/sync/thread_object.h"

namespace farcall::sync {

class Wait {
 public:
  Wait(ThreadObject& thread, std::span<Waitable* const> objects, std::span<WaitBlock> blocks,
       const WaitOptions& options)
      : waiter_(thread, objects, options.wait_for == WaitFor::all && objects.size() > 1),
        blocks_(blocks),
        options_(options) {
    waiter_.packet = options.packet;
  }

  WaitResult run() {
    if (waiter_.for_all)
      enter_all();
    else
      enter_any();
    if (options_.alertable) waiter_.thread.apcs().attach(waiter_);
    sleep();
    if (options_.alertable) waiter_.thread.apcs().detach();
    leave();
    return result();
  }

 private:
  // Stops at the first object that ends the wait. A poll enters no list.
  void enter_any() {
    for (size_t i = 0; i < blocks_.size() && waiting(); ++i) {
      Waitable& object = *waiter_.objects[i];
      WaitBlock& block = prepare(i);
      const Waitable::Locked lock(object);
      if (object.signalled(waiter_.thread)) {
        if (waiter_.claim(block.index)) object.consume(waiter_);
        return;
      }
      if (options_.deadline != k_poll) enlist(object, block);
    }
  }

  void enter_all() {
    const std::lock_guard all(Waitable::wait_all_lock());
    for (size_t i = 0; i < blocks_.size(); ++i) {
      Waitable& object = *waiter_.objects[i];
      const std::lock_guard lock(object.mutex_);
      enlist(object, prepare(i));
      ++object.waits_for_all_;
    }
    Waitable::satisfy_all(waiter_);
  }

  void sleep() {
    while (waiting()) {
      if (options_.deadline != k_poll &&
          futex_wait(waiter_.outcome, Waiter::k_waiting, options_.deadline))
        continue;
      waiter_.claim(Waiter::k_timed_out);
    }
  }

  // Takes the lock of every party that may still be looking at the waiter.
  void leave() {
    if (waiter_.for_all) {
      const std::lock_guard all(Waitable::wait_all_lock());
      leave_lists();
    } else {
      leave_lists();
    }
  }

  void leave_lists() {
    for (size_t i = 0; i < enlisted_; ++i) {
      Waitable& object = *waiter_.objects[i];
      if (waiter_.for_all) {
        const std::lock_guard lock(object.mutex_);
        blocks_[i].link.unlink();
        --object.waits_for_all_;
      } else {
        const Waitable::Locked lock(object);
        blocks_[i].link.unlink();
      }
    }
  }

  WaitResult result() const {
    switch (const int32_t outcome = waiter_.outcome.load(std::memory_order_acquire)) {
      case Waiter::k_timed_out:
        return {WaitEnd::timed_out};
      case Waiter::k_apc:
        waiter_.thread.apcs().run_all();
        return {WaitEnd::apc};
      default:
        return {waiter_.abandoned ? WaitEnd::abandoned : WaitEnd::signalled,
                static_cast<uint32_t>(outcome)};
    }
  }

  WaitBlock& prepare(size_t i) {
    blocks_[i].waiter = &waiter_;
    blocks_[i].index = static_cast<int32_t>(i);
    return blocks_[i];
  }
  void enlist(Waitable& object, WaitBlock& block) {
    ++enlisted_;
    if (object.newest_waiter_first())
      object.blocks_.push_front(block);
    else
      object.blocks_.push_back(block);
  }
  [[nodiscard]] bool waiting() const {
    return waiter_.outcome.load(std::memory_order_acquire) == Waiter::k_waiting;
  }

  Waiter waiter_;
  std::span<WaitBlock> blocks_;
  const WaitOptions& options_;
  size_t enlisted_ = 0;  // the first blocks, whose lists are to be left
};

WaitResult wait(std::span<Waitable* const> objects, const WaitOptions& options) {
  assert(objects.size() <= k_max_wait_objects);
  ThreadObject* thread = ThreadObject::current();
  if (!thread) return {WaitEnd::out_of_memory};
  WaitBlock blocks[k_max_wait_objects];
  return Wait(*thread, objects, std::span(blocks, objects.size()), options).run();
}

WaitResult wait(Waitable& object, const WaitOptions& options) {
  ThreadObject* thread = ThreadObject::current();
  if (!thread) return {WaitEnd::out_of_memory};
  Waitable* const objects[] = {&object};
  WaitBlock blocks[1];
  return Wait(*thread, objects, blocks, options).run();
}

}  // namespace farcall::sync
