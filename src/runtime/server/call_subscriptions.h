// CallSubscriptions: who wants to be told when the client of one call cancels it or is gone
// (RpcServerSubscribeForNotification, AR-101 to AR-111).
//
// Each of the two events has at most one subscription, which is told at most once: when it happens,
// or at once when it had happened before. A notification that is under way outlives the call. Made
// for the few calls that ask; the call owns it. Any thread, also against the call's own answer.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>

#include "base/result.h"
#include "runtime/async/notification.h"
#include "transport/loop.h"
#include "transport/part.h"

namespace farcall::runtime {

class Subscription final : public NotificationOwner {
 public:
  // With one reference. A routine of the program runs on `loop`, outside of all else that does.
  Subscription(AsyncEvent event, transport::Loop& loop)
      : event_(event), loop_(loop), task_(*this, nullptr, run_task) {}

  Status prepare(const NotificationRequest& request, void* handle) {
    return notification_.prepare(request, handle);
  }
  // Once. The caller's reference goes with it.
  void fire();
  void retain() override { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() override;

 private:
  static void run_task(transport::Task& task);

  const AsyncEvent event_;
  transport::Loop& loop_;
  Notification notification_{*this};
  transport::Part<transport::Task, Subscription> task_;
  std::atomic<uint32_t> references_{1};
};

class CallSubscriptions {
 public:
  CallSubscriptions() = default;
  CallSubscriptions(const CallSubscriptions&) = delete;
  CallSubscriptions& operator=(const CallSubscriptions&) = delete;
  ~CallSubscriptions();

  // `handle` is what the program's routine is given. RPC_S_INVALID_ARG when there is a subscription
  // for this event; errors as of Notification::prepare().
  Status subscribe(AsyncEvent event, const NotificationRequest& request, void* handle,
                   transport::Loop& loop);
  // How many notifications the subscription has had. RPC_S_INVALID_ARG when there is none.
  Result<uint32_t> unsubscribe(AsyncEvent event);
  // The event has happened.
  void tell(AsyncEvent event);

 private:
  struct Place {
    Subscription* subscription = nullptr;
    bool told = false;
  };
  Place& place_of(AsyncEvent event) { return places_[event == AsyncEvent::client_cancel]; }

  std::mutex mutex_;
  std::array<Place, 2> places_;
};

}  // namespace farcall::runtime
