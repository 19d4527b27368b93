// Bound: the value of a size_is, length_is or first_is expression.
//
// The operands may come from a peer, so every operation is defined for every value: arithmetic wraps in 64 bits,
// division by zero and NULL give an invalid Bound. A negative Bound is invalid; who uses it says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <farcall/stub/abi.h>

FARCALL_STUB_NAMESPACE_BEGIN

class Bound {
 public:
  constexpr Bound(int64_t value) : value_(value) {}  // NOLINT: numbers of the expression are Bounds
  [[nodiscard]] constexpr int64_t value() const { return value_; }
  [[nodiscard]] constexpr bool valid() const { return value_ >= 0; }
  constexpr explicit operator bool() const { return value_ != 0; }

  friend constexpr Bound operator+(Bound a, Bound b) { return wrap(a.bits() + b.bits()); }
  friend constexpr Bound operator-(Bound a, Bound b) { return wrap(a.bits() - b.bits()); }
  friend constexpr Bound operator*(Bound a, Bound b) { return wrap(a.bits() * b.bits()); }
  friend constexpr Bound operator/(Bound a, Bound b) {
    if (b.value_ == 0) return invalid();
    return b.value_ == -1 ? wrap(0 - a.bits()) : Bound(a.value_ / b.value_);
  }
  friend constexpr Bound operator%(Bound a, Bound b) {
    if (b.value_ == 0) return invalid();
    return b.value_ == -1 ? Bound(0) : Bound(a.value_ % b.value_);
  }
  friend constexpr Bound operator<<(Bound a, Bound b) {
    return b.bits() < 64 ? wrap(a.bits() << b.bits()) : Bound(0);
  }
  friend constexpr Bound operator>>(Bound a, Bound b) {
    return b.bits() < 64 ? Bound(a.value_ >> b.value_) : Bound(0);
  }
  friend constexpr Bound operator&(Bound a, Bound b) { return a.value_ & b.value_; }
  friend constexpr Bound operator|(Bound a, Bound b) { return a.value_ | b.value_; }
  friend constexpr Bound operator^(Bound a, Bound b) { return a.value_ ^ b.value_; }
  friend constexpr Bound operator&&(Bound a, Bound b) { return a.value_ && b.value_; }
  friend constexpr Bound operator||(Bound a, Bound b) { return a.value_ || b.value_; }
  friend constexpr Bound operator==(Bound a, Bound b) { return Bound(a.value_ == b.value_); }
  friend constexpr Bound operator!=(Bound a, Bound b) { return Bound(a.value_ != b.value_); }
  friend constexpr Bound operator<(Bound a, Bound b) { return Bound(a.value_ < b.value_); }
  friend constexpr Bound operator>(Bound a, Bound b) { return Bound(a.value_ > b.value_); }
  friend constexpr Bound operator<=(Bound a, Bound b) { return Bound(a.value_ <= b.value_); }
  friend constexpr Bound operator>=(Bound a, Bound b) { return Bound(a.value_ >= b.value_); }
  constexpr Bound operator-() const { return wrap(0 - bits()); }
  constexpr Bound operator+() const { return *this; }
  constexpr Bound operator~() const { return ~value_; }
  constexpr Bound operator!() const { return value_ == 0; }

  static constexpr Bound invalid() { return -1; }

 private:
  static constexpr Bound wrap(uint64_t bits) { return static_cast<int64_t>(bits); }
  [[nodiscard]] constexpr uint64_t bits() const { return static_cast<uint64_t>(value_); }
  int64_t value_;
};

// A parameter or member in an expression; a pointer stands for "is not NULL". A 64-bit value above 2^63 is invalid.
template <class T>
constexpr Bound bound(const T& value) {
  if constexpr (std::is_pointer_v<T>) {
    return value != nullptr;
  } else {
    return static_cast<int64_t>(value);
  }
}

// Addresses from here on stand for pointees that a Reader has still to read.
inline constexpr uintptr_t k_pending_floor = UINTPTR_MAX - (uintptr_t{1} << 37);

// What a pointer in an expression leads to: `*p`.
template <class T>
Bound bound_at(const T* pointer) {
  const bool there = pointer && reinterpret_cast<uintptr_t>(pointer) < k_pending_floor;
  return there ? bound(*pointer) : Bound::invalid();
}

// `*p` where that is a pointer again.
template <class T>
T* follow(T* const* pointer) {
  return pointer && reinterpret_cast<uintptr_t>(pointer) < k_pending_floor ? *pointer : nullptr;
}

// As a number of elements; none when it is invalid.
constexpr size_t elements_of(Bound value) {
  return value.valid() ? static_cast<size_t>(value.value()) : 0;
}

FARCALL_STUB_NAMESPACE_END
