/* Server stub of structs.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "structs.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

inline void give_back(const void* memory) { if (memory) ::midl_user_free(const_cast<void*>(memory)); }

template <class S>
void put_body(Writer<S>& out, const ::Node& value);
template <class S>
Walk put_pointees(Writer<S>& out, const ::Node& value);
template <class S>
void get_body(Reader<S>& in, ::Node& value);
template <class S>
Walk get_pointees(Reader<S>& in, ::Node& value);
inline Walk release_pointees(const ::Node& value);

// -- Point

template <class S>
void put_body(Writer<S>& out, const ::Point& value) {
  uint8_t* const at = out.run(4, 8);
  store_u32(at, out.narrow32(value.x));
  store_u32(at + 4, out.narrow32(value.y));
}

template <class S>
void get_body(Reader<S>& in, ::Point& value) {
  const uint8_t* const at = in.run(4, 8);
  value.x = in.load_i32(at);
  value.y = in.load_i32(at + 4);
}

// -- Mixed

template <class S>
void put_body(Writer<S>& out, const ::Mixed& value) {
  uint8_t* const at = out.run(8, 16);
  store_u8(at, static_cast<uint8_t>(value.a));
  std::memset(at + 1, 0, 7);
  store_i64(at + 8, value.b);
  for (size_t i = 0; i < 2; ++i) {
    put_body(out, value.c[i]);
  }
  uint8_t* const at2 = out.run(1, 6);
  std::memcpy(at2, value.raw, 6);
  uint8_t* const at3 = out.run(S::pick(2, 4), S::pick(4, 8));
  store_i16(at3, value.f.d);
  std::memset(at3 + 2, 0, S::pick(0, 2));
  out.store_enum16(at3 + S::pick(2, 4), value.f.e);
  out.align(S::pick(1, 8));
}

template <class S>
void get_body(Reader<S>& in, ::Mixed& value) {
  const uint8_t* const at = in.run(8, 16);
  value.a = static_cast<byte>(in.load_u8(at));
  value.b = in.load_i64(at + 8);
  for (size_t i = 0; i < 2; ++i) {
    get_body(in, value.c[i]);
  }
  const uint8_t* const at2 = in.run(1, 6);
  in.template load_elements<1>(value.raw, at2, 6);
  const uint8_t* const at3 = in.run(S::pick(2, 4), S::pick(4, 8));
  value.f.d = in.load_i16(at3);
  value.f.e = static_cast<enum ::__MIDL_structs_0003>(in.load_enum16(at3 + S::pick(2, 4)));
  in.align(S::pick(1, 8));
}

// -- Same

template <class S>
void get_body(Reader<S>& in, ::Same& value) {
  const uint8_t* const at = in.run(4, 8);
  value.a = in.load_i32(at);
  value.b = in.load_i32(at + 4);
}

// -- Node

template <class S>
void put_body(Writer<S>& out, const ::Node& value) {
  uint8_t* const at = out.run(S::pick(4, 8), S::pick(12, 24));
  store_u32(at, out.narrow32(value.value));
  std::memset(at + 4, 0, S::pick(0, 4));
  out.store_referent(at + S::pick(4, 8), value.next);
  out.store_referent(at + S::pick(8, 16), value.name);
}

template <class S>
Walk put_pointees(Writer<S>& out, const ::Node& value) {
  if (value.next) {
    put_body(out, *value.next);
    co_await put_pointees(out, *value.next);
  }
  if (value.name) {
    out.string(value.name);
  }
  co_return {};
}

template <class S>
void get_body(Reader<S>& in, ::Node& value) {
  const uint8_t* const at = in.run(S::pick(4, 8), S::pick(12, 24));
  value.value = in.load_i32(at);
  in.pointer(value.next, in.load_referent(at + S::pick(4, 8)));
  in.pointer(value.name, in.load_referent(at + S::pick(8, 16)));
}

template <class S>
Walk get_pointees(Reader<S>& in, ::Node& value) {
  if (auto* const target = in.target(value.next)) {
    get_body(in, *target);
    co_await get_pointees(in, *target);
  }
  if (value.name) {
    const size_t maximum = in.maximum();
    in.string(value.name, maximum);
  }
  co_return {};
}

inline Walk release_pointees(const ::Node& value) {
  if (value.next) {
    co_await release_pointees(*value.next);
    give_back(value.next);
  }
  give_back(value.name);
  co_return {};
}

// -- Lists

template <class S>
void put_body(Writer<S>& out, const ::Lists& value) {
  uint8_t* const at = out.run(S::pick(4, 8), S::pick(12, 24));
  store_u32(at, out.narrow32(value.n));
  std::memset(at + 4, 0, S::pick(0, 4));
  out.store_referent(at + S::pick(4, 8), value.points);
  out.store_referent(at + S::pick(8, 16), value.part);
}

template <class S>
void put_pointees(Writer<S>& out, const ::Lists& value) {
  if (value.points) {
    const size_t number = out.maximum(bound(value.n));
    for (size_t i = 0; i < number; ++i) {
      put_body(out, value.points[i]);
    }
  }
  if (value.part) {
    const size_t number2 = out.maximum(bound(value.n));
    const Extent extent = out.varying(number2, 0, bound(value.n) / 2);
    out.template elements<2>(value.part, extent.number);
  }
}

template <class S>
void get_body(Reader<S>& in, ::Lists& value) {
  const uint8_t* const at = in.run(S::pick(4, 8), S::pick(12, 24));
  value.n = in.load_i32(at);
  in.pointer(value.points, in.load_referent(at + S::pick(4, 8)));
  in.pointer(value.part, in.load_referent(at + S::pick(8, 16)));
}

template <class S>
void get_pointees(Reader<S>& in, ::Lists& value) {
  if (value.points) {
    const Extent extent = in.whole(in.maximum(), 8);
    in.require_size(extent.size, bound(value.n));
    if (auto* const target = in.target(value.points, extent)) {
      for (size_t i = 0; i < extent.number; ++i) {
        get_body(in, target[i]);
      }
    }
  }
  if (value.part) {
    const Extent extent2 = in.varying(in.maximum(), 2);
    in.require_size(extent2.size, bound(value.n));
    in.require_size(extent2.number, bound(value.n) / 2);
    if (auto* const target2 = in.target(value.part, extent2)) {
      in.template elements<2>(target2 + extent2.first, extent2.number);
    }
  }
}

inline void release_pointees(const ::Lists& value) {
  give_back(value.points);
  give_back(value.part);
}

// -- Tail

template <class S>
size_t put_maximum(Writer<S>& out, const ::Tail& value) {
  return out.maximum(bound(value.n));
}

template <class S>
void put_body(Writer<S>& out, const ::Tail& value, [[maybe_unused]] size_t maximum) {
  uint8_t* const at = out.run(4, 8);
  store_i16(at, value.tag);
  std::memset(at + 2, 0, 2);
  store_u32(at + 4, out.narrow32(value.n));
  out.narrow_elements(value.values, maximum);
  out.align(S::pick(1, 4));
}

template <class S>
void get_body(Reader<S>& in, ::Tail& value, [[maybe_unused]] size_t maximum) {
  const uint8_t* const at = in.run(4, 8);
  value.tag = in.load_i16(at);
  value.n = in.load_i32(at + 4);
  in.widen_elements(value.values, maximum);
  in.align(S::pick(1, 4));
  in.require_size(maximum, bound(value.n));
}

// -- Outer

template <class S>
size_t put_maximum(Writer<S>& out, const ::Outer& value) {
  return put_maximum(out, value.tail);
}

template <class S>
void put_body(Writer<S>& out, const ::Outer& value, [[maybe_unused]] size_t maximum) {
  uint8_t* const at = out.run(4, 1);
  store_u8(at, static_cast<uint8_t>(value.head));
  put_body(out, value.tail, maximum);
  out.align(S::pick(1, 4));
}

template <class S>
void get_body(Reader<S>& in, ::Outer& value, [[maybe_unused]] size_t maximum) {
  const uint8_t* const at = in.run(4, 1);
  value.head = static_cast<byte>(in.load_u8(at));
  get_body(in, value.tail, maximum);
  in.align(S::pick(1, 4));
}

// -- Names

template <class S>
void put_body(Writer<S>& out, const ::Names& value) {
  out.align(S::pick(4, 8));
  out.varying_string(value.name, 32);
  out.referent(value.text);
  out.align(S::pick(1, 8));
}

template <class S>
void put_pointees(Writer<S>& out, const ::Names& value) {
  if (value.text) {
    out.string(value.text);
  }
}

template <class S>
void get_body(Reader<S>& in, ::Names& value) {
  in.align(S::pick(4, 8));
  in.varying_string(value.name, 32, 32);
  in.pointer(value.text, in.referent());
  in.align(S::pick(1, 8));
}

template <class S>
void get_pointees(Reader<S>& in, ::Names& value) {
  if (value.text) {
    const size_t maximum = in.maximum();
    in.string(value.text, maximum);
  }
}

inline void release_pointees(const ::Names& value) {
  give_back(value.text);
}

// -- interface structs

/* void Values([in] Point byValue, [in] Mixed *in, [in, out] Mixed *inOut, [out] PPoint *made); */
struct Values_frame {
  ::Point byValue;
  ::Mixed* in_;
  ::Mixed* inOut;
  ::PPoint made;

  template <class S>
  void get_in(Reader<S>& in) {
    const uint8_t* const at = in.run(4, 8);
    byValue.x = in.load_i32(at);
    byValue.y = in.load_i32(at + 4);
    in.expect(in_);
    if (auto* const target = in.target(in_)) {
      get_body(in, *target);
    }
    in.use(Memory::user);
    in.expect(inOut);
    if (auto* const target2 = in.target(inOut)) {
      get_body(in, *target2);
    }
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::structs_v1_2_epv_t*>(call.epv);
    epv.Values(byValue, in_, inOut, &made);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(inOut)) {
      put_body(out, *inOut);
    }
    if (out.referent(made)) {
      uint8_t* const at = out.run(4, 8);
      store_u32(at, out.narrow32(made->x));
      store_u32(at + 4, out.narrow32(made->y));
    }
  }

  void release() {
    give_back(inOut);
    give_back(made);
  }
};

/* void Copied([in] long n, [in, size_is(n)] Same from[], [out, size_is(n)] Same to[]); */
struct Copied_frame {
  long n;
  ::Same* from;
  ::Same* to;

  template <class S>
  void get_in(Reader<S>& in) {
    n = in.i32();
    in.expect(from);
    const Extent extent = in.whole(in.maximum(), 8);
    in.require_size(extent.size, bound(n));
    if (auto* const target = in.target(from, extent)) {
      if (!in.copied(target, extent.number, 4)) {
        for (size_t i = 0; i < extent.number; ++i) {
          get_body(in, target[i]);
        }
      }
    }
    in.make_room(to, bound(n));
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::structs_v1_2_epv_t*>(call.epv);
    epv.Copied(n, from, to);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(to)) {
      const size_t number = out.maximum(bound(n));
      out.copied(to, number, 4);
    }
  }
};

/* void List([in, out] Node *list, [in, unique] Node *other); */
struct List_frame {
  ::Node* list;
  ::Node* other;

  template <class S>
  void get_in(Reader<S>& in) {
    in.use(Memory::user);
    in.expect(list);
    if (auto* const target = in.target(list)) {
      get_body(in, *target);
      in.walk(get_pointees(in, *target));
    }
    in.use(Memory::call);
    in.pointer(other, in.referent());
    if (auto* const target2 = in.target(other)) {
      get_body(in, *target2);
      in.walk(get_pointees(in, *target2));
    }
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::structs_v1_2_epv_t*>(call.epv);
    epv.List(list, other);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(list)) {
      put_body(out, *list);
      out.walk(put_pointees(out, *list));
    }
  }

  void release() {
    if (list) {
      Walk::run(release_pointees(*list));
      give_back(list);
    }
  }
};

/* Lists *Pointers([in, out] Lists *lists); */
struct Pointers_frame {
  ::Lists* lists;
  ::Lists* result;

  template <class S>
  void get_in(Reader<S>& in) {
    in.use(Memory::user);
    in.expect(lists);
    if (auto* const target = in.target(lists)) {
      get_body(in, *target);
      get_pointees(in, *target);
    }
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::structs_v1_2_epv_t*>(call.epv);
    result = epv.Pointers(lists);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(lists)) {
      put_body(out, *lists);
      put_pointees(out, *lists);
    }
    if (out.referent(result)) {
      put_body(out, *result);
      put_pointees(out, *result);
    }
  }

  void release() {
    if (lists) {
      release_pointees(*lists);
      give_back(lists);
    }
    if (result) {
      release_pointees(*result);
      give_back(result);
    }
  }
};

/* void Tails([in] Tail *in, [in, out] Outer *inOut, [in, out] Tail **any); */
struct Tails_frame {
  ::Tail* in_;
  ::Outer* inOut;
  ::Tail* any;

  template <class S>
  void get_in(Reader<S>& in) {
    in.expect(in_);
    const Extent extent = in.whole(in.maximum(), 4);
    if (auto* const target = in.target(in_, offsetof(::Tail, values), sizeof(in_->values[0]), extent)) {
      get_body(in, *target, extent.size);
    }
    in.use(Memory::user);
    in.expect(inOut);
    const Extent extent2 = in.whole(in.maximum(), 4);
    if (auto* const target2 = in.target(inOut, offsetof(::Outer, tail.values), sizeof(inOut->tail.values[0]), extent2)) {
      get_body(in, *target2, extent2.size);
    }
    in.pointer(any, in.referent());
    if (any) {
      const Extent extent3 = in.whole(in.maximum(), 4);
      if (auto* const target3 = in.target(any, offsetof(::Tail, values), sizeof(any->values[0]), extent3)) {
        get_body(in, *target3, extent3.size);
      }
    }
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::structs_v1_2_epv_t*>(call.epv);
    epv.Tails(in_, inOut, &any);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(inOut)) {
      const size_t maximum = put_maximum(out, *inOut);
      put_body(out, *inOut, maximum);
    }
    if (out.referent(any)) {
      const size_t maximum2 = put_maximum(out, *any);
      put_body(out, *any, maximum2);
    }
  }

  void release() {
    give_back(inOut);
    give_back(any);
  }
};

/* void Strings([in, out] Names *names); */
struct Strings_frame {
  ::Names* names;

  template <class S>
  void get_in(Reader<S>& in) {
    in.use(Memory::user);
    in.expect(names);
    if (auto* const target = in.claimed_target(names)) {
      get_body(in, *target);
      get_pointees(in, *target);
    }
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::structs_v1_2_epv_t*>(call.epv);
    epv.Strings(names);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(names)) {
      put_body(out, *names);
      put_pointees(out, *names);
    }
  }

  void release() {
    if (names) {
      release_pointees(*names);
      give_back(names);
    }
  }
};

constexpr ServerOperation structs_operations[] = {
  server_operation<Values_frame>("Values", k_op_plain),
  server_operation<Copied_frame>("Copied", k_op_plain),
  server_operation<List_frame>("List", k_op_plain),
  server_operation<Pointers_frame>("Pointers", k_op_has_result),
  server_operation<Tails_frame>("Tails", k_op_plain),
  server_operation<Strings_frame>("Strings", k_op_plain),
};
const ServerInterface structs_server{k_interface_magic, "structs", structs_operations, 6,
    {&::midl_user_allocate, &::midl_user_free}};

// The manager routines that RpcServerRegisterIf(…, NULL, NULL) means.
::structs_v1_2_epv_t structs_default_epv = {
  &::Values,
  &::Copied,
  &::List,
  &::Pointers,
  &::Tails,
  &::Strings,
};

RPC_SERVER_INTERFACE structs_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x02}}, {1, 2}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  &structs_default_epv, &structs_server, 0
};

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE structs_v1_2_s_ifspec = &::farcall::stub::structs_spec;
}
