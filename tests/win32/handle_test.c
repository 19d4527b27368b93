/* Handles that name nothing, or the wrong thing, and the last error of each thread. */
#include <stdint.h>

#include "check.h"

static void refuse(HANDLE handle) {
  HANDLE pair[2] = {CreateEvent(NULL, TRUE, TRUE, NULL), handle};
  HANDLE copy;
  DWORD number;
  ULONG_PTR key;
  LPOVERLAPPED overlapped;
  CHECK_FAILS(WaitForSingleObject(handle, 0), WAIT_FAILED, ERROR_INVALID_HANDLE);
  CHECK_FAILS(WaitForSingleObjectEx(handle, INFINITE, TRUE), WAIT_FAILED, ERROR_INVALID_HANDLE);
  CHECK_FAILS(WaitForMultipleObjects(2, pair, FALSE, 0), WAIT_FAILED, ERROR_INVALID_HANDLE);
  CHECK_FAILS(SetEvent(handle), FALSE, ERROR_INVALID_HANDLE);
  CHECK_FAILS(ResetEvent(handle), FALSE, ERROR_INVALID_HANDLE);
  CHECK_FAILS(ReleaseMutex(handle), FALSE, ERROR_INVALID_HANDLE);
  CHECK_FAILS(ReleaseSemaphore(handle, 1, NULL), FALSE, ERROR_INVALID_HANDLE);
  CHECK_FAILS(GetExitCodeThread(handle, &number), FALSE, ERROR_INVALID_HANDLE);
  CHECK_FAILS(ResumeThread(handle), (DWORD)-1, ERROR_INVALID_HANDLE);
  CHECK_FAILS(QueueUserAPC(NULL, handle, 0), 0, ERROR_INVALID_HANDLE);
  CHECK_FAILS(PostQueuedCompletionStatus(handle, 0, 0, NULL), FALSE, ERROR_INVALID_HANDLE);
  CHECK_FAILS(GetQueuedCompletionStatus(handle, &number, &key, &overlapped, 0), FALSE,
              ERROR_INVALID_HANDLE);
  CHECK_FAILS(DuplicateHandle(GetCurrentProcess(), handle, GetCurrentProcess(), &copy, 0, FALSE,
                              DUPLICATE_SAME_ACCESS),
              FALSE, ERROR_INVALID_HANDLE);
  CHECK(CloseHandle(pair[0]));
}

TEST(null_invalid_garbage_and_closed_handles_are_refused_everywhere) {
  int local = 0;
  HANDLE closed = CreateEvent(NULL, FALSE, FALSE, NULL);
  const HANDLE bad[] = {NULL,
                        INVALID_HANDLE_VALUE,
                        (HANDLE)&local,
                        (HANDLE)(uintptr_t)3,
                        (HANDLE)(uintptr_t)0x7FFFFFFC,
                        closed};
  CHECK(CloseHandle(closed));
  CHECK_FAILS(CloseHandle(closed), FALSE, ERROR_INVALID_HANDLE);
  CHECK_FAILS(CloseHandle(NULL), FALSE, ERROR_INVALID_HANDLE);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i) refuse(bad[i]);
}

TEST(an_object_of_another_type_is_refused) {
  HANDLE event = CreateEvent(NULL, FALSE, FALSE, NULL);
  HANDLE semaphore = CreateSemaphore(NULL, 0, 1, NULL);
  CHECK_FAILS(ReleaseSemaphore(event, 1, NULL), FALSE, ERROR_INVALID_HANDLE);
  CHECK_FAILS(SetEvent(semaphore), FALSE, ERROR_INVALID_HANDLE);
  CHECK_FAILS(PostQueuedCompletionStatus(event, 0, 0, NULL), FALSE, ERROR_INVALID_HANDLE);
  CHECK(CloseHandle(event));
  CHECK(CloseHandle(semaphore));
}

TEST(a_handle_survives_being_kept_in_32_bits) {
  HANDLE event = CreateEvent(NULL, TRUE, TRUE, NULL);
  HANDLE again = (HANDLE)(uintptr_t)(uint32_t)(uintptr_t)event;
  CHECK(again == event);
  CHECK(CloseHandle(again));
}

TEST(a_duplicate_keeps_the_object_when_the_first_is_closed) {
  HANDLE event = CreateEvent(NULL, FALSE, FALSE, NULL), copy = NULL, moved = NULL;
  CHECK(DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &copy, 0, FALSE,
                        DUPLICATE_SAME_ACCESS));
  CHECK(copy != NULL && copy != event);
  CHECK(SetEvent(event));
  CHECK(CloseHandle(event));
  CHECK(WaitForSingleObject(copy, 0) == WAIT_OBJECT_0);
  CHECK(DuplicateHandle(GetCurrentProcess(), copy, GetCurrentProcess(), &moved, 0, FALSE,
                        DUPLICATE_CLOSE_SOURCE));
  CHECK_FAILS(SetEvent(copy), FALSE, ERROR_INVALID_HANDLE);
  CHECK(CloseHandle(moved));
}

TEST(pseudo_handles_name_the_caller_and_are_not_closed) {
  HANDLE thread = NULL;
  CHECK(GetCurrentThread() == (HANDLE)(LONG_PTR)-2);
  CHECK(GetCurrentProcess() == (HANDLE)(LONG_PTR)-1);
  CHECK(GetCurrentThreadId() != 0 && GetThreadId(GetCurrentThread()) == GetCurrentThreadId());
  CHECK(GetCurrentProcessId() != 0);
  CHECK(CloseHandle(GetCurrentThread()));
  CHECK(CloseHandle(GetCurrentProcess()));
  CHECK(WaitForSingleObject(GetCurrentThread(), 0) == WAIT_TIMEOUT);
  CHECK(DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &thread, 0,
                        FALSE, DUPLICATE_SAME_ACCESS));
  CHECK(thread != GetCurrentThread() && GetThreadId(thread) == GetCurrentThreadId());
  CHECK(CloseHandle(thread));
}

static DWORD WINAPI fail_once(LPVOID parameter) {
  (void)parameter;
  CHECK(GetLastError() == 0);
  CHECK(!SetEvent(NULL));
  return GetLastError();
}

TEST(the_last_error_belongs_to_the_thread_and_success_keeps_it) {
  DWORD code = 0;
  HANDLE thread;
  SetLastError(4711);
  thread = start(fail_once, NULL);
  CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
  CHECK(GetExitCodeThread(thread, &code));
  CHECK(code == ERROR_INVALID_HANDLE);
  CHECK(CloseHandle(thread));
  CHECK(GetLastError() == 4711);
}

int main(void) {
  RUN(null_invalid_garbage_and_closed_handles_are_refused_everywhere);
  RUN(an_object_of_another_type_is_refused);
  RUN(a_handle_survives_being_kept_in_32_bits);
  RUN(a_duplicate_keeps_the_object_when_the_first_is_closed);
  RUN(pseudo_handles_name_the_caller_and_are_not_closed);
  RUN(the_last_error_belongs_to_the_thread_and_success_keeps_it);
  return 0;
}
