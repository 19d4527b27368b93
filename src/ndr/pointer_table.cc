// The out-of-line half of full pointers in the stub ABI. A pointer that waits for its pointee holds an address that no
// pointee can have: its place in the table, counted downwards below k_pending.
#include "ndr/pointer_table.h"

#include <new>
#include <utility>

#include "ndr/marshal_buffer.h"
#include "ndr/unmarshal_memory.h"

namespace farcall::stub {
inline namespace v1 {
namespace {

constexpr size_t k_most_places = size_t{1} << 30;

ndr::WrittenPointers* written(StubOutput& output) {
  return output.owner ? static_cast<ndr::MarshalBuffer*>(output.owner)->pointers() : nullptr;
}

ndr::WrittenPointers::Entry* written(StubOutput& output, const void* pointee, const void* type) {
  try {
    if (ndr::WrittenPointers* pointers = written(output)) return &pointers->entry(pointee, type);
  } catch (const std::bad_alloc&) {
  }
  if (output.status == RPC_S_OK) output.status = RPC_X_NO_MEMORY;
  return nullptr;
}

}  // namespace

uint32_t detail::full_referent(StubOutput& output, const void* pointee, const void* type) {
  ndr::WrittenPointers::Entry* entry = written(output, pointee, type);
  if (!entry) return 0;
  if (entry->referent == 0) entry->referent = output.last_referent += 4;
  return entry->referent;
}

bool detail::first_full(StubOutput& output, const void* pointee, const void* type) {
  ndr::WrittenPointers::Entry* entry = written(output, pointee, type);
  return entry && !std::exchange(entry->visited, true);
}

void* detail::full_pointer(StubInput& input, uint64_t referent, void* kept) {
  auto& memory = *static_cast<ndr::UnmarshalMemory*>(input.owner);
  try {
    bool fresh = false;
    const size_t place = memory.pointers().find(referent, fresh);
    if (fresh && (input.memory_left < ndr::ReadPointers::k_cost || place > k_most_places)) {
      input.status = RPC_X_BAD_STUB_DATA;
      return nullptr;
    }
    if (fresh) {
      input.memory_left -= ndr::ReadPointers::k_cost;
      memory.pointers().at(place).kept = kept;
    }
    return reinterpret_cast<void*>(k_pending - 16 * (place + 1));
  } catch (const std::bad_alloc&) {
    input.status = RPC_X_NO_MEMORY;
    return nullptr;
  }
}

void detail::note_alias(StubInput& input, void* slot) {
  static_cast<ndr::UnmarshalMemory*>(input.owner)->note_alias(slot);
}

detail::FullPointee* detail::full_pointee(StubInput& input, const void* slot) {
  const size_t place = (k_pending - reinterpret_cast<uintptr_t>(slot)) / 16 - 1;
  return &static_cast<ndr::UnmarshalMemory*>(input.owner)->pointers().at(place);
}

}  // namespace v1
}  // namespace farcall::stub
