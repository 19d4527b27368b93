// Every pair of {reply, cancel, abortive cancel, abort, disconnect, complete}, as two threads that start together.
//
// Nothing forces an order: after each round the call has ended exactly once, with a status that some order explains.
#include <algorithm>
#include <atomic>
#include <barrier>
#include <initializer_list>
#include <thread>

#include "fixture.h"
#include "raw_client.h"
#include "raw_server.h"

namespace {

constexpr int k_rounds = FARCALL_RACE_ROUNDS;

// Runs two actions at the same time, round after round, on two threads that live as long as this does.
class Duel {
 public:
  explicit Duel(std::function<void()> second) : second_(std::move(second)), thread_([this] { run(); }) {}
  Duel(const Duel&) = delete;
  Duel& operator=(const Duel&) = delete;
  ~Duel() {
    over_ = true;
    start_.arrive_and_wait();
    thread_.join();
  }
  void round(const std::function<void()>& first) {
    start_.arrive_and_wait();
    first();
    end_.arrive_and_wait();
  }

 private:
  void run() {
    for (;;) {
      start_.arrive_and_wait();
      if (over_) return;
      second_();
      end_.arrive_and_wait();
    }
  }
  std::function<void()> second_;
  std::atomic<bool> over_{false};
  std::barrier<> start_{2};
  std::barrier<> end_{2};
  std::thread thread_;
};

struct Watched {
  Watched() {
    EXPECT_EQ(RpcAsyncInitializeHandle(&state, sizeof state), RPC_S_OK);
    state.UserInfo = this;
    state.NotificationType = RpcNotificationTypeCallback;
    state.u.NotificationRoutine = [](PRPC_ASYNC_STATE ended, void*, RPC_ASYNC_EVENT) {
      ++static_cast<Watched*>(ended->UserInfo)->notified;
    };
  }
  // Waits for the notification and collects; the status, checked against what some order of events explains.
  void end(std::initializer_list<RPC_STATUS> allowed) {
    while (notified == 0) std::this_thread::yield();
    if (!collected) status = RpcAsyncCompleteCall(&state, nullptr);
    ASSERT_TRUE(std::ranges::find(allowed, status) != allowed.end()) << status;
    ASSERT_EQ(notified, 1);
  }
  // Complete as an event of its own: asks until the call is over.
  void complete_early() {
    do {
      status = RpcAsyncCompleteCall(&state, nullptr);
    } while (status == RPC_S_ASYNC_CALL_PENDING);
    collected = true;
  }

  RPC_ASYNC_STATE state;
  std::atomic<int> notified{0};
  bool collected = false;
  RPC_STATUS status = RPC_S_ASYNC_CALL_PENDING;
};

class RaceTest : public RulesTest {
 public:
  using Action = void (RaceTest::*)();

  void reply() { parked.complete(); }
  void abort() { parked.abort(4711); }
  void cancel() { RpcAsyncCancelCall(&call->state, FALSE); }
  void abortive_cancel() { RpcAsyncCancelCall(&call->state, TRUE); }
  void complete() { call->complete_early(); }

  // `last`: the action that ends the call when neither of the two has to.
  void race(Action first, Action second, std::initializer_list<RPC_STATUS> allowed, Action last = nullptr) {
    Duel duel([&] { (this->*second)(); });
    for (int i = 0; i < k_rounds && !HasFatalFailure(); ++i) {
      Watched watched;
      call = &watched;
      ParkVoid(&watched.state, binding, i);
      parked = parking().take();
      if (last) {
        // The one who answers acts from a third thread: `complete` waits for it.
        std::thread answer([&] { (this->*last)(); });
        duel.round([&] { (this->*first)(); });
        answer.join();
      } else {
        duel.round([&] { (this->*first)(); });
      }
      if (parked.state) parked.complete();  // too late in most orders: a status, nothing else
      watched.end(allowed);
    }
  }

  Watched* call = nullptr;
  ParkedCall parked;
};

TEST_F(RaceTest, reply_and_cancel) { race(&RaceTest::reply, &RaceTest::cancel, {RPC_S_OK}); }
TEST_F(RaceTest, reply_and_abortive_cancel) {
  race(&RaceTest::reply, &RaceTest::abortive_cancel, {RPC_S_OK, RPC_S_CALL_CANCELLED});
}
TEST_F(RaceTest, reply_and_abort) { race(&RaceTest::reply, &RaceTest::abort, {RPC_S_OK, 4711}); }
TEST_F(RaceTest, reply_and_complete) { race(&RaceTest::reply, &RaceTest::complete, {RPC_S_OK}); }
TEST_F(RaceTest, cancel_and_abortive_cancel) {
  race(&RaceTest::cancel, &RaceTest::abortive_cancel, {RPC_S_CALL_CANCELLED});
}
TEST_F(RaceTest, cancel_and_abort) { race(&RaceTest::cancel, &RaceTest::abort, {4711}); }
TEST_F(RaceTest, cancel_and_complete) {
  race(&RaceTest::cancel, &RaceTest::complete, {RPC_S_OK}, &RaceTest::reply);
}
TEST_F(RaceTest, abortive_cancel_and_abort) {
  race(&RaceTest::abortive_cancel, &RaceTest::abort, {RPC_S_CALL_CANCELLED, 4711});
}
TEST_F(RaceTest, abortive_cancel_and_complete) {
  race(&RaceTest::abortive_cancel, &RaceTest::complete, {RPC_S_CALL_CANCELLED});
}
TEST_F(RaceTest, abort_and_complete) { race(&RaceTest::abort, &RaceTest::complete, {4711}); }

// The client's connection is lost while the server answers.
class LostClientTest : public RulesTest {
 protected:
  void race(const std::function<void(const ParkedCall&)>& answer) {
    ParkedCall parked;
    Duel duel([&] { answer(parked); });
    for (int i = 0; i < k_rounds; ++i) {
      RawClient client(endpoint());
      client.park_void(2, static_cast<uint32_t>(i));
      parked = parking().take();
      duel.round([&] { client.hang_up(); });
      ASSERT_EQ(parked.complete(), RPC_S_INVALID_ASYNC_HANDLE);
    }
    ASSERT_EQ(Add(binding, 1, 2), 3);
  }
};

TEST_F(LostClientTest, disconnect_and_reply) {
  race([](const ParkedCall& parked) {
    const RPC_STATUS status = parked.complete();
    EXPECT_TRUE(status == RPC_S_OK || status == RPC_S_CALL_FAILED) << status;
  });
}
TEST_F(LostClientTest, disconnect_and_abort) {
  race([](const ParkedCall& parked) {
    const RPC_STATUS status = parked.abort(4711);
    EXPECT_TRUE(status == RPC_S_OK || status == RPC_S_CALL_FAILED) << status;
  });
}

// The server's connection is lost while the client acts.
class LostServerTest : public RulesTest {
 protected:
  void race(const std::function<void(Watched&)>& action, std::initializer_list<RPC_STATUS> allowed) {
    RawServer server;
    std::string text = "ncacn_ip_tcp:127.0.0.1[" + server.endpoint() + "]";
    Watched* call = nullptr;
    Duel duel([&] { action(*call); });
    for (int i = 0; i < k_rounds && !HasFatalFailure(); ++i) {
      handle_t handle = nullptr;
      ASSERT_EQ(RpcBindingFromStringBindingA(reinterpret_cast<RPC_CSTR>(text.data()), &handle), RPC_S_OK);
      // A connection of its own: nobody else's call is caught in its end.
      ASSERT_EQ(RpcBindingSetOption(handle, RPC_C_OPT_UNIQUE_BINDING, TRUE), RPC_S_OK);
      Watched watched;
      call = &watched;
      ParkVoid(&watched.state, handle, i);
      server.take_request();
      duel.round([&] { server.hang_up(); });
      watched.end(allowed);
      RpcBindingFree(&handle);
    }
  }
};

TEST_F(LostServerTest, disconnect_and_cancel) {
  race([](Watched& call) { RpcAsyncCancelCall(&call.state, FALSE); }, {RPC_S_CALL_FAILED});
}
TEST_F(LostServerTest, disconnect_and_abortive_cancel) {
  race([](Watched& call) { RpcAsyncCancelCall(&call.state, TRUE); }, {RPC_S_CALL_FAILED, RPC_S_CALL_CANCELLED});
}
TEST_F(LostServerTest, disconnect_and_complete) {
  race([](Watched& call) { call.complete_early(); }, {RPC_S_CALL_FAILED});
}

}  // namespace
