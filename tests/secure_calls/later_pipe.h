// A program's end of an asynchronous pipe that is told by an event; the same for clients and managers.
#pragma once

#include <windows.h>

#include <vector>

#include "vault.h"

class LaterPipe {
 public:
  // Sets `state` up; with RPC_C_NOTIFY_ON_SEND_COMPLETE.
  explicit LaterPipe(RPC_ASYNC_STATE& state);
  LaterPipe(const LaterPipe&) = delete;
  LaterPipe& operator=(const LaterPipe&) = delete;
  ~LaterPipe();

  void wait() const;
  // Everything, and the end. The first failure, or RPC_S_OK.
  RPC_STATUS push(ASYNC_BYTES& pipe, std::vector<byte> bytes) const;
  RPC_STATUS pull(ASYNC_BYTES& pipe, std::vector<byte>& bytes) const;
  // RpcAsyncCompleteCall when the call is over.
  RPC_STATUS collect(long& answer) const;

 private:
  RPC_ASYNC_STATE& state_;
  HANDLE event_;
};
