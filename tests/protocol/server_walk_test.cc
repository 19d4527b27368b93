// Random walks of the server association: good, late, repeated, damaged and cut PDUs, answers at
// any time, timers, losses. What must hold whatever comes: one end for each call and each
// association, nothing after it, and only well-formed PDUs leave.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "protocol/bad_pdus.h"
#include "protocol/server_harness.h"

namespace farcall::test {
namespace {

constexpr int k_steps = 100'000;

class Walk {
 public:
  explicit Walk(uint32_t seed) : random_(seed) { restart(); }

  void step() {
    switch (pick(20)) {
      case 0:
        return lose_connection();
      case 1:
        return advance();
      case 2:
      case 3:
      case 4:
        return answer_one();
      case 5:
        if (pick(10) == 0) harness_->association.shutdown();
        return;
      default:
        return feed(random_bytes());
    }
  }

  void check() {
    ServerHarness& h = *harness_;
    const std::string answers = answers_text(h.sink.take());
    ASSERT_EQ(answers.find("malformed"), std::string::npos) << answers;
    ASSERT_EQ(answers.find("unexpected"), std::string::npos) << answers;
    const bool closed = h.association.state() == protocol::ServerAssociationState::closed;
    ASSERT_EQ(h.server.closes, closed ? 1 : 0);
    ASSERT_EQ(h.association.live_calls(), closed ? 0u : parked());
    ASSERT_FALSE(closed && h.association.next_deadline());
    deepest = std::max(deepest, parked());
    if (!closed) return;
    ++closes;
    nothing_more_happens();
    restart();
  }

  size_t closes = 0;
  size_t deepest = 0;
  size_t answered = 0;

 private:
  unsigned pick(unsigned bound) { return static_cast<unsigned>(random_() % bound); }

  size_t parked() {
    size_t count = 0;
    for (const EchoServer::Call& call : harness_->server.calls) count += !call.ended;
    return count;
  }

  void restart() {
    harness_ = std::make_unique<ServerHarness>();
    harness_->server.park_all = pick(2) != 0;
    if (pick(10)) harness_->bind(pick(3) ? multiplexed_bind_pdu() : bind_pdu());
  }

  // A closed association takes anything and does nothing.
  void nothing_more_happens() {
    ServerHarness& h = *harness_;
    (void)h.server.take_notes();
    for (EchoServer::Call& call : h.server.calls) {
      if (call.ended) continue;
      ASSERT_FALSE(h.association.send_response(call.call_id, 0, {}));
    }
    h.feed(add_one_pdu(1));
    h.association.connection_lost();
    h.association.shutdown();
    h.clock.advance(std::chrono::hours(1));
    h.association.on_timer();
    ASSERT_EQ(h.take_answer(), "");
  }

  void lose_connection() {
    if (pick(8) == 0) harness_->association.connection_lost();
  }

  void advance() {
    harness_->clock.advance(std::chrono::milliseconds(pick(20'000)));
    harness_->association.on_timer();
  }

  void answer_one() {
    std::deque<EchoServer::Call>& calls = harness_->server.calls;
    if (calls.empty()) return;
    EchoServer::Call& call = calls[pick(static_cast<unsigned>(calls.size()))];
    if (call.ended) return;
    call.ended = true;
    ++answered;
    protocol::ServerAssociation& association = harness_->association;
    switch (pick(4)) {
      case 0:
        return association.finish_call(call.call_id);
      case 1:
        (void)association.send_fault(call.call_id, call.context_id, RPC_S_CALL_CANCELLED);
        return;
      default:
        (void)association.send_response(
            call.call_id, call.context_id,
            stub_data(harness_->pool, ByteVector(pick(5) ? pick(64) : pick(20000))));
    }
  }

  Pdu random_pdu() {
    const uint32_t id = 1 + pick(12);
    switch (pick(16)) {
      case 0:
        return alter_context_pdu({{static_cast<uint16_t>(pick(3)), pick(2) ? k_rpcecho : k_mgmt}});
      case 1:
      case 2:
        return control_pdu(pick(2) ? pdu_type::co_cancel : pdu_type::orphaned, id);
      case 3:
        return request_pdu(id, static_cast<uint8_t>(pick(4)), ByteVector(pick(3000)),
                           {.alloc_hint = static_cast<uint32_t>(random_())});
      case 4:
        return request_pdu(id, flag::single | flag::maybe, {});
      case 5:
        return request_pdu(id, flag::single, add_one_stub(1), {.context_id = 1});
      case 6:
        if (pick(8) == 0)
          return {.ptype = static_cast<uint8_t>(pick(24)), .body = ByteVector(pick(40))};
        [[fallthrough]];
      default:
        return pick(2) ? test_sleep_pdu(id) : add_one_pdu(id);
    }
  }

  ByteVector random_bytes() {
    static const std::vector<BadPdu> bad = bad_pdus();
    if (pick(200) == 0) return bad[pick(static_cast<unsigned>(bad.size()))].bytes;
    ByteVector bytes = random_pdu().bytes();
    if (pick(60) == 0)
      bytes[pick(static_cast<unsigned>(bytes.size()))] = static_cast<uint8_t>(pick(256));
    return bytes;
  }

  void feed(const ByteVector& bytes) {
    size_t at = 0;
    while (at < bytes.size()) {
      const size_t left = bytes.size() - at;
      const size_t size = pick(4) ? left : 1 + pick(static_cast<unsigned>(left));
      harness_->association.on_bytes(Bytes{bytes}.subspan(at, size));
      at += size;
    }
  }

  std::mt19937 random_;
  std::unique_ptr<ServerHarness> harness_;
};

TEST(ServerWalk, keeps_its_promises_whatever_comes) {
  const uint32_t seed = 20260727;
  SCOPED_TRACE(seed);
  Walk walk{seed};
  for (int i = 0; i < k_steps; ++i) {
    walk.step();
    ASSERT_NO_FATAL_FAILURE(walk.check()) << "step " << i;
  }
  // It went somewhere: many associations ended, many calls were live at once and answered.
  EXPECT_GT(walk.closes, 1000u);
  EXPECT_GT(walk.deepest, 8u);
  EXPECT_GT(walk.answered, 5000u);
  RecordProperty("associations", static_cast<int>(walk.closes));
}

}  // namespace
}  // namespace farcall::test
