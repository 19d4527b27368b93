// CompletionPort: CreateIoCompletionPort without files: packets go in and come out first in, first
// out.
//
// The thread that waited last is served first, as on Windows. Packets are kept in a ring that grows
// to the largest number ever queued and reserved, so posting allocates only while it grows. A party
// that must not fail later (a call that will end with a packet) reserves its place first. Any
// thread.
#pragma once

#include <memory>

#include "base/sync/wait.h"

namespace farcall::sync {

// All three words are the poster's and arrive unchanged.
struct CompletionPacket {
  uint32_t bytes = 0;
  uint64_t key = 0;
  void* overlapped = nullptr;
};

class CompletionPort final : public Waitable {
 public:
  static constexpr ObjectType k_type = ObjectType::completion_port;

  CompletionPort() : Waitable(k_type) {}

  // False when memory is out.
  [[nodiscard]] bool post(const CompletionPacket& packet);

  // A place in the queue: taken now (false when memory is out), used or given back once.
  [[nodiscard]] bool reserve();
  void post_reserved(const CompletionPacket& packet);
  void cancel_reservation();

  // signalled, timed_out, apc, out_of_memory, or abandoned: the last handle was closed meanwhile.
  WaitEnd get(CompletionPacket& packet, Time deadline, bool alertable = false);

 private:
  void last_handle_closed() override;
  [[nodiscard]] bool signalled(const ThreadObject&) const override {
    return queued_ > 0 || closed_;
  }
  void consume(Waiter& waiter) override;
  [[nodiscard]] bool newest_waiter_first() const override { return true; }
  // With the object locked.
  bool make_room();
  void push(const CompletionPacket& packet);

  std::unique_ptr<CompletionPacket[]> ring_;
  size_t capacity_ = 0;  // a power of two, or 0
  size_t head_ = 0;
  size_t queued_ = 0;
  size_t reserved_ = 0;
  bool closed_ = false;
};

}  // namespace farcall::sync
