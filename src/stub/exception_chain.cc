// The chain of one thread: a short array in thread-local storage that moves to the heap when try blocks are nested
// deeper than usual.
#include "stub/exception_chain.h"

#include <farcall/stub/exceptions.h>

#include <cstdlib>
#include <cstring>

namespace farcall::stub {
namespace {

constexpr uintptr_t k_seal = 0x9e3779b97f4a7c15;

thread_local constinit ExceptionChain t_chain;

uintptr_t seal_of(const farcall_try& frame, uint32_t index) {
  return (reinterpret_cast<uintptr_t>(&frame) ^ k_seal) + index;
}

}  // namespace

// Frees the heap array when the thread ends; made only by a thread that has one.
struct GrownEntries {
  ExceptionEntry* memory = nullptr;
  ~GrownEntries() {
    t_chain.grown_ = nullptr;
    t_chain.capacity_ = ExceptionChain::k_inline_entries;
    t_chain.depth_ = 0;
    std::free(memory);
  }
};

namespace {
thread_local GrownEntries t_grown;
}  // namespace

ExceptionChain& ExceptionChain::of_this_thread() {
  return t_chain;
}

bool ExceptionChain::grow() {
  const size_t size = sizeof(ExceptionEntry) * capacity_;
  void* grown = std::realloc(t_grown.memory, 2 * size);
  if (!grown) return false;
  if (!grown_) std::memcpy(grown, inline_, size);
  t_grown.memory = grown_ = static_cast<ExceptionEntry*>(grown);
  capacity_ *= 2;
  return true;
}

void ExceptionChain::drop_dead(StackPosition now) {
  while (depth_ > 0 && entries()[depth_ - 1].position < now &&
         is_below(entries()[depth_ - 1].position, now))
    --depth_;
}

// Entries at the very position of a new one belong to the same function (nested blocks), or to one that stood there
// before and died: then the return address differs, or the new frame lies in the memory of the old one.
void ExceptionChain::drop_predecessors(const ExceptionEntry& entry) {
  for (uint32_t i = depth_; i > 0 && entries()[i - 1].position == entry.position; --i) {
    const ExceptionEntry& old = entries()[i - 1];
    const bool other_call = old.kind == HandlerKind::c && entry.kind == HandlerKind::c &&
                            old.return_address != entry.return_address;
    if (old.frame == entry.frame || other_call) depth_ = i - 1;
  }
}

uint32_t ExceptionChain::enter(const ExceptionEntry& entry) {
  if (depth_ > 0 && entries()[depth_ - 1].position <= entry.position) {
    drop_dead(entry.position);
    drop_predecessors(entry);
  }
  if (depth_ == capacity_ && !grow()) raise(RPC_S_OUT_OF_MEMORY);
  entries()[depth_] = entry;
  return depth_++;
}

void ExceptionChain::leave(const void* frame, uint32_t index) {
  if (index < depth_ && entries()[index].frame == frame) depth_ = index;
}

void seal(farcall_try& frame, uint32_t index) {
  frame.index = index;
  frame.check = seal_of(frame, index);
}

__attribute__((no_sanitize("address"), no_sanitize("thread"), noinline)) bool is_sealed(
    const farcall_try& frame, uint32_t index) {
  return frame.index == index && frame.check == seal_of(frame, index);
}

}  // namespace farcall::stub
