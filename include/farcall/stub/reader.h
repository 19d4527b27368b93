// Reader<Syntax>: unmarshals stub data of either byte order.
//
// The peer wrote these bytes: every length is compared with what is left before it is used, every count before
// memory is taken. An error is kept, not thrown: later reads give zeros, empty arrays and NULL, so a stub's
// routine runs to its end quickly and the run-time finds the status. Not for sharing between threads.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <farcall/sdk/rpcnterr.h>
#include <farcall/stub/memory.h>
#include <farcall/stub/writer.h>

FARCALL_STUB_NAMESPACE_BEGIN

// The bytes behind a Reader and the memory it may take.
struct StubInput {
  const uint8_t* start = nullptr;
  const uint8_t* cursor = nullptr;
  const uint8_t* end = nullptr;
  int32_t status = RPC_S_OK;
  bool swapped = false;          // the sender is big-endian
  Memory memory = Memory::call;  // where allocate() takes from now
  bool reuse = false;            // [in,out] on the client: existing pointees are filled, not replaced
  const UserAllocator* user = nullptr;
  size_t memory_left = 0;   // bytes that counts backed by received data may still take
  size_t claimed_left = 0;  // bytes that mere claims (maximum counts, [out] sizes) may still take
  void* owner = nullptr;
};

namespace detail {
// Memory of the call or of the application, zeroed; nullptr and a status when there is none.
FARCALL_API void* allocate(StubInput& input, size_t size);
FARCALL_API void* allocate_claimed(StubInput& input, size_t size);
alignas(16) FARCALL_API extern const uint8_t k_zeros[k_max_run];
FARCALL_API void swap_elements(uint8_t* bytes, size_t size, size_t number);
}  // namespace detail

template <class S>
class Reader {
 public:
  using Syntax = S;
  explicit Reader(StubInput& input) : in_(input) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[nodiscard]] bool ok() const { return in_.status == RPC_S_OK; }
  void fail(int32_t status = RPC_X_BAD_STUB_DATA) {
    if (ok()) in_.status = status;
    in_.cursor = in_.end;
  }
  // A condition the data must meet: RPC_X_BAD_STUB_DATA (or `status`) when it does not.
  void require(bool condition, int32_t status = RPC_X_BAD_STUB_DATA) {
    if (!condition) fail(status);
  }
  [[nodiscard]] size_t remaining() const { return static_cast<size_t>(in_.end - in_.cursor); }

  // `size` bytes (at most k_max_run) at `alignment`, in one check; zeros after an error.
  const uint8_t* run(size_t alignment, size_t size) {
    const size_t pad = detail::gap(static_cast<size_t>(in_.cursor - in_.start), alignment);
    if (!ok() || remaining() < pad + size) {
      fail();
      return detail::k_zeros;
    }
    const uint8_t* at = in_.cursor + pad;
    in_.cursor = at + size;
    return at;
  }
  void align(size_t alignment) { run(alignment, 0); }

  // Values inside a run.
  [[nodiscard]] static uint8_t load_u8(const uint8_t* at) { return *at; }
  [[nodiscard]] uint16_t load_u16(const uint8_t* at) const {
    uint16_t value;
    std::memcpy(&value, at, 2);
    return in_.swapped ? __builtin_bswap16(value) : value;
  }
  [[nodiscard]] uint32_t load_u32(const uint8_t* at) const {
    uint32_t value;
    std::memcpy(&value, at, 4);
    return in_.swapped ? __builtin_bswap32(value) : value;
  }
  [[nodiscard]] uint64_t load_u64(const uint8_t* at) const {
    uint64_t value;
    std::memcpy(&value, at, 8);
    return in_.swapped ? __builtin_bswap64(value) : value;
  }
  [[nodiscard]] int8_t load_i8(const uint8_t* at) const { return static_cast<int8_t>(*at); }
  [[nodiscard]] int16_t load_i16(const uint8_t* at) const { return static_cast<int16_t>(load_u16(at)); }
  [[nodiscard]] int32_t load_i32(const uint8_t* at) const { return static_cast<int32_t>(load_u32(at)); }
  [[nodiscard]] int64_t load_i64(const uint8_t* at) const { return static_cast<int64_t>(load_u64(at)); }
  [[nodiscard]] float load_f32(const uint8_t* at) const { return std::bit_cast<float>(load_u32(at)); }
  [[nodiscard]] double load_f64(const uint8_t* at) const { return std::bit_cast<double>(load_u64(at)); }

  uint8_t u8() { return load_u8(run(1, 1)); }
  uint16_t u16() { return load_u16(run(2, 2)); }
  uint32_t u32() { return load_u32(run(4, 4)); }
  uint64_t u64() { return load_u64(run(8, 8)); }
  int8_t i8() { return static_cast<int8_t>(u8()); }
  int16_t i16() { return static_cast<int16_t>(u16()); }
  int32_t i32() { return static_cast<int32_t>(u32()); }
  int64_t i64() { return static_cast<int64_t>(u64()); }
  float f32() { return load_f32(run(4, 4)); }
  double f64() { return load_f64(run(8, 8)); }

  // A 16-bit enum as transmitted: 0..32767, else RPC_X_ENUM_VALUE_OUT_OF_RANGE.
  int32_t enum16(uint16_t value) {
    require(value <= 0x7fff, RPC_X_ENUM_VALUE_OUT_OF_RANGE);
    return ok() ? value : 0;
  }

  // A maximum, offset or actual count, not yet proven.
  size_t count() { return u32(); }
  // The number of elements that follow, at least `wire_size` bytes each (1 for elements without bytes of their
  // own): proven against what is left, so it may be used to allocate. 0 after an error.
  size_t proven(size_t number, size_t wire_size) {
    if (number > remaining() / wire_size) fail();
    return ok() ? number : 0;
  }

  template <size_t N>
  void elements(void* values, size_t number) {
    align(N);
    if (!ok() || number > remaining() / N) return fail();
    if (number == 0) return;
    std::memcpy(values, in_.cursor, number * N);
    in_.cursor += number * N;
    if (N > 1 && in_.swapped) detail::swap_elements(static_cast<uint8_t*>(values), N, number);
  }
  // IDL `long` elements that are 64 bits in memory: sign-extended or zero-extended by the type of `values`.
  void widen_elements(long* values, size_t number) {
    for (size_t i = 0; i < number; ++i) values[i] = i32();
  }
  void widen_elements(unsigned long* values, size_t number) {
    for (size_t i = 0; i < number; ++i) values[i] = u32();
  }

  // A referent on its own: 0 = NULL.
  uint32_t referent() { return u32(); }

  // From here on allocate() takes from `memory`; with `reuse`, target() keeps a pointee that is there.
  void use(Memory memory, bool reuse = false) {
    in_.memory = memory;
    in_.reuse = reuse;
  }
  // Zeroed memory for `number` elements of T, backed by received data. nullptr after an error.
  template <class T>
  T* allocate(size_t number = 1) {
    if (!ok()) return nullptr;
    if (number > SIZE_MAX / sizeof(T)) {
      fail();
      return nullptr;
    }
    auto* memory = static_cast<T*>(detail::allocate(in_, number * sizeof(T)));
    if (!memory) in_.cursor = in_.end;
    return memory;
  }
  // The same for memory that the peer only claims: [out] sizes, maximum counts beyond what was transmitted.
  template <class T>
  T* allocate_claimed(size_t number) {
    if (!ok()) return nullptr;
    if (number > SIZE_MAX / sizeof(T)) {
      fail();
      return nullptr;
    }
    auto* memory = static_cast<T*>(detail::allocate_claimed(in_, number * sizeof(T)));
    if (!memory) in_.cursor = in_.end;
    return memory;
  }
  // The pointee to fill: `existing` when it may be reused, else new memory.
  template <class T>
  T* target(T* existing, size_t number = 1) {
    return in_.reuse && existing ? existing : allocate<T>(number);
  }

  // [string] data. Counts, offset, terminator are checked; `maximum_at_most` bounds the maximum count of a fixed
  // or sized buffer (SIZE_MAX: none). The text is written to `existing` when that may be reused (an [in,out] or
  // top-level [out] buffer; the caller's buffer holds `capacity` units), else to new memory of maximum units.
  template <class Unit>
  Unit* string(Unit* existing = nullptr, size_t capacity = SIZE_MAX, size_t maximum_at_most = SIZE_MAX) {
    static_assert(sizeof(Unit) == 1 || sizeof(Unit) == 2);
    const size_t maximum = count();
    const size_t offset = count();
    const size_t actual = count();
    require(offset == 0 && actual >= 1 && actual <= maximum && maximum <= maximum_at_most);
    proven(actual, sizeof(Unit));
    if (!ok()) return nullptr;
    Unit* text = existing;
    if (existing) {
      require(actual <= capacity, RPC_X_BYTE_COUNT_TOO_SMALL);
      if (!ok()) return nullptr;
    } else {
      text = maximum == actual ? allocate<Unit>(actual) : allocate_claimed<Unit>(maximum);
      if (!text) return nullptr;
    }
    elements<sizeof(Unit)>(text, actual);
    require(ok() && text[actual - 1] == 0);
    if (!ok()) text[0] = 0;
    return text;
  }

 private:
  StubInput& in_;
};

FARCALL_STUB_NAMESPACE_END
