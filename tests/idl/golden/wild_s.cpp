/* Server stub of wild.idl. Made by midl; changes here are lost.
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

/* unsigned32 F([in] handle_t h, [in] [string] unsigned short *name, unsigned16 count,
   [in][size_is(count)] char const *bytes, [in] long int unsigned last,); */
struct F_frame {
  unsigned short* name;
  ::unsigned16 count;
  const char* bytes;
  unsigned long last;
  ::unsigned32 result;

  template <class S>
  void get_in(Reader<S>& in) {
    in.expect(name);
    const size_t maximum = in.maximum();
    in.string(name, maximum);
    count = static_cast<::unsigned16>(in.u16());
    in.expect(bytes);
    const Extent extent = in.whole(in.maximum(), 1);
    in.require_size(extent.size, bound(count));
    if (auto* const target = in.target(bytes, extent)) {
      in.template elements<1>(target, extent.number);
    }
    last = in.u32();
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::wild_v1_0_epv_t*>(call.epv);
    result = epv.F(call.binding, name, count, bytes, last);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    out.u32(result);
  }
};

constexpr ServerOperation wild_operations[] = {
  server_operation<F_frame>("F", k_op_has_result),
};
const ServerInterface wild_server{k_interface_magic, "wild", wild_operations, 1,
    {&::midl_user_allocate, &::midl_user_free}};

// The manager routines that RpcServerRegisterIf(…, NULL, NULL) means.
::wild_v1_0_epv_t wild_default_epv = {
  &::F,
};

RPC_SERVER_INTERFACE wild_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x21}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  &wild_default_epv, &wild_server, 0
};

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE wild_v1_0_s_ifspec = &::farcall::stub::wild_spec;
}
