// Chunks of pipes in both transfer syntaxes, whole and in pieces.
#include "ndr/pipe_codec.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "ndr/stream_output.h"

namespace farcall::ndr {
namespace {

using stub::SyntaxKind;
using Kind = ChunkReader::Pulled::Kind;

struct Pair {
  uint8_t small;
  uint64_t big;
};
struct PairCodec {
  template <class S>
  static void put(stub::Writer<S>& out, const Pair* pairs, size_t number) {
    for (size_t i = 0; i < number; ++i) {
      out.align(8);
      out.u8(pairs[i].small);
      out.u64(pairs[i].big);
    }
  }
  template <class S>
  static void get(stub::Reader<S>& in, Pair* pairs, size_t number) {
    for (size_t i = 0; i < number; ++i) {
      in.align(8);
      pairs[i].small = in.u8();
      pairs[i].big = in.u64();
    }
  }
};
struct ShortCodec {
  template <class S>
  static void put(stub::Writer<S>& out, const uint16_t* values, size_t number) {
    out.template elements<2>(values, number);
  }
  template <class S>
  static void get(stub::Reader<S>& in, uint16_t* values, size_t number) {
    in.template elements<2>(values, number);
  }
};
constexpr stub::PipeElement k_pair = stub::pipe_element<Pair, PairCodec>({16, 8}, {16, 8});
constexpr stub::PipeElement k_short = stub::pipe_element<uint16_t, ShortCodec>({2, 2}, {2, 2});

using Octets = std::vector<uint8_t>;
Octets chunk(const stub::PipeElement& element, SyntaxKind syntax, const void* elements,
             size_t number) {
  BufferPool pool;
  MarshalBuffer buffer(pool);
  put_chunk(buffer.output(), element, syntax, elements, number);
  const Result<Marshalled> made = buffer.take();
  EXPECT_TRUE(made.ok());
  return {made->block.data() + made->offset, made->block.data() + made->offset + made->length};
}

TEST(PipeChunks, are_a_count_and_elements_in_ndr20) {
  const uint16_t values[] = {1, 2, 0x0304};
  EXPECT_EQ(chunk(k_short, SyntaxKind::ndr20, values, 3), (Octets{3, 0, 0, 0, 1, 0, 2, 0, 4, 3}));
  EXPECT_EQ(chunk(k_short, SyntaxKind::ndr20, nullptr, 0), (Octets{0, 0, 0, 0}));
}

TEST(PipeChunks, end_with_the_negated_count_in_ndr64) {
  const uint16_t values[] = {7};
  EXPECT_EQ(chunk(k_short, SyntaxKind::ndr64, values, 1),
            (Octets{1, 0, 0, 0, 0,    0,    0,    0,    7,    0,    0,    0,
                    0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}));
  EXPECT_EQ(chunk(k_short, SyntaxKind::ndr64, nullptr, 0), Octets(16, 0));
}

class ChunkReading : public testing::TestWithParam<SyntaxKind> {};
INSTANTIATE_TEST_SUITE_P(syntax, ChunkReading,
                         testing::Values(SyntaxKind::ndr20, SyntaxKind::ndr64));

// Two chunks and the end, given byte by byte and pulled two by two.
TEST_P(ChunkReading, works_in_any_pieces) {
  BufferPool pool;
  MarshalBuffer buffer(pool);
  const Pair pairs[] = {{1, 10}, {2, 20}, {3, 30}, {4, 40}, {5, 50}};
  put_chunk(buffer.output(), k_pair, GetParam(), pairs, 3);
  put_chunk(buffer.output(), k_pair, GetParam(), pairs + 3, 2);
  put_chunk(buffer.output(), k_pair, GetParam(), nullptr, 0);
  const Result<Marshalled> made = buffer.take();
  for (const size_t step : {1u, 3u, 8u, 1000u}) {
    ByteQueue queue(pool);
    ChunkReader reader;
    std::vector<Pair> got;
    for (size_t at = 0; at < made->length; at += step) {
      const size_t size = std::min(step, made->length - at);
      ASSERT_TRUE(queue.append({made->block.data() + made->offset + at, size}));
      for (;;) {
        Pair room[2];
        const auto pulled = reader.pull(queue, k_pair, GetParam(), false, room, 2);
        ASSERT_TRUE(pulled.ok());
        if (pulled->kind != Kind::elements) break;
        ASSERT_LE(pulled->number, 2u);
        got.insert(got.end(), room, room + pulled->number);
      }
    }
    EXPECT_TRUE(reader.ended());
    EXPECT_EQ(queue.size(), 0u);
    ASSERT_EQ(got.size(), 5u);
    for (size_t i = 0; i < 5; ++i) {
      EXPECT_EQ(got[i].small, pairs[i].small);
      EXPECT_EQ(got[i].big, pairs[i].big);
    }
  }
}

TEST(ChunkReader, believes_no_count_but_gives_what_has_come) {
  BufferPool pool;
  ByteQueue queue(pool);
  ChunkReader reader;
  const uint8_t bytes[] = {0xff, 0xff, 0xff, 0xff, 5, 0, 6};
  ASSERT_TRUE(queue.append(bytes));
  uint16_t room[8];
  auto pulled = reader.pull(queue, k_short, SyntaxKind::ndr20, false, room, 8);
  ASSERT_TRUE(pulled.ok());
  EXPECT_EQ(pulled->number, 1u);
  EXPECT_EQ(room[0], 5);
  pulled = reader.pull(queue, k_short, SyntaxKind::ndr20, false, room, 8);
  EXPECT_EQ(pulled->kind, Kind::nothing_yet);
}

TEST(ChunkReader, refuses_an_ndr64_chunk_whose_end_says_something_else) {
  BufferPool pool;
  ByteQueue queue(pool);
  ChunkReader reader;
  const uint8_t bytes[24] = {1, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0xfe};
  ASSERT_TRUE(queue.append(bytes));
  uint16_t room[8];
  EXPECT_TRUE(reader.pull(queue, k_short, SyntaxKind::ndr64, false, room, 8).ok());
  EXPECT_EQ(reader.pull(queue, k_short, SyntaxKind::ndr64, false, room, 8).status().code,
            RPC_X_BAD_STUB_DATA);
  ChunkReader huge;
  const uint8_t count[8] = {0, 0, 0, 0x80};
  ASSERT_TRUE(queue.append(count));
  EXPECT_EQ(huge.pull(queue, k_short, SyntaxKind::ndr64, false, room, 8).status().code,
            RPC_X_BAD_STUB_DATA);
}

TEST(ChunkReader, reads_a_big_endian_sender) {
  BufferPool pool;
  ByteQueue queue(pool);
  ChunkReader reader;
  const uint8_t bytes[] = {0, 0, 0, 2, 1, 2, 3, 4};
  ASSERT_TRUE(queue.append(bytes));
  uint16_t room[2];
  ASSERT_TRUE(reader.pull(queue, k_short, SyntaxKind::ndr20, true, room, 2).ok());
  EXPECT_EQ(room[0], 0x0102);
  EXPECT_EQ(room[1], 0x0304);
}

TEST(StreamOutput, is_cut_at_multiples_of_eight) {
  BufferPool pool;
  StreamOutput stream(pool);
  stub::Writer<stub::Ndr20> out(stream.output());
  for (uint8_t i = 0; i < 13; ++i) out.u8(i);
  Result<Marshalled> first = stream.cut(false);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->length, 8u);
  stub::Writer<stub::Ndr20> more(stream.output());
  more.u32(0xffffffff);  // aligned at 16, as in one piece
  Result<Marshalled> last = stream.cut(true);
  const uint8_t* const at = last->block.data() + last->offset;
  EXPECT_EQ((Octets{at, at + last->length}),
            (Octets{8, 9, 10, 11, 12, 0, 0, 0, 0xff, 0xff, 0xff, 0xff}));
}

}  // namespace
}  // namespace farcall::ndr
