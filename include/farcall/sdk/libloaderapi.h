/* The program's own file. Other modules are not there: shared libraries are not modules of Windows. */
#ifndef FARCALL_SDK_LIBLOADERAPI_H
#define FARCALL_SDK_LIBLOADERAPI_H

#include "farcall_api.h"
#include "windef.h"
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Of NULL, the program. The characters without the NUL; when there is no room, `nSize`, the text cut short with a NUL, and
   ERROR_INSUFFICIENT_BUFFER. 0: ERROR_MOD_NOT_FOUND. */
FARCALL_API DWORD WINAPI GetModuleFileNameA(HMODULE hModule, LPSTR lpFilename, DWORD nSize);
FARCALL_API DWORD WINAPI GetModuleFileNameW(HMODULE hModule, LPWSTR lpFilename, DWORD nSize);

#ifdef UNICODE
#define GetModuleFileName GetModuleFileNameW
#else
#define GetModuleFileName GetModuleFileNameA
#endif

#ifdef __cplusplus
}
#endif

#endif
