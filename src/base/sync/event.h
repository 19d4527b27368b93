// Event: CreateEvent's object, manual or automatic reset.
//
// set() and reset() never block and never allocate; any thread. An application can have a file
// descriptor for poll(): readable exactly while the event is signalled. It is for polling only: the
// event is consumed by a wait (with timeout 0) or reset(), never by reading the descriptor.
#pragma once

#include "base/sync/waitable.h"

namespace farcall::sync {

enum class Reset : uint8_t { automatic, manual };

class Event final : public Waitable {
 public:
  static constexpr ObjectType k_type = ObjectType::event;

  Event(Reset how, bool initially_signalled);

  void set();
  void reset();
  // Ends the waits that are under way, as set() would, and leaves the event not signalled
  // (PulseEvent).
  void pulse();
  // The descriptor, made at the first call and closed with the event; -1 when the kernel gives none
  // (errno).
  int descriptor();

 private:
  ~Event() override;
  [[nodiscard]] bool signalled(const ThreadObject&) const override { return signalled_; }
  void consume(Waiter&) override {
    if (how_ == Reset::automatic) change(false);
  }
  // With the object locked.
  void change(bool signalled);

  const Reset how_;
  bool signalled_;
  int descriptor_ = -1;
};

}  // namespace farcall::sync
