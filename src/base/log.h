// The one logging call: log(Level::warn, "server.access_denied", "format", ...).
//
// Event names are stable, so that tests and administrators can wait for them. The hook receives whole lines;
// without one, lines at or above FARCALL_LOG (error|warn|info|debug; default error) go to standard error.
// Never logs stub data or secrets. Any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace farcall {

enum class Level : uint8_t { error, warn, info, debug };

using LogHook = void (*)(void* context, Level level, std::string_view event, std::string_view text);

void set_log_hook(LogHook hook, void* context);
void set_log_level(Level level);
[[nodiscard]] bool log_enabled(Level level);
void log(Level level, const char* event, const char* format = "", ...)
    __attribute__((format(printf, 3, 4)));

}  // namespace farcall
