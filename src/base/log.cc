// Sink of log(): level filter from the environment, one hook, standard error otherwise.
#include "base/log.h"

#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace farcall {
namespace {

constexpr const char* k_names[] = {"error", "warn", "info", "debug"};

Level level_from_environment() {
  const char* wanted = std::getenv("FARCALL_LOG");
  for (uint8_t i = 0; wanted && i < 4; ++i)
    if (std::strcmp(wanted, k_names[i]) == 0) return static_cast<Level>(i);
  return Level::error;
}

std::atomic<Level>& threshold() {
  static std::atomic<Level> level{level_from_environment()};
  return level;
}

struct Hook {
  std::mutex mutex;
  LogHook function = nullptr;
  void* context = nullptr;
};

Hook& hook() {
  static Hook* the_hook = new Hook;  // never destroyed: threads may log while the process exits
  return *the_hook;
}

}  // namespace

void set_log_hook(LogHook function, void* context) {
  const std::lock_guard lock(hook().mutex);
  hook().function = function;
  hook().context = context;
}

void set_log_level(Level level) { threshold().store(level, std::memory_order_relaxed); }

bool log_enabled(Level level) { return level <= threshold().load(std::memory_order_relaxed); }

void log(Level level, const char* event, const char* format, ...) {
  if (!log_enabled(level)) return;
  char text[512];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  LogHook function = nullptr;
  void* context = nullptr;
  {
    const std::lock_guard lock(hook().mutex);
    function = hook().function;
    context = hook().context;
  }
  if (function) return function(context, level, event, text);
  std::fprintf(stderr, "farcall %s %s %s\n", k_names[static_cast<uint8_t>(level)], event, text);
}

}  // namespace farcall
