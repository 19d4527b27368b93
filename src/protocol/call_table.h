// CallTable<Value>: the live calls of an association, found by call id. Small, open-addressed,
// linear probing.
//
// No allocation in steady state: the table grows with the largest number of calls at once and keeps
// its memory up to k_kept entries. Erasing moves later entries of the run back, so there are no
// deleted slots to skip. On a server the ids are the peer's choice: a seed that it cannot know
// keeps it from choosing colliding ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>

namespace farcall::protocol {

template <class Value>
class CallTable {
 public:
  static constexpr size_t k_kept = 1024;

  explicit CallTable(uint32_t seed = 0) : seed_(seed) {}
  CallTable(const CallTable&) = delete;
  CallTable& operator=(const CallTable&) = delete;

  [[nodiscard]] size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  // Valid until the next insert or erase.
  [[nodiscard]] Value* find(uint32_t call_id) {
    const size_t at = index_of(call_id);
    return at == k_absent ? nullptr : &slots_[at].value;
  }

  // `call_id` is not in the table. False when memory is out.
  [[nodiscard]] bool insert(uint32_t call_id, const Value& value) {
    if ((size_ + 1) * 4 > capacity_ * 3 && !grow()) return false;
    place(call_id, value);
    ++size_;
    return true;
  }

  bool erase(uint32_t call_id) {
    const size_t at = index_of(call_id);
    if (at == k_absent) return false;
    close_gap(at);
    if (--size_ == 0 && capacity_ > k_kept) clear();
    return true;
  }

  void clear() {
    slots_.reset();
    capacity_ = size_ = 0;
  }

  // The visitor must not change the table.
  template <class Visit>
  void for_each(Visit visit) {
    for (size_t i = 0; i < capacity_; ++i)
      if (slots_[i].used) visit(slots_[i].call_id, slots_[i].value);
  }

 private:
  static constexpr size_t k_absent = SIZE_MAX;
  struct Slot {
    Value value{};
    uint32_t call_id = 0;
    bool used = false;
  };

  [[nodiscard]] size_t next(size_t at) const { return (at + 1) & (capacity_ - 1); }
  [[nodiscard]] size_t home(uint32_t call_id) const {
    uint32_t mixed = (call_id ^ seed_) * 0x9e3779b1u;
    mixed = (mixed ^ (mixed >> 15)) * 0x85ebca6bu;
    return (mixed ^ (mixed >> 13)) & (capacity_ - 1);
  }

  [[nodiscard]] size_t index_of(uint32_t call_id) const {
    if (size_ == 0) return k_absent;
    for (size_t at = home(call_id);; at = next(at)) {
      if (!slots_[at].used) return k_absent;
      if (slots_[at].call_id == call_id) return at;
    }
  }

  void place(uint32_t call_id, const Value& value) {
    size_t at = home(call_id);
    while (slots_[at].used) at = next(at);
    slots_[at].value = value;
    slots_[at].call_id = call_id;
    slots_[at].used = true;
  }

  // An entry behind the hole moves into it unless its home lies cyclically after the hole.
  void close_gap(size_t hole) {
    for (size_t at = next(hole); slots_[at].used; at = next(at)) {
      const size_t distance_home = (at - home(slots_[at].call_id)) & (capacity_ - 1);
      const size_t distance_hole = (at - hole) & (capacity_ - 1);
      if (distance_home < distance_hole) continue;
      slots_[hole] = slots_[at];
      hole = at;
    }
    slots_[hole] = Slot{};
  }

  bool grow() {
    const size_t old_capacity = capacity_;
    const size_t new_capacity = old_capacity ? old_capacity * 2 : 8;
    std::unique_ptr<Slot[]> slots(new (std::nothrow) Slot[new_capacity]);
    if (!slots) return false;
    std::swap(slots_, slots);
    capacity_ = new_capacity;
    for (size_t i = 0; i < old_capacity; ++i)
      if (slots[i].used) place(slots[i].call_id, slots[i].value);
    return true;
  }

  std::unique_ptr<Slot[]> slots_;
  size_t capacity_ = 0;  // a power of two
  size_t size_ = 0;
  uint32_t seed_;
};

}  // namespace farcall::protocol
