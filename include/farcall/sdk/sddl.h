/* Security descriptors from their text; docs/security.md has the subset. */
#ifndef FARCALL_SDK_SDDL_H
#define FARCALL_SDK_SDDL_H

#include "farcall_api.h"
#include "heapapi.h"
#include "windef.h"
#include "winnt.h"

#define SDDL_REVISION_1 1
#define SDDL_REVISION SDDL_REVISION_1

#ifdef __cplusplus
extern "C" {
#endif

/* A self-relative descriptor, freed with LocalFree; for RpcServerRegisterIf3. The size may be NULL. FALSE:
 * GetLastError() is ERROR_INVALID_PARAMETER (not of the subset), ERROR_INVALID_SID (nobody here) or
 * ERROR_NOT_ENOUGH_MEMORY. */
FARCALL_API BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorA(LPCSTR StringSecurityDescriptor,
                                                                             DWORD StringSDRevision,
                                                                             PSECURITY_DESCRIPTOR* SecurityDescriptor,
                                                                             ULONG* SecurityDescriptorSize);
FARCALL_API BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorW(LPCWSTR StringSecurityDescriptor,
                                                                             DWORD StringSDRevision,
                                                                             PSECURITY_DESCRIPTOR* SecurityDescriptor,
                                                                             ULONG* SecurityDescriptorSize);

#ifdef UNICODE
#define ConvertStringSecurityDescriptorToSecurityDescriptor ConvertStringSecurityDescriptorToSecurityDescriptorW
#else
#define ConvertStringSecurityDescriptorToSecurityDescriptor ConvertStringSecurityDescriptorToSecurityDescriptorA
#endif

#ifdef __cplusplus
}
#endif

#endif
