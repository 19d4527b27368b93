/* Server stub of pickling.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>
#include <farcall/stub/pickle.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "pickling.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

// -- ENTRY

template <class S>
void get_body(Reader<S>& in, ::ENTRY& value) {
  const uint8_t* const at = in.run(S::pick(4, 8), S::pick(8, 16));
  value.value = in.load_i32(at);
  in.pointer(value.text, in.load_referent(at + S::pick(4, 8)));
}

template <class S>
void get_pointees(Reader<S>& in, ::ENTRY& value) {
  if (value.text) {
    const size_t maximum = in.maximum();
    in.string(value.text, maximum);
  }
}

// -- interface pickling

/* long Call([in] ENTRY *entry); */
struct Call_frame {
  ::ENTRY* entry;
  long result;

  template <class S>
  void get_in(Reader<S>& in) {
    in.expect(entry);
    if (auto* const target = in.target(entry)) {
      get_body(in, *target);
      get_pointees(in, *target);
    }
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::pickling_v1_2_epv_t*>(call.epv);
    result = epv.Call(call.binding, entry);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    out.u32(out.narrow32(result));
  }
};

constexpr ServerOperation pickling_operations[] = {
  pickled_only("Keep"),
  server_operation<Call_frame>("Call", k_op_has_result),
  pickled_only("Write"),
};
const ServerInterface pickling_server{k_interface_magic, "pickling", pickling_operations, 3,
    {&::midl_user_allocate, &::midl_user_free}};

// The manager routines that RpcServerRegisterIf(…, NULL, NULL) means.
::pickling_v1_2_epv_t pickling_default_epv = {
  &::Call,
};

RPC_SERVER_INTERFACE pickling_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x81}}, {1, 2}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  &pickling_default_epv, &pickling_server, 0
};

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE pickling_v1_2_s_ifspec = &::farcall::stub::pickling_spec;
}
