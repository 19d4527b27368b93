// ServiceDispatcher: the services of a program, their states, and the controls that wait for them (winsvc.h).
//
// One for the process. run() is the control dispatcher: handlers are called there. Everything else on any thread.
#pragma once

#include <farcall/sdk/winsvc.h>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace farcall::capi {

class ServiceDispatcher {
 public:
  using Handler = std::function<void(DWORD control)>;
  struct Entry {
    std::string name;
    std::function<void()> main;
  };

  static ServiceDispatcher& get();

  // Returns when all services have stopped: 0, or the error.
  DWORD run(std::vector<Entry> entries);
  // nullptr: there is no such service.
  SERVICE_STATUS_HANDLE set_handler(const std::string& name, Handler handler);
  // 0, or the error.
  DWORD set_status(SERVICE_STATUS_HANDLE handle, const SERVICE_STATUS& status);
  // For each service, as soon as it accepts it.
  void post(DWORD control);

 private:
  struct Service {
    std::string name;
    Handler handler;
    SERVICE_STATUS status{};
    uint32_t waiting = 0;  // a bit for each control
  };
  struct Due {
    Handler handler;
    DWORD control;
  };

  static bool start(Entry entry);
  [[nodiscard]] bool all_stopped() const;
  [[nodiscard]] Service* find(const std::string& name);
  bool take_due(Due& due);

  std::mutex mutex_;  // guards all of these
  std::condition_variable changed_;
  std::deque<Service> services_;  // addresses are handles
  bool ran_ = false;
};

}  // namespace farcall::capi
