/* Milliseconds since the system started. */
#ifndef FARCALL_SDK_SYSINFOAPI_H
#define FARCALL_SDK_SYSINFOAPI_H

#include "farcall_api.h"
#include "windef.h"
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Wraps around after 49.7 days. */
FARCALL_API DWORD WINAPI GetTickCount(void);
FARCALL_API ULONGLONG WINAPI GetTickCount64(void);

#ifdef __cplusplus
}
#endif

#endif
