// Slab<T>: type-stable storage for objects that are made and dropped all the time, with checkable addresses.
//
// Chunks are aligned to their size and never unmapped while the slab lives, so `find(pointer)` can say, without
// touching the pointer's memory, whether it is a live element: programs hand us handles as void*, and a stale,
// foreign or random pointer must give a status, not a crash. Slots are reused first in, first out, and only after
// the rest that SlabReuse asks for, so that late use of a freed handle is recognised. Any thread; one short lock.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace farcall {

// How long a freed slot rests: until `frees` later ones and until `time` has passed, both; except that more than
// `at_most` slots never rest, which bounds the memory whatever the rate. `clock` is needed for a `time` only.
struct SlabReuse {
  uint32_t frees = 0;
  std::chrono::milliseconds time{0};
  uint32_t at_most = UINT32_MAX;
  const Clock* clock = nullptr;
};

template <class T>
class Slab {
 public:
  explicit Slab(const SlabReuse& reuse) : reuse_(reuse) {}
  explicit Slab(uint32_t reuse_after_frees = 0) : reuse_{.frees = reuse_after_frees} {}
  Slab(const Slab&) = delete;
  Slab& operator=(const Slab&) = delete;
  ~Slab() {
    for (Chunk* chunk : chunks_) std::free(chunk);
  }

  // A new element, or nullptr when memory is out.
  template <class... Args>
  T* make(Args&&... args) {
    Slot* slot = take();
    if (!slot) return nullptr;
    T* element = new (slot->storage) T(std::forward<Args>(args)...);
    // Not before it is made: find() must not answer with a half-made element.
    slot->use.store(Use::live, std::memory_order_release);
    return element;
  }

  void destroy(T* element) {
    Slot* slot = slot_of(element);
    {
      const std::lock_guard lock(mutex_);
      slot->use.store(Use::changing, std::memory_order_relaxed);
    }
    element->~T();
    const uint32_t now = milliseconds();
    const std::lock_guard lock(mutex_);
    slot->use.store(Use::dead, std::memory_order_relaxed);
    slot->freed_at = now;
    slot->next_free = nullptr;
    (free_tail_ ? free_tail_->next_free : free_head_) = slot;
    free_tail_ = slot;
    ++free_count_;
  }

  // The live element at `address`, or nullptr for anything else.
  [[nodiscard]] T* find(const void* address) const {
    return visit(address, [](T&) {});
  }

  // The same, with `look(element)` called before anyone can destroy it: to take a reference, or a flag's value.
  template <class Look>
  T* visit(const void* address, Look look) const {
    const std::lock_guard lock(mutex_);
    Slot* slot = slot_at(address);
    if (!slot || slot->use.load(std::memory_order_acquire) != Use::live) return nullptr;
    T* element = reinterpret_cast<T*>(slot->storage);
    look(*element);
    return element;
  }

  // Looks at what a dead element has left in its place, before that is used again: `look(remains)`. False for what is
  // live, or was never an element.
  template <class Look>
  bool visit_dead(const void* address, Look look) const {
    const std::lock_guard lock(mutex_);
    Slot* slot = slot_at(address);
    if (!slot || slot->use.load(std::memory_order_relaxed) != Use::dead) return false;
    look(*reinterpret_cast<T*>(slot->storage));
    return true;
  }

  // `look(element)` for every live element, before anyone can destroy it. Takes long: not for daily use.
  template <class Look>
  void visit_all(Look look) const {
    const std::lock_guard lock(mutex_);
    for (Chunk* chunk : chunks_)
      for (Slot& slot : chunk->slots)
        if (slot.use.load(std::memory_order_acquire) == Use::live)
          look(*reinterpret_cast<T*>(slot.storage));
  }

  // True for the address of any element this slab ever gave out, live or not.
  [[nodiscard]] bool owns(const void* address) const {
    const std::lock_guard lock(mutex_);
    return slot_at(address) != nullptr;
  }

 private:
  enum class Use : uint8_t { changing, live, dead };
  struct Slot {
    Slot* next_free = nullptr;
    uint32_t freed_at = 0;  // milliseconds; wraps, which only differences see
    std::atomic<Use> use{Use::changing};
    alignas(T) unsigned char storage[sizeof(T)];
  };
  static constexpr size_t k_storage_offset = offsetof(Slot, storage);
  static constexpr size_t k_chunk_size = size_t{64} << 10;
  static constexpr size_t k_slots = (k_chunk_size - 64) / sizeof(Slot);
  static_assert(k_slots > 0);
  struct Chunk {
    Slot slots[k_slots];
  };

  static Slot* slot_of(T* element) {
    return reinterpret_cast<Slot*>(reinterpret_cast<char*>(element) - k_storage_offset);
  }

  Slot* slot_at(const void* address) const {
    const auto number = reinterpret_cast<uintptr_t>(address);
    auto* base = reinterpret_cast<Chunk*>(number & ~(k_chunk_size - 1));
    if (!std::binary_search(chunks_.begin(), chunks_.end(), base)) return nullptr;
    const uintptr_t offset = number - reinterpret_cast<uintptr_t>(base->slots);
    if (number < reinterpret_cast<uintptr_t>(base->slots) ||
        offset % sizeof(Slot) != k_storage_offset || offset / sizeof(Slot) >= k_slots)
      return nullptr;
    return &base->slots[offset / sizeof(Slot)];
  }

  Slot* take() {
    const std::lock_guard lock(mutex_);
    if (!may_reuse() && fresh_chunk()) return next_fresh_++;
    Slot* slot = free_head_;
    if (!slot) return nullptr;  // out of memory and nothing to reuse
    slot->use.store(Use::changing, std::memory_order_relaxed);
    free_head_ = slot->next_free;
    if (!free_head_) free_tail_ = nullptr;
    --free_count_;
    return slot;
  }

  [[nodiscard]] uint32_t milliseconds() const {
    if (reuse_.time.count() == 0) return 0;
    const auto since = reuse_.clock->now().time_since_epoch();
    return static_cast<uint32_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
  }

  // Whether the slot that was freed longest ago has rested enough.
  [[nodiscard]] bool may_reuse() const {
    if (free_count_ <= reuse_.frees) return false;
    if (free_count_ > reuse_.at_most || reuse_.time.count() == 0) return true;
    return milliseconds() - free_head_->freed_at >= static_cast<uint64_t>(reuse_.time.count());
  }

  // True when a never-used slot is at hand, from the last chunk or a new one.
  bool fresh_chunk() {
    if (next_fresh_ < fresh_end_) return true;
    void* memory = std::aligned_alloc(k_chunk_size, k_chunk_size);
    if (!memory) return false;
    auto* chunk = new (memory) Chunk;
    chunks_.insert(std::upper_bound(chunks_.begin(), chunks_.end(), chunk), chunk);
    next_fresh_ = chunk->slots;
    fresh_end_ = chunk->slots + k_slots;
    return true;
  }

  mutable std::mutex mutex_;
  std::vector<Chunk*> chunks_;
  Slot* free_head_ = nullptr;
  Slot* free_tail_ = nullptr;
  Slot* next_fresh_ = nullptr;
  Slot* fresh_end_ = nullptr;
  uint32_t free_count_ = 0;
  const SlabReuse reuse_;
};

}  // namespace farcall
