// A ring of packets under the object's lock; waiting threads are handed their packet by who posts
// it.
#include "base/sync/completion_port.h"

namespace farcall::sync {

bool CompletionPort::post(const CompletionPacket& packet) {
  Locked lock(*this);
  if (!make_room()) return false;
  push(packet);
  lock.satisfy_waiters();
  return true;
}

bool CompletionPort::reserve() {
  const Locked lock(*this);
  if (!make_room()) return false;
  ++reserved_;
  return true;
}

void CompletionPort::post_reserved(const CompletionPacket& packet) {
  Locked lock(*this);
  --reserved_;
  push(packet);
  lock.satisfy_waiters();
}

void CompletionPort::cancel_reservation() {
  const Locked lock(*this);
  --reserved_;
}

WaitEnd CompletionPort::get(CompletionPacket& packet, Time deadline, bool alertable) {
  return wait(*this, {.deadline = deadline, .alertable = alertable, .packet = &packet}).end;
}

void CompletionPort::last_handle_closed() {
  Locked lock(*this);
  closed_ = true;
  lock.satisfy_waiters();
}

// A plain wait for the port has no place for a packet and leaves it in the queue.
void CompletionPort::consume(Waiter& waiter) {
  if (queued_ == 0) waiter.abandoned = true;
  if (queued_ == 0 || !waiter.packet) return;
  *waiter.packet = ring_[head_];
  head_ = (head_ + 1) & (capacity_ - 1);
  --queued_;
}

bool CompletionPort::make_room() {
  if (queued_ + reserved_ < capacity_) return true;
  const size_t larger = capacity_ ? capacity_ * 2 : 16;
  std::unique_ptr<CompletionPacket[]> ring(new (std::nothrow) CompletionPacket[larger]);
  if (!ring) return false;
  for (size_t i = 0; i < queued_; ++i) ring[i] = ring_[(head_ + i) & (capacity_ - 1)];
  ring_ = std::move(ring);
  capacity_ = larger;
  head_ = 0;
  return true;
}

void CompletionPort::push(const CompletionPacket& packet) {
  ring_[(head_ + queued_) & (capacity_ - 1)] = packet;
  ++queued_;
}

}  // namespace farcall::sync
