// Every pair of {reply, cancel, abortive cancel, abort, disconnect, complete}, in both orders, with
// the first event's bytes delivered before the second happens and with them crossing: what the
// client gets and what the server sees is written down for each (design.md section 5; AR-064 to
// AR-068, AR-111, AR-118).
#include <gtest/gtest.h>

#include "protocol_world.h"

namespace farcall::protocol::race {
namespace {

enum class Act { reply, cancel, abortive, abort, disconnect, complete };
constexpr const char* k_act_names[] = {"reply", "cancel",     "abortive",
                                       "abort", "disconnect", "complete"};
const char* name(Act act) {
  return k_act_names[static_cast<size_t>(act)];
}

// How far the request has come.
enum class Stage { queued, half_sent, on_the_way, parked };
constexpr const char* k_stage_names[] = {"queued", "half_sent", "on_the_way", "parked"};
const char* name(Stage stage) {
  return k_stage_names[static_cast<size_t>(stage)];
}

class Race {
 public:
  Race(Stage stage, bool keep_on_orphan)
      : stage_(stage), world_({.keep_on_orphan = keep_on_orphan}) {
    world_.start();
    world_.finish();  // bound, and the first call is over
    call_ = &world_.start(stage == Stage::half_sent ? 4000 : 0);
    if (stage == Stage::half_sent) world_.pump(1);
    if (stage == Stage::on_the_way) world_.pump();
    if (stage == Stage::parked) world_.settle();
    if (stage == Stage::half_sent) world_.deliver_to_server();
  }

  void act(Act what) {
    ServerCall* const served = world_.served(*call_);
    switch (what) {
      case Act::reply:
        if (served && !world_.reply(*served)) notes_ += " reply refused";
        break;
      case Act::abort:
        if (served && !world_.abort(*served)) notes_ += " abort refused";
        break;
      case Act::cancel:
        world_.cancel(*call_, false);
        break;
      case Act::abortive:
        world_.cancel(*call_, true);
        break;
      case Act::disconnect:
        world_.disconnect();
        break;
      case Act::complete:  // the answer is there and has been collected
        act(Act::reply);
        world_.settle();
    }
    if (stage_ >= Stage::on_the_way) world_.pump();  // what it says is on its way, not there
  }
  void deliver() { world_.settle(); }

  // After everything has arrived and every call was answered.
  std::string verdict() {
    world_.finish();
    EXPECT_EQ(world_.complaints(), "");
    EXPECT_TRUE(world_.everything_over());
    EXPECT_TRUE(world_.lost || world_.client().can_start_call());
    static constexpr const char* k_outcomes[] = {"nothing", "response", "fault", "cancelled",
                                                 "failed",  "dne",      "other"};
    std::string text = k_outcomes[static_cast<size_t>(call_->outcome)];
    const ServerCall* const served = world_.served(*call_);
    text += served ? "; ran" : "; not run";
    if (served && served->pending_cancel) text += " born-cancelled";
    if (served && served->cancels) text += " cancelled";
    if (served && served->disconnects) text += " disconnected";
    return text + (world_.lost ? "; lost" : "") + notes_;
  }

 private:
  const Stage stage_;
  World world_;
  ClientCall* call_ = nullptr;
  std::string notes_;
};

std::string play(Stage stage, bool keep, Act first, bool delivered, Act second) {
  Race race(stage, keep);
  race.act(first);
  if (delivered) race.deliver();
  race.act(second);
  return race.verdict();
}

struct ParkedRow {
  Act first;
  Act second;
  const char* in_order;  // the first has arrived where it goes when the second happens
  const char* crossing;  // both are on their way
};
// The request was dispatched and is parked.
constexpr ParkedRow k_parked[] = {
    {Act::reply, Act::reply, "response; ran reply refused", "response; ran reply refused"},
    {Act::reply, Act::cancel, "response; ran", "response; ran"},
    {Act::reply, Act::abortive, "response; ran", "cancelled; ran"},
    {Act::reply, Act::abort, "response; ran abort refused", "response; ran abort refused"},
    {Act::reply, Act::disconnect, "response; ran; lost", "failed; ran; lost"},
    {Act::reply, Act::complete, "response; ran reply refused", "response; ran reply refused"},
    {Act::cancel, Act::reply, "response; ran cancelled", "response; ran"},
    {Act::cancel, Act::cancel, "response; ran cancelled", "response; ran cancelled"},
    {Act::cancel, Act::abortive, "cancelled; ran cancelled", "cancelled; ran cancelled"},
    {Act::cancel, Act::abort, "fault; ran cancelled", "fault; ran"},
    {Act::cancel, Act::disconnect, "failed; ran cancelled disconnected; lost",
     "failed; ran disconnected; lost"},
    {Act::cancel, Act::complete, "response; ran cancelled", "response; ran"},
    {Act::abortive, Act::reply, "cancelled; ran cancelled", "cancelled; ran"},
    {Act::abortive, Act::cancel, "cancelled; ran cancelled", "cancelled; ran cancelled"},
    {Act::abortive, Act::abortive, "cancelled; ran cancelled", "cancelled; ran cancelled"},
    {Act::abortive, Act::abort, "cancelled; ran cancelled", "cancelled; ran"},
    {Act::abortive, Act::disconnect, "cancelled; ran cancelled disconnected; lost",
     "cancelled; ran disconnected; lost"},
    {Act::abortive, Act::complete, "cancelled; ran cancelled", "cancelled; ran"},
    {Act::abort, Act::reply, "fault; ran reply refused", "fault; ran reply refused"},
    {Act::abort, Act::cancel, "fault; ran", "fault; ran"},
    {Act::abort, Act::abortive, "fault; ran", "cancelled; ran"},
    {Act::abort, Act::abort, "fault; ran abort refused", "fault; ran abort refused"},
    {Act::abort, Act::disconnect, "fault; ran; lost", "failed; ran; lost"},
    {Act::abort, Act::complete, "fault; ran reply refused", "fault; ran reply refused"},
    {Act::disconnect, Act::reply, "failed; ran disconnected; lost reply refused",
     "failed; ran disconnected; lost reply refused"},
    {Act::disconnect, Act::cancel, "failed; ran disconnected; lost",
     "failed; ran disconnected; lost"},
    {Act::disconnect, Act::abortive, "failed; ran disconnected; lost",
     "failed; ran disconnected; lost"},
    {Act::disconnect, Act::abort, "failed; ran disconnected; lost abort refused",
     "failed; ran disconnected; lost abort refused"},
    {Act::disconnect, Act::disconnect, "failed; ran disconnected; lost",
     "failed; ran disconnected; lost"},
    {Act::disconnect, Act::complete, "failed; ran disconnected; lost reply refused",
     "failed; ran disconnected; lost reply refused"},
    {Act::complete, Act::reply, "response; ran reply refused", "response; ran reply refused"},
    {Act::complete, Act::cancel, "response; ran", "response; ran"},
    {Act::complete, Act::abortive, "response; ran", "response; ran"},
    {Act::complete, Act::abort, "response; ran abort refused", "response; ran abort refused"},
    {Act::complete, Act::disconnect, "response; ran; lost", "response; ran; lost"},
    {Act::complete, Act::complete, "response; ran reply refused", "response; ran reply refused"},
};

TEST(ProtocolPairs, every_pair_on_a_parked_call_in_both_orders) {
  ASSERT_EQ(std::size(k_parked), 36u);
  for (const ParkedRow& row : k_parked) {
    SCOPED_TRACE(std::string(name(row.first)) + ", then " + name(row.second));
    EXPECT_EQ(play(Stage::parked, true, row.first, true, row.second), row.in_order);
    EXPECT_EQ(play(Stage::parked, true, row.first, false, row.second), row.crossing);
  }
}

struct EarlyRow {
  Stage stage;
  bool keep_on_orphan;
  Act first;
  Act second;
  const char* verdict;
};
// What a client can do while its request has not arrived.
constexpr EarlyRow k_early[] = {
    {Stage::queued, true, Act::cancel, Act::cancel, "response; ran cancelled"},
    {Stage::queued, true, Act::cancel, Act::abortive, "cancelled; not run"},
    {Stage::queued, true, Act::cancel, Act::disconnect, "dne; not run; lost"},
    {Stage::queued, true, Act::abortive, Act::cancel, "cancelled; not run"},
    {Stage::queued, true, Act::abortive, Act::abortive, "cancelled; not run"},
    {Stage::queued, true, Act::abortive, Act::disconnect, "cancelled; not run; lost"},
    {Stage::queued, true, Act::disconnect, Act::cancel, "dne; not run; lost"},
    {Stage::queued, true, Act::disconnect, Act::abortive, "dne; not run; lost"},
    {Stage::queued, true, Act::disconnect, Act::disconnect, "dne; not run; lost"},
    {Stage::queued, false, Act::cancel, Act::cancel, "response; ran cancelled"},
    {Stage::queued, false, Act::cancel, Act::abortive, "cancelled; not run"},
    {Stage::queued, false, Act::cancel, Act::disconnect, "dne; not run; lost"},
    {Stage::queued, false, Act::abortive, Act::cancel, "cancelled; not run"},
    {Stage::queued, false, Act::abortive, Act::abortive, "cancelled; not run"},
    {Stage::queued, false, Act::abortive, Act::disconnect, "cancelled; not run; lost"},
    {Stage::queued, false, Act::disconnect, Act::cancel, "dne; not run; lost"},
    {Stage::queued, false, Act::disconnect, Act::abortive, "dne; not run; lost"},
    {Stage::queued, false, Act::disconnect, Act::disconnect, "dne; not run; lost"},
    {Stage::half_sent, true, Act::cancel, Act::cancel, "response; ran cancelled"},
    {Stage::half_sent, true, Act::cancel, Act::abortive, "cancelled; not run"},
    {Stage::half_sent, true, Act::cancel, Act::disconnect, "failed; not run; lost"},
    {Stage::half_sent, true, Act::abortive, Act::cancel, "cancelled; not run"},
    {Stage::half_sent, true, Act::abortive, Act::abortive, "cancelled; not run"},
    {Stage::half_sent, true, Act::abortive, Act::disconnect, "cancelled; not run; lost"},
    {Stage::half_sent, true, Act::disconnect, Act::cancel, "failed; not run; lost"},
    {Stage::half_sent, true, Act::disconnect, Act::abortive, "failed; not run; lost"},
    {Stage::half_sent, true, Act::disconnect, Act::disconnect, "failed; not run; lost"},
    {Stage::half_sent, false, Act::cancel, Act::cancel, "response; ran cancelled"},
    {Stage::half_sent, false, Act::cancel, Act::abortive, "cancelled; not run; lost"},
    {Stage::half_sent, false, Act::cancel, Act::disconnect, "failed; not run; lost"},
    {Stage::half_sent, false, Act::abortive, Act::cancel, "cancelled; not run; lost"},
    {Stage::half_sent, false, Act::abortive, Act::abortive, "cancelled; not run; lost"},
    {Stage::half_sent, false, Act::abortive, Act::disconnect, "cancelled; not run; lost"},
    {Stage::half_sent, false, Act::disconnect, Act::cancel, "failed; not run; lost"},
    {Stage::half_sent, false, Act::disconnect, Act::abortive, "failed; not run; lost"},
    {Stage::half_sent, false, Act::disconnect, Act::disconnect, "failed; not run; lost"},
    {Stage::on_the_way, true, Act::cancel, Act::cancel, "response; ran cancelled"},
    {Stage::on_the_way, true, Act::cancel, Act::abortive, "cancelled; ran cancelled"},
    {Stage::on_the_way, true, Act::cancel, Act::disconnect, "failed; not run; lost"},
    {Stage::on_the_way, true, Act::abortive, Act::cancel, "cancelled; ran cancelled"},
    {Stage::on_the_way, true, Act::abortive, Act::abortive, "cancelled; ran cancelled"},
    {Stage::on_the_way, true, Act::abortive, Act::disconnect, "cancelled; not run; lost"},
    {Stage::on_the_way, true, Act::disconnect, Act::cancel, "failed; not run; lost"},
    {Stage::on_the_way, true, Act::disconnect, Act::abortive, "failed; not run; lost"},
    {Stage::on_the_way, true, Act::disconnect, Act::disconnect, "failed; not run; lost"},
    {Stage::on_the_way, false, Act::cancel, Act::cancel, "response; ran cancelled"},
    {Stage::on_the_way, false, Act::cancel, Act::abortive, "cancelled; ran cancelled"},
    {Stage::on_the_way, false, Act::cancel, Act::disconnect, "failed; not run; lost"},
    {Stage::on_the_way, false, Act::abortive, Act::cancel, "cancelled; ran cancelled"},
    {Stage::on_the_way, false, Act::abortive, Act::abortive, "cancelled; ran cancelled"},
    {Stage::on_the_way, false, Act::abortive, Act::disconnect, "cancelled; not run; lost"},
    {Stage::on_the_way, false, Act::disconnect, Act::cancel, "failed; not run; lost"},
    {Stage::on_the_way, false, Act::disconnect, Act::abortive, "failed; not run; lost"},
    {Stage::on_the_way, false, Act::disconnect, Act::disconnect, "failed; not run; lost"},
};

TEST(ProtocolPairs, every_pair_on_a_request_that_has_not_arrived_in_both_orders) {
  ASSERT_EQ(std::size(k_early), 3u * 2 * 9);
  for (const EarlyRow& row : k_early) {
    SCOPED_TRACE(std::string(name(row.stage)) + (row.keep_on_orphan ? "" : ", unforgiving") + ": " +
                 name(row.first) + ", then " + name(row.second));
    EXPECT_EQ(play(row.stage, row.keep_on_orphan, row.first, false, row.second), row.verdict);
  }
}

}  // namespace
}  // namespace farcall::protocol::race
