/* Client stub of protocols.idl. Made by midl; changes here are lost.
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

// -- interface protocols

extern const ClientInterface protocols_client;
RPC_CLIENT_INTERFACE protocols_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x3e4b6c1a, 0x52d7, 0x4f0e, {0x9a, 0x77, 0x5d, 0x0c, 0x8e, 0x2b, 0x1f, 0x64}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  0, &protocols_client, 0
};
const void* const protocols_handle = &protocols_spec;
const ClientInterface protocols_client{k_interface_magic, "protocols", &protocols_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* DWORD Count([out] LPDWORD total, [in, out] PULONG resume, [in, out, unique] LPDWORD hint); */
struct Count_frame {
  ::LPDWORD total;
  ::PULONG resume;
  ::LPDWORD hint;
  ::DWORD result;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(resume)) {
      out.u32(*resume);
    }
    if (out.referent(hint)) {
      out.u32(*hint);
    }
    out.reference(total);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const uint8_t* const at = in.run(4, 8);
    *total = in.load_u32(at);
    *resume = in.load_u32(at + 4);
    if (in.filled(hint, in.referent())) {
      *hint = in.u32();
    }
    result = in.u32();
  }
};
constexpr ClientOperation Count_operation =
    client_operation<Count_frame>(protocols_client, "Count", 0, k_op_has_result);

/* DWORD Describe([in, out] PQUEUE queue); */
struct Describe_frame {
  ::PQUEUE queue;
  ::DWORD result;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(queue)) {
      put_body(out, *queue);
      put_pointees(out, *queue);
    }
  }

  template <class S>
  void get_out(Reader<S>& in) {
    in.use(Memory::user, true);
    get_body(in, *queue);
    get_pointees(in, *queue);
    result = in.u32();
  }
};
constexpr ClientOperation Describe_operation =
    client_operation<Describe_frame>(protocols_client, "Describe", 1, k_op_has_result);

/* DWORD Name([out, string, size_is(*length + 1)] wchar_t *text, [in, out] DWORD *length); */
struct Name_frame {
  WCHAR* text;
  ::DWORD* length;
  ::DWORD result;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(length)) {
      out.u32(*length);
    }
    out.reference(text);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const size_t text_room = in.room(bound_at(length) + 1);
    size_t late_count = k_no_count;
    const size_t maximum = in.maximum();
    in.remember_size(late_count, maximum);
    in.varying_string(text, maximum, text_room);
    const uint8_t* const at = in.run(4, 8);
    *length = in.load_u32(at);
    result = in.load_u32(at + 4);
    if (late_count != k_no_count) in.require_size(late_count, bound_at(length) + 1);
  }
};
constexpr ClientOperation Name_operation =
    client_operation<Name_frame>(protocols_client, "Name", 2, k_op_has_result);

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE protocols_v1_0_c_ifspec = &::farcall::stub::protocols_spec;

DWORD Count(LPDWORD total, PULONG resume, LPDWORD hint) {
  ::farcall::stub::Count_frame midl_frame{total, resume, hint, {}};
  ::farcall::stub::call(::farcall::stub::Count_operation, nullptr, &midl_frame);
  return midl_frame.result;
}

DWORD Describe(PQUEUE queue) {
  ::farcall::stub::Describe_frame midl_frame{queue, {}};
  ::farcall::stub::call(::farcall::stub::Describe_operation, nullptr, &midl_frame);
  return midl_frame.result;
}

DWORD Name(WCHAR* text, DWORD* length) {
  ::farcall::stub::Name_frame midl_frame{text, length, {}};
  ::farcall::stub::call(::farcall::stub::Name_operation, nullptr, &midl_frame);
  return midl_frame.result;
}

}  // extern "C"
