// What stubs of [encode] and [decode] use: operations and types that are pickled instead of called.
//
// A pickled operation is a ClientOperation whose put_in writes [in] into the data of a handle of midles.h and whose
// get_out reads [out] from it; either is nullptr without the attribute. A type is an operation with one parameter, a
// pointer to the value. All functions here raise an RPC exception on any error, as their last act.
#pragma once

#include <farcall/stub/frames.h>

FARCALL_STUB_NAMESPACE_BEGIN

// For `flags`: a primitive type, which has no header of its own in version 1 of the format.
inline constexpr uint16_t k_op_primitive = 1 << 7;

template <class Frame, uint8_t Syntaxes = k_all_syntaxes>
constexpr ClientOperation pickled_operation(const ClientInterface& interface, const char* name,
                                            uint16_t number, uint16_t flags) {
  static_assert(sizeof(Frame) <= UINT16_MAX);
  ClientOperation made{&interface, name, number, flags, sizeof(Frame), 0, 0, nullptr, nullptr, {}};
  if constexpr (requires(const Frame& f, Writer<Ndr20>& out) { f.put_in(out); })
    made.put_in = &detail::put_in<Frame, Syntaxes>;
  if constexpr (requires(Frame & f, Reader<Ndr20> & in) { f.get_out(in); })
    made.get_out = &detail::get_out<Frame, Syntaxes>;
  return made;
}

// Bytes that pickle_encode would add to the handle's data.
FARCALL_API size_t pickle_size(const ClientOperation& type, void* handle, const void* frame);
FARCALL_API void pickle_encode(const ClientOperation& type, void* handle, const void* frame);
FARCALL_API void pickle_decode(const ClientOperation& type, void* handle, void* frame);

// A procedure: encodes or decodes, as the handle says.
FARCALL_API void pickle(const ClientOperation& operation, void* handle, void* frame);
FARCALL_API void pickle(const ClientOperation& operation, void* handle, void* frame,
                        const StatusTargets& targets);

// On a server, the place of an operation that cannot be called.
constexpr ServerOperation pickled_only(const char* name) {
  return {name,
          k_op_plain,
          0,
          0,
          0,
          [](SyntaxKind, StubInput& input, void*) { input.status = RPC_S_PROCNUM_OUT_OF_RANGE; },
          [](void*, const ServerInvocation&) {},
          [](SyntaxKind, StubOutput&, const void*) {},
          [](void*) {},
          {}};
}

FARCALL_STUB_NAMESPACE_END
