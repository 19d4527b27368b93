/* Threads as the C run-time of Windows starts them. */
#ifndef FARCALL_SDK_PROCESS_H
#define FARCALL_SDK_PROCESS_H

#include <stdint.h>
#include <unistd.h>

#include "farcall_api.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The handle is the caller's to close; 0 on error. initflag: 0 or CREATE_SUSPENDED. */
FARCALL_API uintptr_t _beginthreadex(void* security, unsigned stack_size,
                                     unsigned (*start_address)(void*), void* arglist,
                                     unsigned initflag, unsigned* thrdaddr);
FARCALL_API void _endthreadex(unsigned retval) __attribute__((noreturn));
/* The handle closes itself when the thread ends; (uintptr_t)-1 on error. */
FARCALL_API uintptr_t _beginthread(void (*start_address)(void*), unsigned stack_size,
                                   void* arglist);
FARCALL_API void _endthread(void) __attribute__((noreturn));

#define _getpid getpid

#ifdef __cplusplus
}
#endif

#endif
