// RulesTest: a server and a client of rules.idl in this process, over loopback TCP; and Call, a client's call.
#pragma once

#include <gtest/gtest.h>
#include <windows.h>

#include <functional>
#include <memory>
#include <string>

#include "parking.h"
#include "public_api.h"
#include "rules.h"

using farcall::test::raised_by;

// A client's asynchronous call, told of its end by an event unless the test sets up something else.
class Call {
 public:
  Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call();

  RPC_ASYNC_STATE* operator&() { return &state; }  // NOLINT: reads like the C programs
  // Waits for the notification, then completes.
  RPC_STATUS collect(void* reply = nullptr);
  // Waits for the event only.
  bool wait(DWORD milliseconds = 30'000);
  [[nodiscard]] RPC_STATUS status() { return RpcAsyncGetCallStatus(&state); }

  RPC_ASYNC_STATE state;
  HANDLE event;
};

// A second process's view: string binding, fresh handles.
class RulesTest : public testing::Test {
 protected:
  static void SetUpTestSuite();
  void SetUp() override;
  void TearDown() override;

  // A new binding to the server; freed by TearDown().
  handle_t connect();
  // Of its TCP endpoint, and the string binding of the one that connect() goes to.
  [[nodiscard]] static std::string endpoint();
  [[nodiscard]] static std::string server_binding();

  handle_t binding = nullptr;

 private:
  std::vector<handle_t> bindings_;
};
