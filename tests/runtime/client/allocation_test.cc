// No heap allocation per small call after warm-up (D8), on any thread of the process.
#include "runtime/allocation_counter.h"

#include <array>
#include <memory>

#include "runtime/client/client_fixture.h"
#include "runtime/client/quiet_server.h"

#ifndef FARCALL_SANITIZED
namespace farcall::runtime::client {
namespace {

struct ClientAllocation : ClientTest {
  ClientAllocation() { binding = bind(server->binding()); }
  const std::unique_ptr<QuietServer> server = std::make_unique<QuietServer>();
};

TEST_F(ClientAllocation, a_synchronous_call_makes_none) {
  const std::string text(60, 's');
  ASSERT_EQ(outcome(text), text);
  EXPECT_EQ(test::allocations_when_warm([&] {
              for (int i = 0; i < 200; ++i) ASSERT_TRUE(call(text).ok());
            }),
            0u);
}

TEST_F(ClientAllocation, an_asynchronous_call_makes_none) {
  const std::string text(60, 'a');
  const auto window = [&] {
    for (int round = 0; round < 20; ++round) {
      std::array<std::optional<TestCall>, 64> calls;
      for (auto& one : calls) one.emplace(*this, text);
      for (auto& one : calls) ASSERT_EQ(one->end(), RPC_S_OK);
    }
  };
  window();
  EXPECT_EQ(test::allocations_when_warm(window), 0u);
}

}  // namespace
}  // namespace farcall::runtime::client
#endif
