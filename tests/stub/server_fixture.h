// An interface as midl would describe it, written by hand, on a real server.
#pragma once

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>
#include <farcall/sdk/rpcdcep.h>
#include <farcall/stub/frames.h>

#include <atomic>
#include <cstdlib>
#include <functional>

#include "runtime/server/test_server.h"
#include "stub/server_async.h"
#include "stub/server_dispatch.h"
#include "stub_environment.h"

namespace farcall::stub::test {

using namespace std::chrono_literals;  // NOLINT: tests only
using runtime::ServerCall;
using runtime::test::BindOptions;
using runtime::test::eventually;
using runtime::test::Octets;
using runtime::test::Pdu;
using runtime::test::PduClient;

// The manager routines of the running test, and what they leave behind.
struct Managers {
  // [async] long Slow([in] long n, [out] long* twice)
  std::function<void(RPC_ASYNC_STATE*, long n, long* twice)> slow;
  // [async] void Text([in, out, string, unique] char** text): may free and replace *text
  std::function<void(RPC_ASYNC_STATE*, char** text)> text;
  // long Sync([in] long n)
  std::function<long(long n)> sync;
  // [async] void Nothing(void)
  std::function<void(RPC_ASYNC_STATE*)> nothing;
};
inline Managers g_managers;
inline std::atomic<int> g_user_blocks{0};  // midl_user_allocate less midl_user_free
inline std::atomic<int> g_put_outs{0};
// How often the end of a call of Sync or Text was told, with and without its manager having been entered.
inline std::atomic<int> g_ends_entered{0}, g_ends_not_entered{0};
inline std::atomic<int> g_blocks_at_end{0};  // g_user_blocks then
inline void note_end(bool entered) {
  g_blocks_at_end = g_user_blocks.load();
  ++(entered ? g_ends_entered : g_ends_not_entered);
}

inline void* user_allocate(size_t size) {
  ++g_user_blocks;
  return std::malloc(size);
}
inline void user_free(void* memory) {
  if (memory) --g_user_blocks;
  std::free(memory);
}

struct SlowFrame {
  long n;
  long* twice;
  long result;
  long twice_storage;
  void get_in(Reader<Ndr20>& in) {
    n = in.i32();
    twice = &twice_storage;
  }
  void invoke(const ServerInvocation& call) const {
    g_managers.slow(static_cast<RPC_ASYNC_STATE*>(call.async_state), n, twice);
  }
  void put_out(Writer<Ndr20>& out) const {
    ++g_put_outs;
    out.u32(out.narrow32(*twice));
    out.u32(out.narrow32(result));
  }
};

struct TextFrame {
  char* text;
  void get_in(Reader<Ndr20>& in) {
    in.use(Memory::user);
    in.pointer(text, in.u32());
    if (text) in.string(text, in.maximum());
  }
  void invoke(const ServerInvocation& call) {
    g_managers.text(static_cast<RPC_ASYNC_STATE*>(call.async_state), &text);
  }
  void put_out(Writer<Ndr20>& out) const {
    ++g_put_outs;
    if (out.referent(text)) out.string(text);
  }
  void release() { user_free(text); }
  static void notify(bool entered) { note_end(entered); }
};

struct SyncFrame {
  long n;
  long result;
  void get_in(Reader<Ndr20>& in) { n = in.i32(); }
  void invoke(const ServerInvocation&) { result = g_managers.sync(n); }
  void put_out(Writer<Ndr20>& out) const { out.u32(out.narrow32(result)); }
  static void notify(bool entered) { note_end(entered); }
};

struct NothingFrame {
  void get_in(Reader<Ndr20>&) {}
  void invoke(const ServerInvocation& call) const {
    g_managers.nothing(static_cast<RPC_ASYNC_STATE*>(call.async_state));
  }
  void put_out(Writer<Ndr20>&) const { ++g_put_outs; }
};

enum Opnum : uint16_t { k_slow, k_text, k_sync, k_nothing };

inline const ServerOperation k_operations[] = {
    server_operation<SlowFrame>("Slow", k_op_async | k_op_has_result),
    server_operation<TextFrame>("Text", k_op_async),
    server_operation<SyncFrame>("Sync", k_op_has_result),
    server_operation<NothingFrame>("Nothing", k_op_async),
};
inline const ServerInterface k_server_interface{
    k_interface_magic, "test", k_operations, 4, {user_allocate, user_free}};

inline RPC_SERVER_INTERFACE make_if_spec() {
  RPC_SERVER_INTERFACE spec{};
  spec.Length = sizeof spec;
  const Uuid& uuid = runtime::test::k_interface.uuid;
  spec.InterfaceId = {{uuid.data1, uuid.data2, uuid.data3, {1, 2, 3, 4, 5, 6, 7, 8}}, {1, 0}};
  spec.InterpreterInfo = &k_server_interface;
  return spec;
}
inline RPC_SERVER_INTERFACE g_if_spec = make_if_spec();

struct StubServer {
  explicit StubServer(runtime::test::ServerSetup setup = {},
                      const runtime::RegistrationOptions& options = {})
      : async(setup.limits), server(setup) {
    g_managers = {};
    g_user_blocks = g_put_outs = 0;
    set_environment({&server.runtime, nullptr, server.server.get(), nullptr, &async});
    Result<runtime::InterfaceSpec> spec = interface_spec(&g_if_spec);
    EXPECT_TRUE(spec.ok());
    EXPECT_TRUE(server->register_interface(*spec, {}, nullptr, options).ok());
  }
  int32_t complete(void* state, const void* reply = nullptr) {
    return async.complete(state, reply).code;
  }
  int32_t abort(void* state, uint32_t code) { return async.abort(state, code).code; }
  bool idle() {
    return eventually([&] { return server->call_count() == 0; });
  }

  ServerAsyncTable async;  // outlives the server, which ends calls
  runtime::test::TestServer server;
};

struct StubClient : runtime::test::BoundClient {
  explicit StubClient(const StubServer& stub_server) : BoundClient(stub_server.server) {}
  void call_number(uint32_t call_id, Opnum opnum, uint32_t n) {
    call(call_id,
         {static_cast<uint8_t>(n), static_cast<uint8_t>(n >> 8), static_cast<uint8_t>(n >> 16),
          static_cast<uint8_t>(n >> 24)},
         {.opnum = opnum});
  }
  // A unique pointer to "hello".
  void call_text(uint32_t call_id) {
    call(call_id, {0, 0, 2, 0, 6, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 'h', 'e', 'l', 'l', 'o', 0},
         {.opnum = k_text});
  }
};

// A state that a manager leaves for the test.
class Handoff {
 public:
  void put(RPC_ASYNC_STATE* state) { state_ = state; }
  RPC_ASYNC_STATE* get() {
    EXPECT_TRUE(eventually([this] { return state_.load() != nullptr; }));
    return state_.exchange(nullptr);
  }

 private:
  std::atomic<RPC_ASYNC_STATE*> state_{nullptr};
};

}  // namespace farcall::stub::test
