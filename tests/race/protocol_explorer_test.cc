// Random orders of everything that can happen to a connection: deliveries of any number of bytes
// either way, cancels, answers, aborts, losses. Each seed is one world; a failure prints it.
//
// Oracles: each call ends once, with a result that its history allows; a manager runs at most once,
// and not at all where the client says so; neither side ever finds that the other broke the
// protocol; in the end nothing is live.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "protocol_world.h"

namespace farcall::protocol::race {
namespace {

constexpr uint32_t k_worlds = 3000;
constexpr int k_steps = 120;

class Explorer {
 public:
  explicit Explorer(uint32_t seed)
      : random_(seed), world_({.multiplex = chance(3, 4), .keep_on_orphan = chance(1, 2)}) {}

  void run() {
    for (int i = 0; i < k_steps; ++i) step();
    world_.finish();
    if (!world_.lost && chance(1, 2)) {  // one that lives on is as good as new
      world_.start();
      world_.finish();
    }
  }

  World& world() { return world_; }

 private:
  unsigned pick(unsigned bound) { return static_cast<unsigned>(random_() % bound); }
  bool chance(unsigned part, unsigned of) { return pick(of) < part; }

  void step() {
    switch (pick(16)) {
      case 0:
      case 1:
        return start();
      case 2:
      case 3:
        return (void)world_.pump(chance(1, 2) ? 1 : 4000);
      case 4:
      case 5:
      case 6:
        return world_.deliver_to_server(some_bytes());
      case 7:
      case 8:
      case 9:
        return world_.deliver_to_client(some_bytes());
      case 10:
        return cancel(false);
      case 11:
        return cancel(true);
      case 12:
      case 13:
      case 14:
        return answer();
      default:
        return rarely();
    }
  }

  size_t some_bytes() {
    switch (pick(4)) {
      case 0:
        return 1 + pick(30);
      case 1:
        return 1500;
      default:
        return SIZE_MAX;
    }
  }

  void start() {
    if (world_.calls.size() >= 40) return;
    world_.start(chance(1, 3) ? 1000 + pick(6000) : 0, chance(1, 4), chance(1, 10));
  }

  void cancel(bool abortive) {
    if (world_.calls.empty()) return;
    world_.cancel(world_.calls[pick(static_cast<unsigned>(world_.calls.size()))], abortive);
  }

  void answer() {
    if (world_.served_calls.empty()) return;
    ServerCall& call = world_.served_calls[pick(static_cast<unsigned>(world_.served_calls.size()))];
    if (call.maybe) return;
    if (chance(1, 4))
      world_.abort(call);
    else
      world_.reply(call, chance(1, 4) ? 4000 : 0);
  }

  void rarely() {
    switch (pick(40)) {
      case 0:
        return world_.disconnect();
      case 1:
        return world_.shutdown_server();
      default:
        return;
    }
  }

  std::mt19937 random_;
  World world_;
};

TEST(ProtocolExplorer, random_orders_keep_every_promise) {
  std::map<Outcome, size_t> outcomes;
  size_t lost = 0, orphans = 0, cancels = 0;
  for (uint32_t seed = 1; seed <= k_worlds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Explorer explorer(seed);
    explorer.run();
    World& world = explorer.world();
    ASSERT_EQ(world.complaints(), "");
    ASSERT_TRUE(world.everything_over());
    ASSERT_EQ(world.on_the_way(), 0u);
    ASSERT_TRUE(world.lost || world.client().can_start_call());
    for (const ClientCall& call : world.calls) {
      ++outcomes[call.outcome];
      orphans += call.given_up && !world.served(call);
    }
    for (const ServerCall& call : world.served_calls) cancels += call.cancels != 0;
    lost += world.lost;
  }
  // The worlds were not dull.
  for (const Outcome outcome : {Outcome::response, Outcome::fault, Outcome::cancelled,
                                Outcome::failed, Outcome::failed_dne})
    EXPECT_GT(outcomes[outcome], k_worlds / 10) << static_cast<int>(outcome);
  EXPECT_EQ(outcomes[Outcome::none] + outcomes[Outcome::other], 0u);
  EXPECT_GT(lost, k_worlds / 20);
  EXPECT_LT(lost, k_worlds / 2);
  EXPECT_GT(orphans, k_worlds / 20);
  EXPECT_GT(cancels, k_worlds / 10);
}

}  // namespace
}  // namespace farcall::protocol::race
