// The eventfd follows the state under the object's lock: its counter is 1 while signalled and 0
// otherwise. When a waiting thread takes an automatic event the state never becomes signalled for
// others, but it did for a moment, so the counter goes up and down again; pollers look at the event
// before they act.
#include "base/sync/event.h"

#include <sys/eventfd.h>
#include <unistd.h>

namespace farcall::sync {

Event::Event(Reset how, bool initially_signalled)
    : Waitable(k_type), how_(how), signalled_(initially_signalled) {}

Event::~Event() {
  if (descriptor_ >= 0) close(descriptor_);
}

void Event::set() {
  Locked lock(*this);
  if (signalled_) return;
  change(true);
  lock.satisfy_waiters();
}

void Event::reset() {
  const Locked lock(*this);
  change(false);
}

void Event::pulse() {
  Locked lock(*this);
  change(true);
  lock.satisfy_waiters();
  change(false);
}

int Event::descriptor() {
  const Locked lock(*this);
  if (descriptor_ < 0) descriptor_ = eventfd(signalled_ ? 1 : 0, EFD_CLOEXEC | EFD_NONBLOCK);
  return descriptor_;
}

void Event::change(bool signalled) {
  if (signalled_ == signalled) return;
  signalled_ = signalled;
  if (descriptor_ < 0) return;
  eventfd_t value = 0;
  // Neither can fail for us: the counter is 0 before the write; a program that read it itself
  // changes nothing.
  if (signalled)
    (void)eventfd_write(descriptor_, 1);
  else
    (void)eventfd_read(descriptor_, &value);
}

}  // namespace farcall::sync
