// Security descriptors as the C API has them: made from text, and taken as an interface's access list.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace farcall::security {
class AccessList;
}

namespace farcall::runtime {

// `descriptor`: self-relative, in the program's memory; nullptr gives none. Errors as of
// AccessList::from_descriptor().
Result<std::shared_ptr<const security::AccessList>> access_list_from(const void* descriptor);

// Whether a descriptor keeps out nobody who has an identity; as one that is not there does.
Result<bool> admits_everyone(const void* descriptor);

// Errors as of security::descriptor_from_text().
Result<std::vector<uint8_t>> descriptor_from_text(std::string_view text);

}  // namespace farcall::runtime
