/* Threads and APCs through their C names. */
#include <process.h>
#include <pthread.h>

#include "check.h"

static DWORD WINAPI return_parameter(LPVOID parameter) {
  return (DWORD)(ULONG_PTR)parameter;
}

TEST(a_thread_gives_its_exit_code_when_it_has_ended) {
  DWORD code = 0, id = 0;
  HANDLE thread =
      CreateThread(NULL, 0, return_parameter, (LPVOID)(ULONG_PTR)77, CREATE_SUSPENDED, &id);
  CHECK(thread != NULL && id != 0 && id != GetCurrentThreadId());
  CHECK(GetThreadId(thread) == id);
  CHECK(WaitForSingleObject(thread, 2) == WAIT_TIMEOUT);
  CHECK(GetExitCodeThread(thread, &code) && code == STILL_ACTIVE);
  CHECK(ResumeThread(thread) == 1);
  CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
  CHECK(GetExitCodeThread(thread, &code) && code == 77);
  CHECK(ResumeThread(thread) == 0);
  CHECK(CloseHandle(thread));
}

static DWORD WINAPI leave_early(LPVOID parameter) {
  (void)parameter;
  ExitThread(13);
}

TEST(exit_thread_ends_the_thread_with_its_code) {
  DWORD code = 0;
  HANDLE thread = start(leave_early, NULL);
  CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
  CHECK(GetExitCodeThread(thread, &code) && code == 13);
  CHECK(CloseHandle(thread));
}

TEST(bad_thread_arguments_are_refused) {
  CHECK_FAILS(CreateThread(NULL, 0, NULL, NULL, 0, NULL), NULL, ERROR_INVALID_PARAMETER);
  CHECK_FAILS(CreateThread(NULL, 0, return_parameter, NULL, 0x80u, NULL), NULL,
              ERROR_INVALID_PARAMETER);
  CHECK_FAILS(GetExitCodeThread(GetCurrentThread(), NULL), FALSE, ERROR_INVALID_PARAMETER);
}

static unsigned crt_routine(void* parameter) {
  *(unsigned*)parameter = GetCurrentThreadId();
  _endthreadex(5);
}

TEST(beginthreadex_starts_a_thread_like_create_thread) {
  unsigned seen = 0, id = 0;
  DWORD code = 0;
  HANDLE thread = (HANDLE)_beginthreadex(NULL, 0, crt_routine, &seen, 0, &id);
  CHECK(thread != NULL);
  CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
  CHECK(seen == id);
  CHECK(GetExitCodeThread(thread, &code) && code == 5);
  CHECK(CloseHandle(thread));
}

static void set_event(void* event) {
  CHECK(SetEvent(event));
}

TEST(beginthread_closes_its_handle_itself) {
  HANDLE event = CreateEvent(NULL, FALSE, FALSE, NULL);
  const uintptr_t thread = _beginthread(set_event, 0, event);
  CHECK(thread != 0 && thread != (uintptr_t)-1);
  CHECK(WaitForSingleObject(event, PATIENCE) == WAIT_OBJECT_0);
  for (DWORD i = 0; i < PATIENCE && GetThreadId((HANDLE)thread) != 0; ++i) Sleep(1);
  CHECK_FAILS(CloseHandle((HANDLE)thread), FALSE, ERROR_INVALID_HANDLE);
  CHECK(CloseHandle(event));
}

struct Order {
  ULONG_PTR values[100];
  int count;
};
static struct Order order;

static VOID NTAPI record(ULONG_PTR value) {
  order.values[order.count++] = value;
}

TEST(apcs_run_in_order_in_an_alertable_wait_only) {
  order.count = 0;
  for (ULONG_PTR i = 0; i < 100; ++i) CHECK(QueueUserAPC(record, GetCurrentThread(), i << 40 | i));
  CHECK(SleepEx(1, FALSE) == 0);
  Sleep(0);
  CHECK(order.count == 0);
  CHECK(SleepEx(INFINITE, TRUE) == WAIT_IO_COMPLETION);
  CHECK(order.count == 100);
  for (ULONG_PTR i = 0; i < 100; ++i) CHECK(order.values[i] == (i << 40 | i));
  CHECK(SleepEx(0, TRUE) == 0);
}

TEST(an_apc_ends_each_kind_of_alertable_wait) {
  HANDLE events[2] = {CreateEvent(NULL, FALSE, FALSE, NULL), CreateEvent(NULL, FALSE, FALSE, NULL)};
  order.count = 0;
  CHECK(QueueUserAPC(record, GetCurrentThread(), 1));
  CHECK(WaitForSingleObjectEx(events[0], INFINITE, TRUE) == WAIT_IO_COMPLETION);
  CHECK(QueueUserAPC(record, GetCurrentThread(), 2));
  CHECK(WaitForMultipleObjectsEx(2, events, FALSE, INFINITE, TRUE) == WAIT_IO_COMPLETION);
  CHECK(QueueUserAPC(record, GetCurrentThread(), 3));
  CHECK(WaitForMultipleObjectsEx(2, events, TRUE, INFINITE, TRUE) == WAIT_IO_COMPLETION);
  CHECK(QueueUserAPC(record, GetCurrentThread(), 4));
  CHECK(WaitForSingleObjectEx(events[0], 1, FALSE) == WAIT_TIMEOUT);
  CHECK(order.count == 3);
  CHECK(SleepEx(0, TRUE) == WAIT_IO_COMPLETION);
  CHECK(order.count == 4);
  CHECK(CloseHandle(events[0]));
  CHECK(CloseHandle(events[1]));
}

struct Worker {
  HANDLE thread; /* a real handle of the worker, made by itself */
  HANDLE ready;
  LONG apcs;
  int ran_elsewhere;
  pthread_t self;
};
static struct Worker worker;

static VOID NTAPI count_apc(ULONG_PTR ignored) {
  (void)ignored;
  if (!pthread_equal(pthread_self(), worker.self)) worker.ran_elsewhere = 1;
  InterlockedIncrement(&worker.apcs);
}

/* Not started by CreateThread: such threads take part too. */
static void* alertable_worker(void* wanted) {
  worker.self = pthread_self();
  CHECK(DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(),
                        &worker.thread, 0, FALSE, DUPLICATE_SAME_ACCESS));
  CHECK(SetEvent(worker.ready));
  while (worker.apcs < *(LONG*)wanted) CHECK(SleepEx(PATIENCE, TRUE) == WAIT_IO_COMPLETION);
  return NULL;
}

TEST(ten_thousand_apcs_to_a_waiting_pthread_run_on_it) {
  LONG wanted = 10000;
  pthread_t thread;
  worker.ready = CreateEvent(NULL, FALSE, FALSE, NULL);
  CHECK(pthread_create(&thread, NULL, alertable_worker, &wanted) == 0);
  CHECK(WaitForSingleObject(worker.ready, PATIENCE) == WAIT_OBJECT_0);
  for (LONG i = 0; i < wanted; ++i) CHECK(QueueUserAPC(count_apc, worker.thread, 0));
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(worker.apcs == wanted && !worker.ran_elsewhere);
  /* The thread is gone: its handle is signalled and takes no more. */
  CHECK(WaitForSingleObject(worker.thread, 0) == WAIT_OBJECT_0);
  CHECK_FAILS(QueueUserAPC(count_apc, worker.thread, 0), 0, ERROR_GEN_FAILURE);
  CHECK(CloseHandle(worker.thread));
  CHECK(CloseHandle(worker.ready));
}

static DWORD WINAPI order_count(LPVOID parameter) {
  (void)parameter;
  return (DWORD)order.count;
}

TEST(an_apc_queued_before_the_thread_starts_runs_before_its_routine) {
  DWORD code = 0;
  HANDLE thread = CreateThread(NULL, 0, order_count, NULL, CREATE_SUSPENDED, NULL);
  order.count = 0;
  CHECK(QueueUserAPC(record, thread, 1));
  CHECK(ResumeThread(thread) == 1);
  CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
  CHECK(GetExitCodeThread(thread, &code) && code == 1);
  CHECK(CloseHandle(thread));
}

struct Steps {
  HANDLE started;
  HANDLE go_on;
};

static DWORD WINAPI say_started_and_wait(LPVOID parameter) {
  struct Steps* events = parameter;
  CHECK(SetEvent(events->started));
  return WaitForSingleObject(events->go_on, PATIENCE);
}

/* The address sanitizer's leak check is the other half of this test. */
TEST(an_apc_that_finds_no_alertable_wait_is_dropped_with_its_thread) {
  struct Steps events = {CreateEvent(NULL, FALSE, FALSE, NULL),
                         CreateEvent(NULL, FALSE, FALSE, NULL)};
  HANDLE thread = start(say_started_and_wait, &events);
  order.count = 0;
  CHECK(WaitForSingleObject(events.started, PATIENCE) == WAIT_OBJECT_0);
  CHECK(QueueUserAPC(record, thread, 1));
  CHECK(SetEvent(events.go_on));
  finish(thread);
  CHECK(order.count == 0);
  CHECK(CloseHandle(events.started));
  CHECK(CloseHandle(events.go_on));
}

int main(void) {
  RUN(a_thread_gives_its_exit_code_when_it_has_ended);
  RUN(exit_thread_ends_the_thread_with_its_code);
  RUN(bad_thread_arguments_are_refused);
  RUN(beginthreadex_starts_a_thread_like_create_thread);
  RUN(beginthread_closes_its_handle_itself);
  RUN(apcs_run_in_order_in_an_alertable_wait_only);
  RUN(an_apc_ends_each_kind_of_alertable_wait);
  RUN(ten_thousand_apcs_to_a_waiting_pthread_run_on_it);
  RUN(an_apc_queued_before_the_thread_starts_runs_before_its_routine);
  RUN(an_apc_that_finds_no_alertable_wait_is_dropped_with_its_thread);
  return 0;
}
