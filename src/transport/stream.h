// Stream: a connected descriptor on a loop: bytes in to a handler, bytes out in one gathered write
// per turn.
//
// 1. All calls on the loop. The handler is called from the loop's turn only, never from inside a
//    call to the stream; it may do anything there, including destroying the stream.
// 2. on_closed comes exactly once for an opened stream, after the last on_bytes, whoever ended it;
//    destroying the stream before gives none. Afterwards the stream holds no descriptor.
// 3. Received bytes lie in the loop's scratch and are gone when on_bytes returns (or enters a
//    manager: loop.h, rule b).
// 4. An idle stream owns no buffer.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "transport/loop.h"
#include "transport/output_queue.h"
#include "transport/part.h"
#include "transport/unique_fd.h"

namespace farcall::transport {

struct StreamHandler {
  virtual void on_bytes(Bytes bytes) = 0;
  // 0: the peer has sent all it had to send (FIN); what this turn had queued was offered to it.
  // ECONNABORTED: close() or close_after_flush(). Else the errno.
  virtual void on_closed(int error) = 0;
  // Everything queued has left, after a time when it did not fit into the kernel at once or reading
  // was paused.
  virtual void on_drained() {}

 protected:
  ~StreamHandler() = default;
};

class Stream {
 public:
  // What one stream may read in a turn before others get theirs.
  static constexpr size_t k_read_per_turn = 4 * Loop::k_scratch_size;

  Stream(Loop& loop, BufferPool& pool);
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream();

  // `fd` is non-blocking and connected. Once.
  Result<void> open(UniqueFd fd, StreamHandler& handler);
  [[nodiscard]] bool is_open() const { return state_ == State::open; }
  [[nodiscard]] Loop& loop() const { return loop_; }
  // -1 unless it is open.
  [[nodiscard]] int descriptor() const { return fd_.get(); }

  // Queue bytes; they leave at the end of the turn. False when the stream is not open, or memory is
  // out, which closes it (ENOMEM).
  bool send(Bytes bytes);
  bool send(BufferRef block, size_t offset, size_t length);
  [[nodiscard]] size_t queued_bytes() const { return output_.bytes(); }

  // Unread bytes stay in the kernel, which makes the peer wait.
  void pause_reading();
  void resume_reading();
  [[nodiscard]] bool reading_paused() const { return paused_; }

  // Drops what is queued and closes at once; on_closed follows in the next turn. Idempotent.
  void close();
  // Sends what is queued, then closes; for a peer that is told why. No on_bytes comes any more:
  // what the peer still sends is read and dropped until its FIN or for at most `longest`, because
  // closing over unread bytes would reset the connection and take our last words with it (RFC
  // 1122 4.2.2.13). Idempotent; close() may cut it short.
  void close_after_flush(Duration longest);

 private:
  enum class State : uint8_t { idle, open, flushing, closed, reported };

  static void run_watch(Watch& watch);
  static void run_turn_end(TurnEnd& end);
  static void run_linger(Timer& timer);

  [[nodiscard]] bool is_live() const { return state_ == State::open || state_ == State::flushing; }
  [[nodiscard]] bool wants_read() const {
    return readable_ && (!paused_ || state_ == State::flushing);
  }
  [[nodiscard]] bool drained_is_due() const { return owes_drained_ && output_.empty(); }
  bool queued(bool success);
  void on_ready();
  void take_events();
  void flush();
  void after_flush();
  void fail_write(int error);
  [[nodiscard]] bool read();
  void end_of_input(int error);
  [[nodiscard]] bool deliver(Bytes bytes);
  void end(int error);
  void release();
  void report();

  Loop& loop_;
  OutputQueue output_;
  Part<Watch, Stream> watch_;
  Part<TurnEnd, Stream> turn_end_;
  Part<Timer, Stream> linger_;
  UniqueFd fd_;
  StreamHandler* handler_ = nullptr;
  int error_ = 0;        // for on_closed
  int write_error_ = 0;  // the peer takes no more bytes, but may have sent some
  State state_ = State::idle;
  bool readable_ = false;    // the kernel has not said EAGAIN since the last edge
  bool peer_ended_ = false;  // EPOLLRDHUP, -HUP or -ERR was seen: read on after a short read
  bool blocked_ = false;     // waiting for EPOLLOUT
  bool paused_ = false;
  bool owes_drained_ = false;
  bool input_ended_ = false;  // the peer's FIN was read
};

}  // namespace farcall::transport
