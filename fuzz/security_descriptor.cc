// Security descriptors: octets as a program could hand them over, and text. What is made from text must be read back.
#include <cstdlib>
#include <string_view>

#include "security/access_list.h"
#include "security/sddl.h"

using namespace farcall;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const security::Sid token[] = {security::k_sid_everyone, security::k_sid_network};
  const auto list = security::AccessList::from_descriptor({data, size});
  if (list.ok()) (void)list->admits(token);
  const auto made = security::descriptor_from_text({reinterpret_cast<const char*>(data), size});
  if (made.ok() && !security::AccessList::from_descriptor(*made).ok()) std::abort();
  return 0;
}
