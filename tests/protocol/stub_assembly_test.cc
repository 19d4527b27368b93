// StubAssembly: growth, limits and the sums that must not wrap.
#include "protocol/stub_assembly.h"

#include <gtest/gtest.h>

#include <vector>

namespace farcall::protocol {
namespace {

class CountingPool : public BufferPool {
 public:
  BufferRef get(size_t capacity) override {
    largest = std::max(largest, capacity);
    if (fail) return {};
    return BufferPool::get(capacity);
  }
  size_t largest = 0;
  bool fail = false;
};

struct StubAssemblyTest : ::testing::Test {
  Result<void> append(size_t size, uint32_t hint = 0, size_t max_total = 1 << 20) {
    std::vector<uint8_t> fragment(size);
    for (uint8_t& byte : fragment) byte = static_cast<uint8_t>(counter++);
    return assembly.append(pool, limits, max_total, fragment, hint);
  }
  CountingPool pool;
  Limits limits;
  StubAssembly assembly;
  unsigned counter = 0;
};

TEST_F(StubAssemblyTest, joins_fragments_in_order) {
  for (size_t size : {1u, 4u, 600u, 0u, 9000u, 3u}) ASSERT_TRUE(append(size).ok());
  ASSERT_EQ(assembly.bytes().size(), 9608u);
  for (size_t i = 0; i < 9608; ++i) ASSERT_EQ(assembly.bytes()[i], static_cast<uint8_t>(i));
}

TEST_F(StubAssemblyTest, holds_nothing_before_data_comes) {
  ASSERT_TRUE(append(0, 1 << 20).ok());
  EXPECT_FALSE(assembly.block());
  EXPECT_EQ(assembly.bytes().size(), 0u);
}

TEST_F(StubAssemblyTest, a_claim_alone_takes_no_more_than_its_limit) {
  ASSERT_TRUE(append(8, UINT32_MAX).ok());
  EXPECT_EQ(pool.largest, limits.reserve_on_claim);
}

TEST_F(StubAssemblyTest, memory_stays_in_proportion_to_what_was_received) {
  size_t received = 0;
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(append(5000, UINT32_MAX, 16 << 20).ok());
    received += 5000;
    ASSERT_LE(pool.largest, std::max(limits.reserve_on_claim, 2 * received + (72u << 10)));
  }
}

TEST_F(StubAssemblyTest, takes_exactly_the_maximum_and_not_a_byte_more) {
  ASSERT_TRUE(append(1000, 0, 1001).ok());
  ASSERT_TRUE(append(1, 0, 1001).ok());
  EXPECT_EQ(append(1, 0, 1001).status().code, RPC_S_ACCESS_DENIED);
  EXPECT_EQ(assembly.received(), 1001u);
}

// T-01: the class of CVE-2022-26809, a 32-bit sum of fragment lengths that wraps.
TEST_F(StubAssemblyTest, a_running_total_near_any_integer_limit_does_not_wrap) {
  for (size_t total : {size_t{INT32_MAX} - 4, size_t{UINT32_MAX} - 4, size_t{UINT32_MAX},
                       size_t{UINT32_MAX} + 1, SIZE_MAX - 4, SIZE_MAX}) {
    assembly.set_received_for_test(total);
    EXPECT_EQ(append(8, 8, limits.max_request).status().code, RPC_S_ACCESS_DENIED) << total;
    EXPECT_EQ(assembly.received(), total);
  }
  assembly.set_received_for_test(limits.max_request - 7);
  EXPECT_EQ(append(8, 8, limits.max_request).status().code, RPC_S_ACCESS_DENIED);
}

TEST_F(StubAssemblyTest, empty_fragments_without_end_are_a_protocol_error) {
  for (uint32_t i = 1; i < limits.max_empty_fragments; ++i) ASSERT_TRUE(append(0).ok());
  EXPECT_EQ(append(0).status().code, RPC_S_PROTOCOL_ERROR);
}

TEST_F(StubAssemblyTest, keeps_what_it_has_when_memory_is_out) {
  ASSERT_TRUE(append(512).ok());
  pool.fail = true;
  EXPECT_EQ(append(100'000).status().code, RPC_S_OUT_OF_MEMORY);
  EXPECT_EQ(assembly.bytes().size(), 512u);
}

}  // namespace
}  // namespace farcall::protocol
