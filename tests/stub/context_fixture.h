// An interface with context handles, written by hand as midl would, on a real server, and a client made of bytes.
#pragma once

#include <farcall/stub/exceptions.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <vector>

#include "server_fixture.h"

namespace farcall::stub::test {

inline constexpr SyntaxId k_context_interface{{0x33333333, 3, 3, {1, 2, 3, 4, 5, 6, 7, 8}}, 1, 0};

struct ContextManagers {
  std::function<void(void** handle)> open;                        // [out]
  std::function<void(void* handle)> use;                          // [in]
  std::function<void(void** handle)> change;                      // [in, out]
  std::function<void(void* handle)> read;                         // [in], noserialize
  std::function<void(RPC_ASYNC_STATE*, void* handle)> use_async;  // [in]
  std::function<void*()> result;                                  // the result is one
  std::function<void(void* a, void* b)> two;                      // [in] [in]
  bool spoil_out = false;         // [out] data behind the handle cannot be marshalled
  bool spoil_before_out = false;  // nor data before it
};
inline ContextManagers g_context;

// The rundown routines that ran, in order.
class Rundowns {
 public:
  static Rundowns& get() {
    static Rundowns rundowns;
    return rundowns;
  }
  void add(void* context) {
    const std::lock_guard lock(mutex_);
    contexts_.push_back(context);
  }
  [[nodiscard]] std::vector<void*> all() {
    const std::lock_guard lock(mutex_);
    return contexts_;
  }
  void clear() {
    const std::lock_guard lock(mutex_);
    contexts_.clear();
  }

 private:
  std::mutex mutex_;
  std::vector<void*> contexts_;
};
inline const ContextType k_file_type{"FILE_HANDLE", [](void* context) {
                                       Rundowns::get().add(context);
                                       if (context == reinterpret_cast<void*>(13)) raise(99);
                                     }};
inline const ContextType k_other_type{"OTHER", nullptr};

struct OpenFrame {
  void* handle;
  void get_in(Reader<Ndr20>& in) { in.new_context(handle, &k_file_type, k_context_out); }
  void invoke(const ServerInvocation&) { g_context.open(&handle); }
  void put_out(Writer<Ndr20>& out) const {
    if (g_context.spoil_before_out) out.fail(RPC_X_BAD_STUB_DATA);
    out.context(handle, &k_file_type, k_context_out);
    if (g_context.spoil_out) out.fail(RPC_X_BAD_STUB_DATA);
  }
};
template <int Flags>
struct InFrame {
  void* handle;
  void get_in(Reader<Ndr20>& in) { in.context(handle, &k_file_type, k_context_in | Flags); }
  void invoke(const ServerInvocation& call) {
    if (call.async_state)
      g_context.use_async(static_cast<RPC_ASYNC_STATE*>(call.async_state), handle);
    else
      (Flags & k_context_shared ? g_context.read : g_context.use)(handle);
  }
  void put_out(Writer<Ndr20>&) const {}
};
struct UseAsyncFrame : InFrame<0> {};
struct ChangeFrame {
  void* handle;
  void get_in(Reader<Ndr20>& in) { in.context(handle, &k_file_type, k_context_in | k_context_out); }
  void invoke(const ServerInvocation&) { g_context.change(&handle); }
  void put_out(Writer<Ndr20>& out) const {
    if (g_context.spoil_before_out) out.fail(RPC_X_BAD_STUB_DATA);
    out.context(handle, &k_file_type, k_context_in | k_context_out);
    if (g_context.spoil_out) out.fail(RPC_X_BAD_STUB_DATA);
  }
};
struct OtherTypeFrame {
  void* handle;
  void get_in(Reader<Ndr20>& in) { in.context(handle, &k_other_type, k_context_in); }
  void invoke(const ServerInvocation&) { g_context.use(handle); }
  void put_out(Writer<Ndr20>&) const {}
};
struct ResultFrame {
  void* result;
  void get_in(Reader<Ndr20>& in) { in.new_context(result, &k_file_type, k_context_out); }
  void invoke(const ServerInvocation&) { result = g_context.result(); }
  void put_out(Writer<Ndr20>& out) const {
    out.context(result, &k_file_type, k_context_out);
    if (g_context.spoil_out) out.fail(RPC_X_BAD_STUB_DATA);
  }
};
struct TwoFrame {
  void* a;
  void* b;
  void get_in(Reader<Ndr20>& in) {
    in.context(a, &k_file_type, k_context_in);
    in.context(b, &k_file_type, k_context_in);
  }
  void invoke(const ServerInvocation&) { g_context.two(a, b); }
  void put_out(Writer<Ndr20>&) const {}
};

enum ContextOpnum : uint16_t {
  k_open,
  k_use,
  k_change,
  k_read,
  k_use_async,
  k_other,
  k_result,
  k_two
};
inline const ServerOperation k_context_operations[] = {
    server_operation<OpenFrame>("Open", k_op_plain),
    server_operation<InFrame<0>>("Use", k_op_plain),
    server_operation<ChangeFrame>("Change", k_op_plain),
    server_operation<InFrame<k_context_shared>>("Read", k_op_plain),
    server_operation<UseAsyncFrame>("UseAsync", k_op_async),
    server_operation<OtherTypeFrame>("Other", k_op_plain),
    server_operation<ResultFrame>("Result", k_op_plain),
    server_operation<TwoFrame>("Two", k_op_plain),
};
inline const ServerInterface k_context_server{
    k_interface_magic, "contexts", k_context_operations, 8, {user_allocate, user_free}};

inline RPC_SERVER_INTERFACE make_context_spec(const SyntaxId& id) {
  RPC_SERVER_INTERFACE spec{};
  spec.Length = sizeof spec;
  const Uuid& uuid = id.uuid;
  spec.InterfaceId = {{uuid.data1, uuid.data2, uuid.data3, {1, 2, 3, 4, 5, 6, 7, 8}}, {1, 0}};
  spec.InterpreterInfo = &k_context_server;
  return spec;
}
inline RPC_SERVER_INTERFACE g_context_spec = make_context_spec(k_context_interface);
inline RPC_SERVER_INTERFACE g_other_context_spec =
    make_context_spec(runtime::test::k_other_interface);

inline void* context(uintptr_t number) {
  return reinterpret_cast<void*>(number);
}

struct ContextServer {
  explicit ContextServer(runtime::test::ServerSetup setup = {})
      : async(setup.limits), server(setup) {
    g_context = {};
    g_context.open = [](void** handle) { *handle = context(7); };
    g_context.use = [](void*) {};
    Rundowns::get().clear();
    set_environment({&server.runtime, nullptr, server.server.get(), nullptr, &async});
    add(g_context_spec);
    add(g_other_context_spec);
  }
  void add(RPC_SERVER_INTERFACE& spec) {
    Result<runtime::InterfaceSpec> made = interface_spec(&spec);
    EXPECT_TRUE(made.ok());
    EXPECT_TRUE(server->register_interface(*made, {}, nullptr, {}).ok());
  }
  bool idle() {
    return eventually([&] { return server->call_count() == 0; });
  }
  bool ran_down(const std::vector<void*>& contexts) {
    return eventually([&] { return Rundowns::get().all() == contexts; });
  }

  ServerAsyncTable async;
  runtime::test::TestServer server;
};

struct ContextClient : PduClient {
  explicit ContextClient(const ContextServer& context_server, uint32_t group_id = 0,
                         const SyntaxId& interface = k_context_interface)
      : PduClient(context_server.server.address) {
    group = bind(interface, {.group = group_id});
  }
  // The 20 bytes of a new handle.
  Octets open(uint16_t opnum = k_open) {
    call(++last_call, {}, {.opnum = opnum});
    return response(last_call);
  }
  Octets invoke(uint16_t opnum, const Octets& handle) {
    call(++last_call, handle, {.opnum = opnum});
    return response(last_call);
  }
  // The status that the fault carries.
  uint32_t refused(uint16_t opnum, const Octets& handle) {
    call(++last_call, handle, {.opnum = opnum});
    return fault(last_call).fault_status();
  }
  uint32_t group = 0;
  uint32_t last_call = 1;
};

inline const Octets k_null_handle(20, 0);
inline constexpr uint32_t k_mismatch = 0x1c00001a;  // nca_s_fault_context_mismatch

}  // namespace farcall::stub::test
