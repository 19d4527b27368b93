// The pairing heap of TimerQueue: arming is constant time, taking one out is amortised O(log n).
#include "transport/timer.h"

#include <cassert>
#include <utility>

namespace farcall::transport {

TimerQueue::~TimerQueue() {
  while (root_) cancel(*root_);
}

void TimerQueue::arm(Timer& timer, Time deadline) {
  assert(!timer.queue_ || timer.queue_ == this);
  timer.deadline_ = deadline;
  if (timer.queue_) {
    if (deadline >= timer.place_) return;
    remove(timer);
  } else {
    timer.queue_ = this;
    ++size_;
  }
  insert(timer);
}

void TimerQueue::cancel(Timer& timer) {
  if (!timer.queue_) return;
  assert(timer.queue_ == this);
  remove(timer);
  timer.queue_ = nullptr;
  --size_;
}

std::optional<Time> TimerQueue::next() const {
  return root_ ? std::optional<Time>(root_->place_) : std::nullopt;
}

Timer* TimerQueue::pop_due(Time now) {
  while (root_ && root_->place_ <= now) {
    Timer& timer = *root_;
    if (timer.deadline_ == timer.place_) {
      cancel(timer);
      return &timer;
    }
    remove(timer);
    insert(timer);
  }
  return nullptr;
}

void TimerQueue::insert(Timer& timer) {
  timer.place_ = timer.deadline_;
  root_ = meld(root_, &timer);
}

void TimerQueue::remove(Timer& timer) {
  if (&timer == root_) {
    root_ = nullptr;
  } else {
    Timer& before = *timer.previous_;
    (before.child_ == &timer ? before.child_ : before.next_) = timer.next_;
    if (timer.next_) timer.next_->previous_ = &before;
  }
  root_ = meld(root_, meld_siblings(timer.child_));
  timer.child_ = timer.next_ = timer.previous_ = nullptr;
}

Timer* TimerQueue::meld(Timer* a, Timer* b) {
  if (!a || !b) return a ? a : b;
  if (b->place_ < a->place_) std::swap(a, b);
  b->next_ = a->child_;
  if (b->next_) b->next_->previous_ = b;
  b->previous_ = a;
  a->child_ = b;
  a->next_ = a->previous_ = nullptr;
  return a;
}

// Two passes, neither recursive: pairs from left to right, then the pairs from right to left.
Timer* TimerQueue::meld_siblings(Timer* first) {
  Timer* pairs = nullptr;
  while (first) {
    Timer* second = first->next_;
    Timer* rest = second ? second->next_ : nullptr;
    first->next_ = first->previous_ = nullptr;
    if (second) second->next_ = second->previous_ = nullptr;
    Timer* pair = meld(first, second);
    pair->next_ = pairs;
    pairs = pair;
    first = rest;
  }
  Timer* root = nullptr;
  while (pairs) {
    Timer* rest = pairs->next_;
    pairs->next_ = nullptr;
    root = meld(root, pairs);
    pairs = rest;
  }
  return root;
}

}  // namespace farcall::transport
