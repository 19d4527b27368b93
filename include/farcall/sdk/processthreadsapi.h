/* Threads and the procedures queued to them.

   The main thread and threads made by other means (pthread_create, std::thread) take part in
   everything here. */
#ifndef FARCALL_SDK_PROCESSTHREADSAPI_H
#define FARCALL_SDK_PROCESSTHREADSAPI_H

#include "farcall_api.h"
#include "minwinbase.h"

#ifndef CREATE_SUSPENDED
#define CREATE_SUSPENDED 0x00000004u
#endif
#ifndef STACK_SIZE_PARAM_IS_A_RESERVATION
#define STACK_SIZE_PARAM_IS_A_RESERVATION 0x00010000u
#endif
#ifndef STILL_ACTIVE
#define STILL_ACTIVE 259u
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Flags: CREATE_SUSPENDED, STACK_SIZE_PARAM_IS_A_RESERVATION. Stacks are at least the system's
 * usual size. */
FARCALL_API HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES lpThreadAttributes, SIZE_T dwStackSize,
                                       LPTHREAD_START_ROUTINE lpStartAddress, LPVOID lpParameter,
                                       DWORD dwCreationFlags, LPDWORD lpThreadId);
/* Starts a thread made with CREATE_SUSPENDED; threads are not suspended otherwise. 1 when it was
   suspended, 0 when it was not, (DWORD)-1 on error. */
FARCALL_API DWORD WINAPI ResumeThread(HANDLE hThread);
/* Destructors of the thread's C++ objects run. */
FARCALL_API void WINAPI ExitThread(DWORD dwExitCode) __attribute__((noreturn));
FARCALL_API BOOL WINAPI GetExitCodeThread(HANDLE hThread, LPDWORD lpExitCode);
FARCALL_API HANDLE WINAPI GetCurrentThread(void);
FARCALL_API DWORD WINAPI GetCurrentThreadId(void);
FARCALL_API DWORD WINAPI GetThreadId(HANDLE Thread);
FARCALL_API HANDLE WINAPI GetCurrentProcess(void);
FARCALL_API DWORD WINAPI GetCurrentProcessId(void);
FARCALL_API BOOL WINAPI SwitchToThread(void);

/* The procedure runs on the thread, in its next alertable wait (SleepEx, Wait...Ex with
   bAlertable), which then returns WAIT_IO_COMPLETION. 0 when the thread has ended
   (ERROR_GEN_FAILURE). */
FARCALL_API DWORD WINAPI QueueUserAPC(PAPCFUNC pfnAPC, HANDLE hThread, ULONG_PTR dwData);

#ifdef __cplusplus
}
#endif

#endif
