// Client: one of the eight. Runs programs: random sequences of steps over a few calls and context handles at once.
#pragma once

#include <windows.h>

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <string>

#include "programs.h"
#include "relay.h"

// A call, from its start until its structure is freed.
struct Started {
  RPC_ASYNC_STATE state;
  LEASE lease = nullptr;  // of TakeLater
  long id = 0;
  HANDLE event = nullptr;
  OVERLAPPED overlapped;
  std::atomic<int> notified{0};
  RPC_STATUS seen = RPC_S_ASYNC_CALL_PENDING;  // by RpcAsyncGetCallStatus
  bool over = false;
};

class Client {
 public:
  Client(unsigned number, uint64_t seed);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  void run_program();

  std::map<RPC_STATUS, long> outcomes;
  long steps = 0;

 private:
  static constexpr size_t k_calls = 4;
  static constexpr size_t k_leases = 2;

  uint32_t random(uint32_t below) { return static_cast<uint32_t>(random_() % below); }
  void step();
  void start(std::unique_ptr<Started>& call);
  void prepare(Started& call);
  void ask(Started& call);
  void cancel(Started& call, bool abortive);
  // True when it is over now.
  bool complete(Started& call);
  void take_or_give(LEASE& lease);
  void drop(LEASE& lease);
  void new_binding();
  void free_binding();
  // Takes in whatever notifications there are.
  void pump();
  // Waits for the outcome and the one notification, and frees the structure.
  void finish(std::unique_ptr<Started>& call);

  Relay relay_;
  std::mt19937_64 random_;
  handle_t binding_ = nullptr;
  HANDLE port_;
  long next_id_;
  std::array<std::unique_ptr<Started>, k_calls> calls_;
  std::array<LEASE, k_leases> leases_{};
};
