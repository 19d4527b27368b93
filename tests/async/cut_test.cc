// Connections that end at each byte of a dialogue, in each direction: by RST, by FIN, or without a word. The call on them
// ends exactly once, the server serves on, and no descriptor and no memory stays behind.
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <list>
#include <thread>
#include <vector>

#include "cutter.h"
#include "fixture.h"

namespace {

using farcall::test::Cut;
using farcall::test::Cutter;

// A call that counts how often its end is told.
struct CountedCall {
  RPC_ASYNC_STATE state{};
  std::atomic<int> ends{0};

  CountedCall() {
    EXPECT_EQ(RpcAsyncInitializeHandle(&state, sizeof state), RPC_S_OK);
    state.NotificationType = RpcNotificationTypeCallback;
    state.UserInfo = this;
    state.u.NotificationRoutine = [](PRPC_ASYNC_STATE of, void*, RPC_ASYNC_EVENT) {
      ++static_cast<CountedCall*>(of->UserInfo)->ends;
    };
  }
  RPC_STATUS collect() {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (ends == 0 && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::microseconds(50));
    EXPECT_EQ(ends, 1);
    long reply = 0;
    return RpcAsyncCompleteCall(&state, &reply);
  }
};

using Calls = std::list<CountedCall>;

struct Dialogue {
  const char* name;
  void (*start)(handle_t, Calls&);
  RPC_STATUS undisturbed;
};

void add(handle_t binding, Calls& calls) {
  AddAtOnce(&calls.emplace_back().state, binding, 1, 2);
}

constexpr Dialogue k_dialogues[] = {
    {"bind and a call", add, RPC_S_OK},
    {"three calls at once",
     [](handle_t binding, Calls& calls) {
       for (int i = 0; i < 3; ++i) add(binding, calls);
     },
     RPC_S_OK},
    {"a call that ends in a fault",
     [](handle_t binding, Calls& calls) {
       RaiseAtOnce(&calls.emplace_back().state, binding, 4711);
     },
     4711},
    {"a call for an object",
     [](handle_t binding, Calls& calls) {
       UUID object{1, 2, 3, {4, 5, 6, 7, 8, 9, 10, 11}};
       EXPECT_EQ(RpcBindingSetObject(binding, &object), RPC_S_OK);
       Record(&calls.emplace_back().state, binding, 1);
     },
     RPC_S_OK},
    {"calls of two operations",
     [](handle_t binding, Calls& calls) {
       add(binding, calls);
       Record(&calls.emplace_back().state, binding, 1);
     },
     RPC_S_OK},
};

constexpr size_t k_cuts_in_a_part = 50;

size_t descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<size_t>(std::distance(begin(all), end(all)));
}

size_t memory_in_use() {
  const struct mallinfo2 now = mallinfo2();
  return now.uordblks + now.hblkhd;
}

class CutTest : public RulesTest, public testing::WithParamInterface<Dialogue> {
 protected:
  struct Outcome {
    size_t failed = 0;
    size_t bytes[2] = {0, 0};
  };

  Outcome run(const Cut& cut) {
    Outcome outcome;
    Cutter cutter(endpoint(), cut);
    handle_t through = nullptr;
    std::string text = "ncacn_ip_tcp:127.0.0.1[" + cutter.port() + "]";
    EXPECT_EQ(RpcBindingFromStringBindingA(reinterpret_cast<RPC_CSTR>(text.data()), &through),
              RPC_S_OK);
    Calls calls;
    GetParam().start(through, calls);
    const bool cuts = cut.at != SIZE_MAX;
    const bool stalls = cuts && cut.mode == Cut::Mode::stall;
    if (stalls) {
      EXPECT_TRUE(cutter.wait_for_cut());
      for (CountedCall& call : calls) EXPECT_EQ(RpcAsyncCancelCall(&call.state, TRUE), RPC_S_OK);
    }
    for (CountedCall& call : calls) {
      const RPC_STATUS status = call.collect();
      if (status == GetParam().undisturbed) continue;
      ++outcome.failed;
      const bool ended = status == RPC_S_CALL_FAILED || status == RPC_S_CALL_FAILED_DNE ||
                         status == RPC_S_SERVER_UNAVAILABLE;
      EXPECT_TRUE(ended || (stalls && status == RPC_S_CALL_CANCELLED))
          << status << (cut.to_server ? " to the server, byte " : " to the client, byte ")
          << cut.at;
    }
    EXPECT_EQ(RpcBindingFree(&through), RPC_S_OK);
    for (const CountedCall& call : calls) EXPECT_EQ(call.ends, 1);
    for (const bool to_server : {false, true})
      outcome.bytes[to_server ? 1 : 0] = cutter.relayed(to_server);
    return outcome;
  }

  void cut_everywhere(Cut::Mode mode) {
    const Outcome whole = run({});
    EXPECT_EQ(whole.failed, 0u);
    ASSERT_EQ(Add(binding, 40, 2), 42);  // its connection lasts
    const size_t before = descriptors();
    size_t least_growth = SIZE_MAX;
    size_t cuts = 0;
    size_t memory = memory_in_use();
    for (const bool to_server : {false, true}) {
      const size_t bytes = whole.bytes[to_server ? 1 : 0];
      ASSERT_GT(bytes, 50u);
      for (size_t at = 0; at < bytes && !HasFailure(); ++at) {
        EXPECT_GE(run({mode, to_server, at}).failed, 1u) << at;
        ASSERT_EQ(Add(binding, 40, 2), 42);
        if (++cuts % k_cuts_in_a_part != 0) continue;
        const size_t now = memory_in_use();
        least_growth = std::min(least_growth, now > memory ? now - memory : 0);
        memory = now;
      }
    }
    // A pool may grow in one part or another; what is left behind is left behind in each.
    ASSERT_GE(cuts, 4 * k_cuts_in_a_part);
    EXPECT_LT(least_growth, k_cuts_in_a_part * 64) << "no object of any kind stays";
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (descriptors() > before && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_LE(descriptors(), before);
  }
};

TEST_P(CutTest, RST_at_each_byte_ends_the_call_once_and_harms_nobody) {
  cut_everywhere(Cut::Mode::reset);
}

TEST_P(CutTest, FIN_at_each_byte_ends_the_call_once_and_harms_nobody) {
  cut_everywhere(Cut::Mode::finish);
}

TEST_P(CutTest, a_stall_at_each_byte_leaves_the_call_to_be_cancelled_and_harms_nobody) {
  cut_everywhere(Cut::Mode::stall);
}

INSTANTIATE_TEST_SUITE_P(dialogues, CutTest, testing::ValuesIn(k_dialogues),
                         [](const auto& dialogue) {
                           std::string name = dialogue.param.name;
                           for (char& each : name)
                             if (each == ' ') each = '_';
                           return name;
                         });

}  // namespace
