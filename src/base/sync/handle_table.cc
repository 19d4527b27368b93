// Value of a handle: generation (9 bits) | index (20 bits) | 00.
#include "base/sync/handle_table.h"

#include <cstdint>

namespace farcall::sync {

HandleValue HandleTable::encode(Position position) {
  const uintptr_t value = (position.generation << k_index_bits | position.index) << 2;
  return reinterpret_cast<HandleValue>(value);
}

HandleTable::Slot& HandleTable::slot_at(uint32_t index) const {
  Slot* chunk = chunks_[index / k_chunk_slots].load(std::memory_order_acquire);
  return chunk[index % k_chunk_slots];
}

HandleTable::Slot* HandleTable::slot_of(HandleValue handle, Position& position) const {
  const auto value = reinterpret_cast<uintptr_t>(handle);
  if (value % 4 != 0 || value >= uintptr_t{k_generations} << (k_index_bits + 2)) return nullptr;
  const auto word = static_cast<uint32_t>(value >> 2);
  position = {word & ((1u << k_index_bits) - 1), word >> k_index_bits};
  Slot* chunk = chunks_[position.index / k_chunk_slots].load(std::memory_order_acquire);
  return chunk ? &chunk[position.index % k_chunk_slots] : nullptr;
}

HandleTable::~HandleTable() {
  for (auto& entry : chunks_) {
    Slot* chunk = entry.load(std::memory_order_relaxed);
    if (!chunk) break;
    for (uint32_t i = 0; i < k_chunk_slots; ++i) {
      if (!chunk[i].object) continue;
      chunk[i].object->handle_closed();
      chunk[i].object->release();
    }
    delete[] chunk;
  }
}

HandleValue HandleTable::open(Ref<Object> object) {
  uint32_t index = 0;
  if (!take_index(index)) return nullptr;
  Slot& slot = slot_at(index);
  object->handle_opened();
  const std::lock_guard lock(slot.mutex);
  slot.object = object.detach();
  return encode({index, slot.generation});
}

bool HandleTable::close(HandleValue handle) {
  Position position{};
  Slot* slot = slot_of(handle, position);
  if (!slot) return false;
  Ref<Object> object;
  {
    const std::lock_guard lock(slot->mutex);
    if (!slot->object || slot->generation != position.generation) return false;
    object = Ref<Object>::adopt(std::exchange(slot->object, nullptr));
    slot->generation = (slot->generation + 1) % k_generations;
  }
  recycle(position.index);
  object->handle_closed();
  return true;
}

Ref<Object> HandleTable::find(HandleValue handle) {
  Position position{};
  Slot* slot = slot_of(handle, position);
  if (!slot) return {};
  const std::lock_guard lock(slot->mutex);
  if (slot->generation != position.generation) return {};
  return Ref<Object>::share(slot->object);
}

// Never-used slots come first until enough closed ones rest.
bool HandleTable::take_index(uint32_t& index) {
  const std::lock_guard lock(free_mutex_);
  if (free_count_ <= k_reuse_after && (slots_ < allocated_ || add_chunk())) {
    index = slots_++;
    return true;
  }
  if (free_count_ == 0) return false;
  index = free_head_;
  free_head_ = slot_at(index).next_free;
  if (--free_count_ == 0) free_tail_ = 0;
  return true;
}

bool HandleTable::add_chunk() {
  if (allocated_ == k_chunks * k_chunk_slots) return false;
  auto* chunk = new (std::nothrow) Slot[k_chunk_slots];
  if (!chunk) return false;
  chunks_[allocated_ / k_chunk_slots].store(chunk, std::memory_order_release);
  allocated_ += k_chunk_slots;
  return true;
}

void HandleTable::recycle(uint32_t index) {
  const std::lock_guard lock(free_mutex_);
  slot_at(index).next_free = 0;
  if (free_tail_)
    slot_at(free_tail_).next_free = index;
  else
    free_head_ = index;
  free_tail_ = index;
  ++free_count_;
}

HandleTable& process_handles() {
  static auto& table = *new HandleTable;
  return table;
}

Ref<ThreadObject> thread_from_handle(HandleValue handle) {
  if (reinterpret_cast<intptr_t>(handle) == -2)
    return Ref<ThreadObject>::share(ThreadObject::current());
  return process_handles().find<ThreadObject>(handle);
}

}  // namespace farcall::sync
