// Pipes as stubs describe them (C706 14.3.10): the element of a pipe and where a call's pipes stand in its frame.
//
// A pipe parameter in a frame is the C struct of the header (pull, push, alloc, state), or a pointer to one. On the
// wire it is a sequence of chunks behind the other [in] parameters, or before the other [out] ones. The run-time reads
// and writes chunks; a stub only knows how elements look. Elements have a fixed size and hold no pointers.
#pragma once

#include <cstddef>
#include <cstdint>

#include <farcall/stub/abi.h>
#include <farcall/stub/reader.h>
#include <farcall/stub/syntax.h>
#include <farcall/stub/writer.h>

FARCALL_STUB_NAMESPACE_BEGIN

struct PipeWire {
  uint32_t size;  // of one element; the next one starts at the next multiple of `alignment`
  uint32_t alignment;
};

struct PipeElement {
  uint32_t memory_size;
  PipeWire ndr20;
  PipeWire ndr64;
  void (*put)(SyntaxKind syntax, StubOutput& output, const void* elements, size_t number);
  void (*get)(SyntaxKind syntax, StubInput& input, void* elements, size_t number);
};

enum PipeFlags : uint8_t {
  k_pipe_in = 1,
  k_pipe_out = 2,
  k_pipe_pointer = 4,  // the frame has a pointer to the struct
  k_pipe_long32 = 8,   // midl --long=32: counts are uint32_t
};

struct PipeParameter {
  const PipeElement* element;
  uint16_t offset;  // in the frame
  uint8_t flags;
};

// The pipes of an operation, in the order of its parameters.
struct Pipes {
  const PipeParameter* parameters = nullptr;
  uint16_t count = 0;
};

namespace detail {
template <class T, class Codec>
void put_elements(SyntaxKind syntax, StubOutput& output, const void* elements, size_t number) {
  if (syntax == SyntaxKind::ndr64) {
    Writer<Ndr64> out(output);
    return Codec::put(out, static_cast<const T*>(elements), number);
  }
  Writer<Ndr20> out(output);
  Codec::put(out, static_cast<const T*>(elements), number);
}
template <class T, class Codec>
void get_elements(SyntaxKind syntax, StubInput& input, void* elements, size_t number) {
  if (syntax == SyntaxKind::ndr64) {
    Reader<Ndr64> in(input);
    return Codec::get(in, static_cast<T*>(elements), number);
  }
  Reader<Ndr20> in(input);
  Codec::get(in, static_cast<T*>(elements), number);
}
}  // namespace detail

template <class T, class Codec>
constexpr PipeElement pipe_element(PipeWire ndr20, PipeWire ndr64) {
  return {sizeof(T), ndr20, ndr64, &detail::put_elements<T, Codec>,
          &detail::get_elements<T, Codec>};
}

FARCALL_STUB_NAMESPACE_END
