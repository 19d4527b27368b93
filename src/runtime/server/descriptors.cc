// Passes on to the security layer, which knows what a descriptor is.
#include "runtime/server/descriptors.h"

#include "security/access_list.h"
#include "security/sddl.h"

namespace farcall::runtime {

Result<std::shared_ptr<const security::AccessList>> access_list_from(const void* descriptor) {
  if (!descriptor) return std::shared_ptr<const security::AccessList>{};
  const auto* const bytes = static_cast<const uint8_t*>(descriptor);
  RPC_TRY(security::AccessList list,
          security::AccessList::from_descriptor({bytes, security::descriptor_size(bytes)}));
  return std::shared_ptr<const security::AccessList>(
      std::make_shared<security::AccessList>(std::move(list)));
}

Result<bool> admits_everyone(const void* descriptor) {
  RPC_TRY(const std::shared_ptr<const security::AccessList> list, access_list_from(descriptor));
  return !list || list->admits_everyone();
}

Result<std::vector<uint8_t>> descriptor_from_text(std::string_view text) {
  return security::descriptor_from_text(text);
}

}  // namespace farcall::runtime
