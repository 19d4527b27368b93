/* Server stub of contexts.idl. Made by midl; changes here are lost.
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

const ContextType FILE_HANDLE_context_type{"FILE_HANDLE",
    [](void* context) { ::FILE_HANDLE_rundown(static_cast<::FILE_HANDLE>(context)); }};
const ContextType FOLDER_context_type{"FOLDER",
    [](void* context) { ::FOLDER_rundown(static_cast<::FOLDER>(context)); }};

// -- interface contexts

/* void Open([in] handle_t h, [out] FILE_HANDLE *file); */
struct Open_frame {
  ::FILE_HANDLE file;

  template <class S>
  void get_in(Reader<S>& in) {
    in.new_context(file, &FILE_HANDLE_context_type, k_context_out);
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::contexts_v1_0_epv_t*>(call.epv);
    epv.Open(call.binding, &file);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    out.context(file, &FILE_HANDLE_context_type, k_context_out);
  }
};

/* FOLDER OpenFolder([in] handle_t h); */
struct OpenFolder_frame {
  ::FOLDER result;

  template <class S>
  void get_in(Reader<S>& in) {
    in.new_context(result, &FOLDER_context_type, k_context_out);
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::contexts_v1_0_epv_t*>(call.epv);
    result = epv.OpenFolder(call.binding);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    out.context(result, &FOLDER_context_type, k_context_out);
  }
};

/* long Read([in] FILE_HANDLE file); */
struct Read_frame {
  ::FILE_HANDLE file;
  long result;

  template <class S>
  void get_in(Reader<S>& in) {
    in.context(file, &FILE_HANDLE_context_type, k_context_in | k_context_shared);
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::contexts_v1_0_epv_t*>(call.epv);
    result = epv.Read(file);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    out.u32(out.narrow32(result));
  }
};

/* long Close([in, out] FILE_HANDLE *file, [in] FOLDER folder); */
struct Close_frame {
  ::FILE_HANDLE file;
  ::FOLDER folder;
  long result;

  template <class S>
  void get_in(Reader<S>& in) {
    in.context(file, &FILE_HANDLE_context_type, k_context_in | k_context_out);
    in.context(folder, &FOLDER_context_type, k_context_in);
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::contexts_v1_0_epv_t*>(call.epv);
    result = epv.Close(&file, folder);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    out.context(file, &FILE_HANDLE_context_type, k_context_in | k_context_out);
    out.u32(out.narrow32(result));
  }
};

/* void Plain([in, out, context_handle] void **plain); */
struct Plain_frame {
  void* plain;

  template <class S>
  void get_in(Reader<S>& in) {
    in.context(plain, nullptr, k_context_in | k_context_out);
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::contexts_v1_0_epv_t*>(call.epv);
    epv.Plain(&plain);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    out.context(plain, nullptr, k_context_in | k_context_out);
  }
};

constexpr ServerOperation contexts_operations[] = {
  server_operation<Open_frame>("Open", k_op_plain),
  server_operation<OpenFolder_frame>("OpenFolder", k_op_has_result),
  server_operation<Read_frame>("Read", k_op_has_result),
  server_operation<Close_frame>("Close", k_op_has_result),
  server_operation<Plain_frame>("Plain", k_op_plain),
};
const ServerInterface contexts_server{k_interface_magic, "contexts", contexts_operations, 5,
    {&::midl_user_allocate, &::midl_user_free}};

// The manager routines that RpcServerRegisterIf(…, NULL, NULL) means.
::contexts_v1_0_epv_t contexts_default_epv = {
  &::Open,
  &::OpenFolder,
  &::Read,
  &::Close,
  &::Plain,
};

RPC_SERVER_INTERFACE contexts_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xc7}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  &contexts_default_epv, &contexts_server, 0
};

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE contexts_v1_0_s_ifspec = &::farcall::stub::contexts_spec;
}
