/* Server stub of protocols.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "protocols.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

inline void give_back(const void* memory) { if (memory) ::midl_user_free(const_cast<void*>(memory)); }

// -- QUEUE

template <class S>
void put_body(Writer<S>& out, const ::QUEUE& value) {
  uint8_t* const at = out.run(S::pick(4, 8), S::pick(8, 16));
  out.store_referent(at, value.owner);
  out.store_referent(at + S::pick(4, 8), value.flags);
}

template <class S>
void put_pointees(Writer<S>& out, const ::QUEUE& value) {
  if (value.owner) {
    if (out.referent(*value.owner)) {
      uint8_t* const at = out.run(4, 16);
      store_u32(at, (*value.owner)->Data1);
      store_u16(at + 4, static_cast<uint16_t>((*value.owner)->Data2));
      store_u16(at + 6, static_cast<uint16_t>((*value.owner)->Data3));
      std::memcpy(at + 8, (*value.owner)->Data4, 8);
    }
  }
  if (value.flags) {
    if (out.referent(*value.flags)) {
      out.u32(out.narrow32(**value.flags));
    }
  }
}

template <class S>
void get_body(Reader<S>& in, ::QUEUE& value) {
  const uint8_t* const at = in.run(S::pick(4, 8), S::pick(8, 16));
  in.pointer(value.owner, in.load_referent(at));
  in.pointer(value.flags, in.load_referent(at + S::pick(4, 8)));
}

template <class S>
void get_pointees(Reader<S>& in, ::QUEUE& value) {
  if (auto* const target = in.target(value.owner)) {
    in.pointer(*target, in.referent());
    if (auto* const target2 = in.target(*target)) {
      const uint8_t* const at = in.run(4, 16);
      target2->Data1 = in.load_u32(at);
      target2->Data2 = static_cast<unsigned short>(in.load_u16(at + 4));
      target2->Data3 = static_cast<unsigned short>(in.load_u16(at + 6));
      in.template load_elements<1>(target2->Data4, at + 8, 8);
    }
  }
  if (auto* const target3 = in.target(value.flags)) {
    in.pointer(*target3, in.referent());
    if (auto* const target4 = in.target(*target3)) {
      *target4 = in.u32();
    }
  }
}

inline void release_pointees(const ::QUEUE& value) {
  if (value.owner) {
    give_back(*value.owner);
    give_back(value.owner);
  }
  if (value.flags) {
    give_back(*value.flags);
    give_back(value.flags);
  }
}

// -- interface protocols

/* DWORD Count([out] LPDWORD total, [in, out] PULONG resume, [in, out, unique] LPDWORD hint); */
struct Count_frame {
  std::remove_const_t<std::remove_pointer_t<::LPDWORD>> total;
  std::remove_const_t<std::remove_pointer_t<::PULONG>> resume;
  ::LPDWORD hint;
  ::DWORD result;

  template <class S>
  void get_in(Reader<S>& in) {
    resume = in.u32();
    in.use(Memory::user);
    in.pointer(hint, in.referent());
    if (auto* const target = in.target(hint)) {
      *target = in.u32();
    }
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::protocols_v1_0_epv_t*>(call.epv);
    result = epv.Count(&total, &resume, hint);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    uint8_t* const at = out.run(4, 8);
    store_u32(at, total);
    store_u32(at + 4, resume);
    if (out.referent(hint)) {
      out.u32(*hint);
    }
    out.u32(result);
  }

  void release() {
    give_back(hint);
  }
};

/* DWORD Describe([in, out] PQUEUE queue); */
struct Describe_frame {
  ::PQUEUE queue;
  ::DWORD result;

  template <class S>
  void get_in(Reader<S>& in) {
    in.use(Memory::user);
    in.expect(queue);
    if (auto* const target = in.target(queue)) {
      get_body(in, *target);
      get_pointees(in, *target);
    }
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::protocols_v1_0_epv_t*>(call.epv);
    result = epv.Describe(queue);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(queue)) {
      put_body(out, *queue);
      put_pointees(out, *queue);
    }
    out.u32(result);
  }

  void release() {
    if (queue) {
      release_pointees(*queue);
      give_back(queue);
    }
  }
};

/* DWORD Name([out, string, size_is(*length + 1)] wchar_t *text, [in, out] DWORD *length); */
struct Name_frame {
  WCHAR* text;
  size_t text_room;
  ::DWORD length;
  ::DWORD result;

  template <class S>
  void get_in(Reader<S>& in) {
    length = in.u32();
    in.make_room(text, bound(length) + 1);
    text_room = in.room(bound(length) + 1);
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::protocols_v1_0_epv_t*>(call.epv);
    result = epv.Name(text, &length);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(text)) {
      out.string(text, bound(length) + 1);
    }
    uint8_t* const at = out.run(4, 8);
    store_u32(at, length);
    store_u32(at + 4, result);
  }
};

constexpr ServerOperation protocols_operations[] = {
  server_operation<Count_frame>("Count", k_op_has_result),
  server_operation<Describe_frame>("Describe", k_op_has_result),
  server_operation<Name_frame>("Name", k_op_has_result),
};
const ServerInterface protocols_server{k_interface_magic, "protocols", protocols_operations, 3,
    {&::midl_user_allocate, &::midl_user_free}};

// The manager routines that RpcServerRegisterIf(…, NULL, NULL) means.
::protocols_v1_0_epv_t protocols_default_epv = {
  &::Count,
  &::Describe,
  &::Name,
};

RPC_SERVER_INTERFACE protocols_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x3e4b6c1a, 0x52d7, 0x4f0e, {0x9a, 0x77, 0x5d, 0x0c, 0x8e, 0x2b, 0x1f, 0x64}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  &protocols_default_epv, &protocols_server, 0
};

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE protocols_v1_0_s_ifspec = &::farcall::stub::protocols_spec;
}
