// Token: one word of IDL or ACF text.
#pragma once

#include <cstdint>
#include <string_view>

#include "idl/front/source.h"

namespace farcall::idl {

enum class TokenKind : uint8_t {
  end,
  identifier,
  number,       // integer or floating, as spelt
  character,    // 'c' or L'c', with quotes
  string,       // "..." with quotes
  wide_string,  // L"..." with quotes
  uuid,         // the text between the parentheses of uuid( )
  pragma,       // a whole #pragma line, without the # sign
  symbol,       // an operator or a bracket
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;
  Location at;

  [[nodiscard]] bool is(std::string_view spelling) const {
    return (kind == TokenKind::symbol || kind == TokenKind::identifier) && text == spelling;
  }
};

}  // namespace farcall::idl
