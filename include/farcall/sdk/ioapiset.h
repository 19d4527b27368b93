/* I/O completion ports, as queues of packets: files are not associated with them. */
#ifndef FARCALL_SDK_IOAPISET_H
#define FARCALL_SDK_IOAPISET_H

#include "farcall_api.h"
#include "handleapi.h"
#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

/* FileHandle is INVALID_HANDLE_VALUE and ExistingCompletionPort NULL; a file gives
   ERROR_NOT_SUPPORTED. The number of concurrent threads is accepted and not enforced. */
FARCALL_API HANDLE WINAPI CreateIoCompletionPort(HANDLE FileHandle, HANDLE ExistingCompletionPort,
                                                 ULONG_PTR CompletionKey,
                                                 DWORD NumberOfConcurrentThreads);
FARCALL_API BOOL WINAPI GetQueuedCompletionStatus(HANDLE CompletionPort,
                                                  LPDWORD lpNumberOfBytesTransferred,
                                                  PULONG_PTR lpCompletionKey,
                                                  LPOVERLAPPED* lpOverlapped, DWORD dwMilliseconds);
FARCALL_API BOOL WINAPI GetQueuedCompletionStatusEx(HANDLE CompletionPort,
                                                    LPOVERLAPPED_ENTRY lpCompletionPortEntries,
                                                    ULONG ulCount, PULONG ulNumEntriesRemoved,
                                                    DWORD dwMilliseconds, BOOL fAlertable);
FARCALL_API BOOL WINAPI PostQueuedCompletionStatus(HANDLE CompletionPort,
                                                   DWORD dwNumberOfBytesTransferred,
                                                   ULONG_PTR dwCompletionKey,
                                                   LPOVERLAPPED lpOverlapped);

#ifdef __cplusplus
}
#endif

#endif
