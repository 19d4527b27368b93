/* Completion ports through their C names. */
#include "check.h"

static HANDLE new_port(void) {
  HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
  CHECK(port != NULL);
  return port;
}

TEST(the_three_values_arrive_unchanged_and_in_order) {
  HANDLE port = new_port();
  OVERLAPPED overlapped;
  DWORD bytes = 1;
  ULONG_PTR key = 1;
  LPOVERLAPPED out = NULL;
  CHECK(PostQueuedCompletionStatus(port, 0xFFFFFFFFu, (ULONG_PTR)0x123456789ABCDEF0u, &overlapped));
  CHECK(PostQueuedCompletionStatus(port, 0, 0, NULL));
  CHECK(GetQueuedCompletionStatus(port, &bytes, &key, &out, INFINITE));
  CHECK(bytes == 0xFFFFFFFFu && key == (ULONG_PTR)0x123456789ABCDEF0u && out == &overlapped);
  CHECK(GetQueuedCompletionStatus(port, &bytes, &key, &out, 0));
  CHECK(bytes == 0 && key == 0 && out == NULL);
  CHECK(CloseHandle(port));
}

TEST(an_empty_port_times_out_and_gives_no_overlapped) {
  HANDLE port = new_port();
  OVERLAPPED overlapped;
  DWORD bytes = 0;
  ULONG_PTR key = 0;
  LPOVERLAPPED out = &overlapped;
  CHECK_FAILS(GetQueuedCompletionStatus(port, &bytes, &key, &out, 0), FALSE, WAIT_TIMEOUT);
  CHECK(out == NULL);
  CHECK_FAILS(GetQueuedCompletionStatus(port, &bytes, &key, &out, 3), FALSE, WAIT_TIMEOUT);
  CHECK(CloseHandle(port));
}

TEST(a_file_is_not_supported) {
  HANDLE port = new_port();
  CHECK_FAILS(CreateIoCompletionPort(port, NULL, 0, 0), NULL, ERROR_NOT_SUPPORTED);
  CHECK_FAILS(CreateIoCompletionPort(INVALID_HANDLE_VALUE, port, 0, 0), NULL,
              ERROR_INVALID_PARAMETER);
  CHECK(CloseHandle(port));
}

TEST(several_packets_come_out_at_once) {
  HANDLE port = new_port();
  OVERLAPPED_ENTRY entries[4];
  ULONG removed = 9;
  for (DWORD i = 0; i < 6; ++i) CHECK(PostQueuedCompletionStatus(port, i, i + 10, NULL));
  CHECK(GetQueuedCompletionStatusEx(port, entries, 4, &removed, INFINITE, FALSE));
  CHECK(removed == 4);
  for (DWORD i = 0; i < 4; ++i)
    CHECK(entries[i].dwNumberOfBytesTransferred == i && entries[i].lpCompletionKey == i + 10);
  CHECK(GetQueuedCompletionStatusEx(port, entries, 4, &removed, INFINITE, FALSE));
  CHECK(removed == 2);
  CHECK_FAILS(GetQueuedCompletionStatusEx(port, entries, 4, &removed, 0, FALSE), FALSE,
              WAIT_TIMEOUT);
  CHECK(removed == 0);
  CHECK(CloseHandle(port));
}

static VOID NTAPI set_flag(ULONG_PTR flag) {
  *(int*)flag = 1;
}

TEST(an_apc_ends_an_alertable_get) {
  HANDLE port = new_port();
  OVERLAPPED_ENTRY entry;
  ULONG removed = 9;
  int ran = 0;
  CHECK(QueueUserAPC(set_flag, GetCurrentThread(), (ULONG_PTR)&ran));
  CHECK_FAILS(GetQueuedCompletionStatusEx(port, &entry, 1, &removed, INFINITE, TRUE), FALSE,
              WAIT_IO_COMPLETION);
  CHECK(ran && removed == 0);
  CHECK(CloseHandle(port));
}

static DWORD WINAPI drain(LPVOID port) {
  DWORD bytes, sum = 0;
  ULONG_PTR key;
  LPOVERLAPPED out;
  while (GetQueuedCompletionStatus(port, &bytes, &key, &out, PATIENCE)) sum += bytes;
  CHECK(GetLastError() == ERROR_ABANDONED_WAIT_0 || GetLastError() == ERROR_INVALID_HANDLE);
  return sum;
}

TEST(closing_the_port_sends_its_threads_away) {
  HANDLE port = new_port();
  HANDLE threads[3];
  DWORD total = 0, code = 0;
  for (int i = 0; i < 3; ++i) threads[i] = start(drain, port);
  for (int i = 0; i < 10000; ++i) CHECK(PostQueuedCompletionStatus(port, 1, 0, NULL));
  /* All are taken before the port goes. */
  while (WaitForSingleObject(port, 0) == WAIT_OBJECT_0) SwitchToThread();
  CHECK(CloseHandle(port));
  CHECK(WaitForMultipleObjects(3, threads, TRUE, PATIENCE) == WAIT_OBJECT_0);
  for (int i = 0; i < 3; ++i) {
    CHECK(GetExitCodeThread(threads[i], &code));
    total += code;
    CHECK(CloseHandle(threads[i]));
  }
  CHECK(total == 10000);
}

int main(void) {
  RUN(the_three_values_arrive_unchanged_and_in_order);
  RUN(an_empty_port_times_out_and_gives_no_overlapped);
  RUN(a_file_is_not_supported);
  RUN(several_packets_come_out_at_once);
  RUN(an_apc_ends_an_alertable_get);
  RUN(closing_the_port_sends_its_threads_away);
  return 0;
}
