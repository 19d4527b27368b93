// CancelPort: a cancel waits until it is taken; its descriptor says whether one does.
#include "base/sync/cancel_port.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <thread>

namespace farcall::sync {
namespace {

using std::chrono::seconds;

bool readable(int descriptor) {
  pollfd watched{descriptor, POLLIN, 0};
  return poll(&watched, 1, 0) == 1;
}

TEST(CancelPort, has_nothing_to_take_until_it_is_asked) {
  CancelPort port;
  EXPECT_FALSE(port.take());
  EXPECT_FALSE(readable(port.descriptor()));
}

TEST(CancelPort, gives_a_cancel_once) {
  CancelPort port;
  port.ask({seconds(3), true});
  EXPECT_TRUE(readable(port.descriptor()));
  const std::optional<Cancel> cancel = port.take();
  ASSERT_TRUE(cancel);
  EXPECT_EQ(cancel->patience, Duration(seconds(3)));
  EXPECT_TRUE(cancel->ends_as_cancelled);
  EXPECT_FALSE(port.take());
  EXPECT_FALSE(readable(port.descriptor()));
}

TEST(CancelPort, keeps_the_last_of_several_cancels) {
  CancelPort port;
  EXPECT_FALSE(readable(port.descriptor()));
  port.ask({std::nullopt, true});
  port.ask({seconds(0), true});
  EXPECT_TRUE(readable(port.descriptor()));
  EXPECT_EQ(port.take()->patience, Duration::zero());
  EXPECT_FALSE(readable(port.descriptor()));
}

TEST(CancelPort, AR_076_lets_its_thread_set_the_patience) {
  CancelPort port;
  port.ask();
  EXPECT_EQ(port.take()->patience, std::nullopt);
  port.set_patience(seconds(7));
  port.ask();
  const std::optional<Cancel> cancel = port.take();
  EXPECT_EQ(cancel->patience, Duration(seconds(7)));
  EXPECT_FALSE(cancel->ends_as_cancelled);
}

TEST(CancelPort, wakes_a_thread_that_watches_it) {
  CancelPort port;
  pollfd watched{port.descriptor(), POLLIN, 0};
  std::thread other([&] { port.ask(); });
  EXPECT_EQ(poll(&watched, 1, 30'000), 1);
  other.join();
}

}  // namespace
}  // namespace farcall::sync
