// MaxRpcSize and pipes: it bounds what stands in front of the pipes, not what they carry.
#include <numeric>

#include "support.h"

namespace {

using farcall::test::raised_by;

constexpr unsigned k_most = 2000;

class MaxRpcSize : public testing::Test {
 protected:
  void SetUp() override {
    binding = farcall::test::binding_from(Server::address());
    ASSERT_EQ(RpcServerUnregisterIf(streams_v1_0_s_ifspec, nullptr, TRUE), RPC_S_OK);
    ASSERT_EQ(RpcServerRegisterIf2(streams_v1_0_s_ifspec, nullptr, nullptr, 0,
                                   RPC_C_LISTEN_MAX_CALLS_DEFAULT, k_most, nullptr),
              RPC_S_OK);
  }
  void TearDown() override {
    ASSERT_EQ(RpcServerUnregisterIf(streams_v1_0_s_ifspec, nullptr, TRUE), RPC_S_OK);
    ASSERT_EQ(RpcServerRegisterIf(streams_v1_0_s_ifspec, nullptr, nullptr), RPC_S_OK);
    RpcBindingFree(&binding);
  }
  // What Sum raises with so much in front of a pipe of so many numbers.
  RPC_STATUS sum(size_t front, size_t numbers) {
    const std::string name(front, 'n');
    ProgramPipe<long, LONG_PIPE> pipe;
    pipe.values.assign(numbers, 1);
    hyper total = 0;
    const RPC_STATUS raised =
        raised_by([&] { Sum(binding, 0, name.c_str(), pipe.make(), &total); });
    if (raised == RPC_S_OK) {
      EXPECT_EQ(total, static_cast<hyper>(front + numbers));
    }
    return raised;
  }

  handle_t binding = nullptr;
};

TEST_F(MaxRpcSize, does_not_bound_what_a_pipe_carries) {
  EXPECT_EQ(sum(10, 10), RPC_S_OK);
  EXPECT_EQ(sum(10, 1000), RPC_S_OK) << "in one fragment with what is in front";
  EXPECT_EQ(sum(1900, 100'000), RPC_S_OK);
}

TEST_F(MaxRpcSize, bounds_what_stands_in_front_of_the_pipes) {
  EXPECT_EQ(sum(2500, 0), RPC_S_ACCESS_DENIED) << "in one fragment";
  EXPECT_EQ(sum(2500, 100'000), RPC_S_ACCESS_DENIED) << "with pipe data behind it";
  EXPECT_EQ(sum(300'000, 10), RPC_S_ACCESS_DENIED) << "in many fragments";
  EXPECT_EQ(sum(10, 10), RPC_S_OK) << "and the server goes on";
}

}  // namespace
