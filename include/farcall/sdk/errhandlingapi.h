/* The calling thread's last error code. */
#ifndef FARCALL_SDK_ERRHANDLINGAPI_H
#define FARCALL_SDK_ERRHANDLINGAPI_H

#include "farcall_api.h"
#include "windef.h"

#ifdef __cplusplus
extern "C" {
#endif

FARCALL_API DWORD WINAPI GetLastError(void);
FARCALL_API void WINAPI SetLastError(DWORD dwErrCode);

#ifdef __cplusplus
}
#endif

#endif
