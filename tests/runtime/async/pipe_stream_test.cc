// How much lies between the two ends of a pipe (Limits::pipe_buffer): the limit is room, one byte more is not.
#include "runtime/async/pipe_stream.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "base/limits.h"

namespace farcall::runtime::test {
namespace {

ndr::Marshalled block_of(BufferPool& pool, size_t length) {
  return {pool.get(length), 0, length};
}

TEST(PipeInput, is_full_beyond_its_limit) {
  const size_t limit = Limits{}.pipe_buffer;
  BufferPool pool;
  PipeInput input(pool, limit);
  const std::vector<uint8_t> data(limit);
  input.append(data, false);
  EXPECT_FALSE(input.full());
  input.append(Bytes{data}.first(1), false);
  EXPECT_TRUE(input.full());
}

TEST(PipeOutput, makes_its_pusher_wait_beyond_its_limit_until_enough_has_left) {
  const size_t limit = Limits{}.pipe_buffer;
  BufferPool pool;
  PipeOutput output(limit);
  ASSERT_TRUE(output.add(block_of(pool, limit)).ok());
  EXPECT_TRUE(output.wait_for_room().ok()) << "does not wait at the limit";
  ASSERT_TRUE(output.add(block_of(pool, 1)).ok());
  std::atomic<bool> has_room{false};
  std::thread pusher([&] {
    EXPECT_TRUE(output.wait_for_room().ok());
    EXPECT_TRUE(has_room);
  });
  ndr::Marshalled taken;
  bool last = true;
  ASSERT_TRUE(output.take(taken, last));
  EXPECT_FALSE(last);
  EXPECT_EQ(taken.length, limit);
  has_room = true;
  output.acknowledge();
  pusher.join();
}

TEST(PipeOutput, has_no_room_before_it_is_opened_and_says_which_block_is_the_last) {
  BufferPool pool;
  PipeOutput output(Limits{}.pipe_buffer, false);
  ASSERT_TRUE(output.add(block_of(pool, 8)).ok());
  ASSERT_TRUE(output.add(block_of(pool, 0), true).ok());
  std::atomic<bool> opened{false};
  std::thread pusher([&] {
    EXPECT_TRUE(output.wait_for_room().ok());
    EXPECT_TRUE(opened);
  });
  opened = true;
  output.open();
  pusher.join();
  ndr::Marshalled taken;
  bool last = true;
  ASSERT_TRUE(output.take(taken, last));
  EXPECT_FALSE(last);
  ASSERT_TRUE(output.take(taken, last));
  EXPECT_TRUE(last);
  EXPECT_FALSE(output.take(taken, last));
}

TEST(PipeOutput, that_fails_quietly_wakes_its_pusher_and_takes_nothing_more) {
  BufferPool pool;
  PipeOutput output(Limits{}.pipe_buffer, false);
  std::thread pusher([&] { EXPECT_EQ(output.wait_for_room().code, RPC_S_CALL_FAILED); });
  output.fail_quietly(RPC_S_CALL_FAILED);
  pusher.join();
  EXPECT_EQ(output.add(block_of(pool, 1)).status().code, RPC_S_CALL_FAILED);
}

}  // namespace
}  // namespace farcall::runtime::test
