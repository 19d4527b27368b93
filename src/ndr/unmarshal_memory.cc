// Budgets, zeroing and clean-up of unmarshalled memory; the out-of-line half of the stub ABI's Reader.
#include "ndr/unmarshal_memory.h"

#include <cstring>
#include <utility>

namespace farcall::ndr {
namespace {

// What the arena gives is a multiple of 16 bytes. Most pieces are small: a call of memset costs more than the stores.
void zero_call_memory(void* memory, size_t size) {
  if (size > 64) return void(std::memset(memory, 0, size));
  auto* const at = static_cast<uint8_t*>(memory);
  for (size_t done = 0; done < size; done += 16) std::memset(at + done, 0, 16);
}

}  // namespace

stub::StubInput UnmarshalMemory::open(Bytes data, bool swapped) {
  stub::StubInput input;
  input.start = input.cursor = data.data();
  input.end = data.data() + data.size();
  input.swapped = swapped;
  input.user = &user_;

  input.memory_left = limits_.ndr_memory_factor * data.size() + limits_.ndr_memory_base;
  input.claimed_left = limits_.ndr_claimed_memory;
  input.owner = this;
  return input;
}

void* UnmarshalMemory::allocate_user(void* slot, size_t size) {
  auto* note = static_cast<Note*>(arena_.allocate(sizeof(Note)));
  if (!note) return nullptr;
  void* memory = user_.allocate(size);
  if (!memory) return nullptr;
  *note = {notes_, memory, slot};
  notes_ = note;
  return memory;
}

void* UnmarshalMemory::allocate(stub::StubInput& input, void* slot, size_t size) {
  void* memory = nullptr;
  if (input.memory == stub::Memory::user) {
    memory = allocate_user(slot, size ? size : 1);
    if (memory) std::memset(memory, 0, size);
  } else {
    memory = arena_.allocate(size);
    if (memory) zero_call_memory(memory, size);
  }
  if (memory)
    std::memcpy(slot, &memory, sizeof memory);
  else if (input.status == RPC_S_OK)
    input.status = RPC_X_NO_MEMORY;
  return memory;
}

void UnmarshalMemory::note_alias(void* slot) {
  auto* note = static_cast<Note*>(arena_.allocate(sizeof(Note)));
  if (!note) return std::memset(slot, 0, sizeof(void*)), void();
  *note = {notes_, nullptr, slot};
  notes_ = note;
}

// Newest first: the pointer to a pointee may live in memory that was taken before it.
void UnmarshalMemory::release_user() {
  for (Note* note = std::exchange(notes_, nullptr); note; note = note->next) {
    std::memset(note->slot, 0, sizeof(void*));
    if (note->memory) user_.release(note->memory);
  }
}

}  // namespace farcall::ndr

namespace farcall::stub {
inline namespace v1 {
namespace {

template <class Unit, Unit (*Swap)(Unit)>
void swap_units(uint8_t* bytes, size_t number) {
  for (size_t i = 0; i < number; ++i, bytes += sizeof(Unit)) {
    Unit unit;
    std::memcpy(&unit, bytes, sizeof unit);
    unit = Swap(unit);
    std::memcpy(bytes, &unit, sizeof unit);
  }
}
uint16_t swap16(uint16_t value) {
  return __builtin_bswap16(value);
}
uint32_t swap32(uint32_t value) {
  return __builtin_bswap32(value);
}
uint64_t swap64(uint64_t value) {
  return __builtin_bswap64(value);
}

}  // namespace

void* detail::allocate(StubInput& input, void* slot, size_t size, size_t backed) {
  const size_t claimed = size - backed;
  if (backed > input.memory_left || claimed > input.claimed_left) {
    input.status = RPC_X_BAD_STUB_DATA;
    return nullptr;
  }
  input.memory_left -= backed;
  input.claimed_left -= claimed;
  return static_cast<ndr::UnmarshalMemory*>(input.owner)->allocate(input, slot, size);
}

uint8_t* detail::user_copy(StubInput& input) {
  constexpr size_t k_behind = 16;
  const auto left = static_cast<size_t>(input.end - input.cursor);
  const size_t shift = static_cast<size_t>(input.cursor - input.start) % 8;
  const Memory memory = std::exchange(input.memory, Memory::call);
  void* block = nullptr;
  const bool taken = allocate(input, &block, shift + left + k_behind, 0) != nullptr;
  input.memory = memory;
  if (!taken) {
    input.cursor = input.end;
    return nullptr;
  }
  auto* const copy = static_cast<uint8_t*>(block) + shift;
  std::memcpy(copy, input.cursor, left);
  return copy;
}

void detail::swap_elements(uint8_t* bytes, size_t size, size_t number) {
  if (size == 2) return swap_units<uint16_t, swap16>(bytes, number);
  if (size == 4) return swap_units<uint32_t, swap32>(bytes, number);
  if (size == 8) return swap_units<uint64_t, swap64>(bytes, number);
}

alignas(16) const uint8_t detail::k_zeros[k_max_run] = {};

}  // namespace v1
}  // namespace farcall::stub
