// The event log: lines of syslog, with the source's name in front.
#include <farcall/sdk/winbase_events.h>
#include <farcall/sdk/winerror.h>
#include <syslog.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "capi/text.h"
#include "capi/win32/win32.h"

namespace farcall::capi {
namespace {

std::string narrow(const char* text) {
  return text ? std::string(text) : std::string();
}
std::string narrow(const WCHAR* text) {
  return from_text(reinterpret_cast<const unsigned short*>(text));
}

// Sources by their handles, which are no multiples of four and so none of the process's others.
class EventSources {
 public:
  HANDLE add(std::string name) {
    const std::lock_guard lock(mutex_);
    last_ += 4;
    names_.emplace(last_, std::move(name));
    return reinterpret_cast<HANDLE>(last_);
  }
  bool remove(HANDLE handle) {
    const std::lock_guard lock(mutex_);
    return names_.erase(reinterpret_cast<uintptr_t>(handle)) != 0;
  }
  bool find(HANDLE handle, std::string& name) {
    const std::lock_guard lock(mutex_);
    const auto found = names_.find(reinterpret_cast<uintptr_t>(handle));
    if (found == names_.end()) return false;
    name = found->second;
    return true;
  }

 private:
  std::mutex mutex_;
  std::map<uintptr_t, std::string> names_;
  uintptr_t last_ = 1;
};

EventSources& sources() {
  static auto* const all = new EventSources;  // services log while the program ends
  return *all;
}

int priority_of(WORD type) {
  switch (type) {
    case EVENTLOG_ERROR_TYPE:
      return LOG_DAEMON | LOG_ERR;
    case EVENTLOG_WARNING_TYPE:
      return LOG_DAEMON | LOG_WARNING;
    case EVENTLOG_AUDIT_SUCCESS:
      return LOG_AUTH | LOG_NOTICE;
    case EVENTLOG_AUDIT_FAILURE:
      return LOG_AUTH | LOG_WARNING;
    default:
      return LOG_DAEMON | LOG_INFO;
  }
}

template <class Unit>
HANDLE register_source(const Unit* server, const Unit* source) {
  if (!source || !*source) return fail(ERROR_INVALID_PARAMETER, HANDLE{});
  if (server && *server) return fail(DWORD{RPC_S_SERVER_UNAVAILABLE}, HANDLE{});
  return sources().add(narrow(source));
}

template <class Unit>
BOOL report(HANDLE handle, WORD type, DWORD event, WORD number, const Unit* const* strings) {
  std::string line;
  if (!sources().find(handle, line)) return fail(ERROR_INVALID_HANDLE, FALSE);
  if (number && !strings) return fail(ERROR_INVALID_PARAMETER, FALSE);
  line += ": event " + std::to_string(event & 0xffff);
  for (WORD i = 0; i < number; ++i) line += (i ? " " : ": ") + narrow(strings[i]);
  syslog(priority_of(type), "%s", line.c_str());
  return TRUE;
}

}  // namespace
}  // namespace farcall::capi

using namespace farcall;

extern "C" {

HANDLE WINAPI RegisterEventSourceA(LPCSTR lpUNCServerName, LPCSTR lpSourceName) {
  return capi::register_source(lpUNCServerName, lpSourceName);
}
HANDLE WINAPI RegisterEventSourceW(LPCWSTR lpUNCServerName, LPCWSTR lpSourceName) {
  return capi::register_source(lpUNCServerName, lpSourceName);
}

BOOL WINAPI ReportEventA(HANDLE hEventLog, WORD wType, WORD, DWORD dwEventID, void*,
                         WORD wNumStrings, DWORD, LPCSTR* lpStrings, LPVOID) {
  return capi::report(hEventLog, wType, dwEventID, wNumStrings, lpStrings);
}
BOOL WINAPI ReportEventW(HANDLE hEventLog, WORD wType, WORD, DWORD dwEventID, void*,
                         WORD wNumStrings, DWORD, LPCWSTR* lpStrings, LPVOID) {
  return capi::report(hEventLog, wType, dwEventID, wNumStrings, lpStrings);
}

BOOL WINAPI DeregisterEventSource(HANDLE hEventLog) {
  return capi::sources().remove(hEventLog) ? TRUE : capi::fail(ERROR_INVALID_HANDLE, FALSE);
}

}  // extern "C"
