// A POSIX thread-specific key rather than a thread_local destructor ends the object: keys come
// after all thread_local destructors, and when a later one needs the object again a new one is made
// and ended in turn.
#include "base/sync/thread_object.h"

#include <pthread.h>

namespace farcall::sync {

namespace {

thread_local constinit ThreadObject* t_current = nullptr;

void end_current(void* object) {
  t_current = nullptr;
  const auto thread = Ref<ThreadObject>::adopt(static_cast<ThreadObject*>(object));
  thread->end();
}

struct Key {
  pthread_key_t key{};
  bool made = pthread_key_create(&key, &end_current) == 0;
};

const Key& current_key() {
  static const Key key;
  return key;
}

uint32_t next_id() {
  static constinit std::atomic<uint32_t> last{0};
  return last.fetch_add(4, std::memory_order_relaxed) +
         4;  // multiples of four, as Windows has them
}

}  // namespace

ThreadObject::ThreadObject(bool suspended)
    : Waitable(k_type), id_(next_id()), suspended_(suspended ? 1 : 0) {}

ThreadObject* ThreadObject::current() {
  if (t_current) return t_current;
  const auto thread = make_object<ThreadObject>();
  return thread && thread->bind_to_calling_thread() ? thread.get() : nullptr;
}

ThreadObject* ThreadObject::existing() {
  return t_current;
}

bool ThreadObject::bind_to_calling_thread() {
  const Key& key = current_key();
  if (!key.made || pthread_setspecific(key.key, this) != 0) return false;
  acquire();  // released by end_current
  t_current = this;
  return true;
}

uint32_t ThreadObject::exit_code() const {
  return exit_code_.load(std::memory_order_acquire);
}

void ThreadObject::set_exit_code(uint32_t code) {
  planned_exit_code_ = code;
}

void ThreadObject::wait_until_resumed() {
  while (suspended_.load(std::memory_order_acquire) != 0) futex_wait(suspended_, 1, k_never);
}

bool ThreadObject::resume() {
  if (suspended_.exchange(0, std::memory_order_acq_rel) == 0) return false;
  futex_wake(&suspended_, 1);
  return true;
}

void ThreadObject::end() {
  apcs_.close();
  while (Mutex* mutex = owned_mutexes_.front()) mutex->abandon(*this);
  exit_code_.store(planned_exit_code_, std::memory_order_release);
  Locked lock(*this);
  ended_ = true;
  lock.satisfy_waiters();
}

}  // namespace farcall::sync
