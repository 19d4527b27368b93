// TransferSyntax: NDR 2.0 in either byte order or NDR64, and what the engine needs to know of it.
#pragma once

#include <optional>
#include <string_view>

#include "idl/middle/model.h"

namespace farcall::idl::engine {

struct TransferSyntax {
  Syntax layout = Syntax::ndr20;
  bool big_endian = false;  // NDR64 is little-endian always ([MS-RPCE] 2.2.5)

  // Bytes of a referent identifier, a maximum count, an offset, an actual count.
  [[nodiscard]] constexpr unsigned word() const { return layout == Syntax::ndr64 ? 8 : 4; }
};

inline constexpr TransferSyntax k_ndr20_little{};
inline constexpr TransferSyntax k_ndr20_big{Syntax::ndr20, true};
inline constexpr TransferSyntax k_ndr64_little{Syntax::ndr64, false};

// ndr20, ndr20be or ndr64.
constexpr std::optional<TransferSyntax> syntax_named(std::string_view name) {
  if (name == "ndr20") return k_ndr20_little;
  if (name == "ndr20be") return k_ndr20_big;
  if (name == "ndr64") return k_ndr64_little;
  return std::nullopt;
}

}  // namespace farcall::idl::engine
