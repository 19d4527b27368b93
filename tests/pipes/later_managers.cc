// The server of later.idl: a thread for each call, which is told by an event.
#include <thread>

#include "async_program.h"
#include "support_sums.h"

LaterServer& LaterServer::get() {
  static LaterServer server;
  return server;
}

RPC_IF_HANDLE later_ifspec() {
  return later_v1_0_s_ifspec;
}

namespace {

LaterServer& server() {
  return LaterServer::get();
}

// Runs `work(state, told)` elsewhere; it completes or aborts the call, unless a push or pull has failed (AR-097).
template <class Work>
void run_later(PRPC_ASYNC_STATE state, bool send_complete, Work work, Way way = Way::event) {
  ++server().inside;
  std::thread([state, send_complete, work, way] {
    if (send_complete) state->Flags |= RPC_C_NOTIFY_ON_SEND_COMPLETE;
    {
      Told told(*state, way);
      work(*state, told);
    }
    --server().inside;
  }).detach();
}

void complete(RPC_ASYNC_STATE& state, void* reply = nullptr) {
  server().completed = RpcAsyncCompleteCall(&state, reply);
}

// A failure of the pipe has ended the call.
bool went_well(RPC_STATUS status) {
  if (status != RPC_S_OK) server().seen = status;
  return status == RPC_S_OK;
}

void odd(RPC_ASYNC_STATE& state, Told& told, long how, ASYNC_NUMBERS& numbers,
         ASYNC_NUMBERS& back) {
  std::vector<long> all;
  long some[10] = {};
  unsigned long number = 0;
  switch (how) {
    case k_abort_at_once:
      RpcAsyncAbortCall(&state, 4711);
      return;
    case k_complete_too_early:
      return complete(state);
    case k_push_before_drained:
      server().seen = back.push(back.state, some, 1);
      RpcAsyncAbortCall(&state, 4712);
      return;
    case k_wait_for_cancel: {
      const auto h = static_cast<RPC_BINDING_HANDLE>(RpcAsyncGetCallHandle(&state));
      EXPECT_TRUE(eventually([&] { return RpcServerTestCancel(h) == RPC_S_OK; }));
      RpcAsyncAbortCall(&state, RPC_S_CALL_CANCELLED);
      return;
    }
    case k_wait_for_go:
      EXPECT_TRUE(eventually([] { return !server().stall; }));
      break;
    default:
      break;
  }
  if (!went_well(pull_all(told, numbers, all, 10))) return;
  if (how == k_pull_after_end) server().seen = numbers.pull(numbers.state, some, 1, &number);
  if (back.push(back.state, some, 3) != RPC_S_OK) return;
  if (how == k_abort_while_pushing) {
    RpcAsyncAbortCall(&state, 4713);
    return;
  }
  if (how == k_end_too_early) return complete(state);
  EXPECT_EQ(push_end(back), RPC_S_OK);
  if (how == k_push_after_end) server().seen = back.push(back.state, some, 1);
  complete(state);
}

}  // namespace

extern "C" {

void s_Multiply(PRPC_ASYNC_STATE state, handle_t, long factor, ASYNC_NUMBERS* numbers,
                ASYNC_NUMBERS* back) {
  run_later(
      state, true,
      [=](RPC_ASYNC_STATE& its, Told& told) {
        std::vector<long> all;
        if (!went_well(pull_all(told, *numbers, all, 100))) return;
        for (long& each : all) each *= factor;
        if (!went_well(push_all(its, told, *back, all, 1000)) || !went_well(push_end(*back)))
          return;
        auto reply = static_cast<long>(all.size());
        complete(its, &reply);
      },
      factor < 0 ? Way::named_apc : Way::event);  // AR-093
}

void s_Swallow(PRPC_ASYNC_STATE state, handle_t, ASYNC_OCTETS* data) {
  run_later(state, false, [=](RPC_ASYNC_STATE& its, Told& told) {
    EXPECT_TRUE(eventually([] { return !server().stall; }));
    uint64_t sum = k_mix_start;
    std::vector<byte> some(20'000);
    for (;;) {
      unsigned long number = 0;
      const RPC_STATUS status = data->pull(data->state, some.data(), some.size(), &number);
      if (status == RPC_S_ASYNC_CALL_PENDING) {
        told.wait();
        continue;
      }
      if (!went_well(status)) return;
      if (number == 0) break;
      sum = mix(sum, some.data(), number);
      server().moved += static_cast<int64_t>(number);
    }
    auto reply = static_cast<long long>(sum);
    complete(its, &reply);
  });
}

void s_Pour(PRPC_ASYNC_STATE state, handle_t, long long size, ASYNC_OCTETS* data) {
  run_later(state, true, [=](RPC_ASYNC_STATE& its, Told& told) {
    uint64_t sum = k_mix_start;
    std::vector<byte> some(20'000);
    for (long long sent = 0; sent < size;) {
      const auto now = static_cast<size_t>(std::min<long long>(size - sent, 20'000));
      for (size_t i = 0; i < now; ++i)
        some[i] = static_cast<byte>((sent + static_cast<long long>(i)) * 7 >> 3);
      if (!went_well(data->push(data->state, some.data(), now))) return;
      sum = mix(sum, some.data(), now);
      sent += static_cast<long long>(now);
      server().moved = sent;
      told.wait();
    }
    if (!went_well(push_end(*data))) return;
    auto reply = static_cast<long long>(sum);
    complete(its, &reply);
  });
}

void s_Odd(PRPC_ASYNC_STATE state, handle_t, long how, ASYNC_NUMBERS* numbers,
           ASYNC_NUMBERS* back) {
  run_later(state, false,
            [=](RPC_ASYNC_STATE& its, Told& told) { odd(its, told, how, *numbers, *back); });
}

}  // extern "C"
