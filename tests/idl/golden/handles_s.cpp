/* Server stub of handles.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "handles.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

// -- interface handles

/* void Explicit([in] handle_t h, [in] long x); */
struct Explicit_frame {
  long x;

  template <class S>
  void get_in(Reader<S>& in) {
    x = in.i32();
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::handles_v2_5_epv_t*>(call.epv);
    epv.Explicit(call.binding, x);
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};

/* void Last([in] long x, [in] handle_t h); */
struct Last_frame {
  long x;

  template <class S>
  void get_in(Reader<S>& in) {
    x = in.i32();
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::handles_v2_5_epv_t*>(call.epv);
    epv.Last(x, call.binding);
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};

/* void Implicit([in] long x); */
struct Implicit_frame {
  long x;

  template <class S>
  void get_in(Reader<S>& in) {
    x = in.i32();
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::handles_v2_5_epv_t*>(call.epv);
    epv.Implicit(x);
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};

/* void Added([in] long x); */
struct Added_frame {
  long x;

  template <class S>
  void get_in(Reader<S>& in) {
    x = in.i32();
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::handles_v2_5_epv_t*>(call.epv);
    epv.Added(call.binding, x);
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};

/* long Later([in] handle_t h, [in, string] char *text, [out] long *answer); */
struct Later_frame {
  char* text;
  long answer;
  long result;

  template <class S>
  void get_in(Reader<S>& in) {
    in.expect(text);
    const size_t maximum = in.maximum();
    in.string(text, maximum);
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::handles_v2_5_epv_t*>(call.epv);
    epv.Later(static_cast<PRPC_ASYNC_STATE>(call.async_state), call.binding, text, &answer);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    uint8_t* const at = out.run(4, 8);
    store_u32(at, out.narrow32(answer));
    store_u32(at + 4, out.narrow32(result));
  }
};

/* [idempotent] void Again(); */
struct Again_frame {
  template <class S>
  void get_in(Reader<S>&) {}

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::handles_v2_5_epv_t*>(call.epv);
    epv.Again();
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};

/* [broadcast] void Everyone(); */
struct Everyone_frame {
  template <class S>
  void get_in(Reader<S>&) {}

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::handles_v2_5_epv_t*>(call.epv);
    epv.Everyone();
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};

/* [maybe] void Perhaps([in] long x); */
struct Perhaps_frame {
  long x;

  template <class S>
  void get_in(Reader<S>& in) {
    x = in.i32();
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::handles_v2_5_epv_t*>(call.epv);
    epv.Perhaps(x);
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};

/* void NoCode(); */
struct NoCode_frame {
  template <class S>
  void get_in(Reader<S>&) {}

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::handles_v2_5_epv_t*>(call.epv);
    epv.NoCode();
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};

constexpr ServerOperation handles_operations[] = {
  server_operation<Explicit_frame>("Explicit", k_op_plain),
  server_operation<Last_frame>("Last", k_op_plain),
  server_operation<Implicit_frame>("Implicit", k_op_plain),
  server_operation<Added_frame>("Added", k_op_plain),
  server_operation<Later_frame>("Later", k_op_async | k_op_has_result),
  server_operation<Again_frame>("Again", k_op_idempotent),
  server_operation<Everyone_frame>("Everyone", k_op_broadcast),
  server_operation<Perhaps_frame>("Perhaps", k_op_maybe),
  server_operation<NoCode_frame>("NoCode", k_op_plain),
};
const ServerInterface handles_server{k_interface_magic, "handles", handles_operations, 9,
    {&::midl_user_allocate, &::midl_user_free}};

// The manager routines that RpcServerRegisterIf(…, NULL, NULL) means.
::handles_v2_5_epv_t handles_default_epv = {
  &::Explicit,
  &::Last,
  &::Implicit,
  &::Added,
  &::Later,
  &::Again,
  &::Everyone,
  &::Perhaps,
  &::NoCode,
};

RPC_PROTSEQ_ENDPOINT handles_endpoints[] = {
  {reinterpret_cast<unsigned char*>(const_cast<char*>("ncacn_ip_tcp")),
   reinterpret_cast<unsigned char*>(const_cast<char*>("5000"))},
  {reinterpret_cast<unsigned char*>(const_cast<char*>("ncacn_np")),
   reinterpret_cast<unsigned char*>(const_cast<char*>("\\pipe\\handles"))},
};

RPC_SERVER_INTERFACE handles_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x05}}, {2, 5}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  2, handles_endpoints,
  &handles_default_epv, &handles_server, 0
};

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE handles_v2_5_s_ifspec = &::farcall::stub::handles_spec;
}
