// HeldServer: a server of one interface in a process of its own, and what processes use.
//
// The child is forked before this process uses the run-time, and ends with the object.
#pragma once

#include <sys/types.h>

#include <string>

namespace bench {

struct Usage {
  long kilobytes = 0;       // resident
  long peak_kilobytes = 0;  // the most it was
  long threads = 0;
};
Usage usage_of(pid_t process);

class HeldServer {
 public:
  // `interface`: an RPC_IF_HANDLE. `security`: none, ntlm or kerberos, in the realm of the tests.
  HeldServer(void* interface, const std::string& security);
  HeldServer(const HeldServer&) = delete;
  HeldServer& operator=(const HeldServer&) = delete;
  ~HeldServer();

  // A string binding over ncacn_ip_tcp to 127.0.0.1.
  [[nodiscard]] const std::string& address() const { return address_; }
  [[nodiscard]] Usage usage() const { return usage_of(process_); }

 private:
  int stop_[2] = {-1, -1};
  pid_t process_ = 0;
  std::string address_;
};

}  // namespace bench
