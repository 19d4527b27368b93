// ContextTable: the context handles of one association group: who made them, what they lead to, who uses them now.
//
// A handle on the wire is a random uuid (C706 14.2.16.6, ndr_context_handle); what stands behind it never leaves the
// server. It is good only in its own group, for the interface and the type that made it, and for the same caller.
// A call that uses a handle holds it (it outlives its close and its rundown waits for the call) and holds its lock:
// exclusive by default, shared where the ACF says context_handle_noserialize (AR-130). Locks are granted in the
// order in which they were asked for; a call that has to wait is parked and keeps no thread. Any thread; one mutex.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/intrusive_list.h"
#include "base/limits.h"
#include "base/result.h"
#include "base/uuid.h"

namespace farcall::runtime {

enum class ContextLock : uint8_t { none, shared, exclusive };

// Who uses a handle, by the word of whoever vouches for it: a mechanism, whichever SPNEGO agreed on and at whatever
// level, or over ncalrpc the kernel. All empty: nobody in particular.
struct ContextCaller {
  uint8_t mechanism = 0;        // RPC_C_AUTHN_GSS_KERBEROS, RPC_C_AUTHN_WINNT; 0: none
  std::string_view name;        // that it has verified: user@REALM, DOMAIN\user
  std::optional<uint32_t> uid;  // without a mechanism, over ncalrpc
  friend bool operator==(const ContextCaller&, const ContextCaller&) = default;
};

// The caller that made a handle. No other may use it.
class ContextOwner {
 public:
  explicit ContextOwner(const ContextCaller& maker)
      : mechanism_(maker.mechanism), name_(maker.name), uid_(maker.uid) {}
  [[nodiscard]] bool is(const ContextCaller& caller) const {
    return caller == ContextCaller{mechanism_, name_, uid_};
  }

 private:
  uint8_t mechanism_;
  std::string name_;
  std::optional<uint32_t> uid_;
};

// What makes a handle the one that a parameter wants.
struct ContextKind {
  const void* interface = nullptr;  // RPC_IF_HANDLE
  const void* type = nullptr;       // the stub's description of the type; nullptr: no named type
  // Runs the rundown routine of a type; never throws.
  void (*run_down)(const void* type, void* user_context) = nullptr;
};

struct ContextLimits {
  uint32_t per_group = 0;
  uint32_t all = 0;
  std::atomic<uint32_t>* count = nullptr;  // of all groups
};

// Someone who waits for the lock of a handle.
struct ContextWaiter {
  ListLink link;
  ContextLock wanted = ContextLock::exclusive;
  bool granted = false;  // also when the handle was closed meanwhile
  // Called once the lock is granted, outside the mutex; nullptr: a thread that waits in the table.
  void (*wake)(ContextWaiter& waiter) = nullptr;
};

class ContextHandle {
 public:
  ContextHandle(const ContextKind& kind, const ContextCaller& maker, void* user_context)
      : kind_(kind), owner_(maker), user_context_(user_context) {}

  // The table's mutex guards all that follows; `kind` is constant.
  [[nodiscard]] const ContextKind& kind() const { return kind_; }
  void run_down() const {
    if (kind_.run_down) kind_.run_down(kind_.type, user_context_);
  }

 private:
  friend class ContextTable;
  friend class ContextList;
  const ContextKind kind_;
  const ContextOwner owner_;
  Uuid id_;
  void* user_context_;
  uint32_t users_ = 0;    // calls that hold it
  uint32_t readers_ = 0;  // of them with the shared lock
  bool exclusive_ = false;
  bool open_ = true;                   // in the table
  ContextWaiter* upgrader_ = nullptr;  // a reader that waits for the other readers to go
  IntrusiveList<ContextWaiter, &ContextWaiter::link> waiters_;
  ContextHandle* next_ = nullptr;  // in a ContextList
};

// Handles that were taken out of their table, to be run down.
class ContextList {
 public:
  ContextList() = default;
  ContextList(ContextList&& other) noexcept : first_(std::exchange(other.first_, nullptr)) {}
  ContextList& operator=(ContextList&&) = delete;
  ~ContextList() { run_down(); }

  [[nodiscard]] bool empty() const { return first_ == nullptr; }
  void push(ContextHandle& handle) {
    handle.next_ = first_;
    first_ = &handle;
  }
  // Each rundown routine once; outside all locks.
  void run_down();

 private:
  ContextHandle* first_ = nullptr;
};

class ContextTable {
 public:
  explicit ContextTable(const ContextLimits& limits) : limits_(limits) {}
  ContextTable(const ContextTable&) = delete;
  ContextTable& operator=(const ContextTable&) = delete;
  // Runs down what is left.
  ~ContextTable();

  // A new handle. RPC_S_OUT_OF_RESOURCES when there are too many, RPC_S_OUT_OF_MEMORY.
  Result<Uuid> make(const ContextKind& kind, const ContextCaller& maker, void* user_context);
  // The handle that a client names, held. RPC_X_SS_CONTEXT_MISMATCH for anything but one of this kind and caller.
  Result<ContextHandle&> hold(const Uuid& id, const ContextKind& kind, const ContextCaller& caller);
  // Gives a held handle back, with what is held of its lock.
  void release(ContextHandle& handle, ContextLock held);

  [[nodiscard]] void* user_context(const ContextHandle& handle) const;
  void set_user_context(ContextHandle& handle, void* user_context);
  [[nodiscard]] Uuid id(const ContextHandle& handle) const;
  [[nodiscard]] bool is_open(const ContextHandle& handle) const;
  // No one finds it any more; no rundown. Those that wait for it learn that it is closed.
  void close(ContextHandle& handle);
  // The same by id, for one that nobody else knows yet.
  void forget(const Uuid& id);

  // True: the lock is the caller's. False: `waiter` is queued and will be woken once.
  bool lock(ContextHandle& handle, ContextWaiter& waiter);
  // The same, waiting on the spot.
  void lock_and_wait(ContextHandle& handle, ContextLock wanted);
  // From shared to exclusive. False: the shared lock was lost on the way, others may have written (AR-131).
  bool upgrade(ContextHandle& handle);
  void downgrade(ContextHandle& handle);

  // Takes the handles of an interface (nullptr: all) out.
  void take(const void* interface, ContextList& taken);
  [[nodiscard]] size_t size() const;

 private:
  struct Hash {
    size_t operator()(const Uuid& id) const {
      return id.data1 ^ size_t { id.data2 } << 32;
    }
  };
  using WaiterList = IntrusiveList<ContextWaiter, &ContextWaiter::link>;

  // All require the mutex.
  [[nodiscard]] static bool grant(ContextHandle& handle, ContextLock wanted);
  void unlock(ContextHandle& handle, ContextLock held);
  void advance(ContextHandle& handle, WaiterList& ready);
  void remove(ContextHandle& handle, WaiterList& ready);
  void drop(ContextHandle& handle);
  static void wake(WaiterList& ready);

  const ContextLimits limits_;
  mutable std::mutex mutex_;
  std::condition_variable granted_;
  std::unordered_map<Uuid, ContextHandle*, Hash> handles_;
};

}  // namespace farcall::runtime
