// Loops of the process: started one by one as they are asked for, then given out in turn.
#include "runtime/runtime.h"

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "base/limit_settings.h"
#include "base/log.h"
#include "runtime/server/on_loop.h"

namespace farcall::runtime {
namespace {
unsigned loops_for_this_machine() {
  return std::clamp(std::thread::hardware_concurrency() / 2, 1u, 8u);
}
}  // namespace

Limits limits_from_environment() {
  Limits limits;
  if (const char* const text = std::getenv("FARCALL_LIMITS")) {
    for (const std::string_view wrong : apply_limits(limits, text))
      log(Level::error, "limits.configuration", "FARCALL_LIMITS: %.*s is not a limit and its value",
          static_cast<int>(wrong.size()), wrong.data());
  }
  return limits;
}

Runtime::Runtime(RuntimeConfig config)
    : config_(config),
      loop_count_(config.loops ? config.loops : loops_for_this_machine()),
      handshakes_(config_.limits) {}

Runtime::~Runtime() {
  stop();
}

Result<transport::Loop&> Runtime::next_loop() {
  const std::lock_guard lock(mutex_);
  if (loops_.size() < loop_count_) {
    Result<std::unique_ptr<transport::Loop>> loop = transport::Loop::create(clock_);
    const Status started = loop.ok() ? loop.value()->start().status() : loop.status();
    if (started.ok()) {
      loops_.push_back(std::move(loop).value());
      return *loops_.back();
    }
    if (loops_.empty()) return started;  // else those that run take the work
  }
  return *loops_[turn_++ % loops_.size()];
}

void Runtime::finish_posted_work() {
  std::vector<transport::Loop*> loops;
  {
    const std::lock_guard lock(mutex_);
    for (auto& loop : loops_) loops.push_back(loop.get());
  }
  for (transport::Loop* loop : loops) run_on_loop(*loop, [] {});
  // The first round's marks may have run in the very turn of the work before them.
  for (transport::Loop* loop : loops) run_on_loop(*loop, [] {});
}

void Runtime::stop() {
  handshakes_.stop();
  const std::lock_guard lock(mutex_);
  for (auto& loop : loops_) loop->stop();
  for (auto& loop : loops_) loop->join();
  loops_.clear();
}

}  // namespace farcall::runtime
