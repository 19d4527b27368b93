// ExceptionChain: the open try blocks of a thread, innermost last (D6).
//
// The chain is kept beside the stack, not in it: a frame that died without leaving (a C++ exception or a longjmp went
// over a C function that has no cleanups) may have been overwritten, and what stands outside of it must still be
// found. Every enter and every raise first drops what has died. Belongs to its thread.
#pragma once

#include <farcall/sdk/rpcexcept.h>

#include <cstddef>
#include <cstdint>

#include "stub/exception_stack.h"

// The frame of a C function as the run-time sees it; rpcexcept_c.h has the same with the context behind it.
struct farcall_try {
  uintptr_t check;
  uint32_t index;
  uint32_t state;
  int32_t code;
  void (*resume)(farcall_try* frame);
};

namespace farcall::stub {

struct InFlight;

enum class HandlerKind : uint8_t { c, cxx };

struct ExceptionEntry {
  const void* frame;  // farcall_try of a C function, ExceptionFrame of a C++ function
  StackPosition position;
  HandlerKind kind;
  // C only: the function whose block it is, by an address in its code, and where it returns to.
  const void* code = nullptr;
  const void* return_address = nullptr;

  [[nodiscard]] farcall_try* c_frame() const {
    return static_cast<farcall_try*>(const_cast<void*>(frame));
  }
};

class ExceptionChain {
 public:
  static ExceptionChain& of_this_thread();

  // Drops what has died, then adds the entry. RPC_S_OUT_OF_MEMORY is raised when there is no room for it.
  uint32_t enter(const ExceptionEntry& entry);
  // Drops the entry and all inside it; nothing when it is not there any more.
  void leave(const void* frame, uint32_t index);
  void drop_dead(StackPosition now);
  void cut(uint32_t depth) { depth_ = depth; }

  [[nodiscard]] uint32_t depth() const { return depth_; }
  [[nodiscard]] const ExceptionEntry& operator[](uint32_t index) const {
    return grown_ ? grown_[index] : inline_[index];
  }

  InFlight* in_flight = nullptr;  // the raises to C frames that are unwinding now, latest first

 private:
  friend struct GrownEntries;
  void drop_predecessors(const ExceptionEntry& entry);
  bool grow();
  ExceptionEntry* entries() { return grown_ ? grown_ : inline_; }

  static constexpr uint32_t k_inline_entries = 16;
  ExceptionEntry* grown_ = nullptr;
  uint32_t depth_ = 0;
  uint32_t capacity_ = k_inline_entries;
  ExceptionEntry inline_[k_inline_entries] = {};
};

// Puts what tells a live frame into it, and sees whether it is still there. The memory of a dead frame may belong to
// anything by now, so the check looks past the sanitizers.
void seal(farcall_try& frame, uint32_t index);
bool is_sealed(const farcall_try& frame, uint32_t index);

}  // namespace farcall::stub
