// The attribute table: every word that may stand in an attribute list of an IDL or ACF file, where it may stand, and
// whether this compiler takes it. The order of the table is free.
#pragma once

#include <cstdint>
#include <string_view>

#include "idl/front/ast.h"
#include "idl/front/diagnostics.h"

namespace farcall::idl {

enum Place : uint16_t {
  k_on_interface = 1 << 0,
  k_on_operation = 1 << 1,
  k_on_parameter = 1 << 2,
  k_on_member = 1 << 3,
  k_on_typedef = 1 << 4,
  k_in_acf = 1 << 5,  // only in an ACF (or with -app_config)
  k_on_acf_parameter = 1 << 6,
  k_on_acf_typedef = 1 << 7,
  k_also_in_acf = 1 << 8,
};

enum class Support : uint8_t {
  taken,    // compiled
  ignored,  // known and without effect on stubs
  later,    // "is not supported yet"
  never,    // of the obsolete kind that is refused with a reason
};

struct AttributeRule {
  std::string_view name;
  uint16_t places;
  Support support;
};

const AttributeRule* attribute_rule(std::string_view name);

// Reports what may not stand at `place`, is not known, or is not supported yet; says whether to go on. Without `sends`
// (in interfaces that get no stubs) it does not matter what is supported.
bool check_attributes(const ast::Attributes& attributes, Place place, bool acf, bool app_config,
                      bool sends, Diagnostics& diagnostics);

}  // namespace farcall::idl
