// Names that the SDK headers define: an IDL typedef of such a name is known but not emitted again, and `long` behind
// it is 32 bits in memory (design D5).
#pragma once

#include <string_view>

namespace farcall::idl {

bool is_sdk_name(std::string_view name);

}  // namespace farcall::idl
