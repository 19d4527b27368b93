/* Server stub of endings.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "endings.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

inline void give_back(const void* memory) { if (memory) ::midl_user_free(const_cast<void*>(memory)); }

// -- Entry

template <class S>
void put_body(Writer<S>& out, const ::Entry& value) {
  uint8_t* const at = out.run(S::pick(4, 8), S::pick(8, 16));
  store_u32(at, out.narrow32(value.id));
  std::memset(at + 4, 0, S::pick(0, 4));
  out.store_referent(at + S::pick(4, 8), value.name);
}

template <class S>
void put_pointees(Writer<S>& out, const ::Entry& value) {
  if (value.name) {
    out.string(value.name);
  }
}

inline void release_pointees(const ::Entry& value) {
  give_back(value.name);
}

// -- interface endings

/* void Told([in] long n); */
struct Told_frame {
  long n;

  template <class S>
  void get_in(Reader<S>& in) {
    n = in.i32();
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::endings_v1_0_epv_t*>(call.epv);
    epv.Told(call.binding, n);
  }

  template <class S>
  void put_out(Writer<S>&) const {}

  static void notify(bool) {
    ::Told_notify();
  }
};

/* void ToldWhether([in] long n); */
struct ToldWhether_frame {
  long n;

  template <class S>
  void get_in(Reader<S>& in) {
    n = in.i32();
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::endings_v1_0_epv_t*>(call.epv);
    epv.ToldWhether(call.binding, n);
  }

  template <class S>
  void put_out(Writer<S>&) const {}

  static void notify(bool entered) {
    ::ToldWhether_notify_flag(entered);
  }
};

/* long Both([in, string] const char *name); */
struct Both_frame {
  const char* name;
  long result;

  template <class S>
  void get_in(Reader<S>& in) {
    in.expect(name);
    const size_t maximum = in.maximum();
    in.string(name, maximum);
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::endings_v1_0_epv_t*>(call.epv);
    result = epv.Both(call.binding, name);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    out.u32(out.narrow32(result));
  }

  static void notify(bool entered) {
    ::Both_notify();
    ::Both_notify_flag(entered);
  }
};

/* void Find([in] long id, [in, out, unique] Entry *entry, [in] long room, [in, out, unique,
   size_is(room)] short *more); */
struct Find_frame {
  long id;
  ::Entry* entry;
  bool entry_wanted;
  long room;
  short* more;
  bool more_wanted;

  template <class S>
  void get_in(Reader<S>& in) {
    id = in.i32();
    entry_wanted = in.referent() != 0;
    room = in.i32();
    more_wanted = in.referent() != 0;
    if (entry_wanted) in.make_room(entry, 1);
    if (more_wanted) in.make_room(more, bound(room));
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::endings_v1_0_epv_t*>(call.epv);
    epv.Find(call.binding, id, entry, room, more);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.referent(entry)) {
      put_body(out, *entry);
      put_pointees(out, *entry);
    }
    if (out.referent(more)) {
      const size_t number = out.maximum(bound(room));
      out.template elements<2>(more, number);
    }
  }

  void release() {
    if (entry) {
      release_pointees(*entry);
    }
  }
};

constexpr ServerOperation endings_operations[] = {
  server_operation<Told_frame>("Told", k_op_plain),
  server_operation<ToldWhether_frame>("ToldWhether", k_op_plain),
  server_operation<Both_frame>("Both", k_op_has_result),
  server_operation<Find_frame>("Find", k_op_plain),
};
const ServerInterface endings_server{k_interface_magic, "endings", endings_operations, 4,
    {&::midl_user_allocate, &::midl_user_free}};

// The manager routines that RpcServerRegisterIf(…, NULL, NULL) means.
::endings_v1_0_epv_t endings_default_epv = {
  &::Told,
  &::ToldWhether,
  &::Both,
  &::Find,
};

RPC_SERVER_INTERFACE endings_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x1e}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  &endings_default_epv, &endings_server, 0
};

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE endings_v1_0_s_ifspec = &::farcall::stub::endings_spec;
}
