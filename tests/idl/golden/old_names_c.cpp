/* Client stub of old_names.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "old_names.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

// -- interface old_names

extern const ClientInterface old_names_client;
RPC_CLIENT_INTERFACE old_names_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x06}}, {3, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  0, &old_names_client, 0
};
const void* const old_names_handle = &old_names_spec;
const ClientInterface old_names_client{k_interface_magic, "old_names", &old_names_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* long Names([in] long new, [in] long out, [in, out] long *in, [in] long class, [in,
   size_is(target)] long number[], [in] long target); */
struct Names_frame {
  int32_t new_;
  int32_t out_;
  int32_t* in_;
  int32_t class_;
  int32_t* number_;
  int32_t target_;
  int32_t result;

  template <class S>
  void put_in(Writer<S>& out) const {
    uint8_t* const at = out.run(4, 8);
    store_u32(at, out.narrow32(new_));
    store_u32(at + 4, out.narrow32(out_));
    if (out.reference(in_)) {
      out.u32(out.narrow32(*in_));
    }
    out.u32(out.narrow32(class_));
    if (out.reference(number_)) {
      const size_t number = out.maximum(bound(target_));
      out.narrow_elements(number_, number);
    }
    out.u32(out.narrow32(target_));
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const uint8_t* const at = in.run(4, 8);
    *in_ = in.load_i32(at);
    result = in.load_i32(at + 4);
  }
};
constexpr ClientOperation Names_operation =
    client_operation<Names_frame>(old_names_client, "Names", 0, k_op_has_result);

// -- interface another

extern const ClientInterface another_client;
RPC_CLIENT_INTERFACE another_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x07}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  0, &another_client, 0
};
const void* const another_handle = &another_spec;
const ClientInterface another_client{k_interface_magic, "another", &another_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* void Operation([in, out] unsigned long values[4]); */
struct Operation_frame {
  uint32_t* values;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(values)) {
      out.narrow_elements(values, 4);
    }
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const Extent extent = in.whole(4, 4);
    if (auto* const target = in.target(values, extent)) {
      in.widen_elements(target, extent.number);
    }
  }
};
constexpr ClientOperation Operation_operation =
    client_operation<Operation_frame>(another_client, "Operation", 0, k_op_plain);

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE old_names_ClientIfHandle = &::farcall::stub::old_names_spec;

int32_t c_Names(int32_t new_, int32_t out, int32_t* in, int32_t class_, int32_t number[], int32_t target) {
  ::farcall::stub::Names_frame midl_frame{new_, out, in, class_, number, target, {}};
  ::farcall::stub::call(::farcall::stub::Names_operation, nullptr, &midl_frame);
  return midl_frame.result;
}

}  // extern "C"

extern "C" {
RPC_IF_HANDLE another_ClientIfHandle = &::farcall::stub::another_spec;

void c_Operation(uint32_t values[4]) {
  ::farcall::stub::Operation_frame midl_frame{values};
  ::farcall::stub::call(::farcall::stub::Operation_operation, nullptr, &midl_frame);
}

}  // extern "C"
