// Connector: one attempt after another, each a watched descriptor and a timer.
#include "transport/connector.h"

#include <sys/epoll.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <utility>

#include "transport/socket.h"

namespace farcall::transport {
namespace {
// The queue of a local listener is full; nothing tells when it is not any more (connect(2)).
constexpr std::chrono::milliseconds k_retry{5};
}  // namespace

Connector::Connector(Loop& loop)
    : loop_(loop), watch_(*this, run_watch), timer_(*this, run_timer) {}

Connector::~Connector() {
  cancel();
  loop_.forget(this);
}

void Connector::connect(AddressList addresses, Duration timeout, ConnectHandler& handler) {
  assert(!busy());
  handler_ = &handler;
  addresses_ = std::move(addresses);
  next_ = 0;
  last_error_ = 0;
  exhausted_ = false;
  deadline_ = loop_.now() + timeout;
  try_next();
}

void Connector::cancel() {
  drop_attempt();
  queue_full_ = false;
  watch_.link.unlink();
  handler_ = nullptr;
}

void Connector::run_watch(Watch& watch) {
  Part<Watch, Connector>::of(watch).on_ready();
}

void Connector::run_timer(Timer& timer) {
  Connector& connector = Part<Timer, Connector>::of(timer);
  if (std::exchange(connector.queue_full_, false))
    --connector.next_;
  else
    connector.last_error_ = ETIMEDOUT;
  connector.drop_attempt();
  connector.try_next();
}

void Connector::on_ready() {
  watch_.events = 0;
  if (exhausted_) return report();
  const int error = finish_connect(fd_.get());
  if (error == EINPROGRESS) return;
  if (error == 0) return report();
  last_error_ = error;
  drop_attempt();
  try_next();
}

void Connector::try_next() {
  while (next_ < addresses_.size()) {
    const auto left = static_cast<Duration::rep>(addresses_.size() - next_);
    last_error_ = begin(addresses_[next_++]);
    if (last_error_ == 0) {
      const Duration share = std::max(deadline_ - loop_.now(), Duration::zero()) / left;
      loop_.arm(timer_, loop_.now() + share);
      return;
    }
    drop_attempt();
    if (last_error_ == EAGAIN && loop_.now() < deadline_) {
      queue_full_ = true;
      return loop_.arm(timer_, loop_.now() + k_retry);
    }
  }
  exhausted_ = true;
  loop_.make_ready(watch_);
}

// 0 when the attempt is under way; a connect that succeeds at once is told by an event as well.
int Connector::begin(const Address& address) {
  int error = 0;
  fd_ = make_socket(address, error);
  if (!fd_) return error;
  set_connection_options(fd_.get(), address);
  error = begin_connect(fd_.get(), address);
  if (error != 0 && error != EINPROGRESS) return error;
  return loop_.watch(watch_, fd_.get(), EPOLLOUT).ok() ? 0 : ENOMEM;
}

void Connector::drop_attempt() {
  if (fd_) loop_.unwatch(watch_, fd_.get());
  fd_.reset();
  loop_.cancel(timer_);
}

void Connector::report() {
  ConnectHandler& handler = *std::exchange(handler_, nullptr);
  if (exhausted_) {
    const Status status =
        connect_status(last_error_, addresses_.empty() ? "" : addresses_.back().to_string());
    return (void)loop_.call_out(this, [&] { handler.on_connect_failed(status); });
  }
  loop_.unwatch(watch_, fd_.get());
  loop_.cancel(timer_);
  UniqueFd fd = std::move(fd_);
  const Address peer = addresses_[next_ - 1];
  (void)loop_.call_out(this, [&] { handler.on_connected(std::move(fd), peer); });
}

}  // namespace farcall::transport
