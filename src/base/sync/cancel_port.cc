// The eventfd's counter is 1 while a cancel waits and 0 otherwise; both change under the mutex.
#include "base/sync/cancel_port.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <utility>

namespace farcall::sync {

CancelPort::~CancelPort() {
  if (descriptor_ >= 0) close(descriptor_);
}

void CancelPort::ask(const Cancel& cancel) {
  const std::lock_guard lock(mutex_);
  put(cancel);
}

void CancelPort::ask() {
  const std::lock_guard lock(mutex_);
  put({patience_, false});
}

void CancelPort::put(const Cancel& cancel) {
  if (!waiting_ && descriptor_ >= 0) (void)eventfd_write(descriptor_, 1);
  waiting_ = cancel;
}

void CancelPort::set_patience(std::optional<Duration> patience) {
  const std::lock_guard lock(mutex_);
  patience_ = patience;
}

std::optional<Cancel> CancelPort::take() {
  const std::lock_guard lock(mutex_);
  eventfd_t count = 0;
  if (waiting_ && descriptor_ >= 0) (void)eventfd_read(descriptor_, &count);
  return std::exchange(waiting_, std::nullopt);
}

int CancelPort::descriptor() {
  const std::lock_guard lock(mutex_);
  if (descriptor_ < 0) descriptor_ = eventfd(waiting_ ? 1 : 0, EFD_CLOEXEC | EFD_NONBLOCK);
  return descriptor_;
}

}  // namespace farcall::sync
