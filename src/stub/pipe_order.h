// PipeOrder: which pipe of a call may be pulled or pushed now (rules-for-multiple-pipes: [in] pipes left to right, then
// [out] pipes left to right; AR-086, AR-095).
#pragma once

#include <farcall/sdk/rpcnterr.h>
#include <farcall/stub/pipe.h>

#include <cstdint>
#include <vector>

#include "base/status.h"

namespace farcall::stub {

class PipeOrder {
 public:
  explicit PipeOrder(const Pipes& pipes) : pipes_(pipes), ended_(pipes.count) {}

  // Whether data of this direction of a pipe may flow: RPC_X_WRONG_PIPE_ORDER when another one's turn is, or `after_end`
  // when this one has ended.
  [[nodiscard]] Status may(uint16_t pipe, uint8_t direction, int32_t after_end) const {
    if (!(pipes_.parameters[pipe].flags & direction)) return Status{RPC_X_WRONG_PIPE_ORDER};
    if (ended_[pipe] & direction) return Status{after_end};
    if (direction == k_pipe_out && !all_ended(k_pipe_in)) return Status{RPC_X_WRONG_PIPE_ORDER};
    for (uint16_t i = 0; i < pipe; ++i)
      if (!has_ended(i, direction)) return Status{RPC_X_WRONG_PIPE_ORDER};
    return Status{};
  }
  void end(uint16_t pipe, uint8_t direction) { ended_[pipe] |= direction; }
  [[nodiscard]] bool all_ended(uint8_t direction) const {
    for (uint16_t i = 0; i < pipes_.count; ++i)
      if (!has_ended(i, direction)) return false;
    return true;
  }
  [[nodiscard]] bool all_ended() const { return all_ended(k_pipe_in) && all_ended(k_pipe_out); }

 private:
  [[nodiscard]] bool has_ended(uint16_t pipe, uint8_t direction) const {
    return !(pipes_.parameters[pipe].flags & direction) || (ended_[pipe] & direction);
  }
  const Pipes pipes_;
  std::vector<uint8_t> ended_;
};

// The struct that a header declares for a pipe; its functions differ in the type of elements only. In an asynchronous
// operation `alloc` is reserved.
struct PipeStruct {
  void (*pull)();
  void (*push)();
  void (*alloc)();
  char* state;
};
// Count: how the header spells IDL `unsigned long`.
template <class Count>
struct SyncRoutines {
  using Pull = void (*)(char* state, void* elements, Count most, Count* number);
  using Push = void (*)(char* state, void* elements, Count number);
  using Alloc = void (*)(char* state, Count size, void** memory, Count* got);
};
// Calls body(Count{}) with the type of counts that the program of this pipe has.
template <class Body>
void with_count(const PipeParameter& parameter, Body body) {
  if (parameter.flags & k_pipe_long32)
    body(uint32_t{});
  else
    body(static_cast<unsigned long>(0));
}

// The pipe of a frame.
inline PipeStruct& pipe_struct(const PipeParameter& parameter, void* frame) {
  void* at = static_cast<uint8_t*>(frame) + parameter.offset;
  return parameter.flags & k_pipe_pointer ? **static_cast<PipeStruct**>(at)
                                          : *static_cast<PipeStruct*>(at);
}

// Elements of at most about `bytes`, at least one.
inline size_t elements_in(const PipeElement& element, size_t bytes) {
  return element.memory_size >= bytes ? 1 : bytes / element.memory_size;
}
inline constexpr size_t k_pipe_portion = 16u << 10;

}  // namespace farcall::stub
