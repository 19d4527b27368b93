// A server on an ephemeral loopback port whose manager routines are functions of the test.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "pdu_client.h"
#include "runtime/runtime.h"
#include "runtime/server/server.h"
#include "runtime/server/server_connection.h"
#include "transport_choice.h"

namespace farcall::runtime::test {

using namespace std::chrono_literals;  // NOLINT: tests only

inline constexpr SyntaxId k_interface{{0x11111111, 1, 1, {1, 2, 3, 4, 5, 6, 7, 8}}, 1, 0};
inline constexpr SyntaxId k_other_interface{{0x22222222, 2, 2, {1, 2, 3, 4, 5, 6, 7, 8}}, 1, 0};

// Polls until `done`; false after 20 s.
template <class Done>
bool eventually(Done done) {
  for (int i = 0; i < 20'000; ++i) {
    if (done()) return true;
    std::this_thread::sleep_for(1ms);
  }
  return false;
}

inline Octets octets(Bytes bytes) {
  return {bytes.begin(), bytes.end()};
}

inline ndr::Marshalled marshalled(ServerCall& call, const Octets& data) {
  ndr::Marshalled result{call.connection().buffers().get(ndr::k_head_room + data.size() + 1),
                         ndr::k_head_room, data.size()};
  if (!data.empty()) std::memcpy(result.block.data() + result.offset, data.data(), data.size());
  return result;
}

// As a stub answers: claims, then replies. RPC_S_INVALID_ASYNC_CALL when it was answered before.
inline int32_t reply(ServerCall& call, const Octets& data = {}) {
  if (!call.claim_answer()) return RPC_S_INVALID_ASYNC_CALL;
  return call.reply(marshalled(call, data)).status().code;
}
inline int32_t fault(ServerCall& call, int32_t status) {
  if (!call.claim_answer()) return RPC_S_INVALID_ASYNC_CALL;
  return call.fault(status).status().code;
}

// An interface with four operations; `manager` runs for all of them.
struct TestInterface {
  using Manager = std::function<void(ServerCall&)>;
  explicit TestInterface(Manager body, const SyntaxId& id = k_interface)
      : manager(std::move(body)) {
    spec.id = id;
    spec.handle = this;
    spec.operation_count = 4;
    spec.stub = this;
    spec.dispatch = [](ServerCall& call) { of(call).manager(call); };
    spec.abandon = [](ServerCall& call) { ++of(call).abandoned; };
  }
  TestInterface(const TestInterface&) = delete;
  TestInterface& operator=(const TestInterface&) = delete;
  static TestInterface& of(ServerCall& call) {
    return *static_cast<TestInterface*>(const_cast<void*>(call.interface().spec().stub));
  }

  Manager manager;
  std::atomic<int> abandoned{0};
  InterfaceSpec spec;
};

// A manager that keeps its calls for later.
class Parking {
 public:
  void operator()(ServerCall& call) {
    call.release_request();
    const std::lock_guard lock(mutex_);
    calls_.push_back(&call);
    more_.notify_all();
  }
  // The calls so far, once there are `count`; fewer after 20 s.
  std::vector<ServerCall*> wait_for(size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(more_.wait_for(lock, 20s, [&] { return calls_.size() >= count; }));
    return calls_;
  }
  ServerCall& only() {
    const std::vector<ServerCall*> calls = wait_for(1);
    EXPECT_EQ(calls.size(), 1u);
    return *calls.front();
  }
  [[nodiscard]] TestInterface::Manager manager() {
    return [this](ServerCall& call) { (*this)(call); };
  }

 private:
  std::mutex mutex_;
  std::condition_variable more_;
  std::vector<ServerCall*> calls_;
};

inline void echo(ServerCall& call) {
  const Octets data = octets(call.stub_data());
  call.release_request();
  reply(call, data);
}

struct ServerSetup {
  Limits limits = {};
  unsigned loops = 1;
  RestrictRemote restrict_remote = RestrictRemote::by_default;
  DispatchPolicy policy = DispatchPolicy::pool;
  bool listen = true;
};

class TestServer {
 public:
  explicit TestServer(ServerSetup setup = {})
      : runtime({.limits = setup.limits, .loops = setup.loops}),
        server(std::make_unique<Server>(runtime, setup.restrict_remote)) {
    EXPECT_TRUE(server->dispatcher().set_policy(setup.policy).ok());
    EXPECT_TRUE(
        server->use_endpoint({farcall::test::protseq(), farcall::test::network_address(), "", 0})
            .ok());
    const EndpointName name = server->endpoints().at(0);
    const auto* protseq = transport::find_protocol_sequence(name.protseq);
    address = protseq->destination(name.address, name.endpoint)->addresses.at(0);
    if (!setup.listen) return;
    EXPECT_TRUE(server->listen(1, 1234).ok());
  }
  void serve(const TestInterface& interface, const RegistrationOptions& options = {}) {
    ASSERT_TRUE(server->register_interface(interface.spec, Uuid{}, nullptr, options).ok());
  }
  Server* operator->() { return server.get(); }

  Runtime runtime;
  std::unique_ptr<Server> server;
  transport::Address address;
};

// A connection that is bound to k_interface.
struct BoundClient : PduClient {
  explicit BoundClient(const TestServer& server, BindOptions options = {})
      : PduClient(server.address) {
    group = bind(k_interface, options);
  }
  uint32_t group = 0;
};

}  // namespace farcall::runtime::test
