// Stream: all calls of the handler are made from on_ready(), which the loop runs from its ready
// list; everything else only changes state and makes the stream ready.
#include "transport/stream.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <utility>

namespace farcall::transport {
namespace {

constexpr size_t k_vectors = 128;

int socket_error(int fd) {
  int error = 0;
  socklen_t length = sizeof error;
  return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

}  // namespace

Stream::Stream(Loop& loop, BufferPool& pool)
    : loop_(loop),
      output_(pool),
      watch_(*this, run_watch),
      turn_end_(*this, run_turn_end),
      linger_(*this, run_linger) {}

Stream::~Stream() {
  release();
  loop_.forget(this);
}

Result<void> Stream::open(UniqueFd fd, StreamHandler& handler) {
  assert(state_ == State::idle);
  RPC_TRY(loop_.watch(watch_, fd.get(), EPOLLIN | EPOLLOUT | EPOLLRDHUP));
  fd_ = std::move(fd);
  handler_ = &handler;
  state_ = State::open;
  return {};
}

bool Stream::send(Bytes bytes) {
  return is_open() && queued(output_.append(bytes));
}

bool Stream::send(BufferRef block, size_t offset, size_t length) {
  return is_open() && queued(output_.append(std::move(block), offset, length));
}

bool Stream::queued(bool success) {
  if (!success)
    end(ENOMEM);
  else if (write_error_ != 0)
    output_.clear();  // nobody takes them; on_closed is on its way
  else if (!blocked_)
    loop_.at_end_of_turn(turn_end_);
  return success;
}

void Stream::pause_reading() {
  paused_ = true;
}

void Stream::resume_reading() {
  paused_ = false;
  if (is_live() && readable_) loop_.make_ready(watch_);
}

void Stream::close() {
  if (is_live()) end(ECONNABORTED);
}

void Stream::close_after_flush(Duration longest) {
  if (!is_open()) return;
  state_ = State::flushing;
  loop_.arm(linger_, loop_.now() + longest);
  if (!blocked_) loop_.at_end_of_turn(turn_end_);
  if (readable_) loop_.make_ready(watch_);
}

void Stream::run_watch(Watch& watch) {
  Part<Watch, Stream>::of(watch).on_ready();
}
void Stream::run_turn_end(TurnEnd& end) {
  Part<TurnEnd, Stream>::of(end).flush();
}
void Stream::run_linger(Timer& timer) {
  Part<Timer, Stream>::of(timer).end(ECONNABORTED);
}

void Stream::on_ready() {
  take_events();
  if (is_live() && wants_read() && !read()) return;
  if (is_live() && write_error_ != 0 && !wants_read()) end(write_error_);
  if (is_open() && drained_is_due()) {
    owes_drained_ = false;
    if (!loop_.call_out(this, [this] { handler_->on_drained(); })) return;
  }
  if (state_ == State::closed)
    report();
  else if (is_live() && (wants_read() || write_error_ != 0 || drained_is_due()))
    loop_.make_ready(watch_);
  else
    watch_.link.unlink();
}

void Stream::take_events() {
  const uint32_t events = std::exchange(watch_.events, 0);
  if (events == 0 || !is_live()) return;
  if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) readable_ = true;
  if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) peer_ended_ = true;
  if (blocked_ && (events & (EPOLLOUT | EPOLLHUP | EPOLLERR))) {
    blocked_ = false;
    flush();
  }
  // A reset is reported even while reading is paused: nothing can be answered any more.
  if (is_open() && paused_ && (events & EPOLLERR)) {
    const int error = write_error_ != 0 ? write_error_ : socket_error(fd_.get());
    end(error != 0 ? error : ECONNRESET);
  }
}

// Never calls the handler: it also runs when a manager is about to be entered (loop.h, rule b).
void Stream::flush() {
  if (!is_live() || blocked_ || write_error_ != 0) return;
  while (!output_.empty()) {
    iovec vectors[k_vectors];
    msghdr message{};
    message.msg_iov = vectors;
    message.msg_iovlen = output_.gather(vectors, k_vectors);
    const ssize_t sent = sendmsg(fd_.get(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      output_.consume(static_cast<size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      blocked_ = owes_drained_ = true;
      return;
    } else if (errno != EINTR) {
      return fail_write(errno);
    }
  }
  after_flush();
}

void Stream::after_flush() {
  if (state_ == State::flushing) {
    if (input_ended_) return end(ECONNABORTED);
    ::shutdown(fd_.get(), SHUT_WR);
    return;
  }
  if (paused_) owes_drained_ = true;
  if (owes_drained_) loop_.make_ready(watch_);
}

// The peer may have sent bytes before it went, a fault for instance: they are read first.
void Stream::fail_write(int error) {
  write_error_ = error;
  output_.clear();
  owes_drained_ = false;
  readable_ = true;
  loop_.make_ready(watch_);
}

// False when the stream must not be touched any more.
bool Stream::read() {
  for (size_t total = 0; total < k_read_per_turn && is_live() && wants_read();) {
    const MutableBytes room = loop_.scratch();
    const ssize_t count = recv(fd_.get(), room.data(), room.size(), MSG_DONTWAIT);
    if (count <= 0) {
      if (count == 0 || errno != EINTR) end_of_input(count == 0 ? 0 : errno);
      continue;
    }
    const auto size = static_cast<size_t>(count);
    total += size;
    // A short read has emptied the kernel's buffer; what comes later is a new edge (epoll(7)). Not
    // so the end of the stream, whose edge may be past.
    if (size < room.size() && !peer_ended_) readable_ = false;
    if (state_ == State::open && !deliver(room.first(size))) return false;
  }
  return true;
}

void Stream::end_of_input(int error) {
  readable_ = false;
  if (error == EAGAIN || error == EWOULDBLOCK) return;
  input_ended_ = error == 0;
  if (input_ended_) flush();  // a peer that only half-closed still reads
  if (state_ == State::flushing) {
    if (input_ended_ && !output_.empty()) return;
    error = ECONNABORTED;
  }
  end(write_error_ != 0 ? write_error_ : error);
}

// Ready in advance: should the handler lose the loop, its new holder goes on reading.
bool Stream::deliver(Bytes bytes) {
  loop_.make_ready(watch_);
  return loop_.call_out(this, [this, bytes] { handler_->on_bytes(bytes); });
}

void Stream::end(int error) {
  if (!is_live()) return;
  error_ = error;
  state_ = State::closed;
  release();
  loop_.make_ready(watch_);
}

void Stream::release() {
  if (fd_) loop_.unwatch(watch_, fd_.get());
  fd_.reset();
  watch_.link.unlink();
  turn_end_.link.unlink();
  loop_.cancel(linger_);
  output_.clear();
  owes_drained_ = false;
}

void Stream::report() {
  state_ = State::reported;
  watch_.link.unlink();
  (void)loop_.call_out(this, [this] { handler_->on_closed(error_); });
}

}  // namespace farcall::transport
