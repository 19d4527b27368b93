// CallDeadline: the time after which an asynchronous call is no longer waited for (ours; Windows has
// no such thing: AR-112, AR-125).
//
// Two steps: at the deadline the server is asked to cancel, after the grace the call is let go. The
// object comes to the call's loop as a task and stays there, owned by its call, until the call is
// over or another deadline takes its place.
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "transport/loop.h"
#include "transport/part.h"

namespace farcall::runtime::client {

class ClientCall;

class CallDeadline {
 public:
  // Any thread that holds a reference to the call. RPC_S_OUT_OF_MEMORY; RPC_S_OUT_OF_RESOURCES when
  // the loop has ended.
  static Status post(ClientCall& call, Time at, Duration grace);
  CallDeadline(const CallDeadline&) = delete;
  CallDeadline& operator=(const CallDeadline&) = delete;

  // On the loop; the object is gone.
  void drop();

 private:
  CallDeadline(ClientCall& call, Time at, Duration grace);
  ~CallDeadline() = default;
  static void run_task(transport::Task& task);
  static void run_timer(transport::Timer& timer);
  void arrive();
  void expire();

  ClientCall& call_;
  Time at_;
  const Duration grace_;
  bool asked_ = false;
  transport::Part<transport::Task, CallDeadline> task_;
  transport::Part<transport::Timer, CallDeadline> timer_;
};

}  // namespace farcall::runtime::client
