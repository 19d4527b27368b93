// CallContexts: the context handles of one call, from its request until its answer.
//
// 1. While [in] is unmarshalled, each context handle parameter is noted with its slot: the variable that the manager
//    routine sees. What the client sent is looked up and held.
// 2. lock() takes the locks of all of them, in an order that all calls share, so that two calls with the same two
//    handles cannot block each other. A call that has to wait is parked: no thread waits for it, and it is dispatched
//    again when its turn has come.
// 3. While [out] is marshalled, a slot that was NULL and is not any more makes a handle.
// 4. end() tells what became of the call, and carries out the rules of "Failure Semantics for Context Handles".
// Lives in the call's arena, made when the first context handle is met. One thread at a time: who has the call.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "runtime/server/context_table.h"

namespace farcall::runtime {

class ServerCall;

enum class ContextEnd : uint8_t {
  sent,          // [out] was marshalled whole
  not_sent,      // the manager has returned, but [out] could not be marshalled
  not_returned,  // the manager was not called, or raised, or the call was aborted
};

class CallContexts {
 public:
  // Those of the call, made if need be; nullptr when memory is out.
  static CallContexts* of(ServerCall& call);

  explicit CallContexts(ServerCall& call);
  CallContexts(const CallContexts&) = delete;
  CallContexts& operator=(const CallContexts&) = delete;

  struct Parameter {
    void* slot;        // a pointer lies there
    const void* type;  // of the stub
    ContextLock lock;  // what it asks for
    bool out;          // the manager may change it
  };
  // `id`: what the client sent, nil for a NULL handle; empty for an [out] parameter. Fills the slot.
  Status receive(const Parameter& parameter, const std::optional<Uuid>& id);
  // False: the call is parked; InterfaceSpec::resume will be called.
  bool lock();
  // Whether a handle was closed by another call while this one waited.
  [[nodiscard]] bool lost() const;
  // What to send for a slot; nil for NULL.
  Result<Uuid> send(const void* slot);
  void end(ContextEnd end);

  // RpcSsContextLockExclusive, RpcSsContextLockShared: by what the manager sees. RPC_S_OK, ERROR_MORE_WRITES (the
  // lock was given up on the way), RPC_X_SS_CONTEXT_MISMATCH.
  Status lock_exclusive(void* user_context);
  Status lock_shared(void* user_context);

 private:
  struct Use {
    Parameter parameter;
    Use* next = nullptr;              // ordered by handle
    ContextHandle* handle = nullptr;  // that came in
    ContextLock held = ContextLock::none;
    Uuid made;  // by send(), not nil when it was
  };
  struct Waiter : ContextWaiter {
    CallContexts* owner = nullptr;
  };

  void insert(Use& use);
  static void* value(const Use& use);
  static void wake(ContextWaiter& waiter);
  [[nodiscard]] ContextKind kind(const void* type) const;
  void end(Use& use, ContextEnd end);
  // The use whose handle leads there; nullptr with `known` when the value is a new one.
  Use* find(void* user_context, bool& known);

  ServerCall& call_;
  ContextTable& table_;
  Use* first_ = nullptr;
  Use* locking_ = nullptr;
  Waiter waiter_;
};

}  // namespace farcall::runtime
