/* Service principal names. They are composed as Windows does, from the name of this host; the directory that would hold them
 * is not reachable, and its functions say so. */
#ifndef FARCALL_SDK_NTDSAPI_H
#define FARCALL_SDK_NTDSAPI_H

#include "farcall_api.h"
#include "windef.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  DS_SPN_DNS_HOST = 0,
  DS_SPN_DN_HOST = 1,
  DS_SPN_NB_HOST = 2,
  DS_SPN_DOMAIN = 3,
  DS_SPN_NB_DOMAIN = 4,
  DS_SPN_SERVICE = 5
} DS_SPN_NAME_TYPE;

typedef enum {
  DS_SPN_ADD_SPN_OP = 0,
  DS_SPN_REPLACE_SPN_OP = 1,
  DS_SPN_DELETE_SPN_OP = 2
} DS_SPN_WRITE_OP;

/* class/host[:port][/service], one for the host or for each instance name; freed with DsFreeSpnArray. Names of the domain
   and of directory objects are ERROR_NO_SUCH_DOMAIN. */
FARCALL_API DWORD WINAPI DsGetSpnA(DS_SPN_NAME_TYPE ServiceType, LPCSTR ServiceClass,
                                   LPCSTR ServiceName, USHORT InstancePort, USHORT cInstanceNames,
                                   LPCSTR* pInstanceNames, const USHORT* pInstancePorts,
                                   DWORD* pcSpn, LPSTR** prpszSpn);
FARCALL_API DWORD WINAPI DsGetSpnW(DS_SPN_NAME_TYPE ServiceType, LPCWSTR ServiceClass,
                                   LPCWSTR ServiceName, USHORT InstancePort, USHORT cInstanceNames,
                                   LPCWSTR* pInstanceNames, const USHORT* pInstancePorts,
                                   DWORD* pcSpn, LPWSTR** prpszSpn);
FARCALL_API void WINAPI DsFreeSpnArrayA(DWORD cSpn, LPSTR* rpszSpn);
FARCALL_API void WINAPI DsFreeSpnArrayW(DWORD cSpn, LPWSTR* rpszSpn);

/* ERROR_NO_SUCH_DOMAIN; ERROR_INVALID_HANDLE, as no handle comes from DsBind. */
FARCALL_API DWORD WINAPI DsBindA(LPCSTR DomainControllerName, LPCSTR DnsDomainName, HANDLE* phDS);
FARCALL_API DWORD WINAPI DsBindW(LPCWSTR DomainControllerName, LPCWSTR DnsDomainName, HANDLE* phDS);
FARCALL_API DWORD WINAPI DsUnBindA(HANDLE* phDS);
FARCALL_API DWORD WINAPI DsUnBindW(HANDLE* phDS);
FARCALL_API DWORD WINAPI DsWriteAccountSpnA(HANDLE hDS, DS_SPN_WRITE_OP Operation,
                                            LPCSTR pszAccount, DWORD cSpn, LPCSTR* rpszSpn);
FARCALL_API DWORD WINAPI DsWriteAccountSpnW(HANDLE hDS, DS_SPN_WRITE_OP Operation,
                                            LPCWSTR pszAccount, DWORD cSpn, LPCWSTR* rpszSpn);

#ifdef UNICODE
#define DsGetSpn DsGetSpnW
#define DsFreeSpnArray DsFreeSpnArrayW
#define DsBind DsBindW
#define DsUnBind DsUnBindW
#define DsWriteAccountSpn DsWriteAccountSpnW
#else
#define DsGetSpn DsGetSpnA
#define DsFreeSpnArray DsFreeSpnArrayA
#define DsBind DsBindA
#define DsUnBind DsUnBindA
#define DsWriteAccountSpn DsWriteAccountSpnA
#endif

#ifdef __cplusplus
}
#endif

#endif
