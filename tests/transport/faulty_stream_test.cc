// Streams cut, split and reset at every byte: by a real peer, and by the decorator other tests use.
#include "faulty_stream.h"

#include <cerrno>

#include "support.h"

namespace farcall::transport {
namespace {

enum class Cut { fin, reset };

struct EveryByte : testing::TestWithParam<Cut> {};

TEST_P(EveryByte, a_connection_cut_there_delivers_what_was_sent_and_closes_once) {
  const FakeClock clock;
  BufferPool pool;
  auto loop = make_loop(clock);
  const std::string message = pattern(72);
  for (size_t cut = 0; cut <= message.size(); ++cut) {
    SCOPED_TRACE(cut);
    Recorder recorder;
    SocketPair pair = tcp_pair();
    Stream stream(*loop, pool);
    ASSERT_TRUE(stream.open(std::move(pair.ours), recorder).ok());
    if (cut > 0) write_text(pair.peer.get(), message.substr(0, cut));
    ASSERT_TRUE(pump(*loop, [&] { return recorder.received.size() == cut; }));
    if (GetParam() == Cut::reset)
      reset_connection(pair.peer);
    else
      pair.peer.reset();
    ASSERT_TRUE(pump(*loop, [&] { return recorder.closed > 0; }));
    turns(*loop, 2);
    ASSERT_EQ(recorder.received, message.substr(0, cut));
    ASSERT_EQ(recorder.closed, 1);
    ASSERT_EQ(recorder.error, GetParam() == Cut::reset ? ECONNRESET : 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Cuts, EveryByte, testing::Values(Cut::fin, Cut::reset),
                         [](const auto& test) {
                           return std::string(test.param == Cut::fin ? "fin" : "reset");
                         });

TEST(FaultyStream, splits_at_each_byte_and_changes_nothing) {
  const std::string message = pattern(64);
  for (size_t cut = 1; cut < message.size(); ++cut) {
    Recorder recorder;
    FaultyStream faulty(recorder, {.cuts = {cut}});
    faulty.on_bytes(bytes_of(message));
    ASSERT_EQ(recorder.reads, 2);
    ASSERT_EQ(recorder.received, message);
  }
}

TEST(FaultyStream, hands_on_seeded_pieces_that_add_up) {
  const std::string message = pattern(10'000);
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    Recorder recorder;
    FaultyStream faulty(recorder, {.longest_piece = 100, .seed = seed});
    faulty.on_bytes(bytes_of(message));
    EXPECT_GT(recorder.reads, 100);
    ASSERT_EQ(recorder.received, message);
  }
}

TEST(FaultyStream, loses_the_connection_at_the_chosen_byte) {
  const FakeClock clock;
  BufferPool pool;
  auto loop = make_loop(clock);
  const std::string message = pattern(40);
  for (size_t at = 0; at <= message.size(); ++at) {
    SCOPED_TRACE(at);
    Recorder recorder;
    FaultyStream faulty(recorder, {.reset_at = at});
    SocketPair pair = tcp_pair();
    Stream stream(*loop, pool);
    faulty.attach(stream);
    ASSERT_TRUE(stream.open(std::move(pair.ours), faulty).ok());
    write_text(pair.peer.get(), message);
    ASSERT_TRUE(pump(*loop, [&] { return recorder.closed > 0; }));
    ASSERT_EQ(recorder.received, message.substr(0, at));
    ASSERT_EQ(recorder.error, ECONNRESET);
  }
}

}  // namespace
}  // namespace farcall::transport
