// The RPC exception blocks of C++ functions; rpcexcept.h includes it. They are try and catch; the frame tells a
// raise that the nearest handler is a C++ one.
#ifndef FARCALL_SDK_RPCEXCEPT_CXX_H
#define FARCALL_SDK_RPCEXCEPT_CXX_H

#include "rpcexcept.h"

#include <cxxabi.h>

#include <cstddef>
#include <exception>
#include <new>
#include <typeinfo>
#include <utility>

#include "../exception.hpp"

extern "C" {
// For the classes below only. Enter answers the frame's place in the thread's chain.
FARCALL_API uint32_t FarcallFrameEnter(void* frame, const void* position);
FARCALL_API void FarcallFrameLeave(const void* frame, uint32_t index) noexcept;
}

namespace farcall::detail {

// One open C++ try block in the thread's chain. Its end puts the chain back to what it was.
class ExceptionFrame {
 public:
  __attribute__((always_inline)) ExceptionFrame()
      : index_(FarcallFrameEnter(this, __builtin_frame_address(0))) {}
  ExceptionFrame(const ExceptionFrame&) = delete;
  ExceptionFrame& operator=(const ExceptionFrame&) = delete;
  ~ExceptionFrame() { FarcallFrameLeave(this, index_); }

 private:
  uint32_t index_;
};

// The RpcFinally block, known before the try block starts, and how that ended. The destructor runs the block when
// the try block was left by return, break or goto, or when its thread ends.
class FinallyBlock {
 public:
  FinallyBlock() = default;
  FinallyBlock(const FinallyBlock&) = delete;
  FinallyBlock& operator=(const FinallyBlock&) = delete;
  ~FinallyBlock() noexcept(false) {
    const Destroy destroy{*this};
    run(1);
  }

  template <class Block>
  void set(Block block) {
    if constexpr (sizeof(Block) <= sizeof room_ && alignof(Block) <= alignof(std::max_align_t))
      block_ = ::new (static_cast<void*>(room_)) Block(std::move(block));
    else
      block_ = new Block(std::move(block));
    call_ = [](void* self, int abnormal) { (*static_cast<Block*>(self))(abnormal); };
    destroy_ = [](void* self, bool inside) {
      if (inside)
        static_cast<Block*>(self)->~Block();
      else
        delete static_cast<Block*>(self);
    };
  }

  void raised(int32_t code) {
    raised_ = true;
    code_ = code;
  }
  // Inside catch (...): keeps the exception until the block has run. False for what must go on at once: the end
  // of a thread, a foreign exception, a raise on its way to a C frame.
  [[nodiscard]] bool keep() {
    const std::type_info* type = abi::__cxa_current_exception_type();
    if (!type || *type == typeid(RpcException)) return false;
    thrown_ = std::current_exception();
    return thrown_ != nullptr;
  }
  // The block, then what ended the try block goes on.
  void finish() {
    run(raised_ || thrown_);
    if (raised_) ::RpcRaiseException(code_);
    if (thrown_) std::rethrow_exception(std::move(thrown_));
  }

 private:
  struct Destroy {
    FinallyBlock& self;
    ~Destroy() {
      if (self.block_) self.destroy_(self.block_, self.block_ == self.room_);
    }
  };

  void run(int abnormal) {
    void (*const call)(void*, int) = std::exchange(call_, nullptr);
    if (call) call(block_, abnormal);
  }

  alignas(std::max_align_t) std::byte room_[96];
  void* block_ = nullptr;
  void (*call_)(void*, int) = nullptr;
  void (*destroy_)(void*, bool) = nullptr;
  std::exception_ptr thrown_;
  int32_t code_ = 0;
  bool raised_ = false;
};

}  // namespace farcall::detail

#define RpcTryExcept                                          \
  {                                                           \
    try {                                                     \
      FARCALL_QUIET_                                          \
      const ::farcall::detail::ExceptionFrame farcall_frame_; \
      FARCALL_LOUD_ {
#define RpcExcept(expr)                                                               \
  }                                                                                   \
  FARCALL_QUIET_                                                                      \
  }                                                                                   \
  catch (const ::farcall::RpcException& farcall_caught_) {                            \
    const ULONG farcall_exception_code_ = static_cast<ULONG>(farcall_caught_.code()); \
    FARCALL_LOUD_                                                                     \
    ::FarcallTryFilter(farcall_exception_code_, static_cast<int>(expr));              \
    {
#define RpcEndExcept \
  }                  \
  }                  \
  }

// The lambda is made first (the jumps), so that the destructor of farcall_finally_ can run it on a return.
#define RpcTryFinally                                           \
  {                                                             \
    FARCALL_QUIET_ {                                            \
      __label__ farcall_body_, farcall_block_, farcall_done_;   \
      ::farcall::detail::FinallyBlock farcall_finally_;         \
      goto farcall_block_;                                      \
    farcall_body_:                                              \
      try {                                                     \
        const ::farcall::detail::ExceptionFrame farcall_frame_; \
        FARCALL_LOUD_ {
#define RpcFinally                                         \
  }                                                        \
  FARCALL_QUIET_                                           \
  }                                                        \
  catch (const ::farcall::RpcException& farcall_caught_) { \
    farcall_finally_.raised(farcall_caught_.code());       \
  }                                                        \
  catch (...) {                                            \
    if (!farcall_finally_.keep()) throw;                   \
  }                                                        \
  goto farcall_done_;                                      \
  farcall_block_:                                          \
      farcall_finally_.set([&](const int farcall_abnormal_) {                 \
        FARCALL_LOUD_(void) farcall_abnormal_; {
#define RpcEndFinally        \
  }                          \
  });                        \
  goto farcall_body_;        \
  farcall_done_:             \
  farcall_finally_.finish(); \
  }                          \
  }

#endif
