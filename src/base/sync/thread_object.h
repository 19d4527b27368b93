// ThreadObject: what a thread's HANDLE names: signalled when the thread has ended, exit code, APC
// queue.
//
// Every thread gets one when it first waits or asks for it, the main thread and std::threads as
// well; it ends with the thread, after the destructors of its thread_local objects. Threads are
// started elsewhere.
#pragma once

#include "base/sync/apc_queue.h"
#include "base/sync/cancel_port.h"
#include "base/sync/mutex.h"
#include "base/sync/waitable.h"

namespace farcall::sync {

class ThreadObject final : public Waitable {
 public:
  static constexpr ObjectType k_type = ObjectType::thread;
  static constexpr uint32_t k_still_active = 259;  // STILL_ACTIVE

  explicit ThreadObject(bool suspended = false);

  // The calling thread's; nullptr when memory is out. Valid until the thread ends.
  static ThreadObject* current();
  // The same for a thread that already has one, else nullptr: nobody can have a handle of it.
  static ThreadObject* existing();
  // Makes this the calling thread's object; once, before current(). False when memory is out.
  bool bind_to_calling_thread();

  // Unique among threads of this process, never 0.
  [[nodiscard]] uint32_t id() const { return id_; }
  [[nodiscard]] uint32_t exit_code() const;
  // What the thread will end with. The thread itself.
  void set_exit_code(uint32_t code);
  [[nodiscard]] ApcQueue& apcs() { return apcs_; }
  [[nodiscard]] CancelPort& cancels() { return cancels_; }
  // A thread that was made suspended: it waits in wait_until_resumed() for the first resume(),
  // which is true.
  void wait_until_resumed();
  bool resume();
  // The thread ends: APCs are discarded, mutexes abandoned, waits satisfied. Once.
  void end();

  using MutexList = IntrusiveList<Mutex, &Mutex::owner_link>;
  [[nodiscard]] MutexList& owned_mutexes() { return owned_mutexes_; }

 private:
  [[nodiscard]] bool signalled(const ThreadObject&) const override { return ended_; }
  void consume(Waiter&) override {}

  const uint32_t id_;
  uint32_t planned_exit_code_ = 0;
  std::atomic<uint32_t> exit_code_{k_still_active};
  FutexWord suspended_;
  bool ended_ = false;
  ApcQueue apcs_;
  CancelPort cancels_;
  MutexList owned_mutexes_;
};

}  // namespace farcall::sync
