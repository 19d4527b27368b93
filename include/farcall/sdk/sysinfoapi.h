/* Clocks, and what this computer is called. */
#ifndef FARCALL_SDK_SYSINFOAPI_H
#define FARCALL_SDK_SYSINFOAPI_H

#include "farcall_api.h"
#include "minwinbase.h"
#include "windef.h"
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Milliseconds since the system started; wraps around after 49.7 days. */
FARCALL_API DWORD WINAPI GetTickCount(void);
FARCALL_API ULONGLONG WINAPI GetTickCount64(void);

/* Now: in UTC, in local time, and in units of 100 ns since 1601. */
FARCALL_API void WINAPI GetSystemTime(LPSYSTEMTIME lpSystemTime);
FARCALL_API void WINAPI GetLocalTime(LPSYSTEMTIME lpSystemTime);
FARCALL_API void WINAPI GetSystemTimeAsFileTime(LPFILETIME lpSystemTimeAsFileTime);

/* A clock that never goes back; 10^9 counts a second. */
FARCALL_API BOOL WINAPI QueryPerformanceCounter(LARGE_INTEGER* lpPerformanceCount);
FARCALL_API BOOL WINAPI QueryPerformanceFrequency(LARGE_INTEGER* lpFrequency);

/* The host name without its domain. nSize: the buffer's room, then the length. */
#define MAX_COMPUTERNAME_LENGTH 15
FARCALL_API BOOL WINAPI GetComputerNameA(LPSTR lpBuffer, LPDWORD nSize);
FARCALL_API BOOL WINAPI GetComputerNameW(LPWSTR lpBuffer, LPDWORD nSize);
#ifdef UNICODE
#define GetComputerName GetComputerNameW
#else
#define GetComputerName GetComputerNameA
#endif

#ifdef __cplusplus
}
#endif

#endif
