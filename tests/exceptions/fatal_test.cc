// What ends the program, each in a process of its own.
#include "support.h"

namespace farcall::stub {
namespace {

class Fatal : public WithC {
 protected:
  void SetUp() override { testing::FLAGS_gtest_death_test_style = "threadsafe"; }
};
FOR_BOTH_C_OBJECTS(Fatal);

[[gnu::noinline]] void raise_without_handler(void*) {
  RpcRaiseException(RPC_S_SERVER_UNAVAILABLE);
}

// Googletest's own catch clauses must not be the handler, hence the thread.
void* on_a_thread(void* c) {
  if (c) static_cast<const c_frames*>(c)->search(&raise_without_handler, nullptr);
  raise_without_handler(nullptr);
  return nullptr;
}

void run_thread(const c_frames* c) {
  pthread_t thread{};
  if (pthread_create(&thread, nullptr, &on_a_thread, const_cast<c_frames*>(c)) == 0)
    pthread_join(thread, nullptr);
}

TEST_P(Fatal, raise_without_any_handler) {
  EXPECT_DEATH(run_thread(nullptr), "exception.unhandled RPC exception 1722 \\(0x6ba\\)");
}

TEST_P(Fatal, raise_that_no_filter_wants) {
  EXPECT_DEATH(run_thread(&c), "exception.unhandled RPC exception 1722");
}

void raise_in_noexcept() noexcept {
  raise_without_handler(nullptr);
}

TEST_P(Fatal, noexcept_between_raise_and_handler) {
  EXPECT_DEATH(handle(c, [] { raise_in_noexcept(); }), "terminate called");
}

#ifdef STOPS_ON_SWALLOWED
TEST_P(Fatal, catch_all_that_swallows_a_raise_in_debug_builds) {
  EXPECT_DEATH(handle(c,
                      [] {
                        try {
                          RpcRaiseException(61);
                        } catch (...) {
                        }
                      }),
               "exception.swallowed RPC exception 61");
}
#else
TEST_P(Fatal, is_not_a_catch_all_that_swallows_a_raise_in_release_builds) {
  const LoggedEvents events;
  int after = 0;
  const int code = handle(c, [&] {
    try {
      RpcRaiseException(61);
    } catch (...) {
    }
    after = 1;
    RpcRaiseException(62);
  });
  EXPECT_EQ(after, 1);
  EXPECT_EQ(code, 62);
  EXPECT_EQ(events.text(), "exception.swallowed\n");
}
#endif

}  // namespace
}  // namespace farcall::stub
