/* Server stub of com.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "com.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

// -- interface beside

/* void F([in] handle_t h, [in] ItemKind kind); */
struct F_frame {
  ::ItemKind kind;

  template <class S>
  void get_in(Reader<S>& in) {
    kind = static_cast<::ItemKind>(in.enum16());
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::beside_v1_0_epv_t*>(call.epv);
    epv.F(call.binding, kind);
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};

constexpr ServerOperation beside_operations[] = {
  server_operation<F_frame>("F", k_op_plain),
};
const ServerInterface beside_server{k_interface_magic, "beside", beside_operations, 1,
    {&::midl_user_allocate, &::midl_user_free}};

// The manager routines that RpcServerRegisterIf(…, NULL, NULL) means.
::beside_v1_0_epv_t beside_default_epv = {
  &::F,
};

RPC_SERVER_INTERFACE beside_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x07}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  &beside_default_epv, &beside_server, 0
};

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE beside_v1_0_s_ifspec = &::farcall::stub::beside_spec;
}
