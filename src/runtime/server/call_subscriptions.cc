// Subscriptions of a call. Nothing is fired under the lock: each firing holds a reference instead.
#include "runtime/server/call_subscriptions.h"

#include <new>
#include <utility>

namespace farcall::runtime {

// A routine of the program may answer the call, which must not happen inside an event of the
// call's association.
void Subscription::fire() {
  if (!notification_.needs_runtime_thread())
    notification_.fire(event_);
  else if (loop_.post(task_))
    return;  // run_task releases
  release();
}

void Subscription::run_task(transport::Task& task) {
  Subscription& self = transport::Part<transport::Task, Subscription>::of(task);
  self.notification_.fire(self.event_);
  self.release();
}

void Subscription::release() {
  if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
}

CallSubscriptions::~CallSubscriptions() {
  for (const Place& place : places_)
    if (place.subscription) place.subscription->release();
}

Status CallSubscriptions::subscribe(AsyncEvent event, const NotificationRequest& request,
                                    void* handle, transport::Loop& loop) {
  auto* made = new (std::nothrow) Subscription(event, loop);
  if (!made) return Status{RPC_S_OUT_OF_MEMORY};
  Status status = made->prepare(request, handle);
  if (status.ok()) {
    const std::lock_guard lock(mutex_);
    Place& place = place_of(event);
    if (!place.subscription)
      place = {std::exchange(made, nullptr), false};
    else
      status = Status{RPC_S_INVALID_ARG};
  }
  if (made) made->release();
  return status;
}

Result<uint32_t> CallSubscriptions::unsubscribe(AsyncEvent event) {
  Place removed;
  {
    const std::lock_guard lock(mutex_);
    removed = std::exchange(place_of(event), Place{});
  }
  if (!removed.subscription) return Status{RPC_S_INVALID_ARG};
  removed.subscription->release();
  return removed.told ? 1u : 0u;
}

void CallSubscriptions::tell(AsyncEvent event) {
  Subscription* told = nullptr;
  {
    const std::lock_guard lock(mutex_);
    Place& place = place_of(event);
    if (!place.subscription || std::exchange(place.told, true)) return;
    told = place.subscription;
    told->retain();
  }
  told->fire();
}

}  // namespace farcall::runtime
