/* Client stub of unions.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "unions.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

template <class S>
void put_body(Writer<S>& out, const ::List& value);
template <class S>
Walk put_pointees(Writer<S>& out, const ::List& value);
template <class S>
void get_body(Reader<S>& in, ::List& value);
template <class S>
Walk get_pointees(Reader<S>& in, ::List& value);

// -- List

template <class S>
void put_body(Writer<S>& out, const ::List& value) {
  uint8_t* const at = out.run(8, S::pick(12, 16));
  store_i64(at, value.value);
  out.store_referent(at + 8, value.next);
}

template <class S>
Walk put_pointees(Writer<S>& out, const ::List& value) {
  if (value.next) {
    put_body(out, *value.next);
    co_return put_pointees(out, *value.next);
  }
  co_return {};
}

template <class S>
void get_body(Reader<S>& in, ::List& value) {
  const uint8_t* const at = in.run(8, S::pick(12, 16));
  value.value = in.load_i64(at);
  in.pointer(value.next, in.load_referent(at + 8));
}

template <class S>
Walk get_pointees(Reader<S>& in, ::List& value) {
  if (auto* const target = in.target(value.next)) {
    get_body(in, *target);
    co_return get_pointees(in, *target);
  }
  co_return {};
}

// -- __MIDL_unions_0002

template <class S>
void put_body(Writer<S>& out, const ::__MIDL_unions_0002& value, Bound tag) {
  const auto arm = out.template tag<int16_t>(tag);
  out.align(S::pick(1, 8));
  switch (arm) {
    case 1:
    case 2: {
      out.f64(value.d);
      break;
    }
    case 3: {
      uint8_t* const at = out.run(8, S::pick(12, 16));
      store_i64(at, value.list.value);
      out.store_referent(at + 8, value.list.next);
      break;
    }
    default:
      break;
  }
}

template <class S>
void put_pointees(Writer<S>& out, const ::__MIDL_unions_0002& value, Bound tag) {
  switch (static_cast<int16_t>(tag.value())) {
    case 1:
    case 2:
      break;
    case 3: {
      out.walk(put_pointees(out, value.list));
      break;
    }
    default:
      break;
  }
}

template <class S>
Bound get_body(Reader<S>& in, ::__MIDL_unions_0002& value, Bound tag, Bound before) {
  in.align(S::pick(1, 8));
  const auto arm = static_cast<int16_t>(tag.value());
  in.change_arm(value, before, bound(arm));
  switch (arm) {
    case 1:
    case 2: {
      value.d = in.f64();
      break;
    }
    case 3: {
      const uint8_t* const at = in.run(8, S::pick(12, 16));
      value.list.value = in.load_i64(at);
      in.pointer(value.list.next, in.load_referent(at + 8));
      break;
    }
    default:
      break;
  }
  return bound(arm);
}

template <class S>
void get_pointees(Reader<S>& in, ::__MIDL_unions_0002& value, Bound tag) {
  switch (static_cast<int16_t>(tag.value())) {
    case 1:
    case 2:
      break;
    case 3: {
      in.walk(get_pointees(in, value.list));
      break;
    }
    default:
      break;
  }
}

// -- Tagged

template <class S>
void put_body(Writer<S>& out, const ::Tagged& value) {
  uint8_t* const at = out.run(8, 2);
  store_i16(at, value.tag);
  put_body(out, value.value, bound(value.tag));
  out.align(S::pick(1, 8));
}

template <class S>
void put_pointees(Writer<S>& out, const ::Tagged& value) {
  put_pointees(out, value.value, bound(value.tag));
}

template <class S>
void get_body(Reader<S>& in, ::Tagged& value) {
  const uint8_t* const at = in.run(8, 2);
  value.tag = in.load_i16(at);
  get_body(in, value.value, bound(value.tag), Bound::invalid());
  in.align(S::pick(1, 8));
}

template <class S>
void get_pointees(Reader<S>& in, ::Tagged& value) {
  get_pointees(in, value.value, bound(value.tag));
}

// -- __MIDL_unions_0004

template <class S>
void put_body(Writer<S>& out, const ::__MIDL_unions_0004& value, Bound tag) {
  const auto arm = out.template tag<int32_t>(tag);
  out.align(S::pick(1, 4));
  switch (arm) {
    case 0: {
      out.u8(static_cast<uint8_t>(value.b));
      break;
    }
    default:
      out.fail(RPC_S_INVALID_TAG);
  }
}

// -- Strict

template <class S>
void put_body(Writer<S>& out, const ::Strict& value) {
  out.u32(out.narrow32(value.kind));
  put_body(out, value.tagged_union, bound(value.kind));
  out.align(S::pick(1, 4));
}

// -- Choice

template <class S>
void put_body(Writer<S>& out, const ::Choice& value, Bound tag) {
  const auto arm = out.template tag<int32_t>(tag);
  out.align(S::pick(2, 8));
  out.enum16(arm);
  out.align(S::pick(1, 8));
  switch (arm) {
    case 0: {
      out.i64(value.number);
      break;
    }
    case 1: {
      out.referent(value.text);
      break;
    }
    case 2: {
      out.referent(value.list);
      break;
    }
    case 3:
      break;
    default:
      out.fail(RPC_S_INVALID_TAG);
  }
}

template <class S>
void put_pointees(Writer<S>& out, const ::Choice& value, Bound tag) {
  switch (static_cast<int32_t>(tag.value())) {
    case 1: {
      if (value.text) {
        out.string(value.text);
      }
      break;
    }
    case 2: {
      if (value.list) {
        put_body(out, *value.list);
        out.walk(put_pointees(out, *value.list));
      }
      break;
    }
    default:
      break;
  }
}

template <class S>
Bound get_body(Reader<S>& in, ::Choice& value, Bound before) {
  in.align(S::pick(2, 8));
  const auto arm = in.enum16();
  in.align(S::pick(1, 8));
  in.change_arm(value, before, bound(arm));
  switch (arm) {
    case 0: {
      value.number = in.i64();
      break;
    }
    case 1: {
      in.pointer(value.text, in.referent());
      break;
    }
    case 2: {
      in.pointer(value.list, in.referent());
      break;
    }
    case 3:
      break;
    default:
      in.fail(RPC_S_INVALID_TAG);
  }
  return bound(arm);
}

template <class S>
void get_pointees(Reader<S>& in, ::Choice& value, Bound tag) {
  switch (static_cast<int32_t>(tag.value())) {
    case 1: {
      if (value.text) {
        const size_t maximum = in.maximum();
        in.string(value.text, maximum);
      }
      break;
    }
    case 2: {
      if (auto* const target = in.target(value.list)) {
        get_body(in, *target);
        in.walk(get_pointees(in, *target));
      }
      break;
    }
    default:
      break;
  }
}

// -- Rest

template <class S>
Bound get_body(Reader<S>& in, ::Rest& value, Bound before) {
  in.align(S::pick(1, 4));
  const auto arm = in.u8();
  in.align(S::pick(1, 4));
  in.change_arm(value, before, bound(arm));
  switch (arm) {
    case 1:
    case 2: {
      value.s = in.i16();
      break;
    }
    default: {
      value.l = in.i32();
      break;
    }
  }
  return bound(arm);
}

// -- Wide

template <class S>
Bound get_body(Reader<S>& in, ::Wide& value, Bound before) {
  in.align(S::pick(4, 8));
  const auto arm = in.i32();
  in.align(8);
  in.change_arm(value, before, bound(arm));
  switch (arm) {
    case 1: {
      value.b = static_cast<byte>(in.u8());
      break;
    }
    case 2: {
      value.h = in.i64();
      break;
    }
    default:
      break;
  }
  return bound(arm);
}

// -- Chosen

template <class S>
void put_body(Writer<S>& out, const ::Chosen& value) {
  uint8_t* const at = out.run(8, S::pick(2, 4));
  out.store_enum16(at, value.kind);
  put_body(out, value.choice, bound(value.kind));
  out.i16(value.after);
  out.align(S::pick(1, 8));
}

template <class S>
void put_pointees(Writer<S>& out, const ::Chosen& value) {
  put_pointees(out, value.choice, bound(value.kind));
}

// -- Unnamed

template <class S>
void put_body(Writer<S>& out, const ::Unnamed& value) {
  uint8_t* const at = out.run(8, 2);
  store_i16(at, value.level);
  {
    const auto arm = out.template tag<int16_t>(bound(value.level));
    out.align(S::pick(2, 8));
    out.i16(arm);
    out.align(S::pick(1, 8));
    switch (arm) {
      case 1: {
        out.u8(static_cast<uint8_t>(value.b));
        break;
      }
      case 2: {
        out.i64(value.h);
        break;
      }
      default:
        out.fail(RPC_S_INVALID_TAG);
    }
  }
  out.align(S::pick(1, 8));
}

// -- interface unions

extern const ClientInterface unions_client;
RPC_CLIENT_INTERFACE unions_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x1f}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  0, &unions_client, 0
};
const void* const unions_handle = &unions_spec;
const ClientInterface unions_client{k_interface_magic, "unions", &unions_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* void Send([in] Tagged *tagged, [in] Strict *strict, [in] Chosen *chosen, [in] Unnamed *unnamed); */
struct Send_frame {
  ::Tagged* tagged;
  ::Strict* strict;
  ::Chosen* chosen;
  ::Unnamed* unnamed;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(tagged)) {
      put_body(out, *tagged);
      put_pointees(out, *tagged);
    }
    if (out.reference(strict)) {
      put_body(out, *strict);
    }
    if (out.reference(chosen)) {
      put_body(out, *chosen);
      put_pointees(out, *chosen);
    }
    if (out.reference(unnamed)) {
      put_body(out, *unnamed);
    }
  }

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation Send_operation =
    client_operation<Send_frame>(unions_client, "Send", 0, k_op_plain);

/* void Change([in] long which, [in, out, switch_is(which & 3)] Choice *choice, [out] Tagged
   *tagged); */
struct Change_frame {
  long which;
  ::Choice* choice;
  ::Tagged* tagged;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(which));
    if (out.reference(choice)) {
      put_body(out, *choice, bound(which) & 3);
      put_pointees(out, *choice, bound(which) & 3);
    }
    out.reference(tagged);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const Bound choice_before = bound(which) & 3;
    in.use(Memory::user, true);
    const Bound tag = get_body(in, *choice, choice_before);
    in.template require_tag<int32_t>(tag, bound(which) & 3);
    get_pointees(in, *choice, tag);
    in.use(Memory::user, false);
    get_body(in, *tagged);
    get_pointees(in, *tagged);
  }
};
constexpr ClientOperation Change_operation =
    client_operation<Change_frame>(unions_client, "Change", 1, k_op_plain);

/* void Get([in] byte level, [out, switch_is(level)] Rest *rest, [out] long *kind, [out,
   switch_is(*kind)] Wide *wide); */
struct Get_frame {
  byte level;
  ::Rest* rest;
  long* kind;
  ::Wide* wide;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u8(static_cast<uint8_t>(level));
    out.reference(rest);
    out.reference(kind);
    out.reference(wide);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const Bound tag = get_body(in, *rest, Bound::invalid());
    in.template require_tag<uint8_t>(tag, bound(level));
    *kind = in.i32();
    const Bound tag2 = get_body(in, *wide, Bound::invalid());
    in.template require_tag<int32_t>(tag2, bound_at(kind));
  }
};
constexpr ClientOperation Get_operation =
    client_operation<Get_frame>(unions_client, "Get", 2, k_op_plain);

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE unions_v1_0_c_ifspec = &::farcall::stub::unions_spec;

void Send(handle_t IDL_handle, Tagged* tagged, Strict* strict, Chosen* chosen, Unnamed* unnamed) {
  ::farcall::stub::Send_frame midl_frame{tagged, strict, chosen, unnamed};
  ::farcall::stub::call(::farcall::stub::Send_operation, IDL_handle, &midl_frame);
}

void Change(handle_t IDL_handle, long which, Choice* choice, Tagged* tagged) {
  ::farcall::stub::Change_frame midl_frame{which, choice, tagged};
  ::farcall::stub::call(::farcall::stub::Change_operation, IDL_handle, &midl_frame);
}

void Get(handle_t IDL_handle, byte level, Rest* rest, long* kind, Wide* wide) {
  ::farcall::stub::Get_frame midl_frame{level, rest, kind, wide};
  ::farcall::stub::call(::farcall::stub::Get_operation, IDL_handle, &midl_frame);
}

}  // extern "C"
