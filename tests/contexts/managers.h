// The server of files.idl: what it has open, and what was run down.
#pragma once

#include <windows.h>

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "files.h"
#include "public_api.h"

struct File {
  long id;
  std::string text;
};

struct Server {
  static Server& get();
  // A string binding over the chosen protocol sequence; starts it once.
  static const std::string& address();

  void ran_down(long id);
  [[nodiscard]] std::vector<long> rundowns();
  void clear();
  // The state of Hold or OpenLater, once it is there.
  RPC_ASYNC_STATE* parked(long id);
  void park(long id, RPC_ASYNC_STATE* state, FILE_HANDLE* out = nullptr);
  FILE_HANDLE* out = nullptr;  // of OpenLater
  std::atomic<int> open{0};
  std::atomic<int> inside{0};
  std::atomic<int> most_inside{0};

 private:
  std::mutex mutex_;
  std::vector<long> rundowns_;
  std::vector<std::pair<long, RPC_ASYNC_STATE*>> parked_;
};

using farcall::test::eventually;
