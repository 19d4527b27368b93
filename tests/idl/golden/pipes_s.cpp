/* Server stub of pipes.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "pipes.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

// -- Pair

template <class S>
void put_body(Writer<S>& out, const ::Pair& value) {
  uint8_t* const at = out.run(4, 8);
  store_i16(at, value.a);
  std::memset(at + 2, 0, 2);
  store_u32(at + 4, out.narrow32(value.b));
}

template <class S>
void get_body(Reader<S>& in, ::Pair& value) {
  const uint8_t* const at = in.run(4, 8);
  value.a = in.load_i16(at);
  value.b = in.load_i32(at + 4);
}

struct CHARS_codec {
  template <class S>
  static void put(Writer<S>& out, char const* elements, size_t number) {
    out.template elements<1>(elements, number);
  }
  template <class S>
  static void get(Reader<S>& in, char* elements, size_t number) {
    in.template elements<1>(elements, number);
  }
};
constexpr PipeElement CHARS_element =
    pipe_element<char, CHARS_codec>({1, 1}, {1, 1});

struct PAIRS_codec {
  template <class S>
  static void put(Writer<S>& out, ::Pair const* elements, size_t number) {
    for (size_t i = 0; i < number; ++i) {
      put_body(out, elements[i]);
    }
  }
  template <class S>
  static void get(Reader<S>& in, ::Pair* elements, size_t number) {
    for (size_t i = 0; i < number; ++i) {
      get_body(in, elements[i]);
    }
  }
};
constexpr PipeElement PAIRS_element =
    pipe_element<::Pair, PAIRS_codec>({8, 4}, {8, 4});

// -- interface pipes

/* long Sum([in] handle_t h, [in] CHARS text, [out] PAIRS *pairs); */
struct Sum_frame {
  ::CHARS text;
  ::PAIRS pairs;
  long result;

  template <class S>
  void get_in(Reader<S>&) {}

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::pipes_v1_0_epv_t*>(call.epv);
    result = epv.Sum(call.binding, text, &pairs);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    out.u32(out.narrow32(result));
  }
};
constexpr PipeParameter Sum_pipes[] = {
  {&CHARS_element, offsetof(Sum_frame, text), k_pipe_in},
  {&PAIRS_element, offsetof(Sum_frame, pairs), k_pipe_out},
};

/* void Stream([in] handle_t h, [in, ref] CHARS *text, [out] PAIRS *pairs); */
struct Stream_frame {
  ::ASYNC_CHARS text;
  ::ASYNC_PAIRS pairs;

  template <class S>
  void get_in(Reader<S>&) {}

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::pipes_v1_0_epv_t*>(call.epv);
    epv.Stream(static_cast<PRPC_ASYNC_STATE>(call.async_state), call.binding, &text, &pairs);
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};
constexpr PipeParameter Stream_pipes[] = {
  {&CHARS_element, offsetof(Stream_frame, text), k_pipe_in},
  {&PAIRS_element, offsetof(Stream_frame, pairs), k_pipe_out},
};

constexpr ServerOperation pipes_operations[] = {
  server_operation<Sum_frame>("Sum", k_op_has_result, {Sum_pipes, 2}),
  server_operation<Stream_frame>("Stream", k_op_async, {Stream_pipes, 2}),
};
const ServerInterface pipes_server{k_interface_magic, "pipes", pipes_operations, 2,
    {&::midl_user_allocate, &::midl_user_free}};

// The manager routines that RpcServerRegisterIf(…, NULL, NULL) means.
::pipes_v1_0_epv_t pipes_default_epv = {
  &::Sum,
  &::Stream,
};

RPC_SERVER_INTERFACE pipes_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x11}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  &pipes_default_epv, &pipes_server, 0
};

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE pipes_v1_0_s_ifspec = &::farcall::stub::pipes_spec;
}
