// A client of its own for each test, and calls that go straight to the run-time (no stubs).
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <deque>
#include <memory>
#include <string>
#include <utility>

#include "runtime/client/client.h"
#include "runtime/client/fake_server.h"

namespace farcall::runtime::client {

using namespace std::chrono_literals;  // NOLINT: tests only

inline const protocol::InterfaceOffer k_offer{
    {{0x60a15ec5, 0x4de8, 0x11d7, {0xa6, 0x37, 0x00, 0x50, 0x56, 0xa2, 0x01, 0x82}}, 1, 0}};
inline const protocol::InterfaceOffer k_other_offer{
    {{0x5f4a8f5e, 0x6c3b, 0x4b0e, {0x9c, 0x3c, 0x2f, 0x1c, 0x9f, 0x0e, 0x7a, 0x11}}, 1, 0}};

inline std::string text_of(const Response& response) {
  return {reinterpret_cast<const char*>(response.stub_data.data()), response.stub_data.size()};
}

struct ClientTest : testing::Test {
  explicit ClientTest(const Limits& limits = {}) : runtime(RuntimeConfig{limits, 1}) {}
  ~ClientTest() override {
    if (binding) (void)client->bindings().free(binding);
  }

  static Limits with_linger(std::chrono::milliseconds linger) {
    Limits limits;
    limits.linger = linger;
    return limits;
  }

  void* bind(const std::string& text) {
    Result<void*> handle = client->bindings().from_string(text);
    EXPECT_TRUE(handle.ok()) << text << ": " << handle.status().code;
    return handle.ok() ? *handle : nullptr;
  }
  void use(const FakeServer& server) { binding = bind(server.binding()); }

  CallTarget target(void* handle = nullptr) {
    const Result<BindingRef> pinned = client->bindings().find(handle ? handle : binding);
    EXPECT_TRUE(pinned.ok());
    Result<CallTarget> result = (*pinned)->target(client->groups(), {});
    EXPECT_TRUE(result.ok());
    return std::move(result).value();
  }

  // Stub data with room for a header in front, as stubs make it.
  CallRequest request(const std::string& text, const protocol::InterfaceOffer& offer = k_offer) {
    CallRequest result;
    result.interface = &offer;
    result.opnum = 7;
    BufferRef block = runtime.buffers().get(40 + text.size());
    std::memcpy(block.data() + 40, text.data(), text.size());
    result.stub_data = {std::move(block), 40, text.size()};
    return result;
  }

  Result<Response> call(const std::string& text, uint32_t timeout_ms = 0) {
    CallTarget to = target();
    to.call_timeout_ms = timeout_ms;
    return client->call(to, request(text));
  }
  // The status of a call, or the text that came back.
  std::string outcome(const std::string& text, uint32_t timeout_ms = 0) {
    const Result<Response> response = call(text, timeout_ms);
    return response.ok() ? text_of(*response) : std::to_string(response.status().code);
  }

  Runtime runtime;
  std::unique_ptr<Client> client = std::make_unique<Client>(runtime);
  void* binding = nullptr;
};

// One asynchronous call whose end wakes a waiter.
class TestCall {
 public:
  TestCall(ClientTest& test, const std::string& text,
           const protocol::InterfaceOffer& offer = k_offer)
      : call_(test.client->make_call()) {
    NotificationRequest notification;
    notification.type = NotificationType::sink;
    notification.sink = &waiter_;
    EXPECT_TRUE(call_->prepare_notification(notification, this).ok());
    EXPECT_TRUE(call_->prepare(test.target(), test.request(text, offer)).ok());
    EXPECT_TRUE(call_->start().ok());
  }
  TestCall(const TestCall&) = delete;
  TestCall& operator=(const TestCall&) = delete;
  ~TestCall() {
    (void)wait();
    call_->release();
  }

  // False when it did not end in 20 seconds.
  bool wait(std::chrono::milliseconds time = 20s) {
    return waiter_.wait(SteadyClock{}.now() + time);
  }
  int32_t end() {
    EXPECT_TRUE(wait()) << "the call never ended";
    return call_->status();
  }
  [[nodiscard]] int32_t status() const { return call_->status(); }
  std::string text() {
    const int32_t status = end();
    return status == RPC_S_OK ? text_of(call_->reply()) : std::to_string(status);
  }
  void cancel(bool abortive) { call_->cancel(abortive); }
  Status set_deadline(Time at, Duration grace) { return call_->set_deadline(at, grace); }

 private:
  CompletionWaiter waiter_;
  ClientCall* call_;
};

}  // namespace farcall::runtime::client
