// The accept loop of Listener.
#include "transport/listener.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <cassert>
#include <cerrno>
#include <chrono>
#include <utility>

#include "base/log.h"
#include "transport/socket.h"

namespace farcall::transport {
namespace {

// Nothing wakes an edge-triggered listener whose accept failed: it tries again by itself.
constexpr std::chrono::milliseconds k_retry{100};

UniqueFd make_reserve() {
  return UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

}  // namespace

Listener::Listener(Loop& loop) : loop_(loop), watch_(*this, run_watch), retry_(*this, run_retry) {}

Listener::~Listener() {
  close();
  loop_.forget(this);
}

Result<void> Listener::adopt(ListeningSocket socket) {
  assert(!fd_);
  reserve_ = make_reserve();
  if (!reserve_) return listen_status(errno);
  address_ = socket.address;
  name_ = std::move(socket.name);
  fd_ = std::move(socket.fd);
  return {};
}

Result<void> Listener::start(ListenerHandler& handler) {
  assert(fd_ && !handler_);
  RPC_TRY(loop_.watch(watch_, fd_.get(), EPOLLIN));
  handler_ = &handler;
  return {};
}

void Listener::close() {
  if (handler_) loop_.unwatch(watch_, fd_.get());
  handler_ = nullptr;
  watch_.link.unlink();
  loop_.cancel(retry_);
  name_.reset();  // before the socket: a name that nobody answers would look stale
  fd_.reset();
  reserve_.reset();
}

void Listener::run_watch(Watch& watch) {
  Part<Watch, Listener>::of(watch).accept_some();
}

void Listener::run_retry(Timer& timer) {
  Listener& listener = Part<Timer, Listener>::of(timer);
  listener.loop_.make_ready(listener.watch_);
}

void Listener::accept_some() {
  watch_.events = 0;
  loop_.make_ready(watch_);  // should the handler lose the loop, its new holder goes on accepting
  for (unsigned i = 0; i < k_accepts_per_turn && handler_; ++i) {
    const Accepted outcome = accept_one();
    if (outcome == Accepted::gone) return;
    if (outcome == Accepted::none) break;
    if (i + 1 == k_accepts_per_turn) return;
  }
  watch_.link.unlink();
}

Listener::Accepted Listener::accept_one() {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  UniqueFd fd(accept4(fd_.get(), reinterpret_cast<sockaddr*>(&storage), &length,
                      SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!fd) return accept_failed(errno);
  set_connection_options(fd.get(), address_);
  const Address peer = Address::from(storage, length);
  const Address local = local_address(fd.get());
  const bool here = loop_.call_out(this, [&] { handler_->on_accept(std::move(fd), peer, local); });
  return here ? Accepted::one : Accepted::gone;
}

Listener::Accepted Listener::accept_failed(int error) {
  switch (error) {
    case EAGAIN:
      return Accepted::none;
    case EMFILE:
    case ENFILE:
      return shed_one();
    case ENOBUFS:
    case ENOMEM:
      return retry_later();
    default:
      // Errors of the one connection, which is gone from the queue (accept(2): ECONNABORTED,
      // EPROTO, EPERM, ENETDOWN, …), or EINTR.
      return Accepted::one;
  }
}

// Gives up the reserve for as long as it takes to accept and drop one connection.
Listener::Accepted Listener::shed_one() {
  reserve_.reset();
  UniqueFd fd(accept4(fd_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  const int error = fd ? 0 : errno;
  fd.reset();
  reserve_ = make_reserve();
  if (error == EAGAIN) return Accepted::none;
  if (error != 0 || !reserve_) return retry_later();
  if (shed_++ == 0)
    log(Level::warn, "listener.shed", "no descriptors left: connections to %s are dropped",
        address_.to_string().c_str());
  return Accepted::one;
}

Listener::Accepted Listener::retry_later() {
  loop_.arm(retry_, loop_.now() + k_retry);
  return Accepted::none;
}

}  // namespace farcall::transport
