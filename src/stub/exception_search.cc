// Walks the stack outward, function by function, with the chain's C frames in hand.
//
// A C frame counts only when a function on this very stack contains it, its seal is intact, and the function is the one
// whose block it is and was called from where the frame says: what a longjmp or a C++ exception left behind, and frames of
// another stack, are passed over. The walk ends at the first frame of a C++ function, whose catch clause a throw will find.
#include "stub/exception_search.h"

#include <unwind.h>

#include "stub/exception_function_tables.h"
#include "stub/exception_handler_tables.h"

namespace farcall::stub {
namespace {

class Search {
 public:
  explicit Search(const ExceptionChain& chain) : chain_(chain), left_(chain.depth()) {}

  Destination run() {
    if (has_candidate()) _Unwind_Backtrace(&Search::visit, this);
    if (!decided_) take_unreached();
    return found_;
  }

 private:
  static _Unwind_Reason_Code visit(_Unwind_Context* context, void* self) {
    auto& search = *static_cast<Search*>(self);
    search.step(context);
    return search.decided_ ? _URC_END_OF_STACK : _URC_NO_REASON;
  }

  // GetCFA gives the stack pointer of the function of `context`, which is where its callee's frame ends; GetIP is where
  // the callee returns to.
  void step(_Unwind_Context* context) {
    const StackPosition stack_pointer = _Unwind_GetCFA(context);
    if (first_ == 0) first_ = stack_pointer;
    if (last_ != 0) match_callee(stack_pointer, _Unwind_GetIP(context));
    last_ = stack_pointer;
    last_call_site_ = call_site_of(context);
    if (!decided_ && catches_rpc_exception(context)) decided_ = true;
  }

  void match_callee(StackPosition end, uintptr_t return_address) {
    for (; !decided_ && has_candidate(); --left_) {
      const StackPosition position = candidate().position;
      if (position >= end) return;  // further out
      const bool inside = position >= last_;
      if (inside && is_intact() && was_called_from(return_address) && is_in_its_function())
        return decide(end);
    }
    if (!has_candidate()) decided_ = true;
  }

  // Functions without unwind tables end the walk early. Frames of the thread's own stack are taken on trust then;
  // those of other stacks cannot be reached from here.
  void take_unreached() {
    for (; has_candidate(); --left_)
      if (candidate().position >= last_ && on_thread_stack(candidate().position, first_) &&
          is_intact())
        return decide(0);
  }

  void decide(StackPosition end) {
    decided_ = true;
    found_ = {.is_c_frame = true, .index = left_ - 1, .stack_end = end};
  }

  [[nodiscard]] const ExceptionEntry& candidate() const { return chain_[left_ - 1]; }
  [[nodiscard]] bool has_candidate() const {
    return left_ > 0 && candidate().kind == HandlerKind::c;
  }
  [[nodiscard]] bool is_intact() const { return is_sealed(*candidate().c_frame(), left_ - 1); }
  [[nodiscard]] bool is_in_its_function() const {
    const FunctionTable own = FunctionTable::at(reinterpret_cast<uintptr_t>(candidate().code));
    return FunctionTable::at(last_call_site_).may_be_part_of(own);
  }
  [[nodiscard]] bool was_called_from([[maybe_unused]] uintptr_t return_address) const {
#if defined(__x86_64__)
    return candidate().return_address == reinterpret_cast<const void*>(return_address);
#else
    return true;  // return addresses may be signed
#endif
  }

  const ExceptionChain& chain_;
  uint32_t left_;  // candidates: chain_[0 .. left_)
  StackPosition first_ = 0;
  StackPosition last_ = 0;
  uintptr_t last_call_site_ = 0;
  bool decided_ = false;
  Destination found_;
};

}  // namespace

Destination find_handler(const ExceptionChain& chain) {
  return Search(chain).run();
}

}  // namespace farcall::stub
