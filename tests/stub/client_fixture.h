// A client stub as midl would write it, by hand, and a process around it.
#pragma once

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>
#include <farcall/sdk/rpcdcep.h>
#include <farcall/stub/exceptions.h>
#include <farcall/stub/frames.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include "base/sync/handle_table.h"
#include "runtime/client/client.h"
#include "runtime/client/fake_server.h"
#include "stub/async_signature.h"
#include "stub/client_async.h"
#include "stub_environment.h"

namespace farcall::stub::client_test {

using namespace std::chrono_literals;  // NOLINT: tests only
using runtime::client::BindAnswer;
using runtime::client::eventually;
using runtime::client::FakeConnection;
using runtime::client::FakePdu;
using runtime::client::FakeServer;
using runtime::client::Gate;

inline std::atomic<int> g_user_blocks{0};  // midl_user_allocate less midl_user_free
inline int32_t g_allocate_raises = 0;      // what the next midl_user_allocate raises

inline void* user_allocate(size_t size) {
  if (g_allocate_raises != 0) raise(std::exchange(g_allocate_raises, 0));
  ++g_user_blocks;
  return std::malloc(size);
}
inline void user_free(void* memory) {
  if (memory) --g_user_blocks;
  std::free(memory);
}

inline unsigned char g_protseq[] = "ncacn_ip_tcp";
inline unsigned char g_endpoint[64] = "1";
inline RPC_PROTSEQ_ENDPOINT g_endpoints[] = {{g_protseq, g_endpoint}};

inline RPC_CLIENT_INTERFACE make_if_spec() {
  RPC_CLIENT_INTERFACE spec{};
  spec.Length = sizeof spec;
  spec.InterfaceId = {{0x60a15ec5, 0x4de8, 0x11d7, {0xa6, 0x37, 0, 0x50, 0x56, 0xa2, 1, 0x82}},
                      {1, 0}};
  spec.RpcProtseqEndpointCount = 1;
  spec.RpcProtseqEndpoint = g_endpoints;
  return spec;
}
inline RPC_CLIENT_INTERFACE g_if_spec = make_if_spec();
inline const void* g_if_handle = &g_if_spec;
inline const ClientInterface k_interface{
    k_interface_magic, "test", &g_if_handle, {user_allocate, user_free}};

// long Add([in] long a, [in] long b, [out] long* product): the sum.
struct AddFrame {
  long a;
  long b;
  long* product;
  long result;
  void put_in(Writer<Ndr20>& out) const {
    out.u32(out.narrow32(a));
    out.u32(out.narrow32(b));
  }
  void get_out(Reader<Ndr20>& in) {
    *product = in.i32();
    result = in.i32();
  }
};
// void Text([in, string] const char* text, [out, string] char** back)
struct TextFrame {
  const char* text;
  char** back;
  void put_in(Writer<Ndr20>& out) const {
    if (out.reference(text)) out.string(text);
  }
  void get_out(Reader<Ndr20>& in) {
    in.use(Memory::user);
    in.expect(*back);
    in.string(*back, in.count());
  }
};
// long Big(…) with more parameters than a call has room for.
struct BigFrame {
  long values[40];
  long result;
  void put_in(Writer<Ndr20>& out) const {
    for (const long value : values) out.u32(out.narrow32(value));
  }
  void get_out(Reader<Ndr20>& in) { result = values[39] + in.i32(); }
};
// void Nothing(void)
struct NothingFrame {
  long unused;
  void put_in(Writer<Ndr20>&) const {}
  void get_out(Reader<Ndr20>&) {}
};

enum Opnum : uint16_t { k_add, k_text, k_big, k_nothing };
inline constexpr ClientOperation k_op_add =
    client_operation<AddFrame>(k_interface, "Add", k_add, k_op_async | k_op_has_result);
inline constexpr ClientOperation k_op_text =
    client_operation<TextFrame>(k_interface, "Text", k_text, k_op_async);
inline constexpr ClientOperation k_op_big =
    client_operation<BigFrame>(k_interface, "Big", k_big, k_op_async | k_op_has_result);
inline constexpr ClientOperation k_op_nothing =
    client_operation<NothingFrame>(k_interface, "Nothing", k_nothing, k_op_async);

// The other side of Add, Text (sends the text back), Big (1) and Nothing.
inline void answer(FakeConnection& connection, const FakePdu& request) {
  const std::string stub = request.stub();
  FakePdu in;
  in.body = stub;
  switch (request.opnum()) {
    case k_add:
      return connection.respond(
          request, connection.u32(in.u32(0) * in.u32(4)) + connection.u32(in.u32(0) + in.u32(4)));
    case k_big:
      return connection.respond(request, connection.u32(1));
    default:
      return connection.respond(request, stub);
  }
}
inline void serve(FakeConnection& connection) {
  while (const auto request = connection.read_request()) answer(connection, *request);
}

// What RpcAsyncInitializeHandle makes.
inline RPC_ASYNC_STATE initialised() {
  RPC_ASYNC_STATE state{};
  state.Size = sizeof state;
  state.Signature = k_client_async_signature;
  return state;
}

struct StubTest : testing::Test {
  StubTest() {
    g_user_blocks = 0;
    g_allocate_raises = 0;
    test::set_environment({&runtime, client.get(), nullptr, async.get(), nullptr});
  }
  ~StubTest() override {
    if (binding) (void)client->bindings().free(binding);
    async.reset();
    client.reset();
  }

  void* bind(const std::string& text) {
    Result<void*> handle = client->bindings().from_string(text);
    EXPECT_TRUE(handle.ok()) << text;
    return handle.ok() ? *handle : nullptr;
  }
  void use(const FakeServer& server) { binding = bind(server.binding()); }

  // RPC_S_OK, or what the stub raises.
  int32_t begin_add(RPC_ASYNC_STATE* state, void* handle, long a, long b, long* product) {
    const AddFrame frame{a, b, product, 0};
    return call_guarded([&] { begin(k_op_add, state, handle, &frame); });
  }
  int32_t begin_nothing(RPC_ASYNC_STATE* state, void* handle) {
    const NothingFrame frame{};
    return call_guarded([&] { begin(k_op_nothing, state, handle, &frame); });
  }

  int32_t status(RPC_ASYNC_STATE* state) { return async->call_status(state).code; }
  int32_t complete(RPC_ASYNC_STATE* state, void* reply = nullptr) {
    return async->complete(state, reply).code;
  }
  int32_t cancel(RPC_ASYNC_STATE* state, bool abortive) {
    return async->cancel(state, abortive).code;
  }
  bool ends(RPC_ASYNC_STATE* state) {
    return eventually([&] { return status(state) != RPC_S_ASYNC_CALL_PENDING; });
  }

  runtime::Runtime runtime{{{}, 1}};
  std::unique_ptr<runtime::client::Client> client =
      std::make_unique<runtime::client::Client>(runtime);
  std::unique_ptr<ClientAsyncTable> async = std::make_unique<ClientAsyncTable>();
  void* binding = nullptr;
};

// A handle of the program, closed at the end.
template <class T>
class Handle {
 public:
  template <class... Args>
  explicit Handle(Args... args)
      : object_(sync::make_object<T>(args...)), value_(sync::process_handles().open(object_)) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { (void)sync::process_handles().close(value_); }
  [[nodiscard]] void* value() const { return value_; }
  T& operator*() const { return *object_; }
  T* operator->() const { return object_.get(); }

 private:
  sync::Ref<T> object_;
  void* value_;
};

inline bool signalled(sync::Event& event, std::chrono::milliseconds within = 20s) {
  sync::WaitOptions options;
  options.deadline = SteadyClock{}.now() + within;
  return sync::wait(event, options).end == sync::WaitEnd::signalled;
}

}  // namespace farcall::stub::client_test
