#include "later_pipe.h"

#include <gtest/gtest.h>

#include <algorithm>

LaterPipe::LaterPipe(RPC_ASYNC_STATE& state)
    : state_(state), event_(CreateEventA(nullptr, FALSE, FALSE, nullptr)) {
  state_.Flags = RPC_C_NOTIFY_ON_SEND_COMPLETE;
  state_.NotificationType = RpcNotificationTypeEvent;
  state_.u.hEvent = event_;
}

LaterPipe::~LaterPipe() {
  CloseHandle(event_);
}

void LaterPipe::wait() const {
  EXPECT_EQ(WaitForSingleObject(event_, 60'000), WAIT_OBJECT_0);
}

RPC_STATUS LaterPipe::push(ASYNC_BYTES& pipe, std::vector<byte> bytes) const {
  for (size_t at = 0; at < bytes.size(); at += 9'000) {
    const size_t number = std::min<size_t>(9'000, bytes.size() - at);
    const RPC_STATUS status = pipe.push(pipe.state, bytes.data() + at, number);
    if (status != RPC_S_OK) return status;
    wait();
  }
  return pipe.push(pipe.state, nullptr, 0);
}

RPC_STATUS LaterPipe::pull(ASYNC_BYTES& pipe, std::vector<byte>& bytes) const {
  std::vector<byte> some(7'000);
  for (;;) {
    unsigned long number = 0;
    const RPC_STATUS status = pipe.pull(pipe.state, some.data(), some.size(), &number);
    if (status == RPC_S_ASYNC_CALL_PENDING) {
      wait();
      continue;
    }
    if (status != RPC_S_OK || number == 0) return status;
    bytes.insert(bytes.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(number));
  }
}

RPC_STATUS LaterPipe::collect(long& answer) const {
  for (;;) {
    const RPC_STATUS status = RpcAsyncCompleteCall(&state_, &answer);
    if (status != RPC_S_ASYNC_CALL_PENDING) return status;
    wait();
  }
}
