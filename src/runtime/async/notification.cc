// Delivery of completions (rules AR-026 to AR-034 of the async contract).
//
// The routine of an APC runs on the application's own thread, where its exceptions are its own
// affair; a callback runs on one of our threads, which no exception of the application may end.
#include "runtime/async/notification.h"

#include "base/log.h"
#include "base/sync/handle_table.h"

namespace farcall::runtime {

Status Notification::prepare(const NotificationRequest& request, void* async_state) {
  clear();
  switch (request.type) {
    case NotificationType::none:
      break;
    case NotificationType::event:
      object_ = sync::event_from_handle(request.object);
      if (!object_) return Status{RPC_S_INVALID_ARG};
      break;
    case NotificationType::apc:
      // Zero means the calling thread (ns-rpcasync-rpc_async_notification_info, AR-029).
      object_ = request.object
                    ? sync::thread_from_handle(request.object)
                    : sync::Ref<sync::ThreadObject>::share(sync::ThreadObject::current());
      if (!object_) return Status{request.object ? RPC_S_INVALID_ARG : RPC_S_OUT_OF_MEMORY};
      [[fallthrough]];
    case NotificationType::callback:
      if (!request.routine) {
        clear();
        return Status{RPC_S_INVALID_ARG};
      }
      break;
    case NotificationType::io_completion: {
      sync::Ref<sync::CompletionPort> port = sync::port_from_handle(request.object);
      if (!port) return Status{RPC_S_INVALID_ARG};
      if (!port->reserve()) return Status{RPC_S_OUT_OF_MEMORY};
      reserved_ = true;
      object_ = std::move(port);
      break;
    }
    case NotificationType::sink:
      break;
    case NotificationType::window:
    default:
      return Status{RPC_S_UNSUPPORTED_TYPE};
  }
  type_ = request.type;
  routine_ = request.routine;
  packet_ = request.packet;
  sink_ = request.sink;
  async_state_ = async_state;
  return Status{};
}

void Notification::clear() {
  if (reserved_) static_cast<sync::CompletionPort*>(object_.get())->cancel_reservation();
  reserved_ = false;
  object_ = {};
  type_ = NotificationType::none;
}

void Notification::fire(AsyncEvent event) noexcept {
  switch (type_) {
    case NotificationType::event:
      static_cast<sync::Event*>(object_.get())->set();
      break;
    case NotificationType::apc:
      queue_apc(event);
      break;
    case NotificationType::io_completion:
      reserved_ = false;
      static_cast<sync::CompletionPort*>(object_.get())->post_reserved(packet_);
      break;
    case NotificationType::callback:
      call_back(event);
      break;
    case NotificationType::sink:
      sink_->fire(*sink_, event);
      break;
    case NotificationType::none:
    case NotificationType::window:
      break;
  }
}

void Notification::queue_apc(AsyncEvent event) noexcept {
  apc_.run = &Notification::run_apc;
  apc_.discard = &Notification::discard_apc;
  apc_.notification = this;
  apc_.event = event;
  owner_.retain();  // until the procedure starts: the application may complete the call before it
  if (!static_cast<sync::ThreadObject*>(object_.get())->apcs().queue(apc_)) {
    log(Level::debug, "async.apc_lost", "the thread to be notified has ended");
    owner_.release();
  }
}

void Notification::run_apc(sync::ApcEntry& entry) {
  Notification& self = *static_cast<Apc&>(entry).notification;
  const NotificationRoutine routine = self.routine_;
  void* const async_state = self.async_state_;
  const AsyncEvent event = static_cast<Apc&>(entry).event;
  self.owner_.release();
  routine(async_state, nullptr, event);
}

void Notification::discard_apc(sync::ApcEntry& entry) {
  static_cast<Apc&>(entry).notification->owner_.release();
}

void Notification::call_back(AsyncEvent event) noexcept {
  try {
    routine_(async_state_, nullptr, event);
  } catch (...) {
    log(Level::error, "async.callback_threw",
        "a notification routine let an exception out; it is dropped");
  }
}

bool CompletionWaiter::wait(Time deadline) {
  while (fired_.load(std::memory_order_acquire) == 0)
    if (!sync::futex_wait(fired_, 0, deadline)) return fired_.load(std::memory_order_acquire) != 0;
  return true;
}

void CompletionWaiter::on_fire(CompletionSink& sink, AsyncEvent) noexcept {
  sync::FutexWord& word = static_cast<CompletionWaiter&>(sink).fired_;
  word.store(1, std::memory_order_release);
  sync::futex_wake(&word, 1);  // the waiter may be gone already: only the address is used
}

}  // namespace farcall::runtime
