/* Events, semaphores, mutexes, critical sections, waits and sleeps.

   Waits use the monotonic clock and never end before their time. Named objects are refused with
   ERROR_NOT_SUPPORTED: nothing is shared between processes. */
#ifndef FARCALL_SDK_SYNCHAPI_H
#define FARCALL_SDK_SYNCHAPI_H

#include "farcall_api.h"
#include "minwinbase.h"

#ifndef INFINITE
#define INFINITE 0xFFFFFFFFu
#endif
#ifndef WAIT_OBJECT_0
#define WAIT_OBJECT_0 0x00000000u
#define WAIT_ABANDONED 0x00000080u
#define WAIT_ABANDONED_0 0x00000080u
#define WAIT_FAILED 0xFFFFFFFFu
#endif
#ifndef WAIT_IO_COMPLETION
#define WAIT_IO_COMPLETION 0x000000C0u
#endif
#ifndef WAIT_TIMEOUT
#define WAIT_TIMEOUT 258u
#endif
#ifndef MAXIMUM_WAIT_OBJECTS
#define MAXIMUM_WAIT_OBJECTS 64
#endif

#ifdef __cplusplus
extern "C" {
#endif

FARCALL_API HANDLE WINAPI CreateEventA(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
                                       BOOL bInitialState, LPCSTR lpName);
FARCALL_API HANDLE WINAPI CreateEventW(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
                                       BOOL bInitialState, LPCWSTR lpName);
FARCALL_API BOOL WINAPI SetEvent(HANDLE hEvent);
FARCALL_API BOOL WINAPI ResetEvent(HANDLE hEvent);
FARCALL_API BOOL WINAPI PulseEvent(HANDLE hEvent);

FARCALL_API HANDLE WINAPI CreateSemaphoreA(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes,
                                           LONG lInitialCount, LONG lMaximumCount, LPCSTR lpName);
FARCALL_API HANDLE WINAPI CreateSemaphoreW(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes,
                                           LONG lInitialCount, LONG lMaximumCount, LPCWSTR lpName);
FARCALL_API BOOL WINAPI ReleaseSemaphore(HANDLE hSemaphore, LONG lReleaseCount,
                                         LPLONG lpPreviousCount);

FARCALL_API HANDLE WINAPI CreateMutexA(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner,
                                       LPCSTR lpName);
FARCALL_API HANDLE WINAPI CreateMutexW(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner,
                                       LPCWSTR lpName);
FARCALL_API BOOL WINAPI ReleaseMutex(HANDLE hMutex);

FARCALL_API DWORD WINAPI WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds);
FARCALL_API DWORD WINAPI WaitForSingleObjectEx(HANDLE hHandle, DWORD dwMilliseconds,
                                               BOOL bAlertable);
FARCALL_API DWORD WINAPI WaitForMultipleObjects(DWORD nCount, const HANDLE* lpHandles,
                                                BOOL bWaitAll, DWORD dwMilliseconds);
FARCALL_API DWORD WINAPI WaitForMultipleObjectsEx(DWORD nCount, const HANDLE* lpHandles,
                                                  BOOL bWaitAll, DWORD dwMilliseconds,
                                                  BOOL bAlertable);
FARCALL_API void WINAPI Sleep(DWORD dwMilliseconds);
FARCALL_API DWORD WINAPI SleepEx(DWORD dwMilliseconds, BOOL bAlertable);

FARCALL_API void WINAPI InitializeCriticalSection(LPCRITICAL_SECTION lpCriticalSection);
FARCALL_API BOOL WINAPI InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION lpCriticalSection,
                                                              DWORD dwSpinCount);
FARCALL_API void WINAPI EnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection);
FARCALL_API BOOL WINAPI TryEnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection);
FARCALL_API void WINAPI LeaveCriticalSection(LPCRITICAL_SECTION lpCriticalSection);
FARCALL_API void WINAPI DeleteCriticalSection(LPCRITICAL_SECTION lpCriticalSection);

#ifdef UNICODE
#define CreateEvent CreateEventW
#define CreateSemaphore CreateSemaphoreW
#define CreateMutex CreateMutexW
#else
#define CreateEvent CreateEventA
#define CreateSemaphore CreateSemaphoreA
#define CreateMutex CreateMutexA
#endif

#ifdef __cplusplus
}
#endif

#endif
