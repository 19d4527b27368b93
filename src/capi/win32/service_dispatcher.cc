// States are told to the service manager; its signals are controls.
#include "capi/win32/service_dispatcher.h"

#include <signal.h>

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

#include "capi/win32/service_manager.h"
#include "capi/win32/signal_watch.h"
#include "capi/win32/win32.h"

namespace farcall::capi {
namespace {

// What a service must say in dwControlsAccepted before it is sent a control.
struct Acceptance {
  DWORD control;
  DWORD accepted;
};
constexpr Acceptance k_acceptances[] = {{SERVICE_CONTROL_STOP, SERVICE_ACCEPT_STOP},
                                        {SERVICE_CONTROL_PARAMCHANGE, SERVICE_ACCEPT_PARAMCHANGE}};

void on_signal(int signal) {
  ServiceDispatcher::get().post(signal == SIGHUP ? SERVICE_CONTROL_PARAMCHANGE
                                                 : SERVICE_CONTROL_STOP);
}

// In sd_notify's words; a pending state asks for the time of its wait hint.
std::string words_of(const SERVICE_STATUS& status) {
  const std::string patience =
      status.dwWaitHint
          ? "EXTEND_TIMEOUT_USEC=" + std::to_string(uint64_t{status.dwWaitHint} * 1000) + "\n"
          : std::string();
  switch (status.dwCurrentState) {
    case SERVICE_RUNNING:
      return "READY=1\n";
    case SERVICE_STOP_PENDING:
      return "STOPPING=1\n" + patience;
    case SERVICE_STOPPED:
      return status.dwWin32ExitCode ? "STOPPING=1\nSTATUS=stopped with error " +
                                          std::to_string(status.dwWin32ExitCode) + "\n"
                                    : "STOPPING=1\n";
    default:
      return patience;
  }
}

}  // namespace

ServiceDispatcher& ServiceDispatcher::get() {
  static ServiceDispatcher* const only = new ServiceDispatcher;  // services outlive main's return
  return *only;
}

bool ServiceDispatcher::start(Entry entry) {
  try {
    std::thread(std::move(entry.main)).detach();
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

DWORD ServiceDispatcher::run(std::vector<Entry> entries) {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(ran_, true)) return ERROR_SERVICE_ALREADY_RUNNING;
    for (const Entry& each : entries) services_.push_back({each.name, {}, {}, 0});
    for (Service& each : services_) each.status.dwCurrentState = SERVICE_START_PENDING;
  }
  for (const int signal : {SIGTERM, SIGINT, SIGHUP})
    if (!watch_signal(signal, on_signal)) return ERROR_NOT_ENOUGH_MEMORY;
  for (Entry& each : entries)
    if (!start(std::move(each))) return ERROR_NOT_ENOUGH_MEMORY;

  std::unique_lock lock(mutex_);
  while (!all_stopped()) {
    Due due;
    if (!take_due(due)) {
      changed_.wait(lock);
      continue;
    }
    lock.unlock();
    due.handler(due.control);
    lock.lock();
  }
  return 0;
}

bool ServiceDispatcher::all_stopped() const {
  return std::ranges::all_of(
      services_, [](const Service& each) { return each.status.dwCurrentState == SERVICE_STOPPED; });
}

ServiceDispatcher::Service* ServiceDispatcher::find(const std::string& name) {
  if (services_.size() == 1) return &services_.front();
  const auto found = std::ranges::find(services_, name, &Service::name);
  return found == services_.end() ? nullptr : &*found;
}

bool ServiceDispatcher::take_due(Due& due) {
  for (Service& each : services_)
    for (const Acceptance& row : k_acceptances)
      if (each.handler && (each.waiting & 1u << row.control) &&
          (each.status.dwControlsAccepted & row.accepted)) {
        each.waiting &= ~(1u << row.control);
        due = {each.handler, row.control};
        return true;
      }
  return false;
}

SERVICE_STATUS_HANDLE ServiceDispatcher::set_handler(const std::string& name, Handler handler) {
  const std::lock_guard lock(mutex_);
  Service* const service = find(name);
  if (service) service->handler = std::move(handler);
  changed_.notify_all();
  return reinterpret_cast<SERVICE_STATUS_HANDLE>(service);
}

DWORD ServiceDispatcher::set_status(SERVICE_STATUS_HANDLE handle, const SERVICE_STATUS& status) {
  if (status.dwCurrentState < SERVICE_STOPPED || status.dwCurrentState > SERVICE_PAUSED)
    return ERROR_INVALID_DATA;
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find_if(services_, [handle](const Service& each) {
      return reinterpret_cast<const Service*>(handle) == &each;
    });
    if (found == services_.end()) return ERROR_INVALID_HANDLE;
    found->status = status;
    tell_service_manager(words_of(status));
  }
  changed_.notify_all();
  return 0;
}

void ServiceDispatcher::post(DWORD control) {
  {
    const std::lock_guard lock(mutex_);
    for (Service& each : services_) each.waiting |= 1u << control;
  }
  changed_.notify_all();
}

}  // namespace farcall::capi
