// Server: the manager routines of programs.idl, the workers that end its calls, and what it counts.
#pragma once

#include <rpc.h>
#include <rpcasync.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

// What becomes of a call: these bits.
enum Script : uint32_t {
  k_script_passes = 3,         // how often a worker puts it back before it ends it
  k_script_subscribe = 4,      // to cancel and disconnect
  k_script_unsubscribe = 8,    // before the end
  k_script_abort = 16,         // with k_abort_code
  k_script_twice = 32,         // answers once more
  k_script_heeds_cancel = 64,  // aborts when the client has cancelled or is gone
  k_script_at_once = 128,      // ends in the manager routine
  k_script_raise = 256,        // the manager routine raises k_abort_code
};
constexpr RPC_STATUS k_abort_code = 4711;

// What a context handle leads to.
struct Lease {
  Lease();
  ~Lease();
  std::atomic<long> uses{0};
};

class Server {
 public:
  // Serves on an ephemeral port, for the life of the process.
  static Server& get();

  struct Call {
    PRPC_ASYNC_STATE state;
    long id;
    uint32_t script;
    void** lease;  // of TakeLater
    unsigned passes = 0;
    bool subscribed = false;
  };
  void serve(const Call& call);
  // Unregisters the interface, waits for its calls, runs its context handles down if told to, and registers it again.
  // At some later time, and once for many who ask.
  void unregister_soon(bool run_down);
  // Nothing is parked and nobody unregisters.
  [[nodiscard]] bool quiet();

  uint16_t port = 0;
  std::atomic<long> dispatched{0};
  std::atomic<long> ended{0};
  std::atomic<long> told{0};  // subscribers
  std::atomic<long> unregistered{0};
  std::atomic<long> leases{0};  // that live
  std::atomic<long> rundowns{0};
  std::atomic<long> wrong{0};  // answers that had a status they cannot have

 private:
  Server();
  ~Server() = delete;
  void work();
  void administer();
  // True when the call is over.
  bool step(Call& call);
  void end(const Call& call, bool cancelled);

  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<Call> calls_;
  unsigned at_work_ = 0;
  bool unregister_ = false;
  bool unregistering_ = false;
  bool run_down_ = false;
};
