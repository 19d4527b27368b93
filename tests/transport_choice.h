// Over which protocol sequence a test program makes its calls: FARCALL_TEST_PROTSEQ=ncalrpc, or TCP.
// CMake registers the programs that are about calls once for each (farcall_local_tests).
#pragma once

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace farcall::test {

// A directory of this process's own, in which its ncalrpc endpoints are, and which goes with it.
class LocalDirectory {
 public:
  LocalDirectory() {
    char path[] = "/tmp/farcall-test-XXXXXX";
    // Tests of callers that are somebody else come from outside.
    if (mkdtemp(path) && chmod(path, 0755) == 0) path_ = path;
    setenv("FARCALL_NCALRPC_DIR", path_.c_str(), 1);
  }
  LocalDirectory(const LocalDirectory&) = delete;
  LocalDirectory& operator=(const LocalDirectory&) = delete;
  ~LocalDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline const LocalDirectory& local_directory() {
  static const LocalDirectory directory;
  return directory;
}

inline bool over_ncalrpc() {
  const char* chosen = std::getenv("FARCALL_TEST_PROTSEQ");
  const bool local = chosen && std::string_view(chosen) == "ncalrpc";
  if (local) (void)local_directory();
  return local;
}

inline const char* protseq() {
  return over_ncalrpc() ? "ncalrpc" : "ncacn_ip_tcp";
}
// Of this host, as a server listens on it and a client names it.
inline const char* network_address() {
  return over_ncalrpc() ? "" : "127.0.0.1";
}
inline std::string binding_to(std::string_view endpoint) {
  return std::string(protseq()) + ':' + network_address() + '[' + std::string(endpoint) + ']';
}

}  // namespace farcall::test
