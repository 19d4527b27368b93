// Notification: how an application learns that something happened to its call.
//
// Everything it names (event, thread, completion port) is resolved and referenced when the call
// starts, so firing never fails, never blocks and never allocates; the application may close its
// handles meanwhile. The application's RPC_ASYNC_STATE is passed on as an address and never looked
// at. Fired by whoever won the call's outcome.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "base/sync/apc_queue.h"
#include "base/sync/completion_port.h"
#include "base/sync/object.h"
#include "runtime/async/call_outcome.h"

namespace farcall::runtime {

// Values as RPC_NOTIFICATION_TYPES, `sink` is ours.
enum class NotificationType : uint32_t { none, event, apc, io_completion, window, callback, sink };

// The application's routine, RPCNOTIFICATION_ROUTINE of the SDK.
using NotificationRoutine = void (*)(void* async_state, void* context, AsyncEvent event);

// What the application asked for, copied from its structure.
struct NotificationRequest {
  NotificationType type = NotificationType::none;
  void* object = nullptr;  // event, thread (nullptr: the calling one) or completion port: a HANDLE
  NotificationRoutine routine = nullptr;
  sync::CompletionPacket packet;
  CompletionSink* sink = nullptr;
};

// Who embeds a notification; stays alive while one is under way.
class NotificationOwner {
 public:
  virtual void retain() = 0;
  virtual void release() = 0;

 protected:
  ~NotificationOwner() = default;
};

class Notification {
 public:
  explicit Notification(NotificationOwner& owner) : owner_(owner) {}
  Notification(const Notification&) = delete;
  Notification& operator=(const Notification&) = delete;
  ~Notification() { clear(); }

  // Resolves the request. RPC_S_UNSUPPORTED_TYPE for windows and unknown types, RPC_S_INVALID_ARG
  // for a handle or routine that is none, RPC_S_OUT_OF_MEMORY. After a failure nothing is kept.
  Status prepare(const NotificationRequest& request, void* async_state);
  // Drops what was prepared; for a call that never started.
  void clear();

  // True when the application's routine must be called on a thread of the run-time.
  [[nodiscard]] bool needs_runtime_thread() const { return type_ == NotificationType::callback; }
  // Delivers; at most once per prepare().
  void fire(AsyncEvent event) noexcept;

 private:
  struct Apc : sync::ApcEntry {
    Notification* notification;
    AsyncEvent event;
  };
  void queue_apc(AsyncEvent event) noexcept;
  void call_back(AsyncEvent event) noexcept;
  static void run_apc(sync::ApcEntry& entry);
  static void discard_apc(sync::ApcEntry& entry);

  NotificationOwner& owner_;
  NotificationType type_ = NotificationType::none;
  bool reserved_ = false;  // a place in the completion port's queue is ours
  void* async_state_ = nullptr;
  NotificationRoutine routine_ = nullptr;
  CompletionSink* sink_ = nullptr;
  sync::Ref<sync::Object> object_;
  sync::CompletionPacket packet_;
  Apc apc_{};
};

// The sink of a thread that waits for one call (C++ API, tests): a futex word on the waiter's
// stack.
class CompletionWaiter final : public CompletionSink {
 public:
  CompletionWaiter() : CompletionSink{&CompletionWaiter::on_fire} {}
  // False when the deadline passed first.
  bool wait(Time deadline = sync::k_never);

 private:
  static void on_fire(CompletionSink& sink, AsyncEvent event) noexcept;
  sync::FutexWord fired_{0};
};

}  // namespace farcall::runtime
