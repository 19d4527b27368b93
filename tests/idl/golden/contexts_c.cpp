/* Client stub of contexts.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "contexts.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

const ContextType FILE_HANDLE_context_type{"FILE_HANDLE", nullptr};
const ContextType FOLDER_context_type{"FOLDER", nullptr};

// -- interface contexts

extern const ClientInterface contexts_client;
RPC_CLIENT_INTERFACE contexts_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xc7}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  0, &contexts_client, 0
};
const void* const contexts_handle = &contexts_spec;
const ClientInterface contexts_client{k_interface_magic, "contexts", &contexts_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* void Open([in] handle_t h, [out] FILE_HANDLE *file); */
struct Open_frame {
  ::FILE_HANDLE* file;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.reference(file);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    in.context(*file, &FILE_HANDLE_context_type, k_context_out);
  }
};
constexpr ClientOperation Open_operation =
    client_operation<Open_frame>(contexts_client, "Open", 0, k_op_makes_contexts);

/* FOLDER OpenFolder([in] handle_t h); */
struct OpenFolder_frame {
  ::FOLDER result;

  template <class S>
  void put_in(Writer<S>&) const {}

  template <class S>
  void get_out(Reader<S>& in) {
    in.context(result, &FOLDER_context_type, k_context_out);
  }
};
constexpr ClientOperation OpenFolder_operation =
    client_operation<OpenFolder_frame>(contexts_client, "OpenFolder", 1, k_op_has_result | k_op_makes_contexts);

/* long Read([in] FILE_HANDLE file); */
struct Read_frame {
  ::FILE_HANDLE file;
  long result;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.context(file, &FILE_HANDLE_context_type, k_context_in | k_context_shared);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    result = in.i32();
  }
};
constexpr ClientOperation Read_operation =
    client_operation<Read_frame>(contexts_client, "Read", 2, k_op_has_result | k_op_context_binding);

/* long Close([in, out] FILE_HANDLE *file, [in] FOLDER folder); */
struct Close_frame {
  ::FILE_HANDLE* file;
  ::FOLDER folder;
  long result;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(file)) {
      out.context(*file, &FILE_HANDLE_context_type, k_context_in | k_context_out);
    }
    out.context(folder, &FOLDER_context_type, k_context_in);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    in.context(*file, &FILE_HANDLE_context_type, k_context_in | k_context_out);
    result = in.i32();
  }
};
constexpr ClientOperation Close_operation =
    client_operation<Close_frame>(contexts_client, "Close", 3, k_op_has_result | k_op_context_binding | k_op_makes_contexts);

/* void Plain([in, out, context_handle] void **plain); */
struct Plain_frame {
  void** plain;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(plain)) {
      out.context(*plain, nullptr, k_context_in | k_context_out);
    }
  }

  template <class S>
  void get_out(Reader<S>& in) {
    in.context(*plain, nullptr, k_context_in | k_context_out);
  }
};
constexpr ClientOperation Plain_operation =
    client_operation<Plain_frame>(contexts_client, "Plain", 4, k_op_context_binding | k_op_makes_contexts);

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE contexts_v1_0_c_ifspec = &::farcall::stub::contexts_spec;

void Open(handle_t h, FILE_HANDLE* file) {
  ::farcall::stub::Open_frame midl_frame{file};
  ::farcall::stub::call(::farcall::stub::Open_operation, h, &midl_frame);
}

FOLDER OpenFolder(handle_t h) {
  ::farcall::stub::OpenFolder_frame midl_frame{{}};
  ::farcall::stub::call(::farcall::stub::OpenFolder_operation, h, &midl_frame);
  return midl_frame.result;
}

long Read(FILE_HANDLE file) {
  ::farcall::stub::Read_frame midl_frame{file, {}};
  ::farcall::stub::call(::farcall::stub::Read_operation, file, &midl_frame);
  return midl_frame.result;
}

long Close(FILE_HANDLE* file, FOLDER folder) {
  ::farcall::stub::Close_frame midl_frame{file, folder, {}};
  ::farcall::stub::call(::farcall::stub::Close_operation, file ? *file : nullptr, &midl_frame);
  return midl_frame.result;
}

void Plain(void** plain) {
  ::farcall::stub::Plain_frame midl_frame{plain};
  ::farcall::stub::call(::farcall::stub::Plain_operation, plain ? *plain : nullptr, &midl_frame);
}

}  // extern "C"
