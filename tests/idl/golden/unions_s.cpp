/* Server stub of unions.idl. Made by midl; changes here are lost.
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

inline void give_back(const void* memory) { if (memory) ::midl_user_free(const_cast<void*>(memory)); }

template <class S>
void put_body(Writer<S>& out, const ::List& value);
template <class S>
Walk put_pointees(Writer<S>& out, const ::List& value);
template <class S>
void get_body(Reader<S>& in, ::List& value);
template <class S>
Walk get_pointees(Reader<S>& in, ::List& value);
inline Walk release_pointees(const ::List& value);

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

inline Walk release_pointees(const ::List& value) {
  if (value.next) {
    co_await release_pointees(*value.next);
    give_back(value.next);
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
Bound get_body(Reader<S>& in, ::__MIDL_unions_0002& value, Bound tag) {
  in.align(S::pick(1, 8));
  const auto arm = static_cast<int16_t>(tag.value());
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

inline void release_pointees(const ::__MIDL_unions_0002& value, Bound tag) {
  switch (static_cast<int16_t>(tag.value())) {
    case 1:
    case 2:
      break;
    case 3: {
      Walk::run(release_pointees(value.list));
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
  get_body(in, value.value, bound(value.tag));
  in.align(S::pick(1, 8));
}

template <class S>
void get_pointees(Reader<S>& in, ::Tagged& value) {
  get_pointees(in, value.value, bound(value.tag));
}

inline void release_pointees(const ::Tagged& value) {
  release_pointees(value.value, bound(value.tag));
}

// -- __MIDL_unions_0004

template <class S>
Bound get_body(Reader<S>& in, ::__MIDL_unions_0004& value, Bound tag) {
  in.align(S::pick(1, 4));
  const auto arm = static_cast<int32_t>(tag.value());
  switch (arm) {
    case 0: {
      value.b = static_cast<byte>(in.u8());
      break;
    }
    default:
      in.fail(RPC_S_INVALID_TAG);
  }
  return bound(arm);
}

// -- Strict

template <class S>
void get_body(Reader<S>& in, ::Strict& value) {
  value.kind = in.i32();
  get_body(in, value.tagged_union, bound(value.kind));
  in.align(S::pick(1, 4));
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
Bound get_body(Reader<S>& in, ::Choice& value) {
  in.align(S::pick(2, 8));
  const auto arm = in.enum16();
  in.align(S::pick(1, 8));
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

inline void release_pointees(const ::Choice& value, Bound tag) {
  switch (static_cast<int32_t>(tag.value())) {
    case 1: {
      give_back(value.text);
      break;
    }
    case 2: {
      if (value.list) {
        Walk::run(release_pointees(*value.list));
        give_back(value.list);
      }
      break;
    }
    default:
      break;
  }
}

// -- Rest

template <class S>
void put_body(Writer<S>& out, const ::Rest& value, Bound tag) {
  const auto arm = out.template tag<uint8_t>(tag);
  out.align(S::pick(1, 4));
  out.u8(arm);
  out.align(S::pick(1, 4));
  switch (arm) {
    case 1:
    case 2: {
      out.i16(value.s);
      break;
    }
    default: {
      out.u32(out.narrow32(value.l));
      break;
    }
  }
}

// -- Wide

template <class S>
void put_body(Writer<S>& out, const ::Wide& value, Bound tag) {
  const auto arm = out.template tag<int32_t>(tag);
  out.align(S::pick(4, 8));
  out.i32(arm);
  out.align(8);
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
      break;
  }
}

// -- Chosen

template <class S>
void get_body(Reader<S>& in, ::Chosen& value) {
  const uint8_t* const at = in.run(8, S::pick(2, 4));
  value.kind = static_cast<::Kind>(in.load_enum16(at));
  const Bound tag = get_body(in, value.choice);
  in.template require_tag<int32_t>(tag, bound(value.kind));
  value.after = in.i16();
  in.align(S::pick(1, 8));
}

template <class S>
void get_pointees(Reader<S>& in, ::Chosen& value) {
  get_pointees(in, value.choice, bound(value.kind));
}

// -- Unnamed

template <class S>
void get_body(Reader<S>& in, ::Unnamed& value) {
  const uint8_t* const at = in.run(8, 2);
  value.level = in.load_i16(at);
  {
    in.align(S::pick(2, 8));
    const auto arm = in.i16();
    in.align(S::pick(1, 8));
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
        in.fail(RPC_S_INVALID_TAG);
    }
    in.template require_tag<int16_t>(bound(arm), bound(value.level));
  }
  in.align(S::pick(1, 8));
}

// -- interface unions

/* void Send([in] Tagged *tagged, [in] Strict *strict, [in] Chosen *chosen, [in] Unnamed *unnamed); */
struct Send_frame {
  ::Tagged* tagged;
  ::Strict* strict;
  ::Chosen* chosen;
  ::Unnamed* unnamed;

  template <class S>
  void get_in(Reader<S>& in) {
    in.expect(tagged);
    if (auto* const target = in.target(tagged)) {
      get_body(in, *target);
      get_pointees(in, *target);
    }
    in.expect(strict);
    if (auto* const target2 = in.target(strict)) {
      get_body(in, *target2);
    }
    in.expect(chosen);
    if (auto* const target3 = in.target(chosen)) {
      get_body(in, *target3);
      get_pointees(in, *target3);
    }
    in.expect(unnamed);
    if (auto* const target4 = in.target(unnamed)) {
      get_body(in, *target4);
    }
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::unions_v1_0_epv_t*>(call.epv);
    epv.Send(call.binding, tagged, strict, chosen, unnamed);
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};

/* void Change([in] long which, [in, out, switch_is(which & 3)] Choice *choice, [out] Tagged
   *tagged); */
struct Change_frame {
  long which;
  ::Choice* choice;
  ::Tagged* tagged;

  template <class S>
  void get_in(Reader<S>& in) {
    which = in.i32();
    in.use(Memory::user);
    in.expect(choice);
    if (auto* const target = in.target(choice)) {
      const Bound tag = get_body(in, *target);
      in.template require_tag<int32_t>(tag, bound(which) & 3);
      get_pointees(in, *target, tag);
    }
    in.use(Memory::call);
    in.make_room(tagged, 1);
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::unions_v1_0_epv_t*>(call.epv);
    epv.Change(call.binding, which, choice, tagged);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(choice)) {
      put_body(out, *choice, bound(which) & 3);
      put_pointees(out, *choice, bound(which) & 3);
    }
    if (out.reference(tagged)) {
      put_body(out, *tagged);
      put_pointees(out, *tagged);
    }
  }

  void release() {
    if (choice) {
      release_pointees(*choice, bound(which) & 3);
      give_back(choice);
    }
    if (tagged) {
      release_pointees(*tagged);
    }
  }
};

/* void Get([in] byte level, [out, switch_is(level)] Rest *rest, [out] long *kind, [out,
   switch_is(*kind)] Wide *wide); */
struct Get_frame {
  byte level;
  ::Rest* rest;
  long kind;
  ::Wide* wide;

  template <class S>
  void get_in(Reader<S>& in) {
    level = static_cast<byte>(in.u8());
    in.make_room(rest, 1);
    in.make_room(wide, 1);
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::unions_v1_0_epv_t*>(call.epv);
    epv.Get(call.binding, level, rest, &kind, wide);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(rest)) {
      put_body(out, *rest, bound(level));
    }
    out.u32(out.narrow32(kind));
    if (out.reference(wide)) {
      put_body(out, *wide, bound(kind));
    }
  }
};

constexpr ServerOperation unions_operations[] = {
  server_operation<Send_frame>("Send", k_op_plain),
  server_operation<Change_frame>("Change", k_op_plain),
  server_operation<Get_frame>("Get", k_op_plain),
};
const ServerInterface unions_server{k_interface_magic, "unions", unions_operations, 3,
    {&::midl_user_allocate, &::midl_user_free}};

// The manager routines that RpcServerRegisterIf(…, NULL, NULL) means.
::unions_v1_0_epv_t unions_default_epv = {
  &::Send,
  &::Change,
  &::Get,
};

RPC_SERVER_INTERFACE unions_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x1f}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  &unions_default_epv, &unions_server, 0
};

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE unions_v1_0_s_ifspec = &::farcall::stub::unions_spec;
}
