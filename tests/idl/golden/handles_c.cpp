/* Client stub of handles.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "handles.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

// -- interface handles

RPC_PROTSEQ_ENDPOINT handles_endpoints[] = {
  {reinterpret_cast<unsigned char*>(const_cast<char*>("ncacn_ip_tcp")),
   reinterpret_cast<unsigned char*>(const_cast<char*>("5000"))},
  {reinterpret_cast<unsigned char*>(const_cast<char*>("ncacn_np")),
   reinterpret_cast<unsigned char*>(const_cast<char*>("\\pipe\\handles"))},
};

extern const ClientInterface handles_client;
RPC_CLIENT_INTERFACE handles_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x05}}, {2, 5}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  2, handles_endpoints,
  0, &handles_client, 0
};
const void* const handles_handle = &handles_spec;
const ClientInterface handles_client{k_interface_magic, "handles", &handles_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* void Explicit([in] handle_t h, [in] long x); */
struct Explicit_frame {
  long x;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(x));
  }

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation Explicit_operation =
    client_operation<Explicit_frame>(handles_client, "Explicit", 0, k_op_plain);

/* void Last([in] long x, [in] handle_t h); */
struct Last_frame {
  long x;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(x));
  }

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation Last_operation =
    client_operation<Last_frame>(handles_client, "Last", 1, k_op_plain);

/* void Implicit([in] long x); */
struct Implicit_frame {
  long x;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(x));
  }

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation Implicit_operation =
    client_operation<Implicit_frame>(handles_client, "Implicit", 2, k_op_plain);

/* void Added([in] long x); */
struct Added_frame {
  long x;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(x));
  }

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation Added_operation =
    client_operation<Added_frame>(handles_client, "Added", 3, k_op_plain);

/* long Later([in] handle_t h, [in, string] char *text, [out] long *answer); */
struct Later_frame {
  char* text;
  long* answer;
  long result;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(text)) {
      out.string(text);
    }
    out.reference(answer);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const uint8_t* const at = in.run(4, 8);
    *answer = in.load_i32(at);
    result = in.load_i32(at + 4);
  }
};
constexpr ClientOperation Later_operation =
    client_operation<Later_frame>(handles_client, "Later", 4, k_op_async | k_op_has_result);

/* [idempotent] void Again(); */
struct Again_frame {
  template <class S>
  void put_in(Writer<S>&) const {}

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation Again_operation =
    client_operation<Again_frame>(handles_client, "Again", 5, k_op_idempotent);

/* [broadcast] void Everyone(); */
struct Everyone_frame {
  template <class S>
  void put_in(Writer<S>&) const {}

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation Everyone_operation =
    client_operation<Everyone_frame>(handles_client, "Everyone", 6, k_op_broadcast);

/* [maybe] void Perhaps([in] long x); */
struct Perhaps_frame {
  long x;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(x));
  }

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation Perhaps_operation =
    client_operation<Perhaps_frame>(handles_client, "Perhaps", 7, k_op_maybe);

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE handles_v2_5_c_ifspec = &::farcall::stub::handles_spec;
handle_t handles_binding = nullptr;

void Explicit(handle_t h, long x) {
  ::farcall::stub::Explicit_frame midl_frame{x};
  ::farcall::stub::call(::farcall::stub::Explicit_operation, h, &midl_frame);
}

void Last(long x, handle_t h) {
  ::farcall::stub::Last_frame midl_frame{x};
  ::farcall::stub::call(::farcall::stub::Last_operation, h, &midl_frame);
}

void Implicit(long x) {
  ::farcall::stub::Implicit_frame midl_frame{x};
  ::farcall::stub::call(::farcall::stub::Implicit_operation, handles_binding, &midl_frame);
}

void Added(handle_t IDL_handle, long x) {
  ::farcall::stub::Added_frame midl_frame{x};
  ::farcall::stub::call(::farcall::stub::Added_operation, IDL_handle, &midl_frame);
}

void Later(PRPC_ASYNC_STATE Later_AsyncHandle, handle_t h, char* text, long* answer) {
  ::farcall::stub::Later_frame midl_frame{text, answer, {}};
  ::farcall::stub::begin(::farcall::stub::Later_operation, Later_AsyncHandle, h, &midl_frame);
}

void Again(void) {
  ::farcall::stub::Again_frame midl_frame{};
  ::farcall::stub::call(::farcall::stub::Again_operation, handles_binding, &midl_frame);
}

void Everyone(void) {
  ::farcall::stub::Everyone_frame midl_frame{};
  ::farcall::stub::call(::farcall::stub::Everyone_operation, handles_binding, &midl_frame);
}

void Perhaps(long x) {
  ::farcall::stub::Perhaps_frame midl_frame{x};
  ::farcall::stub::call(::farcall::stub::Perhaps_operation, handles_binding, &midl_frame);
}

}  // extern "C"
