// Owners of what the library hands out. Each moves and does not copy; `out()` is where a call writes.
#pragma once

#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "security/gss/exit_gate.h"
#include "security/gss/library.h"

namespace farcall::security::gss {

template <class T, void (*release)(T&)>
class Handle {
 public:
  Handle() = default;
  Handle(Handle&& other) noexcept : value_(std::exchange(other.value_, T{})) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Handle() { reset(); }

  [[nodiscard]] T get() const { return value_; }
  [[nodiscard]] T* out() { return &value_; }
  explicit operator bool() const { return value_ != T{}; }
  void reset() {
    if (value_ == T{}) return;
    const ExitGate gate;
    if (gate.open())
      release(value_);
    else
      ExitGate::abandon(value_);
    value_ = T{};
  }

 private:
  T value_{};
};

namespace detail {
inline void release_name(gss_name_t& name) {
  OM_uint32 minor = 0;
  library().release_name(&minor, &name);
}
inline void release_cred(gss_cred_id_t& credential) {
  OM_uint32 minor = 0;
  library().release_cred(&minor, &credential);
}
inline void delete_context(gss_ctx_id_t& context) {
  OM_uint32 minor = 0;
  library().delete_sec_context(&minor, &context, GSS_C_NO_BUFFER);
}
inline void release_oid_set(gss_OID_set& set) {
  OM_uint32 minor = 0;
  library().release_oid_set(&minor, &set);
}
inline void release_buffer_set(gss_buffer_set_t& set) {
  OM_uint32 minor = 0;
  library().release_buffer_set(&minor, &set);
}
}  // namespace detail

using Name = Handle<gss_name_t, detail::release_name>;
using Credential = Handle<gss_cred_id_t, detail::release_cred>;
using Context = Handle<gss_ctx_id_t, detail::delete_context>;
using OidSet = Handle<gss_OID_set, detail::release_oid_set>;
using BufferSet = Handle<gss_buffer_set_t, detail::release_buffer_set>;

// A buffer that the library allocated.
class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() {
    const ExitGate gate;
    OM_uint32 minor = 0;
    if (value_.value && gate.open()) library().release_buffer(&minor, &value_);
  }
  [[nodiscard]] gss_buffer_t out() { return &value_; }
  [[nodiscard]] Bytes bytes() const {
    return {static_cast<const uint8_t*>(value_.value), value_.length};
  }
  [[nodiscard]] std::string_view text() const {
    return {static_cast<const char*>(value_.value), value_.length};
  }

 private:
  gss_buffer_desc value_ = GSS_C_EMPTY_BUFFER;
};

// A buffer of ours that the library reads.
inline gss_buffer_desc lend(Bytes bytes) {
  return {bytes.size(), const_cast<uint8_t*>(bytes.data())};
}
inline gss_buffer_desc lend(std::string_view text) {
  return {text.size(), const_cast<char*>(text.data())};
}

}  // namespace farcall::security::gss
