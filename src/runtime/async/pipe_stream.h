// PipeInput, PipeOutput: the two ends of a pipe's stub data between a program's thread and a loop.
//
// Both hold at most about Limits::pipe_buffer bytes: a reader that does not pull makes the connection stop reading, a
// writer that pushes faster than the peer takes waits. What is waited for is either a thread's turn or one armed
// notification. A failure (the peer or the call is gone) ends both sides once; what had come before can still be
// pulled only from an input that ended well. Any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>

#include "base/buffer.h"
#include "base/result.h"
#include "ndr/byte_queue.h"
#include "ndr/marshal_buffer.h"
#include "ndr/pipe_codec.h"
#include "runtime/async/notification.h"

namespace farcall::runtime {

// One notification of something that happens to a pipe; keeps itself until it was delivered.
class PipeNotification final : public NotificationOwner {
 public:
  // Errors as Notification::prepare(); RPC_S_OUT_OF_MEMORY.
  static Result<PipeNotification*> make(const NotificationRequest& request, void* async_state);
  void fire(AsyncEvent event);  // and gives it up
  void retain() override { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() override;

 private:
  PipeNotification() = default;
  std::atomic<uint32_t> references_{1};
  Notification notification_{*this};
};

class PipeInput {
 public:
  PipeInput(BufferPool& pool, size_t limit) : queue_(pool), limit_(limit) {}
  ~PipeInput();

  // The loop's side. `last`: nothing follows.
  void append(Bytes bytes, bool last);
  void fail(int32_t status);
  // The same, but what is armed is dropped, and so is what would be: the program has been told of the call's end.
  void fail_quietly(int32_t status);
  // More than the limit is there: who reads the connection stops.
  [[nodiscard]] bool full() const;
  void set_big_endian(bool swapped) {
    const std::lock_guard lock(mutex_);
    swapped_ = swapped;
  }

  // The puller's side. Elements, the end, or nothing yet; the failure. RPC_X_BAD_STUB_DATA when the data ends inside.
  // `room_made` says that full() was true and is not any more.
  Result<ndr::ChunkReader::Pulled> pull(ndr::ChunkReader& reader, const stub::PipeElement& element,
                                        stub::SyntaxKind syntax, void* elements, size_t most,
                                        bool& room_made);
  // Waits until there is more than at the last look; false when nothing will come any more.
  bool wait();
  // `arm` is told of the next arrival, or at once when there was one since the last look.
  void arm(PipeNotification& notification);

  // Data in front of the first pipe: `take(bytes, whole)` says how many bytes it used, or nothing: not enough yet.
  template <class Take>
  bool take(Take take_bytes) {
    const std::lock_guard lock(mutex_);
    seen_ = arrivals_;
    const std::optional<size_t> used =
        take_bytes(queue_.bytes(), ended_ || failure_ != RPC_S_OK, swapped_);
    if (used) queue_.consume(*used);
    return used.has_value();
  }
  // What is left behind the pipes of an input that ended well: `take(bytes, alignment_base, big_endian)`.
  template <class Take>
  auto take_behind(Take take_bytes) {
    const std::lock_guard lock(mutex_);
    return take_bytes(queue_.bytes(), queue_.alignment_base(), swapped_);
  }
  void set_limit(size_t limit);
  [[nodiscard]] int32_t failure() const;

 private:
  void arrived(std::unique_lock<std::mutex>& lock);

  mutable std::mutex mutex_;
  std::condition_variable arrival_;
  ndr::ByteQueue queue_;
  size_t limit_;
  uint64_t arrivals_ = 0;
  uint64_t seen_ = 0;  // arrivals_ at the puller's last look
  PipeNotification* armed_ = nullptr;
  int32_t failure_ = RPC_S_OK;
  bool ended_ = false;
  bool swapped_ = false;
  bool was_full_ = false;
  bool quiet_ = false;  // nobody is told any more
};

class PipeOutput {
 public:
  // `open`: there is somebody who takes; otherwise there is no room before open().
  explicit PipeOutput(size_t limit, bool open = true) : limit_(limit), open_(open) {}
  ~PipeOutput();

  // The pusher's side. True when the loop must be told. The failure, RPC_S_OUT_OF_MEMORY. `last`: nothing follows.
  Result<bool> add(ndr::Marshalled block, bool last = false);
  // Waits until no more than the limit is on its way.
  Status wait_for_room();
  // `arm` is told when no more than the limit is on its way, or of the failure.
  void arm(PipeNotification& notification);

  // The loop's side. What `add` asked for has begun to run: the next block needs a new telling. Whoever takes without
  // having been told (the answer takes what is left) must not say so: the telling is still on its way.
  void loop_comes();
  void open();
  // The next block; false when there is none. `last`: nothing follows it.
  bool take(ndr::Marshalled& block, bool& last);
  // What was taken has left.
  void acknowledge();
  void fail(int32_t status);
  void fail_quietly(int32_t status);  // as of PipeInput

 private:
  void changed(std::unique_lock<std::mutex>& lock);
  void drop_all(int32_t status);
  [[nodiscard]] bool has_room() const {
    return failure_ != RPC_S_OK || (open_ && on_way_ <= limit_);
  }

  std::mutex mutex_;
  std::condition_variable change_;
  std::deque<ndr::Marshalled> blocks_;
  const size_t limit_;
  size_t on_way_ = 0;  // in blocks_, or taken and not acknowledged
  size_t taken_ = 0;
  PipeNotification* armed_ = nullptr;
  int32_t failure_ = RPC_S_OK;
  bool open_;
  bool posted_ = false;  // a telling is on its way to the loop
  bool ended_ = false;
  bool quiet_ = false;
};

}  // namespace farcall::runtime
