// call_guarded(): what becomes of a manager routine that raises, throws or ends its thread.
#include <pthread.h>
#include <unistd.h>

#include <new>
#include <stdexcept>
#include <thread>

#include "support.h"

namespace farcall::stub {
namespace {

using Guard = WithC;
FOR_BOTH_C_OBJECTS(Guard);

TEST(Guarded, AR_057_body_gives_the_status_it_raised) {
  EXPECT_EQ(call_guarded([] {}), RPC_S_OK);
  EXPECT_EQ(call_guarded([] { RpcRaiseException(RPC_S_INVALID_BINDING); }), RPC_S_INVALID_BINDING);
  EXPECT_EQ(call_guarded([] { raise(-1); }), -1);
  EXPECT_EQ(call_guarded([] { throw RpcException(4711); }), 4711);
}

TEST(Guarded, body_never_fails_with_success) {
  EXPECT_EQ(call_guarded([] { RpcRaiseException(RPC_S_OK); }), RPC_S_CALL_FAILED);
}

TEST(Guarded, body_may_throw_anything) {
  const LoggedEvents events;
  EXPECT_EQ(call_guarded([] { throw std::bad_alloc(); }), RPC_S_OUT_OF_MEMORY);
  EXPECT_EQ(call_guarded([] { throw std::bad_array_new_length(); }), RPC_S_OUT_OF_MEMORY);
  EXPECT_EQ(events.text(), "");
  EXPECT_EQ(call_guarded([] { throw std::runtime_error("secret"); }), RPC_S_CALL_FAILED);
  EXPECT_EQ(call_guarded([] { throw 7; }), RPC_S_CALL_FAILED);
  EXPECT_EQ(events.text(), "exception.manager\nexception.manager\n");
}

TEST_P(Guard, stops_what_c_code_inside_raises_and_does_not_handle) {
  const auto raising = [this] { c.search([](void*) { RpcRaiseException(31); }, nullptr); };
  EXPECT_EQ(call_guarded(raising), 31);
  EXPECT_EQ(open_blocks(), 0u);
}

TEST_P(Guard, is_nearer_than_the_c_block_around_it) {
  int status = 0;
  const int outer = handle(c, [&] {
    status = call_guarded([] { RpcRaiseException(32); });
    RpcRaiseException(33);
  });
  EXPECT_EQ(status, 32);
  EXPECT_EQ(outer, 33);
}

TEST_P(Guard, takes_frames_off_the_chain_that_a_throw_left) {
  const int outer = handle(c, [&] {
    EXPECT_EQ(call_guarded([&] { handle(c, [] { throw 1; }); }), RPC_S_CALL_FAILED);
    EXPECT_EQ(open_blocks(), 1u);
  });
  EXPECT_EQ(outer, 0);
}

struct Ended {
  bool* flag;
  ~Ended() { *flag = true; }
};

TEST_P(Guard, lets_pthread_exit_through) {
  bool destroyed = false;
  bool came_back = false;
  std::thread([&] {
    (void)handle(c, [&] {
      (void)call_guarded([&] {
        const Ended object{&destroyed};
        pthread_exit(nullptr);
      });
      came_back = true;
    });
    came_back = true;
  }).join();
  EXPECT_TRUE(destroyed);
  EXPECT_FALSE(came_back);
}

TEST_P(Guard, lets_cancellation_through) {
  struct Shared {
    const c_frames& c;
    bool destroyed, came_back;
  } shared{c, false, false};
  pthread_t thread{};
  ASSERT_EQ(pthread_create(
                &thread, nullptr,
                [](void* argument) -> void* {
                  auto& s = *static_cast<Shared*>(argument);
                  (void)handle(s.c, [&] {
                    (void)call_guarded([&] {
                      const Ended object{&s.destroyed};
                      for (;;) pause();
                    });
                    s.came_back = true;
                  });
                  return nullptr;
                },
                &shared),
            0);
  ASSERT_EQ(pthread_cancel(thread), 0);
  void* result = nullptr;
  ASSERT_EQ(pthread_join(thread, &result), 0);
  EXPECT_EQ(result, PTHREAD_CANCELED);
  EXPECT_FALSE(shared.came_back);
}

// RpcTryFinally in C++ runs its block when the thread ends, too.
TEST(Finally, runs_when_the_thread_ends_in_the_block) {
  int abnormal = -1;
  std::thread([&] {
    RpcTryFinally {
      pthread_exit(nullptr);
    }
    RpcFinally {
      abnormal = RpcAbnormalTermination();
    }
    RpcEndFinally
  }).join();
  EXPECT_EQ(abnormal, 1);
}

TEST(Finally, passes_a_cxx_exception_on_after_the_block) {
  int abnormal = -1;
  try {
    RpcTryFinally {
      throw std::runtime_error("on");
    }
    RpcFinally {
      EXPECT_EQ(std::uncaught_exceptions(), 0);
      abnormal = RpcAbnormalTermination();
    }
    RpcEndFinally FAIL();
  } catch (const std::runtime_error& caught) {
    EXPECT_STREQ(caught.what(), "on");
  }
  EXPECT_EQ(abnormal, 1);
}

TEST(Finally, block_may_use_more_variables_than_fit_inside) {
  long a = 1, b = 2, d = 3, e = 4, f = 5, g = 6, h = 7, i = 8, j = 9, k = 10, l = 11, m = 12,
       n = 13, sum = 0;
  RpcTryFinally {
    a = 10;
  }
  RpcFinally {
    sum = a + b + d + e + f + g + h + i + j + k + l + m + n;
  }
  RpcEndFinally EXPECT_EQ(sum, 100);
}

}  // namespace
}  // namespace farcall::stub
