// The group's lifetime, its lingering connections, and the chores that its loop does for it.
#include "runtime/client/association_group.h"

#include <new>
#include <utility>

namespace farcall::runtime::client {

AssociationGroup::AssociationGroup(Runtime& runtime, transport::Resolver& resolver, GroupKey key,
                                   transport::Destination server)
    : runtime_(runtime),
      resolver_(resolver),
      key_(std::move(key)),
      server_(std::move(server)),
      async_(*this),
      chores_task_(*this, nullptr, run_chores),
      timer_(*this, run_timer) {}

AssociationGroup::~AssociationGroup() = default;

std::shared_ptr<AssociationGroup> AssociationGroup::use() {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<Use> shared = use_.lock();
  if (!shared) {
    shared = std::make_shared<Use>(shared_from_this());
    use_ = shared;
  }
  return {std::move(shared), this};
}

void AssociationGroup::unused() {
  if (linger_.load(std::memory_order_relaxed)) return;
  idle_.clear();
  if (loop_.load(std::memory_order_acquire)) (void)ask(k_drop_idle);
}

Result<std::unique_ptr<SyncConnection>> AssociationGroup::borrow() {
  if (closed_.load(std::memory_order_relaxed)) return Status{RPC_S_CALL_FAILED_DNE};
  while (std::unique_ptr<SyncConnection> idle = idle_.take())
    if (idle->is_alive()) return idle;
  std::unique_ptr<SyncConnection> made(new (std::nothrow) SyncConnection(*this));
  if (!made) return Status{RPC_S_OUT_OF_MEMORY};
  return made;
}

void AssociationGroup::give_back(std::unique_ptr<SyncConnection> connection) {
  idle_.put(std::move(connection), runtime_.clock().now());
  if (lingering_.exchange(true, std::memory_order_acq_rel)) return;
  if (ask(k_arm_timer)) return;
  lingering_.store(false, std::memory_order_release);
  idle_.clear();  // nobody would end their linger time
}

Result<transport::Loop&> AssociationGroup::loop() {
  if (transport::Loop* chosen = loop_.load(std::memory_order_acquire)) return *chosen;
  const std::lock_guard lock(mutex_);
  if (transport::Loop* chosen = loop_.load(std::memory_order_relaxed)) return *chosen;
  RPC_TRY(auto& next, runtime_.next_loop());
  loop_.store(&next, std::memory_order_release);
  return next;
}

// The task is posted by whoever asks first; it finds what others ask until it runs.
bool AssociationGroup::ask(Chore chore) {
  const Result<transport::Loop&> chosen = loop();
  if (!chosen.ok()) return false;
  if (chores_.fetch_or(chore, std::memory_order_acq_rel) != 0) return true;
  chores_self_ = shared_from_this();
  if (chosen->post(chores_task_)) return true;
  chores_.store(0, std::memory_order_release);
  chores_self_.reset();
  return false;
}

void AssociationGroup::run_chores(transport::Task& task) {
  AssociationGroup& group = transport::Part<transport::Task, AssociationGroup>::of(task);
  const std::shared_ptr<AssociationGroup> keep = std::move(group.chores_self_);
  group.do_chores(group.chores_.exchange(0, std::memory_order_acq_rel));
}

void AssociationGroup::do_chores(uint8_t chores) {
  transport::Loop& own = *loop_.load(std::memory_order_relaxed);
  if (chores & k_arm_timer) {
    timer_self_ = shared_from_this();
    own.arm(timer_, own.now() + linger());
  }
  if (chores & k_drop_idle) {
    async_.drop_idle();
    // With nothing idle there is no linger time to wait for, and the timer would only keep the group.
    if (timer_self_) {
      own.cancel(timer_);
      timer_self_.reset();
      drop_lingering();
    }
  }
  if (chores & k_shut_down) {
    own.cancel(timer_);
    timer_self_.reset();
    idle_.clear();
    async_.shut_down();
    shut_down_done_.store(true, std::memory_order_release);
    shut_down_done_.notify_all();
  }
}

void AssociationGroup::run_timer(transport::Timer& timer) {
  AssociationGroup& group = transport::Part<transport::Timer, AssociationGroup>::of(timer);
  const std::shared_ptr<AssociationGroup> keep = std::move(group.timer_self_);
  group.drop_lingering();
}

void AssociationGroup::drop_lingering() {
  transport::Loop& own = *loop_.load(std::memory_order_relaxed);
  std::optional<Time> oldest = idle_.drop_older_than(own.now() - linger(), has_contexts());
  if (!oldest) {
    // A connection that came after the look was put before its owner saw `lingering_`.
    lingering_.exchange(false, std::memory_order_acq_rel);
    oldest = idle_.drop_older_than(own.now() - linger(), has_contexts());
    if (!oldest || lingering_.exchange(true, std::memory_order_acq_rel)) return;
  }
  timer_self_ = shared_from_this();
  const Time due = *oldest + linger();
  own.arm(timer_, due > own.now() ? due : own.now() + linger());  // one is kept for context handles
}

void AssociationGroup::shut_down() {
  closed_.store(true, std::memory_order_relaxed);
  if (loop_.load(std::memory_order_acquire) && ask(k_shut_down))
    shut_down_done_.wait(false, std::memory_order_acquire);
  else
    idle_.clear();
}

}  // namespace farcall::runtime::client
