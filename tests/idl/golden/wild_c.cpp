/* Client stub of wild.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "wild.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

// -- interface wild

extern const ClientInterface wild_client;
RPC_CLIENT_INTERFACE wild_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x21}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  0, &wild_client, 0
};
const void* const wild_handle = &wild_spec;
const ClientInterface wild_client{k_interface_magic, "wild", &wild_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* unsigned32 F([in] handle_t h, [in] [string] unsigned short *name, unsigned16 count,
   [in][size_is(count)] char const *bytes, [in] long int unsigned last,); */
struct F_frame {
  unsigned short* name;
  ::unsigned16 count;
  const char* bytes;
  unsigned long last;
  ::unsigned32 result;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(name)) {
      out.string(name);
    }
    out.u16(static_cast<uint16_t>(count));
    if (out.reference(bytes)) {
      const size_t number = out.maximum(bound(count));
      out.template elements<1>(bytes, number);
    }
    out.u32(out.narrow32(last));
  }

  template <class S>
  void get_out(Reader<S>& in) {
    result = in.u32();
  }
};
constexpr ClientOperation F_operation =
    client_operation<F_frame>(wild_client, "F", 0, k_op_has_result);

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE wild_v1_0_c_ifspec = &::farcall::stub::wild_spec;

unsigned32 F(handle_t h, unsigned short* name, unsigned16 count, const char* bytes, unsigned long last) {
  ::farcall::stub::F_frame midl_frame{name, count, bytes, last, {}};
  ::farcall::stub::call(::farcall::stub::F_operation, h, &midl_frame);
  return midl_frame.result;
}

}  // extern "C"
