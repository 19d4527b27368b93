// Parking: where the managers of rules.idl leave the calls they were given, for a test to end them.
#pragma once

#include <rpc.h>
#include <rpcasync.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <vector>

struct ParkedCall {
  PRPC_ASYNC_STATE state = nullptr;
  long id = 0;
  // The manager's parameters, of the operation that has them.
  long* twice = nullptr;
  const char* text = nullptr;
  char** answer = nullptr;
  long* values = nullptr;
  long count = 0;

  // RpcAsyncCompleteCall with this result.
  RPC_STATUS complete(long result = 0) const;
  RPC_STATUS abort(unsigned long code) const;
  // RpcServerTestCancel on this call.
  [[nodiscard]] RPC_STATUS test_cancel() const;
  // Waits until the client's cancel, or the loss of its connection, has been seen here.
  [[nodiscard]] bool wait_for_cancel() const;
};

class Parking {
 public:
  void park(const ParkedCall& call);
  // The call that has waited longest; waits for it.
  ParkedCall take();
  [[nodiscard]] size_t size();
  bool wait_for_size(size_t size);

  void record(long number);
  std::vector<long> recorded();
  // For Block: waits until the test lets the call with this id go, or is over. Ids from this one on
  // stay unblocked: for managers that may begin after their test.
  static constexpr long k_unblocked_for_good = 1000;
  void block(long id);
  // Runs on the manager's thread, before it blocks.
  void on_block(std::function<void()> action);
  [[nodiscard]] bool is_blocking(long id);
  // Whether the client's cancel has been seen by the blocked manager.
  [[nodiscard]] bool block_is_cancelled(long id);
  void unblock(long id);
  void clear();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<ParkedCall> calls_;
  std::vector<long> recorded_;
  std::vector<long> unblocked_;
  std::map<long, handle_t> blocking_;
  std::function<void()> on_block_;
  unsigned round_ = 0;
};

Parking& parking();
