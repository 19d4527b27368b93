/* Semaphores, mutexes, critical sections, interlocked functions. */
#include "check.h"

TEST(a_semaphore_counts) {
  HANDLE semaphore = CreateSemaphoreA(NULL, 1, 3, NULL);
  LONG before = -1;
  CHECK(WaitForSingleObject(semaphore, 0) == WAIT_OBJECT_0);
  CHECK(WaitForSingleObject(semaphore, 0) == WAIT_TIMEOUT);
  CHECK(ReleaseSemaphore(semaphore, 2, &before) && before == 0);
  CHECK_FAILS(ReleaseSemaphore(semaphore, 2, &before), FALSE, ERROR_TOO_MANY_POSTS);
  CHECK_FAILS(ReleaseSemaphore(semaphore, 0, &before), FALSE, ERROR_INVALID_PARAMETER);
  CHECK(ReleaseSemaphore(semaphore, 1, NULL));
  CHECK(CloseHandle(semaphore));
  CHECK_FAILS(CreateSemaphoreW(NULL, 2, 1, NULL), NULL, ERROR_INVALID_PARAMETER);
  CHECK_FAILS(CreateSemaphoreW(NULL, 0, 0, NULL), NULL, ERROR_INVALID_PARAMETER);
}

static DWORD WINAPI take_mutex(LPVOID mutex) {
  return WaitForSingleObject(mutex, 0);
}

static DWORD elsewhere(LPTHREAD_START_ROUTINE routine, void* parameter) {
  DWORD code = 0;
  HANDLE thread = start(routine, parameter);
  CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
  CHECK(GetExitCodeThread(thread, &code));
  CHECK(CloseHandle(thread));
  return code;
}

TEST(a_mutex_belongs_to_its_owner_and_is_abandoned_with_it) {
  HANDLE mutex = CreateMutexA(NULL, TRUE, NULL);
  CHECK(WaitForSingleObject(mutex, 0) == WAIT_OBJECT_0);
  CHECK(ReleaseMutex(mutex));
  CHECK(elsewhere(take_mutex, mutex) == WAIT_TIMEOUT);
  CHECK(ReleaseMutex(mutex));
  CHECK_FAILS(ReleaseMutex(mutex), FALSE, ERROR_NOT_OWNER);
  CHECK(elsewhere(take_mutex, mutex) == WAIT_OBJECT_0);
  CHECK(WaitForSingleObject(mutex, PATIENCE) == WAIT_ABANDONED);
  CHECK(ReleaseMutex(mutex));
  CHECK(CloseHandle(mutex));
}

struct Shared {
  CRITICAL_SECTION lock;
  long counter;
};

static DWORD WINAPI count(LPVOID parameter) {
  struct Shared* shared = parameter;
  for (int i = 0; i < 10000; ++i) {
    EnterCriticalSection(&shared->lock);
    EnterCriticalSection(&shared->lock);
    ++shared->counter;
    LeaveCriticalSection(&shared->lock);
    LeaveCriticalSection(&shared->lock);
  }
  return 0;
}

static DWORD WINAPI try_enter(LPVOID lock) {
  if (!TryEnterCriticalSection(lock)) return 0;
  LeaveCriticalSection(lock);
  return 1;
}

TEST(a_critical_section_excludes_and_is_recursive) {
  struct Shared shared;
  HANDLE threads[4];
  InitializeCriticalSection(&shared.lock);
  shared.counter = 0;
  for (int i = 0; i < 4; ++i) threads[i] = start(count, &shared);
  for (int i = 0; i < 4; ++i) finish(threads[i]);
  CHECK(shared.counter == 40000);
  EnterCriticalSection(&shared.lock);
  CHECK(TryEnterCriticalSection(&shared.lock));
  CHECK(elsewhere(try_enter, &shared.lock) == 0);
  LeaveCriticalSection(&shared.lock);
  CHECK(elsewhere(try_enter, &shared.lock) == 0);
  LeaveCriticalSection(&shared.lock);
  CHECK(elsewhere(try_enter, &shared.lock) == 1);
  DeleteCriticalSection(&shared.lock);
}

TEST(interlocked_functions_give_what_their_pages_say) {
  LONG volatile value = 5;
  int a = 0, b = 0;
  PVOID volatile pointer = &a;
  CHECK(InterlockedIncrement(&value) == 6);
  CHECK(InterlockedDecrement(&value) == 5);
  CHECK(InterlockedExchange(&value, 9) == 5);
  CHECK(InterlockedExchangeAdd(&value, -2) == 9 && value == 7);
  CHECK(InterlockedCompareExchange(&value, 1, 8) == 7 && value == 7);
  CHECK(InterlockedCompareExchange(&value, 1, 7) == 7 && value == 1);
  CHECK(InterlockedExchangePointer(&pointer, &b) == &a && pointer == &b);
  CHECK(InterlockedCompareExchangePointer(&pointer, &a, &a) == &b && pointer == &b);
}

TEST(ticks_advance_with_sleep) {
  const ULONGLONG before = GetTickCount64();
  const DWORD short_before = GetTickCount();
  Sleep(20);
  CHECK(GetTickCount64() - before >= 19);
  CHECK(GetTickCount() - short_before >= 19);
}

int main(void) {
  RUN(a_semaphore_counts);
  RUN(a_mutex_belongs_to_its_owner_and_is_abandoned_with_it);
  RUN(a_critical_section_excludes_and_is_recursive);
  RUN(interlocked_functions_give_what_their_pages_say);
  RUN(ticks_advance_with_sleep);
  return 0;
}
