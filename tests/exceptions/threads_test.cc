// Many threads, deep recursion, and what the blocks cost.
#include <atomic>
#include <thread>
#include <vector>

#include "support.h"

#ifndef SANITIZED
namespace {
thread_local unsigned long allocations = 0;
}
// glibc's own names of what is interposed here (malloc(3), "Replacing malloc").
extern "C" {
void* __libc_malloc(size_t size);              // NOLINT
void* __libc_realloc(void* old, size_t size);  // NOLINT
void* malloc(size_t size) {
  ++allocations;
  return __libc_malloc(size);
}
void* realloc(void* old, size_t size) {
  ++allocations;
  return __libc_realloc(old, size);
}
}
#endif

namespace farcall::stub {
namespace {

using Blocks = WithC;
FOR_BOTH_C_OBJECTS(Blocks);

TEST_P(Blocks, of_many_threads_do_not_meet) {
  constexpr int k_threads = 8;
  constexpr int k_turns = 500;
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < k_threads; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 1; i <= k_turns; ++i) {
        const int code = thread * k_turns + i;
        const int outer = handle(c, [&] {
          int inner = code + 1;
          const int status = call_guarded([&] {
            c.deep(
                i % 20, [](void* p) { raise(*static_cast<int*>(p)); }, &inner);
          });
          RpcRaiseException(status == code + 1 ? code : -1);
        });
        if (outer == code) ++right;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, k_threads * k_turns);
}

TEST_P(Blocks, nest_thousands_deep_and_each_filter_is_asked) {
  int code = 51;
  const int outer = handle(c, [&] {
    c.deep(
        3000, [](void* p) { RpcRaiseException(*static_cast<int*>(p)); }, &code);
  });
  EXPECT_EQ(outer, 51);
}

TEST_P(Blocks, grow_the_chain_of_a_thread_which_frees_it) {
  std::thread([this] {
    int code = 52;
    EXPECT_EQ(handle(c,
                     [&] {
                       c.deep(
                           1000, [](void* p) { raise(*static_cast<int*>(p)); }, &code);
                     }),
              52);
    EXPECT_EQ(open_blocks(), 0u);
  }).join();
}

#ifndef SANITIZED
TEST_P(Blocks, allocate_nothing_as_long_as_nobody_raises) {
  const unsigned long before = allocations;
  int calls = 0;
  for (int i = 0; i < 1000; ++i) {
    (void)call_guarded([&] { ++calls; });
    (void)handle(c, [&] { ++calls; });
    RpcTryFinally {
      ++calls;
    }
    RpcFinally {
      ++calls;
    }
    RpcEndFinally
  }
  EXPECT_EQ(allocations, before);
  EXPECT_EQ(calls, 4000);
}
#endif

// A raise allocates its exception object and gives it back.
TEST_P(Blocks, survive_a_hundred_thousand_raises) {
#ifdef SANITIZED
  constexpr int k_turns = 2000;
#else
  constexpr int k_turns = 100000;
#endif
  int right = 0;
  for (int i = 0; i < k_turns; ++i) right += handle(c, [&] { RpcRaiseException(i + 1); }) == i + 1;
  EXPECT_EQ(right, k_turns);
}

}  // namespace
}  // namespace farcall::stub
