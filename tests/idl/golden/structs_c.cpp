/* Client stub of structs.idl. Made by midl; changes here are lost.
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

template <class S>
void put_body(Writer<S>& out, const ::Node& value);
template <class S>
Walk put_pointees(Writer<S>& out, const ::Node& value);
template <class S>
void get_body(Reader<S>& in, ::Node& value);
template <class S>
Walk get_pointees(Reader<S>& in, ::Node& value);

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
  const size_t points_room = in.reusing() ? in.room(bound(value.n)) : 0;
  const size_t part_room = in.reusing() ? in.room(bound(value.n)) : 0;
  const uint8_t* const at = in.run(S::pick(4, 8), S::pick(12, 24));
  value.n = in.load_i32(at);
  in.pointer(value.points, in.load_referent(at + S::pick(4, 8)));
  in.pointer(value.part, in.load_referent(at + S::pick(8, 16)));
  in.refit(value.points, points_room, bound(value.n));
  in.refit(value.part, part_room, bound(value.n));
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

inline size_t tail_room(const ::Tail& value) {
  return elements_of(bound(value.n));
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

inline size_t tail_room(const ::Outer& value) {
  return tail_room(value.tail);
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

// -- interface structs

extern const ClientInterface structs_client;
RPC_CLIENT_INTERFACE structs_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x02}}, {1, 2}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  0, &structs_client, 0
};
const void* const structs_handle = &structs_spec;
const ClientInterface structs_client{k_interface_magic, "structs", &structs_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* void Values([in] Point byValue, [in] Mixed *in, [in, out] Mixed *inOut, [out] PPoint *made); */
struct Values_frame {
  ::Point byValue;
  ::Mixed* in_;
  ::Mixed* inOut;
  ::PPoint* made;

  template <class S>
  void put_in(Writer<S>& out) const {
    uint8_t* const at = out.run(4, 8);
    store_u32(at, out.narrow32(byValue.x));
    store_u32(at + 4, out.narrow32(byValue.y));
    if (out.reference(in_)) {
      put_body(out, *in_);
    }
    if (out.reference(inOut)) {
      put_body(out, *inOut);
    }
    out.reference(made);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    get_body(in, *inOut);
    in.use(Memory::user);
    in.pointer(*made, in.referent());
    if (auto* const target = in.target(*made)) {
      const uint8_t* const at = in.run(4, 8);
      target->x = in.load_i32(at);
      target->y = in.load_i32(at + 4);
    }
  }
};
constexpr ClientOperation Values_operation =
    client_operation<Values_frame>(structs_client, "Values", 0, k_op_plain);

/* void Copied([in] long n, [in, size_is(n)] Same from[], [out, size_is(n)] Same to[]); */
struct Copied_frame {
  long n;
  ::Same* from;
  ::Same* to;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(n));
    if (out.reference(from)) {
      const size_t number = out.maximum(bound(n));
      out.copied(from, number, 4);
    }
    out.reference(to);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const Extent extent = in.whole(in.maximum(), 8);
    in.require_size(extent.size, bound(n));
    in.require_room(extent.size, in.room(bound(n)));
    if (auto* const target = in.target(to, extent)) {
      if (!in.copied(target, extent.number, 4)) {
        for (size_t i = 0; i < extent.number; ++i) {
          get_body(in, target[i]);
        }
      }
    }
  }
};
constexpr ClientOperation Copied_operation =
    client_operation<Copied_frame>(structs_client, "Copied", 1, k_op_plain);

/* void List([in, out] Node *list, [in, unique] Node *other); */
struct List_frame {
  ::Node* list;
  ::Node* other;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(list)) {
      put_body(out, *list);
      out.walk(put_pointees(out, *list));
    }
    if (out.referent(other)) {
      put_body(out, *other);
      out.walk(put_pointees(out, *other));
    }
  }

  template <class S>
  void get_out(Reader<S>& in) {
    in.use(Memory::user, true);
    get_body(in, *list);
    in.walk(get_pointees(in, *list));
  }
};
constexpr ClientOperation List_operation =
    client_operation<List_frame>(structs_client, "List", 2, k_op_plain);

/* Lists *Pointers([in, out] Lists *lists); */
struct Pointers_frame {
  ::Lists* lists;
  ::Lists* result;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(lists)) {
      put_body(out, *lists);
      put_pointees(out, *lists);
    }
  }

  template <class S>
  void get_out(Reader<S>& in) {
    in.use(Memory::user, true);
    get_body(in, *lists);
    get_pointees(in, *lists);
    in.use(Memory::user, false);
    in.pointer(result, in.referent());
    if (auto* const target = in.target(result)) {
      get_body(in, *target);
      get_pointees(in, *target);
    }
  }
};
constexpr ClientOperation Pointers_operation =
    client_operation<Pointers_frame>(structs_client, "Pointers", 3, k_op_has_result);

/* void Tails([in] Tail *in, [in, out] Outer *inOut, [in, out] Tail **any); */
struct Tails_frame {
  ::Tail* in_;
  ::Outer* inOut;
  ::Tail** any;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(in_)) {
      const size_t maximum = put_maximum(out, *in_);
      put_body(out, *in_, maximum);
    }
    if (out.reference(inOut)) {
      const size_t maximum2 = put_maximum(out, *inOut);
      put_body(out, *inOut, maximum2);
    }
    if (out.reference(any)) {
      if (out.referent(*any)) {
        const size_t maximum3 = put_maximum(out, **any);
        put_body(out, **any, maximum3);
      }
    }
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const Extent extent = in.whole(in.maximum(), 4);
    in.require_room(extent.size, tail_room(*inOut));
    if (auto* const target = in.target(inOut, offsetof(::Outer, tail.values), sizeof(inOut->tail.values[0]), extent)) {
      get_body(in, *target, extent.size);
    }
    in.use(Memory::user, true);
    in.pointer(*any, in.referent());
    if (*any) {
      const Extent extent2 = in.whole(in.maximum(), 4);
      if (in.kept(*any)) in.refit(*any, tail_room(**any), bound(extent2.size));
      if (auto* const target2 = in.target(*any, offsetof(::Tail, values), sizeof((*any)->values[0]), extent2)) {
        get_body(in, *target2, extent2.size);
      }
    }
  }
};
constexpr ClientOperation Tails_operation =
    client_operation<Tails_frame>(structs_client, "Tails", 4, k_op_plain);

/* void Strings([in, out] Names *names); */
struct Strings_frame {
  ::Names* names;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(names)) {
      put_body(out, *names);
      put_pointees(out, *names);
    }
  }

  template <class S>
  void get_out(Reader<S>& in) {
    in.use(Memory::user, true);
    get_body(in, *names);
    get_pointees(in, *names);
  }
};
constexpr ClientOperation Strings_operation =
    client_operation<Strings_frame>(structs_client, "Strings", 5, k_op_plain);

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE structs_v1_2_c_ifspec = &::farcall::stub::structs_spec;

void Values(Point byValue, Mixed* in, Mixed* inOut, PPoint* made) {
  ::farcall::stub::Values_frame midl_frame{byValue, in, inOut, made};
  ::farcall::stub::call(::farcall::stub::Values_operation, nullptr, &midl_frame);
}

void Copied(long n, Same from[], Same to[]) {
  ::farcall::stub::Copied_frame midl_frame{n, from, to};
  ::farcall::stub::call(::farcall::stub::Copied_operation, nullptr, &midl_frame);
}

void List(Node* list, Node* other) {
  ::farcall::stub::List_frame midl_frame{list, other};
  ::farcall::stub::call(::farcall::stub::List_operation, nullptr, &midl_frame);
}

Lists* Pointers(Lists* lists) {
  ::farcall::stub::Pointers_frame midl_frame{lists, {}};
  ::farcall::stub::call(::farcall::stub::Pointers_operation, nullptr, &midl_frame);
  return midl_frame.result;
}

void Tails(Tail* in, Outer* inOut, Tail** any) {
  ::farcall::stub::Tails_frame midl_frame{in, inOut, any};
  ::farcall::stub::call(::farcall::stub::Tails_operation, nullptr, &midl_frame);
}

void Strings(Names* names) {
  ::farcall::stub::Strings_frame midl_frame{names};
  ::farcall::stub::call(::farcall::stub::Strings_operation, nullptr, &midl_frame);
}

}  // extern "C"
