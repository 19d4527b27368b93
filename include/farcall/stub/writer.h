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
#include <farcall/stub/bound.h>
#include <farcall/stub/context.h>
#include <farcall/stub/syntax.h>
#include <farcall/stub/user_marshal.h>
#include <farcall/stub/walk.h>

FARCALL_STUB_NAMESPACE_BEGIN

static_assert(std::endian::native == std::endian::little,
              "a big-endian host needs its own store functions");

// The bytes behind a Writer; the run-time owns it and knows where `owner` leads.
struct StubOutput {
  uint8_t* start = nullptr;  // first byte of stub data
  uint8_t* cursor = nullptr;
  uint8_t* end = nullptr;
  int32_t status = RPC_S_OK;
  uint32_t last_referent = 0x00020000 - 4;  // as MIDL stubs number them
  void* owner = nullptr;
  ContextMarshaller* contexts = nullptr;
};

// The longest run a stub may ask for in one piece.
inline constexpr size_t k_max_run = 1024;

namespace detail {
// Makes room for `size` more bytes, moving the data if needed. False: no memory, status is set.
FARCALL_API bool grow(StubOutput& output, size_t size);
// Full pointers: the referent of a pointee, which equal pointers of one type share; and whether this is the first
// time that the pointee is asked for, so that it is sent once.
FARCALL_API uint32_t full_referent(StubOutput& output, const void* pointee, const void* type);
FARCALL_API bool first_full(StubOutput& output, const void* pointee, const void* type);
// An address that stands for a type: pointers of different types never are the same one.
template <class T>
inline constexpr char k_type_mark = 0;
template <class T>
constexpr const void* type_mark() {
  return &k_type_mark<std::remove_cv_t<T>>;
}
// Up to k_short bytes without a call: as two pieces that may overlap.
inline constexpr size_t k_short = 16;
inline void copy_short(uint8_t* to, const uint8_t* from, size_t size) {
  const auto ends = [&](auto piece) {
    auto last = piece;
    std::memcpy(&piece, from, sizeof piece);
    std::memcpy(&last, from + size - sizeof last, sizeof last);
    std::memcpy(to, &piece, sizeof piece);
    std::memcpy(to + size - sizeof last, &last, sizeof last);
  };
  if (size >= 8) return ends(uint64_t{});
  if (size >= 4) return ends(uint32_t{});
  if (size >= 2) return ends(uint16_t{});
  if (size) *to = *from;
}
inline void copy(void* to, const void* from, size_t size) {
  if (size > k_short)
    std::memcpy(to, from, size);
  else
    copy_short(static_cast<uint8_t*>(to), static_cast<const uint8_t*>(from), size);
}
// Bytes to skip from `offset` to a multiple of `alignment` (a power of two).
constexpr size_t gap(size_t offset, size_t alignment) {
  return (0 - offset) & (alignment - 1);
}
}  // namespace detail

// A conformant or varying array: elements in memory, and those transmitted: `number` from `first` on.
struct Extent {
  size_t size = 0;
  size_t first = 0;
  size_t number = 0;
};

inline void store_u8(uint8_t* at, uint8_t value) {
  *at = value;
}
inline void store_i8(uint8_t* at, int8_t value) {
  std::memcpy(at, &value, 1);
}
inline void store_i16(uint8_t* at, int16_t value) {
  std::memcpy(at, &value, 2);
}
inline void store_i32(uint8_t* at, int32_t value) {
  std::memcpy(at, &value, 4);
}
inline void store_i64(uint8_t* at, int64_t value) {
  std::memcpy(at, &value, 8);
}
inline void store_u16(uint8_t* at, uint16_t value) {
  std::memcpy(at, &value, 2);
}
inline void store_u32(uint8_t* at, uint32_t value) {
  std::memcpy(at, &value, 4);
}
inline void store_u64(uint8_t* at, uint64_t value) {
  std::memcpy(at, &value, 8);
}
inline void store_f32(uint8_t* at, float value) {
  std::memcpy(at, &value, 4);
}
inline void store_f64(uint8_t* at, double value) {
  std::memcpy(at, &value, 8);
}

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
    const auto room = static_cast<size_t>(out_.end - out_.cursor);
    if (room < pad + size && !detail::grow(out_, pad + size)) return waste_;
    uint8_t* const gap = out_.cursor;
    uint8_t* const at = gap + pad;
    out_.cursor = at + size;
    if (pad + size >= 8 && alignment <= 8)  // the gap and what the caller fills
      store_u64(gap, 0);
    else
      for (size_t i = 0; i < pad; ++i) gap[i] = 0;
    return at;
  }
  void align(size_t alignment) {
    if (alignment > 1) run(alignment, 0);
  }

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

  // The low 32 bits of an IDL `long`, which may be 64 bits in memory: -2^31 .. 2^32-1, else RPC_X_BAD_STUB_DATA.
  template <class Integer>
  uint32_t narrow32(Integer value) {
    if constexpr (sizeof(Integer) > 4) {
      const auto wide = static_cast<int64_t>(value);
      if (wide < INT32_MIN || wide > int64_t{UINT32_MAX}) {
        // (unsigned long)-1 and other negative values in an unsigned long travel as their low half.
        fail(RPC_X_BAD_STUB_DATA);
      }
    }
    return static_cast<uint32_t>(value);
  }
  // A 16-bit enum: 0..32767 (C706 14.2.11 as MIDL applies it), else RPC_X_ENUM_VALUE_OUT_OF_RANGE.
  template <class Enum>
  typename S::Enum16 checked_enum16(Enum value) {
    const auto number = static_cast<int64_t>(value);
    if (number < 0 || number > 0x7fff) fail(RPC_X_ENUM_VALUE_OUT_OF_RANGE);
    return static_cast<typename S::Enum16>(number);
  }
  template <class Enum>
  void enum16(Enum value) {
    store_enum16(run(sizeof(typename S::Enum16), sizeof(typename S::Enum16)), value);
  }
  template <class Enum>
  void store_enum16(uint8_t* at, Enum value) {
    store_wide(at, checked_enum16(value));
  }
  // __int3264: NDR 2.0 has its low 32 bits.
  void i3264(int64_t value) { store_i3264(run(k_wide, k_wide), value); }
  void u3264(uint64_t value) { i3264(static_cast<int64_t>(value)); }
  static void store_i3264(uint8_t* at, int64_t value) { store_wide(at, static_cast<Count>(value)); }
  static void store_u3264(uint8_t* at, uint64_t value) {
    store_wide(at, static_cast<Count>(value));
  }
  template <class Integer>
  void elements_3264(const Integer* values, size_t number) {
    if constexpr (sizeof(Count) == sizeof(Integer))
      return elements<sizeof(Integer)>(values, number);
    for (size_t i = 0; i < number && ok(); ++i) i3264(static_cast<int64_t>(values[i]));
  }
  // The discriminant of a union; what it cannot hold is RPC_S_INVALID_TAG.
  template <class Tag>
  Tag tag(Bound value) {
    const auto held = static_cast<Tag>(value.value());
    if constexpr (sizeof(Tag) < 8) {
      constexpr int64_t k_values = int64_t{1} << (8 * sizeof(Tag));
      if (value.value() < -k_values / 2 || value.value() >= k_values) fail(RPC_S_INVALID_TAG);
    }
    return held;
  }

  // A maximum, offset or actual count.
  void count(uint64_t value) {
    if (value > UINT32_MAX) fail(RPC_X_INVALID_BOUND);
    store_wide(run(k_wide, k_wide), static_cast<Count>(value));
  }
  // The value of a bound as a size; 0 and RPC_X_INVALID_BOUND when it is none, so that no loop runs over it.
  size_t size(Bound value) {
    if (value.valid() && value.value() <= int64_t{UINT32_MAX})
      return static_cast<size_t>(value.value());
    fail(RPC_X_INVALID_BOUND);
    return 0;
  }
  // The maximum count of a conformant array.
  size_t maximum(Bound value) {
    const size_t number = size(value);
    count(number);
    return number;
  }
  // A buffer that the stub made must hold what its size expression says now; nothing is sent of one that does not.
  bool has_room(size_t needed, size_t room) {
    if (needed > room) fail(RPC_X_INVALID_BOUND);
    return needed <= room;
  }
  size_t within(size_t number, size_t room) { return has_room(number, room) ? number : 0; }
  Extent within(const Extent& extent, size_t room) {
    return has_room(extent.first + extent.number, room) ? extent : Extent{};
  }
  // Offset and actual count of a varying array within `maximum`.
  Extent varying(size_t maximum, Bound first, Bound length) {
    Extent extent{maximum, size(first), size(length)};
    if (extent.first > maximum || extent.number > maximum - extent.first) {
      fail(RPC_X_INVALID_BOUND);
      extent.first = extent.number = 0;
    }
    count(extent.first);
    count(extent.number);
    return extent;
  }

  // Elements whose memory equals the wire, N bytes each, aligned to N: one copy. Where there are none, nothing is
  // aligned (C706 14.2.2 aligns data, not places).
  template <size_t N>
  void elements(const void* values, size_t number) {
    static_assert(N == 1 || N == 2 || N == 4 || N == 8);
    if (number == 0) return;
    if (number > SIZE_MAX / N) return fail(RPC_X_INVALID_BOUND);
    align(N);
    bulk(values, number * N);
  }
  // The same for structs, `alignment` theirs.
  template <class T>
  void copied(const T* values, size_t number, size_t alignment) {
    if (number == 0) return;
    if (number > SIZE_MAX / sizeof(T)) return fail(RPC_X_INVALID_BOUND);
    align(alignment);
    bulk(values, number * sizeof(T));
  }
  // IDL `long` elements, which may be 64 bits in memory.
  template <class Long>
  void narrow_elements(const Long* values, size_t number) {
    if constexpr (sizeof(Long) == 4) return elements<4>(values, number);
    for (size_t i = 0; i < number && ok(); ++i) u32(narrow32(values[i]));
  }
  // Any bytes, unaligned.
  void bulk(const void* bytes, size_t length) {
    if (length == 0) return;
    if (static_cast<size_t>(out_.end - out_.cursor) < length && !detail::grow(out_, length)) return;
    std::memcpy(out_.cursor, bytes, length);
    out_.cursor += length;
  }

  // The referent of a unique pointer; 0 for NULL.
  uint32_t next_referent(const void* pointee) { return pointee ? out_.last_referent += 4 : 0; }
  // Inside a run.
  void store_referent(uint8_t* at, const void* pointee) {
    store_wide(at, Count{next_referent(pointee)});
  }
  // The same for an embedded [ref] pointer, which must not be NULL.
  void store_ref_referent(uint8_t* at, const void* pointee) {
    if (!pointee) fail(RPC_X_NULL_REF_POINTER);
    store_referent(at, pointee);
  }
  void ref_referent(const void* pointee) { store_ref_referent(run(k_wide, k_wide), pointee); }
  // A referent on its own; true when the pointee follows.
  bool referent(const void* pointee) {
    store_referent(run(k_wide, k_wide), pointee);
    return pointee != nullptr;
  }
  // A pointer that is never sent.
  static void store_null(uint8_t* at) { store_wide(at, Count{0}); }
  void null() { store_null(run(k_wide, k_wide)); }

  // Full pointers (C706 14.3.12.2): a pointee that several lead to is sent once, by the first to come to it.
  template <class T>
  void store_full_referent(uint8_t* at, const T* pointee) {
    const uint32_t referent =
        pointee ? detail::full_referent(out_, pointee, detail::type_mark<T>()) : 0;
    store_wide(at, Count{referent});
  }
  template <class T>
  void put_full_referent(const T* pointee) {
    store_full_referent(run(k_wide, k_wide), pointee);
  }
  // True: the pointee follows.
  template <class T>
  bool full_referent(const T* pointee) {
    put_full_referent(pointee);
    return first_visit(pointee);
  }
  template <class T>
  bool first_visit(const T* pointee) {
    return pointee && detail::first_full(out_, pointee, detail::type_mark<T>());
  }
  // A [ref] pointer must not be NULL; answers whether the pointee can be written.
  bool reference(const void* pointee) {
    if (!pointee) fail(RPC_X_NULL_REF_POINTER);
    return pointee != nullptr;
  }

  // A context handle; `slot` is the frame's own variable.
  template <class T>
  void context(T* const& slot, const ContextType* type, uint16_t flags) {
    WireContext wire;
    const int32_t status = out_.contexts ? out_.contexts->put(&slot, type, flags, wire)
                                         : int32_t{RPC_X_SS_CONTEXT_MISMATCH};
    if (status != RPC_S_OK) return fail(status);
    uint8_t* const at = run(4, 20);
    store_u32(at, wire.attributes);
    store_u32(at + 4, wire.data1);
    store_u16(at + 8, wire.data2);
    store_u16(at + 10, wire.data3);
    std::memcpy(at + 12, wire.data4, 8);
  }

  // The pointees of a recursive type, one after the other.
  void walk(Walk root) { Walk::run(std::move(root)); }
  void* take_level(size_t size) {
    void* memory = Walk::allocate(size, nullptr);
    if (!memory) fail(RPC_X_NO_MEMORY);
    return memory;
  }

  // wire_marshal, user_marshal: routines of the program say how many bytes they need and write them.
  template <class T, class Number>
  void user_marshal(const T& value, size_t alignment, Number (*needed)(Number*, Number, T*),
                    uint8_t* (*write)(Number*, uint8_t*, T*)) {
    align(alignment);
    UserMarshal call;
    auto* const seen = const_cast<T*>(&value);
    const auto start = static_cast<Number>(size());
    const Number end = needed(call.flags<Number>(), start, seen);
    if (!ok()) return;
    if (end < start) return fail(RPC_X_BAD_STUB_DATA);
    const auto room = static_cast<size_t>(end - start);
    if (static_cast<size_t>(out_.end - out_.cursor) < room && !detail::grow(out_, room)) return;
    if (room) std::memset(out_.cursor, 0, room);
    uint8_t* const stop = write(call.flags<Number>(), out_.cursor, seen);
    if (stop < out_.cursor || stop > out_.cursor + room) return fail(RPC_X_BAD_STUB_DATA);
    out_.cursor = stop;
  }
  // The pointer of a type whose pointee the program writes is never NULL.
  void user_referent() { store_wide(run(k_wide, k_wide), Count{0x72657355}); }

  // [string] data (C706 14.3.4). The maximum count of a conformant one: what `size_is` says, else as needed.
  template <class Unit>
  size_t string_maximum(const Unit* text) {
    const size_t units = string_units(text, SIZE_MAX);
    count(units);
    return units;
  }
  template <class Unit>
  size_t string_maximum(const Unit*, Bound size_is) {
    return maximum(size_is);
  }
  // Offset 0, actual count with the terminator, units; at most `maximum` of them, terminator included.
  template <class Unit>
  void varying_string(const Unit* text, size_t maximum) {
    const size_t units = string_units(text, maximum);
    count(0);
    count(units);
    elements<sizeof(Unit)>(text, units);
  }
  template <class Unit>
  void string(const Unit* text) {
    const size_t units = string_units(text, SIZE_MAX);
    const size_t bytes = units * sizeof(Unit);
    if (bytes > k_max_run / 2) {
      count(units);
      return varying_string(text, units);
    }
    uint8_t* const at = run(k_wide, 3 * k_wide + bytes);
    store_wide(at, static_cast<Count>(units));
    store_wide(at + k_wide, Count{0});
    store_wide(at + 2 * k_wide, static_cast<Count>(units));
    detail::copy(at + 3 * k_wide, text, bytes);
  }
  template <class Unit>
  void string(const Unit* text, Bound size_is) {
    varying_string(text, maximum(size_is));
  }

 private:
  using Count = typename S::Count;
  static constexpr size_t k_wide = sizeof(Count);
  static void store_wide(uint8_t* at, uint16_t value) { store_u16(at, value); }
  static void store_wide(uint8_t* at, uint32_t value) { store_u32(at, value); }
  static void store_wide(uint8_t* at, uint64_t value) { store_u64(at, value); }

  template <class Unit>
  size_t string_units(const Unit* text, size_t maximum) {
    static_assert(sizeof(Unit) == 1 || sizeof(Unit) == 2);
    size_t units = 0;
    if (sizeof(Unit) == 1 && maximum == SIZE_MAX) {
      units = std::strlen(reinterpret_cast<const char*>(text));
    } else {
      while (units < maximum && text[units] != 0) ++units;
    }
    if (units < maximum) return units + 1;
    fail(RPC_X_INVALID_BOUND);  // no terminator where it must be
    return 0;
  }

  StubOutput& out_;
  uint8_t waste_[k_max_run];  // where a run goes when there is no memory for it
};

FARCALL_STUB_NAMESPACE_END
