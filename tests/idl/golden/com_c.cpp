/* Client stub of com.idl. Made by midl; changes here are lost.
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

extern const ClientInterface beside_client;
RPC_CLIENT_INTERFACE beside_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x07}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  0, &beside_client, 0
};
const void* const beside_handle = &beside_spec;
const ClientInterface beside_client{k_interface_magic, "beside", &beside_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* void F([in] handle_t h, [in] ItemKind kind); */
struct F_frame {
  ::ItemKind kind;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.enum16(kind);
  }

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation F_operation =
    client_operation<F_frame>(beside_client, "F", 0, k_op_plain);

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE beside_v1_0_c_ifspec = &::farcall::stub::beside_spec;

void F(handle_t h, ItemKind kind) {
  ::farcall::stub::F_frame midl_frame{kind};
  ::farcall::stub::call(::farcall::stub::F_operation, h, &midl_frame);
}

}  // extern "C"
