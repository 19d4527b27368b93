// UnmarshalMemory: where a stub's Reader takes memory, and how it is given back when unmarshalling fails.
//
// `call` memory comes from the call's arena. `user` memory comes from the application's midl_user_allocate and is
// noted until the stub's routine has succeeded: after a failure the notes are freed here and the pointers that led to
// them become NULL, so that nobody ever walks half-made data. Budgets are those of the design's D3: 16 x bytes received + 64 KiB, and 16 MiB claimed.
#pragma once

#include <farcall/stub/reader.h>

#include <memory>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/limits.h"
#include "ndr/pointer_table.h"

namespace farcall::ndr {

class UnmarshalMemory {
 public:
  UnmarshalMemory(Arena& arena, const stub::UserAllocator& user, const Limits& limits)
      : arena_(arena), user_(user), limits_(limits) {}
  UnmarshalMemory(const UnmarshalMemory&) = delete;
  UnmarshalMemory& operator=(const UnmarshalMemory&) = delete;
  ~UnmarshalMemory() { release_user(); }

  // A StubInput over `data` that takes memory from here.
  stub::StubInput open(Bytes data, bool swapped);
  // Unmarshalling succeeded: what was allocated now belongs to the application.
  void commit() { notes_ = nullptr; }

  // Zeroed memory, its address stored at `slot`.
  void* allocate(stub::StubInput& input, void* slot, size_t size);
  // A pointer to memory that another pointer led to; it becomes NULL too when unmarshalling fails.
  void note_alias(void* slot);
  // Full pointers; throws std::bad_alloc.
  ReadPointers& pointers() {
    if (!pointers_) pointers_ = std::make_unique<ReadPointers>();
    return *pointers_;
  }

 private:
  struct Note {
    Note* next;
    void* memory;
    void* slot;
  };
  void* allocate_user(void* slot, size_t size);
  void release_user();

  Arena& arena_;
  const stub::UserAllocator& user_;
  const Limits& limits_;
  Note* notes_ = nullptr;
  std::unique_ptr<ReadPointers> pointers_;  // made when there are any
};

}  // namespace farcall::ndr
