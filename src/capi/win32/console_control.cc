// SetConsoleCtrlHandler: signals of the terminal as events of a console (consoleapi.h has the table).
#include <farcall/sdk/consoleapi.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <mutex>
#include <vector>

#include "capi/win32/signal_watch.h"
#include "capi/win32/win32.h"

namespace farcall::capi {
namespace {

struct ConsoleEvent {
  int signal;
  DWORD event;
};
constexpr ConsoleEvent k_events[] = {{SIGINT, CTRL_C_EVENT},
                                     {SIGQUIT, CTRL_BREAK_EVENT},
                                     {SIGHUP, CTRL_CLOSE_EVENT},
                                     {SIGTERM, CTRL_SHUTDOWN_EVENT}};

std::mutex g_mutex;
std::vector<PHANDLER_ROUTINE> g_handlers;  // under it

// Handlers are asked without the mutex, as they may add others.
bool is_handled(DWORD event) {
  std::vector<PHANDLER_ROUTINE> handlers;
  {
    const std::lock_guard lock(g_mutex);
    handlers = g_handlers;
  }
  return std::any_of(handlers.rbegin(), handlers.rend(),
                     [event](PHANDLER_ROUTINE handler) { return handler(event) != FALSE; });
}

void on_signal(int signal) {
  const auto* const found = std::ranges::find(k_events, signal, &ConsoleEvent::signal);
  if (found == std::end(k_events) || is_handled(found->event)) return;
  unwatch_signal(signal);
  (void)kill(getpid(), signal);
}

bool watch_all() {
  return std::ranges::all_of(
      k_events, [](const ConsoleEvent& each) { return watch_signal(each.signal, on_signal); });
}

BOOL add(PHANDLER_ROUTINE handler) {
  {
    const std::lock_guard lock(g_mutex);
    g_handlers.push_back(handler);
  }
  return watch_all() ? TRUE : fail(ERROR_NOT_ENOUGH_MEMORY, FALSE);
}

BOOL take_away(PHANDLER_ROUTINE handler) {
  const std::lock_guard lock(g_mutex);
  const auto found = std::find(g_handlers.rbegin(), g_handlers.rend(), handler);
  if (found == g_handlers.rend()) return fail(ERROR_INVALID_PARAMETER, FALSE);
  g_handlers.erase(std::prev(found.base()));
  return TRUE;
}

// Without handlers: whether the keyboard may end the program.
BOOL ignore_interrupts(bool ignored) {
  if (ignored)
    (void)signal(SIGINT, SIG_IGN);
  else
    unwatch_signal(SIGINT);
  const std::lock_guard lock(g_mutex);
  if (!ignored && !g_handlers.empty()) watch_signal(SIGINT, on_signal);
  return TRUE;
}

}  // namespace
}  // namespace farcall::capi

using namespace farcall;

extern "C" BOOL WINAPI SetConsoleCtrlHandler(PHANDLER_ROUTINE HandlerRoutine, BOOL Add) {
  if (!HandlerRoutine) return capi::ignore_interrupts(Add != FALSE);
  return Add ? capi::add(HandlerRoutine) : capi::take_away(HandlerRoutine);
}
