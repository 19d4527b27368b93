// ApcQueue: procedures that other threads ask one thread to run, in order, when it waits alertably.
//
// Entries are embedded in what they belong to, so queueing never allocates and fails only when the
// thread has ended. queue() may be called from any thread; the rest is the owning thread's.
#pragma once

#include <mutex>

#include "base/intrusive_list.h"

namespace farcall::sync {

struct Waiter;

// Exactly one of the two functions is called, once, with no lock held; the entry is theirs from
// then on.
struct ApcEntry {
  using Function = void (*)(ApcEntry& entry);
  ListLink link;
  Function run = nullptr;      // on the thread, inside its alertable wait
  Function discard = nullptr;  // the thread ended first; on that thread
};

class ApcQueue {
 public:
  // False when the thread has ended: the entry stays the caller's.
  [[nodiscard]] bool queue(ApcEntry& entry);

  // Runs entries until none is left, those that they queue themselves included. True if there was
  // one.
  bool run_all();
  // Until detach(), the arrival of an entry ends this wait.
  void attach(Waiter& waiter);
  void detach();
  // The thread ends: discards what is queued, refuses what comes.
  void close();

 private:
  ApcEntry* take();

  std::mutex mutex_;
  IntrusiveList<ApcEntry, &ApcEntry::link> entries_;
  Waiter* waiter_ = nullptr;
  bool closed_ = false;
};

}  // namespace farcall::sync
