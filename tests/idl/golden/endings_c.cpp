/* Client stub of endings.idl. Made by midl; changes here are lost.
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

// -- Entry

template <class S>
void get_body(Reader<S>& in, ::Entry& value) {
  const uint8_t* const at = in.run(S::pick(4, 8), S::pick(8, 16));
  value.id = in.load_i32(at);
  in.pointer(value.name, in.load_referent(at + S::pick(4, 8)));
}

template <class S>
void get_pointees(Reader<S>& in, ::Entry& value) {
  if (value.name) {
    const size_t maximum = in.maximum();
    in.string(value.name, maximum);
  }
}

// -- interface endings

extern const ClientInterface endings_client;
RPC_CLIENT_INTERFACE endings_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x1e}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  0, &endings_client, 0
};
const void* const endings_handle = &endings_spec;
const ClientInterface endings_client{k_interface_magic, "endings", &endings_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* void Told([in] long n); */
struct Told_frame {
  long n;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(n));
  }

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation Told_operation =
    client_operation<Told_frame>(endings_client, "Told", 0, k_op_plain);

/* void ToldWhether([in] long n); */
struct ToldWhether_frame {
  long n;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(n));
  }

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation ToldWhether_operation =
    client_operation<ToldWhether_frame>(endings_client, "ToldWhether", 1, k_op_plain);

/* long Both([in, string] const char *name); */
struct Both_frame {
  const char* name;
  long result;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(name)) {
      out.string(name);
    }
  }

  template <class S>
  void get_out(Reader<S>& in) {
    result = in.i32();
  }
};
constexpr ClientOperation Both_operation =
    client_operation<Both_frame>(endings_client, "Both", 2, k_op_has_result);

/* void Find([in] long id, [in, out, unique] Entry *entry, [in] long room, [in, out, unique,
   size_is(room)] short *more); */
struct Find_frame {
  long id;
  ::Entry* entry;
  long room;
  short* more;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(id));
    out.referent(entry);
    out.u32(out.narrow32(room));
    out.referent(more);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    in.use(Memory::user);
    if (in.filled(entry, in.referent())) {
      get_body(in, *entry);
      get_pointees(in, *entry);
    }
    if (in.filled(more, in.referent())) {
      const Extent extent = in.whole(in.maximum(), 2);
      in.require_size(extent.size, bound(room));
      in.require_room(extent.size, in.room(bound(room)));
      if (auto* const target = in.target(more, extent)) {
        in.template elements<2>(target, extent.number);
      }
    }
  }
};
constexpr ClientOperation Find_operation =
    client_operation<Find_frame>(endings_client, "Find", 3, k_op_plain);

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE endings_v1_0_c_ifspec = &::farcall::stub::endings_spec;

void Told(handle_t IDL_handle, long n) {
  ::farcall::stub::Told_frame midl_frame{n};
  ::farcall::stub::call(::farcall::stub::Told_operation, IDL_handle, &midl_frame);
}

void ToldWhether(handle_t IDL_handle, long n) {
  ::farcall::stub::ToldWhether_frame midl_frame{n};
  ::farcall::stub::call(::farcall::stub::ToldWhether_operation, IDL_handle, &midl_frame);
}

long Both(handle_t IDL_handle, const char* name) {
  ::farcall::stub::Both_frame midl_frame{name, {}};
  ::farcall::stub::call(::farcall::stub::Both_operation, IDL_handle, &midl_frame);
  return midl_frame.result;
}

void Find(handle_t IDL_handle, long id, Entry* entry, long room, short* more) {
  ::farcall::stub::Find_frame midl_frame{id, entry, room, more};
  ::farcall::stub::call(::farcall::stub::Find_operation, IDL_handle, &midl_frame);
}

}  // extern "C"
