// A deadline's steps. Until it has arrived on the loop it holds a reference to its call; from then on
// the call holds it.
#include "runtime/client/call_deadline.h"

#include <new>
#include <utility>

#include "runtime/client/association_group.h"
#include "runtime/client/client_call.h"

namespace farcall::runtime::client {

CallDeadline::CallDeadline(ClientCall& call, Time at, Duration grace)
    : call_(call),
      at_(at),
      grace_(grace),
      task_(*this, nullptr, run_task),
      timer_(*this, run_timer) {}

Status CallDeadline::post(ClientCall& call, Time at, Duration grace) {
  auto* deadline = new (std::nothrow) CallDeadline(call, at, grace);
  if (!deadline) return Status{RPC_S_OUT_OF_MEMORY};
  call.retain();
  if (call.loop_->post(deadline->task_)) return Status{};
  delete deadline;
  call.release();
  return Status{RPC_S_OUT_OF_RESOURCES};
}

void CallDeadline::drop() {
  call_.loop_->cancel(timer_);
  delete this;
}

void CallDeadline::run_task(transport::Task& task) {
  transport::Part<transport::Task, CallDeadline>::of(task).arrive();
}

void CallDeadline::arrive() {
  ClientCall& call = call_;
  if (call.deadline_) std::exchange(call.deadline_, nullptr)->drop();
  if (call.over_ || at_ == Time::max()) {
    delete this;
  } else {
    call.deadline_ = this;
    call.loop_->arm(timer_, at_);
  }
  call.release();
}

void CallDeadline::run_timer(transport::Timer& timer) {
  transport::Part<transport::Timer, CallDeadline>::of(timer).expire();
}

void CallDeadline::expire() {
  ClientCall& call = call_;
  transport::Loop& loop = *call.loop_;
  if (!std::exchange(asked_, true)) {
    loop.arm(timer_, loop.now() + grace_);
    return call.group_->async().cancel(call, false);  // may be the end of *this
  }
  call.cancel(true);
}

}  // namespace farcall::runtime::client
