/* Server stub of old_names.idl. Made by midl; changes here are lost.
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

inline void give_back(const void* memory) { if (memory) ::midl_user_free(const_cast<void*>(memory)); }

// -- interface old_names

/* long Names([in] long new, [in] long out, [in, out] long *in, [in] long class, [in,
   size_is(target)] long number[], [in] long target); */
struct Names_frame {
  int32_t new_;
  int32_t out_;
  int32_t in_;
  int32_t class_;
  int32_t* number_;
  int32_t target_;
  int32_t result;

  template <class S>
  void get_in(Reader<S>& in) {
    size_t late_count = k_no_count;
    const uint8_t* const at = in.run(4, 16);
    new_ = in.load_i32(at);
    out_ = in.load_i32(at + 4);
    in_ = in.load_i32(at + 8);
    class_ = in.load_i32(at + 12);
    in.expect(number_);
    const Extent extent = in.whole(in.maximum(), 4);
    in.remember_size(late_count, extent.size);
    if (auto* const target = in.target(number_, extent)) {
      in.widen_elements(target, extent.number);
    }
    target_ = in.i32();
    if (late_count != k_no_count) in.require_size(late_count, bound(target_));
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::old_names_v3_0_epv_t*>(call.epv);
    result = epv.Names(new_, out_, &in_, class_, number_, target_);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    uint8_t* const at = out.run(4, 8);
    store_u32(at, out.narrow32(in_));
    store_u32(at + 4, out.narrow32(result));
  }
};

constexpr ServerOperation old_names_operations[] = {
  server_operation<Names_frame>("Names", k_op_has_result),
};
const ServerInterface old_names_server{k_interface_magic, "old_names", old_names_operations, 1,
    {&::midl_user_allocate, &::midl_user_free}};

RPC_SERVER_INTERFACE old_names_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x06}}, {3, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  nullptr, &old_names_server, 0
};

// -- interface another

/* void Operation([in, out] unsigned long values[4]); */
struct Operation_frame {
  uint32_t* values;

  template <class S>
  void get_in(Reader<S>& in) {
    in.use(Memory::user);
    in.expect(values);
    const Extent extent = in.whole(4, 4);
    if (auto* const target = in.target(values, extent)) {
      in.widen_elements(target, extent.number);
    }
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::another_v1_0_epv_t*>(call.epv);
    epv.Operation(values);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(values)) {
      out.narrow_elements(values, 4);
    }
  }

  void release() {
    give_back(values);
  }
};

constexpr ServerOperation another_operations[] = {
  server_operation<Operation_frame>("Operation", k_op_plain),
};
const ServerInterface another_server{k_interface_magic, "another", another_operations, 1,
    {&::midl_user_allocate, &::midl_user_free}};

RPC_SERVER_INTERFACE another_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x07}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  nullptr, &another_server, 0
};

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE old_names_ServerIfHandle = &::farcall::stub::old_names_spec;
}
extern "C" {
RPC_IF_HANDLE another_ServerIfHandle = &::farcall::stub::another_spec;
}
