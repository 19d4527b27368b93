/* Finding a domain controller. This computer is no member of a Windows domain as far as these functions know, so the answer
 * is the documented one: ERROR_NO_SUCH_DOMAIN. Kerberos finds its servers by itself. */
#ifndef FARCALL_SDK_DSGETDC_H
#define FARCALL_SDK_DSGETDC_H

#include "farcall_api.h"
#include "guiddef.h"
#include "windef.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DS_FORCE_REDISCOVERY 0x00000001u
#define DS_DIRECTORY_SERVICE_REQUIRED 0x00000010u
#define DS_IS_FLAT_NAME 0x00010000u
#define DS_IS_DNS_NAME 0x00020000u
#define DS_RETURN_DNS_NAME 0x40000000u
#define DS_RETURN_FLAT_NAME 0x80000000u

typedef struct _DOMAIN_CONTROLLER_INFOA {
  LPSTR DomainControllerName;
  LPSTR DomainControllerAddress;
  ULONG DomainControllerAddressType;
  GUID DomainGuid;
  LPSTR DomainName;
  LPSTR DnsForestName;
  ULONG Flags;
  LPSTR DcSiteName;
  LPSTR ClientSiteName;
} DOMAIN_CONTROLLER_INFOA, *PDOMAIN_CONTROLLER_INFOA;
typedef struct _DOMAIN_CONTROLLER_INFOW {
  LPWSTR DomainControllerName;
  LPWSTR DomainControllerAddress;
  ULONG DomainControllerAddressType;
  GUID DomainGuid;
  LPWSTR DomainName;
  LPWSTR DnsForestName;
  ULONG Flags;
  LPWSTR DcSiteName;
  LPWSTR ClientSiteName;
} DOMAIN_CONTROLLER_INFOW, *PDOMAIN_CONTROLLER_INFOW;

FARCALL_API DWORD WINAPI DsGetDcNameA(LPCSTR ComputerName, LPCSTR DomainName, GUID* DomainGuid,
                                      LPCSTR SiteName, ULONG Flags,
                                      PDOMAIN_CONTROLLER_INFOA* DomainControllerInfo);
FARCALL_API DWORD WINAPI DsGetDcNameW(LPCWSTR ComputerName, LPCWSTR DomainName, GUID* DomainGuid,
                                      LPCWSTR SiteName, ULONG Flags,
                                      PDOMAIN_CONTROLLER_INFOW* DomainControllerInfo);

#ifdef UNICODE
typedef DOMAIN_CONTROLLER_INFOW DOMAIN_CONTROLLER_INFO, *PDOMAIN_CONTROLLER_INFO;
#define DsGetDcName DsGetDcNameW
#else
typedef DOMAIN_CONTROLLER_INFOA DOMAIN_CONTROLLER_INFO, *PDOMAIN_CONTROLLER_INFO;
#define DsGetDcName DsGetDcNameA
#endif

#ifdef __cplusplus
}
#endif

#endif
