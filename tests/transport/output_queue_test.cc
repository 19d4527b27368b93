// OutputQueue: what is copied, what is linked, what comes out.
#include "transport/output_queue.h"

#include "support.h"

namespace farcall::transport {
namespace {

std::string contents(const OutputQueue& queue) {
  std::vector<iovec> vectors(queue.chunks());
  std::string text;
  queue.gather(vectors.data(), vectors.size());
  for (const iovec& vector : vectors)
    text.append(static_cast<const char*>(vector.iov_base), vector.iov_len);
  return text;
}

TEST(OutputQueue, copies_small_pieces_into_one_chunk) {
  BufferPool pool;
  OutputQueue queue(pool);
  ASSERT_TRUE(queue.append(bytes_of("abc")));
  ASSERT_TRUE(queue.append(bytes_of("def")));
  EXPECT_EQ(queue.chunks(), 1u);
  EXPECT_EQ(contents(queue), "abcdef");
}

TEST(OutputQueue, links_a_large_block_without_a_copy) {
  BufferPool pool;
  OutputQueue queue(pool);
  const BufferRef block = pool.get(4096);
  ASSERT_TRUE(queue.append(block, 16, 4000));
  iovec vector{};
  ASSERT_EQ(queue.gather(&vector, 1), 1u);
  EXPECT_EQ(vector.iov_base, block.data() + 16);
}

TEST(OutputQueue, copies_a_small_part_of_a_block_and_lets_the_block_go) {
  BufferPool pool;
  OutputQueue queue(pool);
  const BufferRef block = pool.get(512);
  ASSERT_TRUE(queue.append(block, 0, 64));
  EXPECT_TRUE(block.unique());
}

TEST(OutputQueue, never_writes_behind_a_linked_block) {
  BufferPool pool;
  OutputQueue queue(pool);
  const BufferRef block = pool.get(4096);
  block.data()[2000] = 7;
  ASSERT_TRUE(queue.append(block, 0, 2000));
  ASSERT_TRUE(queue.append(bytes_of("x")));
  EXPECT_EQ(block.data()[2000], 7);
  EXPECT_EQ(queue.chunks(), 2u);
}

TEST(OutputQueue, keeps_the_order_over_every_size_and_partial_consumption) {
  BufferPool pool;
  OutputQueue queue(pool);
  const std::string all = pattern(300'000);
  std::string taken;
  size_t at = 0;
  for (size_t step = 1; at < all.size(); step = step * 3 % 20011 + 1) {
    const size_t size = std::min(step, all.size() - at);
    if (step % 2 == 0) {
      const BufferRef block = pool.get(size + 5);
      std::memcpy(block.data() + 5, all.data() + at, size);
      ASSERT_TRUE(queue.append(block, 5, size));
    } else {
      ASSERT_TRUE(queue.append(bytes_of(all.substr(at, size))));
    }
    at += size;
    const size_t drop = queue.bytes() / 3;
    taken += contents(queue).substr(0, drop);
    queue.consume(drop);
  }
  EXPECT_EQ(taken + contents(queue), all);
}

TEST(OutputQueue, grows_past_its_kept_ring_and_counts_exactly) {
  BufferPool pool;
  OutputQueue queue(pool);
  const BufferRef block = pool.get(2048);
  for (size_t i = 0; i < 1000; ++i) ASSERT_TRUE(queue.append(block, 0, 2048));
  EXPECT_EQ(queue.chunks(), 1000u);
  EXPECT_EQ(queue.bytes(), 1000u * 2048);
  queue.clear();
  EXPECT_TRUE(queue.empty());
  EXPECT_TRUE(block.unique());
}

TEST(OutputQueue, a_drained_queue_owns_no_block) {
  BufferPool pool;
  OutputQueue queue(pool);
  const BufferRef block = pool.get(8192);
  ASSERT_TRUE(queue.append(block, 0, 8192));
  queue.consume(8191);
  EXPECT_FALSE(block.unique());
  queue.consume(1);
  EXPECT_TRUE(block.unique());
}

struct FailingPool final : BufferPool {
  BufferRef get(size_t) override { return {}; }
};

TEST(OutputQueue, queues_nothing_when_memory_is_out) {
  FailingPool pool;
  OutputQueue queue(pool);
  EXPECT_FALSE(queue.append(bytes_of("abc")));
  EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace farcall::transport
