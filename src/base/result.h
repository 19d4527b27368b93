// Result<T>: a value, a reference or nothing, or a Status that says why not (D10).
//
// RPC_TRY(target, expression) assigns the value of a Result or returns its Status from the enclosing
// function; RPC_TRY(expression) does the same for Result<void> and Status.
#pragma once

#include <cassert>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/status.h"

namespace farcall {

template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  Result(T value) : value_(std::move(value)) {}                       // NOLINT: implicit by design
  Result(Status status) : status_(status) { assert(!status.ok()); }  // NOLINT: implicit by design

  [[nodiscard]] bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] Status status() const { return status_; }
  [[nodiscard]] T& value() & { return *value_; }
  [[nodiscard]] const T& value() const& { return *value_; }
  [[nodiscard]] T&& value() && { return *std::move(value_); }
  T& operator*() & { return *value_; }
  const T& operator*() const& { return *value_; }
  T* operator->() { return &*value_; }
  const T* operator->() const { return &*value_; }

 private:
  std::optional<T> value_;
  Status status_;
};

template <class T>
class [[nodiscard]] Result<T&> {
 public:
  using value_type = T&;
  Result(T& value) : value_(&value) {}                               // NOLINT: implicit by design
  Result(Status status) : status_(status) { assert(!status.ok()); }  // NOLINT: implicit by design

  [[nodiscard]] bool ok() const { return value_ != nullptr; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] Status status() const { return status_; }
  [[nodiscard]] T& value() const { return *value_; }
  T& operator*() const { return *value_; }
  T* operator->() const { return value_; }

 private:
  T* value_ = nullptr;
  Status status_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Status status) : status_(status) {}  // NOLINT: implicit by design; RPC_S_OK is success

  [[nodiscard]] bool ok() const { return status_.ok(); }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] Status status() const { return status_; }

 private:
  Status status_;
};

namespace detail {
inline Status status_of(Status status) { return status; }
template <class T>
Status status_of(const Result<T>& result) {
  return result.status();
}
}  // namespace detail

}  // namespace farcall

#define FARCALL_CONCAT_2(a, b) a##b
#define FARCALL_CONCAT(a, b) FARCALL_CONCAT_2(a, b)
#define FARCALL_TRY_1(expression)                                                  \
  do {                                                                             \
    if (auto try_result = (expression); !try_result.ok())                          \
      return ::farcall::detail::status_of(try_result);                             \
  } while (false)
#define FARCALL_TRY_2_NAMED(target, expression, name) \
  auto name = (expression);                           \
  if (!name.ok()) return name.status();               \
  target = std::move(name).value()
#define FARCALL_TRY_2(target, expression) \
  FARCALL_TRY_2_NAMED(target, expression, FARCALL_CONCAT(try_result_, __COUNTER__))
#define FARCALL_TRY_PICK(_1, _2, name, ...) name
#define RPC_TRY(...) FARCALL_TRY_PICK(__VA_ARGS__, FARCALL_TRY_2, FARCALL_TRY_1, )(__VA_ARGS__)
