// PointerTable: the full pointers of one marshalling or unmarshalling (C706 14.3.12.2).
//
// Writing: equal pointers of one type share a referent, and the pointee is sent by the first that is asked for it.
// Reading: a referent that was seen before is the same pointee. Owned by the buffer or memory it serves; no threads.
#pragma once

#include <farcall/stub/reader.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>

namespace farcall::ndr {

class WrittenPointers {
 public:
  struct Entry {
    uint32_t referent = 0;
    bool visited = false;
  };
  Entry& entry(const void* pointee, const void* type) { return entries_[{pointee, type}]; }

 private:
  struct Key {
    const void* pointee;
    const void* type;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    size_t operator()(const Key& key) const {
      const auto address = reinterpret_cast<uintptr_t>(key.pointee);
      return (address ^ reinterpret_cast<uintptr_t>(key.type) << 7) * 0x9e3779b97f4a7c15u;
    }
  };
  std::unordered_map<Key, Entry, Hash> entries_;
};

class ReadPointers {
 public:
  // What one distinct referent costs at most.
  static constexpr size_t k_cost = sizeof(stub::detail::FullPointee) + 40;

  // The place of a referent in the table; `fresh` says that it was not there. SIZE_MAX: there are too many.
  size_t find(uint64_t referent, bool& fresh) {
    const auto [at, inserted] = places_.try_emplace(referent, pointees_.size());
    fresh = inserted;
    if (inserted) pointees_.emplace_back();
    return at->second;
  }
  stub::detail::FullPointee& at(size_t place) { return pointees_[place]; }
  [[nodiscard]] size_t size() const { return pointees_.size(); }

 private:
  std::unordered_map<uint64_t, size_t> places_;
  std::deque<stub::detail::FullPointee> pointees_;
};

}  // namespace farcall::ndr
