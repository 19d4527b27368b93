// ConvertStringSecurityDescriptorToSecurityDescriptor: text to what RpcServerRegisterIf3 takes.
#include <farcall/sdk/errhandlingapi.h>
#include <farcall/sdk/sddl.h>
#include <farcall/sdk/winerror.h>

#include <cstdlib>
#include <cstring>

#include "capi/guard.h"
#include "capi/text.h"
#include "runtime/server/descriptors.h"

using namespace farcall;

namespace {

Result<void> convert(const std::string& text, DWORD revision, PSECURITY_DESCRIPTOR* out,
                     ULONG* size) {
  if (!out || revision != SDDL_REVISION_1) return Status{ERROR_INVALID_PARAMETER};
  *out = nullptr;
  RPC_TRY(const std::vector<uint8_t> descriptor, runtime::descriptor_from_text(text));
  void* const copy = std::malloc(descriptor.size());
  if (!copy) return Status{RPC_S_OUT_OF_MEMORY};
  std::memcpy(copy, descriptor.data(), descriptor.size());
  *out = copy;
  if (size) *size = static_cast<ULONG>(descriptor.size());
  return {};
}

BOOL answer(int32_t status) {
  if (status == RPC_S_OK) return TRUE;
  if (status == RPC_S_UNKNOWN_PRINCIPAL) status = ERROR_INVALID_SID;
  if (status == RPC_S_OUT_OF_MEMORY) status = ERROR_NOT_ENOUGH_MEMORY;
  SetLastError(static_cast<DWORD>(status));
  return FALSE;
}

}  // namespace

extern "C" {

BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorA(
    LPCSTR StringSecurityDescriptor, DWORD StringSDRevision,
    PSECURITY_DESCRIPTOR* SecurityDescriptor, ULONG* SecurityDescriptorSize) {
  return answer(capi::guard([&]() -> Result<void> {
    if (!StringSecurityDescriptor) return Status{ERROR_INVALID_PARAMETER};
    return convert(StringSecurityDescriptor, StringSDRevision, SecurityDescriptor,
                   SecurityDescriptorSize);
  }));
}

BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorW(
    LPCWSTR StringSecurityDescriptor, DWORD StringSDRevision,
    PSECURITY_DESCRIPTOR* SecurityDescriptor, ULONG* SecurityDescriptorSize) {
  return answer(capi::guard([&]() -> Result<void> {
    if (!StringSecurityDescriptor) return Status{ERROR_INVALID_PARAMETER};
    return convert(
        capi::from_text(reinterpret_cast<const unsigned short*>(StringSecurityDescriptor)),
        StringSDRevision, SecurityDescriptor, SecurityDescriptorSize);
  }));
}

}  // extern "C"
