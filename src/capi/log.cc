// FarcallSetLog: the program's own routine for the library's log.
#include <farcall/farcall.h>

#include <mutex>
#include <string>

#include "base/log.h"

using namespace farcall;

namespace {

static_assert(static_cast<int>(Level::debug) == FARCALL_LOG_DEBUG);

struct Routine {
  std::mutex mutex;
  FARCALL_LOG_ROUTINE function = nullptr;
  void* context = nullptr;
};

Routine& routine() {
  static auto* the_routine = new Routine;  // never destroyed, as the log itself
  return *the_routine;
}

void pass_on(void*, Level level, std::string_view event, std::string_view text) {
  FARCALL_LOG_ROUTINE function = nullptr;
  void* context = nullptr;
  {
    const std::lock_guard lock(routine().mutex);
    function = routine().function;
    context = routine().context;
  }
  if (function)
    function(context, static_cast<FARCALL_LOG_LEVEL>(level), std::string(event).c_str(),
             std::string(text).c_str());
}

}  // namespace

extern "C" void FarcallSetLog(FARCALL_LOG_ROUTINE function, void* context) {
  {
    const std::lock_guard lock(routine().mutex);
    routine().function = function;
    routine().context = context;
  }
  set_log_hook(function ? &pass_on : nullptr, nullptr);
}
