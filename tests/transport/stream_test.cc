// Stream: bytes in, bytes out, back-pressure, ends. One thread drives the loop turn by turn.
#include "transport/stream.h"

#include <sys/ioctl.h>

#include <cerrno>
#include <thread>

#include "support.h"

namespace farcall::transport {
namespace {

struct StreamTest : testing::Test {
  void open(SocketPair sockets) {
    pair = std::move(sockets);
    stream = std::make_unique<Stream>(*loop, pool);
    ASSERT_TRUE(stream->open(std::move(pair.ours), recorder).ok());
  }
  void send(const std::string& text) {
    recorder.calling([&] { EXPECT_TRUE(stream->send(bytes_of(text))); });
  }
  [[nodiscard]] bool closes() {
    return pump(*loop, [&] { return recorder.closed > 0; });
  }
  [[nodiscard]] bool receives(size_t size) {
    return pump(*loop, [&] { return recorder.received.size() >= size; });
  }

  FakeClock clock;
  BufferPool pool;
  std::unique_ptr<Loop> loop = make_loop(clock);
  Recorder recorder;
  SocketPair pair;
  std::unique_ptr<Stream> stream;
};

using Reading = StreamTest;
using Writing = StreamTest;
using Ending = StreamTest;
using Pausing = StreamTest;

TEST_F(Reading, delivers_one_byte_segments_in_order) {
  open(tcp_pair());
  const std::string text = pattern(300);
  for (size_t i = 0; i < text.size(); ++i) {
    write_text(pair.peer.get(), text.substr(i, 1));
    ASSERT_TRUE(receives(i + 1));
  }
  EXPECT_EQ(recorder.received, text);
}

TEST_F(Reading, delivers_what_came_before_the_stream_was_opened) {
  SocketPair sockets = tcp_pair();
  write_text(sockets.peer.get(), "early");
  open(std::move(sockets));
  ASSERT_TRUE(receives(5));
  EXPECT_EQ(recorder.received, "early");
}

TEST_F(Reading, delivers_megabytes_unchanged) {
  open(tcp_pair());
  const std::string text = pattern(8 << 20);
  std::thread writer([&] {
    for (size_t at = 0; at < text.size();) {
      const ssize_t sent =
          ::send(pair.peer.get(), text.data() + at, text.size() - at, MSG_NOSIGNAL);
      if (sent <= 0) return;
      at += static_cast<size_t>(sent);
    }
  });
  EXPECT_TRUE(receives(text.size()));
  writer.join();
  EXPECT_TRUE(recorder.received == text);
}

TEST_F(Reading, a_busy_stream_leaves_the_turn_to_others_after_its_share) {
  open(tcp_pair());
  Recorder other;
  SocketPair other_pair = tcp_pair();
  Stream other_stream(*loop, pool);
  ASSERT_TRUE(other_stream.open(std::move(other_pair.ours), other).ok());
  std::atomic<bool> enough{false};
  std::thread writer([&] {
    const std::string block(256 << 10, 'x');
    while (!enough && ::send(pair.peer.get(), block.data(), block.size(), MSG_NOSIGNAL) > 0) {
    }
  });
  size_t most = 0;
  for (int i = 0; i < 200; ++i) {
    recorder.received.clear();
    ASSERT_TRUE(loop->run_once(5ms).ok());
    most = std::max(most, recorder.received.size());
    if (i == 100) write_text(other_pair.peer.get(), "o");
  }
  EXPECT_TRUE(pump(*loop, [&] { return other.received == "o"; }));
  enough = true;
  stream->close();
  writer.join();
  EXPECT_LE(most, Stream::k_read_per_turn + Loop::k_scratch_size);
}

TEST_F(Writing, all_replies_of_a_turn_leave_in_one_write) {
  open(packet_pair());
  CallTask first([&] { send("one "); });
  CallTask second([&] {
    send("two ");
    const BufferRef block = pool.get(3000);
    std::memset(block.data(), '3', 3000);
    EXPECT_TRUE(stream->send(block, 0, 3000));
    send(" end");
  });
  ASSERT_TRUE(loop->post(first));
  ASSERT_TRUE(loop->post(second));
  turns(*loop, 1);
  char message[8192];
  const ssize_t size = recv(pair.peer.get(), message, sizeof message, 0);
  EXPECT_EQ(std::string(message, static_cast<size_t>(size)),
            "one two " + std::string(3000, '3') + " end");
}

TEST_F(Writing, nothing_leaves_before_the_end_of_the_turn) {
  open(tcp_pair());
  int waiting = -1;
  CallTask task([&] {
    send("later");
    ASSERT_EQ(ioctl(pair.peer.get(), FIONREAD, &waiting), 0);
  });
  ASSERT_TRUE(loop->post(task));
  turns(*loop, 1);
  EXPECT_EQ(waiting, 0);
  EXPECT_EQ(read_text(pair.peer.get(), 5), "later");
}

TEST_F(Writing, partial_writes_lose_nothing_and_end_in_one_on_drained) {
  SocketPair sockets = tcp_pair();
  set_option(sockets.ours.get(), SO_SNDBUF, 4096);
  set_option(sockets.peer.get(), SO_RCVBUF, 4096);
  open(std::move(sockets));
  const std::string text = pattern(160 << 10);
  send(text);
  turns(*loop, 3);
  EXPECT_GT(stream->queued_bytes(), 0u);
  std::string got;
  std::thread reader([&] { got = read_text(pair.peer.get(), text.size()); });
  EXPECT_TRUE(pump(*loop, [&] { return recorder.drained > 0; }));
  reader.join();
  turns(*loop, 3);
  EXPECT_EQ(stream->queued_bytes(), 0u);
  EXPECT_EQ(recorder.drained, 1);
  EXPECT_TRUE(got == text);
}

TEST_F(Writing, bytes_queued_while_blocked_follow_in_order) {
  SocketPair sockets = tcp_pair();
  set_option(sockets.ours.get(), SO_SNDBUF, 4096);
  open(std::move(sockets));
  const std::string text = pattern(6 << 20);
  const size_t piece = text.size() / 64;
  for (size_t at = 0; at < text.size(); at += piece) {
    send(text.substr(at, piece));
    turns(*loop, 1);
  }
  std::string got;
  std::thread reader([&] { got = read_text(pair.peer.get(), text.size()); });
  EXPECT_TRUE(pump(*loop, [&] { return stream->queued_bytes() == 0; }));
  reader.join();
  EXPECT_TRUE(got == text);
}

TEST_F(Writing, what_fits_at_once_gives_no_on_drained) {
  open(tcp_pair());
  send("small");
  turns(*loop, 3);
  EXPECT_EQ(recorder.drained, 0);
}

TEST_F(Writing, an_idle_stream_does_not_turn_the_loop) {
  open(tcp_pair());
  send("x");
  turns(*loop, 2);
  const Time before = SteadyClock{}.now();
  ASSERT_TRUE(loop->run_once(30ms).ok());
  EXPECT_GE(SteadyClock{}.now() - before, 25ms);
}

TEST_F(Writing, a_blocked_stream_does_not_turn_the_loop) {
  SocketPair sockets = tcp_pair();
  set_option(sockets.ours.get(), SO_SNDBUF, 4096);
  open(std::move(sockets));
  send(pattern(6 << 20));
  turns(*loop, 20);
  ASSERT_GT(stream->queued_bytes(), 0u);
  const Time before = SteadyClock{}.now();
  ASSERT_TRUE(loop->run_once(30ms).ok());
  EXPECT_GE(SteadyClock{}.now() - before, 25ms);
}

TEST_F(Writing, sending_to_a_peer_that_reset_raises_no_signal_and_closes_once) {
  open(tcp_pair());
  reset_connection(pair.peer);
  for (int i = 0; i < 5; ++i) {
    recorder.calling([&] { stream->send(bytes_of("into the void")); });
    turns(*loop, 1);
  }
  ASSERT_TRUE(closes());
  turns(*loop, 3);
  EXPECT_EQ(recorder.closed, 1);
  EXPECT_NE(recorder.error, 0);
}

TEST_F(Writing, bytes_the_peer_sent_before_it_went_are_read_after_a_failed_write) {
  open(tcp_pair());
  stream->pause_reading();
  turns(*loop, 1);
  write_text(pair.peer.get(), "last words");
  reset_connection(pair.peer);
  stream->resume_reading();
  send("unwanted");
  ASSERT_TRUE(closes());
  EXPECT_EQ(recorder.received, "last words");
}

struct FailingPool final : BufferPool {
  BufferRef get(size_t) override { return {}; }
};

TEST_F(Writing, lack_of_memory_closes_the_stream) {
  FailingPool failing;
  pair = tcp_pair();
  Stream poor(*loop, failing);
  ASSERT_TRUE(poor.open(std::move(pair.ours), recorder).ok());
  recorder.calling([&] { EXPECT_FALSE(poor.send(bytes_of("x"))); });
  ASSERT_TRUE(closes());
  EXPECT_EQ(recorder.error, ENOMEM);
}

TEST_F(Ending, a_fin_is_told_after_the_last_byte) {
  open(tcp_pair());
  write_text(pair.peer.get(), "bye");
  pair.peer.reset();
  ASSERT_TRUE(closes());
  EXPECT_EQ(recorder.received, "bye");
  EXPECT_EQ(recorder.error, 0);
}

TEST_F(Ending, a_reset_in_the_middle_of_a_message_is_told_with_its_error) {
  open(tcp_pair());
  write_text(pair.peer.get(), "half a mess");
  ASSERT_TRUE(receives(11));
  reset_connection(pair.peer);
  ASSERT_TRUE(closes());
  EXPECT_EQ(recorder.error, ECONNRESET);
}

TEST_F(Ending, a_peer_that_half_closes_gets_the_reply_of_the_same_turn) {
  open(tcp_pair());
  recorder.bytes_hook = [&] { send("reply"); };
  write_text(pair.peer.get(), "request");
  ASSERT_EQ(shutdown(pair.peer.get(), SHUT_WR), 0);
  ASSERT_TRUE(closes());
  EXPECT_EQ(read_text(pair.peer.get(), 100), "reply");
}

TEST_F(Ending, close_is_told_once_and_not_from_inside) {
  open(tcp_pair());
  recorder.calling([&] {
    stream->close();
    stream->close();
  });
  EXPECT_EQ(recorder.closed, 0);
  turns(*loop, 3);
  EXPECT_EQ(recorder.closed, 1);
  EXPECT_EQ(recorder.error, ECONNABORTED);
}

TEST_F(Ending, close_releases_the_descriptor_at_once) {
  open(tcp_pair());
  stream->close();
  EXPECT_EQ(read_text(pair.peer.get(), 1), "");
}

TEST_F(Ending, nothing_can_be_sent_after_close) {
  open(tcp_pair());
  stream->close();
  EXPECT_FALSE(stream->send(bytes_of("x")));
  EXPECT_EQ(stream->queued_bytes(), 0u);
}

TEST_F(Ending, closing_in_on_bytes_stops_delivery) {
  open(tcp_pair());
  recorder.bytes_hook = [&] { stream->close(); };
  write_text(pair.peer.get(), pattern(100'000));
  ASSERT_TRUE(closes());
  turns(*loop, 3);
  EXPECT_EQ(recorder.reads, 1);
  EXPECT_EQ(recorder.closed, 1);
}

TEST_F(Ending, the_stream_may_be_destroyed_in_on_bytes) {
  open(tcp_pair());
  recorder.bytes_hook = [&] { stream.reset(); };
  write_text(pair.peer.get(), pattern(200'000));
  ASSERT_TRUE(pump(*loop, [&] { return recorder.reads > 0; }));
  turns(*loop, 3);
  EXPECT_EQ(recorder.reads, 1);
  EXPECT_EQ(recorder.closed, 0);
}

TEST_F(Ending, the_stream_may_be_destroyed_in_on_closed) {
  open(tcp_pair());
  recorder.closed_hook = [&] { stream.reset(); };
  pair.peer.reset();
  ASSERT_TRUE(closes());
  turns(*loop, 3);
  EXPECT_EQ(recorder.closed, 1);
}

TEST_F(Ending, the_stream_may_be_destroyed_in_on_drained) {
  SocketPair sockets = tcp_pair();
  set_option(sockets.ours.get(), SO_SNDBUF, 4096);
  open(std::move(sockets));
  recorder.drained_hook = [&] { stream.reset(); };
  send(pattern(6 << 20));
  std::thread reader([&] { read_text(pair.peer.get(), 6 << 20); });
  EXPECT_TRUE(pump(*loop, [&] { return recorder.drained > 0; }));
  reader.join();
  turns(*loop, 3);
  EXPECT_EQ(recorder.closed, 0);
}

TEST_F(Ending, a_stream_destroyed_by_anothers_handler_gets_no_call_for_events_of_the_turn) {
  SocketPair pairs[2] = {tcp_pair(), tcp_pair()};
  Recorder recorders[2];
  std::unique_ptr<Stream> streams[2];
  for (unsigned i = 0; i < 2; ++i) {
    streams[i] = std::make_unique<Stream>(*loop, pool);
    ASSERT_TRUE(streams[i]->open(std::move(pairs[i].ours), recorders[i]).ok());
    recorders[i].bytes_hook = [&streams, i] { streams[1 - i].reset(); };
  }
  turns(*loop, 2);
  for (SocketPair& each : pairs) write_text(each.peer.get(), "both");
  ASSERT_TRUE(pump(*loop, [&] { return recorders[0].reads + recorders[1].reads > 0; }));
  turns(*loop, 5);
  EXPECT_EQ(recorders[0].reads + recorders[1].reads, 1);
}

TEST_F(Ending, close_after_flush_sends_everything_then_fin) {
  SocketPair sockets = tcp_pair();
  set_option(sockets.ours.get(), SO_SNDBUF, 4096);
  open(std::move(sockets));
  const std::string text = pattern(2 << 20);
  send(text);
  recorder.calling([&] { stream->close_after_flush(1s); });
  std::string got;
  std::thread reader([&] {
    got = read_text(pair.peer.get(), text.size() + 1);
    pair.peer.reset();
  });
  EXPECT_TRUE(closes());
  reader.join();
  EXPECT_TRUE(got == text);
  EXPECT_EQ(recorder.error, ECONNABORTED);
}

TEST_F(Ending, last_words_reach_a_peer_that_is_still_sending) {
  open(tcp_pair());
  recorder.bytes_hook = [&] {
    send("fault");
    stream->close_after_flush(1s);
  };
  write_text(pair.peer.get(), pattern(100'000));
  ASSERT_TRUE(receives(1));
  write_text(pair.peer.get(), pattern(100'000));
  turns(*loop, 10);
  EXPECT_EQ(read_text(pair.peer.get(), 100), "fault");
  EXPECT_EQ(recorder.reads, 1);
}

TEST_F(Ending, close_after_flush_waits_no_longer_than_it_was_told) {
  open(tcp_pair());
  send("x");
  stream->close_after_flush(5s);
  turns(*loop, 5);
  EXPECT_EQ(recorder.closed, 0);
  clock.advance(5s);
  turns(*loop, 3);
  EXPECT_EQ(recorder.closed, 1);
}

TEST_F(Ending, close_after_flush_ends_when_a_half_closed_peer_has_read_all) {
  SocketPair sockets = tcp_pair();
  set_option(sockets.ours.get(), SO_SNDBUF, 4096);
  open(std::move(sockets));
  const std::string text = pattern(2 << 20);
  send(text);
  stream->close_after_flush(1s);
  ASSERT_EQ(shutdown(pair.peer.get(), SHUT_WR), 0);
  turns(*loop, 5);
  std::string got;
  std::thread reader([&] { got = read_text(pair.peer.get(), text.size() + 1); });
  EXPECT_TRUE(closes());
  reader.join();
  EXPECT_TRUE(got == text);
}

TEST_F(Ending, a_stream_destroyed_while_flushing_leaves_nothing_behind) {
  open(tcp_pair());
  send("x");
  stream->close_after_flush(5s);
  stream.reset();
  clock.advance(1min);
  turns(*loop, 3);
  EXPECT_EQ(recorder.closed, 0);
}

TEST_F(Pausing, unread_bytes_stay_in_the_kernel_until_resumed) {
  open(tcp_pair());
  stream->pause_reading();
  write_text(pair.peer.get(), "waiting");
  turns(*loop, 5);
  EXPECT_EQ(recorder.received, "");
  stream->resume_reading();
  ASSERT_TRUE(receives(7));
  EXPECT_EQ(recorder.received, "waiting");
}

TEST_F(Pausing, a_pause_in_on_bytes_holds_the_rest_back) {
  open(tcp_pair());
  const std::string text = pattern(2 * Loop::k_scratch_size);
  recorder.bytes_hook = [&] { stream->pause_reading(); };
  std::thread writer([&] { write_text(pair.peer.get(), text); });
  ASSERT_TRUE(receives(1));
  turns(*loop, 10);
  EXPECT_EQ(recorder.reads, 1);
  recorder.bytes_hook = nullptr;
  stream->resume_reading();
  EXPECT_TRUE(receives(text.size()));
  writer.join();
  EXPECT_TRUE(recorder.received == text);
}

TEST_F(Pausing, a_paused_stream_does_not_turn_the_loop) {
  open(tcp_pair());
  stream->pause_reading();
  write_text(pair.peer.get(), "waiting");
  turns(*loop, 5);
  const Time before = SteadyClock{}.now();
  ASSERT_TRUE(loop->run_once(30ms).ok());
  EXPECT_GE(SteadyClock{}.now() - before, 25ms);
}

TEST_F(Pausing, a_fin_waits_behind_unread_bytes) {
  open(tcp_pair());
  stream->pause_reading();
  write_text(pair.peer.get(), "still here");
  pair.peer.reset();
  turns(*loop, 5);
  EXPECT_EQ(recorder.closed, 0);
  stream->resume_reading();
  ASSERT_TRUE(closes());
  EXPECT_EQ(recorder.received, "still here");
  EXPECT_EQ(recorder.error, 0);
}

TEST_F(Pausing, a_reset_is_told_although_nobody_reads) {
  open(tcp_pair());
  stream->pause_reading();
  turns(*loop, 2);
  reset_connection(pair.peer);
  ASSERT_TRUE(closes());
  EXPECT_EQ(recorder.error, ECONNRESET);
}

TEST_F(Pausing, a_sender_that_paused_for_its_output_is_told_when_it_has_left) {
  open(tcp_pair());
  CallTask task([&] {
    send("reply");
    stream->pause_reading();
  });
  ASSERT_TRUE(loop->post(task));
  turns(*loop, 3);
  EXPECT_EQ(recorder.drained, 1);
}

}  // namespace
}  // namespace farcall::transport
