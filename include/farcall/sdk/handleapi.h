/* Handles. A HANDLE is a small number, never an address; a closed or random one gives
 * ERROR_INVALID_HANDLE. */
#ifndef FARCALL_SDK_HANDLEAPI_H
#define FARCALL_SDK_HANDLEAPI_H

#include "farcall_api.h"
#include "windef.h"
#include "winnt.h"

#ifndef INVALID_HANDLE_VALUE
#define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR)-1)
#endif
#ifndef DUPLICATE_CLOSE_SOURCE
#define DUPLICATE_CLOSE_SOURCE 0x00000001u
#define DUPLICATE_SAME_ACCESS 0x00000002u
#endif

#ifdef __cplusplus
extern "C" {
#endif

FARCALL_API BOOL WINAPI CloseHandle(HANDLE hObject);

/* Both process handles are GetCurrentProcess(). Makes a real handle of GetCurrentThread(), which
   other threads can use for QueueUserAPC. Access rights and inheritance are not looked at. */
FARCALL_API BOOL WINAPI DuplicateHandle(HANDLE hSourceProcessHandle, HANDLE hSourceHandle,
                                        HANDLE hTargetProcessHandle, LPHANDLE lpTargetHandle,
                                        DWORD dwDesiredAccess, BOOL bInheritHandle,
                                        DWORD dwOptions);

#ifdef __cplusplus
}
#endif

#endif
