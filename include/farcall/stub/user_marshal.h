// What the routines of wire_marshal and user_marshal types get as their first argument: flags, at the start of a
// USER_MARSHAL_CB.
#pragma once

#include <cstdint>

#include <farcall/stub/abi.h>

FARCALL_STUB_NAMESPACE_BEGIN

class UserMarshal {
 public:
  // The low half: another machine; the high half: the data representation, little-endian, ASCII and IEEE.
  static constexpr uint32_t k_flags = 0x0010'0002;

  explicit UserMarshal(bool big_endian = false) {
    if (big_endian) block_.flags = k_flags & 0xffff;
  }

  // `unsigned long` of the program, of 32 or 64 bits.
  template <class Number>
  Number* flags() {
    return reinterpret_cast<Number*>(&block_);
  }

 private:
  struct alignas(8) Block {
    uint64_t flags = k_flags;
    void* stub_message = nullptr;
    void* reserved = nullptr;
    uint32_t signature = 0x55535243;  // "USRC"
    uint32_t callback_type = 0;
    void* format = nullptr;
    void* type_format = nullptr;
  };
  Block block_;
};

template <class T, class Number>
void user_free(const T& value, void (*release)(Number*, T*)) {
  UserMarshal call;
  release(call.flags<Number>(), const_cast<T*>(&value));
}

FARCALL_STUB_NAMESPACE_END
