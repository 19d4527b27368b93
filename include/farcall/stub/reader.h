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
#include <type_traits>

#include <farcall/sdk/rpcnterr.h>
#include <farcall/stub/memory.h>
#include <farcall/stub/writer.h>

FARCALL_STUB_NAMESPACE_BEGIN

// What Reader::pointer leaves in a pointer whose pointee is still to come and has no memory yet.
inline constexpr uintptr_t k_pending = UINTPTR_MAX & ~uintptr_t{15};

// A count that was not received.
inline constexpr size_t k_no_count = SIZE_MAX;

// The bytes behind a Reader and the memory it may take.
struct StubInput {
  const uint8_t* start = nullptr;
  const uint8_t* cursor = nullptr;
  const uint8_t* end = nullptr;
  int32_t status = RPC_S_OK;
  bool swapped = false;          // the sender is big-endian
  Memory memory = Memory::call;  // where allocate() takes from now
  bool reuse = false;  // [in,out] on the client: existing pointees are filled, not replaced
  const UserAllocator* user = nullptr;
  uint32_t levels_left = 64;  // of recursive types
  size_t memory_left = 0;     // bytes that counts backed by received data may still take
  size_t claimed_left = 0;    // bytes that mere claims (maximum counts, [out] sizes) may still take
  void* owner = nullptr;
  ContextMarshaller* contexts = nullptr;
};

namespace detail {
// Memory of the call or of the application, zeroed, stored in the pointer at `slot`; nullptr and a status when there
// is none. `backed` bytes are paid for by received data, the rest are mere claims. When unmarshalling fails later,
// memory of the application is freed and the pointer that led to it becomes NULL.
FARCALL_API void* allocate(StubInput& input, void* slot, size_t size, size_t backed);
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
  [[nodiscard]] int16_t load_i16(const uint8_t* at) const {
    return static_cast<int16_t>(load_u16(at));
  }
  [[nodiscard]] int32_t load_i32(const uint8_t* at) const {
    return static_cast<int32_t>(load_u32(at));
  }
  [[nodiscard]] int64_t load_i64(const uint8_t* at) const {
    return static_cast<int64_t>(load_u64(at));
  }
  [[nodiscard]] float load_f32(const uint8_t* at) const {
    return std::bit_cast<float>(load_u32(at));
  }
  [[nodiscard]] double load_f64(const uint8_t* at) const {
    return std::bit_cast<double>(load_u64(at));
  }

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
  // [range]
  void in_range(Bound value, int64_t low, int64_t high) {
    require(value.value() >= low && value.value() <= high, RPC_X_INVALID_BOUND);
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
  // Elements inside a run, bytes as received.
  template <size_t N>
  void load_elements(void* values, const uint8_t* at, size_t number) const {
    std::memcpy(values, at, number * N);
    if (N > 1 && in_.swapped) detail::swap_elements(static_cast<uint8_t*>(values), N, number);
  }
  // IDL `long` elements, which may be 64 bits in memory: sign- or zero-extended by the type of `values`.
  template <class Long>
  void widen_elements(Long* values, size_t number) {
    if constexpr (sizeof(Long) == 4) return elements<4>(values, number);
    for (size_t i = 0; i < number && ok(); ++i) {
      if constexpr (std::is_signed_v<Long>) {
        values[i] = i32();
      } else {
        values[i] = u32();
      }
    }
  }

  // Structs whose memory equals the wire, `alignment` their alignment: one copy. False when the sender's byte order
  // needs them one by one.
  template <class T>
  bool copied(T* values, size_t number, size_t alignment) {
    if (in_.swapped) return false;
    align(alignment);
    if (!ok() || number > remaining() / sizeof(T)) {
      fail();
      return true;
    }
    std::memcpy(values, in_.cursor, number * sizeof(T));
    in_.cursor += number * sizeof(T);
    return true;
  }

  // The maximum count of a conformant array, not yet proven; 0 after an error.
  size_t maximum() {
    const size_t number = count();
    return ok() ? number : 0;
  }
  // An array of which all `size` elements follow, at least `wire_size` bytes each.
  Extent whole(size_t size, size_t wire_size) { return {size, 0, proven(size, wire_size)}; }
  // Offset and actual count of a varying array within `maximum`.
  Extent varying(size_t maximum, size_t wire_size) {
    Extent extent{maximum, count(), count()};
    require(extent.first <= maximum && extent.number <= maximum - extent.first);
    extent.number = proven(extent.number, wire_size);
    if (!ok()) extent.first = 0;
    return extent;
  }
  // A count that was received must be the value of its expression.
  void require_size(size_t received, Bound expected) {
    require(expected.valid() && received == static_cast<uint64_t>(expected.value()));
  }
  // A count whose expression is not known yet; several of one expression must be equal.
  void remember_size(size_t& known, size_t received) {
    require(known == k_no_count || known == received);
    known = received;
  }
  // A buffer that the program owns must have room.
  void require_room(size_t needed, size_t room) {
    require(needed <= room, RPC_X_BYTE_COUNT_TOO_SMALL);
  }
  // The elements that a program's own memory holds, by the expression's value before anything is received.
  [[nodiscard]] static size_t room(Bound value) { return elements_of(value); }

  // -- pointers. A pointer that is received is first NULL, kept, or pending; target() then gives the pointee memory.

  // From here on memory is taken from `memory`. With `reuse` pointees that are there are filled, not replaced.
  void use(Memory memory, bool reuse = false) {
    in_.memory = memory;
    in_.reuse = reuse;
  }
  // A unique pointer with this referent.
  template <class T>
  void pointer(T*& slot, uint32_t referent) {
    if (!ok()) {
      if (!in_.reuse) slot = nullptr;  // what a program has stays its own
    } else if (referent == 0) {
      slot = nullptr;
    } else if (!in_.reuse || !slot) {
      expect(slot);
    }
  }
  // A ref pointer inside a construct: its referent may not be 0.
  template <class T>
  void reference(T*& slot, uint32_t referent) {
    require(referent != 0, RPC_X_NULL_REF_POINTER);
    pointer(slot, referent);
  }
  // The pointee comes without a referent: a parameter.
  template <class T>
  static void expect(T*& slot) {
    slot = reinterpret_cast<T*>(k_pending);
  }
  // On the client: the referent of a parameter, which can only fill what the program gave. True: the pointee follows.
  template <class T>
  bool filled(T* parameter, uint32_t referent) {
    require(referent == 0 || parameter != nullptr);
    return ok() && referent != 0;
  }
  template <class T>
  [[nodiscard]] static bool pending(T* slot) {
    return reinterpret_cast<uintptr_t>(slot) == k_pending;
  }
  template <class T>
  [[nodiscard]] static bool kept(T* slot) {
    return slot && !pending(slot);
  }
  [[nodiscard]] bool reusing() const { return in_.reuse; }
  // A kept array that is too small now is replaced.
  template <class T>
  void refit(T*& slot, size_t had, Bound needs) {
    if (kept(slot) && static_cast<uint64_t>(needs.value()) > had) expect(slot);
  }

  // Where the pointee goes: NULL for a NULL pointer and after an error, new memory for a pending one.
  template <class T>
  std::remove_const_t<T>* target(T*& slot) {
    return take(slot, sizeof(T), sizeof(T));
  }
  template <class T>
  std::remove_const_t<T>* target(T*& slot, const Extent& extent) {
    return take(slot, extent.size * sizeof(T), extent.number * sizeof(T));
  }
  // The same for a type with fixed arrays of which only a part is sent: what received data does not pay for.
  template <class T>
  std::remove_const_t<T>* claimed_target(T*& slot) {
    return take(slot, sizeof(T), 0);
  }
  template <class T>
  std::remove_const_t<T>* claimed_target(T*& slot, const Extent& extent) {
    return take(slot, extent.size * sizeof(T), 0);
  }
  // A struct whose open array of `element` bytes each starts at `offset`.
  template <class T>
  std::remove_const_t<T>* target(T*& slot, size_t offset, size_t element, const Extent& extent) {
    const size_t size = offset + extent.size * element;
    return take(slot, size < sizeof(T) ? sizeof(T) : size, offset + extent.number * element);
  }
  // [range] lets claims go up to this many bytes.
  void allow(size_t bytes) {
    if (in_.claimed_left < bytes) in_.claimed_left = bytes;
  }
  // Memory for [out] data of a size that the client chose.
  template <class T>
  void make_room(T*& slot, Bound number) {
    slot = nullptr;
    if (!number.valid()) fail(RPC_X_INVALID_BOUND);
    if (!ok()) return;
    if (static_cast<uint64_t>(number.value()) > SIZE_MAX / 2 / sizeof(T)) return fail();
    if (!detail::allocate(in_, &slot, static_cast<size_t>(number.value()) * sizeof(T), 0))
      in_.cursor = in_.end;
  }

  // A context handle; `slot` is where the pointer variable is, in the frame or in the program.
  template <class T>
  void context(T*& slot, const ContextType* type, uint16_t flags) {
    const uint8_t* const at = run(4, 20);
    WireContext wire{load_u32(at), load_u32(at + 4), load_u16(at + 8), load_u16(at + 10), {}};
    std::memcpy(wire.data4, at + 12, 8);
    if (ok()) got_context(&slot, type, flags, &wire);
  }
  // One that the manager routine will set: an [out] parameter, or the result.
  template <class T>
  void new_context(T*& slot, const ContextType* type, uint16_t flags) {
    slot = nullptr;
    if (ok()) got_context(&slot, type, flags, nullptr);
  }

  // -- [string] data: offset 0, actual count with the terminator, units. Everything is checked.

  // Into a buffer of `room` units.
  template <class Unit>
  void varying_string(Unit* text, size_t maximum, size_t room) {
    const size_t units = string_units(maximum, sizeof(Unit));
    require_room(units, room);
    if (ok()) string_data(text, units);
  }
  // Into the pointee: new memory of `maximum` units, or what is there. Text that is there and too short is replaced;
  // so `room` is only needed for buffers of the program that hold more than the text in them.
  template <class Unit>
  void string(Unit*& slot, size_t maximum, size_t room = 0) {
    const size_t units = string_units(maximum, sizeof(Unit));
    if (slot && !pending(slot) && units > room && units > string_room(slot)) expect(slot);
    const Extent extent{maximum, 0, units};
    if (auto* const text = target(slot, extent)) string_data(text, units);
  }
  // The units that the text in a program's buffer takes.
  template <class Unit>
  [[nodiscard]] static size_t string_room(const Unit* text) {
    size_t units = 0;
    while (text[units] != 0) ++units;
    return units + 1;
  }

  // One level of a recursive type; too many are RPC_X_BAD_STUB_DATA.
  class Level {
   public:
    explicit Level(Reader& reader) : in_(reader.in_), entered_(in_.levels_left != 0) {
      if (entered_)
        --in_.levels_left;
      else
        reader.fail();
    }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { in_.levels_left += entered_; }

   private:
    StubInput& in_;
    bool entered_;
  };

 private:
  template <class T>
  std::remove_const_t<T>* take(T*& slot, size_t size, size_t backed) {
    if (!slot) return nullptr;
    if (!pending(slot)) return ok() ? const_cast<std::remove_const_t<T>*>(slot) : nullptr;
    slot = nullptr;
    if (!ok()) return nullptr;
    void* memory = detail::allocate(in_, const_cast<std::remove_const_t<T>**>(&slot), size, backed);
    if (!memory) in_.cursor = in_.end;
    return static_cast<std::remove_const_t<T>*>(memory);
  }
  size_t string_units(size_t maximum, size_t unit) {
    const size_t offset = count();
    const size_t units = count();
    require(offset == 0 && units >= 1 && units <= maximum);
    return proven(units, unit);
  }
  void got_context(void* slot, const ContextType* type, uint16_t flags, const WireContext* wire) {
    const int32_t status = in_.contexts ? in_.contexts->get(slot, type, flags, wire)
                                        : int32_t{RPC_X_SS_CONTEXT_MISMATCH};
    if (status != RPC_S_OK) fail(status);
  }
  template <class Unit>
  void string_data(Unit* text, size_t units) {
    elements<sizeof(Unit)>(text, units);
    require(ok() && text[units - 1] == 0);
    if (!ok()) text[0] = 0;
  }

 private:
  StubInput& in_;
};

FARCALL_STUB_NAMESPACE_END
