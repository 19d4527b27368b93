// HandleTable: what a HANDLE value means. Values are (index, generation), never addresses.
//
// A value is a positive multiple of four below 2^31, as on Windows, so programs may keep it in 32
// bits. A closed slot is used again only after many others, and with another generation: a stale,
// foreign or random value is recognised and never reaches an object. Look-ups take the lock of one
// slot; any thread.
#pragma once

#include <atomic>
#include <mutex>

#include "base/sync/completion_port.h"
#include "base/sync/event.h"
#include "base/sync/object.h"
#include "base/sync/thread_object.h"

namespace farcall::sync {

// HANDLE of the SDK; base does not include windef.h.
using HandleValue = void*;

class HandleTable {
 public:
  HandleTable() = default;
  HandleTable(const HandleTable&) = delete;
  HandleTable& operator=(const HandleTable&) = delete;
  ~HandleTable();

  // nullptr when memory or the table (about a million handles) is exhausted.
  HandleValue open(Ref<Object> object);
  // False when the handle is not open.
  bool close(HandleValue handle);
  // Empty when the handle is not open, or not of this type.
  [[nodiscard]] Ref<Object> find(HandleValue handle);
  template <class T>
  [[nodiscard]] Ref<T> find(HandleValue handle) {
    Ref<Object> object = find(handle);
    if (!object || object->type() != T::k_type) return {};
    return Ref<T>::adopt(static_cast<T*>(object.detach()));
  }

 private:
  static constexpr uint32_t k_index_bits = 20;
  static constexpr uint32_t k_generations = 1u << 9;
  static constexpr uint32_t k_chunk_slots = 256;
  static constexpr uint32_t k_chunks = (1u << k_index_bits) / k_chunk_slots;
  static constexpr uint32_t k_reuse_after =
      256;  // closed slots that rest before the first is used again

  struct Slot {
    std::mutex mutex;
    Object* object = nullptr;
    uint32_t generation = 0;
    uint32_t next_free = 0;  // index, under free_mutex_
  };
  struct Position {
    uint32_t index;
    uint32_t generation;
  };

  // The slot that the value names, if there is one; its generation is still to be checked.
  Slot* slot_of(HandleValue handle, Position& position) const;
  static HandleValue encode(Position position);
  Slot& slot_at(uint32_t index) const;
  bool take_index(uint32_t& index);
  bool add_chunk();
  void recycle(uint32_t index);

  std::atomic<Slot*> chunks_[k_chunks] = {};
  std::mutex free_mutex_;
  uint32_t slots_ = 1;  // ever used; index 0 never is, so no handle is null
  uint32_t allocated_ = 0;
  uint32_t free_head_ = 0;  // 0 = none
  uint32_t free_tail_ = 0;
  uint32_t free_count_ = 0;
};

// The process's table. Never destroyed: threads may still wait while the program exits.
HandleTable& process_handles();

// What a caller's handle names, held: closing the handle later is harmless. Empty for anything
// else.
inline Ref<Event> event_from_handle(HandleValue handle) {
  return process_handles().find<Event>(handle);
}
inline Ref<CompletionPort> port_from_handle(HandleValue handle) {
  return process_handles().find<CompletionPort>(handle);
}
// Understands GetCurrentThread() as well.
Ref<ThreadObject> thread_from_handle(HandleValue handle);

}  // namespace farcall::sync
