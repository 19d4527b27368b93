// Waiting and telling. Nobody is told under a lock.
#include "runtime/async/pipe_stream.h"

#include <new>
#include <utility>

namespace farcall::runtime {

Result<PipeNotification*> PipeNotification::make(const NotificationRequest& request,
                                                 void* async_state) {
  auto* made = new (std::nothrow) PipeNotification;
  if (!made) return Status{RPC_S_OUT_OF_MEMORY};
  const Status prepared = made->notification_.prepare(request, async_state);
  if (prepared.ok()) return made;
  made->release();
  return prepared;
}

void PipeNotification::fire(AsyncEvent event) {
  notification_.fire(event);
  release();
}

void PipeNotification::release() {
  if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
}

PipeInput::~PipeInput() {
  if (armed_) armed_->release();
}

void PipeInput::append(Bytes bytes, bool last) {
  std::unique_lock lock(mutex_);
  if (ended_ || failure_ != RPC_S_OK) return;
  if (!queue_.append(bytes)) failure_ = RPC_S_OUT_OF_MEMORY;
  ended_ = last;
  arrived(lock);
}

void PipeInput::fail(int32_t status) {
  std::unique_lock lock(mutex_);
  if (ended_ || failure_ != RPC_S_OK) return;
  failure_ = status;
  arrived(lock);
}

void PipeInput::fail_quietly(int32_t status) {
  PipeNotification* dropped = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (failure_ == RPC_S_OK) failure_ = status;
    quiet_ = true;
    ++arrivals_;
    dropped = std::exchange(armed_, nullptr);
    arrival_.notify_all();
  }
  if (dropped) dropped->release();
}

void PipeInput::arrived(std::unique_lock<std::mutex>& lock) {
  ++arrivals_;
  was_full_ |= queue_.size() > limit_;
  PipeNotification* const told = std::exchange(armed_, nullptr);
  arrival_.notify_all();
  lock.unlock();
  if (told) told->fire(AsyncEvent::receive_complete);
}

bool PipeInput::full() const {
  const std::lock_guard lock(mutex_);
  return queue_.size() > limit_;
}

void PipeInput::set_limit(size_t limit) {
  const std::lock_guard lock(mutex_);
  limit_ = limit;
  was_full_ |= queue_.size() > limit_;
}

int32_t PipeInput::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

Result<ndr::ChunkReader::Pulled> PipeInput::pull(ndr::ChunkReader& reader,
                                                 const stub::PipeElement& element,
                                                 stub::SyntaxKind syntax, void* elements,
                                                 size_t most, bool& room_made) {
  using Pulled = ndr::ChunkReader::Pulled;
  const std::lock_guard lock(mutex_);
  seen_ = arrivals_;
  RPC_TRY(const Pulled pulled, reader.pull(queue_, element, syntax, swapped_, elements, most));
  room_made = was_full_ && queue_.size() <= limit_ / 2;
  if (room_made) was_full_ = false;
  if (pulled.kind != Pulled::Kind::nothing_yet) return pulled;
  if (failure_ != RPC_S_OK) return Status{failure_};
  if (ended_) return Status{RPC_X_BAD_STUB_DATA};
  return pulled;
}

bool PipeInput::wait() {
  std::unique_lock lock(mutex_);
  if (seen_ == arrivals_ && (ended_ || failure_ != RPC_S_OK)) return false;
  arrival_.wait(lock, [this] { return seen_ != arrivals_; });
  return true;
}

void PipeInput::arm(PipeNotification& notification) {
  PipeNotification* superseded = &notification;
  bool now = false;
  {
    const std::lock_guard lock(mutex_);
    now = !quiet_ && (seen_ != arrivals_ || ended_ || failure_ != RPC_S_OK);
    if (!now && !quiet_) superseded = std::exchange(armed_, &notification);
  }
  if (now) return notification.fire(AsyncEvent::receive_complete);
  if (superseded) superseded->release();  // one notification answers both pulls
}

PipeOutput::~PipeOutput() {
  if (armed_) armed_->release();
}

Result<bool> PipeOutput::add(ndr::Marshalled block, bool last) {
  const std::lock_guard lock(mutex_);
  if (failure_ != RPC_S_OK) return Status{failure_};
  if (block.length == 0 && !last) return false;
  const size_t length = block.length;
  try {
    blocks_.push_back(std::move(block));
  } catch (const std::bad_alloc&) {
    return Status{RPC_S_OUT_OF_MEMORY};
  }
  on_way_ += length;
  ended_ = last;
  return !std::exchange(posted_, true);
}

Status PipeOutput::wait_for_room() {
  std::unique_lock lock(mutex_);
  change_.wait(lock, [this] { return has_room(); });
  return Status{failure_};
}

void PipeOutput::arm(PipeNotification& notification) {
  PipeNotification* superseded = &notification;
  bool now = false;
  {
    const std::lock_guard lock(mutex_);
    now = !quiet_ && has_room();
    if (!now && !quiet_) superseded = std::exchange(armed_, &notification);
  }
  if (now) return notification.fire(AsyncEvent::send_complete);
  if (superseded) superseded->release();
}

void PipeOutput::loop_comes() {
  const std::lock_guard lock(mutex_);
  posted_ = false;
}

void PipeOutput::open() {
  std::unique_lock lock(mutex_);
  if (!std::exchange(open_, true)) changed(lock);
}

bool PipeOutput::take(ndr::Marshalled& block, bool& last) {
  const std::lock_guard lock(mutex_);
  if (blocks_.empty()) return false;
  block = std::move(blocks_.front());
  blocks_.pop_front();
  taken_ += block.length;
  last = ended_ && blocks_.empty();
  return true;
}

void PipeOutput::acknowledge() {
  std::unique_lock lock(mutex_);
  on_way_ -= std::exchange(taken_, 0);
  changed(lock);
}

void PipeOutput::fail(int32_t status) {
  std::unique_lock lock(mutex_);
  drop_all(status);
  changed(lock);
}

void PipeOutput::fail_quietly(int32_t status) {
  PipeNotification* dropped = nullptr;
  {
    const std::lock_guard lock(mutex_);
    drop_all(status);
    quiet_ = true;
    dropped = std::exchange(armed_, nullptr);
    change_.notify_all();
  }
  if (dropped) dropped->release();
}

void PipeOutput::drop_all(int32_t status) {
  if (failure_ == RPC_S_OK) failure_ = status;
  blocks_.clear();
  on_way_ = taken_ = 0;
}

void PipeOutput::changed(std::unique_lock<std::mutex>& lock) {
  if (!has_room()) return;
  PipeNotification* const told = std::exchange(armed_, nullptr);
  change_.notify_all();
  lock.unlock();
  if (told) told->fire(AsyncEvent::send_complete);
}

}  // namespace farcall::runtime
