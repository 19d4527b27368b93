// A program's end of asynchronous pipes, for clients and managers alike: push and pull as far as the pipe takes and
// gives, and wait for what the pipe's RPC_ASYNC_STATE tells in between.
#pragma once

#include <gtest/gtest.h>
#include <windows.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "later.h"
#include "public_api.h"
#include "streams_async.h"

using farcall::test::eventually;
using farcall::test::raised_by;

handle_t connect();

inline constexpr DWORD k_patience = 30'000;

// How a program is told.
// named_apc: of a thread that the structure names.
enum class Way { polling, event, callback, apc, named_apc, port };

struct Tally {
  std::atomic<int> send{0}, receive{0}, complete{0};
  [[nodiscard]] int all() const { return send + receive + complete; }
};

// Sets up a structure to be told in one way, and waits for what it tells.
class Told {
 public:
  Told(RPC_ASYNC_STATE& state, Way way);
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;
  ~Told();
  // Until something is told; with polling for a moment. On the thread that made this.
  void wait();
  [[nodiscard]] bool by_name() const {
    return way_ == Way::callback || way_ == Way::apc || way_ == Way::named_apc;
  }
  Tally tally;  // of events that come with a name: callback and APC

 private:
  RPC_ASYNC_STATE& state_;
  const Way way_;
  HANDLE event_ = nullptr, port_ = nullptr, thread_ = nullptr;
};

// A call of a client; collected or cancelled before it goes.
struct PipeCall {
  explicit PipeCall(Way way = Way::event, bool send_complete = false);
  PipeCall(const PipeCall&) = delete;
  PipeCall& operator=(const PipeCall&) = delete;
  ~PipeCall();
  operator PRPC_ASYNC_STATE() { return &state; }
  // RpcAsyncCompleteCall when it is over.
  RPC_STATUS collect(void* reply = nullptr);
  [[nodiscard]] RPC_STATUS status() { return RpcAsyncGetCallStatus(&state); }

  RPC_ASYNC_STATE state;
  Told told;
};

// The first failure, or RPC_S_OK. With RPC_C_NOTIFY_ON_SEND_COMPLETE each push waits for its turn.
template <class T, class Pipe>
RPC_STATUS push_all(RPC_ASYNC_STATE& state, Told& told, Pipe& pipe, const std::vector<T>& values,
                    size_t portion) {
  const bool turns = (state.Flags & RPC_C_NOTIFY_ON_SEND_COMPLETE) != 0 &&
                     state.NotificationType != RpcNotificationTypeNone;
  for (size_t at = 0; at < values.size();) {
    const size_t now = std::min(portion, values.size() - at);
    std::vector<T> buffer(values.begin() + static_cast<std::ptrdiff_t>(at),
                          values.begin() + static_cast<std::ptrdiff_t>(at + now));
    const RPC_STATUS status = pipe.push(pipe.state, buffer.data(), now);
    if (status != RPC_S_OK) return status;
    std::fill(buffer.begin(), buffer.end(), T{});  // AR-089
    at += now;
    if (turns) told.wait();
  }
  return RPC_S_OK;
}

template <class Pipe>
RPC_STATUS push_end(Pipe& pipe) {
  return pipe.push(pipe.state, nullptr, 0);
}

template <class T, class Pipe>
RPC_STATUS pull_all(Told& told, Pipe& pipe, std::vector<T>& values, size_t portion) {
  std::vector<T> buffer(portion);
  for (;;) {
    unsigned long number = 0;
    const RPC_STATUS status = pipe.pull(pipe.state, buffer.data(), portion, &number);
    if (status == RPC_S_ASYNC_CALL_PENDING) {
      EXPECT_EQ(number, 0u);
      told.wait();
      continue;
    }
    if (status != RPC_S_OK) return status;
    if (number == 0) return RPC_S_OK;
    EXPECT_LE(number, portion);
    values.insert(values.end(), buffer.begin(),
                  buffer.begin() + static_cast<std::ptrdiff_t>(number));
  }
}

// What later.idl's manager does in Odd.
enum Odd : long {
  k_abort_at_once,        // before it has pulled anything
  k_abort_while_pushing,  // after a push
  k_complete_too_early,   // with its [in] pipe not drained
  k_end_too_early,        // without the push that ends
  k_push_before_drained,
  k_pull_after_end,
  k_push_after_end,
  k_wait_for_the_client,  // pulls until that fails
  k_wait_for_cancel,      // then aborts
  k_wait_for_go           // before it pulls anything
};

struct LaterServer {
  static LaterServer& get();
  std::atomic<int> inside{0};
  std::atomic<int64_t> moved{0};  // bytes pushed or pulled
  std::atomic<bool> stall{false};
  std::atomic<RPC_STATUS> seen{RPC_S_OK};       // the failure that ended a manager's work
  std::atomic<RPC_STATUS> completed{RPC_S_OK};  // what its RpcAsyncCompleteCall said
};
