// Text at the C edge: RPC_CSTR is UTF-8, RPC_WSTR is UTF-16; inside everything is UTF-8.
//
// 1. A NULL string is an empty one where the API allows it to be absent.
// 2. Text that is not well-formed UTF-16 gets U+FFFD in the places where it is not (base/utf.h).
// 3. What a program is given is its own until RpcStringFree, one malloc block.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/utf.h"

namespace farcall::capi {

using farcall::utf16_from_utf8;
using farcall::utf8_from_utf16;

inline std::string from_text(const unsigned char* text) {
  return text ? std::string(reinterpret_cast<const char*>(text)) : std::string();
}
inline std::string from_text(const unsigned short* text) {
  return text ? utf8_from_utf16(reinterpret_cast<const char16_t*>(text)) : std::string();
}

inline std::string_view units(std::string_view text, const unsigned char*) {
  return text;
}
inline std::u16string units(std::string_view text, const unsigned short*) {
  return utf16_from_utf8(text);
}

// A new string for the program in `*out`; nothing when `out` is NULL (the caller did not ask for it).
template <class Unit>
Result<void> give_text(std::string_view text, Unit** out) {
  if (!out) return {};
  *out = nullptr;
  const auto source = units(text, static_cast<const Unit*>(nullptr));
  auto* copy = static_cast<Unit*>(std::malloc((source.size() + 1) * sizeof(Unit)));
  if (!copy) return Status{RPC_S_OUT_OF_MEMORY};
  std::memcpy(copy, source.data(), source.size() * sizeof(Unit));
  copy[source.size()] = 0;
  *out = copy;
  return {};
}

template <class Unit>
void free_text(Unit** text) {
  if (!text) return;
  std::free(*text);
  *text = nullptr;
}

}  // namespace farcall::capi
