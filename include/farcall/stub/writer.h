// Writer<Syntax>: marshals into one contiguous, growing run of stub data, little-endian.
//
// Methods are named by wire type. An error (no memory, a value that does not fit) is kept, not thrown: later
// writes go nowhere and the run-time finds the status when the stub's routine has returned. Alignment gaps are
// zero (no stale memory leaves the process). Not for sharing between threads.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include <farcall/sdk/rpcnterr.h>
#include <farcall/stub/syntax.h>

FARCALL_STUB_NAMESPACE_BEGIN

static_assert(std::endian::native == std::endian::little, "a big-endian host needs its own store functions");

// The bytes behind a Writer; the run-time owns it and knows where `owner` leads.
struct StubOutput {
  uint8_t* start = nullptr;  // first byte of stub data
  uint8_t* cursor = nullptr;
  uint8_t* end = nullptr;
  int32_t status = RPC_S_OK;
  uint32_t last_referent = 0x00020000 - 4;  // as MIDL stubs number them
  void* owner = nullptr;
};

// The longest run a stub may ask for in one piece.
inline constexpr size_t k_max_run = 1024;

namespace detail {
// Makes room for `size` more bytes, moving the data if needed. False: no memory, status is set.
FARCALL_API bool grow(StubOutput& output, size_t size);
// Bytes to skip from `offset` to a multiple of `alignment` (a power of two).
constexpr size_t gap(size_t offset, size_t alignment) { return (0 - offset) & (alignment - 1); }
}  // namespace detail

inline void store_u8(uint8_t* at, uint8_t value) { *at = value; }
inline void store_u16(uint8_t* at, uint16_t value) { std::memcpy(at, &value, 2); }
inline void store_u32(uint8_t* at, uint32_t value) { std::memcpy(at, &value, 4); }
inline void store_u64(uint8_t* at, uint64_t value) { std::memcpy(at, &value, 8); }
inline void store_f32(uint8_t* at, float value) { std::memcpy(at, &value, 4); }
inline void store_f64(uint8_t* at, double value) { std::memcpy(at, &value, 8); }

template <class S>
class Writer {
 public:
  using Syntax = S;
  explicit Writer(StubOutput& output) : out_(output) {}
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  [[nodiscard]] bool ok() const { return out_.status == RPC_S_OK; }
  void fail(int32_t status) {
    if (ok()) out_.status = status;
  }
  [[nodiscard]] size_t size() const { return static_cast<size_t>(out_.cursor - out_.start); }

  // `size` bytes (at most k_max_run) aligned to `alignment`, in one check; the caller fills all of them.
  uint8_t* run(size_t alignment, size_t size) {
    const size_t pad = detail::gap(this->size(), alignment);
    if (static_cast<size_t>(out_.end - out_.cursor) < pad + size && !detail::grow(out_, pad + size))
      return waste_;
    std::memset(out_.cursor, 0, pad);
    uint8_t* at = out_.cursor + pad;
    out_.cursor = at + size;
    return at;
  }
  void align(size_t alignment) { run(alignment, 0); }

  void u8(uint8_t value) { store_u8(run(1, 1), value); }
  void u16(uint16_t value) { store_u16(run(2, 2), value); }
  void u32(uint32_t value) { store_u32(run(4, 4), value); }
  void u64(uint64_t value) { store_u64(run(8, 8), value); }
  void i8(int8_t value) { u8(static_cast<uint8_t>(value)); }
  void i16(int16_t value) { u16(static_cast<uint16_t>(value)); }
  void i32(int32_t value) { u32(static_cast<uint32_t>(value)); }
  void i64(int64_t value) { u64(static_cast<uint64_t>(value)); }
  void f32(float value) { store_f32(run(4, 4), value); }
  void f64(double value) { store_f64(run(8, 8), value); }

  // The low 32 bits of an IDL `long` that is 64 bits in memory: -2^31 .. 2^32-1, else RPC_X_BAD_STUB_DATA.
  uint32_t narrow32(long long value) {
    if (value < INT32_MIN || value > static_cast<long long>(UINT32_MAX)) fail(RPC_X_BAD_STUB_DATA);
    return static_cast<uint32_t>(value);
  }
  uint32_t narrow32(unsigned long value) { return narrow32(static_cast<long long>(value)); }
  uint32_t narrow32(long value) { return narrow32(static_cast<long long>(value)); }
  // A 16-bit enum: 0..32767 (C706 14.2.11 as MIDL applies it), else RPC_X_ENUM_VALUE_OUT_OF_RANGE.
  uint16_t enum16(int32_t value) {
    if (value < 0 || value > 0x7fff) fail(RPC_X_ENUM_VALUE_OUT_OF_RANGE);
    return static_cast<uint16_t>(value);
  }

  // Maximum, offset and actual counts.
  void count(uint64_t value) {
    if (value > UINT32_MAX) fail(RPC_X_INVALID_BOUND);
    u32(static_cast<uint32_t>(value));
  }

  // Elements whose memory equals the wire, N bytes each, aligned to N: one copy.
  template <size_t N>
  void elements(const void* values, size_t number) {
    static_assert(N == 1 || N == 2 || N == 4 || N == 8);
    if (number > SIZE_MAX / N) return fail(RPC_X_INVALID_BOUND);
    align(N);
    bulk(values, number * N);
  }
  // IDL `long` elements that are 64 bits in memory.
  template <class Long>
  void narrow_elements(const Long* values, size_t number) {
    for (size_t i = 0; i < number && ok(); ++i) u32(narrow32(values[i]));
  }
  // Any bytes, unaligned.
  void bulk(const void* bytes, size_t length) {
    if (length == 0) return;
    if (static_cast<size_t>(out_.end - out_.cursor) < length && !detail::grow(out_, length)) return;
    std::memcpy(out_.cursor, bytes, length);
    out_.cursor += length;
  }

  // The referent of a unique or full pointer inside a run of size S::referent_size; 0 for NULL.
  uint32_t next_referent(const void* pointee) { return pointee ? out_.last_referent += 4 : 0; }
  // A referent on its own; true when the pointee follows.
  bool referent(const void* pointee) {
    u32(next_referent(pointee));
    return pointee != nullptr;
  }
  // A [ref] pointer must not be NULL; answers whether the pointee can be written.
  bool reference(const void* pointee) {
    if (!pointee) fail(RPC_X_NULL_REF_POINTER);
    return pointee != nullptr;
  }

  // [string] data: maximum, offset 0, actual count (with terminator), units (C706 14.3.4). `maximum` 0: as needed.
  void string8(const void* text, size_t maximum = 0) {
    string_units<1>(text, std::strlen(static_cast<const char*>(text)) + 1, maximum);
  }
  template <class Unit>
  void string16(const Unit* text, size_t maximum = 0) {
    static_assert(sizeof(Unit) == 2);
    size_t units = 0;
    while (text[units] != 0) ++units;
    string_units<2>(text, units + 1, maximum);
  }

 private:
  template <size_t N>
  void string_units(const void* text, size_t units, size_t maximum) {
    if (maximum != 0 && units > maximum) return fail(RPC_X_INVALID_BOUND);
    count(maximum ? maximum : units);
    count(0);
    count(units);
    elements<N>(text, units);
  }

  StubOutput& out_;
  uint8_t waste_[k_max_run];  // where a run goes when there is no memory for it
};

FARCALL_STUB_NAMESPACE_END
