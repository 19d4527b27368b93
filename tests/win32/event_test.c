/* Events and waits through their C names. */
#include <farcall/farcall.h>
#include <poll.h>

#include "check.h"

static int readable(int descriptor) {
  struct pollfd entry = {descriptor, POLLIN, 0};
  return poll(&entry, 1, 0) == 1;
}

TEST(an_automatic_event_is_taken_by_one_wait) {
  HANDLE event = CreateEvent(NULL, FALSE, FALSE, NULL);
  CHECK(event != NULL && event != INVALID_HANDLE_VALUE);
  CHECK(WaitForSingleObject(event, 0) == WAIT_TIMEOUT);
  CHECK(SetEvent(event));
  CHECK(SetEvent(event));
  CHECK(WaitForSingleObject(event, INFINITE) == WAIT_OBJECT_0);
  CHECK(WaitForSingleObject(event, 1) == WAIT_TIMEOUT);
  CHECK(CloseHandle(event));
}

TEST(a_manual_event_stays_set_until_reset) {
  HANDLE event = CreateEventW(NULL, TRUE, TRUE, NULL);
  CHECK(WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
  CHECK(WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
  CHECK(ResetEvent(event));
  CHECK(WaitForSingleObject(event, 0) == WAIT_TIMEOUT);
  CHECK(SetEvent(event));
  CHECK(PulseEvent(event));
  CHECK(WaitForSingleObject(event, 0) == WAIT_TIMEOUT);
  CHECK(CloseHandle(event));
}

TEST(a_named_event_is_refused_and_an_empty_name_is_none) {
  HANDLE event;
  CHECK_FAILS(CreateEventA(NULL, FALSE, FALSE, "Global\\shared"), NULL, ERROR_NOT_SUPPORTED);
  event = CreateEventA(NULL, FALSE, FALSE, "");
  CHECK(event != NULL);
  CHECK(CloseHandle(event));
}

TEST(a_timeout_does_not_come_before_its_time) {
  HANDLE event = CreateEvent(NULL, FALSE, FALSE, NULL);
  ULONGLONG before = GetTickCount64();
  CHECK(WaitForSingleObject(event, 25) == WAIT_TIMEOUT);
  /* Two roundings to whole milliseconds: the difference may look one smaller. */
  CHECK(GetTickCount64() - before >= 24);
  CHECK(CloseHandle(event));
}

struct PingPong {
  HANDLE ping;
  HANDLE pong;
};

static DWORD WINAPI answer(LPVOID parameter) {
  struct PingPong* game = parameter;
  for (int i = 0; i < 10000; ++i) {
    CHECK(WaitForSingleObject(game->ping, PATIENCE) == WAIT_OBJECT_0);
    CHECK(SetEvent(game->pong));
  }
  return 0;
}

TEST(ten_thousand_exchanges_between_two_threads_lose_none) {
  struct PingPong game = {CreateEvent(NULL, FALSE, FALSE, NULL),
                          CreateEvent(NULL, FALSE, FALSE, NULL)};
  HANDLE thread = start(answer, &game);
  for (int i = 0; i < 10000; ++i) {
    CHECK(SetEvent(game.ping));
    CHECK(WaitForSingleObject(game.pong, PATIENCE) == WAIT_OBJECT_0);
  }
  finish(thread);
  CHECK(CloseHandle(game.ping));
  CHECK(CloseHandle(game.pong));
}

TEST(waiting_for_any_tells_which_one) {
  HANDLE events[MAXIMUM_WAIT_OBJECTS];
  for (DWORD i = 0; i < MAXIMUM_WAIT_OBJECTS; ++i)
    events[i] = CreateEvent(NULL, FALSE, FALSE, NULL);
  CHECK(WaitForMultipleObjects(MAXIMUM_WAIT_OBJECTS, events, FALSE, 0) == WAIT_TIMEOUT);
  for (DWORD i = 0; i < MAXIMUM_WAIT_OBJECTS; ++i) {
    CHECK(SetEvent(events[i]));
    CHECK(WaitForMultipleObjects(MAXIMUM_WAIT_OBJECTS, events, FALSE, PATIENCE) ==
          WAIT_OBJECT_0 + i);
  }
  for (DWORD i = 0; i < MAXIMUM_WAIT_OBJECTS; ++i) CHECK(CloseHandle(events[i]));
}

TEST(waiting_for_all_takes_all_or_none) {
  HANDLE events[2] = {CreateEvent(NULL, FALSE, TRUE, NULL), CreateEvent(NULL, FALSE, FALSE, NULL)};
  CHECK(WaitForMultipleObjects(2, events, TRUE, 1) == WAIT_TIMEOUT);
  CHECK(SetEvent(events[1]));
  CHECK(WaitForMultipleObjects(2, events, TRUE, INFINITE) == WAIT_OBJECT_0);
  CHECK(WaitForSingleObject(events[0], 0) == WAIT_TIMEOUT);
  CHECK(WaitForSingleObject(events[1], 0) == WAIT_TIMEOUT);
  CHECK(CloseHandle(events[0]));
  CHECK(CloseHandle(events[1]));
}

TEST(bad_counts_and_doubles_are_refused) {
  HANDLE event = CreateEvent(NULL, TRUE, TRUE, NULL);
  HANDLE twice[2] = {event, event};
  HANDLE many[MAXIMUM_WAIT_OBJECTS + 1];
  for (int i = 0; i <= MAXIMUM_WAIT_OBJECTS; ++i) many[i] = event;
  CHECK_FAILS(WaitForMultipleObjects(0, twice, FALSE, 0), WAIT_FAILED, ERROR_INVALID_PARAMETER);
  CHECK_FAILS(WaitForMultipleObjects(2, NULL, FALSE, 0), WAIT_FAILED, ERROR_INVALID_PARAMETER);
  CHECK_FAILS(WaitForMultipleObjects(MAXIMUM_WAIT_OBJECTS + 1, many, FALSE, 0), WAIT_FAILED,
              ERROR_INVALID_PARAMETER);
  CHECK_FAILS(WaitForMultipleObjects(2, twice, TRUE, 0), WAIT_FAILED, ERROR_INVALID_PARAMETER);
  CHECK(WaitForMultipleObjects(2, twice, FALSE, 0) == WAIT_OBJECT_0);
  CHECK(CloseHandle(event));
}

TEST(the_descriptor_is_readable_exactly_while_signalled) {
  HANDLE event = CreateEvent(NULL, FALSE, TRUE, NULL);
  int descriptor = FarcallEventGetFd(event);
  CHECK(descriptor >= 0 && descriptor == FarcallEventGetFd(event));
  CHECK(readable(descriptor));
  CHECK(WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
  CHECK(!readable(descriptor));
  CHECK(SetEvent(event));
  CHECK(readable(descriptor));
  CHECK(ResetEvent(event));
  CHECK(!readable(descriptor));
  CHECK(CloseHandle(event));
  CHECK_FAILS(FarcallEventGetFd(event), -1, ERROR_INVALID_HANDLE);
  CHECK_FAILS(FarcallEventGetFd(NULL), -1, ERROR_INVALID_HANDLE);
}

int main(void) {
  RUN(an_automatic_event_is_taken_by_one_wait);
  RUN(a_manual_event_stays_set_until_reset);
  RUN(a_named_event_is_refused_and_an_empty_name_is_none);
  RUN(a_timeout_does_not_come_before_its_time);
  RUN(ten_thousand_exchanges_between_two_threads_lose_none);
  RUN(waiting_for_any_tells_which_one);
  RUN(waiting_for_all_takes_all_or_none);
  RUN(bad_counts_and_doubles_are_refused);
  RUN(the_descriptor_is_readable_exactly_while_signalled);
  return 0;
}
