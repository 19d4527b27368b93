// The chain after blocks that ended without leaving it: C++ exceptions and longjmp over C functions without cleanups,
// stacks of signal handlers and fibers.
#include <pthread.h>
#include <signal.h>
#include <ucontext.h>

#include <cstring>
#include <functional>
#include <memory>
#include <stdexcept>
#include <vector>

#include "support.h"

namespace farcall::stub {
namespace {

using Healing = WithC;
FOR_BOTH_C_OBJECTS(Healing);

void throw_through(const c_frames& c, int depth) {
  try {
    c.deep(
        depth, [](void*) { throw std::runtime_error("through"); }, nullptr);
  } catch (const std::runtime_error&) {
  }
}

// Writes over all stack memory that the dead frames may have used.
[[gnu::noinline]] void overwrite_stack(unsigned value) {
  volatile unsigned char memory[16384];
  for (volatile unsigned char& byte : memory) byte = static_cast<unsigned char>(value);
}

TEST_P(Healing, finds_the_outer_block_though_the_dead_ones_were_overwritten) {
  for (const unsigned value : {0x00u, 0x41u, 0xffu}) {
    const int outer = handle(c, [&] {
      throw_through(c, 20);
      overwrite_stack(value);
      RpcRaiseException(41);
    });
    EXPECT_EQ(outer, 41);
  }
}

TEST_P(Healing, does_not_jump_to_a_dead_frame_that_is_still_intact_below_live_ones) {
  const int outer = handle(c, [&] {
    throw_through(c, 3);
    c.behind_array([](void*) { RpcRaiseException(42); }, nullptr);
  });
  EXPECT_EQ(outer, 42);
}

// Called from one place, so the dead frame's function and the live one cannot be told apart by where they stand.
TEST_P(Healing, does_not_jump_to_a_dead_frame_that_a_live_function_has_written_over) {
  const int outer = handle(c, [&] {
    const auto throwing = [](void*) { throw std::runtime_error("through"); };
    const auto raising = [](void*) { RpcRaiseException(51); };
    for (const bool last : {false, true}) {
      try {
        (last ? c.behind_written_array : c.search)(last ? +raising : +throwing, nullptr);
      } catch (const std::runtime_error&) {
      }
    }
  });
  EXPECT_EQ(outer, 51);
}

TEST_P(Healing, works_after_longjmp_over_a_block) {
  const int outer = handle(c, [&] {
    c.leave_by_longjmp();
    c.behind_array([](void*) { RpcRaiseException(43); }, nullptr);
  });
  EXPECT_EQ(outer, 43);
}

TEST_P(Healing, keeps_the_chain_short_over_many_dead_frames) {
  uint32_t longest = 0;
  for (int i = 0; i < 20000; ++i) {
    if (i % 3 == 0)
      c.leave_by_longjmp();
    else
      throw_through(c, i % 5);
    longest = std::max(longest, open_blocks());
    if (i % 100 != 0) continue;
    EXPECT_EQ(handle(c, [] { RpcRaiseException(44); }), 44);
  }
  EXPECT_LE(longest, 16u);
  EXPECT_EQ(call_guarded([&] { handle(c, [] {}); }), RPC_S_OK);
  ExceptionChain::of_this_thread().drop_dead(
      reinterpret_cast<StackPosition>(__builtin_frame_address(0)));
}

// The search cannot get past a function without unwind tables; it takes the thread's chain on trust then.
TEST(UnwindTables, may_be_missing_between_a_raise_and_its_block) {
  const LoggedEvents events;
  EXPECT_EQ(handle(without_tables, [] { RpcRaiseException(52); }), 52);
  EXPECT_EQ(events.text(), "exception.no_unwind_tables\n");
  EXPECT_EQ(handle(with_cleanups,
                   [] { without_tables.search([](void*) { RpcRaiseException(53); }, nullptr); }),
            53);
  EXPECT_EQ(open_blocks(), 0u);
}

// -- a signal handler on its own stack ---------------------------------------------------------------------------

#ifndef THREAD_SANITIZED  // it rightly says that a raise allocates; but this signal is not asynchronous
const c_frames* handler_frames;
int handled_in_handler;
uint32_t blocks_in_handler;

void on_signal(int) {
  blocks_in_handler = open_blocks();
  handled_in_handler = handle(*handler_frames, [] { RpcRaiseException(45); });
  handled_in_handler += call_guarded([] { RpcRaiseException(100); });
}

constexpr size_t k_stack_size = 512 * 1024;

class AlternateStack {
 public:
  explicit AlternateStack(char* memory) {
    stack_t stack{};
    stack.ss_sp = memory;
    stack.ss_size = k_stack_size;
    sigaltstack(&stack, nullptr);
    struct sigaction action {};
    action.sa_handler = &on_signal;
    action.sa_flags = SA_ONSTACK;
    sigaction(SIGUSR1, &action, nullptr);
  }
  AlternateStack(const AlternateStack&) = delete;
  AlternateStack& operator=(const AlternateStack&) = delete;
  ~AlternateStack() {
    signal(SIGUSR1, SIG_DFL);
    stack_t off{};
    off.ss_flags = SS_DISABLE;
    sigaltstack(&off, nullptr);
  }
};

void raise_in_signal_handler(const c_frames& c, char* memory) {
  const AlternateStack stack(memory);
  handler_frames = &c;
  handled_in_handler = 0;
  const int outer = handle(c, [] {
    ::raise(SIGUSR1);
    EXPECT_EQ(open_blocks(), 1u);
    RpcRaiseException(46);
  });
  EXPECT_EQ(blocks_in_handler, 1u);
  EXPECT_EQ(handled_in_handler, 145);
  EXPECT_EQ(outer, 46);
}

TEST_P(Healing, leaves_the_blocks_alone_that_a_signal_interrupted) {
  const auto memory = std::make_unique<char[]>(k_stack_size);
  raise_in_signal_handler(c, memory.get());
}

// Where the signal handler stands above the function it has interrupted.
TEST_P(Healing, leaves_them_alone_too_when_the_alternate_stack_is_the_upper_one) {
  struct Shared {
    const c_frames& c;
    std::unique_ptr<char[]> memory = std::make_unique<char[]>(2 * k_stack_size + 64);
    [[nodiscard]] char* lower() const {
      return memory.get() + (64 - reinterpret_cast<uintptr_t>(memory.get()) % 64);
    }
  } shared{c};
  pthread_attr_t attributes;
  ASSERT_EQ(pthread_attr_init(&attributes), 0);
  ASSERT_EQ(pthread_attr_setstack(&attributes, shared.lower(), k_stack_size), 0);
  pthread_t thread{};
  const auto run = [](void* argument) -> void* {
    const auto& s = *static_cast<Shared*>(argument);
    raise_in_signal_handler(s.c, s.lower() + k_stack_size);
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &attributes, run, &shared), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}
#endif

// -- stacks that the program made -----------------------------------------------------------------------------------

class Fiber {
 public:
  explicit Fiber(std::function<void()> body) : body_(std::move(body)), memory_(256 * 1024) {
    getcontext(&inside_);
    inside_.uc_stack.ss_sp = memory_.data();
    inside_.uc_stack.ss_size = memory_.size();
    inside_.uc_link = &outside_;
    current_ = this;
    makecontext(&inside_, &Fiber::start, 0);
  }
  void run() { swapcontext(&outside_, &inside_); }

 private:
  static void start() { current_->body_(); }
  static inline Fiber* current_ = nullptr;
  std::function<void()> body_;
  std::vector<char> memory_;
  ucontext_t inside_{}, outside_{};
};

#ifndef SANITIZED  // the sanitizers must be told about stacks
TEST_P(Healing, uses_the_block_of_the_fiber_that_raises) {
  int inner = 0;
  int outer_status = 0;
  Fiber fiber([&] {
    inner = handle(c, [] { RpcRaiseException(47); });
    outer_status = call_guarded([] { RpcRaiseException(48); });
  });
  const int outer = handle(c, [&] {
    fiber.run();
    RpcRaiseException(49);
  });
  EXPECT_EQ(inner, 47);
  EXPECT_EQ(outer_status, 48);
  EXPECT_EQ(outer, 49);
}

TEST_P(Healing, does_not_jump_from_a_fiber_to_a_block_of_another_stack) {
  int caught_code = 0;
  Fiber fiber([&] {
    try {
      c.search([](void*) { RpcRaiseException(50); }, nullptr);
    } catch (const RpcException& caught) {
      caught_code = caught.code();
    }
  });
  EXPECT_EQ(handle(c, [&] { fiber.run(); }), 0);
  EXPECT_EQ(caught_code, 50);
}
#endif

}  // namespace
}  // namespace farcall::stub
