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
#include <farcall/stub/walk.h>
#include <farcall/stub/writer.h>

FARCALL_STUB_NAMESPACE_BEGIN

// What Reader::pointer leaves in a pointer whose pointee is still to come and has no memory yet. Below it, in steps of
// 16: full pointers that wait for a pointee, by their place in the table of the call.
inline constexpr uintptr_t k_pending = UINTPTR_MAX & ~uintptr_t{15};

// A count that was not received.
inline constexpr size_t k_no_count = SIZE_MAX;

// A discriminant whose expression is not known yet.
struct LateTag {
  int64_t value = 0;
  bool known = false;
};

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
  size_t memory_left = 0;   // bytes that counts backed by received data may still take
  size_t claimed_left = 0;  // bytes that mere claims (maximum counts, [out] sizes) may still take
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

// A full pointer's pointee: where it is, once it is.
struct FullPointee {
  void* memory = nullptr;
  size_t bytes = 0;
  const void* type = nullptr;
  Memory taken_from = Memory::call;
  void* kept = nullptr;  // memory of the program that it fills
};
// What a pointer with this referent holds until its pointee is asked for; nullptr and a status without memory.
FARCALL_API void* full_pointer(StubInput& input, uint64_t referent, void* kept);
// What is left of the stub data, aligned in memory as it is in the data, with zeros behind; nullptr and a status.
FARCALL_API uint8_t* user_copy(StubInput& input);
// `slot` leads to memory that another pointer led to.
FARCALL_API void note_alias(StubInput& input, void* slot);
// The pointee that such a pointer waits for.
FARCALL_API FullPointee* full_pointee(StubInput& input, const void* slot);
}  // namespace detail

template <class S>
class Reader {
 public:
  using Syntax = S;
  using Count = typename S::Count;
  static constexpr size_t k_wide = sizeof(Count);
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
  void align(size_t alignment) {
    if (alignment > 1) run(alignment, 0);
  }

  // Values inside a run.
  [[nodiscard]] static uint8_t load_u8(const uint8_t* at) { return *at; }
  [[nodiscard]] uint16_t load_u16(const uint8_t* at) const {
    uint16_t value;
    std::memcpy(&value, at, 2);
    return swapped() ? __builtin_bswap16(value) : value;
  }
  [[nodiscard]] uint32_t load_u32(const uint8_t* at) const {
    uint32_t value;
    std::memcpy(&value, at, 4);
    return swapped() ? __builtin_bswap32(value) : value;
  }
  [[nodiscard]] uint64_t load_u64(const uint8_t* at) const {
    uint64_t value;
    std::memcpy(&value, at, 8);
    return swapped() ? __builtin_bswap64(value) : value;
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

  // A 16-bit enum: 0..32767, else RPC_X_ENUM_VALUE_OUT_OF_RANGE.
  int32_t enum16() {
    return load_enum16(run(sizeof(typename S::Enum16), sizeof(typename S::Enum16)));
  }
  int32_t load_enum16(const uint8_t* at) {
    const auto value = load_wide<typename S::Enum16>(at);
    require(value <= 0x7fff, RPC_X_ENUM_VALUE_OUT_OF_RANGE);
    return ok() ? static_cast<int32_t>(value) : 0;
  }
  // __int3264: NDR 2.0 has its low 32 bits, which the receiver extends.
  int64_t i3264() { return load_i3264(run(k_wide, k_wide)); }
  uint64_t u3264() { return load_u3264(run(k_wide, k_wide)); }
  [[nodiscard]] int64_t load_i3264(const uint8_t* at) const {
    return static_cast<std::make_signed_t<Count>>(load_wide<Count>(at));
  }
  [[nodiscard]] uint64_t load_u3264(const uint8_t* at) const { return load_wide<Count>(at); }
  template <class Integer>
  void elements_3264(Integer* values, size_t number) {
    if constexpr (sizeof(Count) == sizeof(Integer))
      return elements<sizeof(Integer)>(values, number);
    for (size_t i = 0; i < number && ok(); ++i) {
      if constexpr (std::is_signed_v<Integer>) {
        values[i] = static_cast<Integer>(i3264());
      } else {
        values[i] = static_cast<Integer>(u3264());
      }
    }
  }
  // The discriminant of a union that was received, against the value of its switch_is.
  template <class Tag>
  void require_tag(Bound received, Bound expected) {
    require(received.value() == static_cast<int64_t>(static_cast<Tag>(expected.value())),
            RPC_S_INVALID_TAG);
  }
  // Of several that wait for the value, all must be equal.
  void remember_tag(LateTag& known, Bound received) {
    require(!known.known || known.value == received.value(), RPC_S_INVALID_TAG);
    known = {received.value(), true};
  }
  // Memory of the program that holds another arm of a union than the one that comes now is no longer looked at.
  template <class Union>
  void change_arm(Union& value, Bound before, Bound now) {
    if (in_.reuse && before.value() != now.value()) std::memset(&value, 0, sizeof value);
  }
  // [range]
  void in_range(Bound value, int64_t low, int64_t high) {
    require(value.value() >= low && value.value() <= high, RPC_X_INVALID_BOUND);
  }

  // A maximum, offset or actual count, not yet proven.
  size_t count() {
    const Count value = load_wide<Count>(run(k_wide, k_wide));
    if constexpr (sizeof(Count) > 4) require(value <= UINT32_MAX, RPC_X_INVALID_BOUND);
    return ok() ? static_cast<size_t>(value) : 0;
  }
  // The number of elements that follow, at least `wire_size` bytes each (1 for elements without bytes of their
  // own): proven against what is left, so it may be used to allocate. 0 after an error.
  size_t proven(size_t number, size_t wire_size) {
    if (number > remaining() / wire_size) fail();
    return ok() ? number : 0;
  }

  template <size_t N>
  void elements(void* values, size_t number) {
    if (number == 0) return;
    align(N);
    if (!ok() || number > remaining() / N) return fail();
    detail::copy(values, in_.cursor, number * N);
    in_.cursor += number * N;
    if (N > 1 && swapped()) detail::swap_elements(static_cast<uint8_t*>(values), N, number);
  }
  // Elements inside a run, bytes as received.
  template <size_t N>
  void load_elements(void* values, const uint8_t* at, size_t number) const {
    std::memcpy(values, at, number * N);
    if (N > 1 && swapped()) detail::swap_elements(static_cast<uint8_t*>(values), N, number);
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
    if (swapped()) return false;
    if (number == 0) return true;
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
  // Offset and actual count of one of several dimensions; how many elements follow is known when all are.
  Extent dimension(size_t maximum) {
    Extent extent{maximum, count(), count()};
    require(extent.first <= maximum && extent.number <= maximum - extent.first);
    return ok() ? extent : Extent{maximum, 0, 0};
  }
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
  Count referent() { return load_wide<Count>(run(k_wide, k_wide)); }
  [[nodiscard]] Count load_referent(const uint8_t* at) const { return load_wide<Count>(at); }
  // A unique pointer with this referent.
  template <class T>
  void pointer(T*& slot, Count referent) {
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
  void reference(T*& slot, Count referent) {
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
  bool filled(T* parameter, Count referent) {
    require(referent == 0 || parameter != nullptr);
    return ok() && referent != 0;
  }
  template <class T>
  [[nodiscard]] static bool pending(T* slot) {
    return reinterpret_cast<uintptr_t>(slot) >= k_pending_floor;
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

  // A full pointer with this referent; first_visit() decides what it is.
  template <class T>
  void full_pointer(T*& slot, Count referent) {
    void* kept = in_.reuse ? const_cast<std::remove_cv_t<T>*>(slot) : nullptr;
    slot = nullptr;
    if (!ok() || referent == 0) return;
    slot = static_cast<T*>(detail::full_pointer(in_, referent, kept));
    if (!slot) in_.cursor = in_.end;
  }
  // True: the pointee follows. False: NULL, or a pointee that is there already, of which there must be `number` elements.
  template <class T>
  bool first_visit(T*& slot, size_t* number = nullptr) {
    if (!slot || !ok()) {
      if (pending(slot)) slot = nullptr;
      return false;
    }
    const detail::FullPointee* known = detail::full_pointee(in_, slot);
    if (!known->memory) return true;
    slot = nullptr;
    require(known->type == detail::type_mark<T>() && known->taken_from == in_.memory &&
            known->bytes >= sizeof(T));
    if (!ok()) return false;
    slot = static_cast<T*>(known->memory);
    detail::note_alias(in_, const_cast<std::remove_cv_t<T>**>(&slot));
    if (number) *number = known->bytes / sizeof(T);
    return false;
  }
  // The same for a string: what is there already must be one.
  template <class Unit>
  bool first_visit_string(Unit*& slot) {
    size_t number = 0;
    if (first_visit(slot, &number)) return true;
    size_t units = 0;
    while (slot && units < number && slot[units] != 0) ++units;
    if (slot && units == number) {
      slot = nullptr;
      fail();
    }
    return false;
  }
  // On the client: a full pointer that is a parameter. True: its pointee follows and fills what the program gave.
  template <class T>
  bool filled_full(T* parameter, Count referent) {
    if (!filled(parameter, referent)) return false;
    T* slot = nullptr;
    full_pointer(slot, referent);
    if (!slot || !first_visit(slot)) return false;
    *detail::full_pointee(in_, slot) = {const_cast<std::remove_cv_t<T>*>(parameter), sizeof(T),
                                        detail::type_mark<T>(), in_.memory, nullptr};
    return true;
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

  // wire_marshal, user_marshal: a routine of the program reads. It is not told where the data ends, so it gets them with
  // zeros behind, and what it takes beyond the end is bad stub data.
  template <class T, class Number>
  void user_unmarshal(T& value, size_t alignment, uint8_t* (*read)(Number*, uint8_t*, T*)) {
    align(alignment);
    uint8_t* const copy = ok() ? detail::user_copy(in_) : nullptr;
    if (!copy) return;
    UserMarshal call(swapped());
    uint8_t* const stop = read(call.flags<Number>(), copy, &value);
    if (stop < copy || static_cast<size_t>(stop - copy) > remaining()) return fail();
    in_.cursor += stop - copy;
  }
  void user_referent() { require(referent() != 0, RPC_X_NULL_REF_POINTER); }
  // For what is only there until the program has made its own form of it: memory of the call.
  struct Kept {
    Memory memory;
    bool reuse;
  };
  Kept use_own() {
    const Kept kept{in_.memory, in_.reuse};
    use(Memory::call);
    return kept;
  }
  void use_again(Kept kept) { use(kept.memory, kept.reuse); }

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

  // The pointees of a recursive type, one after the other.
  void walk(Walk root) { Walk::run(std::move(root)); }
  // Memory for one level of them, which counts while it is used. nullptr and a status when there is none.
  void* take_level(size_t size) {
    if (!ok() || in_.memory_left < size) {
      fail();
      return nullptr;
    }
    in_.memory_left -= size;
    return Walk::allocate(size, &in_.memory_left);
  }

 private:
  template <class T>
  std::remove_const_t<T>* take(T*& slot, size_t size, size_t backed) {
    if (!slot) return nullptr;
    if (!pending(slot)) return ok() ? const_cast<std::remove_const_t<T>*>(slot) : nullptr;
    const auto waits = reinterpret_cast<uintptr_t>(slot);
    slot = nullptr;
    if (!ok()) return nullptr;
    if (waits != k_pending) return take_full(slot, waits, size, backed);
    void* memory = detail::allocate(in_, const_cast<std::remove_const_t<T>**>(&slot), size, backed);
    if (!memory) in_.cursor = in_.end;
    return static_cast<std::remove_const_t<T>*>(memory);
  }
  template <class T>
  std::remove_const_t<T>* take_full(T*& slot, uintptr_t waits, size_t size, size_t backed) {
    detail::FullPointee& pointee = *detail::full_pointee(in_, reinterpret_cast<const void*>(waits));
    void* memory = size == sizeof(T) ? pointee.kept : nullptr;
    if (memory)
      slot = static_cast<T*>(memory);
    else
      memory = detail::allocate(in_, const_cast<std::remove_const_t<T>**>(&slot), size, backed);
    if (!memory) in_.cursor = in_.end;
    pointee = {memory, size, detail::type_mark<T>(), in_.memory, nullptr};
    return static_cast<std::remove_const_t<T>*>(memory);
  }
  size_t string_units(size_t maximum, size_t unit) {
    const uint8_t* const at = run(k_wide, 2 * k_wide);
    const Count offset = load_wide<Count>(at), units = load_wide<Count>(at + k_wide);
    if constexpr (sizeof(Count) > 4)
      require(offset <= UINT32_MAX && units <= UINT32_MAX, RPC_X_INVALID_BOUND);
    require(offset == 0 && units >= 1 && units <= maximum);
    return proven(static_cast<size_t>(units), unit);
  }
  void got_context(void* slot, const ContextType* type, uint16_t flags, const WireContext* wire) {
    const int32_t status = in_.contexts ? in_.contexts->get(slot, type, flags, wire)
                                        : int32_t{RPC_X_SS_CONTEXT_MISMATCH};
    if (status != RPC_S_OK) fail(status);
  }
  // The units are there (string_units), and no unit is wider than a count's alignment.
  template <class Unit>
  void string_data(Unit* text, size_t units) {
    Unit last = 0;
    if (ok()) std::memcpy(&last, in_.cursor + (units - 1) * sizeof(Unit), sizeof last);
    require(last == 0);
    if (ok())
      elements<sizeof(Unit)>(text, units);
    else
      text[0] = 0;
  }

  template <class Wide>
  [[nodiscard]] Wide load_wide(const uint8_t* at) const {
    if constexpr (sizeof(Wide) == 2) return load_u16(at);
    if constexpr (sizeof(Wide) == 4) return load_u32(at);
    if constexpr (sizeof(Wide) == 8) return load_u64(at);
  }
  // NDR64 is always little-endian ([MS-RPCE] 2.2.5).
  [[nodiscard]] bool swapped() const { return S::either_order && in_.swapped; }

 private:
  StubInput& in_;
};

FARCALL_STUB_NAMESPACE_END
