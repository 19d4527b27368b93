/* Client stub of pipes.idl. Made by midl; changes here are lost.
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

extern const ClientInterface pipes_client;
RPC_CLIENT_INTERFACE pipes_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x11}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  0, &pipes_client, 0
};
const void* const pipes_handle = &pipes_spec;
const ClientInterface pipes_client{k_interface_magic, "pipes", &pipes_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* long Sum([in] handle_t h, [in] CHARS text, [out] PAIRS *pairs); */
struct Sum_frame {
  ::CHARS text;
  ::PAIRS* pairs;
  long result;

  template <class S>
  void put_in(Writer<S>&) const {}

  template <class S>
  void get_out(Reader<S>& in) {
    result = in.i32();
  }
};
constexpr PipeParameter Sum_pipes[] = {
  {&CHARS_element, offsetof(Sum_frame, text), k_pipe_in},
  {&PAIRS_element, offsetof(Sum_frame, pairs), k_pipe_out | k_pipe_pointer},
};
constexpr ClientOperation Sum_operation =
    client_operation<Sum_frame>(pipes_client, "Sum", 0, k_op_has_result, {Sum_pipes, 2});

/* void Stream([in] handle_t h, [in, ref] CHARS *text, [out] PAIRS *pairs); */
struct Stream_frame {
  ::ASYNC_CHARS* text;
  ::ASYNC_PAIRS* pairs;

  template <class S>
  void put_in(Writer<S>&) const {}

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr PipeParameter Stream_pipes[] = {
  {&CHARS_element, offsetof(Stream_frame, text), k_pipe_in | k_pipe_pointer},
  {&PAIRS_element, offsetof(Stream_frame, pairs), k_pipe_out | k_pipe_pointer},
};
constexpr ClientOperation Stream_operation =
    client_operation<Stream_frame>(pipes_client, "Stream", 1, k_op_async, {Stream_pipes, 2});

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE pipes_v1_0_c_ifspec = &::farcall::stub::pipes_spec;

long Sum(handle_t h, CHARS text, PAIRS* pairs) {
  ::farcall::stub::Sum_frame midl_frame{text, pairs, {}};
  ::farcall::stub::call(::farcall::stub::Sum_operation, h, &midl_frame);
  return midl_frame.result;
}

void Stream(PRPC_ASYNC_STATE Stream_AsyncHandle, handle_t h, ASYNC_CHARS* text, ASYNC_PAIRS* pairs) {
  ::farcall::stub::Stream_frame midl_frame{text, pairs};
  ::farcall::stub::begin(::farcall::stub::Stream_operation, Stream_AsyncHandle, h, &midl_frame);
}

}  // extern "C"
