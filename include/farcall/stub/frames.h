// Frames and operation descriptors: what a stub tells the run-time about its operations.
//
// A *frame* is a plain struct made by midl for one operation: the parameters as the C prototype has them, the
// result, and storage of the stub's own. It is copied with memcpy and never destroyed, so it owns nothing.
// Client frame:  put_in(Writer) marshals [in];     get_out(Reader) unmarshals [out] and the result.
// Server frame:  get_in(Reader) unmarshals [in] and prepares [out]; invoke() calls the manager routine;
//                put_out(Writer) marshals [out] and the result; release() frees what came from midl_user_allocate.
//                notify() tells the program that the call has ended, and whether the manager was entered.
// A server frame starts zeroed. After a failed get_in nothing of it is used: the run-time itself frees what
// the Reader had taken, so release() only ever walks data that was unmarshalled whole.
#pragma once

#include <cstddef>
#include <cstdint>

#include <farcall/stub/abi.h>
#include <farcall/stub/bound.h>
#include <farcall/stub/context.h>
#include <farcall/stub/memory.h>
#include <farcall/stub/pipe.h>
#include <farcall/stub/reader.h>
#include <farcall/stub/released.h>
#include <farcall/stub/syntax.h>
#include <farcall/stub/writer.h>

FARCALL_STUB_NAMESPACE_BEGIN

enum OperationFlags : uint16_t {
  k_op_plain = 0,
  k_op_async = 1 << 0,       // ACF [async]: first parameter is PRPC_ASYNC_STATE
  k_op_has_result = 1 << 1,  // the operation returns a value
  k_op_maybe = 1 << 2,
  k_op_idempotent = 1 << 3,
  k_op_broadcast = 1 << 4,
  k_op_context_binding = 1 << 5,  // client: the binding of the call is that of a context handle
  k_op_makes_contexts = 1 << 6,   // client: [out] context handles may come
};

inline constexpr uint32_t k_interface_magic = 0x31434146;  // "FAC1": an if-spec made by this midl

// -- client ---------------------------------------------------------------------------------------------------

struct ClientInterface {
  uint32_t magic = k_interface_magic;
  const char* name;
  const void* const* if_handle;  // a constant that says where the RPC_CLIENT_INTERFACE is
  UserAllocator user;
  uint8_t syntaxes = k_all_syntaxes;
};

struct ClientOperation {
  const ClientInterface* interface;
  const char* name;
  uint16_t opnum;
  uint16_t flags;
  uint16_t frame_size;
  uint16_t result_offset;
  uint16_t result_size;
  void (*put_in)(SyntaxKind syntax, StubOutput& output, const void* frame);
  void (*get_out)(SyntaxKind syntax, StubInput& input, void* frame);
  Pipes pipes;
};

namespace detail {
// Calls body(Stream<Syntax>) for the syntax at hand; a frame that is not written for a syntax has none.
template <uint8_t Syntaxes, template <class> class Stream, class Bytes, class Body>
void in_syntax(SyntaxKind syntax, Bytes& bytes, Body body) {
  if constexpr ((Syntaxes & k_ndr64_only) != 0 && requires(Stream<Ndr64> & s) { body(s); }) {
    if (syntax == SyntaxKind::ndr64) {
      Stream<Ndr64> stream(bytes);
      return body(stream);
    }
  }
  if constexpr ((Syntaxes & k_ndr20_only) != 0) {
    if (syntax == SyntaxKind::ndr20) {
      Stream<Ndr20> stream(bytes);
      return body(stream);
    }
  }
  bytes.status = RPC_S_UNSUPPORTED_TRANS_SYN;
}
template <class Frame, uint8_t Syntaxes>
void put_in(SyntaxKind syntax, StubOutput& output, const void* frame) {
  in_syntax<Syntaxes, Writer>(
      syntax, output, [frame](auto& out) requires requires(const Frame& f) { f.put_in(out); } {
        static_cast<const Frame*>(frame)->put_in(out);
      });
}
template <class Frame, uint8_t Syntaxes>
void get_out(SyntaxKind syntax, StubInput& input, void* frame) {
  in_syntax<Syntaxes, Reader>(
      syntax, input, [frame](auto& in) requires requires(Frame & f) { f.get_out(in); } {
        static_cast<Frame*>(frame)->get_out(in);
      });
}
template <class Frame, uint8_t Syntaxes>
void get_in(SyntaxKind syntax, StubInput& input, void* frame) {
  in_syntax<Syntaxes, Reader>(
      syntax, input, [frame](auto& in) requires requires(Frame & f) { f.get_in(in); } {
        static_cast<Frame*>(frame)->get_in(in);
      });
}
template <class Frame, uint8_t Syntaxes>
void put_out(SyntaxKind syntax, StubOutput& output, const void* frame) {
  in_syntax<Syntaxes, Writer>(
      syntax, output, [frame](auto& out) requires requires(const Frame& f) { f.put_out(out); } {
        static_cast<const Frame*>(frame)->put_out(out);
      });
}
// Where the result of a frame stands; frames of void operations have no member `result`.
template <class Frame>
constexpr uint16_t result_offset() {
  if constexpr (requires { &Frame::result; }) return offsetof(Frame, result);
  return 0;
}
template <class Frame>
constexpr uint16_t result_size() {
  if constexpr (requires { &Frame::result; }) return sizeof(Frame::result);
  return 0;
}
}  // namespace detail

template <class Frame, uint8_t Syntaxes = k_all_syntaxes>
constexpr ClientOperation client_operation(const ClientInterface& interface, const char* name,
                                           uint16_t opnum, uint16_t flags, Pipes pipes = {}) {
  static_assert(sizeof(Frame) <= UINT16_MAX);
  return {&interface,
          name,
          opnum,
          flags,
          sizeof(Frame),
          detail::result_offset<Frame>(),
          detail::result_size<Frame>(),
          &detail::put_in<Frame, Syntaxes>,
          &detail::get_out<Frame, Syntaxes>,
          pipes};
}

// Where the status of a call that failed goes (ACF [comm_status], [fault_status]); nullptr: it is raised.
struct StatusTargets {
  uint32_t* comm;
  uint32_t* fault;
};

// A binding handle that routines of the program make of a value of its own type, for one call.
template <class T>
class GenericBinding {
 public:
  GenericBinding(T value, void* (*bind)(T), void (*unbind)(T, void*))
      : value_(value), handle_(bind(value)), unbind_(unbind) {}
  GenericBinding(const GenericBinding&) = delete;
  GenericBinding& operator=(const GenericBinding&) = delete;
  ~GenericBinding() { unbind_(value_, handle_); }
  [[nodiscard]] void* handle() const { return handle_; }

 private:
  T value_;
  void* handle_;
  void (*unbind_)(T, void*);
};

// `binding` is a handle_t, or with k_op_context_binding a context handle.
// A synchronous call: marshals, sends, waits, unmarshals into `frame`. Raises an RPC exception on any error, as
// its last act.
FARCALL_API void call(const ClientOperation& operation, void* binding, void* frame);
FARCALL_API void call(const ClientOperation& operation, void* binding, void* frame,
                      const StatusTargets& targets);

// Starts an asynchronous call (`async_state`: PRPC_ASYNC_STATE, initialised by the program). The frame is copied
// and kept until RpcAsyncCompleteCall. Raises local errors; others arrive as the call's outcome.
FARCALL_API void begin(const ClientOperation& operation, void* async_state, void* binding,
                       const void* frame);

// -- server ---------------------------------------------------------------------------------------------------

struct ServerInvocation {
  void* binding;      // handle_t of the call, for explicit handle parameters
  void* async_state;  // PRPC_ASYNC_STATE of the call, for [async] operations
  const void* epv;    // the manager's entry point vector
};

struct ServerOperation {
  const char* name;
  uint16_t flags;
  uint16_t frame_size;
  uint16_t result_offset;
  uint16_t result_size;
  void (*get_in)(SyntaxKind syntax, StubInput& input, void* frame);
  void (*invoke)(void* frame, const ServerInvocation& invocation);
  void (*put_out)(SyntaxKind syntax, StubOutput& output, const void* frame);
  void (*release)(void* frame);
  Pipes pipes;
  void (*notify)(bool entered) = nullptr;  // ACF [notify], [notify_flag]
};

// RPC_SERVER_INTERFACE.InterpreterInfo points here.
struct ServerInterface {
  uint32_t magic = k_interface_magic;
  const char* name;
  const ServerOperation* operations;
  uint16_t operation_count;
  UserAllocator user;
  uint8_t syntaxes = k_all_syntaxes;
};

namespace detail {
template <class Frame>
void invoke(void* frame, const ServerInvocation& invocation) {
  static_cast<Frame*>(frame)->invoke(invocation);
}
template <class Frame>
void release(void* frame) {
  if constexpr (requires(Frame & f) { f.release(); }) static_cast<Frame*>(frame)->release();
}
template <class Frame>
constexpr auto notify() -> void (*)(bool) {
  if constexpr (requires { Frame::notify(true); }) return &Frame::notify;
  return nullptr;
}
}  // namespace detail

template <class Frame, uint8_t Syntaxes = k_all_syntaxes>
constexpr ServerOperation server_operation(const char* name, uint16_t flags, Pipes pipes = {}) {
  static_assert(sizeof(Frame) <= UINT16_MAX);
  return {name,
          flags,
          sizeof(Frame),
          detail::result_offset<Frame>(),
          detail::result_size<Frame>(),
          &detail::get_in<Frame, Syntaxes>,
          &detail::invoke<Frame>,
          &detail::put_out<Frame, Syntaxes>,
          &detail::release<Frame>,
          pipes,
          detail::notify<Frame>()};
}

FARCALL_STUB_NAMESPACE_END
