// The text of a report.
#include "stub/call_history.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/clock.h"
#include "base/log.h"

namespace farcall::stub {
namespace {

constexpr const char* k_ends[] = {"", "completed", "aborted", "ended by an exception"};

uint32_t milliseconds_now() {
  const auto since = SteadyClock{}.now().time_since_epoch();
  return static_cast<uint32_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

bool shall_abort() {
  static const bool wanted = [] {
    const char* value = std::getenv("FARCALL_MISUSE");
    return value && std::strcmp(value, "abort") == 0;
  }();
  return wanted;
}

}  // namespace

Moment this_moment() {
  static thread_local const int32_t thread = gettid();
  return {milliseconds_now(), thread};
}

void report_misuse(const char* event, const char* what, const CallHistory& history) {
  const uint32_t now = milliseconds_now();
  char end[80] = "it has not ended";
  if (history.end != CallEnd::none)
    std::snprintf(end, sizeof end, "%s %u ms ago by thread %d",
                  k_ends[static_cast<size_t>(history.end)], now - history.ended.milliseconds,
                  history.ended.thread);
  log(Level::error, event, "%s: %s.%s, started %u ms ago by thread %d, %s", what,
      history.interface_name, history.operation_name, now - history.started.milliseconds,
      history.started.thread, end);
  if (shall_abort()) std::abort();
}

}  // namespace farcall::stub
