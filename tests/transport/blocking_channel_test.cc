// BlockingChannel: deadlines, wake-ups, partial transfers, dead peers.
#include "transport/blocking_channel.h"

#include <sys/eventfd.h>

#include <cerrno>
#include <thread>
#include <vector>

#include "silent_listener.h"
#include "support.h"

namespace farcall::transport {
namespace {

Patience until(Duration from_now) {
  return {SteadyClock{}.now() + from_now};
}
constexpr auto k_long = 20s;

struct BlockingChannelTest : testing::Test {
  Transfer read(const Patience& patience) { return channel.read_some(buffer, patience); }
  Transfer write(const std::string& text, const Patience& patience) {
    iovec vector{const_cast<char*>(text.data()), text.size()};
    return channel.write_all({&vector, 1}, patience);
  }
  SocketPair pair = tcp_pair();
  BlockingChannel channel{std::move(pair.ours)};
  std::vector<uint8_t> buffer = std::vector<uint8_t>(4096);
};

TEST_F(BlockingChannelTest, reads_what_is_there) {
  write_text(pair.peer.get(), "hello");
  const Transfer got = read(until(k_long));
  EXPECT_EQ(got.end, Transfer::End::done);
  EXPECT_EQ(got.bytes, 5u);
}

TEST_F(BlockingChannelTest, waits_for_bytes_until_the_deadline) {
  const Patience patience = until(20ms);
  EXPECT_EQ(read(patience).end, Transfer::End::timed_out);
  EXPECT_GE(SteadyClock{}.now(), patience.deadline);
}

TEST_F(BlockingChannelTest, bytes_that_are_there_count_after_the_deadline) {
  write_text(pair.peer.get(), "x");
  EXPECT_EQ(read(until(k_long)).end, Transfer::End::done);
  write_text(pair.peer.get(), "y");
  while (channel.is_alive()) std::this_thread::yield();
  EXPECT_EQ(read(until(-1s)).end, Transfer::End::done);
}

TEST_F(BlockingChannelTest, a_read_can_be_woken_by_another_thread) {
  const UniqueFd wake(eventfd(0, EFD_CLOEXEC));
  std::thread waker([&] { ASSERT_EQ(eventfd_write(wake.get(), 1), 0); });
  EXPECT_EQ(read({Time::max(), wake.get()}).end, Transfer::End::woken);
  waker.join();
}

TEST_F(BlockingChannelTest, a_wake_up_is_not_consumed) {
  const UniqueFd wake(eventfd(1, EFD_CLOEXEC));
  EXPECT_EQ(read({Time::max(), wake.get()}).end, Transfer::End::woken);
  EXPECT_EQ(read({Time::max(), wake.get()}).end, Transfer::End::woken);
}

TEST_F(BlockingChannelTest, tells_the_end_of_the_stream_after_its_bytes) {
  write_text(pair.peer.get(), "x");
  pair.peer.reset();
  EXPECT_EQ(read(until(k_long)).end, Transfer::End::done);
  EXPECT_EQ(read(until(k_long)).end, Transfer::End::ended);
}

TEST_F(BlockingChannelTest, tells_a_reset_with_its_error) {
  reset_connection(pair.peer);
  const Transfer got = read(until(k_long));
  EXPECT_EQ(got.end, Transfer::End::failed);
  EXPECT_EQ(got.error, ECONNRESET);
}

TEST_F(BlockingChannelTest, writes_megabytes_in_many_vectors_past_a_slow_reader) {
  set_option(channel.descriptor(), SO_SNDBUF, 4096);
  const std::string text = pattern(3'000'000);
  std::vector<iovec> vectors;
  for (size_t at = 0; at < text.size(); at += 1000)
    vectors.push_back({const_cast<char*>(text.data()) + at, 1000});
  vectors.insert(vectors.begin() + 5, iovec{nullptr, 0});
  std::string got;
  std::thread reader([&] { got = read_text(pair.peer.get(), text.size()); });
  const Transfer sent = channel.write_all(vectors, until(k_long));
  reader.join();
  EXPECT_EQ(sent.end, Transfer::End::done);
  EXPECT_EQ(sent.bytes, text.size());
  EXPECT_TRUE(got == text);
}

TEST_F(BlockingChannelTest, a_write_that_times_out_says_how_much_left) {
  set_option(channel.descriptor(), SO_SNDBUF, 4096);
  const Transfer sent = write(pattern(20 << 20), until(20ms));
  EXPECT_EQ(sent.end, Transfer::End::timed_out);
  EXPECT_GT(sent.bytes, 0u);
  EXPECT_LT(sent.bytes, size_t{20} << 20);
}

TEST_F(BlockingChannelTest, a_write_that_waits_can_be_woken) {
  const UniqueFd wake(eventfd(1, EFD_CLOEXEC));
  EXPECT_EQ(write(pattern(20 << 20), {Time::max(), wake.get()}).end, Transfer::End::woken);
}

TEST_F(BlockingChannelTest, a_write_that_fits_does_not_look_at_the_wake_up) {
  const UniqueFd wake(eventfd(1, EFD_CLOEXEC));
  EXPECT_EQ(write("small", {Time::max(), wake.get()}).end, Transfer::End::done);
}

TEST_F(BlockingChannelTest, writing_to_a_peer_that_reset_fails_without_a_signal) {
  reset_connection(pair.peer);
  EXPECT_EQ(read(until(k_long)).end, Transfer::End::failed);
  EXPECT_EQ(write("x", until(k_long)).error, EPIPE);
}

TEST_F(BlockingChannelTest, an_idle_channel_is_alive_until_its_peer_ends_resets_or_speaks) {
  EXPECT_TRUE(channel.is_alive());
  write_text(pair.peer.get(), "unasked");
  while (channel.is_alive()) std::this_thread::yield();
  BlockingChannel ended(std::move(tcp_pair().ours));
  while (ended.is_alive()) std::this_thread::yield();
  SocketPair other = tcp_pair();
  BlockingChannel reset(std::move(other.ours));
  reset_connection(other.peer);
  while (reset.is_alive()) std::this_thread::yield();
  EXPECT_FALSE(BlockingChannel{}.is_alive());
}

TEST(BlockingConnect, tries_the_addresses_in_order) {
  TcpAddress closed, open;
  raw_listener(closed);
  const UniqueFd listening = raw_listener(open);
  const AddressList addresses = {closed, open};
  const auto channel = BlockingChannel::connect(addresses, until(k_long));
  ASSERT_TRUE(channel.ok());
  EXPECT_TRUE(channel.value().is_alive());
}

TEST(BlockingConnect, a_refused_connection_means_server_unavailable) {
  TcpAddress closed;
  raw_listener(closed);
  EXPECT_EQ(BlockingChannel::connect(AddressList{closed}, until(k_long)).status().code,
            RPC_S_SERVER_UNAVAILABLE);
}

TEST(BlockingConnect, no_address_means_server_unavailable) {
  EXPECT_EQ(BlockingChannel::connect({}, until(k_long)).status().code, RPC_S_SERVER_UNAVAILABLE);
}

TEST(BlockingConnect, a_silent_address_leaves_time_for_the_next) {
  const SilentListener silent;
  TcpAddress open;
  const UniqueFd listening = raw_listener(open);
  const AddressList addresses = {silent.address(), open};
  EXPECT_TRUE(BlockingChannel::connect(addresses, until(400ms)).ok());
}

TEST(BlockingConnect, gives_up_at_the_deadline) {
  const SilentListener silent;
  const Patience patience = until(30ms);
  EXPECT_EQ(BlockingChannel::connect(AddressList{silent.address()}, patience).status().code,
            RPC_S_SERVER_UNAVAILABLE);
  EXPECT_GE(SteadyClock{}.now(), patience.deadline);
}

TEST(BlockingConnect, can_be_woken) {
  const SilentListener silent;
  const UniqueFd wake(eventfd(1, EFD_CLOEXEC));
  EXPECT_EQ(BlockingChannel::connect(AddressList{silent.address()}, {Time::max(), wake.get()})
                .status()
                .code,
            RPC_S_CALL_CANCELLED);
}

}  // namespace
}  // namespace farcall::transport
